"""Rate limits: exact over processes, by member or address, and never open (RELIABILITY H2 to H4)."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from flask_limiter.util import get_qualified_name
from flask_login import LoginManager, UserMixin, login_user
from limits import parse_many
from limits.storage import storage_from_string
from limits.strategies import MovingWindowRateLimiter

from qa.config import Settings
from qa.core import clock as core_clock
from qa.core import limits
from qa.core.limits import limiter
from qa.core.limits_store import SCHEME, SWEEP_EVERY, SqliteStorage
from tests.conftest import need
from tests.support import servers

ROOT = Path(__file__).parents[2]
TEN = 10


class Clock:
    """Seconds that pass when the test says so."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> SqliteStorage:
    return SqliteStorage(f"{SCHEME}://{tmp_path / 'limits.sqlite3'}", clock=clock)


def hit(store: SqliteStorage, key: str = "ana") -> bool:
    return store.acquire_entry(key, TEN, 60)


# The store


def test_the_eleventh_hit_of_a_minute_is_refused_and_the_tenth_is_not(store: SqliteStorage) -> None:
    assert [hit(store) for _ in range(11)] == [True] * TEN + [False]


def test_another_key_has_its_own_count(store: SqliteStorage) -> None:
    assert [hit(store) for _ in range(11)][-1] is False
    assert hit(store, "ben") is True


def test_the_window_moves_with_each_hit(store: SqliteStorage, clock: Clock) -> None:
    for _ in range(TEN):
        assert hit(store)
        clock.now += 5  # the ten hits take 50 seconds
    assert not hit(store)
    clock.now += 11  # now the first is more than a minute old, the second is not
    assert hit(store)
    assert not hit(store)


def test_a_refused_hit_does_not_prolong_the_wait(store: SqliteStorage, clock: Clock) -> None:
    for _ in range(TEN):
        hit(store)
    clock.now += 59
    assert not hit(store)
    clock.now += 2
    assert hit(store)


def test_the_window_tells_its_start_and_count(store: SqliteStorage, clock: Clock) -> None:
    assert store.get_moving_window("ana", TEN, 60)[1] == 0
    hit(store)
    clock.now += 20
    hit(store)
    start, count = store.get_moving_window("ana", TEN, 60)
    assert count == 2
    assert store.get_moving_window("ben", TEN, 60)[0] - start == pytest.approx(20, abs=1)


def test_a_fixed_window_counts_and_begins_anew(store: SqliteStorage, clock: Clock) -> None:
    assert [store.incr("ana", 60) for _ in range(3)] == [1, 2, 3]
    assert store.get("ana") == 3
    clock.now += 61
    assert store.get("ana") == 0
    assert store.incr("ana", 60) == 1
    assert store.get_expiry("ana") > store.get_expiry("nobody")


def test_clearing_one_key_leaves_the_others(store: SqliteStorage) -> None:
    for key in ("ana", "ben"):
        hit(store, key)
        store.incr(key, 60)
    store.clear("ana")
    assert (store.get("ana"), store.get("ben")) == (0, 1)
    assert store.get_moving_window("ben", TEN, 60)[1] == 1
    assert store.reset() == 2
    assert store.get_moving_window("ben", TEN, 60)[1] == 0


def test_what_expired_is_removed(store: SqliteStorage, clock: Clock) -> None:
    for number in range(SWEEP_EVERY - 1):
        store.acquire_entry(f"old{number}", TEN, 60)
    clock.now += 61
    store.acquire_entry("new", TEN, 60)
    with sqlite3.connect(store.path) as other:
        assert other.execute("SELECT DISTINCT key FROM hit").fetchall() == [("new",)]
    other.close()


def test_counts_of_an_earlier_boot_mean_nothing(store: SqliteStorage, clock: Clock) -> None:
    for _ in range(TEN):
        hit(store)
    with sqlite3.connect(store.path) as other:
        other.execute("UPDATE boot SET id = 'the one before'")
    other.close()
    again = SqliteStorage(f"{SCHEME}://{store.path}", clock=clock)
    assert hit(again)
    assert not all(hit(again) for _ in range(TEN))


@pytest.mark.parametrize("damage", [b"", b"no database at all" * 400])
def test_a_file_that_is_no_database_is_replaced(store: SqliteStorage, damage: bytes) -> None:
    store.path.write_bytes(damage)
    assert store.check()
    assert [hit(store) for _ in range(11)] == [True] * TEN + [False]


def test_a_file_damaged_while_serving_is_replaced_by_who_opens_it_next(store: SqliteStorage) -> None:
    hit(store)
    store.path.write_bytes(b"no database at all" * 2000)
    assert SqliteStorage(f"{SCHEME}://{store.path}").check()
    assert [hit(store, "cleo") for _ in range(11)] == [True] * TEN + [False]


def test_a_file_that_vanishes_while_serving_is_made_again(store: SqliteStorage) -> None:
    hit(store)
    store.path.unlink()
    assert [hit(store) for _ in range(11)] == [True] * TEN + [False]


HUNDRED = """
import sys
from concurrent.futures import ThreadPoolExecutor
from qa.core.limits_store import SqliteStorage
store = SqliteStorage(sys.argv[1])
sys.stdin.readline()
with ThreadPoolExecutor(25) as pool:
    hits = pool.map(lambda _: store.acquire_entry("ana", 10, 60), range(25))
    counts = pool.map(lambda _: store.incr("ben", 60), range(25))
    print(sum(hits), *counts)
"""


def test_a_hundred_at_once_from_four_processes_ten_pass(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HUNDRED, f"{SCHEME}://{tmp_path / 'limits.sqlite3'}"]
    started = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT)
        for _ in range(4)
    ]
    with ThreadPoolExecutor(4) as pool:
        outputs = list(pool.map(lambda process: process.communicate("go\n", timeout=60)[0].split(), started))
    assert sum(int(output[0]) for output in outputs) == TEN
    counts = sorted(int(count) for output in outputs for count in output[1:])
    assert counts == list(range(1, 101))


# The limiter on a site


class Person(UserMixin):
    """Somebody signed in."""

    def __init__(self, number: int) -> None:
        self.id = number


def site(folder: Path, **values: object) -> Flask:
    """A site with one limited and one free page, and a way to sign in."""
    app = Flask(__name__, instance_path=str(folder))
    app.config["QUORUM"] = Settings(**{"instance": folder, "mode": "production", **values})
    app.secret_key = "test" * 16
    manager = LoginManager(app)
    manager.user_loader(lambda number: Person(int(number)))
    limits.init_app(app)

    def enter(number: int) -> str:
        login_user(Person(number))
        return "in"

    @limiter.limit("3 per minute")
    def limited() -> str:
        return "done"

    app.add_url_rule("/limited", view_func=limited, methods=["GET", "POST"])
    app.add_url_rule("/free", "free", lambda: "free")
    app.add_url_rule("/enter/<int:number>", "enter", enter)
    return app


def statuses(app: Flask, times: int, **environ: str) -> list[int]:
    client = app.test_client()
    return [client.post("/limited", environ_overrides=environ).status_code for _ in range(times)]


def test_over_the_limit_is_a_429_that_says_when(tmp_path: Path) -> None:
    app = site(tmp_path)
    assert statuses(app, 4) == [200, 200, 200, 429]
    answer = app.test_client().post("/limited")
    assert 1 <= int(answer.headers["Retry-After"]) <= 61


def test_a_page_without_a_limit_writes_nothing(tmp_path: Path) -> None:
    app = site(tmp_path)
    assert {app.test_client().get("/free").status_code for _ in range(20)} == {200}
    assert list(tmp_path.iterdir()) == []


def test_members_behind_one_address_have_their_own_counts(tmp_path: Path) -> None:
    app = site(tmp_path)
    ana, ben = app.test_client(), app.test_client()
    ana.get("/enter/1")
    ben.get("/enter/2")
    assert [ana.post("/limited").status_code for _ in range(4)] == [200, 200, 200, 429]
    assert ben.post("/limited").status_code == 200
    assert statuses(app, 1) == [200]


def test_a_member_is_one_whatever_the_address(tmp_path: Path) -> None:
    app = site(tmp_path)
    ana = app.test_client()
    ana.get("/enter/1")
    places = [f"192.0.2.{number}" for number in range(4)]
    found = [ana.post("/limited", environ_overrides={"REMOTE_ADDR": place}).status_code for place in places]
    assert found == [200, 200, 200, 429]


def test_an_ipv6_network_of_64_bits_is_one_client(tmp_path: Path) -> None:
    app = site(tmp_path)
    inside = [statuses(app, 1, REMOTE_ADDR=f"2001:db8:1:2::{number:x}")[0] for number in range(1, 5)]
    assert inside == [200, 200, 200, 429]
    assert statuses(app, 1, REMOTE_ADDR="2001:db8:1:3::1") == [200]


def test_an_ipv4_address_in_ipv6_clothes_is_the_same(tmp_path: Path) -> None:
    app = site(tmp_path)
    assert statuses(app, 3, REMOTE_ADDR="192.0.2.1") == [200] * 3
    assert statuses(app, 1, REMOTE_ADDR="::ffff:192.0.2.1") == [429]
    assert statuses(app, 1, REMOTE_ADDR="::ffff:192.0.2.2") == [200]


SPOOFS = ("X-Forwarded-For", "Forwarded", "X-Real-IP", "Client-IP", "X-Client-IP", "CF-Connecting-IP")


@pytest.mark.parametrize("header", SPOOFS)
def test_no_header_changes_the_address_without_a_proxy(tmp_path: Path, header: str) -> None:
    client = site(tmp_path).test_client()
    found = [client.post("/limited", headers={header: f"198.51.100.{n}"}).status_code for n in range(4)]
    assert found == [200, 200, 200, 429]


def test_behind_one_proxy_only_its_own_word_counts(tmp_path: Path) -> None:
    client = site(tmp_path, proxies=1).test_client()
    spoofed = [
        client.post("/limited", headers={"X-Forwarded-For": f"203.0.113.{n}, 198.51.100.7"}).status_code
        for n in range(4)
    ]
    assert spoofed == [200, 200, 200, 429]
    assert client.post("/limited", headers={"X-Forwarded-For": "198.51.100.8"}).status_code == 200


def test_limits_are_off_in_tests_unless_asked_for(tmp_path: Path) -> None:
    app = site(tmp_path, mode="test")
    assert statuses(app, 5) == [200] * 5
    app.config["LIMITS"] = True
    assert statuses(app, 4) == [200, 200, 200, 429]


def test_two_processes_of_one_site_share_the_count(tmp_path: Path) -> None:
    assert statuses(site(tmp_path), 2) == [200, 200]
    assert statuses(site(tmp_path), 2) == [200, 429]


# The store down


def block(folder: Path) -> None:
    (folder / "limits.sqlite3").mkdir()


def test_a_store_that_fails_leaves_local_limits_not_open_doors(tmp_path: Path) -> None:
    block(tmp_path)
    app = site(tmp_path)
    assert statuses(app, 4) == [200, 200, 200, 429]
    assert app.test_client().get("/free").status_code == 200


def test_the_store_is_used_again_when_it_is_back(tmp_path: Path) -> None:
    block(tmp_path)
    app = site(tmp_path)
    assert statuses(app, 1) == [200]
    (tmp_path / "limits.sqlite3").rmdir()
    with time_machine.travel(core_clock.now() + timedelta(minutes=2)):
        assert statuses(app, 4) == [200, 200, 200, 429]
    assert (tmp_path / "limits.sqlite3").is_file()


def test_without_redis_each_process_counts_for_itself(tmp_path: Path) -> None:
    app = site(tmp_path, redis_url="redis://127.0.0.1:1/0")
    assert statuses(app, 4) == [200, 200, 200, 429]
    assert app.test_client().get("/free").status_code == 200


def test_redis_counts_for_all(tmp_path: Path) -> None:
    address = need(servers.redis)
    limiter_of = MovingWindowRateLimiter(storage_from_string(address.replace("unix://", "redis+unix://", 1)))
    limiter_of.storage.reset()
    assert statuses(site(tmp_path / "one", redis_url=address), 2) == [200, 200]
    assert statuses(site(tmp_path / "two", redis_url=address), 2) == [200, 429]
    limiter_of.storage.reset()


# The inventory

UNLIMITED = {"members.sign_out"}
"""Whoever wants out is let out, however often."""
COSTLY = {
    "search.index",
    "questions.similar",
    "questions.suggest",
    "notifications.calendar",
    "notifications.atom",
    "statements.enter",
    "statements.show",
    "statements.download",
    "statements.as_pdf",
}
"""Reads that cost, or that a harvester wants."""


def test_every_route_that_writes_or_costs_has_a_limit(app: Flask) -> None:
    rules = [
        rule for rule in app.url_map.iter_rules() if (rule.methods or set()) - {"GET", "HEAD", "OPTIONS"}
    ]
    limited = {
        endpoint
        for endpoint, view in app.view_functions.items()
        if get_qualified_name(view) in limiter._marked_for_limiting
    }
    assert len(rules) > 15
    assert {rule.endpoint for rule in rules} - limited - UNLIMITED == set()
    assert limited >= COSTLY
    assert {rule.endpoint for rule in rules} >= UNLIMITED


def test_a_page_that_is_only_read_has_none(app: Flask) -> None:
    free = [
        app.view_functions[name]
        for name in ("home.index", "questions.show", "members.profile", "health.healthz")
    ]
    assert not {get_qualified_name(view) for view in free} & limiter._marked_for_limiting


# The named limits


NAMED = {
    name: value
    for name, value in vars(limits).items()
    if name.isupper() and isinstance(value, str) and " per " in value
}


def test_every_named_limit_can_be_read_and_says_its_reason() -> None:
    source = Path(limits.__file__).read_text()
    assert len(NAMED) >= 12
    for name, value in NAMED.items():
        assert parse_many(value)
        assert f'{name} = "{value}"\n"""' in source


def test_an_account_is_one_however_it_is_typed_and_is_not_stored_in_plain() -> None:
    app = Flask(__name__)
    key = limits.account()
    keys = []
    for typed in ("ana@peers.example", " Ana@Peers.Example ", "ben@peers.example", "\ud800"):
        with app.test_request_context(
            "/login", method="POST", data={"email": typed.encode("utf-8", "replace")}
        ):
            keys.append(key())
    assert keys[0] == keys[1] != keys[2]
    assert "ana" not in keys[0]

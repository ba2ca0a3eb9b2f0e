"""Who may do what (RELIABILITY A1, A2, A4 to A6): every route, method, principal and state of the thing, over a real server.

A cell is one request. Whatever is refused, and whatever only reads, leaves every row of the database as it was.
"""

from __future__ import annotations

import re
from collections import Counter

import pytest
from flask import Flask

from tests.security.matrix import NOT_HERE, ROWS, SPECIAL
from tests.security.policy import ACCOUNTS, NOBODY, OUTSIDE, Row
from tests.security.served import TOKEN, Reply, Served
from tests.security.world import PRINCIPALS, World
from tests.support.breadth import in_turn

ODD_IDS = (
    "0", "-1", "+1", "01", "1e3", "1.0", " 1", "%201", "1%20", "1%00", "١", "１", "10" * 15, "9" * 19, "0x1", "1_0",
    "null",
)  # fmt: skip
MASK = re.compile(TOKEN.pattern + r"|/(?:q|a|comments|drafts)/\d+|\d{6,}")
NEVER = "987654"
WORDS = frozenset({"tag", "everyone", "circle", "asked", "twin"})
"""Placeholders that are not the id of a thing in an address."""
OTHER_METHODS = ("PUT", "PATCH", "DELETE")
cells: Counter[str] = Counter()


def slots(row: Row) -> set[str]:
    """The ids that an address takes."""
    return set(re.findall(r"{(\w+)}", row.path)) - WORDS


def name_of(row: Row) -> str:
    return f"{row.method} {row.endpoint}"


def bare(path: str) -> str:
    """An address without what stands in the place of ids and slugs."""
    return re.sub(r"{\w+}|(?<=/c/)[\w-]+(?=/)", "…", path.partition("?")[0])


WITH_ID = [row for row in ROWS if slots(row)]


def send(served: Served, who: str, row: Row, where: World, method: str = "") -> Reply:
    cells[method or row.method] += 1
    data = {name: where.fill(value) for name, value in row.data.items()}
    return served.send(who, method or row.method, where.fill(row.path).replace(" ", "%20"), data)


def test_every_route_has_its_row(app: Flask) -> None:
    declared = {(row.endpoint, row.method) for row in ROWS}
    served = {
        (rule.endpoint, method)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert served - declared == set()
    assert declared - served - {(name, "GET") for name in NOT_HERE} == set()


@pytest.mark.parametrize("row", ROWS, ids=name_of)
def test_the_door_is_as_declared(app: Flask, row: Row) -> None:
    """The gate stands before the rules: a rule that refuses the same people does not make up for an open door."""
    if row.endpoint in NOT_HERE:
        return
    door = getattr(app.view_functions[row.endpoint], "open_to", "member")
    declared = row.access if row.access in ("public", "account", "staff", "admin") else "member"
    assert door == declared or (row.access == "own" and door == "account")


@pytest.mark.parametrize("row", [*ROWS, *SPECIAL], ids=name_of)
def test_route_by_principal(served: Served, ids: World, row: Row) -> None:
    seen, wanted, wrote = {}, {}, {}
    for who in row.order():
        status, target = row.expected(who)
        if row.notes:
            send(served, who, row, ids)
        before = served.version()
        reply = send(served, who, row, ids)
        seen[who] = (reply.status, reply.location if target else "")
        wanted[who] = (status, target)
        wrote[who] = served.version() != before
        assert b"Traceback" not in reply.body
    assert seen == wanted
    refused = [who for who in wanted if row.method == "GET" or wanted[who][0] >= 400 or wanted[who][1]]
    assert [who for who in refused if wrote[who]] == []
    allowed = [who for who in wanted if who not in refused and wanted[who][0] == row.ok]
    if row.method == "POST" and row.changes:
        assert any(wrote[who] for who in allowed), "nobody changed anything"


@pytest.mark.parametrize("row", ROWS, ids=name_of)
def test_other_methods_change_nothing(served: Served, ids: World, row: Row) -> None:
    """A2: what is read is not written by another verb, however the verb is given, and HEAD has the rights of GET."""
    for who in PRINCIPALS if row.notes else ():
        send(served, who, row, ids)
    before = served.version()
    posted = {bare(other.path) for other in ROWS if other.method == "POST"}
    for who in in_turn(PRINCIPALS, ROWS.index(row), 3):
        for method in OTHER_METHODS:
            assert send(served, who, row, ids, method).status in (302, 303, 400, 401, 404, 405), (who, method)
        if row.method != "GET":
            continue
        shown = send(served, who, row, ids)
        head = send(served, who, row, ids, "HEAD")
        assert (head.status, head.location, head.body) == (shown.status, shown.location, b""), who
        if bare(row.path) not in posted:
            assert send(served, who, row, ids, "POST").status in (401, 404, 405), who
    if row.method == "GET":
        path = ids.fill(row.path).replace(" ", "%20")
        plain, tricked = (
            served.send("asker", "GET", path, X_HTTP_Method_Override=verb) for verb in ("", "POST")
        )
        assert plain.status == tricked.status
    assert served.version() == before


@pytest.mark.parametrize("row", WITH_ID, ids=name_of)
def test_odd_ids_are_not_found(served: Served, row: Row) -> None:
    """A4: no spelling of a number is a way in or a fault."""
    before = served.version()
    for odd in in_turn(ODD_IDS, WITH_ID.index(row), 4):
        if odd == " 1":
            continue  # no client sends a space in an address
        where = World(dict.fromkeys([*slots(row), *WORDS], odd))
        reply = send(served, "asker", row, where) if odd.isascii() else None
        assert reply is None or reply.status in (400, 404), odd
    assert served.version() == before


@pytest.mark.parametrize("row", WITH_ID, ids=name_of)
def test_what_never_was_is_not_found_by_anybody(served: Served, ids: World, row: Row) -> None:
    """A4 for each principal; and for whoever is outside, the hidden and the absent look the same to the letter."""
    never = World({**ids.values, **dict.fromkeys(slots(row), NEVER)})
    before = served.version()
    for who in in_turn(PRINCIPALS, WITH_ID.index(row), 5):
        absent = send(served, who, row, never)
        if row.access not in ("public", "account") and who in NOBODY | ACCOUNTS:
            assert absent.status == row.expected(who)[0], who
            continue
        if row.access == "staff" and row.expected(who)[0] == 403:
            assert absent.status == 403, who
            continue
        assert absent.status == 404, who
        if row.expected(who)[0] == 404 and who in OUTSIDE:
            hidden = send(served, who, row, ids)
            assert MASK.sub("", hidden.body.decode()) == MASK.sub("", absent.body.decode()), who
    assert served.version() == before


GONE = {
    "question": "gone_question",
    "other": "gone_question",
    "answer": "gone_answer",
    "comment": "gone_comment",
}


@pytest.mark.parametrize("row", [row for row in WITH_ID if slots(row) & GONE.keys()], ids=name_of)
def test_what_was_taken_back_is_gone_by_every_address(served: Served, ids: World, row: Row) -> None:
    """A5, A6: for its neighbours, its author and whoever moderates."""
    gone = World({**ids.values, **{name: ids.values[GONE[name]] for name in slots(row) & GONE.keys()}})
    before = served.version()
    for who in in_turn(sorted(set(PRINCIPALS) - NOBODY - ACCOUNTS), WITH_ID.index(row), 3):
        refused = 403 if row.access == "staff" and row.expected(who)[0] == 403 else 404
        assert send(served, who, row, gone).status == refused, who
    assert served.version() == before


def test_there_are_enough_cells() -> None:
    """Runs last: 100 % of the routes, and how many requests that was."""
    total = cells.total()
    print(f"\n{len(ROWS)} routes and methods, {len(PRINCIPALS)} principals: {total} cells {dict(cells)}")
    assert total >= 3_000

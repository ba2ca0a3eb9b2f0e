"""Leak search in small (RELIABILITY B1, B3, B4): unmistakable words in every field of a circle, looked for by outsiders."""

from __future__ import annotations

import base64
import binascii
import html
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from urllib.parse import quote, unquote

import pytest
from flask import Flask
from flask.testing import FlaskClient

from qa.answers import commenting, marking
from qa.answers import rules as answering
from qa.answers.models import Basis, MarkKind
from qa.answers.rules import Reply
from qa.core import clock, outbox, transaction
from qa.core.db import db
from qa.members import circles
from qa.members.models import Circle
from tests.security import world
from tests.security.matrix import ROWS
from tests.security.world import World
from tests.support.breadth import either, some
from tests.support.cast import FAR_OFF, Cast, join
from tests.support.things import answer, ask

FIELDS = "title body purpose tag answer interest comment note reason draft moved outcome".split()
CANARIES = {name: f"qz{name}kestrel{n}vexil" for n, name in enumerate(FIELDS)}
CIRCLE = {"name": "qzcirclekestrelvexil", "purpose": "qzpurposeofcirclevexil", "slug": "qzslugkestrelvexil"}
ALL = {**CANARIES, **{f"circle {name}": word for name, word in CIRCLE.items()}}
ENCODED = re.compile(r"[A-Za-z0-9_-]{21,}")
"""What may be base64."""
OUTSIDERS = ("anonymous", "applicant", "suspended", "left", "outside", "moderator outside", "former")


@pytest.fixture
def small(laid: Callable[[str, Callable[[], World]], World], cast: Cast) -> World:
    """The world with canaries, its index drained."""
    return laid("canaries", lambda: planted(cast))


def planted(cast: Cast) -> World:
    """Write it. The former member saw, wrote and got notices before leaving."""
    words = {name: f"{word} and some more words" for name, word in CANARIES.items()} | {
        "tag": CANARIES["tag"]
    }
    with transaction.unit():
        fay = world.Member(
            handle="fay", handle_key="fay", name="Fay Someone", email="fay@peers.example", email_key="fay@peers.example",
            joined_at=clock.now(), pledged_until=FAR_OFF,
        )  # fmt: skip
        db.session.add(fay)
        db.session.flush()
        join(fay, cast.everyone)
        join(fay, cast.inner)
        hers = ask(fay, cast.inner, title=f"{CANARIES['title']} by fay?", tags=(CANARIES["tag"],))
        answer(cast.ben, hers, body=CANARIES["answer"])
        commenting.add(cast.cleo, hers, CANARIES["comment"], clock.now())
        given = answer(
            fay, ask(cast.ana, cast.inner, title=f"{CANARIES['title']} to fay?"), body=CANARIES["answer"]
        )
        commenting.add(cast.ana, world.db.session.get_one(world.Question, given.question_id), CANARIES["comment"],
                       clock.now(), given)  # fmt: skip
        circles.leave(cast.inner, fay, clock.now())
    found = world.build(cast, words)
    with transaction.unit():
        inner = cast.inner
        inner.name, inner.purpose, inner.slug, inner.listed = (
            CIRCLE["name"],
            CIRCLE["purpose"],
            CIRCLE["slug"],
            False,
        )
    while outbox.drain(200):
        pass
    return found


def pages(small: World) -> Iterator[str]:
    """Every address that is read, with every id."""
    for row in ROWS:
        if row.method == "GET":
            yield small.fill(row.path).replace("/c/inner", f"/c/{CIRCLE['slug']}")
    for number in range(1, 6):
        for end in ("", "/", "/x", "/edit", "/history", "?order=newest"):
            yield f"/q/{number}{end}"
        for end in ("", "/edit", "/history", "/marks"):
            yield f"/a/{number}{end}"
        yield f"/ask?draft={number}"
    for state in ("open", "all", "closed", "answered"):
        yield f"/questions?state={state}&many=1&circle=inner"
        yield f"/questions?state={state}&circle={CIRCLE['slug']}"
    yield "/members?circle=inner"
    yield f"/members?circle={CIRCLE['slug']}"
    yield "/notifications"
    yield "/drafts"
    yield f"/q/{small.values['told']}/"
    yield f"/ask/similar?title={quote(CANARIES['title'][:-3] + ' and some more words')}"


def addresses(small: World) -> Iterator[str]:
    """All pages, those of people, and every way to ask for a word."""
    yield from pages(small)
    for handle in ("ana", "ben", "cleo", "mo", "fay", "dan"):
        yield f"/m/{handle}"
        yield f"/m/{handle}/recognition?all=1"
        yield f"/search?q=by:{handle}"
    for word in sorted({piece for whole in ALL.values() for piece in (whole[:3], whole[:-3])}):
        for path in ("/search?q={}", "/search?q={}*", "/search?q=tag:{}", "/search?q=circle:{}", "/tags/suggest?q={}",
                     "/ask/similar?title={}", "/members?q={}"):  # fmt: skip
            yield path.format(quote(word))


def crawl(browser: FlaskClient, asked_for: Iterable[str]) -> tuple[set[str], list[str]]:
    """Which canaries come back to *browser* and where; any status of 500 or above is a fault."""
    seen, where = set(), []
    for address in asked_for:
        answer = browser.get(address, follow_redirects=True)
        assert answer.status_code < 500, address
        raw = answer.text + "".join(unquote(str(one.headers)) for one in (*answer.history, answer))
        asked = unquote(address).lower()
        forms = [form.replace(asked, "") for form in spellings(raw)]
        for name, word in ALL.items():
            # A word that was asked for may be repeated in the box it was typed into, but no more of it.
            if word[:-3] not in asked and any(word in form for form in forms):
                seen.add(name)
                where.append(f"{name} at {address}")
    return seen, where


def spellings(raw: str) -> Iterator[str]:
    """*raw* as it is and as a reader may decode it."""
    lower = raw.lower()
    yield lower
    yield html.unescape(lower)
    for part in set(ENCODED.findall(raw)):
        with suppress(binascii.Error):
            yield base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)).decode("utf-8", "ignore").lower()


@pytest.mark.parametrize("who", OUTSIDERS)
def test_nothing_of_the_circle_reaches(app: Flask, small: World, who: str) -> None:
    part = [*some(dict.fromkeys(addresses(small)), 3, OUTSIDERS.index(who)), *world.feeds_of(who)]
    seen, where = crawl(browsers(app)[who], part)
    assert seen == set(), where


def test_the_crawl_finds_every_canary_for_those_who_may_know(app: Flask, small: World) -> None:
    """The twin: the same crawl by the asker sees every one of them, by a peer all but the draft."""
    everything = browsers(app)
    everywhere = list(dict.fromkeys(either(pages, addresses)(small)))
    assert crawl(everything["asker"], everywhere)[0] == set(ALL)
    assert crawl(everything["inside"], everywhere)[0] == set(ALL) - {"draft"}


def test_calendar_and_feed_find_theirs_for_those_who_may_know(app: Flask, small: World) -> None:
    """The twin for what is read by an address alone: a calendar has titles of one's own, a feed what a circle asks."""
    calendar, feed = world.feeds_of("asker")
    reader = browsers(app)["anonymous"]
    assert crawl(reader, [calendar])[0] == {"title"}
    assert crawl(reader, [feed])[0] == {"title", "body", "purpose", "tag", "circle name"}
    assert crawl(reader, world.feeds_of("inside"))[0] == {"title", "body", "purpose", "tag", "circle name"}


@pytest.mark.parametrize(("listed", "leaves"), [(False, set()), (True, {"tag"})])
def test_a_statement_carries_nothing_out_of_a_hidden_circle(
    app: Flask, small: World, cast: Cast, listed: bool, leaves: set[str]
) -> None:
    """However much its member ticks; of a listed circle the topics that are ticked, and nothing else."""
    with transaction.unit():
        circle = db.session.query(Circle).filter_by(slug=CIRCLE["slug"]).one()
        circle.listed = listed
        ticked = {
            "circle": [str(circle.id)],
            "topic": [CANARIES["tag"]],
            "note": [str(n) for n in range(1, 40)],
        }
        open_to_all = answer(cast.ben, ask(cast.dan, cast.everyone))
        marking.give(cast.dan, open_to_all, MarkKind.HELPFUL, clock.now())
        asked = ask(cast.cleo, circle, title=CANARIES["title"], tags=(CANARIES["tag"],))
        inside = answering.give(cast.ben, asked, Reply("Nine.", Basis.DID, no_gain=True), clock.now())
        marking.give(cast.cleo, inside, MarkKind.USED, clock.now(), marking.Remark(CANARIES["note"], 2))
        marking.give(cast.mo, inside, MarkKind.HELPFUL, clock.now())
    member, stranger = browsers(app)["answerer"], browsers(app)["anonymous"]
    today = clock.now().date().isoformat()
    looked = member.get(
        "/statements",
        query_string={**ticked, "period": "own", "from": today, "to": today, "for": f"{today}/{today}"},
    )
    digest = re.search(r'name="digest" value="(\w+)"', looked.text)
    assert digest is not None
    done = member.post("/statements", data={**ticked, "from": today, "to": today, "digest": digest[1]})
    assert done.status_code == 303
    seen, where = crawl(stranger, [done.location, f"{done.location}.json"])
    assert seen == leaves, where


def test_who_leaves_the_circle_is_out_at_the_next_request(app: Flask, small: World, cast: Cast) -> None:
    """B4: sessions, lists, search and notices all follow at once, without the worker."""
    browser = browsers(app)["inside"]
    part = [*dict.fromkeys(either(pages, addresses)(small)), *world.feeds_of("inside")]
    assert crawl(browser, part)[0] == set(ALL) - {"draft"}
    with transaction.unit():
        inner = db.session.query(Circle).filter_by(slug=CIRCLE["slug"]).one()
        circles.leave(inner, cast.cleo, clock.now())
    seen, where = crawl(browser, part)
    assert seen == set(), where


def browsers(app: Flask) -> dict[str, FlaskClient]:
    return dict(world.browsers(app))

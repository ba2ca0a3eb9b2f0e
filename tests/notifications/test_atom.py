"""The feed, read by feedparser and as XML: each exposure, each state, and no text that breaks it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import html5lib
import pytest
import time_machine
from flask import Flask
from hypothesis import assume, given
from hypothesis import strategies as st

from qa.core import transaction
from qa.core.db import db
from qa.members.models import Exposure
from qa.notifications import atom, feed_words
from qa.notifications.models import FeedKind
from qa.questions import rules as asking
from qa.questions.models import Question
from tests.support.browser import Browser
from tests.support.cast import Cast
from tests.support.feeds import entries, path_for, saved_addresses
from tests.support.things import TITLE, answer, ask

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
DAY = timedelta(days=1)
FEED = path_for("cleo", FeedKind.ATOM)


def read(client: Browser, path: str = FEED) -> dict[int, Any]:
    """The entries at *path* by the number of their question."""
    found = entries(client.get(path).data)
    return {int(entry.id.rpartition("/")[2]): entry for entry in found}


def written(app: Flask, **words: Any) -> bytes:
    """A feed of one question that has *words*."""
    given = {
        "id": 7, "title": TITLE, "body_html": "<p>Which?</p>", "purpose": "board", "exposure": "named", "posted_at": NOW - DAY,
        "needed_by": NOW + DAY, "answers_wanted": 8, "answer_count": 0, "in_time_count": 0, "filled_at": None,
        "closed_at": None, "outcome_at": None, "edited_at": None, "answered_at": None, "circle_name": "Inner", "author_id": 1,
        "author_handle": "ana", **{f"author_{name}": name for name in ("name", "title", "employer", "industry", "profession", "level")},
    }  # fmt: skip
    reader: Any = SimpleNamespace(address_id=3, made_at=NOW - 9 * DAY)
    with app.test_request_context("/"):
        rows: Any = [SimpleNamespace(**{**given, **words})]
        tags = {7: ["a tag", words.get("title", "")]}
        return atom.written(rows, tags, reader, "/feed/x.atom", NOW, ZoneInfo("Europe/Berlin"))


@time_machine.travel(NOW, tick=False)
def test_each_exposure_is_kept_and_the_author_is_nobody_special(cast: Cast, client: Browser) -> None:
    with transaction.unit():
        made = {how: ask(cast.ana, cast.inner, exposure=how, now=NOW - DAY).id for how in Exposure}
        answer(cast.ben, db.session.get_one(Question, made[Exposure.NAMED]), exposure=Exposure.NAMED, now=NOW)
    saved_addresses(cast.cleo, cast.ana, cast.dan)
    found = read(client)
    assert {how: found[made[how]].author for how in Exposure} == {
        Exposure.NAMED: "Ana Lindqvist",
        Exposure.ROLE: "A member of this circle",
        Exposure.ANONYMOUS: "A member of this circle",
    }
    assert found[made[Exposure.NAMED]].author_detail.href == "http://127.0.0.1:8000/m/ana"
    for how in (Exposure.ROLE, Exposure.ANONYMOUS):
        said = repr(found[made[how]])
        assert "href" not in found[made[how]].author_detail
        assert not [word for word in ("Lindqvist", "Nordsee", "CISO", "/m/ana") if word in said]
        assert ("Head of function, information security, banking" in said) == (how == Exposure.ROLE)
    assert "Okafor" not in client.get(FEED).text  # answers are counted, not named
    assert "1 of 3 answers" in found[made[Exposure.NAMED]].content[0].value
    own = read(client, path_for("ana", FeedKind.ATOM))
    assert {number: entry.content[0].value for number, entry in own.items()} == {
        number: entry.content[0].value for number, entry in found.items()
    }
    assert read(client, path_for("dan", FeedKind.ATOM)) == {}


@time_machine.travel(NOW, tick=False)
def test_every_state_in_words(cast: Cast, client: Browser) -> None:
    with transaction.unit():
        now = NOW - 3 * DAY
        made = {
            "open": ask(cast.ana, cast.inner, now=now, days=30),
            "today": ask(cast.ana, cast.inner, now=now, days=3.1),
            "met": ask(cast.ana, cast.inner, now=now, days=2, wanted=1),
            "short": ask(cast.ana, cast.inner, now=now, days=2),
            "closed": ask(cast.ana, cast.inner, now=now, days=30),
            "none": ask(cast.ana, cast.inner, now=now, days=None),
            "ended": ask(cast.ana, cast.inner, now=now, days=None),
        }
        answer(cast.ben, made["met"], now=now + DAY)
        answer(cast.mo, made["met"], now=NOW - timedelta(hours=2))
        for name in ("closed", "ended"):
            asking.close(cast.ana, made[name], NOW)
        gone = ask(cast.ana, cast.inner, now=now, title="Who took this question back again?")
        asking.withdraw(cast.ana, gone, NOW)
        ids = {name: question.id for name, question in made.items()}
    saved_addresses(cast.cleo)
    found = read(client)
    assert found.keys() == set(ids.values())
    said = {name: found[number].content[0].value.partition("<br />")[2] for name, number in ids.items()}
    assert {name: words.partition("</p>")[0] for name, words in said.items()} == {
        "open": "Needed by Monday 21 December, 13:00 · 0 of 3 answers",
        "today": "Needed by Tuesday 24 November, 15:24 · 0 of 3 answers",
        "met": "Closed in time · 1 of 1 answer · 1 came late",
        "short": "Closed short · 0 of 3 answers",
        "closed": "Closed short · 0 of 3 answers",
        "none": "No deadline · 0 answers",
        "ended": "Closed · 0 answers",
    }
    assert found[ids["met"]].updated == "2026-11-24T10:00:00+00:00"
    assert found[ids["open"]].updated == found[ids["open"]].published == "2026-11-21T12:00:00+00:00"
    assert found[ids["open"]].title == TITLE
    assert [tag.term for tag in found[ids["open"]].tags] == ["vendor audits"]
    assert found[ids["open"]].link.startswith(f"http://127.0.0.1:8000/q/{ids['open']}/how-many")


def test_a_feed_without_an_entry_is_valid_and_stands_still(cast: Cast, client: Browser) -> None:
    saved_addresses(cast.cleo)
    first = client.get(FEED).data
    assert entries(first) == []
    with time_machine.travel(datetime.now(UTC) + DAY):
        assert client.get(FEED).data == first


def _looks_misread(text: str) -> bool:
    """Whether feedparser takes *text* for UTF-8 that was read as Latin-1, and puts it right."""
    try:
        return text.encode("iso-8859-1").decode() != text
    except UnicodeError:
        return False


@given(text=st.text(max_size=120))
def test_no_text_breaks_it(app: Flask, text: str) -> None:
    """Titles, names, circles and bodies of every character that the database can hold."""
    text = text.encode("utf-8", "ignore").decode()
    assume(not _looks_misread(text))
    [entry] = entries(
        written(app, title=text, circle_name=text, purpose=text, author_name=text, body_html=f"<p>{text}</p>")
    )
    assert " ".join(entry.title.split()) == feed_words.one_line(text)


@pytest.mark.parametrize("title", ["]]></title><x/>", "&lt;script&gt;__xss()", "<!--", "\x00\x0b\ufffe\uffff", "a\r\nb", "<b>&amp;"])  # fmt: skip
def test_a_hostile_title_is_words(app: Flask, title: str) -> None:
    found = written(app, title=title)
    assert b"<script" not in found and b"<x/>" not in found
    [entry] = entries(found)
    assert entry.title_detail.type == "text/plain"


def test_the_content_is_the_questions_safe_html_and_its_links_lead_here(app: Flask) -> None:
    found = written(
        app, circle_name="<script>__xss()</script>", body_html='<p>As in <a href="/q/3">this</a></p>'
    )
    [entry] = entries(found)
    assert entry.content[0].type == "text/html"
    root = html5lib.parse(entry.content[0].value, namespaceHTMLElements=False)
    assert [link.get("href") for link in root.iter("a")] == ["http://127.0.0.1:8000/q/3"]
    assert list(root.iter("script")) == []
    assert "&lt;script" in entry.content[0].value


def test_its_ids_stay(app: Flask) -> None:
    [one], [other] = (
        entries(written(app)),
        entries(written(app, title="Another title altogether?", answered_at=NOW)),
    )
    assert one.id == other.id == "tag:127.0.0.1,2026-11-23:/q/7"
    assert other.updated > one.updated

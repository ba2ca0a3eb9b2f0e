"""Two worlds that differ only in who wrote without a name: nobody else can tell them apart, by any page, mail or log."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import update

from qa.core import mail, outbox, transaction
from qa.core.db import db
from qa.members.mailing.models import Often
from qa.members.models import Member, Membership
from tests.conftest import Stage
from tests.security.matrix import ROWS
from tests.support.browser import Browser
from tests.support.cast import FAR_OFF, LONG_AGO, Cast, join
from tests.support.feeds import both_of, put
from tests.support.mailing import wants

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
WRITERS = ("zora", "yves")
READERS = ("ana", "ben", "cleo", "mo", "dan")
MASK = re.compile(
    r'(?<=name="csrf_token" value=")[^"]*|"request_id": "[^"]*"|"ms": [0-9.]+|"at": "[^"]*"|[0-9.]+ ms'
)
BOUNDARY = re.compile(r"=+\d{15,}=+")
"""What parts the two halves of a mail, drawn anew for each."""
EDIT = {
    "title": "Who has been fined for late notices?",
    "body": "We were, in May.",
    "exposure": "anonymous",
    "base": "1",
}
REPLY = {"body": "Eleven of 38, in two years.", "basis": "did", "quote": "role"}


def people(cast: Cast) -> None:
    """Two more members of the circle who are alike, but for names and employers."""
    for handle in WRITERS:
        member = Member(
            handle=handle, handle_key=handle, name=f"{handle.title()} Quillfeather", email=f"{handle}@peers.example",
            email_key=f"{handle}@peers.example", title=f"{handle} officer", employer=f"{handle} works",
            industry="insurance", profession="information security", level="head of function", timezone="Europe/Berlin",
            joined_at=LONG_AGO, pledged_until=FAR_OFF, visited_at=NOW - timedelta(days=1),
        )  # fmt: skip
        db.session.add(member)
        db.session.flush()
        join(member, cast.everyone)
        join(member, cast.inner)
    for name in READERS:
        put(getattr(cast, name))
        wants(getattr(cast, name), Often.AT_ONCE)


def write(writer: Browser, others: dict[str, Browser], circle: int, asked: str, answered: str) -> None:
    """All that somebody can do under an exposure (of the question, of the answer), and what others do about it."""
    ana, ben, mo = others["ana"], others["ben"], others["mo"]
    ask = {
        **EDIT,
        "needed_by": "none",
        "answers_wanted": "3",
        "circle_id": str(circle),
        "tags": "fines",
        "do": "post",
    }
    ana.post("/ask", data={**ask, "title": "How many critical vendors do you audit?", "exposure": "named"})
    writer.post("/ask", data={**ask, "exposure": asked})
    work()  # the first wave goes out before anybody answers, as it does where a worker runs
    writer.post("/q/1/comments", data={"body": "Per year?"})
    writer.post("/q/1/answers", data={**REPLY, "exposure": answered})
    ben.post("/q/1/answers", data={**REPLY, "exposure": "named", "body": "Nine."})
    ben.post("/q/2/answers", data={**REPLY, "exposure": "named", "body": "We were not."})
    writer.post("/q/2/edit", data={**EDIT, "exposure": asked})
    writer.post("/a/1/edit", data={**REPLY, "exposure": answered, "body": "Twelve.", "base": "1"})
    for path in ("/q/1/comments", "/q/2/comments", "/a/2/comments", "/a/3/comments"):
        writer.post(path, data={"body": "As I wrote."})
    writer.post("/a/3/marks", data={"mark": "used", "note": "It saved our week.", "hours_saved": "5"})
    writer.post("/a/2/marks", data={"mark": "same", "note": "We do."})
    writer.post("/drafts", data={"title": "Half a question"})
    ana.post("/a/1/marks", data={"mark": "used", "note": "The board liked it."})
    ana.post("/q/2/comments", data={"body": "Where was that?"})
    writer.post("/q/2/closure")
    writer.post("/q/2/outcome", data={"body": "We tell them within a day now."})
    if asked != "named":
        for path in ("/q/2/name", "/a/1/name"):
            mo.post(path, data={"reason": "Two members ask whether this is a leak."})


def work() -> None:
    """What the worker does."""
    while outbox.drain(200):
        pass


def near() -> Iterator[str]:
    """What each reader has of their own, and where the writer may show first."""
    yield from (
        "/",
        "/notifications",
        "/questions?state=all",
        "/moderation",
        "/moderation/log",
        "/settings/looks",
    )
    yield from ("/q/1/", "/q/2/", "/search?q=twelve", "/search?q=by:zora", "/c/inner")
    yield from (
        f"/m/{handle}{end}" for handle in (*WRITERS, "ana", "ben") for end in ("", "/recognition?all=1")
    )


def addresses() -> Iterator[str]:
    """Every page that is read, of everybody, and every way to look for somebody."""
    names = "question other hidden answer veiled comment draft tag spare".split()
    values = {name: "fines" if name == "tag" else "2" if n < 3 else "1" for n, name in enumerate(names)}
    for row in ROWS:
        if row.method == "GET" and set(re.findall(r"{(\w+)}", row.path)) <= set(names):
            yield row.path.format(**values)
    for number in (1, 2, 3):
        yield from (f"/q/{number}/{end}" for end in ("", "history", "edit", "name"))
        yield from (f"/a/{number}/{end}" for end in ("history", "edit", "marks", "name"))
    for handle in (*WRITERS, *READERS):
        yield from (
            f"/m/{handle}",
            f"/m/{handle}/recognition?all=1",
            f"/search?q=by:{handle}",
            f"/members?q={handle}",
        )
    for name in WRITERS:
        yield from (f'/search?q=by:"{name} Quillfeather"', f"/search?q={name}", f"/search?q=twelve+by:{name}")
    yield from (
        "/search?q=fined",
        "/search?q=twelve",
        "/questions?state=all",
        "/c/inner",
        "/ask/similar?title=fined",
    )


def everything(
    stage: Stage, as_: Callable[[Member], Browser], who: str, asked: str, answered: str
) -> dict[str, str]:
    """All that others can read of what *who* wrote, by reader and address; and the mails to others."""
    stage.lay()
    with stage.app.app_context(), time_machine.travel(NOW, tick=False):
        cast = Cast()
        with transaction.unit():
            people(cast)
            db.session.execute(update(Member).values(visited_at=NOW, last_visit_at=NOW - timedelta(days=9)))
            circle = cast.inner.id
        member = db.session.query(Member).filter_by(handle=who).one()
        browsers = {name: as_(getattr(cast, name)) for name in READERS}
        write(as_(member), browsers, circle, asked, answered)
        work()
        seen = {
            f"{name} {path}": MASK.sub("", browser.get(path, follow_redirects=True).text)
            for name, browser in browsers.items()
            for path in dict.fromkeys([*near(), *both_of(name), *(addresses() if name == "cleo" else ())])
        }
        # Who wrote is not asked about it, and of the two alike the other one is: what both get is theirs to know.
        theirs = tuple(f"To: {name}@" for name in WRITERS)
        mails = [text for path in mail.filed() if not any(to in (text := path.read_text()) for to in theirs)]
        assert db.session.query(Membership).count() > 0
        db.session.remove()
    assert any("needs your experience" in text for text in mails)
    return {**seen, "mails": "\n".join(sorted(BOUNDARY.sub("", text) for text in mails))}


def test_nobody_can_tell_who_wrote_without_a_name(
    stage: Stage, as_: Callable[[Member], Browser], capsys: pytest.CaptureFixture[str]
) -> None:
    found, logs = [], []
    for who in WRITERS:
        capsys.readouterr()
        found.append(everything(stage, as_, who, "anonymous", "role"))
        logs.append(MASK.sub("", capsys.readouterr().err))
    one, other = found
    assert {place for place in one if one[place] != other[place]} == set()
    assert logs[0] == logs[1]
    assert "within a day now" in one["cleo /q/2/"] and "within a day now" in one["mails"]
    assert "recorded the outcome" in one["ben /notifications"]
    assert "Twelve." in one["cleo /q/1/"] and "We were, in May." in one["cleo /q/2/"]
    assert "Looked behind a withheld name" in one["cleo /moderation/log"]
    assert "commented" in one["ana /notifications"] and "used your answer" not in one["ben /notifications"]
    assert "thanked you" in one["ben /notifications"]
    assert "We were, in May." in one["cleo /feed/atom-of-cleo.atom"]


def test_the_same_crawl_tells_who_wrote_by_name(stage: Stage, as_: Callable[[Member], Browser]) -> None:
    """The twin: with their names the two worlds differ, on the thread, in search, on both profiles and in the news."""
    one, other = (everything(stage, as_, who, "named", "named") for who in WRITERS)
    differ = {place for place in one if one[place] != other[place]}
    assert {
        "cleo /q/1/", "cleo /q/2/", "cleo /m/zora", "cleo /m/yves", "cleo /search?q=by:zora", "ana /notifications",
        "cleo /feed/atom-of-cleo.atom", "cleo /m/ben/recognition?all=1", "cleo /m/zora/recognition?all=1", "cleo /questions?state=all",
    } <= differ  # fmt: skip
    assert one["dan /q/1/"] == other["dan /q/1/"]

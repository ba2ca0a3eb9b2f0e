"""Two sites with the same rows, but that in one of them a hidden circle lives its life (RELIABILITY B2, B3)."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from flask import Flask

from qa.answers import commenting, ending, marking
from qa.answers.models import MarkKind
from qa.core import clock, outbox, transaction
from qa.core.db import db
from qa.members import circles
from qa.members.models import Circle, CircleRole, Exposure, Member, MemberState
from qa.questions import drafts, linking
from qa.questions.models import DraftKind, Question
from qa.recognition.statements import keys
from qa.search import upkeep
from tests.security import served, world
from tests.security.matrix import ROWS
from tests.security.served import Served
from tests.security.world import World
from tests.support.cast import FAR_OFF, LONG_AGO, Cast, join
from tests.support.things import answer, ask

INSIDERS = ("asker", "answerer")
"""Ana and Ben alone are in the hidden circle, with somebody whom nobody else can know."""
WORDS = ("shadowmoor", "kestrelvault", "gloamtag", "umbrafirm", "nightcomment", "duskthanks")
"""What is written there and nowhere else."""


@dataclass(frozen=True, slots=True)
class Pair:
    """*full* has the hidden circle, *bare* has not; *ids* are of what both have, *hidden* of what one has."""

    full: Served
    bare: Served
    ids: World
    hidden: dict[str, str]

    def stop(self) -> None:
        """End both servers."""
        self.full.stop()
        self.bare.stop()


def start(template: Path, folder: Path) -> Pair:
    """Build both from the cast *template* and serve them."""
    full, bare = folder / "full", folder / "bare"
    full.mkdir()
    shutil.copy(template, full / "quorum.sqlite3")
    app = served.made(full)
    with app.app_context():
        ids = world.build(Cast())
        cookies = served.sign_in(app)
        _settle()
    bare.mkdir()
    shutil.copytree(full / keys.FOLDER, bare / keys.FOLDER)
    served.kept(full)
    shutil.copy(full / "quorum.sqlite3", bare / "quorum.sqlite3")
    shutil.copy(full / "quorum.sqlite3", bare / "kept.sqlite3")
    with app.app_context():
        hidden = _hide(Cast())
        _settle()
    served.kept(full)
    for place in (full, bare):
        _index(served.made(place))
    pair = Pair(Served(full), Served(bare), ids, hidden)
    pair.full.cookies = pair.bare.cookies = cookies
    return pair


def _settle() -> None:
    with transaction.unit():
        db.session.query(outbox.OutboxRow).delete()
    db.session.remove()
    db.engine.dispose()


def _index(app: Flask) -> None:
    with app.app_context():
        upkeep.rebuild()
        app.extensions["search"].close()
        db.session.remove()
        db.engine.dispose()


def _hide(cast: Cast) -> dict[str, str]:
    """A hidden circle with a member of its own, questions, answers, comments, marks and drafts."""
    now = clock.now()
    with transaction.unit():
        circle = Circle(
            slug="shadowmoor", name="Shadowmoor", purpose="Gloam", listed=False, cap=9, created_at=now
        )
        hermit = Member(
            handle="hermit", handle_key="hermit", name="Hermione Umbra", state=MemberState.ACTIVE, employer="Umbrafirm",
            email="hermit@umbrafirm.example", email_key="hermit@umbrafirm.example", joined_at=LONG_AGO,
            pledged_until=FAR_OFF, ask_me_about="Kestrelvault audits",
        )  # fmt: skip
        db.session.add_all([circle, hermit])
        db.session.flush()
        join(hermit, circle)
        for member in (cast.ana, cast.ben):
            circles.join(circle, member, now, CircleRole.STEWARD)
        values = {"circle": circle.slug, "hermit": "hermit"}
        for n, exposure in enumerate((Exposure.NAMED, Exposure.ROLE, Exposure.ANONYMOUS)):
            question = ask(
                cast.ana, circle, title=f"Shadowmoor {n}: how many critical vendors do you audit?",
                body="Kestrelvault vendors", tags=("gloamtag", "vendor audits"), exposure=exposure,
            )  # fmt: skip
            given = answer(cast.ben, question, body="Umbrafirm audits nine of 38 vendors", exposure=exposure)
            commenting.add(cast.ana, question, "Nightcomment", now, given)
            marking.give(cast.ana, given, MarkKind.USED, now, marking.Remark("Duskthanks", 7))
            marking.give(hermit, given, MarkKind.SAME, now)
            unasked = drafts.save(hermit, DraftKind.QUESTION, {"title": "Shadowmoor unasked"}, now)
            ending.end(hermit, given, unasked, now)
            linking.link(cast.ana, question, db.session.get_one(Question, 1), now)
            values |= {f"question{n}": str(question.id), f"answer{n}": str(given.id)}
        drafts.save(cast.ana, DraftKind.QUESTION, {"title": "Shadowmoor draft"}, now)
    return values


def addresses(pair: Pair) -> Iterator[str]:
    """Whatever can be asked for: every page, what is hidden by its number, and every way to ask for its words."""
    for row in ROWS:
        if row.method == "GET" and row.endpoint not in ("static", "statements.as_pdf"):
            yield pair.ids.fill(row.path)
    for name, value in pair.hidden.items():
        ends = {"q": ("", "/x", "/edit", "/history"), "a": ("", "/edit", "/history", "/marks")}.get(
            name[0], ()
        )
        yield from (f"/{name[0]}/{value}{end}" for end in ends)
    yield from (
        f"/c/{pair.hidden['circle']}",
        "/m/hermit",
        "/m/hermit/recognition",
        "/members?circle=shadowmoor",
    )
    for handle in ("ana", "ben", "cleo"):
        yield from (f"/m/{handle}", f"/m/{handle}/recognition", f"/search?q=by:{handle}")
    for state in ("open", "closed", "short", "all"):
        yield from (
            f"/questions?state={state}",
            f"/questions?state={state}&many=1",
            f"/questions?state={state}&circle=shadowmoor",
        )
    yield from (
        "/?sort=new",
        "/ask/similar?title=how%20many%20critical%20vendors%20do%20you%20audit%3F",
        "/tags",
        "/t/gloamtag",
        "/t/vendor%20audits",
        "/circles",
        "/members",
        "/notifications",
    )
    for word in ("vendors", "audit", *WORDS):
        for path in ("/search?q={}", "/search?q={}*", "/search?q=tag:{}", "/search?q=circle:{}", "/search?q=by:{}",
                     "/search?q=%22{}%22", "/search?q=vendors%20-{}", "/tags/suggest?q={}", "/ask/similar?title={}",
                     "/ask?title={}", "/members?q={}"):  # fmt: skip
            yield path.format(quote(word))
            yield path.format(quote(word[:4]))
        yield f"/search?q={quote(word[:-2] + word[-1])}"  # a letter is missing: is the word put right?
        yield f"/search?q={quote(word)}%20answers:%3E9&is=open&since=month"
    for more in (
        "sort=newest",
        "sort=marks",
        "is=used",
        "is=mine",
        "tag=gloamtag",
        "circle=shadowmoor",
        "at=a1.1",
    ):
        yield f"/search?q=vendors&{more}"

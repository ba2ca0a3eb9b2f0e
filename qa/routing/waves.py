"""Waves: each look at a question asks the next group where the pace says so, and plans the look after it.

A look takes everything anew from the database, so a worker that slept, a moved date or a closed question come out
right. Looks and other asks are made one at a time (``alone``), and a look knows its outbox row by the instant on the
route: of two rows for one question, or one row done twice, one has an effect.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta

from sqlalchemy import func, select

from qa.core import clock, events, outbox, transaction
from qa.core.db import db
from qa.members.models import Member, MemberState
from qa.members.viewer import zone
from qa.questions import deadlines
from qa.questions.models import Question
from qa.routing import evidence, pace
from qa.routing.choosing import choose
from qa.routing.events import MemberAsked
from qa.routing.evidence import Evidence
from qa.routing.models import Ask, Route, Why
from qa.routing.pace import Box, SoFar, Wave
from qa.routing.standing import Standing, may_be_asked, standings

KIND, ASKED, REMINDED = "routing.wave", "routing.ask", "routing.reminder"
REMINDER_AT = 0.8
"""Share of the box at which those who have not reacted are reminded."""
MORNING = time(7)
"""When the mail goes out to somebody who comes back."""
NO_WORD = (Ask.started_at, Ask.answered_at, Ask.passed_at, Ask.handed_at)
"""Instants of what can come of an ask: as long as none is there, its member may be reminded."""
ALONE = 7_196_281_201
"""An advisory lock: any number that nothing else in the database uses."""


def alone() -> None:
    """Let no other transaction ask anybody before this one ends: a budget is counted over all questions.

    SQLite has one writer at a time anyway.
    """
    if db.engine.dialect.name == "postgresql":
        db.session.execute(select(func.pg_advisory_xact_lock(ALONE)))


def plan(question_id: int, at: datetime) -> None:
    """Have *question_id* looked at at *at*, in place of any look planned before."""
    db.session.flush()
    route = db.session.get(Route, question_id, populate_existing=True, with_for_update=True)
    if route is None:
        route = Route(question_id=question_id, waves=0)
        db.session.add(route)
    route.due_at = at
    db.session.flush()
    outbox.put(KIND, {"question_id": question_id, "due": at.isoformat()}, at)


@outbox.handles(KIND, slow=True)  # reading what speaks for whom must keep no thread from being found
def look(jobs: Sequence[outbox.Job]) -> None:
    """Look at each question that is due."""
    for job in jobs:
        question_id, due = job.payload["question_id"], datetime.fromisoformat(job.payload["due"])
        known = _known(question_id, due)
        db.session.rollback()  # nobody's post waits while the index and the marks are read
        if known is not None:
            with transaction.unit():
                alone()
                _look(question_id, due, known, clock.now())


def _known(question_id: int, due: datetime) -> Mapping[int, Evidence] | None:
    """What speaks for whom; None where the row at hand has been done, or nobody is to be asked."""
    route, question = db.session.get(Route, question_id), db.session.get(Question, question_id)
    if route is None or question is None or route.due_at != due:
        return None
    return evidence.gather(question, clock.now()) if is_open(question, clock.now()) else {}


def _look(question_id: int, due: datetime, known: Mapping[int, Evidence], now: datetime) -> None:
    # Held, so that who changes the question meanwhile plans a look after this one, and it is not lost.
    route = db.session.get_one(Route, question_id, populate_existing=True, with_for_update=True)
    question = db.session.get_one(Question, question_id, populate_existing=True)
    if route.due_at != due:
        return  # another worker was quicker
    route.due_at = None
    if not is_open(question, now):
        return
    found = standings(question, known, now)
    wave = pace.next_wave(box(question, found), so_far(question, route, found), now)
    if wave is not None and wave.at <= now:
        found = _send(question, route, wave, found, now)
        wave = pace.next_wave(box(question, found), so_far(question, route, found), now)
    _remind(question, route, now)
    ahead = [one for one in (wave.at if wave else None, _reminder(question, route)) if one is not None]
    if ahead:
        plan(question_id, min(ahead))


def is_open(question: Question, now: datetime) -> bool:
    """Whether anybody may be asked about *question*: open, not imported, its asker a member."""
    asker = db.session.get(Member, question.author_id)
    return (
        question.withdrawn_at is None
        and question.source_key is None
        and not deadlines.is_closed(question, now)
        and asker is not None
        and asker.state == MemberState.ACTIVE
    )


def box(question: Question, found: Sequence[Standing]) -> Box:
    """*question* as its pace goes by it; *found* are its circle's members but the asker."""
    return Box(question.posted_at, question.needed_by, max(question.answers_wanted, 1), len(found))


def so_far(question: Question, route: Route, found: Sequence[Standing]) -> SoFar:
    """What has happened to *question*."""
    answers = question.answer_count if question.needed_by is None else question.in_time_count
    asked = sum(bool(one.row.asked) for one in found)
    return SoFar(route.waves, asked, answers, route.last_at)


def _send(
    question: Question, route: Route, wave: Wave, found: list[Standing], now: datetime
) -> list[Standing]:
    """Ask the members of *wave*; the standings after it."""
    free = {one.row.author_id: one for one in may_be_asked(found)}
    asked = sum(bool(one.row.asked) for one in found)
    scored, seed = (one.scored for one in free.values()), (question.id, wave.number)
    chosen = choose(scored, wave.size, seed, asked, everybody=wave.everybody)
    # By id, so that the order of the rows, and of the mails, tells nothing.
    for one in sorted(chosen, key=lambda each: each.member_id):
        standing = free[one.member_id]
        why = Why.NEWCOMER if one.as_newcomer else standing.evidence.why
        made = Ask(question_id=question.id, member_id=one.member_id, wave=wave.number, asked_at=now, why=why)
        put(made, mail_at(standing, now))
    route.waves, route.last_at = wave.number, now
    db.session.flush()
    return standings(question, {}, now)


def put(ask: Ask, mail_at: datetime | None = None) -> None:
    """Write an ask, and the row of its mail, due at *mail_at* or at once.

    The caller is ``alone``, and has seen that the member may be asked.
    """
    db.session.add(ask)
    db.session.flush()
    events.record(MemberAsked(ask.member_id, ask.question_id, ask.asked_at))
    outbox.put(ASKED, {"ask_id": ask.id}, mail_at)


def mail_at(one: Standing, now: datetime) -> datetime | None:
    """When the mail to *one* is to go out: in the morning after the last day away; None for at once."""
    away, local = one.row.away_until, zone(one.row.timezone)
    if away is None or away < now.astimezone(local).date():
        return None
    return deadlines.local_instant(away + timedelta(days=1), MORNING, local)


def _reminder(question: Question, route: Route) -> datetime | None:
    """When those who have not reacted are to be reminded; None where they were, or where there is no date."""
    if question.needed_by is None or route.reminded_at is not None:
        return None
    return question.posted_at + REMINDER_AT * (question.needed_by - question.posted_at)


def _remind(question: Question, route: Route, now: datetime) -> None:
    """Remind, once, those asked before the hour of reminding who have neither started nor reacted."""
    at = _reminder(question, route)
    if at is None or now < at:
        return
    route.reminded_at = now
    query = select(Ask).where(
        Ask.question_id == question.id,
        Ask.asked_at < at,
        *(column.is_(None) for column in (*NO_WORD, Ask.reminded_at)),
    )
    for ask in db.session.scalars(query.order_by(Ask.id)):
        ask.reminded_at = now
        outbox.put(REMINDED, {"ask_id": ask.id})

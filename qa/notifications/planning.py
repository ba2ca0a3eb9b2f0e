"""When news go out by mail: each mail that gathers is planned by the worker, after the news are written.

So nobody's post waits until the wishes of all who hear of it are read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from qa.core import clock, outbox, transaction
from qa.core.db import AnyRow, db, read
from qa.members.mailing import rounds, wishes
from qa.members.mailing.hours import Turn, turn
from qa.members.mailing.models import MailKind, MailRound, Often, RoundName
from qa.members.mailing.wishes import Wishes
from qa.members.models import Member, Membership
from qa.members.queries import active_in
from qa.notifications.kinds import OWN_LETTER, mail_kind
from qa.notifications.models import Notice
from qa.questions.models import Question

NEWS, POSTED = "notifications.news", "notifications.posted"
OLD = timedelta(days=8)
"""News that no mail told in so long are none."""
LATE = timedelta(days=1)
"""So far back a mail is planned at most."""
AT_A_TIME = 100
"""Members whose mails are planned in one transaction."""
UNTOLD = (Notice.seen_at.is_(None), Notice.mailed_at.is_(None))


def announce(question_id: int) -> None:
    """Have the mails planned that tell of new notices in a question."""
    outbox.put(NEWS, {"question_id": question_id})


@outbox.handles(NEWS)
def plan_news(jobs: Sequence[outbox.Job]) -> None:
    """Plan for each question the mails to those who have news of it."""
    since: dict[int, datetime] = {}
    for job in jobs:
        since.setdefault(job.payload["question_id"], job.created_at)
    for question_id, at in since.items():
        rows = _news(question_id, clock.now())
        db.session.rollback()
        for start in range(0, len(rows), AT_A_TIME):
            with transaction.unit():
                _plan(rows[start : start + AT_A_TIME], _as_of(at))


def _as_of(at: datetime) -> datetime:
    """The instant from which a mail is planned: when it happened, so that a worker that slept is late, not a day behind."""
    return min(max(at, clock.now() - LATE), clock.now())


def _news(question_id: int, now: datetime) -> Sequence[AnyRow]:
    query = (
        select(Notice.member_id.label("reader_id"), Notice.kind, Notice.question_id, Question.circle_id,
               Question.author_id.label("asker_id"), Question.needed_by)
        .join(Question, Question.id == Notice.question_id)
        .where(Notice.question_id == question_id, *UNTOLD, Notice.made_at > now - OLD, Notice.kind.not_in(OWN_LETTER))
        .distinct()
    )  # fmt: skip
    return read(query).all()


def _plan(rows: Sequence[AnyRow], now: datetime) -> None:
    known = wishes.of_all({row.reader_id for row in rows})
    # In one order, so that two plans do not wait for each other.
    for row in sorted(rows, key=lambda one: one.reader_id):
        found = turn_of(row, known[row.reader_id], now)
        if found is not None:
            put(row.reader_id, found, row.question_id, now)


def turn_of(row: AnyRow, theirs: Wishes, now: datetime) -> Turn | None:
    """When the mail that tells the notice in *row* goes, and whether it is the thread's or one of more."""
    own, soon = row.asker_id == row.reader_id, wishes.is_soon(row.needed_by, now)
    kind = mail_kind(row.kind, own=own, soon=soon)
    latest = row.needed_by if kind == MailKind.ANSWERS_SOON else None
    return theirs.turn(kind, row.circle_id, now, latest)


def plan_left(member_id: int, rows: Sequence[AnyRow], theirs: Wishes, now: datetime) -> None:
    """Plan the mails that gather for notices which the one at hand does not tell: the date passed, or the wishes changed.

    Theirs come less often than that one, so all rows of a member's are locked in one order.
    """
    found = {turn_of(row, theirs, now) for row in rows if row.kind not in OWN_LETTER}
    later = [one for one in found if one is not None and one.often != Often.AT_ONCE]
    for one in sorted(later, key=lambda each: each.often.rank):
        put(member_id, one, 0, now)


def put(member_id: int, found: Turn, question_id: int, now: datetime) -> None:
    """Plan the mail that *found* tells."""
    if found.often == Often.AT_ONCE:
        rounds.plan(member_id, RoundName.THREAD, question_id, found.at, now)
    else:
        rounds.plan(member_id, RoundName(found.often), 0, found.at, now)


def plan_round(member_id: int, often: Often, now: datetime) -> None:
    """Plan the member's next mail that comes *often*."""
    found = turn(often, wishes.of(member_id).hours, now)
    if found is not None:
        put(member_id, found, 0, now)


@outbox.handles(POSTED)
def plan_posted(jobs: Sequence[outbox.Job]) -> None:
    """Plan the mails that tell the members of its circle of each new question; most have theirs planned already."""
    for job in jobs:
        question = db.session.get(Question, job.payload["question_id"])
        if question is None:
            continue
        number, circle_id, now = question.id, question.circle_id, clock.now()
        members = _readers(circle_id, question.author_id)
        db.session.rollback()
        for start in range(0, len(members), AT_A_TIME):
            some = members[start : start + AT_A_TIME]
            known = wishes.of_all(some)
            turns = {one: known[one].turn(MailKind.POSTED, circle_id, now) for one in some}
            _put_missing({one: found for one, found in turns.items() if found is not None}, number, now)


def _readers(circle_id: int, asker_id: int) -> list[int]:
    query = (
        select(Member.id)
        .join(Membership, Membership.member_id == Member.id)
        .where(*active_in(circle_id), Member.id != asker_id, Member.email.is_not(None))
    )
    return [row.id for row in read(query.order_by(Member.id))]


def _put_missing(turns: dict[int, Turn], question_id: int, now: datetime) -> None:
    planned = _planned(turns, now)
    db.session.rollback()
    with transaction.unit():
        for member_id, found in turns.items():
            if found.often == Often.AT_ONCE or found.often.value not in planned[member_id]:
                put(member_id, found, question_id, now)


def _planned(member_ids: Iterable[int], now: datetime) -> Mapping[int, Collection[str]]:
    """The names of the mails that are on their way to each member."""
    query = select(MailRound.member_id, MailRound.name).where(
        MailRound.member_id.in_(list(member_ids)), MailRound.due_at > now, MailRound.about == 0
    )
    found: defaultdict[int, set[str]] = defaultdict(set)
    for row in read(query):
        found[row.member_id].add(row.name.value)
    return found

"""What members did and what came of it, whether they were among the first, and what their rows say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select, true
from sqlalchemy.orm import aliased

from qa.answers import marking, retagging
from qa.answers.models import Answer, Mark, MarkKind
from qa.config import settings
from qa.core.db import AnyRow, AnySelect, read
from qa.members.models import STAFF, Circle, Exposure, Member, MemberState
from qa.members.privileges import rules as privileges
from qa.members.privileges.models import GrantWhy, Privilege, PrivilegeGrant, PrivilegeLoss, PrivilegeReview
from qa.members.viewer import Viewer
from qa.questions import deadlines
from qa.questions.models import Question, QuestionRetag
from qa.trust import weighing
from qa.trust.weighing import Bars, Deed, DeedKind, Weight
from qa.vetting.models import Vouch

GOOD = (MarkKind.HELPFUL, MarkKind.SAME, MarkKind.USED, MarkKind.PRIOR_ANSWER)
BAD = (MarkKind.OUTDATED, MarkKind.RISKY)
SETTLED = timedelta(days=90)
"""A member who is here so long and in good standing speaks for who vouched."""
LEFT_ALONE = timedelta(days=7)
"""So long an asker has to change topics back."""
EVERYONE = select(Circle.id).where(Circle.everyone)


def bars() -> Bars:
    """The bars as they are set."""
    found = settings()
    return Bars(
        found.trust_events, found.trust_least, found.trust_granted_percent, found.trust_review_percent
    )


def age(privilege: Privilege) -> timedelta:
    """How long somebody is a member before *privilege* can be granted."""
    found = settings()
    days = {
        Privilege.VOUCHING: found.trust_vouching_days,
        Privilege.STEWARDING: found.trust_stewarding_days,
        Privilege.TOPICS: found.trust_topics_days,
    }
    return timedelta(days=days[privilege])


First = tuple[datetime, int] | None
"""When the last of the first members came, and their id; None while all are."""


def last_of_first() -> First:
    """Up to whom members are among the community's first, who may what every member might."""
    most = settings().trust_first_members
    if not most:
        return datetime.min.replace(tzinfo=UTC), 0
    query = (
        select(Member.joined_at, Member.id)
        .where(Member.state != MemberState.APPLICANT, Member.source_url.is_(None))
        .order_by(Member.joined_at, Member.id)
        .offset(most - 1)
        .limit(1)
    )
    row = read(query).one_or_none()
    return None if row is None else (row.joined_at, row.id)


def deeds(member_ids: Collection[int], now: datetime) -> dict[int, list[Deed]]:
    """What came of what each of *member_ids* did, in four queries. Of what nothing came (yet) nothing is said."""
    found: defaultdict[int, list[Deed]] = defaultdict(list)
    for of in (_answers, _questions, _vouches, _retags):
        for member_id, deed in of(member_ids, now):
            found[member_id].append(deed)
    return found


Found = list[tuple[int, Deed]]


def _open(exposure: Any) -> ColumnElement[bool]:
    return and_(exposure == Exposure.NAMED, Question.circle_id.in_(EVERYONE)).label("open")


def _answers(ids: Collection[int], _now: datetime) -> Found:
    giver = aliased(Member)
    tied = or_(
        and_(Vouch.voucher_id == Mark.giver_id, Vouch.member_id == Answer.author_id),
        and_(Vouch.voucher_id == Answer.author_id, Vouch.member_id == Mark.giver_id),
    )
    query = (
        select(
            Answer.author_id, Answer.id, Answer.posted_at, Mark.kind, Mark.giver_id,
            _open(Answer.exposure),
            select(Vouch.id).where(tied).correlate(Mark, Answer).exists().label("tied"),
        )
        .join(Question, Question.id == Answer.question_id)
        .join(Mark, Mark.answer_id == Answer.id)
        .join(giver, giver.id == Mark.giver_id)
        .where(Answer.author_id.in_(ids), Answer.withdrawn_at.is_(None), Answer.source_key.is_(None))
        .where(Answer.interest == "", Question.withdrawn_at.is_(None), Mark.kind.in_((*GOOD, *BAD)))
        .where(marking.stands(), Mark.same_employer.is_(False), giver.state == MemberState.ACTIVE)
        .where(Mark.giver_id != Answer.author_id)
    )  # fmt: skip
    rows: defaultdict[int, list[AnyRow]] = defaultdict(list)
    for row in read(query):
        rows[row.id].append(row)
    return [(marks[0].author_id, _answer(marks)) for marks in rows.values()]


def _answer(marks: Sequence[AnyRow]) -> Deed:
    one = marks[0]
    good = all(mark.kind not in BAD for mark in marks)
    peers = frozenset(mark.giver_id for mark in marks if mark.kind in GOOD and not mark.tied)
    return Deed(DeedKind.ANSWER, one.id, one.posted_at, good, peers, bool(one.open))


def _questions(ids: Collection[int], now: datetime) -> Found:
    """Questions that peers answered: that nothing came of one that nobody did is owed to nobody."""
    columns = (Question.id, Question.author_id, Question.needed_by, Question.closed_at, Question.outcome_at)
    query = select(*columns, _open(Question.exposure)).where(
        Question.author_id.in_(ids),
        Question.answer_count > 0,
        Question.withdrawn_at.is_(None),
        Question.source_key.is_(None),
        or_(Question.outcome_at.is_not(None), Question.due_at <= now, Question.closed_at.is_not(None)),
    )
    found: Found = []
    for row in read(query):
        at = row.outcome_at
        ended: datetime | None = row.needed_by or row.closed_at
        if at is None and ended is not None and ended + deadlines.ARCHIVED <= now:
            at = ended + deadlines.ARCHIVED
        if at is not None:
            good = row.outcome_at is not None
            found.append((row.author_id, Deed(DeedKind.QUESTION, row.id, at, good, open=bool(row.open))))
    return found


def _vouches(ids: Collection[int], now: datetime) -> Found:
    here = and_(Member.state == MemberState.ACTIVE, Member.joined_at <= now - SETTLED)
    query = (
        select(Vouch.voucher_id, Vouch.member_id, Vouch.given_at, Member.state)
        .join(Member, Member.id == Vouch.member_id)
        .where(Vouch.voucher_id.in_(ids), Vouch.withdrawn_at.is_(None))
        .where(or_(here, Member.state == MemberState.SUSPENDED))
    )
    return [
        (
            row.voucher_id,
            Deed(DeedKind.VOUCH, row.member_id, row.given_at, row.state == MemberState.ACTIVE),
        )
        for row in read(query)
    ]


def _retags(ids: Collection[int], now: datetime) -> Found:
    """Of each question the last change that the member made counts: twenty small ones are one."""
    settled = or_(QuestionRetag.undone_at.is_not(None), QuestionRetag.changed_at <= now - LEFT_ALONE)
    query = (
        select(
            QuestionRetag.changed_by_id, QuestionRetag.question_id, QuestionRetag.changed_at,
            QuestionRetag.undone_at, _open(retagging.exposure()),
        )
        .join(Question, Question.id == QuestionRetag.question_id)
        .outerjoin(Answer, retagging.own_answer())
        .where(QuestionRetag.changed_by_id.in_(ids), Question.withdrawn_at.is_(None), settled)
        .order_by(QuestionRetag.number)
    )  # fmt: skip
    last = {(row.changed_by_id, row.question_id): row for row in read(query)}
    return [
        (
            row.changed_by_id,
            Deed(
                DeedKind.TOPICS, row.question_id, row.changed_at, row.undone_at is None, open=bool(row.open)
            ),
        )
        for row in last.values()
    ]


def may(viewer: Viewer, privilege: Privilege, now: datetime) -> bool:
    """Whether *viewer* may, rows or not: for a page, which writes nothing. One query where a row says it."""
    if viewer.is_staff:
        return True
    held = privileges.is_held(viewer.id, privilege).label("held")
    taken = privileges.is_taken(viewer.id, privilege).label("taken")
    row = read(select(Member.id, Member.joined_at, held, taken).where(Member.id == viewer.id)).one()
    return bool(row.held) or (not row.taken and privilege in due(row, [privilege], now))


def due(member: Any, wanted: Collection[Privilege], now: datetime) -> dict[Privilege, bool]:
    """Which of *wanted*, that no row speaks of, *member* (id, joined_at) has earned; True: as one of the first."""
    return earned(member, wanted, last_of_first(), lambda: deeds([member.id], now).get(member.id, []), now)


def earned(
    member: Any,
    wanted: Collection[Privilege],
    first: First,
    done: Callable[[], Sequence[Deed]],
    now: datetime,
) -> dict[Privilege, bool]:
    """As ``due``, with what is known: *first* of ``last_of_first``, and *done*, which gives the member's deeds."""
    found: dict[Privilege, bool] = {}
    if first is None or (member.joined_at, member.id) <= first:
        found = dict.fromkeys([one for one in wanted if one != Privilege.TOPICS], True)
    old = [one for one in wanted if one not in found and member.joined_at + age(one) <= now]
    if old and weighing.earns(done(), bars()) == Weight.ENOUGH:
        found.update(dict.fromkeys(old, False))
    return found


def granted(member_ids: Collection[int]) -> set[tuple[int, Privilege]]:
    """Who was granted what, whether a moderator took it away since or not."""
    query = select(PrivilegeGrant.member_id, PrivilegeGrant.privilege)
    return {
        (row.member_id, row.privilege) for row in read(query.where(PrivilegeGrant.member_id.in_(member_ids)))
    }


def whys(member_id: int) -> dict[Privilege, GrantWhy]:
    """What the member was granted, and why."""
    query = select(PrivilegeGrant.privilege, PrivilegeGrant.why).where(PrivilegeGrant.member_id == member_id)
    return {row.privilege: row.why for row in read(query)}


def taken(member_ids: Collection[int] | None = None) -> dict[tuple[int, Privilege], AnyRow]:
    """What is taken from whom (of *member_ids*, or of all), with taken_at and reason."""
    query = select(
        PrivilegeLoss.member_id, PrivilegeLoss.privilege, PrivilegeLoss.taken_at, PrivilegeLoss.reason
    ).where(PrivilegeLoss.returned_at.is_(None))
    chosen = true() if member_ids is None else PrivilegeLoss.member_id.in_(member_ids)
    rows = read(query.where(chosen).order_by(PrivilegeLoss.taken_at.desc(), PrivilegeLoss.id.desc()))
    return {(row.member_id, row.privilege): row for row in rows}


def looked_at(member_ids: Collection[int]) -> dict[tuple[int, Privilege], datetime]:
    """When a moderator last decided about a privilege: that it stays, or comes back."""
    kept = select(
        PrivilegeReview.member_id, PrivilegeReview.privilege, PrivilegeReview.ended_at.label("at")
    ).where(PrivilegeReview.ended_by_id.is_not(None), PrivilegeReview.member_id.in_(member_ids))
    back = select(
        PrivilegeLoss.member_id, PrivilegeLoss.privilege, PrivilegeLoss.returned_at.label("at")
    ).where(PrivilegeLoss.returned_at.is_not(None), PrivilegeLoss.member_id.in_(member_ids))
    found: dict[tuple[int, Privilege], datetime] = {}
    for query in (kept, back):
        for row in read(query):
            key = (row.member_id, row.privilege)
            found[key] = max(row.at, found.get(key, row.at))
    return found


def open_reviews(member_ids: Collection[int] | None = None) -> list[AnyRow]:
    """What moderators are asked to look at (of *member_ids*, or of all), the longest first."""
    chosen = true() if member_ids is None else PrivilegeReview.member_id.in_(member_ids)
    query = (
        select(
            PrivilegeReview.id,
            PrivilegeReview.member_id,
            PrivilegeReview.privilege,
            PrivilegeReview.opened_at,
        )
        .join(Member, Member.id == PrivilegeReview.member_id)
        .where(PrivilegeReview.ended_at.is_(None), Member.state == MemberState.ACTIVE, chosen)
        .order_by(PrivilegeReview.opened_at, PrivilegeReview.id)
    )
    return list(read(query).all())


def entrusted(after_id: int, limit: int) -> list[AnyRow]:
    """The members whose privileges are looked at, by id, after *after_id*: active, with an address, not moderating."""
    query: AnySelect = (
        select(Member.id, Member.joined_at)
        .where(Member.id > after_id, Member.state == MemberState.ACTIVE, Member.source_url.is_(None))
        .where(Member.role.not_in(STAFF))
        .order_by(Member.id)
        .limit(limit)
    )
    return list(read(query).all())

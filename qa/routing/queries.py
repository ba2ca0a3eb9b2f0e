"""Every list of asks and of those who may be asked. What is about a person goes to the asker and to that person alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Integer,
    String,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import aliased
from sqlalchemy.orm.util import AliasedClass

from qa.answers.models import Answer
from qa.core.db import AnyRow, AnySelect, read
from qa.core.errors import NotFound
from qa.members.byline import author_columns
from qa.members.mailing.models import QuietHours
from qa.members.mailing.wishes import QUIET_COLUMNS
from qa.members.models import Exposure, Member, Membership, MemberState
from qa.members.queries import active_in
from qa.questions.access import VIEWER, visible_to
from qa.questions.following import is_silenced
from qa.questions.models import Draft, DraftKind, Question, QuestionTag, Tag
from qa.routing.candidates import ASKS_A_WEEK
from qa.routing.models import Ask, MutedCircle, MutedTag, Named, Naming, Why, Wish

WEEK = timedelta(days=7)
SEPARATOR = "\x1f"
"""Between the name of a topic and a number: no topic has it."""
QUESTION = bindparam("question_id", type_=Integer)


# Who may be asked

WHEN = (Member.timezone, Member.pledged_until, Wish.away_until, *QUIET_COLUMNS)


def peers(question: Question, now: datetime) -> Sequence[AnyRow]:
    """The active members of *question*'s circle less its asker, by id: what routing has to know of each, in one query.

    *asked*, *answered* and *muted* are about this question; *lately*, *ever* and *reacted* about all asks.
    """
    asked = select(Ask.id).where(Ask.question_id == question.id, Ask.member_id == Member.id)
    # An answer taken back, too: who took it back is not to be pressed for another.
    answered = select(Answer.id).where(Answer.question_id == question.id, Answer.author_id == Member.id)
    counts = _counts(now)
    query = (
        select(
            *author_columns(),
            *WHEN,
            Member.email.is_not(None).label("reachable"),
            func.coalesce(Wish.asks_a_week, ASKS_A_WEEK).label("budget"),
            *(func.coalesce(counts.c[name], 0).label(name) for name in ("lately", "ever", "reacted")),
            asked.correlate(Member).exists().label("asked"),
            answered.correlate(Member).exists().label("answered"),
            muted(question.id, question.circle_id, Member).label("muted"),
        )
        .select_from(Membership)
        .join(Member, Member.id == Membership.member_id)
        .outerjoin(Wish, Wish.member_id == Member.id)
        .outerjoin(QuietHours, QuietHours.member_id == Member.id)
        .outerjoin(counts, counts.c.member_id == Member.id)
        .where(*active_in(question.circle_id), Member.id != question.author_id)
        .order_by(Member.id)
    )
    return read(query).all()


def _counts(now: datetime) -> Any:
    return (
        select(
            Ask.member_id,
            func.count().label("ever"),
            func.count().filter(Ask.asked_at > now - WEEK).label("lately"),
            func.count().filter(Ask.answered_at.is_not(None)).label("reacted"),
        )
        .group_by(Ask.member_id)
        .subquery()
    )


def muted(
    question_id: Any, circle_id: Any, member: type[Member] | AliasedClass[Member]
) -> ColumnElement[bool]:
    """The condition that *member* muted the circle, or each topic of the question, which has at least one, or the thread."""
    circle = select(MutedCircle.since).where(
        MutedCircle.member_id == member.id, MutedCircle.circle_id == circle_id
    )
    tags = select(func.count()).select_from(QuestionTag).where(QuestionTag.question_id == question_id)
    quiet = tags.join(MutedTag, and_(MutedTag.tag_id == QuestionTag.tag_id, MutedTag.member_id == member.id))
    all_tags, all_quiet = (
        one.correlate_except(QuestionTag, MutedTag).scalar_subquery() for one in (tags, quiet)
    )
    return or_(
        circle.correlate_except(MutedCircle).exists(),
        and_(all_quiet > 0, all_quiet == all_tags),
        is_silenced(question_id, member.id),
    )


# Why somebody is asked, in words: how often they answered by name on one of the question's topics


def best_topic() -> ColumnElement[str | None]:
    """For a row of Ask: the topic of its question on which its member gave most answers, and how many.

    Counted are answers by name in threads that VIEWER may see, without an interest; read it with ``topic``.
    """
    before, many = aliased(QuestionTag), func.count()
    query = (
        select(Tag.name + SEPARATOR + cast(many, String))
        .select_from(QuestionTag)
        .join(Tag, Tag.id == QuestionTag.tag_id)
        .join(before, before.tag_id == QuestionTag.tag_id)
        .join(Question, Question.id == before.question_id)
        .join(Answer, Answer.question_id == Question.id)
        .where(
            QuestionTag.question_id == Ask.question_id,
            Question.id != Ask.question_id,
            Answer.author_id == Ask.member_id,
            *by_name(),
            visible_to(VIEWER),
        )
        .group_by(Tag.id, Tag.name)
        .order_by(many.desc(), Tag.name)
        .limit(1)
    )
    return query.correlate(Ask).scalar_subquery()


def by_name() -> tuple[ColumnElement[bool], ...]:
    """The conditions that an answer says something of its author to others: it stands, by name, without an interest."""
    return (Answer.withdrawn_at.is_(None), Answer.exposure == Exposure.NAMED, Answer.interest == "")


def topic(value: str | None) -> tuple[str, int]:
    """The name and the number in a value of ``best_topic``; empty and 0 where there is none."""
    name, _separator, many = (value or "").partition(SEPARATOR)
    return name, int(many or 0)


# What an asked member reads


def _asked_here() -> AnySelect:
    handing = aliased(Member)
    draft = and_(Draft.member_id == Member.id, Draft.question_id == QUESTION, Draft.kind == DraftKind.ANSWER)
    by = and_(handing.id == Ask.handed_by_id, handing.state == MemberState.ACTIVE)
    return (
        select(
            Draft.fields,
            Ask.id.label("ask_id"),
            Ask.why,
            Ask.passed_at,
            Ask.handed_at,
            best_topic().label("topic"),
            handing.name.label("handed_by"),
        )
        .select_from(Member)
        .outerjoin(Draft, draft)
        .outerjoin(Ask, and_(Ask.member_id == Member.id, Ask.question_id == QUESTION))
        .outerjoin(handing, by)
        .where(Member.id == VIEWER)
    )


ASKED_HERE = _asked_here()


def asked_here(viewer_id: int, question_id: int) -> AnyRow:
    """The viewer's draft of an answer to a question, and whether and why the viewer was asked: one row, in one query."""
    return read(ASKED_HERE, {"viewer_id": viewer_id, "question_id": question_id}).one()


def own_ask(viewer_id: int, question_id: int) -> AnyRow:
    """As ``asked_here``, with the question's title, for one who was asked and may see it; NotFound for anybody else."""
    title = select(Question.title).where(Question.id == QUESTION, visible_to(VIEWER)).scalar_subquery()
    query = ASKED_HERE.add_columns(title.label("title"))
    row = read(query, {"viewer_id": viewer_id, "question_id": question_id}).one()
    if row.ask_id is None or row.title is None:
        raise NotFound
    return row


# What the asker reads


def _answered_by_name(who: type[Ask] | type[Naming]) -> ColumnElement[bool]:
    """An answer without a name moves nothing here: else whoever gave it were among those who were asked."""
    named = select(Answer.id).where(
        Answer.question_id == who.question_id,
        Answer.author_id == who.member_id,
        Answer.withdrawn_at.is_(None),
        Answer.exposure == Exposure.NAMED,
    )
    return named.correlate(who).exists()


WISHED = func.coalesce(cast(Wish.named, String), Named.ONCE_REACTED.value)


def _asked() -> Any:
    """Those asked in waves, and those whom the asker named (``could`` is not None), whether they were asked or not."""
    author, told = author_columns(), (Ask.passed_at, Ask.handed_at)
    waves = (
        select(*author, Member.state, Ask.wave, Ask.asked_at, cast(Ask.why, String).label("why"), *told)
        .add_columns(_answered_by_name(Ask).label("answered"), WISHED.label("wish"))
        .add_columns(best_topic().label("topic"), cast(null(), Boolean).label("could"))
        .join_from(Ask, Member, Member.id == Ask.member_id)
        .join(Question, Question.id == Ask.question_id)
        .where(Ask.question_id == QUESTION, Ask.why != Why.BY_NAME)
    )
    theirs = and_(Ask.question_id == Naming.question_id, Ask.member_id == Naming.member_id)
    named = (
        select(*author, Member.state, literal(0), Naming.named_at, literal(Why.BY_NAME.value), *told)
        .add_columns(_answered_by_name(Naming), WISHED, cast(null(), String), Naming.could)
        .join_from(Naming, Member, Member.id == Naming.member_id)
        .join(Question, Question.id == Naming.question_id)
        .outerjoin(Ask, theirs)
        .where(Naming.question_id == QUESTION)
    )
    both = (
        one.outerjoin(Wish, Wish.member_id == Member.id).where(Question.author_id == VIEWER)
        for one in (waves, named)
    )
    return union_all(*both).order_by("wave", "author_name", "author_id")


ASKED = _asked()


def asked(viewer_id: int, question_id: int) -> Sequence[AnyRow]:
    """Who was asked the viewer's own question, and whom the viewer named, in one query; empty for anybody but its asker."""
    return read(ASKED, {"viewer_id": viewer_id, "question_id": question_id}).all()


def may_know(question: Question, member_ids: Sequence[int], limit: int) -> Sequence[AnyRow]:
    """The first *limit* of *member_ids*, best first, who are active members of *question*'s circle, by name.

    For its asker, who is in it. Nothing of what they wish or did here leaves anybody out.
    """
    place = case({number: at for at, number in enumerate(member_ids)}, value=Member.id)
    best = (
        select(*author_columns(), place.label("place"))
        .join(Membership, Membership.member_id == Member.id)
        .where(Member.id.in_(member_ids), *active_in(question.circle_id))
        .order_by("place")
        .limit(limit)
    )
    return sorted(read(best) if member_ids else (), key=lambda row: (row.author_name, row.author_id))

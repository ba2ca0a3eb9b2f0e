"""What speaks for asking somebody: credit on the topics, answers to questions like it, what a profile says.

All of it is what the asker may know anyway: answers by name in threads that the asker may see, and the part of a
profile that is open to the asker. Being asked therefore tells the asker nothing of what somebody wrote unnamed or
elsewhere.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import aliased

from qa.answers.models import Answer, Mark
from qa.core.db import AnySelect, read
from qa.members import profiles
from qa.members.models import Member, Membership, MemberState
from qa.questions import queries as questions
from qa.questions.access import visible_to
from qa.questions.models import Question, QuestionTag
from qa.recognition import credit
from qa.recognition.queries import TOPICS, VOUCHED, carrying, mark_of
from qa.routing.models import Why
from qa.routing.queries import by_name
from qa.search import queries as searching
from qa.search import similar
from qa.search.analysis import query_terms
from qa.search.errors import IndexDamaged

ALIKE_MAX = 8
"""Questions like it whose answers count."""
ALIKE, ALIKE_MOST = 0.5, 2.0
"""An answer to a question like it counts half as much as a peer's *helpful*, and four of them as much as more."""
PROFILE, PROFILE_MOST = 0.5, 1.0
"""Saying "ask me about" one of the topics; what somebody says of themselves counts less than what peers say."""
BESIDE = 0.25
"""An answer on the topic that nobody marked, up to four of them."""
BESIDE_MOST = 1.0


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for asking one member: 0 or more, why in one word, and whether peers never marked them at all."""

    expertise: float = 0.0
    why: Why = Why.CIRCLE
    newcomer: bool = True


def gather(question: Question, now: datetime) -> Mapping[int, Evidence]:
    """What speaks for asking each member of *question*'s circle, by id; whoever is not in it has nothing on record."""
    names = questions.topics_of(question.id)
    answered = _answered(question)
    marked = _credit(question, frozenset(names), sorted(answered), now)
    alike, says = _alike(question, now), _says(question, names)
    known = _with_credit(question)
    found: dict[int, Evidence] = {}
    for member_id in {*answered, *marked, *alike, *says, *known}:
        parts = {
            Why.TOPIC: marked.get(member_id, 0.0) + min(answered.get(member_id, 0) * BESIDE, BESIDE_MOST),
            Why.ALIKE: min(alike.get(member_id, 0.0), ALIKE_MOST),
            Why.PROFILE: min(says.get(member_id, 0) * PROFILE, PROFILE_MOST),
        }
        best = max(parts, key=lambda why: parts[why])
        total = sum(parts.values())
        found[member_id] = Evidence(total, best if total else Why.CIRCLE, member_id not in known)
    return found


def _seen(question: Question) -> tuple[ColumnElement[bool], ...]:
    """The conditions on Answer, joined with its Question, that it may speak for its author."""
    return (*by_name(), visible_to(question.author_id), Question.id != question.id)


def _on_topics(question: Question) -> AnySelect:
    return select(QuestionTag.tag_id).where(QuestionTag.question_id == question.id)


def _answered(question: Question) -> dict[int, int]:
    """How many answers each member gave on the topics."""
    tagged = select(QuestionTag.question_id).where(QuestionTag.tag_id.in_(_on_topics(question)))
    query = (
        select(Answer.author_id, func.count().label("many"))
        .join(Question, Question.id == Answer.question_id)
        .where(Question.id.in_(tagged), *_seen(question))
        .group_by(Answer.author_id)
    )
    return {row.author_id: row.many for row in read(query)}


def _credit(
    question: Question, topics: frozenset[str], members: Sequence[int], now: datetime
) -> dict[int, float]:
    """Credit on *topics* with the half-life of routing, for *members*, who answered on them."""
    if not members:
        return {}
    marks = [mark_of(row, row.author_id, row.topics) for row in read(_marks(question, members))]
    found: defaultdict[int, float] = defaultdict(float)
    for (receiver, on), worth in credit.totals(marks, now, credit.HALF_LIFE).items():
        if on in topics and isinstance(receiver, int):
            found[receiver] += worth
    return found


def _marks(question: Question, members: Sequence[int]) -> AnySelect:
    """The marks that *members* have, and those that they gave: what two give each other counts for less."""
    columns = (Mark.giver_id, Answer.author_id, Mark.kind, Mark.given_at, Mark.note, Mark.same_employer)
    return (
        select(*columns, TOPICS.label("topics"), VOUCHED.label("vouched"))
        .join(Answer, Answer.id == Mark.answer_id)
        .join(Question, Question.id == Answer.question_id)
        .where(or_(Answer.author_id.in_(members), Mark.giver_id.in_(members)), *_carrying(), *_seen(question))
    )


def _carrying() -> tuple[ColumnElement[bool], ...]:
    giver = aliased(Member)
    active = select(giver.id).where(giver.id == Mark.giver_id, giver.state == MemberState.ACTIVE)
    return *carrying(), active.correlate(Mark).exists()


def _with_credit(question: Question) -> Collection[int]:
    """The members of the circle who have any mark that carries credit: no newcomers."""
    here = and_(
        Membership.member_id == Answer.author_id,
        Membership.circle_id == question.circle_id,
        Membership.left_at.is_(None),
    )
    query = (
        select(Answer.author_id)
        .distinct()
        .join(Mark, Mark.answer_id == Answer.id)
        .join(Question, Question.id == Answer.question_id)
        .join(Membership, here)
        .where(*_carrying(), Mark.same_employer.is_(False), Mark.giver_id != Answer.author_id)
        .where(*_seen(question))
    )
    return {row.author_id for row in read(query)}


def _alike(question: Question, now: datetime) -> dict[int, float]:
    """Who answered questions that say the same, weighed by how alike they are; nothing without a sound index."""
    circles = frozenset(row.id for row in searching.circles(question.author_id))
    try:
        found = similar.answered(question.id, question.title, question.body_html, circles, now)
    except IndexDamaged:
        return {}
    rows = questions.by_ids(question.author_id, found.ids)
    likeness = {row.id: found.likeness(row.title) for row in similar.like(found, rows, ALIKE_MAX)}
    return _authors(question, likeness)


def _authors(question: Question, likeness: Mapping[int, float]) -> dict[int, float]:
    query = (
        select(Answer.author_id, Answer.question_id)
        .join(Question, Question.id == Answer.question_id)
        .where(Question.id.in_(list(likeness)), *_seen(question))
    )
    found: defaultdict[int, float] = defaultdict(float)
    for row in read(query) if likeness else ():
        found[row.author_id] += ALIKE * (0.5 + likeness[row.question_id])
    return found


def _says(question: Question, names: Sequence[str]) -> dict[int, int]:
    """How many of the topics each member of the circle names under "ask me about", where the asker may read that."""
    wanted = [terms for terms in (set(query_terms(name)) for name in names) if terms]
    if not wanted:
        return {}
    (text,) = profiles.columns(question.author_id, "ask_me_about")
    query = (
        select(Member.id, text)
        .join(Membership, Membership.member_id == Member.id)
        .where(
            Membership.circle_id == question.circle_id,
            Membership.left_at.is_(None),
            Member.ask_me_about != "",
        )
    )
    found = {row.id: set(query_terms(row.ask_me_about)) for row in read(query)}
    counts = {member_id: sum(terms <= said for terms in wanted) for member_id, said in found.items()}
    return {member_id: many for member_id, many in counts.items() if many}

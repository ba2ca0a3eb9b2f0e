"""The marks that a member's recognition is made of, as far as a viewer may know of them.

Others get the marks on answers given by name in threads that they may see, and nothing else: what they may
not see does not count in what they see. The member alone gets all; of a thread that the member may not see
any more the peers still count, its title, topics and words stay away.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from qa.answers.marking import stands
from qa.answers.models import Answer, HeldUp, Mark, MarkKind, PrivateNote
from qa.core.db import read
from qa.members.byline import AuthorRow, author_columns, author_of
from qa.members.models import Exposure, Member, MemberState
from qa.questions.access import visible_in, visible_to
from qa.questions.deadlines import is_late
from qa.questions.models import Question, QuestionTag, Tag
from qa.recognition import credit
from qa.recognition.hiding import is_hidden
from qa.vetting.models import Vouch

CARRYING = (MarkKind.USED, MarkKind.SAME, MarkKind.HELPFUL, MarkKind.PRIOR_ANSWER, MarkKind.RENEWED)

# A name is of one line, so a line end parts two of them.
TOPICS = (
    select(func.aggregate_strings(Tag.name, "\n"))
    .join(QuestionTag, QuestionTag.tag_id == Tag.id)
    .where(QuestionTag.question_id == Question.id)
    .correlate(Question)
    .scalar_subquery()
)
VOUCHED = exists().where(
    Vouch.withdrawn_at.is_(None),
    or_(
        and_(Vouch.voucher_id == Mark.giver_id, Vouch.member_id == Answer.author_id),
        and_(Vouch.voucher_id == Answer.author_id, Vouch.member_id == Mark.giver_id),
    ),
)
"""Whether one of the two, giver and author, let the other in by a word that stands."""
COLUMNS: tuple[Any, ...] = (
    Mark.id.label("mark_id"),
    Mark.giver_id,
    Mark.kind,
    Mark.given_at,
    Mark.note,
    Mark.hours_saved,
    Mark.same_employer,
    Mark.answer_id,
    Answer.question_id,
    Answer.exposure,
    Answer.interest,
    Answer.posted_at,
    Question.title,
    Question.needed_by,
    Question.exposure.label("question_exposure"),
    PrivateNote.mark_id.is_not(None).label("private"),
    HeldUp.held,
    is_hidden().label("hidden"),
    TOPICS.label("topics"),
)


@dataclass(frozen=True, slots=True)
class Received:
    """A mark that stands, and what it was given for.

    *in_time*: before a needed-by instant; *late*: after it; neither where none was set.
    *visible*: whether the viewer may see the thread. *private*: the words and hours are for the member alone, and
    there for nobody else. *hidden*: the member hides a topic of the thread, so that it counts for nobody else.
    *held*: what the asker said of it later.
    """

    mark: credit.Mark
    answer_id: int
    question_id: int
    title: str
    posted_at: datetime
    in_time: bool
    late: bool
    named: bool
    visible: bool
    note: str
    hours_saved: int
    asker: AuthorRow
    question_exposure: Exposure
    mark_id: int = 0
    private: bool = False
    hidden: bool = False
    held: bool | None = None

    @property
    def shown(self) -> bool:
        """Whether it counts where peers look: by name, and on no topic that the member hides."""
        return self.named and not self.hidden


def received(member_id: int, viewer_id: int, circles: Collection[int] | None = None) -> list[Received]:
    """The marks that *member_id* has of active peers, the latest first, in one query.

    *circles*: those of the viewer, where they were read before.

    Marks on withdrawn answers, imported votes and marks by suspended members or such as have left are not
    among them; those that carry no credit for another reason are, with the weight 0.
    """
    seen = visible_to(viewer_id) if circles is None else visible_in(sorted(circles))
    own = member_id == viewer_id
    return [_received(row, member_id, own) for row in read(_marks(member_id, seen, own))]


def _marks(member_id: int, seen: ColumnElement[bool], own: bool) -> Select[Any]:
    giver = aliased(Member)
    query = (
        select(*COLUMNS, VOUCHED.label("vouched"), seen.label("visible"), *author_columns())
        .join(Answer, Answer.id == Mark.answer_id)
        .join(Question, Question.id == Answer.question_id)
        .join(Member, Member.id == Question.author_id)
        .join(giver, giver.id == Mark.giver_id)
        .outerjoin(PrivateNote, PrivateNote.mark_id == Mark.id)
        .outerjoin(HeldUp, HeldUp.mark_id == Mark.id)
        .where(*_counted(member_id), giver.state == MemberState.ACTIVE)
        .order_by(Mark.given_at.desc(), Mark.id.desc())
    )
    if own:
        return query
    return query.where(seen, Answer.exposure == Exposure.NAMED, Answer.interest == "", ~is_hidden())


def _counted(member_id: int) -> tuple[ColumnElement[bool], ...]:
    return (
        Answer.author_id == member_id,
        Answer.withdrawn_at.is_(None),
        Question.withdrawn_at.is_(None),
        *carrying(),
    )


def carrying() -> tuple[ColumnElement[bool], ...]:
    """The conditions that a mark stands, is of a kind that carries credit, and was given here."""
    # Not as IS NULL: SQLite takes the unique index for a selective one, though nearly every row is empty there.
    return Mark.kind.in_(CARRYING), func.coalesce(Mark.source_key, "") == "", stands()


def mark_of(row: Any, receiver_id: int, topics: str | None, *, interest: bool = False) -> credit.Mark:
    """The mark of a row with the columns of Mark, ``vouched``, and *topics* as TOPICS has them."""
    return credit.Mark(
        row.giver_id,
        receiver_id,
        credit.Kind(row.kind.value),
        row.given_at,
        topics=frozenset(topics.split("\n")) if topics else frozenset(),
        same_employer=row.same_employer,
        vouch_between=bool(row.vouched),
        thanked=bool(row.note),
        interest=interest,
    )


def _received(row: Any, member_id: int, own: bool) -> Received:
    late, told = is_late(row.posted_at, row.needed_by), own or not row.private
    return Received(
        mark_of(row, member_id, row.topics if row.visible else None, interest=bool(row.interest)),
        row.answer_id,
        row.question_id,
        row.title,
        row.posted_at,
        row.needed_by is not None and not late,
        late,
        row.exposure == Exposure.NAMED,
        bool(row.visible),
        row.note if told else "",
        (row.hours_saved or 0) if told else 0,
        author_of(row),
        row.question_exposure,
        row.mark_id,
        bool(row.private),
        bool(row.hidden),
        row.held,
    )

"""What happened to a member's questions and answers. A notice holds ids only and is checked when it is read.

A notice is shown while its reader may see the question and what it tells of still stands: the answer and
the comment are not withdrawn, the mark is not taken back.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Row, and_, bindparam, case, exists, func, or_, select

from qa.answers.ending import is_open
from qa.answers.marking import stands
from qa.answers.models import Answer, Comment, Ending, HeldUp, Mark, MarkKind
from qa.core.db import AnySelect, UtcDateTime, db, read
from qa.core.paging import Page, page_of
from qa.members.byline import author_columns
from qa.members.models import Member
from qa.members.viewer import Viewer
from qa.notifications.models import Notice, NoticeKind
from qa.questions.access import VIEWER, visible_to
from qa.questions.models import Question, QuestionRetag
from qa.routing.models import Ask
from qa.routing.waves import NO_WORD
from qa.search.models import SavedHit, SavedSearch

FIRST_VISIT = timedelta(days=7)
"""How far a member without an earlier visit looks back."""
SINCE_ROWS = 200
"""Notices read for a summary; more than that is a list to be read on its own page."""
PER_PAGE = 40

COLUMNS = (
    Notice.id,
    Notice.member_id.label("reader_id"),
    Notice.kind,
    Notice.made_at,
    Notice.seen_at,
    Notice.question_id,
    Notice.answer_id,
    Question.title,
    Question.author_id.label("asker_id"),
    Question.exposure.label("question_exposure"),
    Answer.exposure.label("answer_exposure"),
    Comment.id.label("comment_id"),
    Comment.exposure.label("comment_exposure"),
    Mark.note,
    Mark.hours_saved,
    HeldUp.held,
    Ending.exposure.label("ending_exposure"),
    is_open().label("ending_waits"),
)


@dataclass(frozen=True, slots=True)
class News:
    """Notices of one kind on one thing; *row* is the latest of them, *count* how many there are."""

    row: Row[Any]
    count: int


def start(viewer: Viewer, now: datetime) -> datetime:
    """The instant from which "since your last visit" counts."""
    return viewer.last_visit_at or now - FIRST_VISIT


def since(viewer: Viewer, now: datetime, limit: int = 5) -> list[News]:
    """What happened to the viewer's things since the last visit, the latest first, in one query."""
    values = {"viewer_id": viewer.id, "start": start(viewer, now)}
    return gathered(read(SINCE, values))[:limit]


def page(viewer_id: int, bookmark: str | None = None, per_page: int = PER_PAGE) -> Page:
    """All that happened, one page, the latest first. A bookmark that is none raises BadRequest."""
    return page_of(notices(viewer_id), bookmark, per_page)


def newest(member_id: int) -> int:
    """The id of the newest notice that the member has not seen; 0 when all are seen."""
    unseen = (Notice.member_id == member_id, Notice.seen_at.is_(None))
    return db.session.scalar(select(func.max(Notice.id)).where(*unseen)) or 0


def gathered(rows: Iterable[Row[Any]]) -> list[News]:
    """*rows*, the latest first, brought together by what they tell of."""
    groups: dict[Hashable, dict[Hashable, Row[Any]]] = {}
    for row in rows:
        group = groups.setdefault(_thing(row), {})
        group.setdefault(_part(row), row)
    return [News(next(iter(group.values())), len(group)) for group in groups.values()]


def _thing(row: Row[Any]) -> Hashable:
    """What the news are about; an answer that came is news of its question. What is seen stands apart."""
    about = None if row.kind == NoticeKind.ANSWERED else row.answer_id
    return row.kind, row.question_id, about, row.seen_at is None


def _part(row: Row[Any]) -> int:
    """What is counted: an answer given twice is one answer, a comment is found once, a mark is one peer's."""
    parts = {NoticeKind.ANSWERED: row.answer_id, NoticeKind.COMMENTED: row.comment_id}
    return int(parts.get(row.kind, row.id))


def notices(viewer_id: int | BindParameter[int]) -> AnySelect:
    """The notices of a member that still tell something the member may see, the latest first."""
    return (
        select(*COLUMNS, *author_columns())
        .join(Question, Question.id == Notice.question_id)
        .join(Member, Member.id == Notice.actor_id)
        .outerjoin(Answer, Answer.id == Notice.answer_id)
        .outerjoin(Comment, _its_comment())
        .outerjoin(Mark, _its_mark())
        .outerjoin(HeldUp, and_(HeldUp.mark_id == Mark.id, Notice.kind == NoticeKind.HELD))
        .outerjoin(Ending, and_(Ending.answer_id == Notice.answer_id, Ending.member_id == Notice.actor_id))
        .where(Notice.member_id == viewer_id, visible_to(viewer_id), *_still_so())
        .order_by(Notice.made_at.desc(), Notice.id.desc())
    )


def _its_comment() -> ColumnElement[bool]:
    return and_(
        Notice.kind == NoticeKind.COMMENTED,
        Comment.question_id == Notice.question_id,
        Comment.answer_id.is_not_distinct_from(Notice.answer_id),
        Comment.author_id == Notice.actor_id,
        Comment.posted_at == Notice.made_at,
        Comment.withdrawn_at.is_(None),
    )


def _its_mark() -> ColumnElement[bool]:
    return and_(
        Mark.answer_id == Notice.answer_id,
        Mark.giver_id == Notice.actor_id,
        Mark.kind == case((Notice.kind == NoticeKind.HELD, MarkKind.USED.value), else_=Notice.kind),
        stands(),
    )


def _still_so() -> Sequence[ColumnElement[bool]]:
    confirmed = and_(Notice.kind == NoticeKind.CONFIRMED, Answer.doubted_at.is_(None))
    waits = and_(Notice.kind == NoticeKind.FOLLOW_UP, Question.outcome_at.is_(None))
    came = and_(Notice.kind == NoticeKind.DUE, Question.outcome_at.is_(None), _date_came())
    ended = and_(Notice.kind == NoticeKind.CLOSED, or_(Question.closed_at.is_not(None), _date_came()))
    short = (Question.filled_at.is_(None), Question.closed_at.is_(None), Question.outcome_at.is_(None))
    told = or_(
        Notice.kind.in_((NoticeKind.ANSWERED, NoticeKind.OUTCOME)),
        confirmed,
        waits,
        came,
        ended,
        and_(Notice.kind == NoticeKind.ASKED, _waits_for_reader()),
        and_(Notice.kind == NoticeKind.FOUND, _still_saved()),
        and_(Notice.kind == NoticeKind.NUDGE, *short),
        and_(Notice.kind == NoticeKind.TOPICS, _topics_stand()),
        Comment.id.is_not(None),
        and_(Mark.id.is_not(None), or_(Notice.kind != NoticeKind.HELD, HeldUp.mark_id.is_not(None))),
    )
    return or_(Notice.answer_id.is_(None), Answer.withdrawn_at.is_(None)), told


def _date_came() -> ColumnElement[bool]:
    """That the date of which the notice tells was not moved since."""
    return Question.needed_by <= Notice.made_at


def _topics_stand() -> ColumnElement[bool]:
    """That the reader did not change the topics back."""
    made = (QuestionRetag.question_id == Notice.question_id, QuestionRetag.changed_at == Notice.made_at)
    return exists().where(*made, QuestionRetag.undone_at.is_(None)).correlate(Notice)


def _waits_for_reader() -> ColumnElement[bool]:
    """That the reader was asked and nothing came of it, and that answers are still wanted."""
    asked = select(Ask.id).where(
        Ask.question_id == Notice.question_id,
        Ask.member_id == Notice.member_id,
        *(column.is_(None) for column in NO_WORD),
    )
    return and_(asked.correlate(Notice).exists(), Question.closed_at.is_(None), Question.filled_at.is_(None))


def _still_saved() -> ColumnElement[bool]:
    """That the thread came to fit a search that the reader still has saved."""
    found = (
        select(SavedHit.saved_id)
        .join(SavedSearch, SavedSearch.id == SavedHit.saved_id)
        .where(SavedHit.question_id == Notice.question_id, SavedSearch.member_id == Notice.member_id)
    )
    return found.correlate(Notice).exists()


UNSEEN = (
    exists()
    .where(Notice.question_id == Question.id, Notice.member_id == VIEWER, Notice.seen_at.is_(None))
    .label("viewer_has_news")
)
"""A column beside a Question: whether VIEWER has not seen some news of it."""
SINCE = notices(VIEWER).where(Notice.made_at > bindparam("start", type_=UtcDateTime)).limit(SINCE_ROWS)
"""Built once: this runs on every first page, and to build it costs more than to run it."""

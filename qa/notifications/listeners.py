"""What notifications do about news of answers and dates: a notice to whom it concerns, never to who did it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TypeVar

from sqlalchemy import delete, select, update

from qa.answers import hearing
from qa.answers.events import AnswerConfirmed, AnswerGiven, AnswerHeld, CommentAdded, MarkGiven
from qa.answers.models import Answer, Comment, Mark, MarkKind
from qa.core import clock, outbox
from qa.core.db import db
from qa.core.events import listens
from qa.members.mailing.events import LetterLeft, LetterWritten, MailsChosen
from qa.members.mailing.models import Often
from qa.notifications import planning
from qa.notifications.kinds import OWN_LETTER
from qa.notifications.models import Notice, NoticeKind
from qa.questions import following
from qa.questions.events import (
    AskerReminded,
    OutcomeRecorded,
    QuestionClosed,
    QuestionPosted,
    TopicsChanged,
)
from qa.questions.models import Question, QuestionOutcome
from qa.routing.events import MemberAsked
from qa.search.events import SavedSearchFound, SavedSearchLost

Written = TypeVar("Written", Question, Answer)


@listens(AnswerGiven)
def tell_of_answer(event: AnswerGiven) -> None:
    """The asker, those who answered and those who follow hear of an answer."""
    answer = db.session.get_one(Answer, event.answer_id)
    asker = _author(Question, event.question_id)
    told = hearing.concerned(event.question_id, asker)
    _tell(told, event.author_id, NoticeKind.ANSWERED, answer.posted_at, event.question_id, answer.id)


@listens(CommentAdded)
def tell_commented(event: CommentAdded) -> None:
    """The asker hears of a comment, and so does the author of the answer that it is on."""
    comment = db.session.get_one(Comment, event.comment_id)
    concerned = {_author(Question, event.question_id)}
    if event.answer_id is not None:
        concerned.add(_author(Answer, event.answer_id))
    told = sorted(concerned - set(following.followers(event.question_id, hears=False)))
    # The instant is the comment's own: by it the notice finds its comment again when it is read.
    at = comment.posted_at
    _tell(told, event.author_id, NoticeKind.COMMENTED, at, event.question_id, event.answer_id)


@listens(MarkGiven)
def tell_answerer(event: MarkGiven) -> None:
    """The author of an answer hears of a mark: once, however often it is taken back and given again."""
    mark = db.session.get_one(Mark, event.mark_id)
    # Of what the author has said on request the peer hears, not the author.
    if mark.ordinal > 1 or event.kind == MarkKind.RENEWED:
        return
    author = _author(Answer, event.answer_id)
    kind = NoticeKind(event.kind)
    _tell([author], event.giver_id, kind, mark.given_at, event.question_id, event.answer_id)


@listens(AnswerHeld)
def tell_held(event: AnswerHeld) -> None:
    """The author of an answer that was used hears whether it held: once, whatever the asker thinks later."""
    if event.first:
        author = _author(Answer, event.answer_id)
        _tell([author], event.asker_id, NoticeKind.HELD, event.at, event.question_id, event.answer_id)


@listens(SavedSearchFound)
def tell_searcher(event: SavedSearchFound) -> None:
    """Who saved a search hears of a thread that fits it."""
    _tell([event.member_id], event.author_id, NoticeKind.FOUND, event.at, event.question_id, None)


@listens(SavedSearchLost)
def untell_searcher(event: SavedSearchLost) -> None:
    """News that a thread fits a saved search goes when it does not any more."""
    mine = (Notice.member_id == event.member_id, Notice.question_id == event.question_id)
    db.session.execute(delete(Notice).where(*mine, Notice.kind == NoticeKind.FOUND))


@listens(AnswerConfirmed)
def tell_peers(event: AnswerConfirmed) -> None:
    """Those who relied on a prior answer hear that its author stands by it, or has mended it."""
    at = db.session.get_one(Answer, event.answer_id).confirmed_at
    assert at is not None  # that it was confirmed is the news
    _tell(event.peer_ids, event.author_id, NoticeKind.CONFIRMED, at, event.question_id, event.answer_id)


@listens(OutcomeRecorded)
def tell_answerers(event: OutcomeRecorded) -> None:
    """Those who answered or follow hear what was decided."""
    at = db.session.get_one(QuestionOutcome, event.question_id).recorded_at
    told = hearing.listeners(event.question_id)
    _tell(told, event.author_id, NoticeKind.OUTCOME, at, event.question_id, None)


@listens(AskerReminded)
def remind_asker(event: AskerReminded) -> None:
    """The asker hears that answers or the outcome are missing: once for a box, however often its mail is tried."""
    kind = NoticeKind(event.what)
    reader, question_id = event.member_id, event.question_id
    known = select(Notice.id).where(Notice.member_id == reader, Notice.made_at >= event.planned)
    known = known.where(Notice.question_id == question_id, Notice.kind == kind).limit(1)
    if db.session.scalar(known) is None:
        own = {"member_id": reader, "actor_id": reader, "made_at": clock.now()}
        db.session.add(Notice(kind=kind, question_id=question_id, **own))
        if kind == NoticeKind.DUE:
            _closed(question_id, reader, clock.now())


@listens(QuestionClosed)
def tell_of_closing(event: QuestionClosed) -> None:
    """Those who answered or follow hear that the asker closed the question."""
    question = db.session.get_one(Question, event.question_id)
    assert question.closed_at is not None  # that it was closed is the news
    _closed(event.question_id, question.author_id, question.closed_at)


def _closed(question_id: int, asker_id: int, at: datetime) -> None:
    _tell(hearing.listeners(question_id), asker_id, NoticeKind.CLOSED, at, question_id, None)


@listens(TopicsChanged)
def tell_of_topics(event: TopicsChanged) -> None:
    """The asker hears that a peer changed the topics: once until it is seen, however often they are changed."""
    question = db.session.get_one(Question, event.question_id)
    if question.source_key is not None:
        return
    mine = (Notice.member_id == question.author_id, Notice.question_id == question.id)
    unseen = (Notice.kind == NoticeKind.TOPICS, Notice.seen_at.is_(None))
    latest = {"made_at": event.at, "actor_id": event.changed_by_id}
    if getattr(db.session.execute(update(Notice).where(*mine, *unseen).values(latest)), "rowcount", 0):
        return
    _tell([question.author_id], event.changed_by_id, NoticeKind.TOPICS, event.at, question.id, None)


@listens(MemberAsked)
def tell_asked(event: MemberAsked) -> None:
    """Who is asked reads so here too."""
    asker = _author(Question, event.question_id)
    _tell([event.member_id], asker, NoticeKind.ASKED, event.at, event.question_id, None)


@listens(QuestionPosted)
def tell_circle(event: QuestionPosted) -> None:
    """The members of its circle hear of a question in the mails that they chose for it."""
    if db.session.get_one(Question, event.question_id).source_key is None:
        outbox.put(planning.POSTED, {"question_id": event.question_id})


@listens(LetterWritten)
def note_letter(event: LetterWritten) -> None:
    """What a letter of its own tells, no mail that gathers tells again."""
    _mark(event, clock.now())


@listens(LetterLeft)
def leave_to_round(event: LetterLeft) -> None:
    """What no letter of its own tells, the next mail that gathers does; a reminder is told again."""
    _mark(event, None)
    planning.plan_round(event.member_id, event.often, clock.now())


@listens(MailsChosen)
def plan_chosen(event: MailsChosen) -> None:
    """Whatever is untold goes out as the member wants it from now on."""
    for often in (Often.HOURLY, Often.DAILY, Often.WEEKLY):
        planning.plan_round(event.member_id, often, event.at)


def _mark(event: LetterWritten | LetterLeft, at: datetime | None) -> None:
    one = (Notice.member_id == event.member_id, Notice.question_id == event.question_id)
    change = update(Notice).where(*one, Notice.kind == NoticeKind(event.what)).values(mailed_at=at)
    db.session.flush()
    db.session.execute(change.execution_options(synchronize_session=False))


def _author(table: type[Written], row_id: int) -> int:
    # What was just written is at hand: most news cost no statement for this.
    return db.session.get_one(table, row_id).author_id


def _tell(
    member_ids: Iterable[int],
    actor_id: int,
    kind: NoticeKind,
    at: datetime,
    question_id: int,
    answer_id: int | None,
) -> None:
    """A notice for each of the members but who did it, and one look at the mails that tell them."""
    about = {"kind": kind, "question_id": question_id, "answer_id": answer_id}
    notices = [
        Notice(member_id=one, actor_id=actor_id, made_at=at, **about) for one in member_ids if one != actor_id
    ]
    db.session.add_all(notices)
    if notices and kind not in OWN_LETTER:
        planning.announce(question_id)

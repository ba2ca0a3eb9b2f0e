"""What answers do about news of questions."""

from qa.answers import commenting, held_mails, outcome_mails, thanks_mails
from qa.answers.events import MarkGiven
from qa.answers.models import Mark, MarkKind
from qa.core.db import db
from qa.core.events import listens
from qa.members.models import Member
from qa.questions.events import OutcomeRecorded, QuestionEdited
from qa.questions.models import Question, QuestionOutcome


@listens(QuestionEdited)
def align_comments(event: QuestionEdited) -> None:
    """An asker who hides the name on the question hides it on the comments below it too."""
    question = db.session.get(Question, event.question_id)
    author = db.session.get(Member, question.author_id) if question else None
    if question and author:
        commenting.align(author, question)


@listens(OutcomeRecorded)
def tell_answerers(event: OutcomeRecorded) -> None:
    """Those who answered get a mail about what was decided; the asker is asked later whether it held."""
    outcome_mails.plan(event.question_id)
    recorded_at = db.session.get_one(QuestionOutcome, event.question_id).recorded_at
    held_mails.plan(db.session.get_one(Question, event.question_id), recorded_at)


@listens(MarkGiven)
def thank_author(event: MarkGiven) -> None:
    """The author gets the asker's thanks by mail, once the asker has had a moment to change them."""
    if event.kind == MarkKind.USED:
        thanks_mails.plan(event.mark_id, db.session.get_one(Mark, event.mark_id).given_at)

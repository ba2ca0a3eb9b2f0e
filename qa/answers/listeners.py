"""What answers do about news of questions."""

from qa.answers import commenting, outcome_mails
from qa.core.db import db
from qa.core.events import listens
from qa.members.models import Member
from qa.questions.events import OutcomeRecorded, QuestionEdited
from qa.questions.models import Question


@listens(QuestionEdited)
def align_comments(event: QuestionEdited) -> None:
    """An asker who hides the name on the question hides it on the comments below it too."""
    question = db.session.get(Question, event.question_id)
    author = db.session.get(Member, question.author_id) if question else None
    if question and author:
        commenting.align(author, question)


@listens(OutcomeRecorded)
def tell_answerers(event: OutcomeRecorded) -> None:
    """Those who answered get a mail about what was decided."""
    outcome_mails.plan(event.question_id)

"""Asking an own question anew in a larger circle: it starts with the same words, and the two are linked."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from werkzeug.datastructures import MultiDict

from qa.core.errors import PersonError
from qa.members.models import Member
from qa.members.viewer import zone
from qa.questions import access, linking, queries
from qa.questions.forms import WANTED_CHOICES
from qa.questions.models import Question
from qa.questions.rules import require_author


def fields(actor: Member, question_id: int, circle_id: str, now: datetime) -> MultiDict[str, str]:
    """What the form for the new question starts with; NotFound and Forbidden for what is not *actor*'s own.

    What is in already was said to the first circle; the new question wants the answers that are missing.
    """
    question = access.load(question_id, actor.id)
    require_author(actor, question)
    missing = question.answers_wanted - question.in_time_count
    found = {
        "of": str(question.id),
        "title": question.title,
        "body": question.body,
        "purpose": question.purpose,
        "tags": ", ".join(queries.topics_of(question.id)),
        "exposure": question.exposure.value,
        "circle_id": circle_id,
        "answers_wanted": str(next((one for one in WANTED_CHOICES if one >= missing), WANTED_CHOICES[-1])),
    }
    if question.needed_by is not None and question.needed_by > now:
        due = question.needed_by.astimezone(zone(actor.timezone))
        found |= {"date": due.date().isoformat(), "time": f"{due:%H:%M}"}
    return MultiDict(found)


def link(actor: Member, question: Question, first_id: int | None, now: datetime) -> None:
    """Link the new *question* with *actor*'s own question *first_id*; nothing where that is none."""
    if first_id is None:
        return
    # What is posted stays posted: the first may be taken back meanwhile, or have all the links that it can have.
    with suppress(PersonError):
        first = access.load(first_id, actor.id)
        require_author(actor, first)
        linking.link(actor, question, first, now)

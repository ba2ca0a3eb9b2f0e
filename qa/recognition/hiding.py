"""Topics that a member keeps to themselves: threads on them count for nobody else, in no number and no line."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import BindParameter, ColumnElement, ScalarSelect, exists, func, select

from qa.answers.models import Answer
from qa.core import text
from qa.core.db import db
from qa.core.errors import RuleBroken
from qa.members.models import Member
from qa.members.standing import require_active
from qa.questions.models import Question, QuestionTag, Tag
from qa.recognition import stamps
from qa.recognition.models import HiddenTopic


def hide(actor: Member, topic: str, now: datetime) -> None:
    """Hide *topic*; twice is as once. Raises RuleBroken for a topic that there is not."""
    require_active(actor)
    tag_id = _tag_id(topic)
    if db.session.get(HiddenTopic, (actor.id, tag_id)) is None:
        db.session.add(HiddenTopic(member_id=actor.id, tag_id=tag_id, since=now))
        db.session.flush()
        stamps.of_member(actor.id)


def show(actor: Member, topic: str) -> None:
    """Let *topic* count again; twice is as once."""
    require_active(actor)
    row = db.session.get(HiddenTopic, (actor.id, _tag_id(topic)))
    if row is not None:
        db.session.delete(row)
        db.session.flush()
        stamps.of_member(actor.id)


def _tag_id(topic: str) -> int:
    found = db.session.scalar(select(Tag.id).where(Tag.name_key == text.name_key(topic)))
    if found is None:
        raise RuleBroken(_("There is no such topic."))
    return found


def names(member_id: int | BindParameter[int]) -> ScalarSelect[str]:
    """The topics that a member hides, a line each, as a column; for the member alone."""
    query = select(func.aggregate_strings(Tag.name, "\n")).join(HiddenTopic, HiddenTopic.tag_id == Tag.id)
    return query.where(HiddenTopic.member_id == member_id).scalar_subquery()


def is_hidden() -> ColumnElement[bool]:
    """The condition on Answer, joined with its Question, that its author hides a topic of the thread."""
    return exists().where(
        HiddenTopic.member_id == Answer.author_id,
        HiddenTopic.tag_id == QuestionTag.tag_id,
        QuestionTag.question_id == Question.id,
    )

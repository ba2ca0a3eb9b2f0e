"""The line of credit beside an author on a question's page, for a viewer who has a question open on a topic of it.

It helps to judge answers, so it is there only once the viewer has answered, or the box is closed: until then each is
read for what it says.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Integer, String, bindparam, cast, func, select
from sqlalchemy.orm import aliased

from qa.answers.models import Answer, Mark
from qa.core.db import UtcDateTime, read
from qa.core.words import ngettext
from qa.members.models import Exposure, Member, MemberState
from qa.questions.access import VIEWER, visible_to
from qa.questions.models import Question, QuestionTag, Tag
from qa.questions.queries import is_open
from qa.recognition.credit import TOPIC_PEERS
from qa.recognition.hiding import is_hidden
from qa.recognition.queries import carrying

NOW = bindparam("now", type_=UtcDateTime)
_own, _own_tag, _tag = aliased(Question), aliased(QuestionTag), aliased(QuestionTag)
_open = (
    select(_own_tag.tag_id)
    .join(_own, _own.id == _own_tag.question_id)
    .where(_own.author_id == VIEWER, _own.withdrawn_at.is_(None), is_open(NOW, _own), _own.id != Question.id)
    .correlate(Question)
)
OPEN_TOPICS = (
    select(func.aggregate_strings(cast(_tag.tag_id, String), ","))
    .where(_tag.question_id == Question.id, _tag.tag_id.in_(_open))
    .correlate(Question)
    .scalar_subquery()
    .label("viewer_open_topics")
)
"""A column beside a Question: its topics on which VIEWER has another question open at NOW. Read by ``topics``."""
_giver, _author = aliased(Member), aliased(Member)
_AUTHORS = bindparam("authors", type_=Integer, expanding=True)
_TOPICS = bindparam("topics", type_=Integer, expanding=True)
PEERS = (
    select(Answer.author_id, Tag.name, func.count(Mark.giver_id.distinct()).label("peers"))
    .select_from(QuestionTag)
    .join(Tag, Tag.id == QuestionTag.tag_id)
    .join(Question, Question.id == QuestionTag.question_id)
    .join(Answer, Answer.question_id == Question.id)
    .join(_author, _author.id == Answer.author_id)
    .join(Mark, Mark.answer_id == Answer.id)
    .join(_giver, _giver.id == Mark.giver_id)
    .where(QuestionTag.tag_id.in_(_TOPICS), Answer.author_id.in_(_AUTHORS), visible_to(VIEWER))
    .where(Answer.exposure == Exposure.NAMED, Answer.interest == "", Answer.withdrawn_at.is_(None))
    .where(_author.recognition_hidden.is_(False), ~is_hidden(), *carrying())
    .where(_giver.state == MemberState.ACTIVE, Mark.giver_id != Answer.author_id)
    .where(Mark.same_employer.is_(False), Mark.given_at <= NOW)
    .group_by(Answer.author_id, Tag.name)
    .having(func.count(Mark.giver_id.distinct()) >= TOPIC_PEERS)
    .order_by(func.count(Mark.giver_id.distinct()).desc(), Tag.name)
)


def topics(column: str | None) -> list[int]:
    """The ids in OPEN_TOPICS."""
    return [int(number) for number in (column or "").split(",") if number]


def lines(
    author_ids: Sequence[int], topic_ids: Sequence[int], viewer_id: int, now: datetime
) -> dict[int, str]:
    """For each author the topic of *topic_ids* on which most peers marked answers, as far as the viewer may know, in words.

    One query. *author_ids*: of those who answered under their name.
    """
    values = {"authors": list(author_ids), "topics": list(topic_ids), "viewer_id": viewer_id, "now": now}
    found: dict[int, str] = {}
    for row in read(PEERS, values) if author_ids and topic_ids else ():
        said = ngettext(
            "helped %(num)s peer on %(topic)s", "helped %(num)s peers on %(topic)s", row.peers, topic=row.name
        )
        found.setdefault(row.author_id, said)
    return found

"""What the mail to the author of a prior answer reads."""

from __future__ import annotations

from sqlalchemy import and_, select
from sqlalchemy.orm import aliased

from qa.answers.ending import is_open
from qa.answers.marking import stands
from qa.answers.models import Answer, Ending, Mark, MarkKind
from qa.core.db import AnyRow, read
from qa.members.byline import author_columns
from qa.members.models import Member, MemberState

_receiver = aliased(Member)
_enough = and_(
    Mark.answer_id == Ending.answer_id,
    Mark.giver_id == Ending.member_id,
    Mark.kind == MarkKind.PRIOR_ANSWER,
    stands(),
)
ENDING = (
    Ending.answer_id,
    Ending.exposure,
    is_open().label("waits"),
    _receiver.id.label("receiver_id"),
    _receiver.email.label("to"),
)


def ending(ending_id: int) -> AnyRow | None:
    """Who found a prior answer enough, and how its author (``receiver_id``, ``to``) is written to.

    None where that was taken back, or one of the two is not active. Check ``place`` for the receiver before
    anything is told. ``waits``: whether the author's word on it is waited for.
    """
    active = (Member.state == MemberState.ACTIVE, _receiver.state == MemberState.ACTIVE)
    query = (
        select(*ENDING, *author_columns())
        .select_from(Ending)
        .join(Member, Member.id == Ending.member_id)
        .join(Answer, Answer.id == Ending.answer_id)
        .join(_receiver, _receiver.id == Answer.author_id)
        .join(Mark, _enough)
        .where(Ending.id == ending_id, *active)
    )
    return read(query).one_or_none()

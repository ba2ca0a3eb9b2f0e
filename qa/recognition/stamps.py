"""By what it is known that what a member's marks add up to may be another by now.

Whoever changes a mark, an answer, a question's topics or date, or whether a giver counts, lets the stamp of each member
concerned grow in the same transaction (``listeners``). So what was added up under a stamp is right while that stands.
"""

from __future__ import annotations

from sqlalchemy import BindParameter, ColumnElement, Select, literal, select
from sqlalchemy.sql.functions import coalesce

from qa.answers.models import Answer, Mark
from qa.core.db import db, insert
from qa.members.models import Member
from qa.recognition.models import RecordStamp


def author_of(answer_id: int) -> None:
    """The author of an answer has another record."""
    _grow(select(Answer.author_id).where(Answer.id == answer_id))


def authors_in(question_id: int) -> None:
    """Those who answered a question have another record."""
    _grow(select(Answer.author_id).distinct().where(Answer.question_id == question_id))


def marked_by(giver_id: int) -> None:
    """Those whose answers a member marked have another record."""
    given = select(Answer.author_id).join(Mark, Mark.answer_id == Answer.id).distinct()
    _grow(given.where(Mark.giver_id == giver_id))


def of_member(member_id: int) -> None:
    """A member has another record."""
    _grow(select(Member.id).where(Member.id == member_id))


def number(member_id: int | BindParameter[int]) -> ColumnElement[int]:
    """The stamp of a member, as a column."""
    one = select(RecordStamp.number).where(RecordStamp.member_id == member_id).scalar_subquery()
    return coalesce(one, 0).label("stamp")


def _grow(members: Select[int]) -> None:
    found = members.subquery()
    # In one order, so that two who do this at once do not wait for each other; with a WHERE, or SQLite cannot tell
    # the ON that follows from that of a join.
    column = found.c[0]
    rows = select(column, literal(1)).where(column.is_not(None)).order_by(column)
    one = insert(RecordStamp).from_select(["member_id", "number"], rows)
    grown = {"number": RecordStamp.number + 1}
    db.session.execute(one.on_conflict_do_update(index_elements=["member_id"], set_=grown))

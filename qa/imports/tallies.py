"""The counts kept on questions and answers, for many at once: the same that the answers' rules give one by one.

Rows are locked in the order of their ids, as members may answer and mark imported threads meanwhile.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update

from qa.answers.marking import COUNTED, stands
from qa.answers.models import Answer, Mark
from qa.core.db import db
from qa.questions.models import Question


def recount_questions(ids: Collection[int], now: datetime) -> None:
    """As ``answers.rules.recount`` does: answers, those in time, and when the last one wanted came."""
    clocks = select(Question.id, Question.needed_by, Question.answers_wanted).where(Question.id.in_(ids))
    asked = db.session.execute(clocks.order_by(Question.id).with_for_update()).all()
    instants: dict[int, list[datetime]] = defaultdict(list)
    live = select(Answer.question_id, Answer.posted_at).where(
        Answer.question_id.in_(ids), Answer.withdrawn_at.is_(None)
    )
    for question_id, posted_at in db.session.execute(live.order_by(Answer.posted_at)):
        instants[question_id].append(posted_at)
    rows = [
        {"id": number, "touched_at": now} | _counts(instants[number], due, wanted)
        for number, due, wanted in asked
    ]
    if rows:
        db.session.execute(update(Question), rows)


def _counts(instants: list[datetime], due: datetime | None, wanted: int) -> dict[str, Any]:
    in_time = [instant for instant in instants if due is None or instant < due]
    return {
        "answer_count": len(instants),
        "in_time_count": len(in_time),
        "filled_at": in_time[wanted - 1] if len(in_time) >= wanted else None,
    }


def recount_answers(ids: Collection[int]) -> None:
    """As ``answers.marking.recount`` does: the marks of each kind that stand."""
    locked = select(Answer.id).where(Answer.id.in_(ids)).order_by(Answer.id).with_for_update()
    counts: dict[int, dict[str, Any]] = {
        number: {"id": number} | dict.fromkeys(COUNTED.values(), 0) for number in db.session.scalars(locked)
    }
    query = (
        select(Mark.answer_id, Mark.kind, func.count())
        .where(Mark.answer_id.in_(ids), Mark.kind.in_(COUNTED), stands())
        .group_by(Mark.answer_id, Mark.kind)
    )
    for answer_id, kind, number in db.session.execute(query):
        counts[answer_id][COUNTED[kind]] = number
    if counts:
        db.session.execute(update(Answer), list(counts.values()))

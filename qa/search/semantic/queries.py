"""What is read of vectors: those that are new to a process, and the threads whose vector is not as it should be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from sqlalchemy import Row, and_, bindparam, func, or_, select

from qa.core.db import db, read
from qa.questions.models import Question
from qa.search.semantic import weights
from qa.search.semantic.models import ThreadVector
from qa.search.semantic.weights import Floats

BYTES = weights.DIMENSIONS * 2
LENGTH_OFF = 0.01
"""How far from one a vector's length may be: float16 rounds it by a tenth of that."""

_NEWER = (
    select(
        ThreadVector.question_id,
        ThreadVector.serial,
        ThreadVector.model,
        ThreadVector.numbers,
        Question.circle_id,
        Question.withdrawn_at,
    )
    .join(Question, Question.id == ThreadVector.question_id)
    .where(ThreadVector.serial > bindparam("serial"))
    .order_by(ThreadVector.serial)
    .limit(bindparam("most"))
)


def last_serial() -> int:
    """The highest serial number given, 0 before the first."""
    return int(read(select(func.coalesce(func.max(ThreadVector.serial), 0))).scalar_one())


def newer(serial: int, most: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """At most *most* vectors above *serial*, in that order."""
    return read(_NEWER, {"serial": serial, "most": most}).all()


def numbers(stored: bytes | None) -> Floats | None:
    """The vector in a row, None when there is none or when it is damaged."""
    if stored is None or len(stored) != BYTES:
        return None
    found = np.frombuffer(stored, "<f2").astype(np.float32)
    return found if abs(float(found @ found) - 1) < 2 * LENGTH_OFF else None


def wanting(after: int, most: int) -> list[int]:
    """At most *most* ids above *after* of questions whose vector is missing, old, cut or of another model.

    Also of questions taken back that still have one. What only ``numbers`` can tell, ``damaged`` finds.
    """
    live = and_(
        Question.withdrawn_at.is_(None),
        or_(
            ThreadVector.question_id.is_(None),
            ThreadVector.version != Question.touched_at,
            ThreadVector.model != weights.NAME,
            func.coalesce(func.length(ThreadVector.numbers), 0) != BYTES,
        ),
    )
    gone = and_(Question.withdrawn_at.is_not(None), ThreadVector.numbers.is_not(None))
    query = select(Question.id).outerjoin(ThreadVector, ThreadVector.question_id == Question.id)
    query = query.where(Question.id > after, or_(live, gone)).order_by(Question.id).limit(most)
    return list(db.session.scalars(query))


def damaged(after: int, most: int) -> tuple[list[int], int]:
    """Which of the next *most* vectors above *after* are no vectors, and the last id looked at (0: none left)."""
    query = select(ThreadVector.question_id, ThreadVector.numbers).where(
        ThreadVector.question_id > after, ThreadVector.numbers.is_not(None)
    )
    rows = db.session.execute(query.order_by(ThreadVector.question_id).limit(most)).all()
    bad = [row.question_id for row in rows if numbers(row.numbers) is None]
    return bad, rows[-1].question_id if rows else 0

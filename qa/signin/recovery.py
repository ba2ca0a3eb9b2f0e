"""Recovery codes: ten on paper, each for one use, for the day on which the app or the key is lost."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from datetime import datetime

from flask import current_app
from sqlalchemy import delete, func, select, update

from qa.core.db import db
from qa.signin import notices
from qa.signin.models import RecoveryCode

MANY = 10
BYTES = 10
"""80 bits, in 16 letters and figures: short enough to be typed, and hashed with the site's key besides."""

_MISREAD = str.maketrans("018", "olb")
"""Figures that no code has, and what they were read for."""


def renew(member_id: int, now: datetime) -> list[str]:
    """New codes for the member, shown this once; the old ones are dead."""
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.member_id == member_id))
    codes = [_grouped(base64.b32encode(secrets.token_bytes(BYTES)).decode().lower()) for _ in range(MANY)]
    rows = [RecoveryCode(member_id=member_id, code_hash=_hashed(code), made_at=now) for code in codes]
    db.session.add_all(rows)
    db.session.flush()
    return codes


def take(member_id: int, typed: str, now: datetime) -> bool:
    """Whether *typed* is an unused code of the member's; it is then used up, and the member is told."""
    unused = (
        RecoveryCode.member_id == member_id,
        RecoveryCode.code_hash == _hashed(typed),
        RecoveryCode.used_at.is_(None),
    )
    taken = db.session.execute(update(RecoveryCode).where(*unused).values(used_at=now))
    if getattr(taken, "rowcount", 0) != 1:
        return False
    notices.tell(member_id, "recovery_used", now)
    return True


def left(member_id: int) -> int:
    """How many of the member's codes are unused."""
    query = select(func.count()).where(RecoveryCode.member_id == member_id, RecoveryCode.used_at.is_(None))
    return db.session.scalar(query) or 0


def _grouped(text: str) -> str:
    return "-".join(text[start : start + 4] for start in range(0, len(text), 4))


def _hashed(code: str) -> str:
    """Keyed, so that a copy of the database alone is nothing to try codes against."""
    plain = "".join(code.split()).replace("-", "").casefold().translate(_MISREAD)
    key = hashlib.sha256(b"quorum.recovery " + current_app.config["SECRET_KEY"].encode()).digest()
    return hmac.new(key, plain.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()

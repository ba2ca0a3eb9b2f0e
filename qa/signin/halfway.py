"""Between the right password and the code: who got so far, for five minutes, in a cookie that opens nothing."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from flask import session

from qa.core import tokens
from qa.core.db import db
from qa.members.models import Member, MemberState

PURPOSE = "signin.half"
SECONDS = 300
_PLACE = "half"


@dataclass(frozen=True, slots=True)
class Half:
    """A member who has proved one of two things, and what to do after the other."""

    member_id: int
    proof: str
    remember: bool
    target: str


def begin(member: Member, *, remember: bool, target: str) -> Half:
    """Note in this browser that *member* has passed the first step."""
    half = Half(member.id, _proof(member), remember, target)
    session[_PLACE] = tokens.sign(PURPOSE, [half.member_id, half.proof, half.remember, half.target])
    return half


def read() -> Half | None:
    """Who is halfway in this browser; None where nobody is, or it was too long ago."""
    found = tokens.unsign(PURPOSE, session.get(_PLACE, ""), max_age=SECONDS)
    return Half(*found) if isinstance(found, list) else None


def member_of(half: Half) -> Member | None:
    """The member, unless they left or have another password by now."""
    member = db.session.get(Member, half.member_id)
    if member is None or member.state == MemberState.LEFT or _proof(member) != half.proof:
        return None
    return member


def _proof(member: Member) -> str:
    return hashlib.sha256(f"{member.id} {member.password_hash}".encode()).hexdigest()[:16]

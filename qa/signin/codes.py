"""Codes of an authenticator app (TOTP, RFC 6238): six figures that are good for about a minute, and once."""

from __future__ import annotations

import base64
import hmac
import os
import re
from datetime import datetime
from functools import lru_cache

from flask import current_app
from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from qa.config import settings
from qa.core.db import db
from qa.core.errors import RuleBroken
from qa.members.models import Member
from qa.signin import notices, recovery
from qa.signin.models import CodeApp, RecoveryCode

STEP = 30
"""Seconds of one code."""
SKEW = 1
"""Steps before and after the present one that are taken: clocks differ, and typing takes its time."""
_CODE = re.compile(r"[0-9]{6}")
_PURPOSE = b"quorum.codes"


def is_on(member_id: int) -> bool:
    """Whether the member signs in with a second step."""
    query = select(CodeApp.member_id).where(CodeApp.member_id == member_id, CodeApp.confirmed_at.is_not(None))
    return db.session.scalar(query) is not None


def begin(member: Member, now: datetime) -> None:
    """Give *member* a new secret, which counts from a first right code on. Raises RuleBroken where one counts."""
    import pyotp

    if is_on(member.id):
        raise RuleBroken(_("Codes are on already. Switch them off to change the app."))
    db.session.execute(delete(CodeApp).where(CodeApp.member_id == member.id))
    secret = _sealed(pyotp.random_base32(), member.id)
    try:
        with db.session.begin_nested():
            db.session.add(CodeApp(member_id=member.id, secret=secret, made_at=now, last_step=0))
    except IntegrityError:
        return  # begun at the same instant by another click: one secret is as good as the other


def waiting(member_id: int) -> str | None:
    """The secret that waits for its first code, to be shown to the member; None where none waits."""
    query = select(CodeApp.secret).where(CodeApp.member_id == member_id, CodeApp.confirmed_at.is_(None))
    sealed = db.session.scalar(query)
    return None if sealed is None else _opened(sealed, member_id)


def confirm(member: Member, typed: str, now: datetime) -> list[str]:
    """Switch codes on by a first right one; returns the recovery codes, shown this once.

    Raises RuleBroken with the field "code".
    """
    if waiting(member.id) is None:
        raise RuleBroken(_("There is no app to confirm. Begin again."), field="code")
    if not _is_taken(member.id, typed, now):
        raise RuleBroken(_("This is not the code that the app shows now. Is its clock right?"), field="code")
    counts = update(CodeApp).where(CodeApp.member_id == member.id, CodeApp.confirmed_at.is_(None))
    if getattr(db.session.execute(counts.values(confirmed_at=now)), "rowcount", 0) != 1:
        raise RuleBroken(_("Codes are on already. Switch them off to change the app."))
    notices.tell(member.id, "codes_on", now)
    return recovery.renew(member.id, now)


def switch_off(member_id: int, now: datetime) -> None:
    """Ask this member for no code any more; the recovery codes go too."""
    was_on = is_on(member_id)
    db.session.execute(delete(CodeApp).where(CodeApp.member_id == member_id))
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.member_id == member_id))
    if was_on:
        notices.tell(member_id, "codes_off", now)


def take(member_id: int, typed: str, now: datetime) -> bool:
    """Whether *typed* is the member's code at *now*; it is then used up. Raises RuleBroken, field "code".

    A code of figures other than 0 to 9 is refused with a word of its own: the person sees six figures.
    """
    return is_on(member_id) and _is_taken(member_id, typed, now)


def _is_taken(member_id: int, typed: str, now: datetime) -> bool:
    step = _step_of(member_id, plain(typed), now)
    if step is None:
        return False
    # Whoever raises the step first has used the code up, however many try at once.
    unused = update(CodeApp).where(CodeApp.member_id == member_id, CodeApp.last_step < step)
    return getattr(db.session.execute(unused.values(last_step=step)), "rowcount", 0) == 1


def plain(typed: str) -> str:
    """*typed* without spaces. Raises RuleBroken with the field "code" where it cannot be a code."""
    code = "".join(typed.split())
    if code.isdigit() and not code.isascii():
        raise RuleBroken(_("Type the code in the figures 0 to 9."), field="code")
    return code


def _step_of(member_id: int, code: str, now: datetime) -> int | None:
    """The step whose code *code* is, among those that are taken at *now*."""
    import pyotp

    sealed = db.session.scalar(select(CodeApp.secret).where(CodeApp.member_id == member_id))
    secret = None if sealed is None else _opened(sealed, member_id)
    if secret is None or not _CODE.fullmatch(code):
        return None
    present, one = int(now.timestamp()) // STEP, pyotp.TOTP(secret)
    steps = range(present - SKEW, present + SKEW + 1)
    right = [step for step in steps if hmac.compare_digest(one.generate_otp(step), code)]
    return right[-1] if right else None


def address(member: Member, secret: str) -> str:
    """The otpauth: address that an authenticator app reads."""
    import pyotp

    return pyotp.TOTP(secret).provisioning_uri(
        name=member.email or member.handle, issuer_name=settings().site_name
    )


def drawing(address: str) -> Markup:
    """The QR code of *address* as an SVG element without style or script; dark on light in both themes."""
    import segno

    code = segno.make(address, micro=False)
    drawn = code.svg_inline(scale=5, dark="#182022", light="#fff", svgclass="qr", lineclass=None)
    return Markup(drawn)  # noqa: S704 - drawn here of figures alone


@lru_cache(maxsize=4)
def _key(secret_key: str) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(SHA256(), 32, salt=None, info=_PURPOSE).derive(secret_key.encode())


def _sealed(secret: str, member_id: int) -> str:
    """*secret* encrypted (AES-GCM) for this member alone: moved to another's row it does not open."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = os.urandom(12)
    box = AESGCM(_key(current_app.config["SECRET_KEY"]))
    hidden = box.encrypt(nonce, secret.encode(), str(member_id).encode())
    return base64.urlsafe_b64encode(nonce + hidden).decode()


def _opened(sealed: str, member_id: int) -> str | None:
    """The secret; None where it was encrypted with another key of the site's."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        raw = base64.urlsafe_b64decode(sealed)
        box = AESGCM(_key(current_app.config["SECRET_KEY"]))
        return box.decrypt(raw[:12], raw[12:], str(member_id).encode()).decode()
    except (InvalidTag, ValueError):
        return None

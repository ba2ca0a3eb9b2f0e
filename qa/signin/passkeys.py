"""Passkeys (WebAuthn): keys that stay in the person's device, which checks who holds it.

The party and the origin come from the setting ``base_url``, never from a request's Host. A challenge lives
five minutes in the signed cookie session; a key takes none that is older than its last use, so that an
answer that was overheard is worth nothing, even with the cookie that went with it.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import structlog
from flask_babel import gettext as _
from sqlalchemy import func, or_, select, update
from sqlalchemy.exc import IntegrityError

from qa.config import settings
from qa.core import tokens
from qa.core.bounds import check_characters
from qa.core.db import db
from qa.core.errors import NotFound, RuleBroken
from qa.core.text import clean_line
from qa.members.models import LINE_MAX, Member, MemberState
from qa.signin import notices, ways
from qa.signin.models import Passkey

if TYPE_CHECKING:
    from webauthn.authentication.verify_authentication_response import VerifiedAuthentication

LOOPBACK = frozenset({"127.0.0.1", "::1"})
SECONDS = 300
MOST = 20
"""Passkeys of one member."""
ANSWER_MAX = 20_000
"""Characters of what a browser answers; a real one has some hundreds."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Challenge:
    """What a browser was asked to sign, when, and on whose behalf (0: nobody is signed in)."""

    value: bytes
    at: datetime
    member_id: int


def challenge(purpose: str, member_id: int, now: datetime) -> tuple[Challenge, str]:
    """A new challenge for *purpose*, and the signed text that keeps it."""
    new = Challenge(os.urandom(32), now, member_id)
    packed = [base64.b64encode(new.value).decode(), now.isoformat(), member_id]
    return new, tokens.sign(f"passkey.{purpose}", packed)


def challenge_in(purpose: str, member_id: int, kept: str) -> Challenge | None:
    """The challenge of ``challenge`` for the same purpose and member; None for any other text, and when too old."""
    found = tokens.unsign(f"passkey.{purpose}", kept, max_age=SECONDS)
    if not isinstance(found, list) or found[2] != member_id:
        return None
    return Challenge(base64.b64decode(found[0]), datetime.fromisoformat(found[1]), member_id)


def options_to_add(member: Member, asked: Challenge) -> str:
    """What the browser is asked for a new passkey of *member*, as JSON."""
    import webauthn
    from webauthn.helpers import structs

    party, _origin = _party()
    known = db.session.execute(select(Passkey.credential_id).where(Passkey.member_id == member.id)).scalars()
    selection = structs.AuthenticatorSelectionCriteria(
        resident_key=structs.ResidentKeyRequirement.REQUIRED,
        user_verification=structs.UserVerificationRequirement.REQUIRED,
    )
    options = webauthn.generate_registration_options(
        rp_id=party, rp_name=settings().site_name, user_id=_user_handle(member.id), challenge=asked.value,
        user_name=member.email or member.handle, user_display_name=member.name, authenticator_selection=selection,
        exclude_credentials=[structs.PublicKeyCredentialDescriptor(id=one) for one in known],
    )  # fmt: skip
    return webauthn.options_to_json(options)


def options_to_show(asked: Challenge) -> str:
    """What the browser is asked for any passkey of this site, as JSON: nobody is named."""
    import webauthn
    from webauthn.helpers import structs

    party, _origin = _party()
    needed = structs.UserVerificationRequirement.REQUIRED
    options = webauthn.generate_authentication_options(
        rp_id=party, challenge=asked.value, user_verification=needed
    )
    return webauthn.options_to_json(options)


def add(member: Member, answer: str, asked: Challenge | None, name: str, now: datetime) -> Passkey:
    """Keep the new passkey that a browser made. Raises RuleBroken."""
    check_characters(name)
    wanted = clean_line(name, LINE_MAX) or _("Passkey")
    if (db.session.scalar(select(func.count()).where(Passkey.member_id == member.id)) or 0) >= MOST:
        raise RuleBroken(_("You have %(most)d passkeys. Remove one first.", most=MOST))
    found = _parsed(answer)
    made = None if asked is None or found is None else _made(found, asked)
    if made is None or found is None:
        raise RuleBroken(_("The passkey could not be added. Try once more."))
    passkey = Passkey(
        member_id=member.id, credential_id=made[0], public_key=made[1], sign_count=made[2],
        transports=_transports(found), name=wanted, made_at=now,
    )  # fmt: skip
    try:
        with db.session.begin_nested():
            db.session.add(passkey)
    except IntegrityError as error:
        raise RuleBroken(_("This passkey is known already.")) from error
    notices.tell(member.id, "passkey_added", now, device=wanted)
    return passkey


def _made(found: dict[str, Any], asked: Challenge) -> tuple[bytes, bytes, int] | None:
    import webauthn

    party, origin = _party()
    try:
        made = webauthn.verify_registration_response(
            credential=found,
            expected_challenge=asked.value,
            expected_rp_id=party,
            expected_origin=origin,
            require_user_verification=True,
        )
    except Exception as error:  # noqa: BLE001 - the library raises whatever a malformed answer leads to
        log.warning("passkey_not_added", reason=str(error)[:200])
        return None
    return made.credential_id, made.credential_public_key, made.sign_count


def _transports(found: dict[str, Any]) -> list[str]:
    response = found.get("response")
    named = response.get("transports", []) if isinstance(response, dict) else []
    return [str(one)[:20] for one in named[:8]] if isinstance(named, list) else []


def show(answer: str, asked: Challenge | None, now: datetime) -> Member | None:
    """The member whose passkey answered *asked*; None, whatever the reason. The device checked who holds it."""
    found = _parsed(answer)
    passkey = None if found is None else _known(found)
    member = None if passkey is None else db.session.get(Member, passkey.member_id)
    if asked is None or found is None or passkey is None or member is None:
        return None
    if member.state == MemberState.LEFT or not _is_of(found, member.id):
        return None
    verified = _verified(found, asked, passkey)
    return member if verified is not None and _is_noted(passkey, verified, asked, now) else None


def _known(found: dict[str, Any]) -> Passkey | None:
    try:
        credential_id = _bytes(found["rawId"])
    except (KeyError, TypeError, ValueError, AttributeError):
        return None
    return db.session.scalars(select(Passkey).where(Passkey.credential_id == credential_id)).one_or_none()


def _is_of(found: dict[str, Any], member_id: int) -> bool:
    try:
        return _bytes(found["response"]["userHandle"]) == _user_handle(member_id)
    except (KeyError, TypeError, ValueError, AttributeError):
        return False


def _verified(found: dict[str, Any], asked: Challenge, passkey: Passkey) -> VerifiedAuthentication | None:
    import webauthn

    party, origin = _party()
    try:
        return webauthn.verify_authentication_response(
            credential=found,
            expected_challenge=asked.value,
            expected_rp_id=party,
            expected_origin=origin,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        )
    except Exception as error:  # noqa: BLE001 - the library raises whatever a malformed answer leads to
        # A count that does not rise speaks of a copied key: whoever runs the site finds it here.
        log.warning("passkey_refused", passkey=passkey.id, member=passkey.member_id, reason=str(error)[:200])
        return None


def _is_noted(passkey: Passkey, verified: VerifiedAuthentication, asked: Challenge, now: datetime) -> bool:
    """Whether this answer is the first to its challenge; the use is noted, and the count that must rise."""
    count = verified.new_sign_count
    fresh = or_(Passkey.used_at.is_(None), Passkey.used_at < asked.at)
    rises = Passkey.sign_count < count if count else Passkey.sign_count == 0
    use = update(Passkey).where(Passkey.id == passkey.id, fresh, rises)
    noted = db.session.execute(use.values(used_at=now, sign_count=count))
    return getattr(noted, "rowcount", 0) == 1


def remove(member: Member, passkey_id: int, now: datetime) -> None:
    """Forget a passkey of *member*'s. Raises NotFound; RuleBroken where it is the last way to sign in."""
    passkey = db.session.get(Passkey, passkey_id)
    if passkey is None or passkey.member_id != member.id:
        raise NotFound
    ways.require_another(member)
    db.session.delete(passkey)
    notices.tell(member.id, "passkey_removed", now, device=passkey.name)


def _party() -> tuple[str, str]:
    """The host that passkeys are for, and the origin that asks for them."""
    at = origin(settings().base_url)
    return urlsplit(at).hostname or "localhost", at


def origin(base_url: str) -> str:
    """The address at which passkeys of the site *base_url* can be opened: browsers bind none to a number.

    On one's own computer that is ``localhost``; a site that others reach has a name.
    """
    parts = urlsplit(base_url)
    default = {"https": 443, "http": 80}.get(parts.scheme)
    port = f":{parts.port}" if parts.port not in (None, default) else ""
    host = parts.hostname or "localhost"
    return f"{parts.scheme}://{'localhost' if host in LOOPBACK else host}{port}"


def _user_handle(member_id: int) -> bytes:
    """What a passkey knows its person by: no word of theirs."""
    return hashlib.sha256(f"quorum.passkey {member_id}".encode()).digest()


def _parsed(answer: str) -> dict[str, Any] | None:
    if len(answer) > ANSWER_MAX:
        return None
    try:
        found = json.loads(answer)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))

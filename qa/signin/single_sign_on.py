"""Signing in at an OpenID Connect provider (extra ``sso``): an identity is linked by issuer and subject only.

A mail address at the provider says nothing here: whoever may write one there would own the account of
whoever has it here. So a member who is signed in links the identity, once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from importlib.util import find_spec
from typing import Any

import structlog
from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from qa.config import settings
from qa.core.db import db
from qa.core.errors import NotFound, PersonError, RuleBroken
from qa.members.models import Member, MemberState
from qa.signin import notices, ways
from qa.signin.models import ExternalIdentity

TIMEOUT = 10
"""Seconds for each step of the talk with the provider."""
PLACE = "single_sign_on"
LINES = {"issuer": 300, "subject": 255}

log = structlog.get_logger(__name__)


class Away(PersonError):
    """The provider does not answer, or not as it should; nothing was changed."""

    status = 503


@dataclass(frozen=True, slots=True)
class Identity:
    """Who somebody is at a provider."""

    issuer: str
    subject: str


def is_offered() -> bool:
    """Whether this site knows a provider."""
    return bool(settings().oidc_issuer)


def is_installed() -> bool:
    """Whether the extra is there."""
    return find_spec("authlib") is not None and find_spec("requests") is not None


def way() -> str:
    """The provider's address for one sign-in; its state waits in the cookie session. Raises Away."""
    target = f"{settings().base_url.rstrip('/')}/login/sso/back"
    return str(_asked("way", lambda client: client.authorize_redirect(target).location))


def identity() -> Identity:
    """Who came back with the running request's code. Raises Away; RuleBroken where the answer is not good."""
    claims = _asked("identity", lambda client: client.authorize_access_token().get("userinfo")) or {}
    found = {name: claims.get(claim) for name, claim in (("issuer", "iss"), ("subject", "sub"))}
    good = all(isinstance(value, str) and 0 < len(value) <= LINES[name] for name, value in found.items())
    if not good or str(found["issuer"]).rstrip("/") != settings().oidc_issuer.rstrip("/"):
        log.warning("single_sign_on_refused", reason="no claim of who it is, or another issuer's")
        raise _refusal()
    return Identity(str(found["issuer"]), str(found["subject"]))


def _asked(what: str, ask: Any) -> Any:
    """What *ask* gets from the provider, its faults in words for the person."""
    if not is_installed():
        log.error("single_sign_on_missing", mend='install the extra: pip install "quorum[sso]"')
        raise Away(_("Single sign-on is not installed here. Sign in with your password."))
    from authlib.integrations.base_client import OAuthError
    from joserfc.errors import JoseError
    from requests import RequestException

    try:
        return ask(_client())
    except RequestException as error:
        log.error("single_sign_on_away", step=what, error=str(error)[:200])
        raise Away(
            _("The sign-in page of your organisation does not answer. Try again, or use your password.")
        ) from error
    except (OAuthError, JoseError, ValueError, KeyError, TypeError, RuntimeError) as error:
        log.warning("single_sign_on_refused", step=what, reason=str(error)[:200])
        raise _refusal() from error


def _refusal() -> RuleBroken:
    return RuleBroken(_("That sign-in did not come through, or took too long. Begin again."))


def _client() -> Any:
    """The client of this application, made once; it keeps what the provider says of itself."""
    if PLACE not in current_app.extensions:
        from authlib.integrations.flask_client import OAuth

        found = settings()
        registry = OAuth(current_app._get_current_object())  # type: ignore[attr-defined]
        current_app.extensions[PLACE] = registry.register(
            "oidc",
            client_id=found.oidc_client_id,
            client_secret=found.oidc_client_secret or None,
            server_metadata_url=f"{found.oidc_issuer.rstrip('/')}/.well-known/openid-configuration",
            client_kwargs={"scope": "openid", "code_challenge_method": "S256", "default_timeout": TIMEOUT},
        )
    return current_app.extensions[PLACE]


def member_of(identity: Identity, now: datetime) -> Member | None:
    """The member who linked *identity*; the use is noted."""
    where = (ExternalIdentity.issuer == identity.issuer, ExternalIdentity.subject == identity.subject)
    row = db.session.scalars(select(ExternalIdentity).where(*where)).one_or_none()
    member = None if row is None else db.session.get(Member, row.member_id)
    if row is None or member is None or member.state == MemberState.LEFT:
        return None
    row.used_at = now
    return member


def link(member: Member, identity: Identity, now: datetime) -> None:
    """Let *member* sign in by *identity*. Raises RuleBroken where it is somebody's already."""
    made = {"issuer": identity.issuer, "subject": identity.subject, "made_at": now}
    try:
        with db.session.begin_nested():
            db.session.add(ExternalIdentity(member_id=member.id, **made))
    except IntegrityError as error:
        raise RuleBroken(_("This identity is connected to an account already.")) from error
    notices.tell(member.id, "identity_added", now, device=settings().oidc_name)


def unlink(member: Member, number: int, now: datetime) -> None:
    """Disconnect an identity of *member*'s. Raises NotFound; RuleBroken where it is the last way to sign in."""
    row = db.session.get(ExternalIdentity, number)
    if row is None or row.member_id != member.id:
        raise NotFound
    ways.require_another(member)
    db.session.delete(row)
    notices.tell(member.id, "identity_removed", now, device=settings().oidc_name)

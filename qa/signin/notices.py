"""Mails to members about their own account: what happened, and what to do where it was not them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from qa.core import letters, outbox
from qa.core.db import db
from qa.core.letters import Letter
from qa.members.dates import moment
from qa.members.models import Member, MemberState
from qa.members.viewer import zone

KIND = "signin.notice"


def tell(member_id: int, what: str, now: datetime, **words: str) -> None:
    """Write to the member that *what* (a key of ``_said``) happened at *now*; *words*: ``device``, ``to``."""
    outbox.put(KIND, {"member": member_id, "what": what, "at": now.isoformat(), **words})


@outbox.handles(KIND, slow=True)
def write(jobs: Sequence[outbox.Job]) -> None:
    """Send each notice to who still has an account."""
    letters.deliver(jobs, lambda job: _prepare(job.payload))


def _prepare(payload: dict[str, Any]) -> Letter | None:
    member = db.session.get(Member, payload["member"])
    to = payload.get("to") or (member.email if member is not None else None)
    if member is None or member.state == MemberState.LEFT or to is None:
        return None
    at = moment(datetime.fromisoformat(payload["at"]), zone(member.timezone))
    subject, said = _said(payload["what"], at, payload.get("device", ""))
    reset = letters.address("/forgotten")
    return Letter(
        to,
        subject,
        subject,
        (
            _("Dear %(name)s,", name=member.name),
            said,
            _("Was it you? Then all is well, and there is nothing to do."),
            _("Was it not you? Sign out every device that you do not know, and change your password."),
        ),
        letters.address("/settings/devices"),
        _("See your devices"),
        small=_("If you can no longer sign in, choose a new password by a link to your mailbox: %(link)s", link=reset),
        account=True,
    )  # fmt: skip


def _said(what: str, at: str, device: str) -> tuple[str, str]:
    """The subject and the sentence of a notice."""
    return {
        "sign_in": lambda: (
            _("Your account was opened in a new browser"),
            _("Somebody signed in to your account with %(device)s, on %(at)s.", device=device, at=at),
        ),
        "old_key": lambda: (
            _("Somebody used an old key of yours"),
            _("On %(at)s a browser showed a key that another browser of yours had already exchanged for a new one. One of the two is a copy. Both were signed out.", at=at),
        ),
        "codes_on": lambda: (_("Codes are on"), _("Since %(at)s your account asks for a code after the password.", at=at)),
        "codes_off": lambda: (_("Codes are off"), _("Since %(at)s your account asks for no code after the password.", at=at)),
        "recovery_used": lambda: (_("A recovery code was used"), _("One of your recovery codes was used on %(at)s.", at=at)),
        "passkey_added": lambda: (_("A passkey was added"), _("The passkey “%(key)s” was added to your account on %(at)s.", key=device, at=at)),
        "passkey_removed": lambda: (_("A passkey was removed"), _("The passkey “%(key)s” was removed from your account on %(at)s.", key=device, at=at)),
        "identity_added": lambda: (_("A way to sign in was connected"), _("Since %(at)s you can sign in with %(name)s.", name=device, at=at)),
        "identity_removed": lambda: (_("A way to sign in was disconnected"), _("Since %(at)s nobody signs in to your account with %(name)s.", name=device, at=at)),
        "address_changed": lambda: (_("Your mail address was changed"), _("Since %(at)s your account has the address %(to)s.", to=device, at=at)),
    }[what]()  # fmt: skip

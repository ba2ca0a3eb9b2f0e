"""What goes with each mail beside its words: the thread it belongs to, where a reply goes, where it comes back to."""

from __future__ import annotations

from email.utils import formataddr, parseaddr
from urllib.parse import urlsplit

from flask_babel import gettext as _
from sqlalchemy import select

from qa.config import settings
from qa.core import clock, letters, tokens
from qa.core.db import db
from qa.core.letters import Letter, Stamp, Thread
from qa.members.models import Member
from qa.members.names import email_key
from qa.notifications.replies import addresses
from qa.notifications.replies.addresses import What
from qa.notifications.replies.queries import mail_off
from qa.questions import wider


@letters.stamps
def stamp(letter: Letter) -> Stamp | None:
    """The stamp of *letter*; None where mails to its reader came back too often."""
    query = select(Member).where(Member.email_key == email_key(letter.to))
    member = db.session.scalars(query).one_or_none()
    if member is not None and not letter.account and mail_off(member.id) is not None:
        return None
    now = clock.now()
    sender = addresses.bounces(member.id, member.email_key or "", now) if member is not None else ""
    thread = letter.thread
    reply = ""
    if thread is not None and member is not None and _may_reply(thread):
        reply = addresses.make(What(thread.reply), member.id, thread.root, thread.part, now)
    headers = belonging(thread) if thread is not None else gathered() if letter.unsubscribe else {}
    if reply:
        headers["Reply-To"] = formataddr((parseaddr(settings().mail_from)[0], reply))
    return Stamp(headers, sender, _foot(thread if reply else None))


def belonging(thread: Thread) -> dict[str, str]:
    """Headers by which mail programs put mails of one question together, and rules sort those of one circle.

    Ids and names are in none of them: each is the beginning of an HMAC.
    """
    host = _host()
    root = f"<thread.{_opaque('thread', thread.root)}@{host}>"
    return {
        "In-Reply-To": root,
        "References": root,
        "List-Id": f"<{_opaque('circle', thread.group)}.circles.{host}>",
    }


def gathered() -> dict[str, str]:
    """The header by which rules sort mails that are of no one circle."""
    return {"List-Id": f"<news.{_host()}>"}


def _host() -> str:
    return urlsplit(settings().base_url).hostname or "localhost"


def _opaque(purpose: str, number: int) -> str:
    return tokens.digest(f"mail.{purpose}", str(number)).hex()[:24]


def _may_reply(thread: Thread) -> bool:
    """Whether a reply would be taken. Who is to read it in a larger circle is shown on the page alone."""
    return bool(thread.reply) and (thread.part != 0 or not wider.is_widened(thread.root))


def _foot(thread: Thread | None) -> str:
    if thread is not None and thread.reply == What.ANSWER:
        said = _("Reply to this mail to answer: what you write is posted as your answer, with your name.")
        if thread.asked:
            said += " " + _("“Not now”, or “ask” with a name or handle, does that instead.")
        return said + " " + _("Without your name: on the page alone.")
    if thread is not None and thread.reply == What.COMMENT:
        return _(
            "Reply to this mail to comment: all who see the question see what you write, under the name that you show there."
        )
    return _("Replies to this mail are not read.")

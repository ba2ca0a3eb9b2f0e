"""Mail: written as outbox rows in the transaction of what causes it, sent by the worker after it.

Without QA_MAIL_URL nothing is sent: each mail becomes a file in instance/mails/, which development
shows at /-/mails. A mail's Message-ID comes from its outbox row, so that one sent twice, because the
connection broke after the text was handed over, is recognised as the same.
"""

from __future__ import annotations

import os
import re
import smtplib
import ssl
from collections.abc import Iterable, Mapping, Sequence
from contextlib import nullcontext, suppress
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from flask import Flask
from flask_babel import gettext as _
from flask_mailman import EmailMultiAlternatives, Mail
from flask_mailman.backends.base import BaseEmailBackend
from flask_mailman.backends.smtp import EmailBackend

from qa.config import Settings, SettingsError, settings
from qa.core import outbox
from qa.core.errors import PersonError

TIMEOUT = 10
"""Seconds for each step of the talk with the mail server; a hanging one holds nothing but other mail."""
PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
MAILS_A_LINE = 50
"""Mails sent over one connection at most: many servers end one after a hundred."""
KEPT = 500
"""Files in instance/mails/; older ones are removed."""

_CONTROLS = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]")
_ADDRESS = re.compile(r"[^\s@<>,;:\"()\[\]\\]+@[^\s@<>,;:\"()\[\]\\]+")


class ServerAway(OSError):
    """The mail server was tried a moment ago, for another mail, and was not there."""


class HeaderRefused(PersonError):
    """A text would break out of its mail header."""


def init_app(app: Flask) -> None:
    """Configure Flask-Mailman from QA_MAIL_URL: smtp://, smtp+tls:// (STARTTLS) or smtps://user:password@host:port."""
    found: Settings = app.config["QUORUM"]
    app.config.update(MAIL_DEFAULT_SENDER=found.mail_from, MAIL_TIMEOUT=TIMEOUT, **_server(found.mail_url))
    Mail(app)
    if found.development:
        from qa.core.mailbox import bp

        app.register_blueprint(bp)


def _server(address: str) -> dict[str, Any]:
    if not address:
        return {"MAIL_BACKEND": FolderBackend}
    try:
        parts = urlsplit(address)
        port = parts.port or PORTS[parts.scheme]
    except (KeyError, ValueError) as error:
        raise SettingsError("QA_MAIL_URL must look like smtp+tls://user:password@host:587.") from error
    return {
        "MAIL_BACKEND": SmtpBackend,
        "MAIL_SERVER": parts.hostname or "localhost",
        "MAIL_PORT": port,
        "MAIL_USERNAME": unquote(parts.username or "") or None,
        "MAIL_PASSWORD": unquote(parts.password or "") or None,
        "MAIL_USE_TLS": parts.scheme == "smtp+tls",
        "MAIL_USE_SSL": parts.scheme == "smtps",
    }


def queue(to: str, subject: str, text: str, html: str = "", headers: Mapping[str, str] | None = None) -> None:
    """Put a mail to the address *to* into the outbox, in the running transaction.

    *headers* are extra ones. Raises HeaderRefused when an address or a header carries a line break.
    """
    payload = {"to": to, "subject": subject, "text": text, "html": html, "headers": dict(headers or {})}
    _check(to, {"Subject": subject, **payload["headers"]})  # type: ignore[dict-item]
    outbox.put("mail", payload)


@outbox.handles("mail", slow=True)
def deliver(jobs: Sequence[outbox.Job]) -> None:
    """Send each mail of *jobs*; the worker hands them over one at a time."""
    for job in jobs:
        send(**job.payload, job=job)


def send(
    to: str,
    subject: str,
    text: str,
    html: str = "",
    headers: Mapping[str, str] | None = None,
    *,
    sender: str = "",
    job: outbox.Job,
) -> None:
    """Hand a mail to the mail server now, on behalf of the outbox row *job*.

    For handlers that compose a mail when it goes out, so that rights lost meanwhile count. *sender* is the address
    to which a server returns what it cannot deliver; that of QA_MAIL_FROM unless given.
    Raises OSError or smtplib.SMTPException when the server does not take it.
    """
    extra = {
        "From": settings().mail_from,
        "Message-ID": message_id(job),
        "Date": format_datetime(job.created_at),
        "Auto-Submitted": "auto-generated",
        **(headers or {}),
    }
    _check(to, {"Subject": subject, **extra})
    message = EmailMultiAlternatives(subject, text, sender or settings().mail_from, [to], headers=extra)
    if html:
        message.attach_alternative(html, "text/html")
    batch = outbox.batch.get()
    with Line() if batch is None else nullcontext(_line_of(batch)) as line:
        line.send(message)


class Line:
    """A connection to the mail server, for the mails of one batch of outbox rows.

    After any fault it is hung up, so that each mail's failure is its own. Where no connection comes about, the batch's
    other mails fail without trying: a server that hangs costs them one wait, not one each.
    """

    def __init__(self) -> None:
        self._backend: BaseEmailBackend | None = None
        self._sent = 0
        self._away: Exception | None = None

    def send(self, message: EmailMultiAlternatives) -> None:
        """Hand *message* over; raises OSError or smtplib.SMTPException."""
        if self._away is not None:
            raise ServerAway(repr(self._away))
        backend = self._connected(message)
        try:
            backend.send_messages([message])
        except Exception:
            self.hang_up()
            raise
        self._sent += 1

    def _connected(self, message: EmailMultiAlternatives) -> BaseEmailBackend:
        if self._backend is not None and (self._sent >= MAILS_A_LINE or not _answers(self._backend)):
            self.hang_up()
        if self._backend is None:
            # Ours to close: the library leaves its one open when the server refuses.
            self._backend, self._sent = message.get_connection(), 0
            try:
                self._backend.open()
            except Exception as error:
                self._away = error
                self.hang_up()
                raise
        return self._backend

    def hang_up(self) -> None:
        """End the connection if there is one."""
        backend, self._backend = self._backend, None
        if backend is not None:
            with suppress(OSError, smtplib.SMTPException):
                backend.close()

    def __enter__(self) -> Line:
        return self

    def __exit__(self, *_: object) -> None:
        self.hang_up()


def _line_of(batch: outbox.Batch) -> Line:
    """The line that the rows of *batch* share, hung up at its end."""
    found = batch.kept.get("mail")
    if found is None:
        found = batch.kept["mail"] = batch.enter_context(Line())
    assert isinstance(found, Line)
    return found


def _answers(backend: BaseEmailBackend) -> bool:
    """Whether the connection of *backend* still stands: a server may have ended it meanwhile."""
    smtp = getattr(backend, "connection", None)
    if smtp is None:
        return True
    try:
        return int(smtp.noop()[0]) == 250
    except (OSError, smtplib.SMTPException):
        return False


def message_id(job: outbox.Job) -> str:
    """The Message-ID of the mail that *job* sends: the same at each try, and at no other row's."""
    host = urlsplit(settings().base_url).hostname or "localhost"
    return f"<{job.id}.{int(job.created_at.timestamp() * 1_000_000)}@{host}>"


def _check(to: str, headers: Mapping[str, str]) -> None:
    if not _ADDRESS.fullmatch(to):
        raise HeaderRefused(_("This is not a mail address."))
    for name, value in headers.items():
        if _CONTROLS.search(name) or _CONTROLS.search(value):
            raise HeaderRefused(_("A line break cannot be part of a mail's heading."))


class _VerifyingSmtp(smtplib.SMTP):
    """SMTP whose STARTTLS checks the server's certificate; the library's own does not."""

    def starttls(self, *_ignored: Any, **_also: Any) -> tuple[int, bytes]:
        return super().starttls(context=ssl.create_default_context())


class SmtpBackend(EmailBackend):
    """Flask-Mailman's SMTP with certificates checked."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        """The class that talks to the server."""
        return smtplib.SMTP_SSL if self.use_ssl else _VerifyingSmtp


class FolderBackend(BaseEmailBackend):
    """Writes each mail to instance/mails/ instead of sending it, named by its Message-ID."""

    def send_messages(self, messages: Iterable[Any]) -> int:
        """Write *messages*; a mail written again replaces itself."""
        written = 0
        for message in messages:
            self._write(message.message())
            written += 1
        return written

    def _write(self, mail: Any) -> None:
        place = folder()
        place.mkdir(mode=0o700, exist_ok=True)
        name = re.sub(r"[^\w.-]", "_", mail["Message-ID"].strip("<>").partition("@")[0])
        beside = place / f".{name}.{os.getpid()}"
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(mail.as_bytes())
        beside.replace(place / f"{name}.eml")
        for old in filed()[KEPT:]:
            old.unlink(missing_ok=True)


def folder() -> Path:
    """Where mails are written when there is no mail server."""
    return settings().instance / "mails"


def filed() -> list[Path]:
    """The mails in the folder, newest first."""
    return sorted(folder().glob("*.eml"), key=lambda path: (path.stat().st_mtime_ns, path.name), reverse=True)

"""LMTP (RFC 2033): how a mail server hands mails over, one answer a receiver, each after its mail is kept."""

from __future__ import annotations

import asyncio
import signal
import socket
from pathlib import Path
from typing import Any

import structlog
from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import Envelope, Session
from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from qa.core.db import db
from qa.notifications.replies import addresses, receiving
from qa.notifications.replies.receiving import Refused

KEPT = "250 2.0.0 Kept"
AWAY = "451 4.3.0 Try again later"
RECIPIENTS_MOST = 20
QUIET = 60.0
"""Seconds after which a client that says nothing is sent away."""
SOCKET = "unix:"

log = structlog.get_logger(__name__)


class Handler:
    """What the server library asks: who is taken, and what to do with a mail."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._one_at_a_time = asyncio.Lock()

    async def handle_RCPT(  # noqa: N802 - the library's names
        self, _server: LMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take an address that this site has made; nothing is looked up for it."""
        with self._app.app_context():
            known = addresses.read(address) is not None
        if not known:
            return receiving.UNKNOWN
        if len(envelope.rcpt_tos) >= RECIPIENTS_MOST:
            return "452 4.5.3 Too many recipients"
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 2.1.5 Ok"

    async def handle_DATA(self, _server: LMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Keep the mail for each receiver; a line for each, in their order."""
        content, sender = envelope.content, envelope.mail_from or ""
        raw = content if isinstance(content, bytes) else b""
        said = []
        for recipient in envelope.rcpt_tos:
            async with self._one_at_a_time:
                said.append(await asyncio.to_thread(self._keep, raw, sender, recipient or ""))
        return "\r\n".join(said)

    def _keep(self, raw: bytes, sender: str, recipient: str) -> str:
        with self._app.app_context():
            try:
                receiving.receive(raw, sender, recipient)
            except Refused as refused:
                return refused.status
            except SQLAlchemyError as error:
                log.warning("mail_not_kept", error=repr(error)[:300])
                return AWAY
            finally:
                db.session.remove()
        return KEPT


def server(app: Flask, handler: Handler) -> LMTP:
    """What talks with one client."""
    return LMTP(
        handler,
        data_size_limit=receiving.SIZE_MOST,
        enable_SMTPUTF8=True,
        hostname=str(app.config["QUORUM"].reply_address).rpartition("@")[2],
        ident="Quorum",
        timeout=QUIET,
    )


async def serve(app: Flask, where: str, ready: Any = None) -> None:
    """Take mails at *where*, HOST:PORT or unix:/path, until SIGTERM or SIGINT. Raises OSError, or ValueError for no address.

    *ready* is called with the listening sockets.
    """
    loop, handler = asyncio.get_running_loop(), Handler(app)
    stopped = asyncio.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(sign, stopped.set)
    if where.startswith(SOCKET):
        listening = await loop.create_unix_server(lambda: server(app, handler), sock=_socket(where))
    else:
        host, port = _host(where)
        listening = await loop.create_server(lambda: server(app, handler), host, port)
    log.info("lmtp_started", where=where)
    if ready is not None:
        ready(listening.sockets)
    async with listening:
        await stopped.wait()
    log.info("lmtp_stopped")


def _host(where: str) -> tuple[str, int]:
    host, _colon, port = where.rpartition(":")
    if not host or not (port.isascii() and port.isdigit()) or int(port) > 65_535:
        raise ValueError("Say where as HOST:PORT, such as 127.0.0.1:8024, or as unix:/path.")
    return host.strip("[]"), int(port)


def _socket(where: str) -> socket.socket:
    """A socket that the group of its folder may write to: the mail server is another account."""
    path = Path(where.removeprefix(SOCKET))
    if path.is_socket():
        path.unlink()
    made = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    made.bind(str(path))
    path.chmod(0o660)
    return made

"""``qa mail …``: taking mails in, and how many came."""

from __future__ import annotations

import asyncio
import os
import sys
from datetime import timedelta
from email import message_from_bytes
from email.utils import getaddresses
from typing import TYPE_CHECKING, BinaryIO

import click

if TYPE_CHECKING:
    from flask import Flask

WITHIN = ("Delivered-To", "X-Original-To", "Envelope-To", "To", "Cc")
"""Where the address stands when the mail server does not say it."""

# A plain group: the application is made within the commands, so that a fault in it is one that passes, too.
group = click.Group("mail", help="Replies by mail: take them in, count them.")


@group.command("receive")
@click.option(
    "--lmtp", "where", metavar="HOST:PORT", help="Serve LMTP there, or at unix:/path, until SIGTERM."
)
@click.option(
    "--to", "recipient", default="", help="The envelope's recipient; else it is looked for in the mail."
)
@click.option(
    "--from", "sender", default=None, help="The envelope's sender; empty for what a server returns."
)
def receive(where: str | None, recipient: str, sender: str | None) -> None:
    """Take in one mail from standard input, or with --lmtp all that a mail server hands over.

    A mail is kept before this says so; the worker does it. Ends with what mail servers know from sysexits: 0 kept, 67
    no such address, 65 too large or no mail, 75 try again later.
    """
    if where is not None:
        _serve(where)
        return
    try:
        sys.exit(_one(sys.stdin.buffer, recipient, sender))
    except Exception as error:  # noqa: BLE001 - whatever it is, the mail server is to keep the mail and try again
        click.echo(f"Not taken in, try again later: {error}"[:400], err=True)
        sys.exit(os.EX_TEMPFAIL)


def _one(stream: BinaryIO, recipient: str, sender: str | None) -> int:
    from qa.core.db import db
    from qa.notifications.replies import receiving

    raw = stream.read(receiving.SIZE_MOST + 1)
    app = _app()
    with app.app_context():
        try:
            receiving.receive(raw, _sender(raw) if sender is None else sender, recipient or _recipient(raw))
        except receiving.Refused as refused:
            click.echo(refused.status, err=True)
            if refused.later:
                return os.EX_TEMPFAIL
            return os.EX_NOUSER if refused.status == receiving.UNKNOWN else os.EX_DATAERR
        finally:
            db.session.remove()
    return os.EX_OK


def _head(raw: bytes) -> bytes:
    return raw[:262_144].replace(b"\r\n", b"\n").partition(b"\n\n")[0] + b"\n\n"


def _sender(raw: bytes) -> str:
    """The envelope's sender, as the mail server noted it; a mail without that note has a person's."""
    found = message_from_bytes(_head(raw)).get("Return-Path")
    return "unknown" if found is None else str(found).strip("<> ")


def _recipient(raw: bytes) -> str:
    from qa.notifications.replies import addresses

    head = message_from_bytes(_head(raw))
    for name in WITHIN:
        fields = [str(value)[:2_000] for value in head.get_all(name, [])[:20]]
        for _name, address in getaddresses(fields):
            if addresses.read(address) is not None:
                return address
    return ""


def _app() -> Flask:
    from qa import create_app
    from qa.config import SettingsError

    try:
        return create_app()
    except (SettingsError, OSError) as error:
        raise click.ClickException(str(error)) from error


def _serve(where: str) -> None:
    from qa.notifications.replies import lmtp

    app = _app()
    if not app.config["QUORUM"].reply_address:
        raise click.ClickException(
            "Set QA_REPLY_ADDRESS first: without it no mail carries an address for replies."
        )
    try:
        asyncio.run(lmtp.serve(app, where))
    except (OSError, ValueError) as error:
        raise click.ClickException(f"{where}: {error}") from error


@group.command("counts")
@click.option("--days", default=30, show_default=True, type=click.IntRange(1, 30))
def counts(days: int) -> None:
    """Say how many mails came within the last days, and what became of them. No mail's words are kept."""
    from qa.core import clock
    from qa.notifications.replies import queries

    with _app().app_context():
        found = queries.outcomes(clock.now() - timedelta(days=days))
    click.echo(f"{sum(found.values())} mails came within {days} days")
    for name, number in sorted(found.items()):
        click.echo(f"{number:6} {name.replace('_', ' ')}")

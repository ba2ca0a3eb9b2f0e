"""What ``qa doctor`` says of replies by mail."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Flask

from qa.core.findings import GOOD, ODD, Finding


def replies(app: Flask) -> Iterator[Finding]:
    """Whether replies are read, and whether anybody confirms whose they are."""
    found = app.config["QUORUM"]
    if not found.reply_address:
        yield Finding(GOOD, "Replies by mail are not read, and mails say so")
        return
    if not found.mail_url:
        yield Finding(ODD, "Replies are read, but mails are not sent", "Set QA_MAIL_URL.")
    if found.reply_authserv:
        yield Finding(GOOD, f"Replies come to {found.reply_address}, confirmed by {found.reply_authserv}")
    else:
        what = f"Replies come to {found.reply_address}; whose they are is told by From alone"
        yield Finding(ODD, what, "Let your mail server check DMARC, and name it in QA_REPLY_AUTHSERV.")

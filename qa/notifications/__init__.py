"""Notifications: what happened to a member's own questions and answers, what other programs read (calendar, feed), and replies by mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask


def register(app: Flask) -> None:
    """Give *app* the page of notices, the listeners that write them, the calendar and feed of each member, and what reads replies."""
    from qa.notifications import commands, listeners, mails, planning  # noqa: F401 - importing adds listeners and handlers
    from qa.notifications.replies import acting, receiving, stamping  # noqa: F401 - and handlers
    from qa.notifications.replies import mails as reply_mails  # noqa: F401
    from qa.notifications.views import bp, feeds, mail, news, returned  # noqa: F401

    app.register_blueprint(bp)
    app.cli.add_command(commands.group)

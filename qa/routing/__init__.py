"""Whom to ask: candidates for a question, chosen in waves that follow its time-box."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask


def register(app: Flask) -> None:
    """Give *app* what asks when a question is posted, the mails, the pages and the command."""
    from qa.routing import commands, listeners, mails, models, upkeep, waves  # noqa: F401 - importing adds listeners and handlers
    from qa.routing.views import asked, bp, more, settings  # noqa: F401

    app.register_blueprint(bp)
    app.cli.add_command(commands.group)

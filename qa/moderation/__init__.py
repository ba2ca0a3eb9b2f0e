"""What moderators do, with a reason that stays: suspending for selling, looking behind a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask


def register(app: Flask) -> None:
    """Give *app* the pages of moderation, and the mails that tell of it."""
    from qa.moderation import mails  # noqa: F401 - importing adds the job that sends them
    from qa.moderation.views import bp, desk, names, suspension  # noqa: F401 - importing adds the views

    app.register_blueprint(bp)

"""Joining: invitations, applications, vouches, who vouched for whom, the pledge."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask


def register(app: Flask) -> None:
    """Give *app* the pages of joining; importing adds its views, its mails and what it listens to."""
    from qa.vetting import entering, listeners, mails, models, queue_mails  # noqa: F401
    from qa.vetting.views import apply, bp, inviting, join, pledge, queue, standing, tree  # noqa: F401

    app.register_blueprint(bp)

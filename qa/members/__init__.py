"""Members: accounts, sessions, profiles, circles; who somebody is, and what others may see of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask


def register(app: Flask) -> None:
    """Give *app* its sessions, and the pages of signing in, settings, people and circles."""
    from qa.members import resets, sessions  # noqa: F401 - importing the first adds the job that sends links
    from qa.members.views import bp, door, people, settings  # noqa: F401 - importing adds the views

    sessions.init_app(app)
    door.init_app(app)
    app.register_blueprint(bp)

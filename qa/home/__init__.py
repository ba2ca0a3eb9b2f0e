"""Home: where a member can help, and what this is for whoever is not signed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask


def register(app: Flask) -> None:
    """Give *app* its first page."""
    from qa.home.views import bp

    app.register_blueprint(bp)

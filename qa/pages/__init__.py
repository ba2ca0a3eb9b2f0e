"""Pages that belong to no slice: what this is, and every component in every state."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Bring the pages' views."""
    from qa.pages.views import bp

    app.register_blueprint(bp)

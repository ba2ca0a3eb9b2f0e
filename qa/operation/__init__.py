"""Operation: what whoever runs the site looks at and mends while it runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask


def register(app: Flask) -> None:
    """Give *app* the admins' pages."""
    from qa.operation.views import bp

    app.register_blueprint(bp)

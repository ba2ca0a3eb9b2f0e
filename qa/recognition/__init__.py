"""Recognition: what marks by others add up to."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask


def register(app: Flask) -> None:
    """Give *app* the page of recognition."""
    from qa.recognition import listeners, models  # noqa: F401 - importing adds listeners and tables
    from qa.recognition.views import bp

    app.register_blueprint(bp)

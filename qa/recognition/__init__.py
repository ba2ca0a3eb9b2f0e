"""Recognition: what marks by others add up to."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask


def register(app: Flask) -> None:
    """Give *app* the page of recognition, and statements with their pages."""
    from qa.recognition import listeners  # noqa: F401 - importing adds listeners
    from qa.recognition import models as _models  # noqa: F401 - importing adds tables
    from qa.recognition.statements import models  # noqa: F401 - importing adds the table
    from qa.recognition.statements.views import bp as statements
    from qa.recognition.statements.views import own, verify  # noqa: F401
    from qa.recognition.views import bp

    app.register_blueprint(bp)
    app.register_blueprint(statements)

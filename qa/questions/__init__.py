"""Questions: the asking, the time-box, tags, drafts and revisions."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask


def register(app: Flask) -> None:
    """Give *app* the pages of questions, and the worker its mails about dates."""
    from qa.questions import mails  # noqa: F401 - importing adds the handler
    from qa.questions.views import after, ask, bp, change, ending, following, lists, same, show, topics  # noqa: F401

    app.register_blueprint(bp)

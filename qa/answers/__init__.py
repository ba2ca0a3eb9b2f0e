"""Answers: one a member a question, with comments, marks and revisions."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask


def register(app: Flask) -> None:
    """Give *app* the pages and listeners of answers."""
    from qa.answers import held_mails, listeners, mails, outcome_mails, thanks_mails  # noqa: F401 - adds handlers
    from qa.answers.views import answers, bp, thanks  # noqa: F401 - adds the views

    app.register_blueprint(bp)

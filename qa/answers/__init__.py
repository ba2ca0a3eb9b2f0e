"""Answers: one a member a question, with comments, marks and revisions."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask


def register(app: Flask) -> None:
    """Give *app* the pages and listeners of answers."""
    from qa.answers import listeners, mails, outcome_mails, views  # noqa: F401 - adds listeners and handlers

    app.register_blueprint(views.bp)

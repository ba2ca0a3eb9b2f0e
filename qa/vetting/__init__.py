"""Joining: invitations, applications, vouches, who vouched for whom, the pledge."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask


def register(app: Flask) -> None:
    """Give *app* the pages of joining."""
    from qa.vetting import models  # noqa: F401 - the tables belong to every application

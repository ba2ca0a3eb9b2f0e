"""How it works, and the page of all components."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask_login import current_user

from qa.config import settings
from qa.core import clock
from qa.core.errors import NotFound
from qa.core.web import open_to
from qa.pages import samples

bp = Blueprint("pages", __name__)


@bp.get("/about")
@open_to("public")
def about() -> str:
    """What this is, how it works and how credit is counted."""
    return render_template("pages/about.html")


@bp.get("/-/patterns")
@open_to("public")
def patterns() -> str:
    """Every component in every state; for whoever builds pages, not for the world."""
    if not (settings().development or current_user.is_authenticated):
        raise NotFound
    return render_template("patterns/index.html", **samples.everything(clock.now()))

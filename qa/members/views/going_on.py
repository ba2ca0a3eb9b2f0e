"""Where somebody goes on to who has just signed in: the page they came from, or the text they had typed."""

from __future__ import annotations

from flask import flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from qa.core.errors import RuleBroken
from qa.core.web import safe_next
from qa.members.kept import Kept
from qa.members.models import Member
from qa.questions import drafts


def page_of(target: str | None) -> str:
    """*target* if it is a page of this site behind the door, else home."""
    found = safe_next(target)
    if found is None or found.split("?")[0].rstrip("/") in ("/login", "/login/code", "/logout"):
        return url_for("home.index")
    return found


def go_on(member: Member, target: str | None, text: Kept | None) -> ResponseReturnValue:
    """To *target*; or to the draft that *text* becomes, or to the page that shows it again."""
    if text is None:
        return redirect(page_of(target), 303)
    message = ""
    if text.becomes_draft:
        try:
            draft = drafts.keep(member, text.draft_path, text.fields)
        except RuleBroken as error:
            message = error.message
        else:
            flash(_("You are signed in again. Your text was kept as a draft."), "good")
            return redirect(draft, 303)
    return make_response(render_template("members/kept.html", kept=text, message=message))

"""Where an asker thanks those who answered, and says later whether it held."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import BadRequest

from qa.answers import rules, thank_queries, thanking
from qa.answers.models import HOURS_MAX, NOTE_MAX, Answer, PrivateNote
from qa.answers.views import bp
from qa.core import clock, limits, text
from qa.core.db import db
from qa.core.limits import limiter
from qa.members.byline import Byline, author_of, byline
from qa.members.models import Exposure
from qa.members.viewer import Viewer, current_member, current_viewer
from qa.questions import access, deadlines
from qa.questions.addresses import answer_path, question_path
from qa.questions.rules import require_author

RETURN = "thanks"
"""What a form of this page sends along, to come back to it."""


@dataclass(frozen=True, slots=True)
class Given:
    """An answer that can be thanked for; *first* is the first name to say it to, empty where the name is withheld."""

    id: int
    href: str
    byline: Byline
    first: str
    excerpt: str
    thanked: bool
    note: str
    hours: int | None
    private: bool
    held: bool | None


@bp.get("/q/<id:question_id>/thanks")
def thanks(question_id: int) -> ResponseReturnValue:
    """Every answer to an own question, each with its press."""
    viewer = current_viewer()
    question = access.load(question_id, viewer.id)
    require_author(current_member(), question)
    given = [_given(row, question, viewer) for row in thank_queries.to_thank(question_id, viewer.id)]
    return render_template(
        "answers/thanks.html",
        title=question.title,
        href=question_path(question.id, question.title),
        closed=deadlines.is_closed(question, clock.now()),
        outcome=question.outcome_at is not None,
        outcome_href=f"/q/{question.id}/outcome",
        hidden=question.exposure != Exposure.NAMED,
        given=given,
        back=RETURN,
        note_max=NOTE_MAX,
        hours_max=HOURS_MAX,
    )


def _given(row: Any, question: Any, viewer: Viewer) -> Given:
    who = byline(author_of(row), row.exposure, viewer.id)
    first = "" if who.hidden else who.name.split()[0]
    href = answer_path(question.id, question.title, row.id)
    return Given(row.id, href, who, first, text.excerpt(row.body_html), row.mark_id is not None, row.note or "", row.hours_saved, bool(row.private), row.held)  # fmt: skip


@bp.post("/a/<id:answer_id>/held")
@limiter.limit(limits.MARK)
def hold(answer_id: int) -> ResponseReturnValue:
    """Say whether an answer that was used held."""
    member = current_member()
    answer = rules.load(answer_id, member.id, lock=True)
    require_author(member, access.load(answer.question_id, member.id))
    said = request.form.get("held")
    if said not in ("yes", "no"):
        raise BadRequest
    thanking.say_held(member, answer, said == "yes", clock.now())
    flash(_("Noted. Its author is told, and it stands under the answer."), "good")
    return redirect(thanks_path(answer))


def thanks_path(answer: Answer) -> str:
    """The page of the answer's question on which its asker thanks, at the answer."""
    return f"/q/{answer.question_id}/thanks#a{answer.id}"


def return_path(answer: Answer) -> str:
    """The page of thanks, where a mark was given or taken back there; empty elsewhere."""
    return thanks_path(answer) if request.form.get("back") == RETURN else ""


def given_before(answer: Answer, member_id: int) -> dict[str, Any]:
    """The member's own thanks for *answer* as they stand, for a form."""
    mark = thanking.standing(answer.id)
    if mark is None or mark.giver_id != member_id:
        return {}
    private = db.session.get(PrivateNote, mark.id) is not None
    return {"note": mark.note, "hours_saved": mark.hours_saved, "private": private}

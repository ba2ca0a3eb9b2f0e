"""Where an applicant stands, and what an applicant does there."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from qa.config import settings
from qa.core import clock, limits
from qa.core.errors import NotFound, RuleBroken
from qa.core.limits import limiter
from qa.core.web import open_to, whole_number
from qa.members.byline import author_of, byline
from qa.members.dates import day
from qa.members.forms import show_problem
from qa.members.models import Exposure, MemberState
from qa.members.viewer import Viewer, current_member, current_viewer
from qa.vetting import deciding, entering, inquiries, queries
from qa.vetting.forms import ReplyForm
from qa.vetting.models import Application, Outcome
from qa.vetting.views import bp


def applicant_page(viewer: Viewer, tried: int = 0, form: ReplyForm | None = None) -> str:
    """The page of an applicant. *tried*: the question whose reply in *form* is at fault."""
    application = entering.latest(viewer.id)
    waits = application is not None and application.outcome is None
    questions = queries.inquiries_for([application.id]) if application is not None and waits else ()
    return render_template(
        "vetting/standing.html",
        name=viewer.name,
        ended=_ended(application, viewer),
        waits=waits,
        needed=settings().vouches_needed,
        words=_words(application, viewer) if application is not None and waits else [],
        unanswered=[row for row in questions if row.replied_at is None],
        answered=[row for row in questions if row.replied_at is not None],
        usual_days=queries.usual_days() if waits else None,
        tried=tried,
        form=form or ReplyForm(formdata=None),
    )


def _ended(application: Application | None, viewer: Viewer) -> dict[str, Any] | None:
    """How the last application ended, and from when on another is welcome."""
    if application is None or application.decided_at is None or application.outcome is None:
        return None
    declined = application.outcome == Outcome.DECLINED
    again = entering.again_from(application)
    return {
        "declined": declined,
        "reason": application.reason,
        "when": day(application.decided_at, viewer.zone),
        "again": day(again, viewer.zone) if again > clock.now() else "",
    }


def _words(application: Application, viewer: Viewer) -> list[dict[str, Any]]:
    """Who vouches for the applicant and what they say; the applicant cannot open members' pages."""
    return [
        {"by": byline(author_of(row), Exposure.NAMED, viewer.id), "how": row.how}
        for row in queries.words_for([application.id])
    ]


def _own() -> Application:
    """The viewer's application that waits. Raises NotFound for those who have none."""
    viewer = current_viewer()
    application = entering.latest(viewer.id)
    if viewer.state != MemberState.APPLICANT or application is None or application.outcome is not None:
        raise NotFound
    return application


@bp.post("/standing/reply")
@open_to("account")
@limiter.limit(limits.COMMENT)
def reply() -> ResponseReturnValue:
    """Reply to a question that a member has put."""
    _own()
    form = ReplyForm()
    inquiry_id = whole_number(form.inquiry_id.data) or 0
    try:
        inquiries.reply(current_member(), inquiry_id, form.reply.data or "", clock.now())
    except RuleBroken as error:
        show_problem(form, error)
        return applicant_page(current_viewer(), inquiry_id, form), 422
    flash(_("Your reply is there. Moderators and those who vouch for you read it."), "good")
    return redirect(url_for("members.standing"), 303)


@bp.post("/standing/withdrawal")
@open_to("account")
@limiter.limit(limits.EDIT)
def withdraw() -> ResponseReturnValue:
    """Take one's own application back."""
    deciding.withdraw(current_member(), _own(), clock.now())
    flash(_("Your application is taken back."), "good")
    return redirect(url_for("members.standing"), 303)

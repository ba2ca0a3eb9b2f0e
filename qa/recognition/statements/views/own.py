"""A member's statements: looked over, issued, printed, taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from qa.core import clock, limits
from qa.core.errors import NotFound, PersonError, RuleBroken
from qa.core.limits import limiter
from qa.core.web import open_to
from qa.members.dates import day
from qa.members.models import Member
from qa.members.viewer import current_member, current_viewer
from qa.recognition.statements import codes, forms, pdf, queries, rules, words
from qa.recognition.statements.drafting import NOTES_MOST, TOPICS_MOST, Choice, Draft
from qa.recognition.statements.periods import Span
from qa.recognition.statements.signing import Signed, file_of
from qa.recognition.statements.views import bp
from qa.recognition.statements.views.verify import sheet_of
from qa.recognition.words import peers


@dataclass(frozen=True, slots=True)
class Issued:
    """A statement in the member's list; *gone*: when it was taken back, in words, empty while it holds."""

    id: int
    code: str
    issued: str
    gone: str


@bp.get("/statements")
@open_to("account")
def index() -> ResponseReturnValue:
    """What a statement would say, with the choices, and those issued. Who is not active may only take back."""
    if not current_viewer().may_read:
        return render_template("recognition/statements.html", issued=_issued(), form=None)
    member, now = current_member(), clock.now()
    joined, today = _days(member, now)
    try:
        return _page(member, forms.choice(request.args, joined, today), now)
    except RuleBroken as error:
        usual = forms.choice(forms.Given(), joined, today)
        return _page(member, usual, now, error), error.status


@bp.post("/statements")
@limiter.limit(limits.STATEMENT)
def issue() -> ResponseReturnValue:
    """Sign what was looked over; where that says something else by now, it is shown anew."""
    member, now = current_member(), clock.now()
    joined, today = _days(member, now)
    chosen = forms.confirmed(request.form, joined, today)
    try:
        statement = rules.issue(member, chosen, request.form.get("digest", ""), now)
    except PersonError as error:
        return _page(member, chosen, now, error, Span.OWN), error.status
    flash(
        _("Issued. Whoever has the code can check it at this address; you can take it back at any time."),
        "good",
    )
    return redirect(url_for("statements.show", code=codes.shown(statement.code)), 303)


@bp.post("/statements/<id:statement_id>/revocation")
@open_to("account")
@limiter.limit(limits.EDIT)
def revoke(statement_id: int) -> ResponseReturnValue:
    """Take a statement back, at once and for good."""
    rules.revoke(current_member(), statement_id, clock.now())
    flash(_("Taken back. Whoever has the code is told so, and reads nothing of it."), "good")
    return redirect(url_for("statements.index") + "#issued", 303)


@bp.get("/statements/<id:statement_id>.pdf")
@limiter.limit(limits.STATEMENT)
def as_pdf(statement_id: int) -> ResponseReturnValue:
    """The member's own statement as PDF, with the signed file attached."""
    row = queries.own(current_viewer().id, statement_id)
    if row is None:
        raise NotFound
    signed = Signed(row.content.encode(), row.signature)
    html = render_template("recognition/statement_pdf.html", sheet=sheet_of(signed))
    try:
        made = pdf.made(html, file_of(signed))
    except pdf.NoPdf as error:
        said = _(
            "No PDF is made here; print the page instead. For whoever runs this site: %(what)s", what=error
        )
        raise NotFound(said) from error
    response = Response(made, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="statement-{codes.shown(row.code)}.pdf"'
    return response


def _days(member: Member, now: datetime) -> tuple[date, date]:
    """The day on which *member* joined, and today, where the member is."""
    zone = current_viewer().zone
    return member.joined_at.astimezone(zone).date(), now.astimezone(zone).date()


def _issued() -> list[Issued]:
    viewer = current_viewer()
    return [
        Issued(
            row.id,
            codes.shown(row.code),
            day(row.issued_at, viewer.zone),
            day(row.revoked_at, viewer.zone) if row.revoked_at else "",
        )
        for row in queries.issued(viewer.id)
    ]


def _page(
    member: Member, choice: Choice, now: datetime, error: PersonError | None = None, span: Span | None = None
) -> str:
    made = rules.drafted(member, choice, now)
    return render_template(
        "recognition/statements.html",
        issued=_issued(),
        form=_form(made, choice, span or forms.span_of(request.args)),
        sheet=words.sheet(made.said),
        problem=error.message if error else rules.too_long(made.said),
        field=error.field if error else "",
        pdf=pdf.is_installed(),
    )


def _form(made: Draft, choice: Choice, span: Span) -> dict[str, Any]:
    """What the form shows and sends on: the fields as they were chosen, those typed as they were typed."""
    said, asked = made.said, request.values
    return {
        "span": span.value,
        "from": asked.get("from", "") or said.start.isoformat(),
        "to": asked.get("to", "") or said.end.isoformat(),
        "start": said.start.isoformat(),
        "end": said.end.isoformat(),
        "for": forms.key(choice.period),
        "topics": [(one.name, peers(one.peers), chosen) for one, chosen in made.topics],
        "notes": made.notes,
        "role": choice.role,
        "circles": [(one.id, one.name, peers(many), chosen) for one, many, chosen in made.circles],
        "kept_in": made.kept_in,
        "elsewhere": made.elsewhere,
        "digest": made.digest,
        "empty": not said.helped,
        "most_topics": TOPICS_MOST,
        "most_notes": NOTES_MOST,
    }

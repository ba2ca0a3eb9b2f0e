"""The outbox, for admins."""

from __future__ import annotations

import structlog
from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_timedelta, ngettext

from qa.core import clock, limits
from qa.core.errors import NotFound
from qa.core.limits import limiter
from qa.core.web import open_to, whole_number
from qa.members.dates import moment
from qa.members.viewer import current_viewer
from qa.operation import queries, rules, words

bp = Blueprint("operation", __name__)
log = structlog.get_logger(__name__)
ALL = "all"


@bp.get("/admin/outbox")
@open_to("admin")
def outbox() -> ResponseReturnValue:
    """What waits, what failed and what was given up."""
    viewer, now = current_viewer(), clock.now()
    lines = [
        {
            "id": row.id,
            "kind": row.kind,
            "age": format_timedelta(now - row.created_at),
            "due": moment(row.due_at, viewer.zone),
            "attempts": row.attempts,
            "given_up": words.is_given_up(row),
            "failed": words.can_be_tried(row),
            "fault": words.fault(row.last_error),
        }
        for row in queries.jobs()
    ]
    count = queries.counts()
    more = max(0, count.total - len(lines))
    return render_template("operation/outbox.html", lines=lines, count=count, more=more)


@bp.post("/admin/outbox/retries")
@open_to("admin")
@limiter.limit(limits.MODERATE)
def retry() -> ResponseReturnValue:
    """Try one job again that failed, or all of them."""
    chosen = request.form.get("job", "")
    number = whole_number(chosen)
    if number is None and chosen != ALL:
        raise NotFound
    done = rules.retry(None if number is None else [number], clock.now())
    if number is not None and not done:
        raise NotFound
    log.info("outbox_retried", member=current_viewer().id, jobs=done[:20], count=len(done))
    flash(
        ngettext(
            "One job is tried again within seconds.",
            "%(num)s jobs are tried again within seconds.",
            len(done),
        ),
        "good",
    )
    return redirect(url_for("operation.outbox"), 303)

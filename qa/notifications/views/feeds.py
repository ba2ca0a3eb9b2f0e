"""Calendar and feed: the page on which their addresses are made, and the two addresses.

The two are read by programs, signed out: the token in the address alone says whose they are, and no cookie is looked at.
"""

from __future__ import annotations

from datetime import datetime

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from qa.core import clock, letters, limits, tokens
from qa.core.errors import NotFound
from qa.core.limits import limiter
from qa.core.web import open_to
from qa.members.dates import day
from qa.members.viewer import current_member, current_viewer, zone
from qa.notifications import feed_queries
from qa.notifications import feeds as rules
from qa.notifications.models import FeedKind
from qa.notifications.views import bp
from qa.questions.queries import tags_of
from qa.signin import sudo

APART = {
    "Cache-Control": "private, no-cache",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
}
"""What the two answer beside every page's headers: kept by their reader alone, asked for anew each time, told to nobody."""
ENDPOINTS = {FeedKind.CALENDAR: "notifications.calendar", FeedKind.ATOM: "notifications.atom"}


def _address_read() -> str:
    """The count of a limit: one for each address, which is not stored in plain."""
    return f"feed:{tokens.token_hash((request.view_args or {}).get('token', ''))[:24]}"


@bp.get("/calendar/<token>.ics")
@open_to("public")
@limiter.limit(limits.FEED, key_func=_address_read)
@limiter.limit(limits.FEED_CLIENT, key_func=limits.address)
def calendar(token: str) -> ResponseReturnValue:
    """The dates of the questions that a member asked, answered or began to answer."""
    reader = feed_queries.reader(token, FeedKind.CALENDAR)
    if reader is None:
        return _nothing()
    from qa.notifications.calendar import changed, written  # with its library only where it is wanted

    now = clock.now()
    live, gone = feed_queries.calendar(reader.id, now), feed_queries.taken_back(reader.id, now)
    body = written(live, gone, now, zone(reader.timezone))
    return _answer(body, "text/calendar", changed(live, gone, reader.made_at, now))


@bp.get("/feed/<token>.atom")
@open_to("public")
@limiter.limit(limits.FEED, key_func=_address_read)
@limiter.limit(limits.FEED_CLIENT, key_func=limits.address)
def atom(token: str) -> ResponseReturnValue:
    """The newest questions of a member's circles."""
    reader = feed_queries.reader(token, FeedKind.ATOM)
    if reader is None:
        return _nothing()
    from qa.notifications.atom import changed, written

    rows = feed_queries.latest(reader.id)
    tags = tags_of(row.id for row in rows)
    body = written(rows, tags, reader, request.path, clock.now(), zone(reader.timezone))
    return _answer(body, "application/atom+xml", changed(rows, reader.made_at))


def _nothing() -> Response:
    """The same for what never was, what is revoked, and whose member may not read."""
    response = Response(_("There is nothing at this address.") + "\n", 404, mimetype="text/plain")
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _answer(body: bytes, kind: str, changed: datetime) -> Response:
    """*body*, or 304 where the reader has exactly this. The date alone decides nothing: a question that is no longer to
    be seen makes no date newer."""
    response = Response(body, mimetype=kind)
    response.headers.update(APART)
    response.last_modified = changed
    response.add_etag()
    asked = dict(request.environ)
    asked.pop("HTTP_IF_MODIFIED_SINCE", None)
    response.make_conditional(asked)
    return response


@bp.get("/settings/feeds")
def feeds() -> ResponseReturnValue:
    """Whether the viewer's calendar and feed are on."""
    return _page()


@bp.post("/settings/feeds/<kind>")
@limiter.limit(limits.EDIT)
def make_feed(kind: str) -> ResponseReturnValue:
    """Make an address, in place of the one before, and show it this once."""
    which = _kind(kind)
    sudo.require()
    token = rules.make(current_member(), which, clock.now())
    return _page(which, letters.address(url_for(ENDPOINTS[which], token=token)))


@bp.post("/settings/feeds/<kind>/end")
@limiter.limit(limits.EDIT)
def end_feed(kind: str) -> ResponseReturnValue:
    """Turn an address off."""
    rules.turn_off(current_member(), _kind(kind), clock.now())
    flash(_("Turned off. Nothing is read at that address any more."), "good")
    return redirect(url_for("notifications.feeds"), 303)


def _kind(name: str) -> FeedKind:
    if name not in set(FeedKind):
        raise NotFound
    return FeedKind(name)


def _page(shown: FeedKind | None = None, address: str = "") -> str:
    viewer = current_viewer()
    since = {kind.value: day(at, viewer.zone) for kind, at in feed_queries.made(viewer.id).items()}
    return render_template("notifications/feeds.html", since=since, shown=shown, address=address)

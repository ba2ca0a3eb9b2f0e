"""Profiles, the directory and circles."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from qa.answers.queries import answered_by
from qa.core import clock
from qa.core.errors import NotFound
from qa.members import queries
from qa.members.byline import Byline, author_of, byline
from qa.members.dates import day, moment, month
from qa.members.models import Exposure, MemberState
from qa.members.viewer import Viewer, current_viewer, zone
from qa.members.views import bp
from qa.questions import queries as question_queries
from qa.questions.addresses import answer_path
from qa.questions.listing import listed
from qa.recognition import record
from qa.recognition.queries import received
from qa.recognition.words import claim

ANSWERS_SHOWN = 5


@bp.get("/m/<handle>")
def profile(handle: str) -> ResponseReturnValue:
    """A member's page."""
    viewer, now = current_viewer(), clock.now()
    row = queries.profile(handle, viewer.id)
    return render_template(
        "members/profile.html",
        person=byline(author_of(row), Exposure.NAMED, viewer.id),
        handle=row.author_handle,
        words=row,
        good_at=_paragraphs(row.good_at),
        ask_me_about=_paragraphs(row.ask_me_about),
        since=month(row.joined_at, viewer.zone),
        local_time=moment(now, zone(row.timezone)).rpartition(", ")[2],
        zone_name=row.timezone.replace("_", " "),
        suspended=row.state == MemberState.SUSPENDED,
        circles=queries.shared_circles(row.author_id, viewer.id),
        claim=_claim(row, viewer, now),
        answered=[
            (answer_path(one.question_id, one.title, one.id), one.title, day(one.posted_at, viewer.zone))
            for one in answered_by(viewer.id, row.author_id, ANSWERS_SHOWN)
        ],
    )


def _claim(row: Any, viewer: Viewer, now: datetime) -> str:
    """What others' marks say of the member in one sentence; empty where there are none, or they are hidden."""
    if row.recognition_hidden and row.author_id != viewer.id:
        return ""
    named = [one for one in received(row.author_id, viewer.id) if one.named]
    found = record.of(named, row.author_id, now)
    return claim(found) if found.helped else ""


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


@bp.get("/members")
def directory() -> ResponseReturnValue:
    """The people of one's circles, by name."""
    viewer = current_viewer()
    mine = [circle for circle in queries.circles(viewer.id) if circle.since is not None]
    slug, words = request.args.get("circle", ""), request.args.get("q", "")[:200]
    circle = next((one for one in mine if one.slug == slug), None)
    if slug and circle is None:
        raise NotFound
    page = queries.directory(
        viewer.id, circle_id=circle.id if circle else None, words=words, bookmark=request.args.get("page")
    )
    return render_template(
        "members/directory.html",
        people=_listed(page.rows, viewer),
        circles=mine,
        chosen=slug,
        words=words,
        previous=_address(page.previous),
        next=_address(page.next),
    )


def _address(bookmark: str | None) -> str | None:
    if bookmark is None:
        return None
    chosen: dict[str, Any] = {name: request.args.get(name) or None for name in ("q", "circle")}
    return url_for("members.directory", page=bookmark, **chosen)


def _listed(rows: Sequence[Any], viewer: Viewer) -> list[tuple[Byline, str, bool]]:
    """Each person, what to ask them about, and whether they are suspended."""
    return [
        (
            byline(author_of(row), Exposure.NAMED, viewer.id),
            " ".join(row.ask_me_about.split())[:160],
            row.state == MemberState.SUSPENDED,
        )
        for row in rows
    ]


@bp.get("/circles")
def circles() -> ResponseReturnValue:
    """One's own circles, and the others that may be known of."""
    viewer = current_viewer()
    rows = queries.circles(viewer.id)
    return render_template(
        "members/circles.html",
        mine=[(row, day(row.since, viewer.zone)) for row in rows if row.since is not None],
        others=[row for row in rows if row.since is None],
    )


@bp.get("/c/<slug>")
def circle(slug: str) -> ResponseReturnValue:
    """A circle from within: what it is for, its open questions, who is in it."""
    viewer, now = current_viewer(), clock.now()
    found = queries.circle(slug, viewer.id)
    people = queries.circle_members(found.id, viewer.id)
    return render_template(
        "members/circle.html",
        circle=found,
        people=_listed(people, viewer),
        more=found.size > len(people),
        rows=listed(question_queries.in_circle(viewer.id, found.id, now), viewer, now),
    )

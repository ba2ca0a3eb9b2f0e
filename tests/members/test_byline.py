"""What a viewer may see of an author, under every exposure; and when a visit begins."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from qa.core import clock
from qa.core.db import db
from qa.members.byline import Byline, author_columns, author_of, byline
from qa.members.models import Exposure, LoginSession, Member
from qa.members.viewer import initials, zone
from tests.support.browser import Browser
from tests.support.cast import Cast

FIELDS = ("name", "handle", "title", "employer")


def words(shown: Byline) -> str:
    return " ".join(str(getattr(shown, name)) for name in Byline.__slots__)


def test_a_named_author_is_named(cast: Cast) -> None:
    shown = byline(cast.ana, Exposure.NAMED, cast.ben.id)
    assert shown == Byline("Ana Lindqvist", "CISO, Nordsee Bank", "AL", "/m/ana", False, False)
    assert byline(cast.ana, "named", cast.ana.id).is_viewer


@pytest.mark.parametrize("exposure", [Exposure.ROLE, Exposure.ANONYMOUS, "role", "anonymous"])
def test_a_withheld_name_is_in_no_word(cast: Cast, exposure: str) -> None:
    for viewer_id in (cast.ben.id, None):
        shown = byline(cast.ana, exposure, viewer_id)
        assert (shown.href, shown.hidden, shown.is_viewer) == (None, True, False)
        for field in FIELDS:
            assert getattr(cast.ana, field).casefold() not in words(shown).casefold()
    assert words(byline(cast.ana, Exposure.NAMED, cast.ben.id)).count("Ana") == 1


def test_a_role_tells_level_profession_and_industry_only(cast: Cast) -> None:
    shown = byline(cast.ana, Exposure.ROLE, cast.ben.id)
    assert shown.detail == "Head of function, information security, banking. Name withheld"
    assert byline(cast.ana, Exposure.ANONYMOUS, cast.ben.id).detail == "Name withheld"
    ana = cast.ana
    ana.level = ana.profession = ana.industry = ""
    assert byline(ana, Exposure.ROLE, cast.ben.id).detail == "Name withheld"


def test_authors_recognise_what_they_wrote_without_name(cast: Cast) -> None:
    shown = byline(cast.ana, Exposure.ANONYMOUS, cast.ana.id)
    assert (shown.name, shown.is_viewer) == ("You, without your name", True)


def test_an_author_taken_from_a_row_is_the_same(cast: Cast) -> None:
    row = db.session.execute(select(*author_columns()).where(Member.handle == "ana")).one()
    for exposure in Exposure:
        assert byline(author_of(row), exposure, None) == byline(cast.ana, exposure, None)


@pytest.mark.parametrize(
    ("name", "seat"),
    [
        ("Ana Lindqvist", "AL"),
        ("Ana", "A"),
        ("Jean-Luc van de Perrin", "JP"),
        ("- -", "?"),
        ("", "?"),
        ("é x", "ÉX"),
    ],
)
def test_initials(name: str, seat: str) -> None:
    assert initials(name) == seat


@pytest.mark.parametrize("name", ["", "Mars/Olympus", "../../etc/passwd", "x" * 1000, "Europe"])
def test_a_zone_that_is_none_is_utc(name: str) -> None:
    assert zone(name).key == "UTC"
    assert zone("Europe/Berlin").key == "Europe/Berlin"


def test_a_visit_begins_after_an_hours_pause(client: Browser, cast: Cast) -> None:
    start = clock.now()
    client.sign_in(cast.ana)
    for minutes in (6, 12, 50, 140, 143, 250):
        with time_machine.travel(start + timedelta(minutes=minutes), tick=False):
            assert client.get("/settings").status_code == 200
        if minutes == 143:
            seen = db.session.scalars(select(LoginSession.seen_at)).one()
            assert seen == start + timedelta(minutes=140)  # once in five minutes is often enough
    ana = cast.ana
    assert ana.visited_at == start + timedelta(minutes=250)
    assert ana.last_visit_at == start + timedelta(minutes=140)

"""Whom and what a viewer finds, in how many statements, on both engines."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import time_machine
from flask import Flask
from werkzeug.exceptions import BadRequest

from qa.core.db import db
from qa.core.errors import NotFound
from qa.members import accounts, circles, headcount, queries
from qa.members.models import Circle, Member, MemberState
from tests.support.cast import LONG_AGO, Cast
from tests.support.recorder import Queries

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def handles(rows: object) -> list[str]:
    return [row.author_handle for row in getattr(rows, "rows", rows)]


def imported(name: str, circle: Circle) -> Member:
    member = accounts.create_member(name=name, email=None, state=MemberState.ACTIVE, now=NOW)
    member.source_url = "https://source.example/users/1"
    for membership in db.session.query(queries.Membership).filter_by(member_id=member.id):
        db.session.delete(membership)
    circles.join(circle, member, NOW)
    return member


@pytest.fixture
def recorder(app: Flask) -> Queries:
    return Queries()


def crowd(many: int, circle: Circle) -> None:
    for number in range(many):
        member = accounts.create_member(name=f"Zoe {chr(97 + number % 26)}", email=None, now=NOW)
        if circle.cap is None or number < 20:
            circles.join(circle, member, NOW)


def test_a_profile_is_seen_by_those_who_share_a_circle(cast: Cast) -> None:
    assert queries.profile("BEN", cast.ana.id).author_name == "Ben Okafor"
    assert queries.profile("dan", cast.ana.id).author_handle == "dan"  # both are in Everyone
    author = imported("Ira Vance", cast.inner)
    assert queries.profile(author.handle, cast.ana.id).source_url
    with pytest.raises(NotFound):
        queries.profile(author.handle, cast.dan.id)
    with pytest.raises(NotFound):
        queries.profile("nobody", cast.ana.id)
    with pytest.raises(NotFound):
        queries.profile("eve", cast.ana.id)  # an applicant is in no circle
    with pytest.raises(NotFound):
        queries.profile("ben", cast.eve.id)


def test_a_profile_goes_with_the_last_shared_circle(cast: Cast) -> None:
    author = imported("Ira Vance", cast.inner)
    assert queries.profile(author.handle, cast.ana.id)
    circles.leave(cast.inner, cast.ana, NOW)
    with pytest.raises(NotFound):
        queries.profile(author.handle, cast.ana.id)


def test_the_suspended_are_seen_and_those_who_left_are_not(cast: Cast) -> None:
    cast.ben.state = MemberState.SUSPENDED
    assert queries.profile("ben", cast.ana.id).state == MemberState.SUSPENDED
    cast.ben.state = MemberState.LEFT
    with pytest.raises(NotFound):
        queries.profile("ben", cast.ana.id)


def test_shared_circles_are_those_of_both(cast: Cast) -> None:
    assert [row.slug for row in queries.shared_circles(cast.ben.id, cast.ana.id)] == ["everyone", "inner"]
    assert [row.slug for row in queries.shared_circles(cast.ben.id, cast.dan.id)] == ["everyone"]


def test_the_directory_is_by_name_and_never_of_strangers(cast: Cast) -> None:
    assert handles(queries.directory(cast.ana.id)) == ["ana", "ben", "cleo", "dan", "mo"]
    assert handles(queries.directory(cast.ana.id, circle_id=cast.inner.id)) == ["ana", "ben", "cleo", "mo"]
    assert handles(queries.directory(cast.dan.id, circle_id=cast.inner.id)) == []
    assert handles(queries.directory(cast.eve.id)) == []


def test_authors_of_imported_texts_are_not_in_the_directory(cast: Cast) -> None:
    author = imported("Ira Vance", cast.inner)
    assert author.handle not in handles(queries.directory(cast.ana.id))
    assert queries.circle("inner", cast.ana.id).size == 4
    author.source_url = None
    assert author.handle in handles(queries.directory(cast.ana.id))


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("okafor", ["ben"]),
        ("insurance", ["ben", "cleo"]),
        ("INSURANCE director", ["ben"]),
        ("security", ["ana", "ben", "cleo", "dan", "mo"]),
        ("%", []),
        ("_", []),
        ("\\", []),
        ("' OR 1=1 --", []),
        ("nobody", []),
        ("  ", ["ana", "ben", "cleo", "dan", "mo"]),
    ],
)
def test_the_directory_is_narrowed_by_words(cast: Cast, words: str, found: list[str]) -> None:
    assert handles(queries.directory(cast.ana.id, words=words)) == found


def test_signs_of_a_pattern_are_looked_for_as_they_are(cast: Cast) -> None:
    cast.ben.good_at = "100 %_sure\\ things"
    db.session.flush()
    assert handles(queries.directory(cast.ana.id, words="%_sure\\")) == ["ben"]


def test_the_directory_has_pages(cast: Cast) -> None:
    first = queries.directory(cast.ana.id, per_page=2)
    second = queries.directory(cast.ana.id, per_page=2, bookmark=first.next)
    third = queries.directory(cast.ana.id, per_page=2, bookmark=second.next)
    assert [handles(page) for page in (first, second, third)] == [["ana", "ben"], ["cleo", "dan"], ["mo"]]
    assert (first.previous, third.next) == (None, None)
    assert handles(queries.directory(cast.ana.id, per_page=2, bookmark=second.previous)) == ["ana", "ben"]


@pytest.mark.parametrize(
    "bookmark", ["x", ">", "<", ">i:1", ">s:a~i:", ">s:a~i:1~i:2", "\x00", ">i:99999999999999999999~i:1"]
)
def test_a_bookmark_that_is_none_is_refused(cast: Cast, bookmark: str) -> None:
    try:
        assert handles(queries.directory(cast.ana.id, bookmark=bookmark)) is not None
    except BadRequest:
        return
    assert bookmark in (">", "<")


def test_a_circle_is_seen_from_within(cast: Cast) -> None:
    found = queries.circle("inner", cast.ana.id)
    assert (found.name, found.size, found.since, found.role) == ("Inner circle", 4, LONG_AGO, "member")
    with pytest.raises(NotFound):
        queries.circle("inner", cast.dan.id)
    with pytest.raises(NotFound):
        queries.circle("nowhere", cast.ana.id)
    people = queries.circle_members(found.id, cast.ana.id)
    assert [(row.author_handle, row.part) for row in people] == [
        ("mo", "steward"), ("ana", "member"), ("ben", "member"), ("cleo", "member"),
    ]  # fmt: skip
    assert handles(queries.circle_members(found.id, cast.dan.id)) == []


def test_circles_are_ones_own_and_those_that_may_be_known_of(cast: Cast) -> None:
    db.session.add(Circle(slug="hidden", name="Hidden", listed=False, created_at=NOW))
    db.session.flush()
    mine = [(row.slug, row.since is not None, row.size) for row in queries.circles(cast.ana.id)]
    assert mine == [("everyone", True, 5), ("inner", True, 4)]
    dans = [(row.slug, row.since is not None, row.size) for row in queries.circles(cast.dan.id)]
    assert dans == [("everyone", True, 5), ("inner", False, 4)]


def test_how_many_a_role_fits(cast: Cast) -> None:
    inner = cast.inner.id
    assert queries.readers_and_peers(cast.ana, inner)[1] == 1
    assert queries.readers_and_peers(cast.ben, inner)[1] == 2  # Cleo is in insurance too
    cast.ben.state = MemberState.SUSPENDED
    db.session.flush()
    assert queries.readers_and_peers(cast.cleo, inner)[1] == 1
    cast.ana.industry = ""
    db.session.flush()
    assert queries.readers_and_peers(cast.ana, inner)[1] == 3


def test_what_was_counted_lately_is_the_same_for_a_minute(cast: Cast, recorder: Queries) -> None:
    inner, people = cast.inner.id, (cast.ana, cast.ben, cast.cleo, cast.mo)
    cast.cleo.industry = ""
    db.session.flush()
    with time_machine.travel(NOW, tick=False) as clock:
        counted = [headcount.lately(one, inner) for one in people]
        assert counted == [queries.readers_and_peers(one, inner) for one in people]
        cast.ben.state = MemberState.SUSPENDED
        db.session.flush()
        with recorder:
            assert headcount.lately(people[0], inner) == counted[0]
        assert len(recorder) == 0
        clock.shift(61)
        assert headcount.lately(cast.ana, inner) == queries.readers_and_peers(cast.ana, inner)
        assert headcount.lately(cast.ana, inner)[0] == counted[0][0] - 1


@pytest.mark.parametrize("many", [0, 30])
def test_statements_do_not_grow_with_rows(cast: Cast, recorder: Queries, many: int) -> None:
    crowd(many, cast.everyone)
    crowd(many, cast.inner)
    ana, inner = cast.ana.id, cast.inner.id
    db.session.flush()
    reads = (
        lambda: queries.profile("ben", ana),
        lambda: queries.shared_circles(ana, ana),
        lambda: queries.directory(ana, words="a e", per_page=5),
        lambda: queries.circle("inner", ana),
        lambda: queries.circles(ana),
        lambda: queries.circle_members(inner, ana),
        lambda: queries.readers_and_peers(cast_ana, inner)[1],
        lambda: queries.descriptions(inner),
    )
    cast_ana = cast.ana
    for read in reads:
        with recorder:
            read()
        assert len(recorder) == 1, recorder.statements

"""Who reads which part of a profile: in the page, in the list, and in what a search finds; on both engines."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.core.db import db
from qa.core.errors import RuleBroken
from qa.members import circles, events, profiles, queries
from qa.members.models import Audience, Circle, Member
from tests.support.cast import Cast, join

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
SECRET = "zebrafinch"


def write(member: Member, part: str, audience: Audience) -> None:
    setattr(member, part, SECRET)
    profiles.share(member, {part: audience.value})


def finds(viewer: Member, word: str = SECRET) -> list[str]:
    return [row.author_handle for row in queries.directory(viewer.id, words=word).rows]


@pytest.mark.parametrize("part", profiles.TEXTS)
@pytest.mark.parametrize(
    ("audience", "readers"),
    [
        (Audience.MEMBERS, {"ana", "ben", "dan"}),
        (Audience.CIRCLES, {"ana", "ben"}),  # Dan shares Everyone only
        (Audience.ME, {"ben"}),
    ],
)
def test_a_part_is_read_and_found_by_whom_it_is_for(
    cast: Cast, part: str, audience: Audience, readers: set[str]
) -> None:
    write(cast.ben, part, audience)
    for viewer in (cast.ana, cast.ben, cast.dan):
        reads = viewer.handle in readers
        assert getattr(queries.profile("ben", viewer.id), part) == (SECRET if reads else "")
        assert finds(viewer) == (["ben"] if reads else [])
        assert bool(queries.peers(viewer.id, SECRET)) == (reads and viewer.handle != "ben")
    listed = {row.author_handle: row.ask_me_about for row in queries.directory(cast.dan.id).rows}
    assert listed["ben"] == (SECRET if part == "ask_me_about" and "dan" in readers else "")


def test_why_is_private_unless_shared(cast: Cast) -> None:
    cast.ben.why = SECRET
    db.session.flush()
    assert queries.profile("ben", cast.ana.id).why == ""
    profiles.share(cast.ben, {"why": "members"})
    assert queries.profile("ben", cast.ana.id).why == SECRET


def test_a_time_zone_is_for_whom_it_is_for(cast: Cast) -> None:
    profiles.share(cast.ben, {"timezone": "circles"})
    assert queries.profile("ben", cast.ana.id).timezone == "Europe/Berlin"
    assert queries.profile("ben", cast.dan.id).timezone == ""
    assert queries.profile("ben", cast.ben.id).timezone == "Europe/Berlin"


def test_a_circle_that_one_left_shares_nothing(cast: Cast) -> None:
    write(cast.ben, "help_with", Audience.CIRCLES)
    assert finds(cast.ana) == ["ben"]
    circles.leave(cast.inner, cast.ana, NOW)
    assert finds(cast.ana) == []
    circles.join(cast.inner, cast.ana, NOW)
    circles.leave(cast.inner, cast.ben, NOW)
    assert finds(cast.ana) == []


def test_name_and_role_always_stand(cast: Cast) -> None:
    profiles.share(cast.ben, dict.fromkeys(profiles.PARTS, "me"))
    assert finds(cast.dan, "carrow") == ["ben"]
    assert queries.profile("ben", cast.dan.id).author_employer == "Carrow Mutual"


@pytest.mark.parametrize(
    "chosen", [{"why": "nobody"}, {"why": ""}, {"name": "me"}, {"password_hash": "members"}]
)
def test_what_is_no_audience_is_refused(cast: Cast, chosen: dict[str, str]) -> None:
    with pytest.raises(RuleBroken) as error:
        profiles.share(cast.ben, chosen)
    assert error.value.field == f"{next(iter(chosen))}_for"


def test_a_change_is_news_and_none_is_not(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[object] = []
    monkeypatch.setattr(profiles.events, "record", heard.append)
    profiles.share(cast.ben, {"why": "me"})
    assert heard == []
    profiles.share(cast.ben, {"why": "circles"})
    assert heard == [events.ProfileChanged(cast.ben.id)]


WORDS = st.sampled_from(["", "alpha", "beta", "alpha beta", "gamma"])
PERSON = st.fixed_dictionaries(
    {
        **dict.fromkeys(profiles.TEXTS, WORDS),
        **{f"{part}_for": st.sampled_from(list(Audience)) for part in profiles.TEXTS},
    }
)


@settings(max_examples=25)
@given(people=st.lists(PERSON, min_size=4, max_size=4), inside=st.sets(st.integers(0, 9)), word=WORDS)
def test_no_search_finds_by_a_hidden_word(
    cast: Cast, people: list[dict[str, object]], inside: set[int], word: str
) -> None:
    """Against the plain reading of the rule, for any texts, audiences and memberships of two small circles."""
    small = [Circle(slug=f"small-{n}", name="Small", cap=60, created_at=NOW) for n in range(2)]
    db.session.add_all(small)
    db.session.flush()
    members = [cast.ana, cast.ben, cast.cleo, cast.dan, cast.mo]
    for membership in db.session.query(queries.Membership).filter_by(circle_id=cast.inner.id):
        membership.left_at = NOW
    sits = {(n // 2, n % 2) for n in inside}
    for place, circle in sits:
        join(members[place], small[circle])
    for member, words in zip(members[1:], people, strict=True):
        for field, value in words.items():
            setattr(member, field, value)
    db.session.flush()
    mine = {circle for place, circle in sits if place == 0}
    expected = []
    for place, words in enumerate(people, start=1):
        close = bool(mine & {circle for other, circle in sits if other == place})
        open_to = {Audience.MEMBERS} | ({Audience.CIRCLES} if close else set())
        texts = [str(words[part]) for part in profiles.TEXTS if words[f"{part}_for"] in open_to]
        if all(any(one in text for text in texts) for one in word.split()):
            expected.append(members[place].handle)
    found = [handle for handle in finds(cast.ana, word) if handle != "ana"]
    assert found == expected
    db.session.rollback()

"""Who vouched for a member, as another reads it; on both engines."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from qa.core.db import db
from qa.members import accounts, circles
from qa.members.models import Member, MemberState
from qa.vetting import queries
from qa.vetting.models import Vouch
from tests.support.cast import Cast

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def vouch(by: Member, member: Member, at: datetime = NOW) -> Vouch:
    given = Vouch(voucher_id=by.id, member_id=member.id, how="Ran our audit", since_year=2019, given_at=at)
    db.session.add(given)
    db.session.flush()
    return given


def test_vouches_that_stand_by_those_whom_the_viewer_may_see(cast: Cast) -> None:
    vouch(cast.dan, cast.ben)
    taken_back = vouch(cast.mo, cast.ben, NOW - timedelta(days=1))
    vouch(cast.ben, cast.cleo)
    rows = queries.vouched_for_by(cast.ben.id, cast.ana.id)
    assert [(row.author_handle, row.how, row.since_year) for row in rows] == [
        ("mo", "Ran our audit", 2019),
        ("dan", "Ran our audit", 2019),
    ]
    taken_back.withdrawn_at = NOW
    assert [row.author_handle for row in queries.vouched_for_by(cast.ben.id, cast.ana.id)] == ["dan"]


def test_a_voucher_whom_the_viewer_may_not_see_is_not_named(cast: Cast) -> None:
    stranger = accounts.create_member(name="Ira Vance", email=None, state=MemberState.APPLICANT, now=NOW)
    stranger.state = MemberState.ACTIVE
    vouch(stranger, cast.ben)
    assert not queries.vouched_for_by(cast.ben.id, cast.ana.id)
    circles.join(cast.inner, stranger, NOW)
    assert queries.vouched_for_by(cast.ben.id, cast.ana.id)
    assert not queries.vouched_for_by(cast.ben.id, cast.dan.id)

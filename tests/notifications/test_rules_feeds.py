"""Secret addresses: one a kind, dead as soon as there is another, and worth nothing to who may not read."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from qa.core import tokens
from qa.core.db import db
from qa.core.errors import Forbidden, NotFound
from qa.members.models import MemberState
from qa.notifications import feed_queries, feeds
from qa.notifications.models import FeedAddress, FeedKind
from qa.questions import rules as asking
from tests.support.cast import Cast
from tests.support.things import TITLE, answer, ask

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
CALENDAR, ATOM = FeedKind.CALENDAR, FeedKind.ATOM

pytestmark = pytest.mark.usefixtures("app")


def whose(token: str, kind: FeedKind) -> int | None:
    row = feed_queries.reader(token, kind)
    return None if row is None else int(row.id)


def test_an_address_is_its_members_and_of_its_kind(cast: Cast) -> None:
    token = feeds.make(cast.ana, CALENDAR, NOW)
    assert whose(token, CALENDAR) == cast.ana.id
    assert whose(token, ATOM) is None
    assert whose(token[:-1], CALENDAR) is whose("", CALENDAR) is None
    assert whose(tokens.token_hash(token), CALENDAR) is None
    assert feed_queries.made(cast.ana.id) == {CALENDAR: NOW}
    assert feed_queries.made(cast.ben.id) == {}


def test_only_a_hash_is_kept(cast: Cast) -> None:
    token = feeds.make(cast.ana, ATOM, NOW)
    row = db.session.query(FeedAddress).one()
    assert token not in repr(vars(row))
    assert row.token_hash == tokens.token_hash(token)
    assert len(token) >= 43  # 256 bits


def test_a_new_address_ends_the_one_before_and_no_other(cast: Cast) -> None:
    first, feed = feeds.make(cast.ana, CALENDAR, NOW), feeds.make(cast.ana, ATOM, NOW)
    others = feeds.make(cast.ben, CALENDAR, NOW)
    second = feeds.make(cast.ana, CALENDAR, NOW + timedelta(hours=1))
    assert whose(first, CALENDAR) is None
    assert (whose(second, CALENDAR), whose(feed, ATOM)) == (cast.ana.id, cast.ana.id)
    assert whose(others, CALENDAR) == cast.ben.id


def test_turned_off_it_is_dead_and_its_twin_lives(cast: Cast) -> None:
    token, feed = feeds.make(cast.ana, CALENDAR, NOW), feeds.make(cast.ana, ATOM, NOW)
    with pytest.raises(NotFound):
        feeds.turn_off(cast.ben, CALENDAR, NOW)
    feeds.turn_off(cast.ana, CALENDAR, NOW)
    assert (whose(token, CALENDAR), whose(feed, ATOM)) == (None, cast.ana.id)
    with pytest.raises(NotFound):
        feeds.turn_off(cast.ana, CALENDAR, NOW)


@pytest.mark.parametrize("state", [MemberState.APPLICANT, MemberState.SUSPENDED, MemberState.LEFT])
def test_who_may_not_read_has_none_and_makes_none(cast: Cast, state: MemberState) -> None:
    token = feeds.make(cast.ana, CALENDAR, NOW)
    cast.ana.state = state
    db.session.flush()
    assert whose(token, CALENDAR) is None
    with pytest.raises(Forbidden):
        feeds.make(cast.ana, CALENDAR, NOW)
    cast.ana.state = MemberState.ACTIVE
    db.session.flush()
    assert whose(token, CALENDAR) == cast.ana.id


def test_the_database_holds_one_live_address_of_a_kind(cast: Cast) -> None:
    feeds.make(cast.ana, CALENDAR, NOW)
    one = {"member_id": cast.ana.id, "kind": CALENDAR, "token_hash": "a" * 64, "made_at": NOW}
    with pytest.raises(IntegrityError):
        db.session.execute(insert(FeedAddress).values(one))


def test_a_questions_sequence_grows_with_title_date_and_end_alone(cast: Cast) -> None:
    question = ask(cast.ana, cast.inner, now=NOW)
    assert question.sequence == 0
    asking.edit(cast.ana, question, asking.Words(TITLE, "Other words."), NOW, base=1)
    answer(cast.ben, question, now=NOW)
    db.session.flush()
    db.session.refresh(question)
    assert question.sequence == 0
    asking.edit(cast.ana, question, asking.Words(TITLE + " And why?", "Other."), NOW, base=2)
    assert question.sequence == 1
    question.needed_by = NOW + timedelta(days=9)
    assert question.sequence == 2
    question.needed_by = NOW + timedelta(days=9)
    assert question.sequence == 2
    asking.close(cast.ana, question, NOW + timedelta(hours=1))
    db.session.flush()
    db.session.refresh(question)
    assert question.sequence == 3
    other = ask(cast.ana, cast.inner, now=NOW)
    asking.withdraw(cast.ana, other, NOW)
    assert other.sequence == 1

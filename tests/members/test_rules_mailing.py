"""What members choose about their mails."""

from __future__ import annotations

from datetime import UTC, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.core.db import db
from qa.core.errors import Forbidden, RuleBroken
from qa.members.mailing import rules, sending, wishes
from qa.members.mailing.hours import QUIET
from qa.members.mailing.models import MailChoice, MailKind, Often
from qa.members.mailing.rules import Choices
from qa.members.mailing.wishes import DEFAULTS
from tests.support.cast import Cast
from tests.support.mailing import sleeps, wants

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def test_who_chose_nothing_has_the_defaults(cast: Cast) -> None:
    sleeps(cast.ben)
    found = wishes.of(cast.ben.id)
    assert {kind: found.often(kind, cast.inner.id) for kind in MailKind} == DEFAULTS
    assert (found.hours.zone, found.hours.quiet, found.hours.weekends) == ("Europe/Berlin", QUIET, True)


def test_what_is_chosen_is_kept_and_only_what_differs_is_a_row(cast: Cast) -> None:
    kinds = {**DEFAULTS, MailKind.THANKS: Often.NEVER, MailKind.ASKED: Often.DAILY}
    choices = Choices(kinds, {cast.inner.id: Often.WEEKLY}, True, "19:00", "07:30", False)
    rules.choose(cast.ben, choices, NOW)
    rules.choose(cast.ben, choices, NOW)
    found = wishes.of(cast.ben.id)
    assert db.session.query(MailChoice).count() == 2
    assert found.hours.quiet == (time(19), time(7, 30)) and not found.hours.weekends
    assert found.often(MailKind.ASKED) == Often.DAILY
    assert found.often(MailKind.ASKED, cast.inner.id) == Often.WEEKLY
    assert found.often(MailKind.THANKS, cast.inner.id) == Often.NEVER  # what is off is off in every circle
    assert found.often(MailKind.ASKED, cast.everyone.id) == Often.DAILY
    rules.choose(cast.ben, Choices(DEFAULTS, quiet=False), NOW)
    found = wishes.of(cast.ben.id)
    assert (found.hours.quiet, dict(found.kinds), dict(found.circles)) == (None, {}, {})


def test_a_circle_that_one_is_not_in_is_left_out(cast: Cast) -> None:
    chosen = {cast.inner.id: Often.WEEKLY, cast.everyone.id: Often.HOURLY, 999: Often.DAILY}
    rules.choose(cast.dan, Choices(DEFAULTS, chosen), NOW)
    assert wishes.of(cast.dan.id).circles == {cast.everyone.id: Often.HOURLY}


@pytest.mark.parametrize(
    ("starts", "ends", "field"), [("25:00", "07:00", "starts"), ("20:00", "seven", "ends"), ("", "07:00", "starts"), ("20:00", "20:00", "ends")]
)  # fmt: skip
def test_hours_that_are_none_change_nothing(cast: Cast, starts: str, ends: str, field: str) -> None:
    with pytest.raises(RuleBroken) as raised:
        rules.choose(
            cast.ben, Choices({**DEFAULTS, MailKind.ASKED: Often.NEVER}, starts=starts, ends=ends), NOW
        )
    assert raised.value.field == field
    assert wishes.of(cast.ben.id).often(MailKind.ASKED) == DEFAULTS[MailKind.ASKED]


def test_only_active_members_choose(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        rules.choose(cast.eve, Choices(DEFAULTS), NOW)


def test_one_kind_is_switched_off_alone(cast: Cast) -> None:
    rules.switch_off(cast.ben.id, MailKind.FOUND, NOW)
    rules.switch_off(cast.ben.id, MailKind.FOUND, NOW)
    found = wishes.of(cast.ben.id)
    assert {kind: found.often(kind) for kind in MailKind} == {**DEFAULTS, MailKind.FOUND: Often.NEVER}
    assert wishes.of(cast.cleo.id).often(MailKind.FOUND) == DEFAULTS[MailKind.FOUND]


@pytest.mark.parametrize("kind", rules.ASKS)
def test_asks_are_switched_off_whether_the_date_is_near_or_not(cast: Cast, kind: MailKind) -> None:
    rules.switch_off(cast.ben.id, kind, NOW)
    found = wishes.of(cast.ben.id)
    assert {one for one in MailKind if found.often(one) == Often.NEVER} == set(rules.ASKS)


def test_a_gathering_mail_is_switched_off_with_all_that_it_tells(cast: Cast) -> None:
    rules.choose(
        cast.ben, Choices({**DEFAULTS, MailKind.DATES: Often.DAILY}, {cast.inner.id: Often.DAILY}), NOW
    )
    rules.switch_off_round(cast.ben.id, Often.DAILY, NOW)
    found = wishes.of(cast.ben.id)
    left = {kind: found.often(kind, circle) for kind in MailKind for circle in (None, cast.inner.id)}
    assert Often.DAILY not in left.values()
    assert found.often(MailKind.POSTED) == Often.WEEKLY and found.often(MailKind.ASKED) == Often.AT_ONCE


def test_wishes_of_many_cost_three_queries(cast: Cast, queries: object) -> None:
    for one in (cast.ben, cast.cleo):
        wants(one, Often.DAILY)
    ids = [cast.ben.id, cast.cleo.id, cast.dan.id]
    counts = []
    for number in (1, 3):
        with queries:  # type: ignore[attr-defined]
            assert set(wishes.of_all(ids[:number])) == set(ids[:number])
        counts.append(len(queries))  # type: ignore[arg-type]
    assert counts == [3, 3]


@given(st.text(max_size=40))
def test_a_token_that_nobody_sealed_means_nothing(app: object, text: str) -> None:
    assert sending.target_of(text) is None

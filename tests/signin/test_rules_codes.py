"""Codes of an app and codes on paper (RELIABILITY F2, G5)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import select

from qa.core import transaction
from qa.core.db import db
from qa.core.errors import RuleBroken
from qa.signin import codes, recovery
from qa.signin.models import CodeApp, RecoveryCode
from tests.signin.people import code_at, with_codes
from tests.support.cast import Cast

NOW = datetime(2026, 11, 23, 9, 0, 10, tzinfo=UTC)
LATER = NOW + timedelta(minutes=5)
MANY = 20


def take(member_id: int, typed: str, at: datetime) -> bool:
    with transaction.unit():
        return codes.take(member_id, typed, at)


def test_a_code_is_asked_for_only_after_a_first_right_one(app: Flask, cast: Cast) -> None:
    with transaction.unit():
        codes.begin(cast.ana, NOW)
    secret = codes.waiting(cast.ana.id)
    assert secret is not None
    assert not codes.is_on(cast.ana.id)
    assert not take(cast.ana.id, code_at(secret, NOW), NOW)
    for wrong in ("000000", "", "abcdef", code_at(secret, LATER)):
        with pytest.raises(RuleBroken) as caught:
            codes.confirm(cast.ana, wrong, NOW)
        assert caught.value.field == "code"
    with transaction.unit():
        shown = codes.confirm(cast.ana, code_at(secret, NOW), NOW)
    assert codes.is_on(cast.ana.id)
    assert codes.waiting(cast.ana.id) is None
    assert len(set(shown)) == recovery.MANY
    with pytest.raises(RuleBroken, match="on already"):
        codes.begin(cast.ana, NOW)
    with pytest.raises(RuleBroken, match="no app"):
        codes.confirm(cast.ana, code_at(secret, LATER), LATER)
    assert app


@pytest.mark.parametrize(("steps", "good"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_clock_may_be_half_a_minute_off_either_way(cast: Cast, steps: int, good: bool) -> None:
    secret, _shown = with_codes(cast.ana, NOW)
    assert take(cast.ana.id, code_at(secret, LATER, steps), LATER) is good


def test_a_code_is_taken_once_and_none_before_it_any_more(cast: Cast) -> None:
    secret, _shown = with_codes(cast.ana, NOW)
    assert not take(cast.ana.id, code_at(secret, NOW), NOW)  # it confirmed the app
    assert take(cast.ana.id, code_at(secret, LATER), LATER)
    assert not take(cast.ana.id, code_at(secret, LATER), LATER)
    assert not take(cast.ana.id, code_at(secret, LATER, -1), LATER)
    assert take(cast.ana.id, code_at(secret, LATER, 1), LATER)


def test_spaces_do_not_matter_and_other_figures_are_refused_plainly(cast: Cast) -> None:
    secret, _shown = with_codes(cast.ana, NOW)
    code = code_at(secret, LATER)
    for odd in ("１２３４５６", "١٢٣٤٥٦"):
        with pytest.raises(RuleBroken, match="0 to 9"):
            codes.take(cast.ana.id, odd, LATER)
    for wrong in ("", code[:5], code + "0", f"-{code}", "½" * 6, "\x00" * 6, "9" * 5000):
        assert not take(cast.ana.id, wrong, LATER)
    assert take(cast.ana.id, f" {code[:3]} {code[3:]}\u00a0", LATER)


def test_a_code_of_another_is_no_code_of_mine(cast: Cast) -> None:
    mine, _shown = with_codes(cast.ana, NOW)
    theirs, _also = with_codes(cast.ben, NOW)
    assert not take(cast.ana.id, code_at(theirs, LATER), LATER)
    assert take(cast.ana.id, code_at(mine, LATER), LATER)


def at_once(app: Flask, act: Callable[[], bool]) -> Counter[bool]:
    db.session.rollback()
    barrier = Barrier(MANY)

    def run(_number: int) -> bool:
        with app.app_context():
            barrier.wait()
            try:
                with transaction.unit():
                    return act()
            finally:
                db.session.remove()

    with ThreadPoolExecutor(MANY) as pool:
        return Counter(pool.map(run, range(MANY)))


def test_of_twenty_at_once_one_takes_the_code(app: Flask, cast: Cast) -> None:
    secret, shown = with_codes(cast.ana, NOW)
    ana, code = cast.ana.id, code_at(secret, LATER)
    assert at_once(app, lambda: codes.take(ana, code, LATER)) == {True: 1, False: MANY - 1}
    assert at_once(app, lambda: recovery.take(ana, shown[0], LATER)) == {True: 1, False: MANY - 1}


def test_recovery_codes_open_once_each_however_they_are_typed(cast: Cast) -> None:
    _secret, shown = with_codes(cast.ana, NOW)
    for typed in (
        shown[0].upper().replace("-", " "),
        shown[1].replace("-", "").replace("o", "0").replace("l", "1"),
    ):
        with transaction.unit():
            assert recovery.take(cast.ana.id, typed, LATER)
        with transaction.unit():
            assert not recovery.take(cast.ana.id, typed, LATER)
    assert recovery.left(cast.ana.id) == recovery.MANY - 2
    assert not recovery.take(cast.ben.id, shown[2], LATER)
    with transaction.unit():
        new = recovery.renew(cast.ana.id, LATER)
    assert not recovery.take(cast.ana.id, shown[2], LATER)
    assert recovery.take(cast.ana.id, new[2], LATER)


def test_switching_off_leaves_nothing(cast: Cast) -> None:
    secret, shown = with_codes(cast.ana, NOW)
    with transaction.unit():
        codes.switch_off(cast.ana.id, LATER)
    assert not codes.is_on(cast.ana.id)
    assert not codes.take(cast.ana.id, code_at(secret, LATER), LATER)
    assert not recovery.take(cast.ana.id, shown[0], LATER)
    with transaction.unit():
        codes.switch_off(cast.ana.id, LATER)  # twice is no error
        codes.begin(cast.ana, LATER)
    assert codes.waiting(cast.ana.id) not in (None, secret)


def test_nothing_of_it_can_be_read_in_the_database(app: Flask, cast: Cast) -> None:
    secret, shown = with_codes(cast.ana, NOW)
    row = db.session.get_one(CodeApp, cast.ana.id)
    kept = [row.secret, *db.session.scalars(select(RecoveryCode.code_hash))]
    assert not [
        one for one in kept for known in (secret, *shown) if known in one or known.replace("-", "") in one
    ]
    assert codes._opened(row.secret, cast.ana.id) == secret
    assert codes._opened(row.secret, cast.ben.id) is None  # moved to another's row it opens nothing
    known, app.config["SECRET_KEY"] = app.config["SECRET_KEY"], "other" * 12
    try:
        assert not codes.take(cast.ana.id, code_at(secret, LATER), LATER)
        assert not recovery.take(cast.ana.id, shown[0], LATER)
    finally:
        app.config["SECRET_KEY"] = known
    assert codes.take(cast.ana.id, code_at(secret, LATER), LATER)
    assert codes._opened("no ciphertext", cast.ana.id) is None


def test_the_picture_says_what_the_app_needs_without_style(cast: Cast) -> None:
    drawn = codes.drawing(codes.address(cast.ana, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"))
    assert drawn.startswith("<svg")
    assert "style" not in drawn
    assert "<script" not in drawn
    assert codes.address(cast.ana, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP").startswith(
        "otpauth://totp/Quorum:ana%40peers.example?"
    )

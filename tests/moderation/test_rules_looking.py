"""Looking behind a withheld name, on both engines."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from qa.core.db import db
from qa.core.errors import Forbidden, RuleBroken
from qa.members.models import Exposure, MemberState
from qa.moderation import looking
from qa.moderation.models import ActKind, ModerationAct
from tests.support.cast import Cast
from tests.support.things import answer, ask

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
WHY = "Two members ask whether this is a leak."
HIDDEN = [Exposure.ROLE, Exposure.ANONYMOUS]


@pytest.mark.parametrize("exposure", HIDDEN)
def test_a_look_is_written_down_and_changes_nothing_else(cast: Cast, exposure: Exposure) -> None:
    question = ask(cast.ana, cast.inner, now=NOW, exposure=exposure)
    given = answer(cast.ben, question, now=NOW, exposure=exposure)
    assert looking.look(cast.mo, question, WHY, NOW).id == cast.ana.id
    assert looking.look(cast.mo, given, WHY, NOW).id == cast.ben.id
    rows = db.session.scalars(select(ModerationAct).order_by(ModerationAct.id)).all()
    assert [(row.kind, row.actor_id, row.target_id, row.question_id, row.answer_id) for row in rows] == [
        (ActKind.LOOKED, cast.mo.id, cast.ana.id, question.id, None),
        (ActKind.LOOKED, cast.mo.id, cast.ben.id, question.id, given.id),
    ]
    assert (question.exposure, given.exposure) == (exposure, exposure)


@pytest.mark.parametrize("reason", ["", "curious", "\u200b" * 30, "x" * 601])
def test_a_look_has_a_reason(cast: Cast, reason: str) -> None:
    question = ask(cast.ana, cast.inner, now=NOW, exposure=Exposure.ROLE)
    with pytest.raises(RuleBroken) as refused:
        looking.look(cast.mo, question, reason, NOW)
    assert refused.value.field == "reason"
    assert db.session.scalar(select(ModerationAct.id)) is None
    assert looking.look(cast.mo, question, WHY, NOW)


def test_there_is_nothing_to_look_behind_a_name_or_ones_own(cast: Cast) -> None:
    named = ask(cast.ana, cast.inner, now=NOW)
    own = ask(cast.mo, cast.inner, now=NOW, exposure=Exposure.ROLE)
    for thing in (named, own):
        with pytest.raises(RuleBroken):
            looking.look(cast.mo, thing, WHY, NOW)
    assert looking.look(cast.mo, ask(cast.ana, cast.inner, now=NOW, exposure=Exposure.ROLE), WHY, NOW)


def test_only_active_staff_looks(cast: Cast) -> None:
    question, mo = ask(cast.ana, cast.inner, now=NOW, exposure=Exposure.ROLE), cast.mo
    with pytest.raises(Forbidden):
        looking.look(cast.ben, question, WHY, NOW)
    mo.state = MemberState.SUSPENDED
    with pytest.raises(Forbidden):
        looking.look(mo, question, WHY, NOW)
    mo.state = MemberState.ACTIVE
    assert looking.look(mo, question, WHY, NOW)

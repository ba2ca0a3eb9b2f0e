"""A topic that a member hides is nowhere for anybody else, as if its threads had never been."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from qa.answers import marking
from qa.answers.marking import Remark
from qa.answers.models import MarkKind
from qa.core.db import db
from qa.core.errors import Forbidden, RuleBroken
from qa.members.models import MemberState
from qa.recognition import hiding, remembered
from qa.recognition.models import HiddenTopic
from tests.support.cast import Cast
from tests.support.things import answer, ask
from tests.support.viewing import viewer

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)

pytestmark = pytest.mark.usefixtures("app")


def helped(cast: Cast, *tags: str) -> None:
    """Ben helped Ana and Cleo on *tags*."""
    given = answer(
        cast.ben,
        ask(cast.ana, cast.inner, title=f"On {' and '.join(tags)}, how?", now=NOW, tags=tags),
        now=NOW,
    )
    marking.give(cast.ana, given, MarkKind.USED, NOW, Remark("I struck it", 3))
    marking.give(cast.cleo, given, MarkKind.HELPFUL, NOW)


def test_threads_on_it_count_for_nobody_else(cast: Cast) -> None:
    before = remembered.sums(cast.ben.id, viewer(cast.mo), NOW)
    helped(cast, "layoffs", "budgets")
    assert dict(remembered.sums(cast.ben.id, viewer(cast.mo), NOW).topics) == {"layoffs": 2, "budgets": 2}
    hiding.hide(cast.ben, "layoffs", NOW)
    hiding.hide(cast.ben, "Layoffs", NOW)
    assert db.session.query(HiddenTopic).count() == 1
    assert remembered.sums(cast.ben.id, viewer(cast.mo), NOW) == before
    own = remembered.sums(cast.ben.id, viewer(cast.ben), NOW)
    assert (own.helped, dict(own.topics)) == (0, {})  # as peers see it
    assert own.own is not None
    assert (dict(own.own.hidden), list(own.own.carried.values())) == ({"layoffs": 2}, [2])


def test_other_threads_still_count(cast: Cast) -> None:
    helped(cast, "layoffs")
    helped(cast, "budgets")
    hiding.hide(cast.ben, "layoffs", NOW)
    found = remembered.sums(cast.ben.id, viewer(cast.mo), NOW)
    assert (found.helped, dict(found.topics), found.hours_saved) == (2, {"budgets": 2}, 3)
    hiding.show(cast.ben, "layoffs")
    hiding.show(cast.ben, "layoffs")
    found = remembered.sums(cast.ben.id, viewer(cast.mo), NOW)
    assert (found.helped, dict(found.topics), found.hours_saved) == (2, {"budgets": 2, "layoffs": 2}, 6)


def test_what_one_hides_another_does_not(cast: Cast) -> None:
    helped(cast, "layoffs")
    hiding.hide(cast.cleo, "layoffs", NOW)
    assert dict(remembered.sums(cast.ben.id, viewer(cast.mo), NOW).topics) == {"layoffs": 2}


def test_only_a_topic_and_only_by_who_is_active(cast: Cast) -> None:
    helped(cast, "layoffs")
    with pytest.raises(RuleBroken, match="no such topic"):
        hiding.hide(cast.ben, "nothing of the kind", NOW)
    cast.ben.state = MemberState.SUSPENDED
    with pytest.raises(Forbidden):
        hiding.hide(cast.ben, "layoffs", NOW)
    with pytest.raises(Forbidden):
        hiding.show(cast.ben, "layoffs")
    cast.ben.state = MemberState.ACTIVE
    hiding.hide(cast.ben, "layoffs", NOW)

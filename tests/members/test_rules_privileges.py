"""What a moderator took is refused, whatever else speaks for the member."""

from datetime import UTC, datetime

import pytest

from qa.core.errors import RuleBroken
from qa.members.privileges import rules
from qa.members.privileges.models import Privilege
from qa.moderation import entrusting
from tests.support.cast import Cast

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)

pytestmark = pytest.mark.usefixtures("app")


def test_what_was_taken_is_refused_until_it_is_given_back(cast: Cast) -> None:
    entrusting.take(cast.mo, cast.ben, Privilege.STEWARDING, "Two circles were left alone.", NOW)
    with pytest.raises(RuleBroken, match="Not Ben"):
        rules.require_not_taken(cast.ben, Privilege.STEWARDING, "Not Ben")
    rules.require_not_taken(cast.ben, Privilege.VOUCHING, "Not Ben")
    rules.require_not_taken(cast.cleo, Privilege.STEWARDING, "Not Cleo")
    entrusting.give_back(cast.mo, cast.ben, Privilege.STEWARDING, "He looks after them again.", NOW)
    rules.require_not_taken(cast.ben, Privilege.STEWARDING, "Not Ben")

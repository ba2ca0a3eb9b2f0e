"""Who hears of what happens in a thread."""

from __future__ import annotations

from qa.answers import queries
from qa.questions import following


def listeners(question_id: int) -> list[int]:
    """Those who answered or follow a question, without those who want to hear nothing of it, by id."""
    return _hearing(question_id)


def concerned(question_id: int, asker_id: int) -> list[int]:
    """As ``listeners``, with its asker, where they want to hear."""
    return _hearing(question_id, asker_id)


def _hearing(question_id: int, *others: int) -> list[int]:
    found = {*queries.answerers(question_id), *following.followers(question_id), *others}
    return sorted(found - set(following.followers(question_id, hears=False)))

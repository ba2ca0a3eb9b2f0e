"""Who searches, and a search as a page does it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from qa.core import outbox
from qa.core.db import db
from qa.members.models import Member
from qa.search import service
from qa.search.service import Results
from tests.support.asking import nobody_is_asked

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


@dataclass(frozen=True)
class Person:
    """What search needs to know of a viewer."""

    id: int
    zone: ZoneInfo = BERLIN


def search(who: Member, text: str, at: str = "", filters: Mapping[str, str] | None = None) -> Results:
    """The results of *text* for *who*, at NOW, the page at the cursor *at*."""
    return service.search(Person(who.id), text, filters or {}, NOW, at)


def found(who: Member, text: str, **filters: str) -> set[int]:
    """The ids that *who* finds."""
    return {hit.row.id for hit in search(who, text, "", filters).hits}


def work() -> None:
    """Commit, and do as the worker does."""
    db.session.commit()
    nobody_is_asked()
    while outbox.drain():
        pass

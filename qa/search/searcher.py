"""Who searches, as far as search needs to know."""

from __future__ import annotations

from typing import Protocol
from zoneinfo import ZoneInfo


class Searcher(Protocol):
    """Who searches; ``members.viewer.Viewer`` is one."""

    @property
    def id(self) -> int: ...
    @property
    def zone(self) -> ZoneInfo: ...

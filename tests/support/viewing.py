"""A viewer without a browser, for queries that are asked on somebody's behalf."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from qa.core import clock
from qa.members.models import Member
from qa.members.sessions import VIEWER_QUERY
from qa.members.viewer import Viewer


def viewer(member: Member, last_visit: datetime | None = None) -> Viewer:
    """*member* as the signed-in person."""
    values: dict[str, Any] = {
        column.name: getattr(member, column.name)
        for column in VIEWER_QUERY.selected_columns
        if column.name not in ("session_id", "seen_at", "confirmed_at", "expires_at")
    }
    values["last_visit_at"] = last_visit
    return Viewer(session_id=1, session_token="t", seen_at=clock.now(), confirmed_at=None, **values)

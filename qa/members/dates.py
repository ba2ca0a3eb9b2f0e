"""Days and moments in words, in a person's own time zone."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_datetime, format_skeleton
from flask_babel import get_locale


def day(at: datetime, zone: ZoneInfo) -> str:
    """A day, such as 15 January 2024."""
    return format_datetime(at, "d MMMM y", tzinfo=zone, locale=get_locale() or "en_GB")


def month(at: datetime, zone: ZoneInfo) -> str:
    """A month, such as January 2024."""
    return format_skeleton("yMMMM", at.astimezone(zone), locale=get_locale() or "en_GB")


def moment(at: datetime, zone: ZoneInfo) -> str:
    """A moment, such as 15 January 2024, 17:00."""
    return format_datetime(at, "d MMMM y, HH:mm", tzinfo=zone, locale=get_locale() or "en_GB")

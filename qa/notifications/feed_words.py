"""What calendar and feed say of a question. Both are kept by other programs, so nothing counts the hours: dates are named."""

from __future__ import annotations

import re
from datetime import datetime, tzinfo

from flask_babel import gettext as _
from flask_babel import ngettext

from qa.questions import timebox
from qa.questions.deadlines import Clocked, State, is_closed

NOT_ALLOWED = re.compile("[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no XML document may have, or no calendar, or that programs take for the end of a line."""


def allowed(text: str) -> str:
    """*text* without what the two formats cannot carry: one such character would make the whole unreadable."""
    return NOT_ALLOWED.sub("", text)


def one_line(text: str) -> str:
    """*text* on one line, with blanks for what is not ``allowed``."""
    return " ".join(NOT_ALLOWED.sub(" ", text).split())


def time_box(q: Clocked, now: datetime, zone: tzinfo) -> str:
    """The time-box in words: time, then answers."""
    box = timebox.box(q, now, zone)
    time = box.time_phrase
    if q.needed_by is not None and box.state not in (State.MET, State.SHORT):
        time = _("Needed by %(when)s", when=timebox.when_long(q.needed_by, now, zone))
    elif q.needed_by is None and is_closed(q, now):
        time = _("Closed")
    late = [ngettext("%(num)s came late", "%(num)s came late", box.late)] if box.late > 0 else []
    return " · ".join([time, box.answer_phrase, *late])

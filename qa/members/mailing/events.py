"""What happens to mails that members can switch."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from qa.core.events import Event
from qa.members.mailing.models import Often


@dataclass(frozen=True, slots=True)
class MailsChosen(Event):
    """A member chose other mails."""

    member_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class LetterWritten(Event):
    """A letter of its own tells a member of *what* (a kind of notice) in a question: no gathering mail is to tell it again."""

    member_id: int
    question_id: int
    what: str


@dataclass(frozen=True, slots=True)
class LetterLeft(Event):
    """The letter that would tell a member of *what* is not written: the mail that comes *often* is to tell it."""

    member_id: int
    question_id: int
    what: str
    often: Often

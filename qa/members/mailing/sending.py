"""Whether the letter at hand goes now, why it came, and the link that switches its like off."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from flask_babel import gettext as _

from qa.core import events, letters, outbox, tokens
from qa.core.letters import Letter
from qa.members.mailing import wishes
from qa.members.mailing.events import LetterLeft, LetterWritten
from qa.members.mailing.hours import turn
from qa.members.mailing.models import MailKind, Often

PURPOSE = "unsubscribe"
THREAD = "thread"


@dataclass(frozen=True, slots=True)
class News:
    """What a letter tells: of a *kind*, to a member, about a circle; in a question the notice *what* says the same.

    *latest*: the instant after which it is of no use.
    """

    kind: MailKind
    member_id: int
    circle_id: int | None = None
    question_id: int = 0
    what: str = ""
    latest: datetime | None = None


def goes(job: outbox.Job, news: News, now: datetime) -> bool:
    """Whether the letter of *job* goes now, by what its reader chose; within the transaction in which it is composed.

    Otherwise *job* is put off until it may, or its news is left to the mail that gathers, or nothing is mailed.
    """
    theirs = wishes.of(news.member_id)
    often = theirs.often(news.kind, news.circle_id)
    # What has no notice has no line in a gathering mail: it goes by itself when that one would.
    waited = bool(job.payload.get(outbox.HELD)) and not news.what and often != Often.NEVER
    found = turn(Often.AT_ONCE if waited else often, theirs.hours, now, news.latest)
    if found is None:
        return False
    if found.often != Often.AT_ONCE and news.what:
        events.record(LetterLeft(news.member_id, news.question_id, news.what, found.often))
        return False
    if found.at > now:
        outbox.put_off(job, found.at)
        return False
    if news.what:
        events.record(LetterWritten(news.member_id, news.question_id, news.what))
    return True


def explained(letter: Letter, member_id: int, target: str, question_id: int = 0) -> Letter:
    """*letter* with why it came, and the address that switches off *target*: a kind, an Often, or THREAD."""
    token = tokens.seal(PURPOSE, [member_id, target, question_id])
    return replace(letter, why=_why(target), unsubscribe=letters.address(f"/unsubscribe/{token}"))


def target_of(token: str) -> tuple[int, str, int] | None:
    """The member, the target and the question in a token of ``explained``; None for any other token."""
    found = tokens.unseal(PURPOSE, token)
    if not isinstance(found, list) or len(found) != 3:
        return None
    member_id, target, question_id = found
    return int(member_id), str(target), int(question_id)


def _why(target: str) -> str:
    """The sentence that tells why a letter came."""
    said: dict[str, Callable[[], str]] = {
        MailKind.ASKED_SOON: lambda: _("You get this because you may know the answer, and the date is near."),
        MailKind.ASKED: lambda: _("You get this because you may know the answer."),
        MailKind.DATES: lambda: _("You get this because you asked this."),
        MailKind.FOLLOWED: lambda: _("You get this because you answered or follow this question."),
        MailKind.THANKED: lambda: _("You get this because you gave the answer."),
        MailKind.THANKS: lambda: _("You get this because you gave the answer."),
        MailKind.FOUND: lambda: _("You get this because you saved a search."),
        MailKind.POSTED: lambda: _("You get this because you are in this circle."),
        MailKind.JOINING: lambda: _("You get this because somebody waits for your word."),
        Often.HOURLY: lambda: _("You get this because you chose an hourly mail for some news."),
        Often.DAILY: lambda: _("You get this because some of your news come in one daily mail."),
        Often.WEEKLY: lambda: _("You get this because some of your news come in one weekly mail."),
        THREAD: lambda: _("You get this because you asked, answered or follow this question."),
    }  # fmt: skip
    return said[target]()

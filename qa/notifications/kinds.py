"""Which kind of mail a notice belongs to. Pure."""

from __future__ import annotations

from qa.members.mailing.models import MailKind
from qa.notifications.models import NoticeKind

_ALWAYS = {
    NoticeKind.NUDGE: MailKind.DATES,
    NoticeKind.DUE: MailKind.DATES,
    NoticeKind.FOLLOW_UP: MailKind.DATES,
    NoticeKind.FOUND: MailKind.FOUND,
    NoticeKind.CONFIRMED: MailKind.FOLLOWED,
    NoticeKind.OUTCOME: MailKind.FOLLOWED,
    NoticeKind.CLOSED: MailKind.FOLLOWED,
    NoticeKind.USED: MailKind.THANKED,
    NoticeKind.TOPICS: MailKind.ANSWERS,
}
OWN_LETTER = frozenset(
    {
        NoticeKind.ASKED,
        NoticeKind.NUDGE,
        NoticeKind.DUE,
        NoticeKind.FOLLOW_UP,
        NoticeKind.OUTCOME,
        NoticeKind.PRIOR_ANSWER,
        NoticeKind.USED,
    }
)
"""Notices of which a letter of its own tells at once; gathering mails tell of them only where that is left to them."""


def mail_kind(kind: NoticeKind, *, own: bool, soon: bool) -> MailKind:
    """The kind of mail that tells of *kind*, in a question that is the reader's *own* or not, urgent (*soon*) or not."""
    if kind == NoticeKind.ASKED:
        return MailKind.ASKED_SOON if soon else MailKind.ASKED
    if kind in _ALWAYS:
        return _ALWAYS[kind]
    if kind == NoticeKind.COMMENTED and not own:
        return MailKind.ANSWERS
    if kind in (NoticeKind.ANSWERED, NoticeKind.COMMENTED):
        if not own:
            return MailKind.FOLLOWED
        return MailKind.ANSWERS_SOON if soon else MailKind.ANSWERS
    return MailKind.THANKS

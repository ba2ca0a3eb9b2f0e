"""The mails that tell of a mail: composed when they go out, by what their reader may know then."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from qa.core import letters, outbox
from qa.core.db import db
from qa.core.errors import NotFound
from qa.core.letters import Letter, Thread
from qa.members import standing
from qa.members.models import Member, MemberState
from qa.notifications.replies.addresses import What
from qa.notifications.replies.telling import DONE, HELP, Did, Why
from qa.questions import access
from qa.questions.addresses import answer_path
from qa.questions.models import Question

MESSAGE_ID = re.compile(r"<[!-;=?-~]{1,240}>")


@outbox.handles(DONE, slow=True)
def tell(jobs: Sequence[outbox.Job]) -> None:
    """Tell members what came of their mails, while they may see the question."""
    letters.deliver(jobs, lambda job: _done(job.payload))


@outbox.handles(HELP, slow=True)
def help_(jobs: Sequence[outbox.Job]) -> None:
    """Tell senders why their mails were not posted, and give them their words back."""
    letters.deliver(jobs, lambda job: _help(job.payload))


def _seen(payload: Mapping[str, Any]) -> tuple[Member, Question | None] | None:
    """The member, while one, and the question, while it is theirs to see."""
    member = standing.reachable(int(payload["member_id"]))
    if member is None:
        return None
    try:
        return member, access.load(int(payload["question_id"]), member.id)
    except NotFound:
        return member, None


def _headers(payload: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """This mail answers another, and says that no person wrote it (RFC 3834)."""
    headers = (("Auto-Submitted", "auto-replied"),)
    message_id = str(payload["message_id"])
    return (*headers, ("In-Reply-To", message_id)) if MESSAGE_ID.fullmatch(message_id) else headers


def _left_out(payload: Mapping[str, Any]) -> str:
    names = ", ".join(payload["attachments"])
    if not names:
        return ""
    return ngettext(
        "What was attached is not kept: %(names)s. Say in words what it shows, or link to it.",
        "What was attached is not kept: %(names)s. Say in words what it shows, or link to it.",
        len(payload["attachments"]),
        names=names,
    )


# What was done


def _done(payload: Mapping[str, Any]) -> Letter | None:
    found = _seen(payload)
    if found is None or found[1] is None:
        return None
    member, question = found[0], found[1]
    did, text = Did(payload["did"]), str(payload["text"])
    heading, lines, path, action = _told(did, payload, question)
    part = int(payload.get("answer_id", 0))
    return Letter(
        member.email or "",
        heading,
        heading,
        tuple(line for line in (*lines, _left_out(payload)) if line),
        letters.address(path),
        action,
        quoting=_("The rest of your mail is not posted. You wrote:") if text else "",
        quote=text,
        thread=Thread(question.id, question.circle_id, What.COMMENT.value, part),
        headers=_headers(payload),
    )


def _told(did: Did, payload: Mapping[str, Any], question: Question) -> tuple[str, tuple[str, ...], str, str]:
    """The heading, the lines, and the path and words of the button."""
    title, page = question.title, f"/q/{question.id}"
    lines: tuple[str, ...]
    if did == Did.ANSWERED:
        lines = (
            _("Your reply stands as your answer to “%(title)s”, under your name.", title=title),
            _("As your mail does not say how you know, it is marked as an opinion, and no brief quotes it outside the circle. One look at the page puts that right."),
        )  # fmt: skip
        return (
            _("Your answer is in"),
            lines,
            f"/a/{payload['answer_id']}/edit",
            _("Say how you know, or edit it"),
        )
    if did == Did.ADDED:
        lines = (_("You had answered “%(title)s” before, so your mail stands as a comment below your answer.", title=title),
                 _("Should it be part of the answer, edit that, and take the comment back."))  # fmt: skip
        path = answer_path(question.id, title, int(payload["answer_id"]))
        return _("Your comment is in"), lines, path, _("Open your answer")
    if did == Did.HANDED:
        peer = db.session.get_one(Member, int(payload["peer_id"]))
        who = peer.name if peer.state == MemberState.ACTIVE else _("Whom you named")
        lines = (_("Thank you. %(name)s is asked, unless they were already or wish not to be.", name=who),)
        return _("You named somebody else"), lines, page, _("Open the question")
    lines = (_("Noted: you hear no more of “%(title)s”; you may still answer it.", title=title),)
    return _("Not now"), lines, page, _("Open the question")


# Why something was not done


def _help(payload: Mapping[str, Any]) -> Letter | None:
    if payload["to"]:
        return _to_stranger(payload)
    found = _seen(payload)
    if found is None:
        return None
    member, question = found
    why = Why(payload["why"])
    gone = question is None and why not in (Why.UNPROVEN, Why.EXPIRED, Why.WRONG_SENDER)
    heading, lines = _reasons(Why.CLOSED if gone else why, payload)
    text = "" if why == Why.ATTACHED else str(payload["text"])
    return Letter(
        member.email or "",
        heading,
        heading,
        tuple(line for line in (*lines, _left_out(payload)) if line),
        "" if question is None else letters.address(f"/q/{question.id}"),
        "" if question is None else _("Open the question"),
        quoting=_("You wrote:") if text else "",
        quote=text,
        small=_("You get such a mail at most once a day about a question."),
        thread=None if question is None else _thread(question, payload),
        headers=_headers(payload),
    )


def _thread(question: Question, payload: Mapping[str, Any]) -> Thread:
    what = What(payload["what"])
    part = int(payload.get("part", 0))
    return Thread(question.id, question.circle_id, what.value, part)


def _to_stranger(payload: Mapping[str, Any]) -> Letter:
    """To whoever wrote from another address: nothing of the forum, and nothing of theirs that could be meant for others."""
    heading = _("Your mail was not posted")
    line = _(
        "It came to an address that takes mails from one member alone, and yours is not the address of their account. Send it from that one."
    )
    return Letter(
        str(payload["to"]), heading, heading, (line,),
        small=_("You get such a mail at most once a day."),
        headers=_headers(payload),
    )  # fmt: skip


def _reasons(why: Why, payload: Mapping[str, Any]) -> tuple[str, tuple[str, ...]]:
    heading = _("Your mail was not posted")
    kept = _("Your words wait in the form of your answer: nothing is lost.") if payload["kept"] else ""
    said = {
        Why.WRONG_SENDER: _("A mail came to your address for replies from another address than that of your account, and was not posted. If you wrote it, send it from the address of your account. If not, somebody has a mail of yours that shows where you reply."),
        Why.UNPROVEN: _("It bears your address, but your mail server did not confirm that it is from there. Post it on the page, and tell whoever runs your mail."),
        Why.EXPIRED: _("It came to an address that has ended: a reply finds its way for 90 days. Post it on the page."),
        Why.CLOSED: _("What it was about is not there any more, or not for you."),
        Why.EMPTY: _("No words of your own were found in it. Write above the quoted text, in plain text."),
        Why.UNREADABLE: _("It could not be read. Send it once more in plain text, or post it on the page."),
        Why.TOO_LONG: _("It is longer than what can be read of a mail. Nothing of it was kept: post it on the page, in parts if need be."),
        Why.REFUSED: str(payload["words"]),
    }  # fmt: skip
    if why == Why.WRONG_SENDER:
        heading = _("A mail from another address was not posted")
    if why == Why.ATTACHED:
        return _("Your comment is in, without what was attached"), ()
    return heading, (said[why], kept)

"""Mails to an asker about a question's date, composed when they go out: by the clock and the question as they are then."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from flask_babel import gettext as _
from flask_babel import ngettext

from qa.core import clock, events, letters, outbox
from qa.core.db import db
from qa.core.errors import NotFound
from qa.core.letters import Letter, Thread
from qa.members import standing
from qa.members.dates import day, moment
from qa.members.mailing import sending, wishes
from qa.members.mailing.hours import next_waking
from qa.members.mailing.models import MailKind
from qa.members.mailing.sending import News
from qa.members.models import Member
from qa.members.viewer import zone
from qa.questions import access, after, deadlines, wider
from qa.questions.addresses import question_path
from qa.questions.events import AskerReminded
from qa.questions.models import Question
from qa.questions.reminders import KIND, What, stands

LATE = timedelta(hours=1)
"""A mail that goes out so long after its instant says so: a worker may have slept."""


@outbox.handles(KIND, slow=True)
def write(jobs: Sequence[outbox.Job]) -> None:
    """Tell each asker what still stands, in a notice where there is one, and by mail."""
    letters.deliver(jobs, lambda job: _prepare(job, clock.now()), writes=True)


def _prepare(job: outbox.Job, now: datetime) -> Letter | None:
    what, planned = What(job.payload["what"]), datetime.fromisoformat(job.payload["at"])
    if now < planned:  # the clock was set back since the row was taken
        outbox.put(KIND, job.payload, planned)
        return None
    found = _found(int(job.payload["question_id"]))
    if found is None:
        return None
    question, member = found
    if not stands(question, what, datetime.fromisoformat(job.payload["ended"]), now):
        return None
    events.record(AskerReminded(question.id, member.id, what.value, planned))
    if not sending.goes(job, _news(question, what, now), now):
        return None
    late = ""
    if now - next_waking(wishes.of(member.id).hours, planned) > LATE:
        late = _("This mail is late: it was due on %(when)s.", when=moment(planned, zone(member.timezone)))
    return sending.explained(_LETTERS[what](question, member, late), member.id, MailKind.DATES)


def _news(question: Question, what: What, now: datetime) -> News:
    """What the mail tells. That the date has come is told at the instant that the asker chose, whatever the hour."""
    latest = {What.NUDGE: question.needed_by, What.DUE: now}.get(what)
    return News(MailKind.DATES, question.author_id, question.circle_id, question.id, what.value, latest)


def _found(question_id: int) -> tuple[Question, Member] | None:
    """The question and its asker, while they may be told of it."""
    asked = db.session.get(Question, question_id)
    member = standing.reachable(asked.author_id) if asked is not None else None
    if member is None:
        return None
    try:
        return access.load(question_id, member.id, lock=True), member
    except NotFound:
        return None


def _letter(
    member: Member,
    question: Question,
    subject: str,
    lines: Sequence[str],
    path: str,
    action: str,
    more: tuple[tuple[str, str], ...] = (),
) -> Letter:
    return Letter(
        member.email or "",
        subject,
        subject,
        tuple(line for line in lines if line),
        letters.address(path),
        action,
        quoting=_("Your question:"),
        quote=question.title,
        more=more,
        small=_("You get this mail once for a date. Nothing is done before you press a button on the page."),
        thread=Thread(question.id, question.circle_id, "comment"),
    )


def _came(question: Question) -> str:
    wanted = ngettext(
        "%(got)s of the %(num)s answer you want is in.",
        "%(got)s of the %(num)s answers you want are in.",
        question.answers_wanted,
        got=question.in_time_count,
    )
    late = question.answer_count - question.in_time_count
    return " ".join((wanted, ngettext("%(num)s came late.", "%(num)s came late.", late))) if late else wanted


def _nudge(question: Question, member: Member, late: str) -> Letter:
    due = moment(question.needed_by or clock.now(), zone(member.timezone))
    lines = [
        _came(question),
        _("The date is %(when)s.", when=due),
        _("You can ask a few members of the circle by name."),
        _("You can ask a larger circle.") if wider.choices(question) else "",
        _("Said in plainer or wider words, it reaches peers of more trades: you can edit it."),
        _("If whoever waits for it can wait, move the date.") if _may_move(question) else "",
    ]
    path = f"/q/{question.id}/more"
    return _letter(member, question, _("Answers are missing"), [*lines, late], path, _("Choose what to do"))


def _due(question: Question, member: Member, late: str) -> Letter:
    lines = [
        _came(question),
        _("Later answers are still welcome, and marked as late."),
        _("Which answers did you use? One press thanks each author; a word is welcome.")
        if question.answer_count
        else "",
        _("Once it is decided, record the outcome: those who answered are told."),
        _("Not enough yet? Move the date, and the question opens again.") if _may_move(question) else "",
    ]
    path = question_path(question.id, question.title)
    go_on = _("Read what came, and go on")
    return _letter(
        member,
        question,
        _("The date has come"),
        [*lines, late],
        path,
        go_on,
        _to_thank(question, _("Thank those who answered")),
    )


def _to_thank(question: Question, words: str) -> tuple[tuple[str, str], ...]:
    """*words* as the link to the page of thanks, where there is anybody to thank."""
    return ((words, letters.address(f"/q/{question.id}/thanks")),) if question.answer_count else ()


def _follow_up(question: Question, member: Member, late: str) -> Letter:
    ended = deadlines.ended_on(question) or clock.now()
    where, rests = zone(member.timezone), ended + deadlines.ARCHIVED
    lines = [
        _("It ended on %(when)s. Those who answered would like to know what came of it.", when=day(ended, where)),
        _("Two sentences are enough. Without them the question is archived on %(when)s: it can still be found "
          "and answered, and nobody asks you again.", when=day(rests, where)),
        _("If you used an answer: did it hold? One press tells its author.") if question.answer_count else "",
    ]  # fmt: skip
    path = f"/q/{question.id}/outcome"
    subject, action = _("What was decided?"), _("Record the outcome")
    return _letter(
        member,
        question,
        subject,
        [*lines, late],
        path,
        action,
        _to_thank(question, _("Thank those who answered, and say whether it held")),
    )


def _may_move(question: Question) -> bool:
    return not after.unmovable(question, after.moves(question.id))


_LETTERS = {What.NUDGE: _nudge, What.DUE: _due, What.FOLLOW_UP: _follow_up}

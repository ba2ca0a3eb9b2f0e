"""Doing what a mail says, as its sender could on the page: one transaction a mail, so that a kill undoes or keeps all of it.

The mail is read before: what a stranger sends must not hold the database up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog
from flask_babel import gettext as _
from sqlalchemy import select

from qa.answers import commenting
from qa.answers import rules as answering
from qa.answers.models import Basis, QuotePermission
from qa.answers.rules import Reply
from qa.core import clock, outbox, transaction
from qa.core.db import AnyRow, db, read
from qa.core.errors import NotFound, PersonError, RuleBroken
from qa.members import queries as members
from qa.members.models import Member, MemberState
from qa.members.naming import named
from qa.notifications.replies import automatic, holding, reading, telling
from qa.notifications.replies.addresses import What
from qa.notifications.replies.models import Outcome, ReceivedMail
from qa.notifications.replies.reading import Incoming
from qa.notifications.replies.receiving import KIND
from qa.notifications.replies.saying import Said, Says, name_of, said
from qa.notifications.replies.telling import Did, Why
from qa.questions import access, drafts
from qa.questions.models import Question
from qa.routing import rules as routing
from qa.routing.models import Ask

log = structlog.get_logger(__name__)


SUGGESTED = 5


class Problem(Exception):
    """Why a mail is not posted; *words* say more where a rule does."""

    def __init__(self, outcome: Outcome, why: Why, words: str = "") -> None:
        super().__init__(words)
        self.outcome, self.why, self.words = outcome, why, words


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail that a person wrote, with what it *says*."""

    row: ReceivedMail
    member: Member
    says: Incoming

    @property
    def text(self) -> str:
        """Their own words."""
        return self.says.text

    def facts(self, text: str, *, kept: bool = False) -> telling.Facts:
        """What is told of it, with *text* going back."""
        return telling.Facts(text, self.says.attachments, self.says.message_id, kept=kept)


@outbox.handles(KIND, slow=True)  # parsing must keep no thread from being found
def work(jobs: Sequence[outbox.Job]) -> None:
    """Do each mail that is not done yet."""
    for job in jobs:
        number = int(job.payload["received_id"])
        waiting = _waiting(number)
        if waiting is None:
            continue
        says = reading.incoming(waiting.raw, waiting.sender, waiting.name, waiting.email_key or "")
        with transaction.unit():
            _do(number, says)


def _waiting(number: int) -> AnyRow | None:
    """What is needed to read the mail, with nothing held; None where it is done."""
    query = select(ReceivedMail.raw, ReceivedMail.sender, Member.name, Member.email_key)
    query = query.join(Member, Member.id == ReceivedMail.member_id).where(
        ReceivedMail.id == number, ReceivedMail.done_at.is_(None), ReceivedMail.raw.is_not(None)
    )
    row = read(query).one_or_none()
    db.session.rollback()
    return row


def _do(number: int, says: Incoming) -> None:
    """Do the mail, unless another worker did while it was read."""
    row = db.session.scalars(
        select(ReceivedMail).where(ReceivedMail.id == number).with_for_update()
    ).one_or_none()
    if row is not None and row.done_at is None and row.raw is not None:
        row.outcome = _done(row, says, clock.now())
        row.done_at, row.raw = clock.now(), None
        log.info("mail_done", received=row.id, outcome=row.outcome.value)


def _done(row: ReceivedMail, says: Incoming, now: datetime) -> Outcome:
    member = db.session.get_one(Member, row.member_id)
    # What is returned has no sender, and comes to the address for that alone; anything else may be made up.
    is_return = row.what == What.BOUNCE and row.sender.strip("<> ") == "" and row.until > now
    if is_return and says.returned is not None:
        return _returned(row, member, says.returned, now)
    if row.what == What.BOUNCE or says.returned is not None or says.automatic:
        return Outcome.AUTOMATIC
    if member.state != MemberState.ACTIVE:
        return Outcome.CLOSED
    mail = Mail(row, member, says)
    try:
        with db.session.begin_nested():
            return _posted(mail, now)
    except Problem as problem:
        _tell(mail, problem, now)
        return problem.outcome


def _tell(mail: Mail, problem: Problem, now: datetime) -> None:
    """Help whoever wrote. Of a stranger's mail the member is told, and the stranger where they surely are the sender."""
    if problem.why == Why.WRONG_SENDER:
        telling.help_with(problem.why, "", mail.row, telling.Facts(), now)
        if mail.says.confirmed:
            facts = telling.Facts(message_id=mail.says.message_id, to=mail.says.sender)
            telling.help_with(problem.why, "", mail.row, facts, now)
        return
    kept = problem.why == Why.REFUSED and _kept(mail, now)
    telling.help_with(problem.why, problem.words, mail.row, mail.facts(mail.text, kept=kept), now)


def _kept(mail: Mail, now: datetime) -> bool:
    """Whether the words of an answer that is not posted now wait in its form."""
    question_id = mail.row.question_id or 0
    if mail.row.what != What.ANSWER or said(mail.text).says != Says.WORDS:
        return False
    own = answering.own(mail.member, question_id)
    if own is not None and own.withdrawn_at is None:
        return False
    return keep_draft(mail.member, question_id, mail.text, now)


def _returned(
    row: ReceivedMail, member: Member, found: tuple[automatic.Returned, str], now: datetime
) -> Outcome:
    """What becomes of a mail that a server returns."""
    said_, whom = found
    own = member.email_key or ""
    if said_ != automatic.Returned.HARD or (whom and whom.casefold() != own):
        return Outcome.DELAYED
    return Outcome.BOUNCED if holding.note(member, row.part, now) else Outcome.DELAYED


def _posted(mail: Mail, now: datetime) -> Outcome:
    """Do what *mail* says. Raises Problem."""
    _require_sender(mail)
    row, member = mail.row, mail.member
    if row.until <= now:
        raise Problem(Outcome.EXPIRED, Why.EXPIRED)
    try:
        question = access.load(row.question_id or 0, member.id, lock=True)
    except NotFound as error:
        raise Problem(Outcome.CLOSED, Why.CLOSED) from error
    if mail.says.unread is not None:
        raise Problem(Outcome.UNREADABLE, mail.says.unread)
    if not mail.text.strip():
        raise Problem(Outcome.EMPTY, Why.EMPTY)
    try:
        if row.what == What.ANSWER and question.author_id != member.id:
            return _answered(mail, question, now)
        return _commented(mail, question, now)
    except NotFound as error:
        raise Problem(Outcome.CLOSED, Why.CLOSED) from error
    except PersonError as error:
        raise Problem(Outcome.REFUSED, Why.REFUSED, error.message) from error


def _require_sender(mail: Mail) -> None:
    """Raises Problem where From is not the member's address, or the receiving server does not confirm it."""
    if mail.says.sender == "" or mail.says.sender != mail.member.email_key:
        raise Problem(Outcome.WRONG_SENDER, Why.WRONG_SENDER)
    if not mail.says.proven:
        raise Problem(Outcome.UNPROVEN, Why.UNPROVEN)


def _answered(mail: Mail, question: Question, now: datetime) -> Outcome:
    heard = said(mail.text)
    if heard.says != Says.WORDS:
        return _reacted(mail, question, heard, now)
    own = answering.own(mail.member, question.id)
    if own is not None and own.withdrawn_at is None:
        comment = commenting.add(mail.member, question, mail.text, now, own)
        _confirm(Did.ADDED, mail, question, answer_id=own.id, comment_id=comment.id)
        return Outcome.COMMENTED
    # What was not said is taken as the least: an opinion, which no brief may print.
    given = answering.give(mail.member, question, Reply(mail.text, Basis.OPINION, QuotePermission.NO), now)
    drafts.spend_within(mail.member, question.id, mail.text)
    _confirm(Did.ANSWERED, mail, question, answer_id=given.id)
    return Outcome.ANSWERED


def _reacted(mail: Mail, question: Question, heard: Said, now: datetime) -> Outcome:
    """Not now, or somebody else. What else stands in the mail is not posted, and goes back to its sender."""
    ask = _ask_of(mail.member, question.id)
    if heard.says == Says.NOT_NOW:
        routing.pass_by(mail.member, ask, now)
        if heard.rest:
            _confirm(Did.PASSED, mail, question, rest=heard.rest)
        return Outcome.PASSED
    peer = _peer(heard.who, mail.member)
    routing.hand_on(mail.member, ask, question, peer, now)
    _confirm(Did.HANDED, mail, question, peer_id=peer.id, rest=heard.rest)
    return Outcome.HANDED


def _ask_of(member: Member, question_id: int) -> Ask:
    try:
        return routing.load(member, question_id)[0]
    except NotFound as error:
        words = _("You are not asked for this question, so there is nothing to decline or to hand on.")
        raise Problem(Outcome.REFUSED, Why.REFUSED, words) from error


def _peer(who: str, member: Member) -> Member:
    """Whom the member means, among those whom they may see: by handle or name, and never by a mail address."""
    try:
        return named(name_of(who), member.id)
    except RuleBroken:
        rows = members.peers(member.id, name_of(who), SUGGESTED)
    words = _("Nobody whom you can ask is clearly meant by “%(who)s”.", who=who)
    if rows:
        people = ", ".join(f"{row.author_name} (@{row.author_handle})" for row in rows)
        words = _("%(words)s Perhaps one of these: %(people)s.", words=words, people=people)
    hint = _("Reply with “ask” and a handle, such as: ask @maria-lopez")
    raise Problem(Outcome.REFUSED, Why.REFUSED, f"{words} {hint}")


def _commented(mail: Mail, question: Question, now: datetime) -> Outcome:
    answer = answering.load(mail.row.part, mail.member.id) if mail.row.part else None
    if answer is not None and answer.question_id != question.id:
        raise NotFound
    commenting.add(mail.member, question, mail.text, now, answer)
    if mail.says.attachments:
        telling.help_with(Why.ATTACHED, "", mail.row, mail.facts(""), now)
    return Outcome.COMMENTED


def _confirm(did: Did, mail: Mail, question: Question, *, rest: str = "", **ids: int) -> None:
    telling.confirm(did, mail.member.id, question.id, ids, mail.facts(rest))


def keep_draft(member: Member, question_id: int, text: str, now: datetime) -> bool:
    """Let the words of an answer that could not be posted wait in its form, below what is there. Returns whether they do."""
    try:
        with db.session.begin_nested():
            return drafts.add(member, question_id, text, now)
    except PersonError:
        return False

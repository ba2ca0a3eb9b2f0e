"""The mails that tell the target of an act. Each is written when it is sent, by what its reader may know then."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import select

from qa.config import settings
from qa.core import letters, outbox
from qa.core.db import db
from qa.core.letters import Letter
from qa.members.dates import day, moment
from qa.members.models import Member, MemberState
from qa.members.privileges.models import Privilege
from qa.members.privileges.rules import is_taken
from qa.members.viewer import zone
from qa.moderation import queries
from qa.moderation.acts import TOLD
from qa.moderation.models import RETURNED, TAKEN, ActKind, ModerationAct
from qa.questions.models import Question


@outbox.handles(TOLD, slow=True)
def write(jobs: Sequence[outbox.Job]) -> None:
    """Write to the target of each act; not to who has left, nor of what does not stand any more."""
    letters.deliver(jobs, lambda job: _prepare(int(job.payload["act"])))


def _prepare(act_id: int) -> Letter | None:
    act = db.session.get(ModerationAct, act_id)
    target = db.session.get(Member, act.target_id) if act is not None else None
    if act is None or target is None or target.state == MemberState.LEFT or target.email is None:
        return None
    makers = {
        ActKind.LOOKED: _looked,
        ActKind.SUSPENDED: _suspended,
        ActKind.SELLING: _suspended,
        ActKind.REINSTATED: _reinstated,
        ActKind.PAUSED: _paused,
        ActKind.RESUMED: _resumed,
        **dict.fromkeys(TAKEN.values(), _taken),
        **dict.fromkeys(RETURNED.values(), _returned),
    }
    return makers[act.kind](act, target)


def _letter(
    act: ModerationAct, target: Member, heading: str, lines: tuple[str, ...], action: str, path: str
) -> Letter:
    """A letter that quotes the moderator's reason; *path* is of the page that its button opens."""
    return Letter(
        target.email or "",
        f"{heading} · {settings().site_name}",
        heading,
        lines,
        letters.address(path),
        action,
        quoting=_("The moderator’s reason:"),
        quote=act.reason,
    )


def _looked(act: ModerationAct, target: Member) -> Letter:
    """The author's name stands nowhere in it, so that a mail seen over a shoulder unmasks nobody."""
    actor, when = db.session.get_one(Member, act.actor_id), moment(act.made_at, zone(target.timezone))
    told = _(
        "%(who)s, who moderates, looked behind a name that you withheld, on %(when)s.",
        who=actor.name,
        when=when,
    )
    return _letter(
        act,
        target,
        _("A moderator looked behind your name"),
        (told, _where(act, target), _("Nobody else learns it from this.")),
        _("All looks behind your name"),
        "/settings/looks",
    )


def _where(act: ModerationAct, target: Member) -> str:
    """What was looked at; without its title where the author may not read it now."""
    title = ""
    if target.state == MemberState.ACTIVE and queries.may_see(target.id, act.question_id or 0):
        title = db.session.get_one(Question, act.question_id).title
    if act.answer_id is not None:
        return (
            _("It was your answer to “%(title)s”.", title=title) if title else _("It was an answer of yours.")
        )
    return _("It was your question “%(title)s”.", title=title) if title else _("It was a question of yours.")


def _suspended(act: ModerationAct, target: Member) -> Letter | None:
    if target.state != MemberState.SUSPENDED:
        return None
    why = _("A moderator found that you sell here.") if act.kind == ActKind.SELLING else ""
    return _letter(
        act,
        target,
        _("Your membership is suspended"),
        tuple(
            one
            for one in (
                why,
                _("You cannot read or write here for the time being, and are signed out everywhere."),
                _("What you wrote stays where it is, under the names you chose."),
                _("Answer this mail if you think that this is wrong."),
            )
            if one
        ),
        _("Where you stand"),
        "/standing",
    )


def _reinstated(act: ModerationAct, target: Member) -> Letter | None:
    if target.state != MemberState.ACTIVE:
        return None
    lines = (_("You can read and write again. Your circles are as they were."),)
    return _letter(act, target, _("Your membership is yours again"), lines, _("Sign in"), "/login")


def _paused(act: ModerationAct, target: Member) -> Letter | None:
    """The voucher is told who it was only while they may know of that member."""
    if target.state != MemberState.ACTIVE or target.invitations_paused_at is None:
        return None
    sellers = queries.sold_by_vouched(target.id, act.made_at)
    if not sellers:
        return None
    when = day(act.made_at, zone(target.timezone))
    return _letter(
        act,
        target,
        _("Your invitations are paused"),
        (
            _(
                "You vouched for %(who)s, who was suspended for selling on %(day)s.",
                who=", ".join(sellers),
                day=when,
            ),
            _("Until a moderator lifts it you cannot invite anybody, and your open invitations do not work."),
            _("Did you know of it? Answer this mail and say what you knew. Nothing else changes for you."),
        ),
        _("The moderation log"),
        "/moderation/log",
    )


def _resumed(act: ModerationAct, target: Member) -> Letter | None:
    if target.state != MemberState.ACTIVE or target.invitations_paused_at is not None:
        return None
    lines = (_("A moderator lifted the pause."),)
    return _letter(act, target, _("You can invite again"), lines, _("The moderation log"), "/moderation/log")


def _stands_taken(
    act: ModerationAct, target: Member, kinds: dict[Privilege, ActKind]
) -> tuple[Privilege, bool]:
    """The privilege that *act* is about, and whether it is taken from *target* now."""
    privilege = next(one for one, kind in kinds.items() if kind == act.kind)
    return privilege, bool(db.session.scalar(select(is_taken(target.id, privilege))))


def _taken(act: ModerationAct, target: Member) -> Letter | None:
    privilege, taken = _stands_taken(act, target, TAKEN)
    if target.state != MemberState.ACTIVE or not taken:
        return None
    heading, line = {
        Privilege.VOUCHING: (
            _("You cannot vouch or invite any more"),
            _("A moderator decided so. The words that you gave before stand."),
        ),
        Privilege.STEWARDING: (
            _("You cannot found a circle any more"),
            _(
                "A moderator decided so. Circles that you keep are yours to keep; no other makes you a steward."
            ),
        ),
        Privilege.TOPICS: (
            _("You cannot change others’ topics any more"),
            _("A moderator decided so. What you changed before stays as it is."),
        ),
    }[privilege]
    lines = (line, _("Nothing else changes for you. Answer this mail if you think that this is wrong."))
    return _letter(act, target, heading, lines, _("What you may do"), "/settings/privileges")


def _returned(act: ModerationAct, target: Member) -> Letter | None:
    privilege, taken = _stands_taken(act, target, RETURNED)
    if target.state != MemberState.ACTIVE or taken:
        return None
    heading = {
        Privilege.VOUCHING: _("You can vouch and invite again"),
        Privilege.STEWARDING: _("You can found circles again"),
        Privilege.TOPICS: _("You can change others’ topics again"),
    }[privilege]
    lines = (_("A moderator gave it back."),)
    return _letter(act, target, heading, lines, _("What you may do"), "/settings/privileges")

"""Rules of coming into a circle: a member invites, or somebody asks a steward. All is checked when it is acted upon."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, exists, or_, select, update
from sqlalchemy.orm import aliased

from qa.core import clock
from qa.core.db import AnySelect, db
from qa.core.errors import NotFound, RuleBroken
from qa.core.events import listens
from qa.members import circles, letters, queries, stewards
from qa.members.events import CircleJoined, CircleLeft
from qa.members.models import Circle, CircleEntry, CircleRole, EntryKind, Member, Membership, MemberState
from qa.members.standing import require_active, require_posting

WORDS_MAX = 500
REST = timedelta(days=30)
"""After a no nobody is asked again, and nobody asks again, before this is over: a no is to be a no."""


def live() -> ColumnElement[bool]:
    """The condition that an entry waits for an answer: an invitation is void once its giver is out or suspended."""
    giver, inside, comer = aliased(Member), aliased(Membership), aliased(Member)
    may_give = exists().where(
        giver.id == CircleEntry.asked_by_id,
        giver.state == MemberState.ACTIVE,
        inside.member_id == giver.id,
        inside.circle_id == CircleEntry.circle_id,
        inside.left_at.is_(None),
    )
    may_come = exists().where(comer.id == CircleEntry.member_id, comer.state == MemberState.ACTIVE)
    return and_(
        CircleEntry.ended_at.is_(None), may_come, or_(CircleEntry.kind == EntryKind.REQUEST, may_give)
    )


def invite(actor: Member, circle: Circle, member: Member, words: str, now: datetime) -> CircleEntry:
    """Invite *member* into a circle of *actor*'s, which ``stewards.load`` has locked. Raises RuleBroken naming the field."""
    require_posting(actor, now)
    if circles.part(circle.id, actor.id) is None:
        raise NotFound
    require_askable(actor, member)
    if circles.part(circle.id, member.id) is not None:
        raise RuleBroken(_("%(name)s is in this circle already.", name=member.name), "member")
    _require_quiet(circle, member, EntryKind.INVITATION, now)
    circles.require_room(circle)
    return add_invitation(actor, circle, member, words, now)


def add_invitation(
    actor: Member, circle: Circle, member: Member, words: str, now: datetime, *, mailed: bool = True
) -> CircleEntry:
    """The row of an invitation, and the mail about it unless one went out before (*mailed* false)."""
    entry = _entry(EntryKind.INVITATION, circle, member, actor, words, now)
    if mailed:
        letters.tell("invited", member.id, entry=entry.id)
    return entry


def require_askable(actor: Member, member: Member) -> None:
    """*actor* may ask *member* in: an active one whom they may see; else RuleBroken, the same for all who are not."""
    seen = select(Member.id).where(Member.id == member.id, queries.seen_by(actor.id), queries.askable())
    if member.id == actor.id or db.session.scalar(seen) is None:
        raise RuleBroken(_("There is no member of this name in your circles."), "member")


def ask(actor: Member, circle: Circle, words: str, now: datetime) -> CircleEntry:
    """Ask the stewards of a listed circle to be let in. Raises RuleBroken where that makes no sense now."""
    require_posting(actor, now)
    if circle.everyone or not circle.listed:
        raise NotFound
    if circles.part(circle.id, actor.id) is not None:
        raise RuleBroken(_("You are in this circle already."))
    _require_quiet(circle, actor, EntryKind.REQUEST, now)
    circles.require_room(circle)
    if not stewards.stewards(circle.id):
        raise RuleBroken(_("This circle has no steward at present who could let you in."))
    entry = _entry(EntryKind.REQUEST, circle, actor, actor, words, now)
    for steward_id in _stewards(circle):
        letters.tell("requested", steward_id, entry=entry.id)
    return entry


def answer(actor: Member, entry: CircleEntry, yes: bool, now: datetime) -> None:
    """The invited says yes or no. Raises RuleBroken where the circle is full or the pledge is due."""
    require_active(actor)
    if yes:
        require_posting(actor, now)
    _end(entry, actor, yes, now)
    if yes:
        circles.join(db.session.get_one(Circle, entry.circle_id), actor, now)


def decide(actor: Member, entry: CircleEntry, yes: bool, reason: str, now: datetime) -> None:
    """A steward lets somebody in or says no, with a reason that the person reads."""
    circle, member = (
        db.session.get_one(Circle, entry.circle_id),
        db.session.get_one(Member, entry.member_id),
    )
    stewards.require_steward(actor, circle, now)
    entry.reason = stewards.line(reason, WORDS_MAX, "reason")
    if not yes and not entry.reason:
        raise RuleBroken(_("Write a reason; the person reads it."), "reason")
    if yes and not member.may_post(now):
        raise RuleBroken(_("%(name)s has to confirm the pledge first.", name=member.name))
    _end(entry, actor, yes, now)
    if yes:
        circles.join(circle, member, now)
    letters.tell("decided", member.id, entry=entry.id)


def take_back(actor: Member, entry: CircleEntry, now: datetime) -> None:
    """Whoever asked takes it back."""
    require_active(actor)
    _end(entry, actor, None, now)


def load_invitation(entry_id: int, actor: Member) -> CircleEntry:
    """A waiting invitation for *actor*, locked with its circle; else NotFound."""
    own = (CircleEntry.member_id == actor.id, CircleEntry.kind == EntryKind.INVITATION)
    return _load(select(CircleEntry).where(CircleEntry.id == entry_id, *own, live()))


def load_request(entry_id: int, actor: Member) -> CircleEntry:
    """A waiting request to a circle of which *actor* is a steward, locked; else NotFound."""
    kept = select(Membership.circle_id).where(
        Membership.member_id == actor.id,
        Membership.left_at.is_(None),
        Membership.role == CircleRole.STEWARD,
    )
    theirs = (CircleEntry.circle_id.in_(kept), CircleEntry.kind == EntryKind.REQUEST)
    return _load(select(CircleEntry).where(CircleEntry.id == entry_id, *theirs, live()))


def load_asked(entry_id: int, actor: Member) -> CircleEntry:
    """A waiting invitation or request that *actor* made, locked; else NotFound."""
    return _load(
        select(CircleEntry).where(CircleEntry.id == entry_id, CircleEntry.asked_by_id == actor.id, live())
    )


def load_listed(slug: str, actor: Member) -> Circle:
    """A listed circle in which one may ask to be let in, locked; else NotFound."""
    known = or_(Circle.listed, Circle.id.in_(queries.circles_of(actor.id)))
    query = select(Circle).where(Circle.slug == slug, Circle.everyone.is_(False), known)
    circle: Circle | None = db.session.scalars(circles.locked(query)).one_or_none()
    if circle is None:
        raise NotFound
    return circle


def end_all(member_id: int, now: datetime) -> None:
    """End what *member_id* has asked for and given, everywhere: for one who leaves the community or is suspended."""
    own = or_(CircleEntry.member_id == member_id, CircleEntry.asked_by_id == member_id)
    _close(own, now, accepted=None)


@listens(CircleLeft)
def void_invitations(event: CircleLeft) -> None:
    """Who is out of a circle has nobody invited; who is out of *Everyone* has left the community."""
    if db.session.get_one(Circle, event.circle_id).everyone:
        end_all(event.member_id, clock.now())
        return
    given = (CircleEntry.asked_by_id == event.member_id, CircleEntry.circle_id == event.circle_id)
    _close(and_(*given), clock.now(), accepted=None)


@listens(CircleJoined)
def settle(event: CircleJoined) -> None:
    """Who is in needs no other way in."""
    theirs = (CircleEntry.member_id == event.member_id, CircleEntry.circle_id == event.circle_id)
    _close(and_(*theirs), clock.now(), accepted=True)


def _close(condition: ColumnElement[bool], now: datetime, *, accepted: bool | None) -> None:
    statement = update(CircleEntry).where(condition, CircleEntry.ended_at.is_(None))
    db.session.execute(statement.values(ended_at=now, accepted=accepted))


def _entry(
    kind: EntryKind, circle: Circle, member: Member, by: Member, words: str, now: datetime
) -> CircleEntry:
    entry = CircleEntry(kind=kind, circle_id=circle.id, member_id=member.id, asked_by_id=by.id, made_at=now)
    entry.words = stewards.line(words, WORDS_MAX, "words")
    db.session.add(entry)
    db.session.flush()
    return entry


def _end(entry: CircleEntry, actor: Member, accepted: bool | None, now: datetime) -> None:
    entry.ended_at, entry.accepted, entry.ended_by_id = now, accepted, actor.id
    db.session.flush()


def _load(query: AnySelect) -> CircleEntry:
    circle_id = db.session.scalar(query.with_only_columns(CircleEntry.circle_id))
    if circle_id is not None:
        # The circle first, as everywhere: two who lock in two orders wait for each other.
        db.session.execute(circles.locked(select(Circle).where(Circle.id == circle_id)))
    entry: CircleEntry | None = db.session.scalars(circles.locked(query)).one_or_none()
    if entry is None:
        raise NotFound
    return entry


def _require_quiet(circle: Circle, member: Member, kind: EntryKind, now: datetime) -> None:
    """No second entry of one kind while the first waits, and none soon after a no."""
    requested = kind == EntryKind.REQUEST
    field = None if requested else "member"
    one = (CircleEntry.circle_id == circle.id, CircleEntry.member_id == member.id, CircleEntry.kind == kind)
    if db.session.scalar(select(CircleEntry.id).where(*one, live()).limit(1)) is not None:
        waits = _("You have asked already; a steward will answer.")
        invited = _("%(name)s is invited already.", name=member.name)
        raise RuleBroken(waits if requested else invited, field)
    refused = (CircleEntry.accepted.is_(False), CircleEntry.ended_at > now - REST)
    if db.session.scalar(select(CircleEntry.id).where(*one, *refused).limit(1)) is not None:
        again = _("The answer was no. You can ask again 30 days after it.")
        said_no = _("%(name)s said no. Ask again 30 days after that.", name=member.name)
        raise RuleBroken(again if requested else said_no, field)


def _stewards(circle: Circle) -> list[int]:
    query = (
        select(Membership.member_id)
        .join(Member, Member.id == Membership.member_id)
        .where(
            Membership.circle_id == circle.id,
            Membership.left_at.is_(None),
            Membership.role == CircleRole.STEWARD,
            Member.state == MemberState.ACTIVE,
        )
        .order_by(Membership.member_id)
    )
    return list(db.session.scalars(query))

"""Rules of accounts: who is let in, who is made, and what a member may change of themselves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from zoneinfo import available_timezones

from flask_babel import gettext as _
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from qa.config import settings
from qa.core import clock, events
from qa.core.bounds import check_characters
from qa.core.db import db
from qa.core.errors import RuleBroken
from qa.core.text import TooLong, clean_line
from qa.members import circles, names, passwords, sessions
from qa.members.events import JobChanged, MemberAdmitted, PasswordChanged, ProfileChanged
from qa.members.models import LINE_MAX, TEXT_MAX, Member, MemberState, PasswordReset, Role

LINES = ("title", "employer", "industry", "profession", "level")
JOB = ("title", "employer")
"""What makes a job: a change asks for the pledge anew."""
TEXTS = ("good_at", "ask_me_about", "help_with", "why")
TRIES = 20
"""Members of the same name who can be made at the same instant before one is asked to choose a handle."""


def authenticate(email: str, password: str) -> Member | None:
    """The member whose address and password these are; None when they are not, whatever the reason.

    Takes as long for an address that nobody has. A hash of older parameters is renewed.
    """
    key = names.email_key(email)
    row = db.session.execute(select(Member.id, Member.password_hash).where(Member.email_key == key)).first()
    # Nothing is written yet, and SQLite's write lock is not to be held while the hash is computed.
    db.session.rollback()
    stored = row.password_hash if row is not None else None
    if not passwords.verify(stored, password) or row is None:
        return None
    member = db.session.get(Member, row.id)
    # Changed or gone within these milliseconds: what was verified is no longer the password.
    if member is None or member.state == MemberState.LEFT or member.password_hash != stored:
        return None
    if stored is not None and passwords.is_outdated(stored):
        member.password_hash = passwords.hash_password(password)
    return member


def with_address(email: str) -> Member:
    """The member whose address this is, for whoever runs the site. Raises RuleBroken with the field "email"."""
    key = names.email_key(names.email_address(email))
    found = db.session.scalars(select(Member).where(Member.email_key == key)).one_or_none()
    if found is None:
        raise RuleBroken(_("Nobody here has the address %(email)s.", email=email), field="email")
    return found


def create_member(
    *,
    name: str,
    email: str | None,
    password: str | None = None,
    handle: str = "",
    state: MemberState = MemberState.ACTIVE,
    role: Role = Role.MEMBER,
    timezone: str = "",
    words: Mapping[str, str] | None = None,
    pledged_until: datetime | None = None,
    now: datetime | None = None,
) -> Member:
    """Make an account; an active member joins *Everyone*. *handle* is made of the name where none is given.

    Until *pledged_until* the pledge holds; without it the member gives it at the first visit.
    *words* are profile words (LINES and TEXTS). Without *password* the person signs in by a forgotten-password
    link. Raises RuleBroken naming the field for what is refused or taken.
    """
    now = now or clock.now()
    member = Member(
        name=names.person_name(name), state=state, role=role, joined_at=now, pledged_until=pledged_until
    )
    if email is not None:
        member.email, member.email_key = names.email_address(email), names.email_key(email)
    for field, value in checked_words(words or {}).items():
        setattr(member, field, value)
    member.timezone = check_timezone(timezone or settings().timezone)
    if password is not None:
        member.password_hash = passwords.hash_password(_check_password(password, member))
    _insert(member, handle)
    if state == MemberState.ACTIVE:
        circles.join(circles.everyone(now), member, now)
    events.record(MemberAdmitted(member.id))
    return member


def create_admin(
    name: str, email: str, password: str, *, timezone: str = "", now: datetime | None = None
) -> Member:
    """The first admin, for ``qa init``: an active member with the role admin."""
    return create_member(
        name=name, email=email, password=password, role=Role.ADMIN, timezone=timezone, now=now
    )


def _insert(member: Member, wanted: str) -> None:
    """Add *member* under the handle *wanted*, or under one made of the name with a number where it is taken."""
    base = names.check_handle(wanted) if wanted else names.handle_from(member.name)
    for number in range(1, TRIES + 1):
        handle = base if number == 1 else f"{base}-{number}"
        member.handle, member.handle_key = handle, names.handle_key(handle)
        if _is_inserted(member):
            return
        if member.email_key is not None and _exists(Member.email_key == member.email_key):
            raise RuleBroken(_("There is an account with this address already."), field="email")
        if wanted:
            break
    raise RuleBroken(_("This handle is taken; choose another."), field="handle")


def _is_inserted(member: Member) -> bool:
    if _exists(Member.handle_key == member.handle_key):
        return False
    try:
        with db.session.begin_nested():
            db.session.add(member)
    except IntegrityError:
        return False  # another took the handle or the address between the look and the leap
    return True


def _exists(condition: object) -> bool:
    return db.session.scalar(select(Member.id).where(condition)) is not None  # type: ignore[arg-type]


def change_profile(member: Member, name: str, timezone: str, words: Mapping[str, str], now: datetime) -> None:
    """Change *member*'s name, time zone and words. Raises RuleBroken naming the field."""
    changed = {"name": names.person_name(name), **checked_words(words)}
    shown = any(getattr(member, field) != value for field, value in changed.items())
    new_job = any(changed.get(field, getattr(member, field)) != getattr(member, field) for field in JOB)
    for field, value in changed.items():
        setattr(member, field, value)
    member.timezone = check_timezone(timezone)
    db.session.flush()
    if shown:
        events.record(ProfileChanged(member.id))
    if new_job:
        events.record(JobChanged(member.id, now))


def change_looks(member: Member, theme: str, recognition_hidden: bool) -> None:
    """Change how pages look to *member*, and whether their recognition is shown to others."""
    if theme not in ("", "light", "dark"):
        raise RuleBroken(_("Choose one of the three."), field="theme")
    member.theme = theme
    if member.recognition_hidden != recognition_hidden:
        member.recognition_hidden = recognition_hidden
        events.record(ProfileChanged(member.id))


def change_password(member: Member, old: str, new: str, now: datetime, *, spare: int | None = None) -> None:
    """Give *member* a new password who knows the old one; every session but *spare* ends.

    Raises RuleBroken with the field "old" or "password".
    """
    if not passwords.verify(member.password_hash, old):
        raise RuleBroken(_("This is not your present password."), field="old")
    set_password(member, passwords.hash_password(_check_password(new, member)), now, spare=spare)


def set_password(member: Member, password_hash: str, now: datetime, *, spare: int | None = None) -> None:
    """Store a new hash; every session but *spare* ends, and every link to choose a password is dead."""
    member.password_hash = password_hash
    db.session.flush()
    sessions.revoke(member.id, spare=spare)
    live = (PasswordReset.member_id == member.id, PasswordReset.used_at.is_(None))
    db.session.execute(update(PasswordReset).where(*live).values(used_at=now))
    events.record(PasswordChanged(member.id))


def _check_password(password: str, member: Member) -> str:
    return passwords.check(password, *words_of(member))


def words_of(member: Member) -> tuple[str, ...]:
    """What a password of *member* must not be: the site's name, their own, their address."""
    return settings().site_name, member.name, member.handle or "", member.email or "", member.employer or ""


@cache
def known_timezones() -> frozenset[str]:
    """All time zones' names: to find them, a folder of some hundred files is walked."""
    return frozenset(available_timezones())


def check_timezone(name: str) -> str:
    """*name* if it is a time zone's. Raises RuleBroken with the field "timezone"."""
    if name not in known_timezones():
        raise RuleBroken(_("Choose a time zone from the list."), field="timezone")
    return name


def checked_words(words: Mapping[str, str]) -> dict[str, str]:
    """Profile words (LINES and TEXTS) as they are kept. Raises RuleBroken naming the field."""
    found: dict[str, str] = {}
    for field, value in words.items():
        try:
            found[field] = clean_line(value, LINE_MAX) if field in LINES else checked_text(value)
        except RuleBroken as error:
            raise RuleBroken(error.message, field=field) from error
    unknown = found.keys() - {*LINES, *TEXTS}
    if unknown:
        raise ValueError(f"no profile words: {sorted(unknown)}")
    return found


def checked_text(value: str) -> str:
    """A text of some lines as it is kept. Raises TooLong above TEXT_MAX characters, BadText."""
    value = value.replace("\r\n", "\n").strip()
    check_characters(value)
    if len(value) > TEXT_MAX:
        message = _(
            "Too long: %(actual)s characters, at most %(limit)s fit here.", actual=len(value), limit=TEXT_MAX
        )
        raise TooLong(TEXT_MAX, len(value), message)
    return value

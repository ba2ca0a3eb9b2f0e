"""Every list of joining that is read: who waits, who vouched for whom, how long it takes. Columns, not entities."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from statistics import median
from typing import Any

from sqlalchemy import Select, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from qa.core.db import AnyRow, read
from qa.core.errors import NotFound
from qa.core.paging import Page, page_of
from qa.members.byline import author_columns
from qa.members.models import Circle, Member, Membership, MemberState
from qa.members.queries import seen_by
from qa.vetting import counting
from qa.vetting.models import Application, Inquiry, Invitation, Nomination, Outcome, Stance, StanceKind, Vouch

VOUCHED_SHOWN = 60
"""Rows of a member's list of those whom they vouched for, or were vouched for by: years of vouching."""
QUEUE_SHOWN = 100
DECISIONS = 50
"""Past decisions that "usually" looks at: recent enough to be true, enough for one slow week not to count."""
DECISIONS_LEAST = 5
ROOTS_SHOWN = 10
INVITATIONS_SHOWN = 60

VOUCH_COLUMNS: tuple[Any, ...] = (Vouch.id, Vouch.how, Vouch.since_year, Vouch.given_at)
QUEUE_COLUMNS: tuple[Any, ...] = (
    Application.id,
    Application.confirmed_at,
    Application.made_at,
    Application.decides,
    Application.why,
    Application.why_shared,
    Application.good_at,
    Application.help_with,
    Application.evidence,
    Application.responsible_for,
)


def vouched_for_by(member_id: int, viewer_id: int) -> Sequence[AnyRow]:
    """Who vouched for *member_id*, the first first, as far as the viewer may know of them.

    Rows have the columns of ``byline.author_columns`` (of the voucher), and how, since_year, given_at. A word that
    was taken back is not among them, nor one by a member who has left.
    """
    query = (
        select(*VOUCH_COLUMNS, *author_columns())
        .join(Member, Member.id == Vouch.voucher_id)
        .where(
            Vouch.member_id == member_id,
            Vouch.withdrawn_at.is_(None),
            Member.state.in_((MemberState.ACTIVE, MemberState.SUSPENDED)),
            seen_by(viewer_id),
        )
        .order_by(Vouch.given_at, Vouch.id)
        .limit(VOUCHED_SHOWN)
    )
    return read(query).all()


def vouched_by(member_id: int) -> Sequence[AnyRow]:
    """Those for whom *member_id*'s own word stands, the latest first: author columns of each, state, and the word."""
    query = (
        select(*VOUCH_COLUMNS, Member.state, *author_columns())
        .join(Member, Member.id == Vouch.member_id)
        .outerjoin(Application, Application.id == Vouch.application_id)
        .where(
            Vouch.voucher_id == member_id,
            Vouch.withdrawn_at.is_(None),
            Member.state != MemberState.LEFT,
            # One who was declined is nobody's business any more.
            or_(Member.state != MemberState.APPLICANT, Application.outcome.is_(None)),
        )
        .order_by(Vouch.given_at.desc(), Vouch.id.desc())
        .limit(VOUCHED_SHOWN)
    )
    return read(query).all()


# The queue


def queue(viewer_id: int) -> Sequence[AnyRow]:
    """The applicants who wait, those who name the viewer first, then by waiting time.

    Rows have QUEUE_COLUMNS, author columns (of the applicant), named (whether the viewer is), and stance.
    """
    query = _waiting(viewer_id).where(Application.member_id != viewer_id)
    named_first = (Nomination.member_id.is_(None), Application.confirmed_at, Application.id)
    return read(query.order_by(*named_first).limit(QUEUE_SHOWN)).all()


def waiting(application_id: int, viewer_id: int) -> AnyRow:
    """One row of the queue. Raises NotFound for one that does not wait."""
    row = read(_waiting(viewer_id).where(Application.id == application_id)).one_or_none()
    if row is None:
        raise NotFound
    return row


def _waiting(viewer_id: int) -> Select[*tuple[Any, ...]]:
    named = and_(Nomination.application_id == Application.id, Nomination.member_id == viewer_id)
    stance = and_(Stance.application_id == Application.id, Stance.member_id == viewer_id)
    return (
        select(
            *QUEUE_COLUMNS,
            *author_columns(),
            Nomination.member_id.is_not(None).label("named"),
            Stance.kind.label("stance"),
        )
        .join(Member, Member.id == Application.member_id)
        .outerjoin(Nomination, named)
        .outerjoin(Stance, stance)
        .where(
            Application.outcome.is_(None),
            Application.confirmed_at.is_not(None),
            Member.state == MemberState.APPLICANT,
        )
    )


def words_for(application_ids: Iterable[int]) -> Sequence[AnyRow]:
    """The words that stand for these applications, the first first, by active members.

    Rows have application_id, same_employer, the vouch's columns, and author columns (of the voucher).
    """
    query = (
        select(Vouch.application_id, Vouch.same_employer, *VOUCH_COLUMNS, *author_columns())
        .join(Member, Member.id == Vouch.voucher_id)
        .where(Vouch.application_id.in_(list(application_ids)), counting.counts())
        .order_by(Vouch.given_at, Vouch.id)
    )
    return read(query).all()


def inquiries_for(application_ids: Iterable[int]) -> Sequence[AnyRow]:
    """What these applicants were asked back, in order, with author columns (of who asked)."""
    columns = (Inquiry.id, Inquiry.application_id, Inquiry.asked_by_id, Inquiry.question, Inquiry.asked_at)
    query = (
        select(*columns, Inquiry.reply, Inquiry.replied_at, *author_columns())
        .join(Member, Member.id == Inquiry.asked_by_id)
        .where(Inquiry.application_id.in_(list(application_ids)))
        .order_by(Inquiry.asked_at, Inquiry.id)
    )
    return read(query).all()


def advice_against(application_ids: Iterable[int]) -> Sequence[AnyRow]:
    """For moderators alone: who advises against these applicants, with author columns."""
    query = (
        select(Stance.application_id, Stance.words, Stance.made_at, *author_columns())
        .join(Member, Member.id == Stance.member_id)
        .where(Stance.application_id.in_(list(application_ids)), Stance.kind == StanceKind.AGAINST)
        .order_by(Stance.made_at, Stance.member_id)
    )
    return read(query).all()


def taken_back(application_ids: Iterable[int]) -> Sequence[AnyRow]:
    """For moderators alone: words for these applications that were taken back, and why, with author columns."""
    query = (
        select(Vouch.application_id, Vouch.withdrawn_reason, Vouch.withdrawn_at, *author_columns())
        .join(Member, Member.id == Vouch.voucher_id)
        .where(Vouch.application_id.in_(list(application_ids)), Vouch.withdrawn_at.is_not(None))
        .order_by(Vouch.withdrawn_at, Vouch.id)
    )
    return read(query).all()


def usual_days() -> int | None:
    """Days from the confirmed address to the decision, the median of the last ones; None where there are few."""
    query = (
        select(Application.confirmed_at, Application.decided_at)
        .where(
            Application.outcome.in_((Outcome.ADMITTED, Outcome.DECLINED)),
            Application.confirmed_at.is_not(None),
        )
        .order_by(Application.decided_at.desc(), Application.id.desc())
        .limit(DECISIONS)
    )
    rows = read(query).all()
    if len(rows) < DECISIONS_LEAST:
        return None
    days: list[int] = [(row.decided_at - row.confirmed_at).days for row in rows]
    return max(1, round(median(days)))


def invitations(inviter_id: int) -> Sequence[AnyRow]:
    """A member's own invitations, the latest first."""
    columns = (Invitation.id, Invitation.name, Invitation.email, Invitation.made_at, Invitation.expires_at)
    query = (
        select(*columns, Invitation.used_at, Invitation.revoked_at)
        .where(Invitation.inviter_id == inviter_id)
        .order_by(Invitation.made_at.desc(), Invitation.id.desc())
        .limit(INVITATIONS_SHOWN)
    )
    return read(query).all()


# The tree


def edges() -> Sequence[AnyRow]:
    """Who vouched for whom, the first first: voucher_id, member_id, given_at, withdrawn_at. The declined are left out."""
    query = (
        select(Vouch.voucher_id, Vouch.member_id, Vouch.given_at, Vouch.withdrawn_at)
        .join(Member, Member.id == Vouch.member_id)
        .outerjoin(Application, Application.id == Vouch.application_id)
        .where(or_(Member.state != MemberState.APPLICANT, Application.outcome.is_(None)))
        .order_by(Vouch.given_at, Vouch.id)
    )
    return read(query).all()


def people(member_ids: Iterable[int]) -> dict[int, AnyRow]:
    """Those in the tree by id: author columns, state, joined_at, and since when one who left is gone."""
    gone = (
        select(func.max(Membership.left_at))
        .join(Circle, Circle.id == Membership.circle_id)
        .where(Membership.member_id == Member.id, Circle.everyone)
        .correlate(Member)
        .scalar_subquery()
    )
    query = select(*author_columns(), Member.state, Member.joined_at, gone.label("left_at"))
    return {row.author_id: row for row in read(query.where(Member.id.in_(list(member_ids))))}


def roots(bookmark: str | None, per_page: int = ROOTS_SHOWN) -> Page:
    """Members for whom nobody vouched, the first first, a page of them: rows of id and joined_at.

    A bookmark that is none raises BadRequest.
    """
    vouched = aliased(Vouch)
    query = (
        select(Member.id, Member.joined_at)
        .where(
            Member.state != MemberState.APPLICANT,
            Member.source_url.is_(None),
            ~exists().where(vouched.member_id == Member.id),
        )
        .order_by(Member.joined_at, Member.id)
    )
    return page_of(query, bookmark, per_page)

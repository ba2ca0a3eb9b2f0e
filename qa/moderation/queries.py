"""What moderators did, as far as a viewer may know of it.

Of a look behind a name others learn that there was one, in threads of their own circles; never whose name it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import aliased

from qa.core.db import AnyRow, AnySelect, db, read
from qa.core.errors import NotFound
from qa.core.paging import Page, page_of
from qa.members.byline import author_columns
from qa.members.models import Member, MemberState
from qa.members.names import handle_key
from qa.members.queries import circles_of, seen_by
from qa.moderation.models import ActKind, ModerationAct
from qa.questions.access import visible_to
from qa.questions.models import Question
from qa.vetting.models import Vouch

PER_PAGE = 40
LOOKS_SHOWN = 20
SHOWN = 200
"""Rows of a list without pages: a page stays bounded."""
STANDINGS = (ActKind.SUSPENDED, ActKind.SELLING, ActKind.REINSTATED)
Actor = aliased(Member, name="acting")
ACTOR = tuple(
    getattr(Actor, name).label(f"actor_{name}")
    for name in ("id", "name", "handle", "title", "employer", "state")
)


def suspension_of(member_id: int) -> AnyRow | None:
    """Why *member_id* is suspended (reason, made_at, kind), by the latest act; None where nothing says so."""
    row = read(
        select(ModerationAct.reason, ModerationAct.made_at, ModerationAct.kind)
        .where(ModerationAct.target_id == member_id, ModerationAct.kind.in_(STANDINGS))
        .order_by(ModerationAct.made_at.desc(), ModerationAct.id.desc())
        .limit(1)
    ).one_or_none()
    return None if row is None or row.kind == ActKind.REINSTATED else row


def load(handle: str, viewer_id: int, *, lock: bool = False) -> Member:
    """A member for a moderator's act: one of a circle of the moderator's, no applicant; NotFound otherwise."""
    query = select(Member).where(
        Member.handle_key == handle_key(handle),
        seen_by(viewer_id),
        Member.state.in_((MemberState.ACTIVE, MemberState.SUSPENDED)),
        Member.source_url.is_(None),
    )
    if lock:
        query = query.with_for_update(of=Member, key_share=True)
    member = db.session.scalars(query).one_or_none()
    if member is None:
        raise NotFound
    return member


def log(viewer_id: int, bookmark: str | None = None, per_page: int = PER_PAGE) -> Page:
    """What moderators did, the latest first, one page. A bookmark that is none raises BadRequest.

    Acts on members whom the viewer may know of, each with its target, and looks behind names in the viewer's
    circles, of which only moderator and moment come along. A reason comes with what changed somebody's standing.
    """
    return page_of(_log(viewer_id), bookmark, per_page)


def _log(viewer_id: int) -> AnySelect:
    reason = case((ModerationAct.kind.in_(STANDINGS), ModerationAct.reason), else_="").label("reason")
    # The author behind a name is not even read: no row of a look has a target.
    told = and_(Member.id == ModerationAct.target_id, ModerationAct.kind != ActKind.LOOKED)
    looked = and_(ModerationAct.kind == ActKind.LOOKED, _in_own_circle(viewer_id))
    return (
        select(ModerationAct.id, ModerationAct.kind, ModerationAct.made_at, reason, *ACTOR, *author_columns())
        .join(Actor, Actor.id == ModerationAct.actor_id)
        .outerjoin(Member, told)
        .outerjoin(Question, Question.id == ModerationAct.question_id)
        .where(or_(seen_by(viewer_id), looked))
        .order_by(ModerationAct.made_at.desc(), ModerationAct.id.desc())
    )


def _in_own_circle(viewer_id: int) -> ColumnElement[bool]:
    """That the thread is of one of the viewer's circles; also a question taken back since keeps its place here."""
    return Question.circle_id.in_(circles_of(viewer_id))


def suspended(viewer_id: int, limit: int = SHOWN) -> Sequence[AnyRow]:
    """The suspended members whom a moderator may know of, the latest first, with why and since when."""
    return read(
        _latest(STANDINGS)
        .where(seen_by(viewer_id), Member.state == MemberState.SUSPENDED)
        .order_by(ModerationAct.made_at.desc().nulls_last(), Member.id)
        .limit(limit)
    ).all()


def paused(viewer_id: int, limit: int = SHOWN) -> Sequence[AnyRow]:
    """The members whose invitations rest, the longest first, with why; whom a moderator may know of."""
    return read(
        _latest((ActKind.PAUSED,))
        .where(seen_by(viewer_id), Member.invitations_paused_at.is_not(None))
        .order_by(Member.invitations_paused_at, Member.id)
        .limit(limit)
    ).all()


def _latest(kinds: Sequence[ActKind]) -> AnySelect:
    """Members with the latest act on them of one of *kinds*; its columns are empty where there is none."""
    last = (
        select(func.max(ModerationAct.id))
        .where(ModerationAct.target_id == Member.id, ModerationAct.kind.in_(kinds))
        .correlate(Member)
        .scalar_subquery()
    )
    return select(
        ModerationAct.kind,
        ModerationAct.reason,
        ModerationAct.made_at,
        Member.invitations_paused_at,
        *author_columns(),
    ).outerjoin(ModerationAct, ModerationAct.id == last)


LOOK = (
    ModerationAct.id,
    ModerationAct.made_at,
    ModerationAct.reason,
    ModerationAct.question_id,
    ModerationAct.answer_id,
    *ACTOR,
)


def looks(viewer_id: int, limit: int = LOOKS_SHOWN) -> Sequence[AnyRow]:
    """The latest looks behind names in threads that a moderator may see, with their reasons; not whose names."""
    return read(
        select(*LOOK, Question.title)
        .join(Actor, Actor.id == ModerationAct.actor_id)
        .join(Question, Question.id == ModerationAct.question_id)
        .where(ModerationAct.kind == ActKind.LOOKED, visible_to(viewer_id))
        .order_by(ModerationAct.made_at.desc(), ModerationAct.id.desc())
        .limit(limit)
    ).all()


def looks_at(member_id: int, bookmark: str | None = None, per_page: int = PER_PAGE) -> Page:
    """The looks behind a member's own name, for that member alone, the latest first.

    *title* is None for a thread that the member may not see any more.
    """
    title = case((visible_to(member_id), Question.title), else_=None).label("title")
    query = (
        select(*LOOK, title)
        .join(Actor, Actor.id == ModerationAct.actor_id)
        .join(Question, Question.id == ModerationAct.question_id)
        .where(ModerationAct.kind == ActKind.LOOKED, ModerationAct.target_id == member_id)
        .order_by(ModerationAct.made_at.desc(), ModerationAct.id.desc())
    )
    return page_of(query, bookmark, per_page)


def may_see(member_id: int, question_id: int) -> bool:
    """Whether a member may see the question *question_id* now."""
    return (
        db.session.scalar(select(Question.id).where(Question.id == question_id, visible_to(member_id)))
        is not None
    )


def sold_by_vouched(voucher_id: int, at: datetime) -> list[str]:
    """The names of those suspended for selling at *at* for whom *voucher_id* vouched and of whom they may know."""
    query = (
        select(Member.name)
        .join(ModerationAct, ModerationAct.target_id == Member.id)
        .join(Vouch, and_(Vouch.member_id == Member.id, Vouch.voucher_id == voucher_id))
        .where(ModerationAct.kind == ActKind.SELLING, ModerationAct.made_at == at, seen_by(voucher_id))
        .order_by(Member.name)
    )
    return list(db.session.scalars(query))

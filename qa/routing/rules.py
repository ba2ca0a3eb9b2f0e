"""What a member who was asked may do about it: not now, or somebody else. And how a member wants to be asked."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import delete, select

from qa.core import text
from qa.core.db import db
from qa.core.errors import NotFound, RuleBroken
from qa.members.circles import part
from qa.members.models import Exposure, Member, MemberState
from qa.members.queries import circles_of
from qa.members.standing import require_active, require_posting
from qa.members.viewer import zone
from qa.questions.access import visible_to
from qa.questions.deadlines import DeadlineError, parse_day
from qa.questions.models import Question, QuestionTag, Tag
from qa.routing import waves
from qa.routing.evidence import Evidence
from qa.routing.models import ASKS_MOST, Ask, MutedCircle, MutedTag, Named, Why, Wish
from qa.routing.standing import standings

MUTED_MOST = 50
"""Topics that a member may mute."""
AWAY_MOST = timedelta(days=366)


def load(actor: Member, question_id: int) -> tuple[Ask, Question]:
    """The ask of *actor*, and the question, which the actor may still see; NotFound for whoever was not asked."""
    query = (
        select(Ask, Question)
        .join(Question, Question.id == Ask.question_id)
        .where(Ask.question_id == question_id, Ask.member_id == actor.id, visible_to(actor.id))
    )
    row = db.session.execute(query).one_or_none()
    if row is None:
        raise NotFound
    return row[0], row[1]


def pass_by(actor: Member, ask: Ask, now: datetime) -> None:
    """Not now: the actor is not asked about this again, and the seat goes to somebody else. Twice is as once."""
    require_active(actor)
    if ask.waits:
        ask.passed_at = now


def hand_on(actor: Member, ask: Ask, question: Question, peer: Member, now: datetime) -> None:
    """The actor names *peer* in their own place, who is asked if that may be.

    Whether *peer* was asked before, answered without a name, is away or does not want to be asked is nobody's
    business: nothing here tells. Raises RuleBroken for one who cannot see the question, and for who did it before.
    """
    require_posting(actor, now)
    _check(actor, ask, question, peer)
    if not waves.is_open(question, now):
        raise RuleBroken(_("This question is closed. Nobody more is asked."))
    waves.alone()
    ask.handed_at, ask.handed_to_id = now, peer.id
    db.session.flush()
    known = {peer.id: Evidence()}
    free = [
        one for one in standings(question, known, now) if one.row.author_id == peer.id and one.out is None
    ]
    if free:
        made = Ask(question_id=question.id, member_id=peer.id, wave=ask.wave, asked_at=now, why=Why.PEER)
        made.handed_by_id = actor.id
        waves.put(made, waves.mail_at(free[0], now))


def _check(actor: Member, ask: Ask, question: Question, peer: Member) -> None:
    if ask.handed_at is not None:
        raise RuleBroken(_("You have named somebody already. One is enough."))
    if peer.id == actor.id:
        raise RuleBroken(_("That is you. Name somebody else."), "member")
    if peer.id == question.author_id and question.exposure == Exposure.NAMED:
        raise RuleBroken(_("%(name)s asked this. Name somebody else.", name=peer.name), "member")
    if peer.state != MemberState.ACTIVE or part(question.circle_id, peer.id) is None:
        raise RuleBroken(_("Only an active member of the circle can see this question."), "member")


# How a member wants to be asked


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a member chose: *away* is the last day away as typed, or empty; *circles* are ids, *tags* names."""

    asks_a_week: int
    away: str = ""
    named: str = Named.ONCE_REACTED.value
    circles: Collection[int] = ()
    tags: Sequence[str] = ()


def choose(actor: Member, wishes: Wishes, now: datetime) -> None:
    """Keep what the member chose, in place of what was chosen before. Raises RuleBroken naming the field."""
    require_active(actor)
    if not 0 <= wishes.asks_a_week <= ASKS_MOST:
        raise RuleBroken(_("Choose between 0 and %(most)d.", most=ASKS_MOST), "asks_a_week")
    if wishes.named not in set(Named):
        raise RuleBroken(_("Choose one of the three."), "named")
    away = _day(wishes.away, now.astimezone(zone(actor.timezone)).date())
    tags = _tags(actor, wishes.tags)
    row = db.session.get(Wish, actor.id) or Wish(member_id=actor.id)
    row.asks_a_week, row.away_until, row.named = wishes.asks_a_week, away, Named(wishes.named)
    db.session.add(row)
    within = set(db.session.scalars(circles_of(actor.id))) & set(wishes.circles)
    _replace(MutedTag, MutedTag.tag_id, actor, tags, now)
    _replace(MutedCircle, MutedCircle.circle_id, actor, within, now)
    db.session.flush()


def _day(typed: str, today: date) -> date | None:
    """The last day away; one that is over is as none."""
    if not typed.strip():
        return None
    try:
        found = parse_day(typed.strip(), "away")
    except DeadlineError as error:
        raise RuleBroken(error.message, error.field) from error
    if found > today + AWAY_MOST:
        raise RuleBroken(_("Choose a day within a year."), "away")
    return found if found >= today else None


def _tags(actor: Member, names: Sequence[str]) -> set[int]:
    """The ids of the topics *names*: such as stand on a question that the actor may see, or were muted before."""
    keys = {_key(name): name for name in names if name.strip()}
    if len(keys) > MUTED_MOST:
        raise RuleBroken(_("At most %(most)d topics can be muted.", most=MUTED_MOST), "tags")
    seen = select(QuestionTag.tag_id).join(Question, Question.id == QuestionTag.question_id)
    before = select(MutedTag.tag_id).where(MutedTag.member_id == actor.id)
    query = select(Tag.id, Tag.name_key).where(
        Tag.name_key.in_(list(keys)), Tag.id.in_(seen.where(visible_to(actor.id))) | Tag.id.in_(before)
    )
    found = {row.name_key: row.id for row in db.session.execute(query)}
    for key, name in keys.items():
        if key not in found:
            raise RuleBroken(_("There is no topic “%(name)s” in your circles.", name=name.strip()), "tags")
    return set(found.values())


def _key(name: str) -> str:
    try:
        return text.name_key(text.clean_line(name, 80))
    except text.TextRefused as error:
        raise RuleBroken(error.message, "tags") from error


def _replace(model: Any, column: Any, actor: Member, wanted: set[int], now: datetime) -> None:
    """Let the rows of *actor* in *model* be for *wanted*; those that stay keep since when."""
    own = model.member_id == actor.id
    there = set(db.session.scalars(select(column).where(own)))
    gone = delete(model).where(own, column.in_(there - wanted))
    db.session.execute(gone.execution_options(synchronize_session=False))
    for number in sorted(wanted - there):
        db.session.add(model(**{"member_id": actor.id, column.key: number, "since": now}))

"""Asking by name: an asker says who is to be asked now. Whoever may not be asked is not, and the reason stays theirs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select

from qa.answers.models import Answer
from qa.core.db import db
from qa.core.errors import RuleBroken
from qa.members.circles import part
from qa.members.models import Exposure, Member, MemberState
from qa.members.standing import require_posting
from qa.questions.models import Question
from qa.questions.rules import require_author
from qa.routing import queries, standing, waves, words
from qa.routing.models import Ask, Naming, Why
from qa.routing.standing import Standing

NAMES_MOST = 5
"""Members that an asker may name for one question: a word to a few, and too few to find out of a circle who is away."""
WAVE = 0
"""The wave of those asked by name: none."""


@dataclass(frozen=True, slots=True)
class Told:
    """What the asker hears of those just named."""

    asked: tuple[str, ...]
    not_now: tuple[str, ...]


def ask(actor: Member, question: Question, peers: Sequence[Member], now: datetime) -> Told:
    """*actor* has each of *peers*, whom they may see, asked now; all of them, or none where a name is refused.

    Who is over budget, away, muted it or has a pledge to renew is not asked, and the asker hears that they could not
    be asked now. Who was asked before or has answered without a name is not asked again; of that the asker hears
    nothing. Raises Forbidden for all but the asker, RuleBroken with the field "member".
    """
    require_author(actor, question)
    require_posting(actor, now)
    if not waves.is_open(question, now):
        raise RuleBroken(_("This question is closed. Nobody more is asked."))
    waves.alone()
    _check(actor, question, peers)
    found = {one.row.author_id: one for one in standing.standings(question, {}, now)}
    lately = _asked_lately(question, now)
    could = [peer for peer in peers if _could(found[peer.id], question, peer.id in lately, now)]
    for peer in sorted(peers, key=lambda each: each.id):
        made = Naming(question_id=question.id, member_id=peer.id, named_at=now, could=peer in could)
        db.session.add(made)
        if found[peer.id].out is None:
            row = Ask(question_id=question.id, member_id=peer.id, wave=WAVE, asked_at=now, why=Why.BY_NAME)
            waves.put(row, waves.mail_at(found[peer.id], now))
    db.session.flush()
    others = (peer.name for peer in peers if peer not in could)
    return Told(tuple(peer.name for peer in could), tuple(others))


def left(question_id: int) -> int:
    """How many more members may be named."""
    return max(NAMES_MOST - len(_named(question_id)), 0)


def _named(question_id: int) -> set[int]:
    query = select(Naming.member_id).where(Naming.question_id == question_id)
    return set(db.session.scalars(query))


def _check(actor: Member, question: Question, peers: Sequence[Member]) -> None:
    if not peers:
        raise RuleBroken(_("Name somebody first."), "member")
    before = _named(question.id)
    if len(before) + len(peers) > NAMES_MOST:
        most = _("At most %(most)d members are asked by name, those named before counted.", most=NAMES_MOST)
        raise RuleBroken(most, "member")
    answered, known = _answered_by_name(question), known_to_asker(actor.id, question)
    for peer in peers:
        if refused := _refused(actor, question, peer, answered, known):
            raise RuleBroken(refused, "member")


def known_to_asker(asker_id: int, question: Question) -> set[int]:
    """Of whom the asker reads already that they were asked, named or have answered."""
    rows = queries.asked(asker_id, question.id)
    shown = {row.author_id for row in rows if row.could is not None or words.is_named(row)}
    return shown | _answered_by_name(question)


def _refused(actor: Member, question: Question, peer: Member, answered: set[int], known: set[int]) -> str:
    """Why *peer* is not to be named, of what *actor* reads anyway; empty where there is nothing."""
    if peer.id == actor.id:
        return _("That is you. Name somebody else.")
    if peer.state != MemberState.ACTIVE or part(question.circle_id, peer.id) is None:
        return _(
            "Only an active member of the circle can see this question: %(name)s cannot.", name=peer.name
        )
    if peer.id in answered:
        return _("%(name)s has answered already.", name=peer.name)
    if peer.id in known:
        return _("%(name)s was asked already. Nobody is asked twice.", name=peer.name)
    return ""


def _answered_by_name(question: Question) -> set[int]:
    query = select(Answer.author_id).where(
        Answer.question_id == question.id,
        Answer.withdrawn_at.is_(None),
        Answer.exposure == Exposure.NAMED,
    )
    return set(db.session.scalars(query))


def _asked_lately(question: Question, now: datetime) -> set[int]:
    """Whose ask of this question counts towards their budget."""
    query = select(Ask.member_id).where(Ask.question_id == question.id, Ask.asked_at > now - queries.WEEK)
    return set(db.session.scalars(query))


def _could(one: Standing, question: Question, counted: bool, now: datetime) -> bool:
    """Whether *one* might be asked, were nothing known of what they did about this question.

    Else "could not be asked now" would say of somebody that they have not answered without their name.
    """
    candidate = one.scored.candidate
    free = replace(candidate, asked_lately=candidate.asked_lately - counted)
    return standing.unwilling(one.row, now) is None and standing.kept_out(free, question, now) is None

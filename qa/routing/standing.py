"""Who may be asked about a question now: each member of its circle with the score, or with the reason against."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from qa.core.db import AnyRow
from qa.members.mailing import wishes
from qa.members.mailing.hours import MIDNIGHT
from qa.questions.models import Question
from qa.routing import candidates, queries
from qa.routing.candidates import Candidate, Reason, Scored
from qa.routing.evidence import Evidence


class Out(enum.StrEnum):
    """Why a member is not asked whatever the score."""

    ASKED = "asked already"
    ANSWERED = "answered already"
    MUTED = "muted the circle or the topics"
    LAPSED = "pledge is due"
    UNREACHABLE = "no mail address"


@dataclass(frozen=True, slots=True)
class Standing:
    """One member's standing: *out* is None for one who may be asked."""

    row: AnyRow
    evidence: Evidence
    scored: Scored
    out: Out | Reason | None


def standings(question: Question, known: Mapping[int, Evidence], now: datetime) -> list[Standing]:
    """The standing of each active member of *question*'s circle but its asker, by id; *known* is of ``evidence``."""
    rows = queries.peers(question, now)
    return [_standing(row, known.get(row.author_id, Evidence()), question, now) for row in rows]


def may_be_asked(found: Sequence[Standing]) -> list[Standing]:
    """Those who may be asked."""
    return [one for one in found if one.out is None]


def _standing(row: AnyRow, evidence: Evidence, question: Question, now: datetime) -> Standing:
    hours = wishes.hours_of(row)
    candidate = Candidate(
        row.author_id,
        evidence.expertise,
        evidence.newcomer,
        hours.zone,
        row.lately,
        row.ever,
        row.reacted,
        row.budget,
        row.away_until,
        hours.quiet or (MIDNIGHT, MIDNIGHT),
        not hours.weekends,
    )
    scored = candidates.score(candidate, now, question.needed_by)
    out = _did(row) or unwilling(row, now) or kept_out(candidate, question, now)
    return Standing(row, evidence, scored, out)


def kept_out(candidate: Candidate, question: Question, now: datetime) -> Reason | None:
    """Why *candidate* may not be asked about *question*, as of budget and days away."""
    return candidates.kept_out(candidate, now, question.needed_by)


def _did(row: AnyRow) -> Out | None:
    """What a member, a row of ``queries.peers``, has to do with the question already."""
    if row.asked:
        return Out.ASKED
    return Out.ANSWERED if row.answered else None


def unwilling(row: AnyRow, now: datetime) -> Out | None:
    """Why a member, a row of ``queries.peers``, may not be asked whatever they did: muted, lapsed, not reachable."""
    if row.muted:
        return Out.MUTED
    if row.pledged_until is None or row.pledged_until <= now:
        return Out.LAPSED
    return None if row.reachable else Out.UNREACHABLE

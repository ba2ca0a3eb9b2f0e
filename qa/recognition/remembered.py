"""What a member's marks add up to, remembered by the process until the member's stamp says that it may be another.

Marks are added up from the ledger alone, by ``record``; five thousand of them cost a tenth of a second, and a page that
is opened again should not. What is remembered depends on nothing but the database under one stamp, the circles of the
viewer, and the viewer's month: it holds numbers and ids, never a name, a title or a word of anybody's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import BindParameter, Integer, String, bindparam, cast, func, select

from qa.answers.models import Answer
from qa.core.db import read
from qa.members.queries import circles_of
from qa.members.viewer import Viewer
from qa.questions.access import VIEWER
from qa.questions.models import Question
from qa.recognition import credit, hiding, queries, record, stamps
from qa.recognition.queries import Received
from qa.recognition.record import Month

MOST = 2_000
"""Records that a process keeps; one is some kilobytes."""
ALL_SHOWN = 200
"""Of answers and notes: a page must stay bounded."""


@dataclass(frozen=True, slots=True)
class Own:
    """What the member alone reads: the peers helped without a name, and the peers behind each answer; *alone*: the marks
    whose words are for the member; *hidden*: the topics that the member hides, with the peers on each from two up."""

    unnamed: int
    carried: Mapping[int, int]
    alone: tuple[int, ...]
    hidden: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Sums:
    """A ``record.Record`` without words: *thanks* are marks, *evidence* answers with the peers whom each helped and whether
    the asker used it. *thanked* and *proven*: how many there are of each."""

    helped: int
    in_time: int
    spared: int
    topics: Mapping[str, int]
    hours_saved: int
    thanks: tuple[int, ...]
    evidence: tuple[tuple[int, int, bool], ...]
    thanked: int
    proven: int
    months: tuple[Month, ...]
    own: Own | None


@dataclass(frozen=True, slots=True)
class _Kept:
    stamp: int
    month: date
    latest: datetime
    sums: Sums


_mine = circles_of(VIEWER).subquery()
_MEMBER: BindParameter[int] = bindparam("member_id", type_=Integer)
STAMP = select(
    stamps.number(_MEMBER),
    select(func.aggregate_strings(cast(_mine.c[0], String), ",")).scalar_subquery().label("circles"),
    hiding.names(_MEMBER).label("hidden"),
)
PLACES = (
    select(Question.circle_id)
    .distinct()
    .join(Answer, Answer.question_id == Question.id)
    .where(Answer.author_id == _MEMBER)
)
_places: dict[int, tuple[int, frozenset[int]]] = {}
_kept: dict[tuple[int, bool, frozenset[int], str], _Kept] = {}


def forget() -> None:
    """Forget what was added up."""
    _kept.clear()
    _places.clear()


def sums(member_id: int, viewer: Viewer, now: datetime) -> Sums:
    """The record of *member_id* as *viewer* may know it: one query, three where it is not remembered."""
    stamp, circles, hidden = _stamp(member_id, viewer.id)
    circles &= _answered_in(member_id, stamp)
    key = member_id, member_id == viewer.id, circles, viewer.zone.key
    month = now.astimezone(viewer.zone).date().replace(day=1)
    known = _kept.get(key)
    # Before the latest mark, as where the clock was set back, it counts what is not yet.
    if known is not None and (known.stamp, known.month) == (stamp, month) and known.latest <= now:
        return known.sums
    # The stamp was read first: whatever comes in between is under a later one, which nobody looks for under this.
    received = queries.received(member_id, viewer.id, circles)
    found = added_up(received, member_id, viewer, now, hidden)
    latest = max((one.mark.given_at for one in received), default=datetime.min.replace(tzinfo=UTC))
    if latest <= now:
        while len(_kept) >= MOST:
            _kept.pop(next(iter(_kept)), None)
        _kept[key] = _Kept(stamp, month, latest, found)
    return found


def _stamp(member_id: int, viewer_id: int) -> tuple[int, frozenset[int], tuple[str, ...]]:
    """The member's stamp, the circles of the viewer, and the topics that the member hides."""
    row = read(STAMP, {"member_id": member_id, "viewer_id": viewer_id}).one()
    circles = frozenset(int(number) for number in (row.circles or "").split(",") if number)
    return row.stamp, circles, tuple(sorted((row.hidden or "").split("\n"))) if row.hidden else ()


def _answered_in(member_id: int, stamp: int) -> frozenset[int]:
    """The circles in which the member ever answered: which of the others a viewer is in, makes no difference."""
    known = _places.get(member_id)
    if known is not None and known[0] == stamp:
        return known[1]
    rows = read(PLACES, {"member_id": member_id})
    found = frozenset(row.circle_id for row in rows)
    while len(_places) >= MOST:
        _places.pop(next(iter(_places)), None)
    _places[member_id] = stamp, found
    return found


def added_up(
    received: Sequence[Received], member_id: int, viewer: Viewer, now: datetime, hidden: tuple[str, ...] = ()
) -> Sums:
    """*received*, the latest first, added up anew; *hidden*: the topics that the member hides."""
    shown = [one for one in received if one.shown]
    found = record.of([one for one in shown if not one.private], member_id, now)
    every = record.of(shown, member_id, now)
    return Sums(
        every.helped,
        every.in_time,
        every.spared,
        every.topics,
        found.hours_saved,
        tuple(one.mark_id for one in found.thanks[:ALL_SHOWN]),
        tuple((one.first.answer_id, one.peers, one.used is not None) for one in every.evidence[:ALL_SHOWN]),
        len(found.thanks),
        len(every.evidence),
        tuple(record.months(shown, now, viewer.zone)),
        _own(received, member_id, now, hidden) if member_id == viewer.id else None,
    )


def _own(received: Sequence[Received], member_id: int, now: datetime, hidden: tuple[str, ...]) -> Own:
    every = record.of(received, member_id, now)
    named = [one.mark for one in record.counting(received, now) if one.named]
    on_topic = credit.trusted_on(member_id, named, now)
    return Own(
        record.of([one for one in received if not one.named], member_id, now).helped,
        {one.first.answer_id: one.peers for one in every.evidence},
        tuple(one.mark_id for one in every.thanks if one.private)[:ALL_SHOWN],
        {name: on_topic.get(name, 0) for name in hidden},
    )

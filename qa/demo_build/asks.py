"""Who was asked to answer the open questions of the sample community, and what came of it.

Written as rows: the rules ask at the present instant, and these were asked in the past.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import func, select, update

from qa.answers.models import Answer
from qa.core.db import db
from qa.demo_build.threads import VISITOR
from qa.demo_build.when import DAY, HOUR, MINUTE
from qa.members.models import Exposure, Member, Membership, MemberState
from qa.questions.models import Draft, Question, QuestionTag
from qa.questions.queries import is_open
from qa.routing import waves
from qa.routing.candidates import ASKS_A_WEEK
from qa.routing.models import Ask, MutedTag, Route, Why, Wish
from qa.routing.pace import Box, SoFar, next_wave

WEEK = timedelta(days=7)
SECOND_WAVE = 0.35
"""Share of the box at which the second wave went out, where it has passed."""
FIRST, SECOND = 5, 3
"""How many were asked in each, besides those who answered."""
RESTS = "ruth-adeyemi"
"""Who wants to be asked once a week."""


def write(members: Mapping[str, Member], seed: int, now: datetime) -> dict[int, datetime]:
    """Write the asks for what is open at *now*; the same for the same *seed*.

    Returns when the next look at each question is due, by its id, as a worker would have planned it.
    """
    asker = _Asker(members[VISITOR].id, now)
    query = select(Question).where(is_open(now), Question.withdrawn_at.is_(None)).order_by(Question.id)
    found = sorted(db.session.scalars(query), key=asker.order)
    for number, question in enumerate(found):
        asker.ask(question, Random(f"quorum asks {seed} {number}"))  # noqa: S311 - no secret, and the same again
    db.session.execute(update(Route).values(due_at=None).execution_options(synchronize_session=False))
    _wish(members[RESTS], now)
    db.session.flush()
    looks = ((question.id, _next_look(question, now)) for question in found)
    return {number: at for number, at in sorted(looks) if at is not None}


def plan(looks: Mapping[int, datetime]) -> None:
    """Have the worker look at each question when its look is due."""
    for question_id, at in looks.items():
        waves.plan(question_id, at)


def _next_look(question: Question, now: datetime) -> datetime | None:
    """When the pace has the next wave, not within the hour: whoever looks around is to find what stands here."""
    route = db.session.get_one(Route, question.id, populate_existing=True)
    asked = db.session.scalar(select(func.count()).where(Ask.question_id == question.id)) or 0
    answers = question.answer_count if question.needed_by is None else question.in_time_count
    box = Box(question.posted_at, question.needed_by, question.answers_wanted, len(_peers(question)))
    wave = next_wave(box, SoFar(route.waves, asked, answers, route.last_at), now)
    at = None if wave is None else max(wave.at, now + HOUR)
    return at if at is not None and at < box.ends_at else None


def _wish(member: Member, now: datetime) -> None:
    db.session.add(Wish(member_id=member.id, asks_a_week=1))
    tag = select(QuestionTag.tag_id).order_by(QuestionTag.tag_id.desc()).limit(1)
    tag_id = db.session.scalar(tag)
    if tag_id is not None:
        db.session.add(MutedTag(member_id=member.id, tag_id=tag_id, since=now - 30 * DAY))


class _Asker:
    """Asks, and keeps to everybody's budget."""

    def __init__(self, visitor_id: int, now: datetime) -> None:
        self.visitor_id, self.now = visitor_id, now
        self.asked: defaultdict[int, list[datetime]] = defaultdict(list)
        self.drafts = {
            row.question_id: row.saved_at
            for row in db.session.scalars(select(Draft).where(Draft.member_id == visitor_id))
        }

    def order(self, question: Question) -> tuple[bool, bool, int]:
        """What the visitor looks at comes first, so that no budget is spent by then."""
        return question.id not in self.drafts, question.author_id != self.visitor_id, question.id

    def ask(self, question: Question, draw: Random) -> None:
        """Two waves at most for *question*: those who then answered, and others who did not."""
        answered, peers = _answers(question), _peers(question)
        # What the visitor answered she found by herself: her budget is for what still waits for her.
        by_herself = self.visitor_id in answered
        answered.pop(self.visitor_id, None)
        silent = [one for one in peers if one not in answered and not (by_herself and one == self.visitor_id)]
        draw.shuffle(silent)
        if question.id in self.drafts or draw.random() < 0.5:
            silent.sort(key=lambda member_id: member_id != self.visitor_id)
        instants = [question.posted_at + MINUTE]
        if question.needed_by is not None:
            instants.append(question.posted_at + SECOND_WAVE * (question.needed_by - question.posted_at))
        sizes = (FIRST, SECOND)
        for wave, at in enumerate((one for one in instants if one < self.now - HOUR), start=1):
            late = instants[wave] if wave < len(instants) else self.now
            gave = [one for one, came in answered.items() if at < came and (wave == 2 or came < late)]
            wanted = [*gave[: sizes[wave - 1]], *silent[: sizes[wave - 1]]]
            silent = silent[sizes[wave - 1] :]
            self._wave(question, wave, at, wanted, answered, draw)

    def _wave(
        self,
        question: Question,
        wave: int,
        at: datetime,
        wanted: Sequence[int],
        answered: dict[int, datetime],
        draw: Random,
    ) -> None:
        at, known = at.replace(microsecond=0), _known(question)
        for member_id in wanted:
            if sum(abs(at - other) < WEEK for other in self.asked[member_id]) >= self._most(member_id):
                continue
            self.asked[member_id].append(at)
            why = Why.TOPIC if member_id in known else Why.CIRCLE
            one = Ask(question_id=question.id, member_id=member_id, wave=wave, asked_at=at, why=why)
            one.answered_at = answered.pop(member_id, None)
            if one.answered_at is None:
                self._react(one, question, draw)
            db.session.add(one)
        route = db.session.get(Route, question.id) or Route(question_id=question.id)
        route.waves, route.last_at = wave, at
        db.session.add(route)
        db.session.flush()

    def _most(self, member_id: int) -> int:
        """Every third member has an ask left, so that who tries asking here sees somebody asked."""
        return ASKS_A_WEEK - (member_id != self.visitor_id and member_id % 3 == 0)

    def _react(self, one: Ask, question: Question, draw: Random) -> None:
        """The visitor has begun where a draft of hers lies; of others every third says not now."""
        if one.member_id == self.visitor_id:
            one.started_at = self.drafts.get(question.id)
        elif draw.random() < 0.33:
            one.passed_at = min(one.asked_at + draw.randint(1, 30) * HOUR, self.now - MINUTE)


def _answers(question: Question) -> dict[int, datetime]:
    query = select(Answer.author_id, Answer.posted_at).where(
        Answer.question_id == question.id, Answer.withdrawn_at.is_(None)
    )
    return {
        row.author_id: row.posted_at
        for row in db.session.execute(query.order_by(Answer.posted_at, Answer.id))
    }


def _peers(question: Question) -> list[int]:
    query = (
        select(Member.id)
        .join(Membership, Membership.member_id == Member.id)
        .where(
            Membership.circle_id == question.circle_id,
            Membership.left_at.is_(None),
            Membership.joined_at < question.posted_at,
            Member.state == MemberState.ACTIVE,
            Member.id != question.author_id,
        )
    )
    return list(db.session.scalars(query.order_by(Member.id)))


def _known(question: Question) -> set[int]:
    """Who answered by name on one of the topics before."""
    tags = select(QuestionTag.tag_id).where(QuestionTag.question_id == question.id)
    others = select(QuestionTag.question_id).where(
        QuestionTag.tag_id.in_(tags), QuestionTag.question_id != question.id
    )
    query = select(Answer.author_id).where(
        Answer.question_id.in_(others),
        Answer.exposure == Exposure.NAMED,
        Answer.posted_at < question.posted_at,
    )
    return set(db.session.scalars(query))

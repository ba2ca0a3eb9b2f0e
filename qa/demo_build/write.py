"""Writes the sample community: each thing by the rule that a member's own click would go through."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256
from random import Random

from sqlalchemy import delete, select, update

from qa.answers import commenting, marking
from qa.answers import rules as answering
from qa.answers.models import Answer, Basis, MarkKind, QuotePermission
from qa.core import outbox
from qa.core.db import db
from qa.demo_build import asks, gatherings, joining, moderating, subscribing
from qa.demo_build.plan import Plan, Step
from qa.demo_build.threads import VISITOR, drafted
from qa.demo_build.when import DAY, HOUR, MINUTE, last_visit
from qa.demo_content import people
from qa.members import accounts, circles, names, passwords
from qa.members.models import Circle, CircleRole, Exposure, Member, MemberState, Role
from qa.notifications.models import Notice
from qa.questions import after, drafts
from qa.questions import rules as asking
from qa.questions.models import DraftKind, Question

DEMO_PASSWORD = "quorum-demo-2026"  # noqa: S105 - published on purpose
DOMAIN = "quorum.example"
CAP = 60
FOUNDED_AGO, JOINED_AGO = timedelta(days=1890), (timedelta(days=1850), timedelta(days=500))
WORDS = ("title", "employer", "industry", "profession", "level", "good_at", "ask_me_about")
LEFT_AGO = timedelta(days=200)
STEWARDS = {
    "security": "ingrid-solheim",
    "finance": "charlotte-delvaux",
    "people": "sofia-lindholm",
    "operations": "olav-nygaard",
}
REASONS = {"edit question": "Said more exactly what I need", "edit answer": "Completed"}
DRAFT_QUESTION = {
    "title": "Who reviews firewall rules once the people who wrote them have left?",
    "body": "We have 2,140 rules on four clusters and 310 of them name an owner who is no longer here. Nobody "
    "dares to delete one, and the auditors count them.\n\nBefore I set a date for",
    "purpose": "own decision",
    "tags": "segmentation, joiners and leavers",
    "answers_wanted": "8",
    "exposure": "named",
}
DRAFT_ANSWER = {
    "body": "Two accounts, one test every second month. The alarm rings on the duty manager’s telephone only, and "
    "the test has passed when he calls back and asks who is in. Afterwards the password is changed by",
    "basis": "did",
    "quote": "role",
    "exposure": "named",
}


def write(plan: Plan, seed: int, now: datetime) -> None:
    """Write everything of *plan* in the running transaction; among members there are already, without roles."""
    row = select(outbox.OutboxRow.id).order_by(outbox.OutboxRow.id.desc()).limit(1)
    before = db.session.scalar(row) or 0
    community = _Community(seed, now)
    course = _Course(plan, community)
    course.run()
    community.note_visits(plan)
    moderating.write(community.members, now)
    _leave_drafts(course, community, now)
    subscribing.write(community.members[VISITOR], seed, now)
    subscribing.save_searches(community.members[VISITOR], now)
    gatherings.arrange(community.members, community.circles, now)
    looks = asks.write(community.members, seed, now)
    _tidy_outbox(before)
    asks.plan(looks)


class _Community:
    """The members and circles, by the handles and slugs of the content."""

    def __init__(self, seed: int, now: datetime) -> None:
        self.now = now
        # The password is known to all: where others live, nobody who has it may moderate or administer.
        self.roles = db.session.scalar(select(Member.id).limit(1)) is None
        self.draw = Random(f"quorum people {seed}")  # noqa: S311 - no secret, and the same again
        salt = sha256(f"quorum {seed}".encode()).digest()[:16]
        # Hashed once: forty times would take longer than all else, and the password is in the documentation.
        self.password_hash = passwords.hasher.hash(DEMO_PASSWORD.encode(), salt=salt)
        self.circles = self._found(now - FOUNDED_AGO)
        self.members: dict[str, Member] = {}
        for joined_at, person in sorted(
            ((self._joined_at(person), person) for person in people.PEOPLE), key=lambda pair: pair[0]
        ):
            self.members[person.handle] = self._admit(person, joined_at)
        joining.write(self.members, seed, now)

    def _found(self, founded: datetime) -> dict[str, Circle]:
        circles.everyone(founded)
        found: dict[str, Circle] = {}
        for form in people.CIRCLES:
            taken = db.session.scalar(select(Circle.id).where(Circle.slug == form.slug)) is not None
            found[form.slug] = Circle(
                slug=f"{form.slug}-sample" if taken else form.slug,
                name=form.name,
                purpose=form.purpose,
                profession=form.profession,
                level=form.level,
                cap=CAP,
                created_at=founded + 10 * DAY,
            )
        db.session.add_all(found.values())
        db.session.flush()
        return found

    def _joined_at(self, person: people.Person) -> datetime:
        if person.state == MemberState.APPLICANT:
            return self.now - 2 * DAY
        first, last = JOINED_AGO
        return (self.now - first + (first - last) * self.draw.random()).replace(microsecond=0)

    def _admit(self, person: people.Person, joined_at: datetime) -> Member:
        applies = person.state == MemberState.APPLICANT
        taken = db.session.scalar(
            select(Member.id).where(Member.handle_key == names.handle_key(person.handle))
        )
        member = accounts.create_member(
            name=person.name,
            email=f"{person.handle}@{DOMAIN}",
            handle="" if taken else person.handle,
            state=MemberState.APPLICANT if applies else MemberState.ACTIVE,
            role=Role(person.role) if self.roles else Role.MEMBER,
            timezone=person.timezone,
            words={word: getattr(person, word) for word in WORDS},
            pledged_until=self.now + self.draw.randint(20, 340) * DAY,
            now=joined_at,
        )
        member.password_hash = self.password_hash
        for slug in () if applies else person.circles:
            role = CircleRole.STEWARD if STEWARDS[slug] == person.handle else CircleRole.MEMBER
            circles.join(self.circles[slug], member, joined_at + self.draw.randint(1, 20) * DAY, role)
        member.state = MemberState(person.state)
        if member.state == MemberState.LEFT:
            self._leave(person, member)
        return member

    def _leave(self, person: people.Person, member: Member) -> None:
        for circle in (circles.everyone(self.now), *(self.circles[slug] for slug in person.circles)):
            circles.leave(circle, member, self.now - LEFT_AGO)

    def note_visits(self, plan: Plan) -> None:
        """Say when each was here last: not before the last thing that each did. What was new then is seen."""
        acts = {step.by: step.at for step in plan.steps}
        for handle, member in self.members.items():
            own = Random(f"quorum visits {handle}")  # noqa: S311 - as above
            visited = self.now - own.randint(2, 120) * HOUR if handle in acts else member.joined_at
            visited = max(visited, acts.get(handle, visited) - 3 * MINUTE).replace(microsecond=0)
            if handle == VISITOR:
                visited = last_visit(self.now)
            member.visited_at = visited
            member.last_visit_at = visited - own.randint(20, 80) * HOUR if handle in acts else None
            news = (Notice.member_id == member.id, Notice.made_at <= visited)
            db.session.execute(update(Notice).where(*news).values(seen_at=visited))


class _Course:
    """Does the steps of a plan, in their order."""

    def __init__(self, plan: Plan, community: _Community) -> None:
        self.plan, self.community = plan, community
        # Ids, not rows: each statement of the rules looks through all rows that the session has at hand.
        self.question_ids: dict[int, int] = {}
        self.answer_ids: dict[tuple[int, int | None], int] = {}
        self.acts: dict[str, Callable[[Member, Step], None]] = {
            "ask": self._ask,
            "answer": self._answer,
            "comment": self._comment,
            "mark": self._mark,
            "edit question": self._edit_question,
            "edit answer": self._edit_answer,
            "withdraw": self._withdraw,
            "close": self._close,
            "move": self._move,
            "record": self._record,
        }

    def run(self) -> None:
        """Do them all."""
        for step in self.plan.steps:
            self.acts[step.verb](self.community.members[step.by], step)
        db.session.flush()

    def _ask(self, actor: Member, step: Step) -> None:
        thread = self.plan.threads[step.thread]
        question = asking.post(
            actor,
            self._words(step),
            step.at,
            circle_id=self.community.circles[thread.circle].id,
            needed_by=thread.first_due,
            answers_wanted=thread.question.wanted,
            exposure=Exposure(thread.question.exposure),
        )
        self.question_ids[step.thread] = question.id

    def _question(self, step: Step) -> Question:
        return db.session.get_one(Question, self.question_ids[step.thread])

    def _answer_of(self, step: Step) -> Answer:
        return db.session.get_one(Answer, self.answer_ids[step.thread, step.answer])

    def _words(self, step: Step) -> asking.Words:
        form = self.plan.threads[step.thread].question
        return asking.Words(form.title, step.text, form.purpose, form.tags)

    def _answer(self, actor: Member, step: Step) -> None:
        answer = answering.give(actor, self._question(step), self._reply(step), step.at)
        self.answer_ids[step.thread, step.answer] = answer.id

    def _reply(self, step: Step) -> answering.Reply:
        forms = self.plan.threads[step.thread].question.answers
        if step.answer is None or step.answer >= len(forms):
            return answering.Reply(step.text, Basis.DID, no_gain=True)
        form = forms[step.answer]
        return answering.Reply(
            step.text,
            Basis(form.basis),
            QuotePermission(form.quote),
            Exposure(form.exposure),
            form.interest,
            no_gain=not form.interest,
        )

    def _comment(self, actor: Member, step: Step) -> None:
        answer = None if step.answer is None else self._answer_of(step)
        commenting.add(actor, self._question(step), step.text, step.at, answer)

    def _mark(self, actor: Member, step: Step) -> None:
        remark = marking.Remark(step.text, step.hours or None)
        marking.give(actor, self._answer_of(step), MarkKind(step.kind), step.at, remark)

    def _edit_question(self, actor: Member, step: Step) -> None:
        question, reason = self._question(step), REASONS[step.verb]
        asking.edit(actor, question, self._words(step), step.at, base=1, reason=reason)

    def _edit_answer(self, actor: Member, step: Step) -> None:
        answer, reason = self._answer_of(step), REASONS[step.verb]
        answering.edit(actor, answer, self._reply(step), step.at, base=1, reason=reason)

    def _withdraw(self, actor: Member, step: Step) -> None:
        answering.withdraw(actor, self._answer_of(step), step.at)

    def _close(self, actor: Member, step: Step) -> None:
        asking.close(actor, self._question(step), step.at)

    def _move(self, actor: Member, step: Step) -> None:
        due = self.plan.threads[step.thread].needed_by
        assert due is not None  # a date that was moved is one
        after.move(actor, self._question(step), due, step.text, step.at)

    def _record(self, actor: Member, step: Step) -> None:
        after.record(actor, self._question(step), step.text, step.at)


def _leave_drafts(course: _Course, community: _Community, now: datetime) -> None:
    """What the visitor began to write and did not finish: a question and an answer."""
    visitor, saved_at = community.members[VISITOR], last_visit(now) + 40 * MINUTE
    fields = {**DRAFT_QUESTION, "circle_id": str(community.circles["security"].id)}
    drafts.save(visitor, DraftKind.QUESTION, fields, saved_at)
    number = next(n for n, thread in enumerate(course.plan.threads) if thread.question is drafted())
    question_id = course.question_ids[number]
    drafts.save(visitor, DraftKind.ANSWER, DRAFT_ANSWER, saved_at, question_id=question_id)


INDEXED = ("search.thread", "search.vector")


def _tidy_outbox(before: int) -> None:
    """Of the work that the filling has put off, keep what the index needs, once: nobody wants old mail or news."""
    put = select(outbox.OutboxRow).where(outbox.OutboxRow.id > before).order_by(outbox.OutboxRow.id)
    rows = db.session.scalars(put)
    last = {(row.kind, str(row.payload)): row.id for row in rows if row.kind in INDEXED}
    stale = (outbox.OutboxRow.id > before, outbox.OutboxRow.id.not_in(last.values()))
    db.session.execute(delete(outbox.OutboxRow).where(*stale))

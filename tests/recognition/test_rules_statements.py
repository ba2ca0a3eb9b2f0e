"""Statements: what counts in them, what may be quoted, issuing and taking back, who may."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from qa.answers import marking
from qa.answers.marking import Remark
from qa.answers.models import Answer, MarkKind
from qa.config import settings
from qa.core.db import db
from qa.core.errors import Conflict, Forbidden, NotFound, RuleBroken
from qa.members import circles
from qa.members.models import Circle, Exposure, Member, MemberState
from qa.questions.deadlines import DeadlineError
from qa.recognition.statements import codes, content, drafting, keys, periods, queries, rules, signing
from qa.recognition.statements.drafting import Choice, Draft
from qa.recognition.statements.models import Statement
from qa.recognition.statements.periods import Period, Span
from qa.recognition.statements.signing import Signed
from tests.support.cast import Cast
from tests.support.crowd import crowd
from tests.support.things import answer, ask

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
LATER = NOW + timedelta(hours=2)
YEAR = Period(date(2026, 1, 1), date(2026, 11, 24))
BERLIN = ZoneInfo("Europe/Berlin")

pytestmark = pytest.mark.usefixtures("app")


def helped(
    cast: Cast,
    circle: Circle,
    note: str = "I struck the clause",
    *,
    question: Exposure = Exposure.NAMED,
    exposure: Exposure = Exposure.NAMED,
    hours: int | None = 3,
    tags: tuple[str, ...] = ("vendor audits",),
    now: datetime = NOW,
    interest: str = "",
) -> Answer:
    """Ana used Ben's answer and thanked for it; Cleo found it helpful."""
    asked = ask(cast.ana, circle, now=now, exposure=question, tags=tags)
    given = answer(cast.ben, asked, now=now, exposure=exposure, interest=interest)
    marking.give(cast.ana, given, MarkKind.USED, now, Remark(note, hours))
    marking.give(cast.cleo, given, MarkKind.HELPFUL, now)
    db.session.flush()
    return given


def drafted(member: Member, choice: Choice | None = None) -> Draft:
    return rules.drafted(member, choice or Choice(YEAR), LATER)


def issued(member: Member, choice: Choice | None = None) -> Statement:
    choice = choice or Choice(YEAR)
    return rules.issue(member, choice, drafted(member, choice).digest, LATER)


def many_heads(cast: Cast) -> None:
    """Enough members whose role and industry are Ana's."""
    for one in crowd(cast.everyone, 6):
        one.level, one.profession, one.industry = cast.ana.level, cast.ana.profession, cast.ana.industry
    db.session.flush()


# What counts


def test_it_says_what_a_member_of_no_circle_could_read(cast: Cast) -> None:
    helped(cast, cast.everyone)
    said = drafted(cast.ben).said
    assert (said.helped, said.in_time, said.hours_saved) == (2, 2, 3)
    assert [(one.name, one.peers) for one in said.topics] == [("vendor audits", 2)]
    assert (said.name, said.role) == ("Ben Okafor", "Director of IT Risk, Carrow Mutual")
    assert said.notes == ()


def test_by_itself_a_smaller_circle_changes_nothing_in_it(cast: Cast) -> None:
    helped(cast, cast.everyone)
    before = drafted(cast.ben)
    busy_inside(cast)
    after = drafted(cast.ben)
    assert after.said == before.said
    assert after.digest == before.digest
    assert [topic.name for topic, _ in after.topics] == ["vendor audits"]
    assert [offer.note.words for offer in after.notes] == ["I struck the clause"]
    assert (before.elsewhere, after.elsewhere) == (0, 1)  # Mo; the other two count already
    assert [(circle.name, peers, chosen) for circle, peers, chosen in after.circles] == [
        ("Inner circle", 3, False)
    ]


def busy_inside(cast: Cast) -> None:
    """Ben has an answer in the inner circle of which Mo and the others think well, on a topic of its own."""
    helped(cast, cast.inner, "Only here", tags=("hidden topic", "vendor audits"))
    given = answer(cast.ben, ask(cast.mo, cast.inner, now=NOW, tags=()), now=NOW)
    marking.give(cast.mo, given, MarkKind.HELPFUL, NOW)


def test_a_listed_circle_that_is_ticked_adds_numbers_and_offers_topics(cast: Cast) -> None:
    helped(cast, cast.everyone)
    busy_inside(cast)
    made = drafted(cast.ben, Choice(YEAR, circles=frozenset({cast.inner.id})))
    assert (made.said.helped, made.said.hours_saved, made.elsewhere) == (3, 6, 0)
    assert [topic.name for topic in made.said.topics] == ["vendor audits"]
    assert {topic.name: chosen for topic, chosen in made.topics} == {
        "vendor audits": True,
        "hidden topic": False,
    }
    assert [offer.note.words for offer in made.notes] == ["I struck the clause"]
    topics = frozenset({"hidden topic"})
    ticked = drafted(cast.ben, Choice(YEAR, topics, circles=frozenset({cast.inner.id})))
    assert [topic.name for topic in ticked.said.topics] == ["hidden topic"]
    assert "Inner" not in content.canonical(content.plain(ticked.said)).decode()


@pytest.mark.parametrize("how", ["hidden", "left"])
def test_a_circle_that_is_hidden_or_left_adds_nothing_however_it_is_asked_for(cast: Cast, how: str) -> None:
    helped(cast, cast.everyone)
    before = drafted(cast.ben)
    busy_inside(cast)
    if how == "hidden":
        cast.inner.listed = False
    else:
        circles.leave(cast.inner, cast.ben, NOW)
    db.session.flush()
    everything = Choice(
        YEAR,
        topics=frozenset({"hidden topic", "vendor audits"}),
        notes=frozenset(one.id for one in db.session.query(Answer) if one.question_id > 1),
        circles=frozenset({cast.inner.id, cast.everyone.id}),
    )
    after = drafted(cast.ben, everything)
    assert after.said == before.said
    assert (after.circles, after.elsewhere) == ((), 1)
    assert {topic.name for topic, _ in after.topics} == {"vendor audits"}


def test_the_same_in_the_circle_of_all_counts(cast: Cast) -> None:
    """The twin of the tests above."""
    helped(cast, cast.everyone)
    before = drafted(cast.ben)
    helped(cast, cast.everyone, "Here too", tags=("another topic", "vendor audits"))
    after = drafted(cast.ben)
    assert after.digest != before.digest
    assert {topic.name for topic, _ in after.topics} == {"vendor audits", "another topic"}
    assert len(after.notes) == 2


@pytest.mark.parametrize("exposure", [Exposure.ROLE, Exposure.ANONYMOUS])
def test_answers_without_a_name_do_not_count(cast: Cast, exposure: Exposure) -> None:
    helped(cast, cast.everyone, exposure=exposure)
    made = drafted(cast.ben)
    assert (made.said.helped, made.topics, made.notes, made.elsewhere) == (0, (), (), 0)


def test_answers_with_an_interest_do_not_count(cast: Cast) -> None:
    helped(cast, cast.everyone, interest="We sell audits")
    assert drafted(cast.ben).said.helped == 0
    assert drafted(cast.ben).notes == ()


def test_what_peers_who_left_gave_does_not_count(cast: Cast) -> None:
    helped(cast, cast.everyone)
    cast.ana.state = MemberState.SUSPENDED
    db.session.flush()
    made = drafted(cast.ben)
    assert (made.said.helped, made.said.hours_saved, made.notes) == (1, 0, ())


def test_only_what_falls_into_the_period_counts(cast: Cast) -> None:
    helped(cast, cast.everyone, now=datetime(2025, 12, 31, 22, 59, tzinfo=UTC))  # 23:59 in Berlin
    assert drafted(cast.ben).said.helped == 0
    helped(cast, cast.everyone, now=datetime(2025, 12, 31, 23, 1, tzinfo=UTC))
    assert drafted(cast.ben).said.helped == 2
    last = Choice(Period(date(2025, 1, 1), date(2025, 12, 31)))
    assert drafted(cast.ben, last).said.helped == 2


# Notes and topics


def test_a_note_is_on_it_only_once_chosen_under_a_role(cast: Cast) -> None:
    many_heads(cast)
    given = helped(cast, cast.everyone)
    assert drafted(cast.ben).said.notes == ()
    note = drafted(cast.ben, Choice(YEAR, notes=frozenset({given.id}))).said.notes[0]
    assert (note.words, note.hours) == ("I struck the clause", 3)
    assert note.by == "Head of function, information security, banking"
    words = issued(cast.ben, Choice(YEAR, notes=frozenset({given.id}))).content
    assert "struck the clause" in words
    assert "Ana" not in words
    assert "Nordsee" not in words


def test_a_role_that_fits_few_is_not_told(cast: Cast) -> None:
    given = helped(cast, cast.everyone)
    chosen = Choice(YEAR, notes=frozenset({given.id}))
    assert drafted(cast.ben, chosen).said.notes[0].by == "A peer"
    many_heads(cast)
    assert drafted(cast.ben, chosen).said.notes[0].by != "A peer"


def test_a_note_by_who_asked_by_role_may_stand_and_by_who_asked_anonymously_may_not(cast: Cast) -> None:
    many_heads(cast)
    role = helped(cast, cast.everyone, "By role", question=Exposure.ROLE)
    hidden = helped(cast, cast.everyone, "By nobody", question=Exposure.ANONYMOUS)
    made = drafted(cast.ben, Choice(YEAR, notes=frozenset({role.id, hidden.id})))
    assert [note.words for note in made.said.notes] == ["By role"]
    assert [offer.answer_id for offer in made.notes] == [role.id]
    assert made.kept_in == 1
    assert made.said.hours_saved == 6  # the number is on the page that peers see, too


@pytest.mark.parametrize(
    "note",
    [
        "Thank you, Ana", "thanks! ANA", "Yours, A. Lindqvist", "Saved the day at Nordsee Bank", "nordsee bank ag thanks you",
        "As Levant Re does it", "Cleo Marchetti says so too", "Rijndelta did it as well",
    ],
)  # fmt: skip
def test_a_note_that_names_somebody_stays_inside(cast: Cast, note: str) -> None:
    given = helped(cast, cast.everyone, note)
    made = drafted(cast.ben, Choice(YEAR, notes=frozenset({given.id})))
    assert (made.notes, made.said.notes, made.kept_in) == ((), (), 1)


@pytest.mark.parametrize(
    "note",
    ["Thank you", "Anaemic budgets, saved", "Ben, this was it", "As Carrow Mutual does it", "Bank on it"],
)
def test_a_note_that_names_nobody_else_may_leave(cast: Cast, note: str) -> None:
    """The twin: the member's own name and employer are the member's to show."""
    given = helped(cast, cast.everyone, note)
    made = drafted(cast.ben, Choice(YEAR, notes=frozenset({given.id})))
    assert [one.words for one in made.said.notes] == [note]
    assert made.kept_in == 0


def test_topics_are_chosen_and_the_role_may_be_left_out(cast: Cast) -> None:
    helped(cast, cast.everyone, tags=("vendor audits", "cloud exit"))
    assert {one.name for one in drafted(cast.ben).said.topics} == {"vendor audits", "cloud exit"}
    chosen = Choice(YEAR, topics=frozenset({"cloud exit", "never heard"}), role=False)
    said = drafted(cast.ben, chosen).said
    assert [one.name for one in said.topics] == ["cloud exit"]
    assert said.role == ""


def test_one_peer_makes_no_topic(cast: Cast) -> None:
    given = answer(cast.ben, ask(cast.ana, cast.everyone, now=NOW), now=NOW)
    marking.give(cast.cleo, given, MarkKind.HELPFUL, NOW)
    made = drafted(cast.ben)
    assert (made.said.helped, made.topics) == (1, ())


# Issuing


def test_what_is_issued_is_what_was_looked_over_signed(cast: Cast) -> None:
    given = helped(cast, cast.everyone)
    chosen = Choice(YEAR, notes=frozenset({given.id}))
    statement = issued(cast.ben, chosen)
    known = keys.public(keys.folder_of(settings().instance))
    found = signing.checked(Signed(statement.content.encode(), statement.signature), known)
    said, seal = content.taken_apart(found)
    assert said == drafted(cast.ben, chosen).said
    assert seal.code == codes.shown(statement.code)
    assert seal.verify.endswith(f"/verify/{seal.code}")
    assert (seal.issued, seal.key in known, seal.site) == (date(2026, 11, 24), True, "Quorum")
    assert codes.read(seal.code) == statement.code


def test_a_mark_that_is_taken_back_changes_no_statement(cast: Cast) -> None:
    given = helped(cast, cast.everyone)
    statement = issued(cast.ben)
    before = statement.content
    marking.take_back(cast.ana, given, MarkKind.USED, LATER)
    marking.take_back(cast.cleo, given, MarkKind.HELPFUL, LATER)
    db.session.flush()
    db.session.refresh(statement)
    assert statement.content == before
    assert drafted(cast.ben).said.helped == 0


def test_what_changed_since_it_was_looked_over_is_not_issued(cast: Cast) -> None:
    given = helped(cast, cast.everyone)
    seen = drafted(cast.ben).digest
    marking.take_back(cast.cleo, given, MarkKind.HELPFUL, LATER)
    with pytest.raises(Conflict):
        rules.issue(cast.ben, Choice(YEAR), seen, LATER)
    assert rules.issue(cast.ben, Choice(YEAR), drafted(cast.ben).digest, LATER).id


@pytest.mark.parametrize("state", [MemberState.SUSPENDED, MemberState.LEFT, MemberState.APPLICANT])
def test_only_active_members_issue(cast: Cast, state: MemberState) -> None:
    helped(cast, cast.everyone)
    digest, ben = drafted(cast.ben).digest, cast.ben
    ben.state = state
    with pytest.raises(Forbidden):
        rules.issue(ben, Choice(YEAR), digest, LATER)
    ben.state = MemberState.ACTIVE
    assert rules.issue(ben, Choice(YEAR), digest, LATER).id


def test_nothing_is_stated_where_there_is_nothing(cast: Cast) -> None:
    with pytest.raises(RuleBroken, match="nothing to state"):
        issued(cast.ben)


def test_it_stays_one_page(cast: Cast) -> None:
    tags = [("a1", "a2", "a3", "a4", "a5"), ("b1", "b2", "b3", "b4", "b5")]
    given = [helped(cast, cast.everyone, f"Note {n}", tags=tags[n % 2]) for n in range(7)]
    assert len(drafted(cast.ben).said.topics) == drafting.TOPICS_MOST
    every = frozenset(topic.name for topic, _ in drafted(cast.ben).topics)
    assert len(every) == 10
    with pytest.raises(RuleBroken, match="8 topics at most"):
        issued(cast.ben, Choice(YEAR, topics=every))
    with pytest.raises(RuleBroken, match="5 notes at most"):
        issued(cast.ben, Choice(YEAR, notes=frozenset(one.id for one in given)))
    assert issued(cast.ben, Choice(YEAR, notes=frozenset(one.id for one in given[:5]))).id
    long = [helped(cast, cast.everyone, "word " * 59, tags=()) for _ in range(3)]
    with pytest.raises(RuleBroken, match="800 characters"):
        issued(cast.ben, Choice(YEAR, notes=frozenset(one.id for one in long)))
    assert issued(cast.ben, Choice(YEAR, notes=frozenset(one.id for one in long[:2]))).id


def test_so_many_hold_at_one_time(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    helped(cast, cast.everyone)
    monkeypatch.setattr(rules, "LIVE_MOST", 2)
    first, _second = issued(cast.ben), issued(cast.ben)
    with pytest.raises(RuleBroken, match="hold already"):
        issued(cast.ben)
    rules.revoke(cast.ben, first.id, LATER)
    assert issued(cast.ben).id


# Taking back


def test_what_is_taken_back_is_deleted_but_for_its_code_and_days(cast: Cast) -> None:
    helped(cast, cast.everyone)
    statement = issued(cast.ben)
    code = statement.code
    rules.revoke(cast.ben, statement.id, LATER + timedelta(days=1))
    db.session.refresh(statement)
    assert (statement.content, statement.signature, statement.code) == ("", "", code)
    assert statement.revoked_at == LATER + timedelta(days=1)
    with pytest.raises(NotFound):
        rules.revoke(cast.ben, statement.id, LATER)


def test_nobody_takes_back_anothers(cast: Cast) -> None:
    helped(cast, cast.everyone)
    statement = issued(cast.ben)
    for other in (cast.ana, cast.mo):
        with pytest.raises(NotFound):
            rules.revoke(other, statement.id, LATER)
    assert queries.own(cast.ana.id, statement.id) is None
    assert queries.own(cast.ben.id, statement.id) is not None
    rules.revoke(cast.ben, statement.id, LATER)
    assert queries.own(cast.ben.id, statement.id) is None


@pytest.mark.parametrize("state", [MemberState.SUSPENDED, MemberState.ACTIVE])
def test_whoever_can_sign_in_takes_back(cast: Cast, state: MemberState) -> None:
    helped(cast, cast.everyone)
    statement = issued(cast.ben)
    cast.ben.state = state
    db.session.flush()
    rules.revoke(cast.ben, statement.id, LATER)
    assert statement.revoked_at == LATER


def test_by_its_code_for_who_cannot(cast: Cast) -> None:
    helped(cast, cast.everyone)
    statement = issued(cast.ben)
    with pytest.raises(NotFound):
        rules.revoke_code(codes.new(), LATER)
    rules.revoke_code(statement.code, LATER)
    assert statement.revoked_at == LATER
    with pytest.raises(NotFound):
        rules.revoke_code(statement.code, LATER)


# Periods


def test_periods(app: Flask) -> None:
    joined, today = date(2024, 1, 15), date(2026, 11, 24)
    spans = {span: periods.chosen(span, "2025-03-01", "2025-03-31", joined, today) for span in Span}
    assert spans == {
        Span.YEAR: Period(date(2026, 1, 1), today),
        Span.TWELVE: Period(date(2025, 11, 25), today),
        Span.JOINED: Period(joined, today),
        Span.OWN: Period(date(2025, 3, 1), date(2025, 3, 31)),
    }
    leap = periods.chosen(Span.TWELVE, "", "", joined, date(2028, 2, 29))
    assert leap.start == date(2027, 3, 1)
    late = date(2026, 10, 2)
    assert {span: periods.chosen(span, "2025-03-01", "2026-11-01", late, today).start for span in Span} == (
        dict.fromkeys(Span, late)
    )


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [
        ("2026-02-01", "2026-01-31", "from"),
        ("2026-01-01", "2026-11-25", "to"),
        ("2023-01-01", "2023-12-31", "to"),
    ],
)
def test_days_that_cannot_be(app: Flask, first: str, last: str, field: str) -> None:
    with pytest.raises(RuleBroken) as found:
        periods.chosen(Span.OWN, first, last, date(2024, 1, 15), date(2026, 11, 24))
    assert found.value.field == field
    for odd in ("", "yesterday", "2026-02-30"):
        with pytest.raises(DeadlineError):
            periods.chosen(Span.OWN, odd, "2026-01-31", date(2024, 1, 15), date(2026, 11, 24))


def test_a_period_is_of_the_members_own_days() -> None:
    one = Period(date(2026, 1, 1), date(2026, 1, 1))
    assert one.holds(datetime(2025, 12, 31, 23, 0, tzinfo=UTC), BERLIN)
    assert not one.holds(datetime(2025, 12, 31, 22, 59, tzinfo=UTC), BERLIN)
    assert not one.holds(datetime(2026, 1, 1, 23, 0, tzinfo=UTC), BERLIN)
    assert replace(one, end=date(2026, 1, 2)).holds(datetime(2026, 1, 1, 23, 0, tzinfo=UTC), BERLIN)

"""A prior answer ends an ask: who is credited, what becomes of the draft, and whether the answer is still true."""

from datetime import UTC, datetime, timedelta

import pytest

from qa.answers import ending, ending_queries, marking, rules
from qa.answers.models import Answer, Ending, Mark, MarkKind
from qa.core import outbox
from qa.core.db import db
from qa.core.errors import Forbidden, RuleBroken
from qa.members.models import Exposure, Member
from qa.notifications.models import Notice, NoticeKind
from qa.questions import drafts
from qa.questions.models import Draft, DraftKind
from tests.support.cast import LONG_AGO, Cast
from tests.support.recorder import Queries
from tests.support.things import answer, ask

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
BEFORE = NOW - timedelta(days=60)


@pytest.fixture
def given(cast: Cast) -> Answer:
    """Ben's answer to a question of Ana's, of two months ago."""
    return answer(cast.ben, ask(cast.ana, cast.inner, now=BEFORE), now=BEFORE)


def draft(who: Member, exposure: str = "named", now: datetime = NOW) -> Draft:
    fields = {"title": "Which vendors do you visit?", "body": "All of it.", "exposure": exposure}
    return drafts.save(who, DraftKind.QUESTION, fields, now)


def standing(kind: MarkKind) -> list[tuple[int | None, bool]]:
    db.session.flush()
    rows = db.session.query(Mark).filter(Mark.kind == kind, marking.stands()).order_by(Mark.id)
    return [(row.giver_id, row.same_employer) for row in rows]


def notices(kind: NoticeKind) -> list[tuple[int, int]]:
    rows = db.session.query(Notice).filter_by(kind=kind).order_by(Notice.id)
    return [(row.member_id, row.actor_id) for row in rows]


def test_the_author_is_credited_and_told_and_the_draft_is_put_away(cast: Cast, given: Answer) -> None:
    wanted = draft(cast.cleo)
    ending.end(cast.cleo, given, wanted, NOW)
    assert standing(MarkKind.PRIOR_ANSWER) == [(cast.cleo.id, False)]
    assert notices(NoticeKind.PRIOR_ANSWER) == [(cast.ben.id, cast.cleo.id)]
    row = db.session.query(Ending).one()
    assert (row.member_id, row.exposure, row.asked_at) == (cast.cleo.id, Exposure.NAMED, NOW)
    assert (wanted.ended_at, wanted.prior_id) == (NOW, given.question_id)
    assert wanted.fields["body"] == "All of it."
    assert db.session.query(outbox.OutboxRow).filter_by(kind=ending.KIND).count() == 1
    assert drafts.latest(cast.cleo, NOW) is None


def test_a_colleagues_carries_no_credit(cast: Cast, given: Answer) -> None:
    cast.cleo.employer = "Carrow Mutual"
    ending.end(cast.cleo, given, draft(cast.cleo), NOW)
    assert standing(MarkKind.PRIOR_ANSWER) == [(cast.cleo.id, True)]


def test_neither_the_author_nor_who_asked_nor_a_lapsed_pledge(cast: Cast, given: Answer) -> None:
    for who, words in ((cast.ben, "yours"), (cast.ana, "asked this yourself")):
        wanted = draft(who)
        with pytest.raises(RuleBroken, match=words):
            ending.end(who, given, wanted, NOW)
        assert wanted.ended_at is None
    cast.cleo.pledged_until = LONG_AGO
    with pytest.raises(RuleBroken, match="pledge"):
        ending.end(cast.cleo, given, draft(cast.cleo), NOW)
    assert standing(MarkKind.PRIOR_ANSWER) == []


def test_an_answer_being_written_is_no_question_that_ends(cast: Cast, given: Answer) -> None:
    wanted = drafts.save(
        cast.cleo, DraftKind.ANSWER, {"body": "Ten"}, NOW, question_id=ask(cast.ana, cast.inner).id
    )
    with pytest.raises(RuleBroken, match="not an answer"):
        ending.end(cast.cleo, given, wanted, NOW)


@pytest.mark.parametrize(
    ("said", "kept"),
    [("role", Exposure.ROLE), ("anonymous", Exposure.ANONYMOUS), ("loud", Exposure.ANONYMOUS)],
)
def test_who_had_no_need_to_ask_is_shown_as_the_question_would_have_been(
    cast: Cast, given: Answer, said: str, kept: Exposure
) -> None:
    ending.end(cast.cleo, given, draft(cast.cleo, said), NOW)
    assert db.session.query(Ending).one().exposure == kept


def test_twice_is_one_credit_one_mail_and_two_drafts_put_away(cast: Cast, given: Answer) -> None:
    first, second = draft(cast.cleo), draft(cast.cleo, "anonymous")
    ending.end(cast.cleo, given, first, NOW)
    ending.end(cast.cleo, given, second, NOW)
    assert len(standing(MarkKind.PRIOR_ANSWER)) == 1
    assert len(notices(NoticeKind.PRIOR_ANSWER)) == 1
    assert db.session.query(outbox.OutboxRow).filter_by(kind=ending.KIND).count() == 1
    assert db.session.query(Ending).one().exposure == Exposure.ANONYMOUS
    assert first.ended_at == second.ended_at == NOW


def test_a_question_put_away_is_taken_up_again_by_writing_on(cast: Cast, given: Answer) -> None:
    wanted = draft(cast.cleo)
    ending.end(cast.cleo, given, wanted, NOW)
    drafts.save(cast.cleo, DraftKind.QUESTION, {"title": "Once more"}, NOW, draft_id=wanted.id)
    assert (wanted.ended_at, wanted.prior_id) == (None, None)


def test_questions_put_away_go_after_ninety_days_and_fill_no_list(cast: Cast, given: Answer) -> None:
    for _ in range(drafts.DRAFTS_MAX):
        ending.end(cast.cleo, given, draft(cast.cleo), NOW)
    kept = draft(cast.cleo)
    later = NOW + drafts.ENDED_KEPT + timedelta(seconds=1)
    ending.end(cast.cleo, given, draft(cast.cleo, now=later), later)
    rows = db.session.query(Draft).filter_by(member_id=cast.cleo.id).order_by(Draft.id).all()
    assert [row.ended_at for row in rows] == [None, later]
    assert rows[0].id == kept.id


def test_a_question_put_away_long_ago_can_be_put_away_again(cast: Cast, given: Answer) -> None:
    old = draft(cast.cleo)
    ending.end(cast.cleo, given, old, NOW)
    later = NOW + drafts.ENDED_KEPT + timedelta(days=1)
    ending.end(cast.cleo, given, old, later)
    db.session.flush()
    assert db.session.query(Draft).filter_by(member_id=cast.cleo.id).one().ended_at == later


def test_the_latest_question_is_the_one_in_hand(cast: Cast) -> None:
    draft(cast.cleo, now=NOW - timedelta(hours=3))
    second = draft(cast.cleo, now=NOW - timedelta(hours=2))
    draft(cast.ben)
    found = drafts.latest(cast.cleo, NOW)
    assert found is not None
    assert found.id == second.id
    assert drafts.latest(cast.cleo, NOW + drafts.FRESH) is None


def test_a_new_answer_is_not_asked_about(cast: Cast) -> None:
    new = answer(cast.ben, ask(cast.ana, cast.inner, now=NOW), now=NOW)
    ending.end(cast.cleo, new, draft(cast.cleo), NOW)
    assert db.session.query(Ending).one().asked_at is None
    with pytest.raises(RuleBroken, match="Nobody waits"):
        ending.confirm(cast.ben, new, True, NOW)


def test_still_true_is_credited_by_who_asked_and_said_on_the_answer(cast: Cast, given: Answer) -> None:
    ending.end(cast.cleo, given, draft(cast.cleo), NOW)
    ending.end(cast.mo, given, draft(cast.mo), NOW)
    ending.confirm(cast.ben, given, True, NOW + timedelta(hours=1))
    assert given.confirmed_at == NOW + timedelta(hours=1)
    assert standing(MarkKind.RENEWED) == [(cast.cleo.id, False), (cast.mo.id, False)]
    assert notices(NoticeKind.CONFIRMED) == [(cast.cleo.id, cast.ben.id), (cast.mo.id, cast.ben.id)]
    with pytest.raises(RuleBroken, match="Nobody waits"):
        ending.confirm(cast.ben, given, True, NOW)
    # Confirmed a moment ago, it is not asked about again.
    cleo_again = answer(cast.cleo, ask(cast.ana, cast.inner, now=BEFORE), now=BEFORE)
    ending.end(cast.mo, cleo_again, draft(cast.mo), NOW)
    assert db.session.query(Ending).filter_by(answer_id=cleo_again.id).one().asked_at == NOW


@pytest.mark.parametrize("who", ["ana", "cleo", "mo"])
def test_nobody_but_its_author_confirms(cast: Cast, given: Answer, who: str) -> None:
    ending.end(cast.cleo, given, draft(cast.cleo), NOW)
    with pytest.raises(Forbidden):
        ending.confirm(getattr(cast, who), given, True, NOW)
    assert standing(MarkKind.RENEWED) == []


def test_no_longer_stands_on_the_answer_until_it_is_edited(cast: Cast, given: Answer) -> None:
    ending.end(cast.cleo, given, draft(cast.cleo), NOW)
    ending.confirm(cast.ben, given, False, NOW)
    assert (given.doubted_at, given.confirmed_at, standing(MarkKind.RENEWED)) == (NOW, None, [])
    reply = rules.Reply("Eight of 40 by now.", given.basis)  # type: ignore[arg-type]
    rules.edit(cast.ben, given, reply, NOW + timedelta(hours=1), base=1)
    assert (given.doubted_at, given.confirmed_at) == (None, NOW + timedelta(hours=1))
    assert standing(MarkKind.RENEWED) == [(cast.cleo.id, False)]
    assert notices(NoticeKind.CONFIRMED) == [(cast.cleo.id, cast.ben.id)]


def test_an_edit_that_nobody_asked_for_is_no_renewal(cast: Cast, given: Answer) -> None:
    ending.end(cast.cleo, given, draft(cast.cleo), NOW)
    rules.edit(cast.ben, given, rules.Reply("Ten.", given.basis), NOW, base=1)  # type: ignore[arg-type]
    assert (given.confirmed_at, standing(MarkKind.RENEWED)) == (None, [])


def test_taken_back_it_carries_nothing_renewed_or_not(cast: Cast, given: Answer) -> None:
    ending.end(cast.cleo, given, draft(cast.cleo), NOW)
    ending.confirm(cast.ben, given, True, NOW)
    marking.take_back(cast.cleo, given, MarkKind.PRIOR_ANSWER, NOW)
    assert standing(MarkKind.PRIOR_ANSWER) == standing(MarkKind.RENEWED) == []
    assert db.session.query(Mark).count() == 4


def test_who_took_it_back_gives_no_credit_for_the_word_asked_for(cast: Cast, given: Answer) -> None:
    ending.end(cast.cleo, given, draft(cast.cleo), NOW)
    marking.take_back(cast.cleo, given, MarkKind.PRIOR_ANSWER, NOW)
    ending.confirm(cast.ben, given, True, NOW)
    assert standing(MarkKind.RENEWED) == []


def test_prior_answers_are_those_of_others(cast: Cast, given: Answer, queries: Queries) -> None:
    from qa.answers import queries as lists

    question = given.question_id
    assert lists.prior(question, cast.cleo.id) == [given.id]
    assert lists.prior(question, cast.ben.id) == []
    cleo = cast.cleo.id
    with queries:
        lists.prior(question, cleo)
    assert len(queries) == 1


def test_the_mail_is_for_what_stands(cast: Cast, given: Answer) -> None:
    ending.end(cast.cleo, given, draft(cast.cleo), NOW)
    db.session.flush()
    number = db.session.query(Ending).one().id
    row = ending_queries.ending(number)
    assert row is not None
    assert (row.author_name, row.receiver_id, bool(row.waits)) == ("Cleo Marchetti", cast.ben.id, True)
    marking.take_back(cast.cleo, given, MarkKind.PRIOR_ANSWER, NOW)
    assert ending_queries.ending(number) is None
    assert ending_queries.ending(999) is None

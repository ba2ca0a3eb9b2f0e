"""A thank-you comes as a mail that says its words first, once for what was said; and "did it hold?" weeks later."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import pytest

from qa.answers import marking, thanking
from qa.answers.models import Answer, MarkKind
from qa.answers.thanking import Thanks
from qa.answers.thanks_mails import DELAY
from qa.core import transaction
from qa.core.db import db
from qa.members.mailing.models import MailKind, Often
from qa.members.models import Exposure
from qa.questions import after
from qa.questions import rules as asking
from qa.questions.models import Question
from tests.support.cast import Cast
from tests.support.mailing import sleeps, wants, words, working
from tests.support.things import answer, ask

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
"""A Tuesday noon."""
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
SOON = NOW + DELAY
TITLE = "Which clause do you strike?"

pytestmark = pytest.mark.usefixtures("app")


def answered(cast: Cast, exposure: Exposure = Exposure.NAMED) -> int:
    with transaction.unit():
        given = answer(
            cast.ben, ask(cast.ana, cast.inner, title=TITLE, now=NOW, days=1, exposure=exposure), now=NOW
        )
    return given.id


def thank(cast: Cast, answer_id: int, at: datetime, thanks: Thanks = Thanks()) -> None:  # noqa: B008 - frozen
    with transaction.unit():
        thanking.thank(cast.ana, db.session.get_one(Answer, answer_id), thanks, at)


def to(handle: str, letters: list[EmailMessage]) -> list[EmailMessage]:
    return [one for one in letters if one["To"] == f"{handle}@peers.example"]


def thanks_at(at: datetime) -> list[str]:
    subjects = [one["Subject"].strip() for one in to("ben", working(at))]
    return [one for one in subjects if not one.startswith("Closed")]


def test_the_words_come_first(cast: Cast) -> None:
    said = "You told me which clause to strike. I struck it."
    thank(cast, answered(cast), NOW, Thanks(said, 3))
    assert thanks_at(SOON - MINUTE) == []
    (letter,) = to("ben", working(SOON))
    assert letter["Subject"].strip() == f"“{said}”"
    text = words(letter)
    assert text.lstrip().startswith(f"“{said}”")
    assert f"Ana Lindqvist, CISO, Nordsee Bank used your answer to “{TITLE}”." in text
    assert "It saved 3 hours." in text and "for you alone" not in text
    assert thanks_at(SOON + 2 * DAY) == []


def test_a_long_word_is_cut_in_the_subject_alone(cast: Cast) -> None:
    said = "One two three four five six seven eight nine ten. " * 5
    thank(cast, answered(cast), NOW, Thanks(said))
    (letter,) = to("ben", working(SOON))
    assert len(letter["Subject"]) < 96 and letter["Subject"].endswith("…”")
    assert said.strip() in words(letter)


def test_without_words_it_says_who(cast: Cast) -> None:
    thank(cast, answered(cast), NOW)
    assert thanks_at(SOON) == ["Ana Lindqvist used your answer"]


@pytest.mark.parametrize("exposure", [Exposure.ROLE, Exposure.ANONYMOUS])
def test_an_asker_without_a_name_thanks_without_one(cast: Cast, exposure: Exposure) -> None:
    thank(cast, answered(cast, exposure), NOW, Thanks("I struck it", private=True))
    (letter,) = to("ben", working(SOON))
    assert "Lindqvist" not in letter.as_string() and "Nordsee" not in words(letter)
    assert "These words are for you alone" in words(letter)


def test_a_word_added_at_once_makes_one_mail(cast: Cast) -> None:
    given = answered(cast)
    thank(cast, given, NOW)
    thank(cast, given, NOW + MINUTE, Thanks("I struck it"))
    assert thanks_at(SOON) == []
    assert thanks_at(SOON + MINUTE) == ["“I struck it”"]


def test_a_word_added_later_comes_too_and_the_same_one_does_not(cast: Cast) -> None:
    given = answered(cast)
    thank(cast, given, NOW)
    assert len(thanks_at(SOON)) == 1
    thank(cast, given, NOW + DAY, Thanks("I struck it"))
    assert thanks_at(NOW + DAY + DELAY) == ["“I struck it”"]
    thank(cast, given, NOW + 2 * DAY, Thanks("I struck it", 5))
    assert thanks_at(NOW + 2 * DAY + DELAY) == []  # the hours alone are no word


def test_given_again_after_the_mail_it_is_not_told_again(cast: Cast) -> None:
    given = answered(cast)
    for at, told in ((NOW, 1), (NOW + DAY, 0)):
        thank(cast, given, at)
        assert len(thanks_at(at + DELAY)) == told
        with transaction.unit():
            marking.take_back(cast.ana, db.session.get_one(Answer, given), MarkKind.USED, at + DELAY + MINUTE)


def test_taken_back_and_given_again_within_minutes_it_is_told_once(cast: Cast) -> None:
    given = answered(cast)
    thank(cast, given, NOW)
    with transaction.unit():
        marking.take_back(cast.ana, db.session.get_one(Answer, given), MarkKind.USED, NOW + MINUTE)
    thank(cast, given, NOW + 2 * MINUTE)
    assert len(thanks_at(SOON) + thanks_at(SOON + 2 * MINUTE) + thanks_at(SOON + DAY)) == 1


def test_it_comes_as_its_reader_wants_it(cast: Cast) -> None:
    with transaction.unit():
        wants(cast.ben, Often.DAILY, MailKind.THANKED)
    thank(cast, answered(cast), NOW, Thanks("I struck it"))
    assert thanks_at(SOON) == []
    (letter,) = to("ben", working(NOW.replace(hour=7) + DAY))
    assert f"Ana Lindqvist thanked you for your answer to “{TITLE}”: “I struck it”" in words(letter)


def test_who_sleeps_reads_it_in_the_morning(cast: Cast) -> None:
    with transaction.unit():
        sleeps(cast.ben)
    night = NOW.replace(hour=22)
    thank(cast, answered(cast), night, Thanks("I struck it"))
    assert thanks_at(night + DELAY) == []
    assert thanks_at(NOW.replace(hour=7) + DAY) == ["“I struck it”"]


def test_the_mail_at_the_date_leads_to_the_page_of_thanks(cast: Cast) -> None:
    given = answered(cast)
    question = db.session.get_one(Answer, given).question_id
    (letter,) = to("ana", [one for one in working(NOW + DAY) if one["Subject"] == "The date has come"])
    assert f"/q/{question}/thanks" in words(letter) and "Thank those who answered" in words(letter)


def test_where_nobody_answered_nobody_is_to_be_thanked(cast: Cast) -> None:
    with transaction.unit():
        ask(cast.ana, cast.inner, title=TITLE, now=NOW, days=1)
    (letter,) = to("ana", [one for one in working(NOW + DAY) if one["Subject"] == "The date has come"])
    assert "thanks" not in words(letter)


# Did it hold?


def decide(cast: Cast, given: int, at: datetime) -> None:
    with transaction.unit():
        question = db.session.get_one(Question, db.session.get_one(Answer, given).question_id)
        if question.needed_by is not None and question.needed_by > at:
            asking.close(cast.ana, question, at)
        after.record(cast.ana, question, "We went with six.", at)


def asked(at: datetime) -> list[str]:
    return [
        one["Subject"]
        for one in to("ana", working(at))
        if one["Subject"] in ("Did it hold?", "What was decided?")
    ]


def test_with_an_outcome_the_asker_is_asked_once_two_weeks_after_the_date(cast: Cast) -> None:
    given = answered(cast)
    thank(cast, given, NOW)
    decide(cast, given, NOW + DAY)
    assert asked(NOW + 15 * DAY - MINUTE) == []
    assert asked(NOW + 15 * DAY) == ["Did it hold?"]
    assert asked(NOW + 40 * DAY) == []


def test_without_an_outcome_one_mail_asks_for_both(cast: Cast) -> None:
    given = answered(cast)
    thank(cast, given, NOW)
    (letter,) = [one for one in to("ana", working(NOW + 15 * DAY)) if one["Subject"] == "What was decided?"]
    assert "did it hold?" in words(letter) and "/thanks" in words(letter)
    decide(cast, given, NOW + 16 * DAY)
    assert asked(NOW + 40 * DAY) == []


def test_who_used_nothing_is_not_asked(cast: Cast) -> None:
    given = answered(cast)
    decide(cast, given, NOW + DAY)
    assert asked(NOW + 15 * DAY) == []

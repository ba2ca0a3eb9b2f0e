"""Where a reply to a mail goes that gathers what happened in one thread, and how rules sort those that gather more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest
import time_machine
from flask import Flask

from qa.answers import commenting
from qa.answers.models import Answer, Comment
from qa.core import transaction
from qa.core.db import db
from qa.members.mailing.models import MailKind, Often
from qa.members.models import Member
from qa.notifications.replies import addresses
from qa.notifications.replies.addresses import Token, What
from qa.notifications.replies.models import Outcome
from qa.questions.models import Question
from tests.support.cast import Cast
from tests.support.mailing import wants, working
from tests.support.replying import arrives, letter, reading, words
from tests.support.things import saved_answer, saved_question

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
MORNING = datetime(2026, 11, 25, 7, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _reads(app: Flask) -> Iterator[None]:
    with time_machine.travel(NOW, tick=False), reading(app):
        yield


def one(at: datetime, to: Member) -> EmailMessage:
    (found,) = (found for found in working(at) if found["To"] == to.email)
    return found


def address_of(found: EmailMessage) -> str:
    return str(found["Reply-To"].addresses[0].addr_spec)


def token_of(found: EmailMessage) -> Token:
    token = addresses.read(address_of(found))
    assert token is not None
    return token


@pytest.fixture
def question(cast: Cast) -> Question:
    """Ana's, who wants each answer at once."""
    number = saved_question(cast.ana, cast.inner, now=NOW, days=None)
    with transaction.unit():
        wants(cast.ana, Often.AT_ONCE)
    return db.session.get_one(Question, number)


def test_a_reply_to_the_mail_about_an_answer_is_a_comment_on_it(cast: Cast, question: Question) -> None:
    saved_answer(cast.ben, question, now=NOW)
    found = one(NOW, cast.ana)
    given = db.session.query(Answer).one()
    token = token_of(found)
    assert (token.what, token.question_id, token.part) == (What.COMMENT, question.id, given.id)
    assert "Reply to this mail to comment" in words(found)
    assert arrives(letter(cast.ana, "Each of them in person?"), address_of(found)) == Outcome.COMMENTED
    comment = db.session.query(Comment).one()
    assert (comment.answer_id, comment.author_id, comment.body) == (
        given.id,
        cast.ana.id,
        "Each of them in person?",
    )


def test_about_several_answers_it_is_a_comment_on_the_question(cast: Cast, question: Question) -> None:
    for who in (cast.ben, cast.cleo):
        saved_answer(who, question, now=NOW)
    found = one(NOW, cast.ana)
    assert (token_of(found).what, token_of(found).part) == (What.COMMENT, 0)
    assert arrives(letter(cast.ana, "Thank you both. Per year?"), address_of(found)) == Outcome.COMMENTED
    assert db.session.query(Comment).one().answer_id is None


def test_about_a_comment_on_the_question_too(cast: Cast, question: Question) -> None:
    with transaction.unit():
        commenting.add(cast.ben, question, "All of them?", NOW)
    token = token_of(one(NOW, cast.ana))
    assert (token.what, token.part) == (What.COMMENT, 0)


def test_a_reply_to_a_new_question_is_an_answer(cast: Cast) -> None:
    with transaction.unit():
        wants(cast.cleo, Often.AT_ONCE, MailKind.POSTED)
    saved_question(cast.ana, cast.inner, now=NOW, days=None)
    (found,) = (
        found for found in working(NOW) if found["To"] == cast.cleo.email and found["List-Unsubscribe"]
    )
    assert token_of(found).what == What.ANSWER
    assert "posted as your answer" in words(found)
    assert "Not now" not in words(found)  # nobody has asked Cleo
    assert arrives(letter(cast.cleo, "Nine of 38."), address_of(found)) == Outcome.ANSWERED
    assert db.session.query(Answer).one().author_id == cast.cleo.id


def test_mails_of_a_thread_belong_to_it_and_those_that_gather_more_have_a_list_of_their_own(
    cast: Cast, question: Question
) -> None:
    saved_answer(cast.ben, question, now=NOW)
    saved_answer(cast.cleo, question, now=NOW)
    thread, daily = one(NOW, cast.ana), one(MORNING, cast.ben)
    assert thread["References"] and ".circles." in thread["List-Id"]
    assert daily["List-Id"].startswith("<news.") and daily["References"] is None
    assert daily["Reply-To"] is None and "Replies to this mail are not read." in words(daily)

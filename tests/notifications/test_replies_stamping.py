"""What goes with each mail: threads, lists, where a reply goes, where it comes back to (RELIABILITY B5)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage

import pytest
import time_machine
from flask import Flask

from qa.core import clock, transaction
from qa.core.db import db
from qa.members.models import Member
from qa.notifications.replies import addresses
from qa.notifications.replies.addresses import What
from qa.questions import reminders
from qa.questions.models import Question, QuestionWidening
from qa.routing import waves
from tests.core.test_mail import Sink, listening, mail_server
from tests.support.asking import nobody_is_asked, put
from tests.support.cast import Cast
from tests.support.replying import reading, sent, words
from tests.support.things import saved_question


def asks(cast: Cast, *members: Member, circle: str = "inner") -> Question:
    question_id = saved_question(cast.ana, getattr(cast, circle))
    nobody_is_asked()
    question = db.session.get_one(Question, question_id)
    with transaction.unit():
        for member in members:
            put(member, question, clock.now())
    return db.session.get_one(Question, question_id)


def test_mails_of_one_question_belong_together_and_tell_nothing(app: Flask, cast: Cast) -> None:
    with reading(app):
        asks(cast, cast.ben, cast.cleo)
        one, two = sent(waves.ASKED)
        asks(cast, cast.ben)
        (other,) = sent(waves.ASKED)
    assert one["References"] == one["In-Reply-To"] == two["References"]
    assert one["List-Id"] == two["List-Id"] == other["List-Id"]
    assert one["References"] != other["References"]
    assert len({found["Message-ID"] for found in (one, two, other)}) == 3
    for found in (one, two, other):
        for name in ("Message-ID", "References", "In-Reply-To", "List-Id", "Reply-To"):
            said = str(found[name]).lower()
            assert all(word not in said for word in ("inner", "ana", "ben", "cleo", "vendor", "audit"))


def test_circles_have_lists_of_their_own(app: Flask, cast: Cast) -> None:
    asks(cast, cast.ben)
    (inner,) = sent(waves.ASKED)
    asks(cast, cast.ben, circle="everyone")
    (everyone,) = sent(waves.ASKED)
    assert inner["List-Id"] != everyone["List-Id"]


def test_where_replies_are_read_the_mail_says_what_one_does(app: Flask, cast: Cast) -> None:
    with reading(app):
        question = asks(cast, cast.ben)
        (found,) = sent(waves.ASKED)
        to = found["Reply-To"].addresses[0].addr_spec
        token = addresses.read(to)
    assert token is not None
    assert (token.what, token.member_id, token.question_id) == (What.ANSWER, cast.ben.id, question.id)
    assert "what you write is posted as your answer, with your name" in words(found)
    assert "“Not now”, or “ask”" in words(found)
    html = found.get_body(("html",))
    assert html is not None
    assert "posted as your answer" in html.get_content()


def test_where_a_larger_circle_reads_it_no_reply_is_asked_for_that_would_be_refused(
    app: Flask, cast: Cast
) -> None:
    with reading(app):
        question = asks(cast, cast.ben)
        now, circles = clock.now(), {"before_id": cast.inner.id, "after_id": cast.everyone.id}
        with transaction.unit():
            widened = {"widened_by_id": cast.ana.id, "widened_at": now, **circles}
            db.session.add(QuestionWidening(question_id=question.id, **widened))
        (found,) = sent(waves.ASKED)
    assert found["Reply-To"] is None
    assert "Replies to this mail are not read." in words(found)


def test_where_they_are_not_read_it_says_so_and_has_no_token(app: Flask, cast: Cast) -> None:
    asks(cast, cast.ben)
    (found,) = sent(waves.ASKED)
    assert found["Reply-To"] is None
    assert "Replies to this mail are not read." in words(found)


def test_an_asker_is_told_that_a_reply_is_a_comment(app: Flask, cast: Cast) -> None:
    with reading(app):
        question_id = saved_question(cast.ana, cast.inner, days=1)
        with time_machine.travel(clock.now() + timedelta(days=1, minutes=1), tick=False):
            found = sent(reminders.KIND)
        tokens = [addresses.read(one["Reply-To"].addresses[0].addr_spec) for one in found]
    assert [(one.what, one.member_id, one.question_id) for one in tokens if one] == [
        (What.COMMENT, cast.ana.id, question_id)
    ]
    assert "Reply to this mail to comment" in words(found[0])


@pytest.fixture
def sink(app: Flask) -> Iterator[Sink]:
    sink = Sink()
    seen: list[str] = []

    async def handle_mail(
        _server: object, _session: object, envelope: object, address: str, _options: list[str]
    ) -> str:
        seen.append(address)
        envelope.mail_from = address  # type: ignore[attr-defined]
        return "250 OK"

    sink.handle_MAIL = handle_mail  # type: ignore[attr-defined]
    sink.seen = seen  # type: ignore[attr-defined]
    with listening(sink), mail_server(app, sink.port):
        yield sink


def test_what_cannot_be_delivered_comes_back_to_an_address_of_the_member(
    app: Flask, cast: Cast, sink: Sink
) -> None:
    with reading(app):
        asks(cast, cast.ben)
        sent(waves.ASKED)
        token = addresses.read(sink.seen[0])  # type: ignore[attr-defined]
        assert token is not None
        assert (token.what, token.member_id) == (What.BOUNCE, cast.ben.id)
        assert token.part == addresses.mailbox("ben@peers.example")
    found: EmailMessage = sink.mails[0]
    assert found["From"] == "Quorum <quorum@localhost>"


def test_without_the_setting_it_comes_back_to_the_sender(app: Flask, cast: Cast, sink: Sink) -> None:
    asks(cast, cast.ben)
    sent(waves.ASKED)
    assert sink.seen == ["quorum@localhost"]  # type: ignore[attr-defined]

"""A mail is read while nothing is locked, once, and as far as can be read soon (RELIABILITY G6, N5)."""

from __future__ import annotations

import email
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask

from qa.answers.models import Answer
from qa.core.db import db, write_intent
from qa.core.text import MAX_BYTES
from qa.notifications.replies import acting, addresses, parsing, quoting, reading, receiving
from qa.notifications.replies.models import Outcome
from qa.notifications.replies.telling import DONE, HELP
from qa.questions.models import Question
from tests.support.asking import nobody_is_asked
from tests.support.cast import Cast
from tests.support.replying import address, arrives, jobs, last, letter, sent, words, works
from tests.support.replying import reading as site_reads
from tests.support.things import saved_question

OUTLOOK = "\n\nFrom: Quorum <q@peers.example>\nSent: Thursday 10:14\nTo: Ben\nSubject: News\n\n"


@pytest.fixture
def question(app: Flask, cast: Cast) -> Iterator[Question]:
    with site_reads(app):
        question_id = saved_question(cast.ana, cast.inner)
        nobody_is_asked()
        yield db.session.get_one(Question, question_id)


def seen(monkeypatch: pytest.MonkeyPatch, where: Any, name: str, look: Callable[[], object]) -> list[object]:
    """What *look* gives at each call of *name*, which is done as ever."""
    found: list[object] = []
    real = getattr(where, name)

    def spy(*args: Any, **more: Any) -> Any:
        found.append(look())
        return real(*args, **more)

    monkeypatch.setattr(where, name, spy)
    return found


def test_nothing_is_locked_while_a_mail_is_read(
    cast: Cast, question: Question, monkeypatch: pytest.MonkeyPatch
) -> None:
    def held() -> tuple[bool, bool]:
        return write_intent.get(), db.session().in_transaction()

    calls = [
        seen(monkeypatch, where, name, held)
        for where, name in ((parsing, "parsed"), (reading.senders, "is_proven"), (quoting, "own_words"))
    ]
    assert arrives(letter(cast.ben, "Nine"), address(cast.ben, question)) == Outcome.ANSWERED
    assert calls == [[(False, False)]] * 3


def test_a_mail_is_parsed_once(cast: Cast, question: Question, monkeypatch: pytest.MonkeyPatch) -> None:
    receiving.receive(letter(cast.ben, "Nine"), "ben@peers.example", address(cast.ben, question))
    whole = seen(monkeypatch, parsing, "parsed", lambda: 1)
    works()
    assert last().outcome == Outcome.ANSWERED
    assert whole == [1]


def test_the_words_of_anybody_else_are_not_looked_at(
    cast: Cast, question: Question, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = seen(monkeypatch, quoting, "own_words", lambda: 1)
    assert arrives(letter(cast.cleo, "Nine"), address(cast.ben, question)) == Outcome.WRONG_SENDER
    assert calls == []
    arrives(letter(cast.ben, "Nine", message_id="<2@m.example>"), address(cast.ben, question))
    assert calls == [1]


def test_two_workers_that_read_the_same_mail_post_it_once(
    cast: Cast, question: Question, monkeypatch: pytest.MonkeyPatch
) -> None:
    receiving.receive(letter(cast.ben, "Nine"), "ben@peers.example", address(cast.ben, question))
    (job,) = jobs(receiving.KIND)
    real, inner = reading.incoming, []

    def overtaken(*args: Any) -> reading.Incoming:
        if not inner:
            inner.append(1)
            acting.work([job])
        return real(*args)

    monkeypatch.setattr(reading, "incoming", overtaken)
    acting.work([job])
    assert db.session.query(Answer).count() == 1
    assert len(jobs(DONE)) == 1


def test_more_than_is_looked_at_is_not_posted_in_part_and_is_told(cast: Cast, question: Question) -> None:
    text = "A line of mine.\n" * (quoting.LINES_MOST + 1)
    assert arrives(letter(cast.ben, text), address(cast.ben, question)) == Outcome.UNREADABLE
    assert db.session.query(Answer).count() == 0
    assert "longer than what can be read" in words(sent(HELP)[0])


def test_as_much_as_is_looked_at_is_posted(cast: Cast, question: Question) -> None:
    text = "A line of mine.\n" * (quoting.LINES_MOST - 1)
    assert arrives(letter(cast.ben, text), address(cast.ben, question)) == Outcome.ANSWERED


@pytest.mark.parametrize(
    "rest", ["> their words\n" * 30_000, OUTLOOK + "their words\n" * 30_000], ids=["quoted", "below a head"]
)
def test_however_much_was_said_before_ones_own_words_are_found(rest: str) -> None:
    assert quoting.own_words("Nine of 38\n" + rest) == "Nine of 38"


@pytest.mark.parametrize(
    "text",
    [
        "x" * (2 * MAX_BYTES + 1),
        "x\n" * 5_000,
        "x\n> y\n" * 200,
        "> y\n" * 5_000 + "x",
        "x\n" * 5_000 + OUTLOOK + "y",
    ],
    ids=["one long line", "many lines", "many pieces", "below long quotes", "a head too far down"],
)
def test_what_goes_on_beyond_is_refused(text: str) -> None:
    with pytest.raises(quoting.TooMuch):
        quoting.own_words(text)


def test_a_few_pieces_between_quotes_are_all_found() -> None:
    assert quoting.own_words("x\n> y\n" * 90) == "\n\n".join(["x"] * 90)


@pytest.mark.parametrize(("kind", "most"), [("plain", parsing.TEXT_MOST), ("html", parsing.HTML_MOST)])
def test_parts_have_a_limit_together(kind: str, most: int) -> None:
    def mail(count: int) -> bytes:
        part = f"--b\r\nContent-Type: text/{kind}\r\n\r\n".encode() + b"x" * (most // 4) + b"\r\n"
        return b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + part * count + b"--b--\r\n"

    assert parsing.content(parsing.parsed(mail(3))).text.count("x") == most // 4 * 3
    with pytest.raises(parsing.Unreadable):
        parsing.content(email.message_from_bytes(mail(5)))


POLISH = "Dziewięć z 38.\n\nOd: Quorum <{to}>\nWysłano: czwartek, 26 listopada 2026 10:14\nDo: Ben\nTemat: News\n\nAna needs you\n"


@pytest.mark.parametrize("text", [
    POLISH, "Dziewięć z 38.\n\nTemat: News\nOd: {to}\n\nAna needs you", "Dziewięć z 38.\n\nEnds: http://127.0.0.1:8000/unsubscribe/s3cret\nx",
    "Dziewięć z 38.\n\nhttps://safe.example/?url=http%3A%2F%2F127.0.0.1%3A8000%2Funsubscribe%2Fs3cret\nx",
])  # fmt: skip
def test_what_shows_a_secret_of_this_site_is_cut_in_any_language(
    cast: Cast, question: Question, text: str
) -> None:
    to = address(cast.ben, question)
    assert arrives(letter(cast.ben, text.format(to=to.upper())), to) == Outcome.ANSWERED
    assert db.session.query(Answer).one().body == "Dziewięć z 38."


def test_what_is_public_of_this_site_may_be_named(app: Flask) -> None:
    text = "Ask: reply@peers.example\nor read http://127.0.0.1:8000/q/1"
    with site_reads(app):
        assert quoting.own_words(text, "", addresses.secrets()) == text

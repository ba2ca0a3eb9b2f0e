"""Mails that want to break what reads them: bounded before they are parsed, and never a fault (RELIABILITY G6, I2, I8, M4)."""

from __future__ import annotations

import base64
import resource
from collections.abc import Iterator

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from qa.answers.models import Answer
from qa.core.bounds import TooComplex
from qa.core.db import db
from qa.notifications.replies import automatic, parsing, quoting, receiving, saying, senders
from qa.notifications.replies.models import Outcome, ReceivedMail
from qa.notifications.replies.telling import DONE, HELP
from qa.questions.models import Question
from tests.support.asking import nobody_is_asked
from tests.support.cast import Cast
from tests.support.ceiling import under_ceiling
from tests.support.replying import address, arrives, last, letter, reading, sent, words
from tests.support.things import saved_question

HEAD = b"From: Ben Okafor <ben@peers.example>\r\nMessage-ID: <h@m.example>\r\nMIME-Version: 1.0\r\n"


@pytest.fixture
def question(app: Flask, cast: Cast) -> Iterator[Question]:
    with reading(app):
        question_id = saved_question(cast.ana, cast.inner)
        nobody_is_asked()
        yield db.session.get_one(Question, question_id)


def nested(depth: int) -> bytes:
    out = HEAD
    for number in range(depth):
        out += f'Content-Type: multipart/mixed; boundary="b{number}"\r\n\r\n--b{number}\r\n'.encode()
    return out + b"Content-Type: text/plain\r\n\r\nNine\r\n"


def many_parts(count: int) -> bytes:
    head = HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"
    return head + b"--b\r\nContent-Type: text/plain\r\n\r\nx\r\n" * count + b"--b--\r\n"


def long_head(name: str, value: str) -> bytes:
    return HEAD + f"{name}: {value}\r\n\r\nNine of 38\r\n".encode()


HTML = HEAD + b"Content-Type: text/html\r\n\r\n"
PLAIN = HEAD + b"Content-Type: text/plain; charset=utf-8\r\n\r\n"
HOSTILE = {
    "nested x1,000": nested(1_000),
    "nested x50, many lines": nested(50) + b"--\r\n" * 1_500_000,
    "10^5 parts": many_parts(100_000),
    "900 parts": many_parts(900),
    "folded header": HEAD + b"Subject: a" + b"\r\n b" * 60_000 + b"\r\n\r\nNine of 38\r\n",
    "encoded words": long_head("Subject", "=?a?q?" * 30_000),
    "many From addresses": long_head("Cc", "a@b.example, " * 15_000),
    "a From of nonsense": b"From: " + b"(<\"" * 60_000 + b"\r\n\r\nNine\r\n",
    "results of nonsense": long_head("Authentication-Results", "x; dkim=" + "(" * 100_000),
    "10^4 header lines": HEAD + b"X-A: 1\r\n" * 10_000 + b"\r\nNine of 38\r\n",
    "no end of the head": b"X" * 9_000_000,
    "attribution that does not end": PLAIN + b"On 10:14 x@y.example wrote " * 9_000 + b":\r\n",
    "many attributions": PLAIN + b"On 10:14 wrote a@b: x:\r\n" * 10_000,
    "many Danish attributions": PLAIN + (b"den 10:14 a@b " + b"skrev " * 35 + b":\r\n") * 1_000,
    "many labels": PLAIN + b"From: a@b\r\nTo: c\r\n" * 12_000,
    "greetings": PLAIN + b"Best regards\r\n" * 16_000,
    "blank lines": PLAIN + b"\r\n" * 120_000,
    "hyphens": PLAIN + b"-" * 250_000,
    "one long line": PLAIN + b"sent from my " * 19_000,
    "quotes": PLAIN + b">" * 250_000,
    "html nesting": HTML + b"<div>" * 14_900 + b"x",
    "html quotes": HTML + b"<blockquote>" * 14_900 + b"x",
    "html of open tags": HTML + b"<a " * 14_900,
    "html comments": HTML + b"<!--" * 14_900,
    "html entities": HTML + b"&amp;" * 200_000,
    "html one line": HTML + b"<b>word </b>" * 9_000,
    "html entity bomb": HTML + b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>&b;',
    "base64 of nonsense": HEAD + b"Content-Transfer-Encoding: base64\r\n\r\n" + b"=" * 500_000,
    "quoted-printable of nonsense": HEAD + b"Content-Transfer-Encoding: quoted-printable\r\n\r\n" + b"=" * 250_000,
    "uuencoded nonsense": HEAD + b"Content-Transfer-Encoding: x-uuencode\r\n\r\nbegin 644 x\r\n" + b"M" * 200_000,
    "flowed lines": HEAD + b"Content-Type: text/plain; format=flowed\r\n\r\n" + b"a \r\n" * 60_000,
    "punycode": HEAD + b"Content-Type: text/plain; charset=punycode\r\n\r\n" + b"a" * 200_000 + b"-99999999",
    "unicode escape": HEAD + b"Content-Type: text/plain; charset=unicode_escape\r\n\r\n\\ud800\\x00",
    "delivery status of nonsense": HEAD + b"Content-Type: multipart/report; boundary=b\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n"
    + b"Status: 5.1.1\r\n\r\n" * 50_000,
}  # fmt: skip


def read_all(raw: bytes) -> str:
    """All that is done with a mail before anything is posted."""
    head = parsing.head_of(raw)
    senders.sender(head)
    senders.is_proven(head, "ben@peers.example")
    automatic.is_automatic(head, "x@y.example")
    automatic.returned(parsing.parsed(raw))
    text = quoting.own_words(parsing.content(parsing.parsed(raw)).text, "Ben Okafor")
    saying.said(text)
    return text


REFUSED = (parsing.Unreadable, TooComplex, quoting.TooMuch)


@pytest.mark.parametrize("name", HOSTILE)
def test_it_is_read_or_refused_soon(app: Flask, name: str) -> None:
    raw = HOSTILE[name]
    assert len(raw) <= receiving.SIZE_MOST
    with reading(app, reply_authserv="mx.peers.example"):
        try:
            text = under_ceiling(lambda: read_all(raw))
        except REFUSED:
            pass
        else:
            text.encode()
            assert "\0" not in text


def test_the_ordinary_mail_among_them_is_read(app: Flask) -> None:
    with reading(app):
        assert read_all(PLAIN + b"Nine of 38\r\n") == "Nine of 38"


def test_memory_stays_flat(app: Flask) -> None:
    """The largest mail that is taken, half of it attached: not many times itself in memory."""
    raw = (
        HEAD
        + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nNine of 38\r\n--b\r\nContent-Type: application/pdf\r\n"
    )
    raw += b"Content-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(b"x" * 7_000_000) + b"--b--\r\n"
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert parsing.content(parsing.parsed(raw)).text == "Nine of 38"
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 150_000


@pytest.mark.parametrize("name", ["nested x1,000", "10^5 parts"])
def test_what_cannot_be_read_posts_nothing_and_is_told(cast: Cast, question: Question, name: str) -> None:
    assert arrives(HOSTILE[name], address(cast.ben, question)) == Outcome.UNREADABLE
    assert "could not be read" in words(sent(HELP)[0])
    assert last().raw is None


def test_a_mail_above_ten_megabytes_is_not_kept(cast: Cast, question: Question) -> None:
    with pytest.raises(receiving.Refused, match="552"):
        receiving.receive(PLAIN + b"x" * receiving.SIZE_MOST, "", address(cast.ben, question))
    assert db.session.query(ReceivedMail).count() == 0


@pytest.mark.parametrize(("charset", "raw"), [
    ("us-ascii", "Prüfung für größere".encode()),
    ("us-ascii", "Prüfung für größere".encode("cp1252")),
    ("iso-8859-1", "Prüfung für größere".encode()),
    ("utf-8", "Prüfung für größere".encode("cp1252")),
    ("iso-8859-15", "Prüfung für größere".encode("iso-8859-15")),
    ("utf-16", "Prüfung für größere".encode("utf-16")),
    ("x-unknown", "Prüfung für größere".encode()),
    ("rot13", "Prüfung für größere".encode()),
    ('"utf-8\x00"', "Prüfung für größere".encode()),
    ("", "Prüfung für größere".encode("cp1252")),
])  # fmt: skip
def test_a_charset_that_lies_is_seen_through(charset: str, raw: bytes) -> None:
    assert parsing.unicode_of(raw, charset) == "Prüfung für größere"


@pytest.mark.parametrize("text", ["NUL \0 in it", "half \ud83d", "bell \a and escape \x1b[31m", "\ufffe"])
def test_characters_that_cannot_be_stored_are_replaced(text: str) -> None:
    raw = PLAIN + text.encode("utf-8", "surrogatepass")
    found = parsing.content(parsing.parsed(raw)).text
    assert all(one not in found for one in "\0\a\x1b\ufffe")
    found.encode()


@pytest.mark.parametrize("evil", [
    "<1@m.example>\r\nBcc: all@peers.example", "=?utf-8?q?=3C1=40m=0D=0ABcc:_all=40peers.example=3E?=", "\x00", "x" * 9_000,
])  # fmt: skip
def test_no_header_of_theirs_breaks_out_in_ours(cast: Cast, question: Question, evil: str) -> None:
    raw = PLAIN.replace(b"<h@m.example>", evil.encode()) + b"Nine of 38\r\n"
    assert arrives(raw, address(cast.ben, question)) == Outcome.ANSWERED
    (told,) = sent(DONE)
    assert told["Bcc"] is None
    assert told["To"] == "ben@peers.example"


def test_markup_in_a_reply_is_shown_as_it_stands(cast: Cast, question: Question) -> None:
    html = b"<p>Nine {{7*7}} %s</p><script>alert(1)</script><img src=x onerror=alert(1)><p>of 38</p>"
    assert arrives(HTML + html, address(cast.ben, question)) == Outcome.ANSWERED
    (given,) = db.session.query(Answer)
    assert given.body == "Nine {{7*7}} %s\n\nof 38"
    assert "script" not in given.body_html
    html = words(sent(DONE)[0])
    assert "49" not in html


def test_a_mail_in_another_mail_is_no_words_of_ones_own(cast: Cast, question: Question) -> None:
    raw = HEAD + b"Content-Type: message/rfc822\r\n\r\n" + letter(cast.ben, "Inner words")
    assert arrives(raw, address(cast.ben, question)) == Outcome.EMPTY


@given(st.text(max_size=600))
def test_quoting_makes_nothing_up_and_never_fails(text: str) -> None:
    left = quoting.own_words(text, "Ben Okafor")
    lines = {line.strip() for line in text.split("\n")}
    assert all(line.strip() in lines for line in left.split("\n") if line.strip())


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    try:
        found = parsing.content(parsing.parsed(raw))
    except parsing.Unreadable:
        return
    found.text.encode()

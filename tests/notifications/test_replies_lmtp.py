"""Mails as mail servers hand them over: by LMTP, at a port and at a socket, and by a pipe with sysexits (RELIABILITY N4, N5)."""

from __future__ import annotations

import os
import signal
import smtplib
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from flask import Flask

from qa.answers.models import Answer
from qa.core import clock
from qa.core.db import db
from qa.notifications.replies import addresses, receiving
from qa.notifications.replies.addresses import What
from qa.notifications.replies.models import ReceivedMail
from qa.questions.models import Question
from tests.core.test_mail import free_port
from tests.support.asking import nobody_is_asked
from tests.support.cast import Cast
from tests.support.replying import REPLY, address, last, letter, reading, works
from tests.support.things import saved_question


@pytest.fixture
def question(app: Flask, cast: Cast) -> Iterator[Question]:
    with reading(app):
        question_id = saved_question(cast.ana, cast.inner)
        nobody_is_asked()
        yield db.session.get_one(Question, question_id)


def environment(app: Flask, **more: str) -> dict[str, str]:
    found = app.config["QUORUM"]
    names = {
        "QA_MODE": "test",
        "QA_INSTANCE": str(found.instance),
        "QA_SECRET_KEY": found.secret_key,
        "QA_SEMANTIC": "off",
    }
    bare = {name: value for name, value in os.environ.items() if not name.startswith("QA_")}
    return {**bare, **names, "QA_REPLY_ADDRESS": REPLY, **more}


@contextmanager
def serving(app: Flask, where: str) -> Iterator[subprocess.Popen[bytes]]:
    """``qa mail receive --lmtp`` as a process of its own, once it listens."""
    command = [sys.executable, "-m", "qa", "mail", "receive", "--lmtp", where]
    process = subprocess.Popen(command, env=environment(app), stderr=subprocess.PIPE)
    assert process.stderr is not None
    for line in process.stderr:
        if b"lmtp_started" in line:
            break
    try:
        yield process
    finally:
        process.terminate()
        process.communicate(timeout=20)


def kept() -> int:
    db.session.rollback()
    return db.session.query(ReceivedMail).count()


def test_each_receiver_has_an_answer_after_the_mail_is_kept(
    app: Flask, cast: Cast, question: Question
) -> None:
    port = free_port()
    good = address(cast.ben, question)
    other = address(cast.cleo, question)
    with serving(app, f"127.0.0.1:{port}") as process, smtplib.LMTP("127.0.0.1", port, timeout=20) as client:
        client.ehlo()
        client.mail("ben@peers.example")
        assert client.rcpt(good)[0] == 250
        assert client.rcpt("reply+" + "a" * 50 + "@peers.example")[0] == 550
        assert client.rcpt(other.upper())[0] == 250
        client.putcmd("data")
        assert client.getreply()[0] == 354
        client.send(letter(cast.ben, "Nine of 38") + b".\r\n")
        assert [client.getreply()[0] for _receiver in range(2)] == [250, 250]
        assert kept() == 2
        # the same again, as after a broken connection
        assert client.sendmail("ben@peers.example", [good], letter(cast.ben, "Nine of 38")) == {}
        assert kept() == 2
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=20) == 0
    works()
    assert [one.author_id for one in db.session.query(Answer)] == [cast.ben.id]  # Cleo's address is not Ben's


def test_above_ten_megabytes_nothing_is_kept_and_the_next_mail_is(
    app: Flask, cast: Cast, question: Question
) -> None:
    port = free_port()
    to = address(cast.ben, question)
    with serving(app, f"127.0.0.1:{port}"), smtplib.LMTP("127.0.0.1", port, timeout=60) as client:
        line = b"x" * 76 + b"\r\n"
        large = letter(cast.ben, "Nine") + line * (receiving.SIZE_MOST // len(line) + 1)
        with pytest.raises(smtplib.SMTPException) as refused:
            client.sendmail("ben@peers.example", [to], large)
        assert "552" in str(refused.value)
        assert kept() == 0
        assert client.sendmail("ben@peers.example", [to], letter(cast.ben, "Nine")) == {}
    assert kept() == 1


def test_at_a_socket_that_others_cannot_write_to(
    app: Flask, cast: Cast, question: Question, tmp_path: Path
) -> None:
    place = tmp_path / "lmtp"
    with serving(app, f"unix:{place}"):
        assert place.stat().st_mode & 0o777 == 0o660
        with socket.socket(socket.AF_UNIX) as plain:
            plain.connect(str(place))
            assert plain.recv(100).startswith(b"220 ")
        with smtplib.LMTP(str(place)) as client:
            assert client.sendmail("", [address(cast.ben, question)], letter(cast.ben, "Nine")) == {}
    assert kept() == 1


def test_a_database_that_is_locked_lets_the_server_try_again(
    app: Flask, cast: Cast, question: Question
) -> None:
    port = free_port()
    to = address(cast.ben, question)
    raw = letter(cast.ben, "Nine")
    with serving(app, f"127.0.0.1:{port}"), smtplib.LMTP("127.0.0.1", port, timeout=60) as client:
        with locked(app), pytest.raises(smtplib.SMTPException) as refused:
            client.sendmail("ben@peers.example", [to], raw)
        assert "451" in str(refused.value)
        assert kept() == 0
        assert client.sendmail("ben@peers.example", [to], raw) == {}
    assert kept() == 1


@contextmanager
def locked(app: Flask) -> Iterator[None]:
    path = app.config["QUORUM"].instance / "quorum.sqlite3"
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def test_killed_at_any_moment_what_was_acknowledged_is_there_once(
    app: Flask, cast: Cast, question: Question
) -> None:
    """kill -9 while mails come in; the sender tries again what was not acknowledged, as mail servers do."""
    to, acknowledged, number = address(cast.ben, question), 0, 0
    for pause in (0.02, 0.05, 0.09, 0.14):
        port = free_port()
        with serving(app, f"127.0.0.1:{port}") as process:
            until = time.monotonic() + pause
            while time.monotonic() < until:
                number += send(port, to, cast, number)
            process.kill()
        acknowledged = number
        assert acknowledged <= kept() <= acknowledged + 1
    port = free_port()
    with serving(app, f"127.0.0.1:{port}"):
        number += send(port, to, cast, number)
    assert kept() == number > 4


def send(port: int, to: str, cast: Cast, number: int) -> int:
    raw = letter(cast.ben, "Nine", message_id=f"<{number}@m.example>")
    try:
        with smtplib.LMTP("127.0.0.1", port, timeout=20) as client:
            client.sendmail("ben@peers.example", [to], raw)
    except (OSError, smtplib.SMTPException):
        return 0
    return 1


# The pipe


def piped(app: Flask, raw: bytes, *options: str, **more: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "qa", "mail", "receive", *options]
    return subprocess.run(
        command, env=environment(app, **more), input=raw, capture_output=True, timeout=60, check=False
    )


def test_a_mail_on_standard_input_is_kept_or_refused_with_a_reason(
    app: Flask, cast: Cast, question: Question
) -> None:
    to = address(cast.ben, question)
    raw = letter(cast.ben, "Nine of 38")
    assert piped(app, raw, "--to", to, "--from", "ben@peers.example").returncode == os.EX_OK
    assert piped(app, raw, "--to", to).returncode == os.EX_OK  # again
    assert kept() == 1
    assert piped(app, raw, "--to", "quorum@peers.example").returncode == os.EX_NOUSER
    assert piped(app, b"X: " + b"y" * receiving.SIZE_MOST, "--to", to).returncode == os.EX_DATAERR
    works()
    assert db.session.query(Answer).count() == 1


def test_the_address_is_found_in_the_mail_where_the_server_does_not_say_it(
    app: Flask, cast: Cast, question: Question
) -> None:
    raw = f"Return-Path: <ben@peers.example>\r\nDelivered-To: {address(cast.ben, question)}\r\n".encode()
    assert piped(app, raw + letter(cast.ben, "Nine")).returncode == os.EX_OK
    assert kept() == 1


@pytest.mark.parametrize(
    "more", [{"QA_DATABASE_URL": "sqlite:////nowhere/at/all.sqlite3"}, {"QA_MODE": "nonsense"}]
)
def test_where_the_database_is_away_the_server_keeps_the_mail(
    app: Flask, cast: Cast, question: Question, more: dict[str, str]
) -> None:
    found = piped(app, letter(cast.ben, "Nine"), "--to", address(cast.ben, question), **more)
    assert found.returncode == os.EX_TEMPFAIL
    assert b"Traceback" not in found.stderr


def test_a_locked_database_too(app: Flask, cast: Cast, question: Question) -> None:
    to = address(cast.ben, question)
    with locked(app):
        assert piped(app, letter(cast.ben, "Nine"), "--to", to).returncode == os.EX_TEMPFAIL
    assert kept() == 0


def test_a_bounce_by_the_pipe_has_no_sender(app: Flask, cast: Cast, question: Question) -> None:
    to = addresses.make(What.BOUNCE, cast.ben.id, 0, addresses.mailbox("ben@peers.example"), clock.now())
    assert piped(app, letter(cast.ben, "x"), "--to", to, "--from", "").returncode == os.EX_OK
    assert last().sender == ""


def test_counts_name_what_became_of_them(app: Flask, cast: Cast, question: Question) -> None:
    receiving.receive(letter(cast.ben, "Nine"), "ben@peers.example", address(cast.ben, question))
    works()
    command = [sys.executable, "-m", "qa", "mail", "counts"]
    found = subprocess.run(
        command, env=environment(app), capture_output=True, text=True, timeout=60, check=True
    )
    assert "1 mails came within 30 days" in found.stdout
    assert "answered" in found.stdout


def test_lmtp_without_an_address_for_replies_says_what_is_missing(app: Flask) -> None:
    found = subprocess.run(
        [sys.executable, "-m", "qa", "mail", "receive", "--lmtp", "127.0.0.1:1"],
        env=environment(app, QA_REPLY_ADDRESS=""), capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert found.returncode == 1
    assert "QA_REPLY_ADDRESS" in found.stderr

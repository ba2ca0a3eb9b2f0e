"""Mail through the outbox to a real SMTP server: once, in spite of what the server does (RELIABILITY I2, N4)."""

from __future__ import annotations

import smtplib
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
import time_machine
from aiosmtpd.controller import Controller
from flask import Flask
from flask_mailman import Mail
from sqlalchemy import select

from qa import config, create_app
from qa.core import clock, mail, outbox, transaction
from qa.core.db import db
from qa.core.outbox import OutboxRow

ANA = "ana@peers.example"
BEN = "ben@peers.example"


class Sink:
    """A mail server's mind: what it got, and what it says to the text of a mail."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.replies: list[str] = []
        self.refused: set[str] = set()
        self.lines: set[int] = set()
        self.ends_after_each = False
        self.port = 0

    async def handle_RCPT(  # noqa: N802 - the server library's name
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        if address in self.refused:
            return "550 5.1.1 No such person"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.lines.add(session.peer[1])
        if self.ends_after_each:
            server.loop.call_later(0, server.transport.close)
        reply = self.replies.pop(0) if self.replies else "250 OK"
        if reply in ("250 OK", "drop"):
            self.mails.append(message_from_bytes(envelope.content, EmailMessage, policy=policy.default))  # type: ignore[arg-type]
        if reply == "drop":
            server.transport.abort()
        return reply


@contextmanager
def listening(sink: Sink) -> Iterator[Sink]:
    """*sink* as a mail server on a free port of this machine."""
    controller = Controller(sink, hostname="127.0.0.1", port=free_port())
    controller.start()
    sink.port = controller.port
    yield sink
    controller.stop()


@pytest.fixture
def sink() -> Iterator[Sink]:
    """A mail server."""
    with listening(Sink()) as found:
        yield found


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@contextmanager
def mail_server(app: Flask, port: int, timeout: float = 2.0) -> Iterator[None]:
    """Let *app* send to the server on *port*."""
    before = app.extensions["mailman"]
    app.config.update(mail._server(f"smtp://127.0.0.1:{port}"), MAIL_TIMEOUT=timeout)
    Mail(app)
    yield
    app.extensions["mailman"] = before


@pytest.fixture
def post(app: Flask, sink: Sink) -> Iterator[Sink]:
    """The application sends to the sink."""
    with mail_server(app, sink.port):
        yield sink


def queue(to: str = ANA, subject: str = "Somebody answered", text: str = "Read it.", **more: Any) -> None:
    with transaction.unit():
        mail.queue(to, subject, text, **more)


def rows() -> list[OutboxRow]:
    db.session.rollback()
    return list(db.session.scalars(select(OutboxRow).where(OutboxRow.kind == "mail")))


def drain_in(minutes: float) -> int:
    """What the worker does *minutes* from now."""
    with time_machine.travel(clock.now() + timedelta(minutes=minutes), tick=True):
        return outbox.drain()


def test_a_mail_goes_out_once_with_both_texts(post: Sink) -> None:
    queue(html="<p>Read <em>it</em>.</p>", headers={"List-Id": "<inner.quorum.example>"})
    assert outbox.drain() == 1
    assert outbox.drain() == 0
    assert rows() == []
    (got,) = post.mails
    assert (got["To"], got["Subject"], got["List-Id"]) == (ANA, "Somebody answered", "<inner.quorum.example>")
    assert got["Auto-Submitted"] == "auto-generated"
    plain, rich = got.get_body(("plain",)), got.get_body(("html",))
    assert plain is not None
    assert rich is not None
    assert plain.get_content().strip() == "Read it."
    assert "<em>it</em>" in rich.get_content()


def test_a_mail_is_kept_or_lost_with_its_transaction(post: Sink) -> None:
    def cut_short() -> None:
        with transaction.unit():
            mail.queue(ANA, "Never", "sent")
            mail.queue("nobody", "This one", "breaks it off")

    with pytest.raises(mail.HeaderRefused):
        cut_short()
    assert outbox.drain() == 0
    assert post.mails == []


def test_other_alphabets_arrive_whole(post: Sink) -> None:
    queue(subject="Zażółć 質問 «№ 5»", text="Здравствуйте, שלום\n.\n.a line that begins with a dot")
    assert outbox.drain() == 1
    (got,) = post.mails
    assert got["Subject"] == "Zażółć 質問 «№ 5»"
    body = got.get_content()
    assert "Здравствуйте, שלום" in body
    assert "\n.a line that begins with a dot" in body.replace("\r\n", "\n")


def test_nobody_else_is_named_in_a_mail(post: Sink) -> None:
    queue(ANA)
    queue(BEN)
    assert outbox.drain() == 2
    assert sorted(str(got["To"]) for got in post.mails) == [ANA, BEN]
    for got in post.mails:
        other = BEN if got["To"] == ANA else ANA
        assert other not in got.as_string()


BREAKS = (
    "a\nBcc: eve@evil.example",
    "a\r\nBcc: eve@evil.example",
    "a\rb",
    "a\x00b",
    "a\x85b",
    "a\u2028b",
    "a\x0bb",
)


@pytest.mark.parametrize("subject", BREAKS)
def test_a_line_break_in_a_heading_is_refused(app: Flask, subject: str) -> None:
    with transaction.unit():
        with pytest.raises(mail.HeaderRefused) as refused:
            mail.queue(ANA, subject, "text")
        with pytest.raises(mail.HeaderRefused):
            mail.queue(ANA, "fine", "text", headers={"List-Id": subject})
        with pytest.raises(mail.HeaderRefused):
            mail.queue(ANA, "fine", "text", headers={subject: "fine"})
        mail.queue(ANA, subject[0], "text\nof\r\nseveral lines")
    assert refused.value.status == 400
    assert len(rows()) == 1


@pytest.mark.parametrize(
    "address", ["", "ana", f"{ANA}, {BEN}", f"{ANA}\nBcc: {BEN}", f"Ana <{ANA}>", "a b@c.d", "@"]
)
def test_only_one_plain_address_is_written_to(app: Flask, address: str) -> None:
    with pytest.raises(mail.HeaderRefused):
        mail.queue(address, "fine", "text")
    mail.queue(ANA, "fine", "text")
    db.session.rollback()


# What a mail server can do to us


@pytest.mark.parametrize("reply", ["451 4.3.0 Try later", "452 4.2.2 Full", "554 5.7.1 Looks like spam"])
def test_a_refused_mail_is_tried_again_later(post: Sink, reply: str) -> None:
    post.replies = [reply]
    queue()
    assert outbox.drain() == 0
    (row,) = rows()
    assert row.attempts == 1
    assert row.due_at > clock.now() + timedelta(seconds=5)
    assert outbox.drain() == 0  # not before it is due
    assert post.mails == []
    assert drain_in(1) == 1
    assert len(post.mails) == 1
    assert rows() == []


def test_one_refused_person_does_not_hold_up_nor_double_the_others(post: Sink) -> None:
    post.refused = {BEN}
    for to in (ANA, BEN, "cleo@peers.example"):
        queue(to)
    assert outbox.drain() == 2
    assert [str(got["To"]) for got in post.mails] == [ANA, "cleo@peers.example"]
    (row,) = rows()
    assert row.payload["to"] == BEN
    assert "550" in (row.last_error or "")


def test_no_server_at_all_loses_nothing(app: Flask, sink: Sink) -> None:
    with mail_server(app, free_port()):
        for number in range(5):
            queue(subject=f"Mail {number}")
        assert outbox.drain() == 0
    assert [row.attempts for row in rows()] == [1] * 5
    with mail_server(app, sink.port):
        assert drain_in(1) == 5
    assert [got["Subject"] for got in sink.mails] == [f"Mail {number}" for number in range(5)]


def test_a_server_that_never_speaks_is_given_up_in_time(app: Flask, sink: Sink) -> None:
    with socket.socket() as mute:
        mute.bind(("127.0.0.1", 0))
        mute.listen()
        with mail_server(app, mute.getsockname()[1], timeout=0.3):
            queue()
            assert outbox.drain() == 0
    assert rows()[0].attempts == 1
    with mail_server(app, sink.port):
        assert drain_in(1) == 1
    assert len(sink.mails) == 1


def test_a_line_that_drops_after_the_text_doubles_under_the_same_name(post: Sink) -> None:
    post.replies = ["drop"]
    queue()
    assert outbox.drain() == 0
    assert drain_in(1) == 1
    first, second = post.mails
    assert first["Message-ID"] == second["Message-ID"]
    assert first["Date"] == second["Date"]
    queue()
    assert outbox.drain() == 1
    assert post.mails[2]["Message-ID"] != first["Message-ID"]


def test_an_hour_without_a_server_loses_and_doubles_nothing(app: Flask, sink: Sink) -> None:
    for number in range(20):
        queue(subject=f"Mail {number}")
    with mail_server(app, free_port()):
        start = clock.now()
        for minute in range(0, 60, 5):
            with time_machine.travel(start + timedelta(minutes=minute), tick=True):
                outbox.drain()
    tries = {row.attempts for row in rows()}
    assert len(rows()) == 20
    assert max(tries) < 12  # it backs off
    with mail_server(app, sink.port):
        assert drain_in(180) == 20
    assert sorted(str(got["Subject"]) for got in sink.mails) == sorted(f"Mail {n}" for n in range(20))


def test_the_mails_of_a_batch_go_over_one_line_and_those_of_the_next_over_another(post: Sink) -> None:
    for number in range(4):
        queue(subject=f"Mail {number}")
    assert outbox.drain(3, slow=True) == 3
    assert len(post.lines) == 1
    assert outbox.drain(3, slow=True) == 1
    assert len(post.lines) == 2
    assert len(post.mails) == 4


def test_a_line_serves_no_more_than_a_server_bears(post: Sink, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail, "MAILS_A_LINE", 2)
    for _ in range(5):
        queue()
    assert outbox.drain() == 5
    assert len(post.lines) == 3


@pytest.mark.parametrize("fault", ["hangs up", "refuses"])
def test_a_line_that_ends_between_two_mails_costs_neither(post: Sink, fault: str) -> None:
    post.ends_after_each = fault == "hangs up"
    post.replies = ["250 OK", "554 Not this", "250 OK"] if fault == "refuses" else []
    for number in range(3):
        queue(subject=f"Mail {number}")
    assert outbox.drain() == (3 if fault == "hangs up" else 2)
    assert [got["Subject"] for got in post.mails] == [
        f"Mail {number}" for number in range(3) if fault == "hangs up" or number != 1
    ]
    assert [row.attempts for row in rows()] == ([] if fault == "hangs up" else [1])


def test_a_server_that_greets_nobody_is_waited_for_once_a_batch(app: Flask) -> None:
    with socket.socket() as mute:
        mute.bind(("127.0.0.1", 0))
        mute.listen()
        mute.settimeout(0.1)
        with mail_server(app, mute.getsockname()[1], timeout=0.3):
            for _ in range(4):
                queue()
            assert outbox.drain() == 0
        mute.accept()[0].close()
        with pytest.raises(TimeoutError):
            mute.accept()
    assert [row.attempts for row in rows()] == [1] * 4


def test_starttls_needs_a_certificate_that_holds(app: Flask) -> None:
    app.config.update(mail._server("smtp+tls://127.0.0.1"))
    before = app.extensions["mailman"]
    try:
        Mail(app)
        backend = mail.SmtpBackend(mailman=app.extensions["mailman"])
        assert issubclass(backend.connection_class, smtplib.SMTP)
        assert backend.connection_class.starttls is not smtplib.SMTP.starttls
        assert backend.use_tls
    finally:
        app.extensions["mailman"] = before


@pytest.mark.parametrize(
    ("address", "server", "port", "tls", "ssl"),
    [
        ("smtp://mail.example", "mail.example", 25, False, False),
        ("smtp+tls://quorum%40x:p%2Fw@mail.example", "mail.example", 587, True, False),
        ("smtps://mail.example:4650", "mail.example", 4650, False, True),
    ],
)
def test_the_address_of_the_server_is_understood(
    address: str, server: str, port: int, tls: bool, ssl: bool
) -> None:
    found = mail._server(address)
    assert (found["MAIL_SERVER"], found["MAIL_PORT"]) == (server, port)
    assert (found["MAIL_USE_TLS"], found["MAIL_USE_SSL"]) == (tls, ssl)
    if "@" in address:
        assert (found["MAIL_USERNAME"], found["MAIL_PASSWORD"]) == ("quorum@x", "p/w")


@pytest.mark.parametrize("address", ["mail.example", "http://mail.example", "smtp://mail.example:port"])
def test_another_address_says_what_would_do(address: str) -> None:
    with pytest.raises(config.SettingsError, match="QA_MAIL_URL"):
        mail._server(address)


# Without a server


def test_without_a_server_mails_are_filed(app: Flask) -> None:
    queue(subject="Choose a new password", text="http://localhost/reset/abc")
    assert outbox.drain() == 1
    (path,) = mail.filed()
    assert path.stat().st_mode & 0o077 == 0
    assert mail.folder().stat().st_mode & 0o077 == 0
    filed = message_from_bytes(path.read_bytes(), EmailMessage, policy=policy.default)  # type: ignore[arg-type]
    assert (filed["To"], filed["Subject"]) == (ANA, "Choose a new password")


def test_only_the_newest_files_are_kept(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail, "KEPT", 3)
    for number in range(5):
        queue(subject=f"Mail {number}")
    assert outbox.drain() == 5
    subjects = [path.read_text().split("Subject: ")[1].split("\n")[0] for path in mail.filed()]
    assert subjects == ["Mail 4", "Mail 3", "Mail 2"]


def site(tmp_path: Path, mode: str) -> Flask:
    """A site of its own in *mode*."""
    return create_app(mode=mode, instance=tmp_path / mode, secret_key="test" * 16, mail_url="")


def test_development_shows_filed_mails_and_production_does_not(tmp_path: Path) -> None:
    app = site(tmp_path, "development")
    client = app.test_client()
    assert "No mail yet" in client.get("/-/mails").get_data(as_text=True)
    job = outbox.Job(7, "mail", {}, 0, clock.now())
    with app.app_context():
        mail.send(ANA, "<b>Hello</b>", "Follow http://127.0.0.1:8000/reset/abc <script>", job=job)
    page = client.get("/-/mails").get_data(as_text=True)
    assert "&lt;b&gt;Hello&lt;/b&gt;" in page
    assert '<a href="http://127.0.0.1:8000/reset/abc"' in page
    assert "<script>" not in page.partition("<main")[2]
    assert site(tmp_path, "production").test_client().get("/-/mails").status_code == 404

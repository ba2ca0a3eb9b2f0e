"""Replies by mail in tests: a site that reads them, mails as members send them, and the worker's part."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage

from flask import Flask

from qa.core import clock, mail, outbox, transaction
from qa.core.db import db
from qa.members.models import Member
from qa.notifications.replies import addresses, receiving
from qa.notifications.replies.addresses import What
from qa.notifications.replies.models import Outcome, ReceivedMail
from qa.questions.models import Question

REPLY = "reply@peers.example"


@contextmanager
def reading(app: Flask, **more: str) -> Iterator[None]:
    """Let *app* read replies at REPLY; *more* are other settings."""
    before = app.config["QUORUM"]
    app.config["QUORUM"] = replace(before, **{"reply_address": REPLY, **more})
    try:
        yield
    finally:
        app.config["QUORUM"] = before


def address(member: Member, question: Question, what: What = What.ANSWER, part: int = 0) -> str:
    """Where *member* replies about *question*."""
    return addresses.make(what, member.id, question.id, part, clock.now())


def letter(
    by: Member | str,
    text: str,
    *,
    message_id: str = "<1@mail.example>",
    subject: str = "Re: News",
    **heads: str,
) -> bytes:
    """A plain mail as a person sends it; *heads* are further headers, ``_`` for ``-``."""
    made = EmailMessage(policy=policy.SMTP)
    made["From"] = by if isinstance(by, str) else f"{by.name} <{by.email}>"
    made["To"], made["Subject"] = "Quorum <quorum@localhost>", subject
    if message_id:
        made["Message-ID"] = message_id
    for name, value in heads.items():
        made[name.replace("_", "-")] = value
    made.set_content(text)
    return made.as_bytes()


def arrives(raw: bytes, to: str, sender: str = "somebody@mail.example") -> Outcome | None:
    """The mail is taken in and worked off; what became of it."""
    receiving.receive(raw, sender, to)
    works()
    return last().outcome


def last() -> ReceivedMail:
    """The newest mail."""
    db.session.rollback()
    return db.session.query(ReceivedMail).order_by(ReceivedMail.id.desc()).first()  # type: ignore[return-value]


def works() -> None:
    """The worker does the mails that came in, and nothing else."""
    for job in jobs(receiving.KIND):
        outbox._handlers[receiving.KIND]([job])
        with transaction.unit():
            db.session.query(outbox.OutboxRow).filter_by(id=job.id).delete()


def jobs(kind: str) -> list[outbox.Job]:
    """The rows of *kind* that wait."""
    rows = db.session.query(outbox.OutboxRow).filter_by(kind=kind).order_by(outbox.OutboxRow.id).all()
    found = [outbox.Job(row.id, row.kind, dict(row.payload), row.attempts, row.created_at) for row in rows]
    db.session.rollback()
    return found


def sent(*kinds: str) -> list[EmailMessage]:
    """The mails that the worker writes now for rows of *kinds*, which are done with it."""
    known = set(mail.filed())
    for kind in kinds:
        for job in jobs(kind):
            outbox._handlers[kind]([job])
            with transaction.unit():
                db.session.query(outbox.OutboxRow).filter_by(id=job.id).delete()
    new = sorted(set(mail.filed()) - known, key=lambda path: path.name)
    return [message_from_bytes(path.read_bytes(), EmailMessage, policy=policy.default) for path in new]  # type: ignore[arg-type]


def words(found: EmailMessage) -> str:
    """The text part."""
    part = found.get_body(("plain",))
    assert part is not None
    return str(part.get_content())

"""Every mail: to whom it goes, what stands in it, and that none goes to who has lost the right to it meanwhile."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from flask import Flask
from sqlalchemy import update

from qa.config import settings
from qa.core import mail, outbox, transaction
from qa.core.db import db
from qa.members.letters import LETTERS
from qa.members.mailing import rounds
from qa.moderation.models import ActKind
from qa.notifications import planning
from qa.notifications.replies import receiving
from qa.routing import waves
from qa.signin import notices
from qa.trust import rounds as trusting
from tests.security import world
from tests.security.mail_rows import ROWS as LETTERS_ROWS
from tests.security.mail_rows import Row
from tests.security.mail_rows_gathering import GATHERING
from tests.security.mail_rows_more import ROWS as MORE
from tests.support.browser import Browser
from tests.support.cast import Cast

ROWS = [*LETTERS_ROWS, *MORE, *GATHERING]
TWICE = [rounds.KIND]
"""The kind that claims a mail before it is sent, so that a row done twice sends it once: tests/vetting/test_mails.py and
tests/notifications/test_gathering.py."""
PLANS = {waves.KIND, planning.NEWS, planning.POSTED}
"""Kinds that only have mails planned."""
ANY_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
HIDDEN = ("Exit planners", "Leaving a provider", "The quiet one", "Not to be known of")


def sent(kind: str, *, again: bool = False) -> list[EmailMessage]:
    """What the worker sends now for rows of *kind*, once or, with *again*, each twice; other rows are dropped."""
    with transaction.unit():
        db.session.execute(update(outbox.OutboxRow).values(taken_at=None))
        others = outbox.OutboxRow.kind != kind
        db.session.query(outbox.OutboxRow).filter(others).delete(synchronize_session=False)
    rows = db.session.query(outbox.OutboxRow).filter(outbox.OutboxRow.dead_at.is_(None))
    assert rows.count() > 0, "the situation writes no row"
    jobs = [outbox.Job(row.id, row.kind, dict(row.payload), 0, row.created_at) for row in rows]
    db.session.rollback()
    for _time in range(2 if again else 1):
        for job in jobs:
            outbox._handlers[kind]([job])
    return [_read(path.read_bytes()) for path in mail.filed()]


def _read(raw: bytes) -> EmailMessage:
    return message_from_bytes(raw, EmailMessage, policy=policy.default)


def part(letter: EmailMessage, kind: str) -> str:
    found = letter.get_body((kind,))
    assert found is not None, f"no {kind} part"
    return str(found.get_content())


def whole(letter: EmailMessage) -> str:
    heads = "\n".join(f"{name}: {value}" for name, value in letter.items())
    return "\n".join((heads, part(letter, "plain"), part(letter, "html")))


@pytest.fixture(autouse=True)
def _no_row_yet(cast: Cast) -> None:
    with transaction.unit():
        db.session.query(outbox.OutboxRow).delete()


def test_every_kind_that_mails_has_its_rows() -> None:
    """All but the index's kinds, those that plan mail, the reading of replies and looks at trust; what mails is slow."""

    def mailing(all_kinds: Iterable[str]) -> set[str]:
        return {
            kind
            for kind in all_kinds
            if not kind.startswith("search.") and kind not in {*PLANS, receiving.KIND, trusting.KIND}
        }

    kinds = mailing(outbox._handlers)
    assert kinds == mailing(outbox._slow)
    assert {row.kind for row in ROWS} | {"mail"} == kinds  # "mail" carries what its writer has composed


def test_every_letter_about_circles_notice_and_act_has_its_row() -> None:
    names = {row.name for row in ROWS}
    assert {f"circle {what}" for what in LETTERS} <= names
    assert {f"act {kind.value}" for kind in ActKind} <= names
    said = re.findall(r'"(\w+)": lambda', inspect.getsource(notices._said))
    assert said and {f"notice {what}" for what in said} <= names


@pytest.mark.parametrize(
    ("row", "how"),
    [(row, how) for row in ROWS for how in row.lost],
    ids=lambda one: getattr(one, "name", one),
)
def test_nothing_is_sent_to_who_has_lost_the_right(cast: Cast, row: Row, how: str) -> None:
    with transaction.unit():
        row.put(cast)
    with transaction.unit():
        row.lost[how](cast)
    assert [letter["To"] for letter in sent(row.kind) if letter["To"] == row.to] == []


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_one_mail_goes_to_the_one_address_and_says_no_more_than_it_may(
    app: Flask, cast: Cast, row: Row, client: Browser
) -> None:
    with transaction.unit():
        row.put(cast)
    letters = [letter for letter in sent(row.kind) if letter["To"] == row.to]
    assert len(letters) == 1
    (letter,) = letters
    _is_addressed_to_one(letter, row)
    _carries_nothing_remote(letter)
    said = whole(letter)
    for word in row.never:
        assert word not in said
    for word in HIDDEN:
        assert word not in said or row.of_hidden
    _opens_without_effect(letter, client, row)


def _is_addressed_to_one(letter: EmailMessage, row: Row) -> None:
    assert letter.get_all("To") == [row.to]
    assert not any(letter[name] for name in ("Cc", "Bcc", "Reply-To"))
    assert letter["Auto-Submitted"] in ("auto-generated", "auto-replied")
    belonging = {letter[name].strip("<>") for name in ("References", "In-Reply-To") if letter[name]}
    known = {row.to, *belonging, settings().mail_from, letter["Message-ID"].strip("<>"), *row.addresses}
    found = set(ANY_ADDRESS.findall(whole(letter)))
    assert {one for one in found if not any(one in good for good in known)} == set()


def _links(letter: EmailMessage) -> set[str]:
    html = part(letter, "html")
    return set(re.findall(r'href="([^"]*)"', html)) | set(re.findall(r"https?://\S+", part(letter, "plain")))


def _carries_nothing_remote(letter: EmailMessage) -> None:
    html = part(letter, "html")
    assert part(letter, "plain").strip()
    assert not re.search(r"(?i)\bsrc\s*=|srcset|url\(|@import|<link|<script|<img|<form|background=", html)
    base = settings().base_url.rstrip("/") + "/"
    assert all(link.startswith(base) for link in _links(letter))
    assert set(re.findall(r"https?://[^\s\"<]+", html)) <= {link.rstrip(".") for link in _links(letter)}


def _opens_without_effect(letter: EmailMessage, client: Browser, row: Row) -> None:
    """A mail scanner, who is nobody, and the receiver open each link; nothing is changed by it."""
    before = world.fingerprint()
    browsers = [client]
    receiver = row.member()
    if receiver is not None:
        browsers.append(client.application.test_client().sign_in(receiver))  # type: ignore[attr-defined]
        before = world.fingerprint()
    base = settings().base_url.rstrip("/")
    for browser in browsers:
        for link in _links(letter):
            assert browser.get(link.removeprefix(base)).status_code in (200, 302, 303), link
    assert world.fingerprint() == before


@pytest.mark.parametrize("row", [row for row in ROWS if row.kind not in TWICE], ids=lambda row: row.name)
def test_a_row_done_twice_sends_the_same_mail(cast: Cast, row: Row) -> None:
    """The folder keeps one file for each Message-ID, so a second name would be a second file."""
    with transaction.unit():
        row.put(cast)
    first = {letter["Message-ID"]: _links(letter) for letter in sent(row.kind)}
    again = {letter["Message-ID"]: _links(letter) for letter in sent(row.kind, again=True)}
    assert first == again
    assert first

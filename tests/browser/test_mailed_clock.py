"""From a question to its date by mail: within a minute the first are asked, they react in three ways, the date comes.

One who is asked replies by mail, one answers through the mail's link, one names a peer. The asker sees all three. At the
date the asker is told, and nobody is reminded.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
import time_machine
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from qa.core.db import db
from qa.core.outbox import OutboxRow
from qa.members.models import Member
from qa.questions.models import Question
from tests.browser.conftest import sign_in
from tests.browser.mailing import link_in, mail_to, text_of
from tests.core.test_mail import Sink
from tests.support.live import ROOT, Live, eventually
from tests.support.replying import letter

pytestmark = pytest.mark.browser
TITLE = "How many critical vendors do you re-audit on site each year?"
BY_MAIL, BY_LINK = "Nine of 38, chosen by what they could stop.", "All twelve, because the regulator asked."
ASKS, DATE = "needs your experience by", "The date has come"
A_MINUTE = 60
TRAVELS = """
import os
from datetime import datetime
import time_machine
time_machine.travel(datetime.fromisoformat(os.environ["TRAVEL_TO"])).start()
"""


def ask(page: Page) -> str:
    """Ana asks everyone, needed by tomorrow at five; the question's address."""
    page.goto("/ask")
    page.fill("#title", TITLE)
    page.fill("#body", "We have **41** vendors rated critical. Last year we visited six.")
    page.locator("#needed_by label", has_text="Tomorrow").first.click()
    page.fill("#purpose", "audit committee")
    page.locator("#circle_id label", has_text="Everyone").first.click()
    page.fill("#tags", "vendor audits")
    page.click("button[value=review]")
    page.click("button[value=post]")
    expect(page.locator("h1")).to_have_text(TITLE)
    return page.url


def asking(post: Sink) -> list[EmailMessage]:
    """The mails that ask somebody, the first one first."""
    return [one for one in post.mails if ASKS in one["Subject"] and "Still open" not in one["Subject"]]


def handle_of(live: Live, mail: EmailMessage) -> str:
    with live.reading():
        return str(db.session.scalars(select(Member.handle).where(Member.email == mail["To"])).one())


def replies_by_mail(live: Live, mail: EmailMessage) -> None:
    """As a mail server hands the reply over, by the pipe."""
    raw = letter(
        mail["To"],
        f"{BY_MAIL}\n\nOn Thu, 26 Nov 2026 at 10:14, Quorum <reply@peers.example> wrote:\n\n> {TITLE}\n",
        subject=f"Re: {mail['Subject']}",
    )
    to = mail["Reply-To"].addresses[0].addr_spec
    command = [sys.executable, "-m", "qa", "mail", "receive", "--to", to, "--from", mail["To"]]
    subprocess.run(command, input=raw, env=live.environ, check=True, timeout=60)


def answers_by_link(page: Page, mail: EmailMessage) -> None:
    page.goto(link_in(mail, "/q/"))
    expect(page.locator("h1")).to_have_text(TITLE)
    page.fill("#body", BY_LINK)
    page.click("form[action$='/answers'] button[data-kind=primary]")
    expect(page.locator("article.post", has_text=BY_LINK)).to_be_visible()


def names_a_peer(page: Page, mail: EmailMessage, handle: str) -> None:
    page.goto(link_in(mail, r"/q/\d+/pass"))
    page.fill("#member", handle)
    page.get_by_role("button", name="Ask them").click()
    expect(page.locator(".notes")).to_be_visible()


def due_of(live: Live) -> datetime:
    """The date of the newest question."""
    with live.reading():
        due = db.session.scalars(select(Question.needed_by).order_by(Question.id.desc())).first()
    assert due is not None
    return due


def told_at_the_date(live: Live, post: Sink, before: int) -> list[EmailMessage]:
    """What was mailed since, once nothing waits that is due a minute after the date."""
    due = due_of(live) + timedelta(minutes=1)

    def waits() -> bool:
        with live.reading():
            return bool(
                db.session.query(OutboxRow)
                .filter(OutboxRow.due_at <= due, OutboxRow.dead_at.is_(None))
                .count()
            )

    assert eventually(lambda: not waits(), A_MINUTE)
    return post.mails[before:]


@pytest.fixture
def at_the_date(chromium: Browser, mailing: Live, post: Sink, tmp_path: Path) -> Iterator[Callable[[], Live]]:
    """Stop the site, and serve it from the date of its newest question on."""
    made: list[Live] = []

    def go() -> Live:
        due = due_of(mailing)
        mailing.stop()
        folder = tmp_path / "travels"
        folder.mkdir()
        (folder / "sitecustomize.py").write_text(TRAVELS)
        known = {
            name: value
            for name, value in mailing.environ.items()
            if name in ("QA_MAIL_URL", "QA_REPLY_ADDRESS")
        }
        path = f"{folder}{os.pathsep}{ROOT}"
        known["TRAVEL_TO"] = (due + timedelta(seconds=1)).isoformat()
        made.append(Live(mailing.folder, PYTHONPATH=path, **known))
        return made[0]

    yield go
    for live in made:
        live.stop()


def test_a_question_is_asked_answered_and_over_by_mail(
    chromium: Browser,
    page_of: Callable[..., Page],
    mailing: Live,
    post: Sink,
    at_the_date: Callable[[], Live],
) -> None:
    asker = page_of("ana")
    address = ask(asker)
    began = time.monotonic()
    assert eventually(lambda: len(asking(post)) >= 3, A_MINUTE), [one["Subject"] for one in post.mails]
    print(f"\nthe third is asked after {time.monotonic() - began:.1f} s")
    first, second, third = asking(post)[:3]
    assert handle_of(mailing, first) != "ana"
    replies_by_mail(mailing, first)
    answers_by_link(page_of(handle_of(mailing, second)), second)
    asked = {one["To"] for one in asking(post)}
    with mailing.reading():
        free = select(Member.handle).where(
            Member.handle.in_(("dan", "mo", "cleo", "ben")), Member.email.not_in(asked)
        )
        peer = db.session.scalars(free).first()
    names_a_peer(page_of(handle_of(mailing, third)), third, peer)
    mail_to(post, f"{peer}@peers.example", ASKS)
    mail_to(post, first["To"], "Your answer is in")
    asker.goto(address)
    for words in (BY_MAIL, BY_LINK):
        expect(asker.locator("article.post", has_text=words)).to_be_visible()
    assert "wrote:" not in asker.inner_text("main")  # the quote below the reply is left out
    asker.locator("section[aria-labelledby=who-was-asked] summary").click()
    came = asker.locator("section[aria-labelledby=who-was-asked]")
    expect(came).to_contain_text("2 answered · 1 named somebody else")
    before = len(post.mails)
    future = at_the_date()
    mail_to(post, "ana@peers.example", DATE)
    told = told_at_the_date(future, post, before)
    assert [one["To"] for one in told if DATE in one["Subject"]] == ["ana@peers.example"]
    assert [one["Subject"] for one in told if "experience" in one["Subject"]] == []
    assert all("This mail is late" not in text_of(one) for one in told)
    with time_machine.travel(due_of(future) + timedelta(seconds=1)):
        context = chromium.new_context(base_url=future.url, java_script_enabled=False)
        sign_in(context, future, "ana")
    page = context.new_page()
    page.goto(address.replace(mailing.url, future.url))
    expect(page.locator("section.tb")).to_have_attribute("data-state", "short")
    context.close()

"""A served site and Chromium: one server and one browser a process, a context of its own a test."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.conftest import need
from tests.core.test_mail import Sink, listening
from tests.support import live as site
from tests.support import servers
from tests.support.live import COOKIE, Live

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP localhost 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE 127.0.0.2",
]

expect.set_options(timeout=30_000)  # a busy machine is no fault of a page

SignIn = Callable[[BrowserContext, str], BrowserContext]


@pytest.fixture(scope="session")
def live(chromium: Browser, tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Live]:
    """The served site of this test process; none is started where there is no browser."""
    yield site.start(tmp_path_factory.getbasetemp(), worker_id)
    site.stop()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium."""
    path = need(servers.chromium)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def context_of(chromium: Browser, live: Live) -> Iterator[Callable[..., BrowserContext]]:
    """``context_of("ana", **options)``: a browser of its own in which Ana is signed in; without a name, nobody."""
    made: list[BrowserContext] = []

    def make(handle: str = "", **options: object) -> BrowserContext:
        given = {"base_url": live.url, "locale": "en-GB", "reduced_motion": "reduce", **options}
        context = chromium.new_context(**given)  # type: ignore[arg-type]
        context.set_default_timeout(40_000)
        made.append(context)
        if handle:
            sign_in(context, live, handle)
        return context

    yield make
    for context in made:
        context.close()


def sign_in(context: BrowserContext, live: Live, handle: str, url: str = "") -> None:
    """Give *context* a session of the member *handle*; at *url* where the site is to be reached by its name."""
    cookie = {"name": COOKIE, "value": live.cookie(handle), "url": url or live.url, "httpOnly": True}
    context.add_cookies([cookie])  # type: ignore[list-item]


@pytest.fixture
def page(context_of: Callable[..., BrowserContext]) -> Page:
    """A page in which nobody is signed in."""
    return context_of().new_page()


@pytest.fixture
def post() -> Iterator[Sink]:
    """A mail server."""
    with listening(Sink()) as found:
        yield found


@pytest.fixture
def mailing(
    chromium: Browser, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, worker_id: str, post: Sink
) -> Iterator[Live]:
    """A site of its own that sends to the mail server."""
    folder = tmp_path / "site"
    shutil.copytree(site.template(tmp_path_factory.getbasetemp(), worker_id), folder)
    with closing(sqlite3.connect(folder / "quorum.sqlite3")) as connection, connection:
        # The index is not what is asked for here, and no mail is to wait for the morning or for Monday.
        connection.execute("DELETE FROM outbox")
        connection.execute("DELETE FROM quiet_hours")
        connection.execute("INSERT INTO quiet_hours (member_id, weekends) SELECT id, 0 FROM member")
    there = f"smtp://127.0.0.1:{post.port}"
    served = Live(folder, QA_MAIL_URL=there, QA_REPLY_ADDRESS="reply@peers.example")
    yield served
    served.stop()


@pytest.fixture
def page_of(chromium: Browser, mailing: Live) -> Iterator[Callable[[str], Page]]:
    """``page_of("ana")``: a page of that member's, without JavaScript; of nobody's without a name."""
    made: list[BrowserContext] = []

    def make(handle: str = "") -> Page:
        context = chromium.new_context(base_url=mailing.url, locale="en-GB", java_script_enabled=False)
        context.set_default_timeout(40_000)
        made.append(context)
        if handle:
            sign_in(context, mailing, handle)
        return context.new_page()

    yield make
    for context in made:
        context.close()

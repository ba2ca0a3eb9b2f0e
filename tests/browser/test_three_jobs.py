"""The three jobs of the product in a browser: ask with a date, answer, find again, say who helped."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from qa.demo import DEMO_PASSWORD
from qa.demo_build.threads import VISITOR
from qa.demo_build.write import DOMAIN
from tests.support.live import Live

pytestmark = pytest.mark.browser
NewContext = Callable[..., BrowserContext]
HELPER = "ingrid-solheim"


def enter(page: Page, handle: str) -> None:
    """Sign in by hand."""
    page.goto("/login")
    page.fill("#email", f"{handle}@{DOMAIN}")
    page.fill("#password", DEMO_PASSWORD)
    page.click("main form button")
    expect(page.locator("h1")).to_have_text("Where you can help")


def choose_friday(page: Page) -> None:
    """Next week's Friday at 17:00, by its quick choice."""
    page.locator("#needed_by label", has_text="Friday").last.click()


def ask(page: Page, title: str) -> str:
    """Post a question; its address."""
    page.goto("/ask")
    page.fill("#title", title)
    page.fill("#body", "We have **41** vendors rated critical.\n\n- six visited\n- none twice")
    choose_friday(page)
    page.fill("#purpose", "audit committee")
    page.locator("#circle_id label", has_text="security").first.click()
    page.fill("#tags", "vendor audits")
    page.click("button[value=review]")
    expect(page.locator("#review")).to_have_text("Before it goes out")
    expect(page.locator("#before")).to_contain_text("17:00")
    page.click("button[value=post]")
    expect(page.locator("h1")).to_have_text(title)
    return page.url


def answer(page: Page, address: str, words: str) -> None:
    page.goto(address)
    page.fill("#body", words)
    page.click("form[action$='/answers'] button[data-kind=primary]")
    expect(page.locator("article.post", has_text=words)).to_be_visible()


def find(page: Page, words: str, title: str, live: Live) -> float:
    """Seconds from now until a search for *words* shows *title*."""
    began = time.monotonic()
    while time.monotonic() - began < 10:
        page.goto(f"/search?q={words}")
        if page.locator("main", has_text=title).count():
            return time.monotonic() - began
    raise AssertionError(
        f"{title} is not found: {page.inner_text('main')[:300]} {live.said[-5:]} {live.waiting()}"
    )


def say_thanks(page: Page, address: str, note: str) -> None:
    page.goto(address)
    page.get_by_role("link", name="Say thanks", exact=True).first.click()
    page.fill("#note", note)
    page.fill("#hours_saved", "6")
    page.click("button[value=used]")
    expect(page.locator(".thanks")).to_contain_text(note)


def story(asker: Page, helper: Page, live: Live, word: str, title: str) -> float:
    """The whole way; how long the search took to know of the answer."""
    address = ask(asker, title)
    words = f"We visit nine of 38 a year, chosen by {word}."
    answer(helper, address, words)
    took = find(asker, word, title, live)
    say_thanks(asker, address, f"The committee took your rule, {word}.")
    helper.goto(f"/m/{HELPER}/recognition?all=1")
    expect(helper.locator("main")).to_contain_text(f"The committee took your rule, {word}.")
    expect(helper.locator("main")).to_contain_text(title)
    return took


def test_with_javascript(context_of: NewContext, live: Live) -> None:
    asker, helper = context_of().new_page(), context_of().new_page()
    enter(asker, VISITOR)
    enter(helper, HELPER)
    live.settle()
    took = story(
        asker, helper, live, "quillwort", "How many critical vendors do you visit on site each year?"
    )
    print(f"\nfound after {took:.2f} s")
    assert took < 2


def test_without_javascript(context_of: NewContext, live: Live) -> None:
    asker = context_of(java_script_enabled=False).new_page()
    helper = context_of(java_script_enabled=False).new_page()
    enter(asker, VISITOR)
    enter(helper, HELPER)
    live.settle()
    title = "What do you ask a new supplier before the first visit?"
    story(asker, helper, live, "bogbean", title)


def test_a_draft_without_javascript(context_of: NewContext) -> None:
    page = context_of(VISITOR, java_script_enabled=False).new_page()
    page.goto("/ask")
    page.fill("#title", "A question that waits until tomorrow")
    page.click("button[value=draft]")
    expect(page.locator("main")).to_contain_text("A question that waits until tomorrow")
    page.get_by_role("link", name="A question that waits until tomorrow").click()
    assert page.input_value("#title") == "A question that waits until tomorrow"


def test_an_expired_session_loses_nothing(context_of: NewContext) -> None:
    context = context_of(VISITOR)
    page = context.new_page()
    page.goto("/ask")
    page.fill("#title", "A question written while the session ended")
    context.clear_cookies()
    page.click("button[value=review]")
    expect(page.locator("main")).to_contain_text("Your text is kept")
    page.fill("#email", f"{VISITOR}@{DOMAIN}")
    page.fill("#password", DEMO_PASSWORD)
    page.click("main form button")
    assert page.input_value("#title") == "A question written while the session ended"

"""Search by the keyboard; without scripts it is links and buttons, which other tests press."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page

from tests.browser.test_axe import VISITOR

ContextOf = Callable[..., BrowserContext]
PATIENCE = 30_000
"""Milliseconds for the first page of a server that has just started, on a busy machine."""


def focused(page: Page) -> str:
    """The focused element's id, or the place of the hit whose link it is."""
    return str(
        page.evaluate(
            "document.activeElement.id || "
            "[...document.querySelectorAll('[data-hits] h2 a')].indexOf(document.activeElement).toString()"
        )
    )


def test_a_slash_goes_to_the_box_on_every_page_and_is_a_letter_in_it(context_of: ContextOf) -> None:
    page = context_of(VISITOR).new_page()
    page.set_default_timeout(PATIENCE)
    for path, box in (("/", "find"), ("/search", "q")):
        page.goto(path)
        page.evaluate("document.activeElement.blur()")
        page.keyboard.press("/")
        assert focused(page) == box
        page.keyboard.type("a/b")
        assert page.input_value(f"#{box}") == "a/b"
    page.goto("/ask")
    page.focus("[name=title]")
    page.keyboard.press("/")
    assert page.input_value("[name=title]").endswith("/")


def test_arrows_go_from_hit_to_hit_and_back_to_the_box(context_of: ContextOf) -> None:
    page = context_of(VISITOR).new_page()
    page.set_default_timeout(PATIENCE)
    page.goto("/search?q=vendor")
    page.focus("#q")
    seen = []
    for key in ("ArrowDown", "ArrowDown", "ArrowUp", "ArrowUp", "ArrowUp"):
        page.keyboard.press(key)
        seen.append(focused(page))
    assert seen == ["0", "1", "0", "q", "q"]
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/q/**")

"""From outside to a circle of one's own, in a browser.

An outsider applies, confirms by a mail that really came, two members vouch, and the applicant is in; signs in with a
passkey, founds a circle with three others, asks there without a name, and nobody outside finds anything of it.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.mailing import link_in, mail_to
from tests.core.test_mail import Sink
from tests.support.joining import PASSWORD
from tests.support.live import Live

pytestmark = pytest.mark.browser
OUTSIDER = "nils@scheldehaven.example"
VOUCHERS = ("wouter-de-graaf", "stefan-marek")
FOUNDERS = ("wouter-de-graaf", "stefan-marek", "ruth-adeyemi")
OUTSIDE = "marta-kowalski"
CIRCLE, WORD = "Terminal stoppers", "brinewort"


def apply(page: Page) -> None:
    """From the first page to the application sent."""
    page.goto("/")
    page.get_by_role("link", name="Apply").click()
    for name, words in {
        "name": "Nils Verhoeven", "title": "Head of Information Security", "employer": "Scheldehaven Terminals",
        "responsible_for": "28", "email": "nils@gmail.com", "profession": "information security",
        "level": "head of function", "decides": "The budget, and whether the terminal stops. It stopped once.",
        "first_named": "Wouter de Graaf", "second_named": "stefan-marek",
    }.items():  # fmt: skip
        page.fill(f"#{name}", words)
    page.click("main form button[data-kind=primary]")
    expect(page.locator("[role=alert]")).to_contain_text("2 things to put right")
    page.fill("#email", OUTSIDER)
    page.check("#pledge")
    page.click("main form button[data-kind=primary]")
    expect(page.locator("main")).to_contain_text("A mail is on its way")


def confirm(page: Page, address: str) -> None:
    """By the mailed link to the page that says how it stands."""
    page.goto(address)
    page.fill("#password", PASSWORD)
    page.fill("#again", PASSWORD)
    page.get_by_role("button", name="Confirm and sign in").click()
    expect(page.locator("h1")).to_have_text("Where you stand")
    expect(page.locator("main")).to_contain_text("0 of 2 vouches")


def vouch(page: Page, words: str) -> None:
    """From the queue, where the applicant names this member."""
    page.goto("/vetting")
    article = page.locator("article.post", has_text="Nils Verhoeven")
    article.get_by_label("What do you know of their work?").fill(words)
    article.get_by_label("Since which year").fill("2019")
    article.get_by_role("button", name="Vouch for").click()
    expect(page.locator(".notes")).to_contain_text("Your word is given")


def come_in(page_of: Callable[..., Page], post: Sink) -> Page:
    """From the first page to being a member; the page of who has come in."""
    outsider = page_of()
    apply(outsider)
    confirm(outsider, link_in(mail_to(post, OUTSIDER, "Confirm"), "/apply/confirm/"))
    for handle, words in zip(VOUCHERS, ("Ran the February shutdown.", "Rebuilt our audits."), strict=True):
        mail_to(post, f"{handle}@quorum.example", "for your word")
        vouch(page_of(handle), words)
        if handle == VOUCHERS[0]:
            outsider.goto("/standing")
            expect(outsider.locator("main")).to_contain_text(words)
    mail_to(post, OUTSIDER, "You are a member")
    mail_to(post, f"{VOUCHERS[0]}@quorum.example", "How it went on")
    outsider.goto("/")
    expect(outsider.locator("h1")).to_have_text("Where you can help")
    return outsider


def with_passkey(page: Page) -> None:
    """Sign in by password, add a passkey, sign in again with it alone."""
    line = page.context.new_cdp_session(page)
    line.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    line.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    page.goto("/login")
    page.fill("#email", OUTSIDER)
    page.fill("#password", PASSWORD)
    page.click("main form button[data-kind=primary]")
    page.goto("/settings/passkeys")
    page.fill("#name", "Work laptop")
    page.click("button:has-text('Add a passkey')")
    expect(page.locator("main table")).to_contain_text("Work laptop")
    page.context.clear_cookies()
    page.goto("/login")
    page.click("button:has-text('Sign in with a passkey')")
    expect(page.locator("h1")).to_have_text("Where you can help")


def found(page: Page, page_of: Callable[..., Page], post: Sink) -> None:
    """Gather three others; each says yes by the link of a mail."""
    page.goto("/circles/new")
    page.fill("#name", CIRCLE)
    page.fill("#purpose", f"{WORD} terminals ask each other when to stop")
    page.check("input[name=listed][value=no]")
    for handle in FOUNDERS:
        page.fill("#whom", handle)
        page.click("button[value=find]")
        expect(page.locator("#whom")).to_have_value(handle)
        page.check(f"input[value={handle}]")
    page.click("button[value=ask]")
    expect(page.locator("h1")).to_have_text(CIRCLE)
    for handle in FOUNDERS:
        other = page_of(handle)
        other.goto(link_in(mail_to(post, f"{handle}@quorum.example", CIRCLE), "/gatherings/"))
        other.get_by_role("button", name="Yes, found it").click()
    page.reload()
    page.get_by_role("link", name="Open the circle").click()
    expect(page.locator("h1")).to_have_text(CIRCLE)


def ask_without_a_name(page: Page) -> str:
    """A question to the new circle; its address."""
    page.goto("/ask")
    page.fill("#title", f"Who stops a terminal when {WORD} looks wrong?")
    page.fill("#body", f"Our board asks about {WORD} on Monday.")
    page.locator("#circle_id label", has_text=CIRCLE).first.click()
    page.check("input[name=exposure][value=anonymous]")
    page.click("button[value=review]")
    page.click("button[value=post]")
    expect(page.locator("h1")).to_contain_text(WORD)
    return page.url.partition("localhost")[2].partition("/")[2]


def test_an_outsider_comes_in_and_asks_in_a_circle_of_their_own(
    chromium: Browser, page_of: Callable[..., Page], mailing: Live, post: Sink
) -> None:
    come_in(page_of, post)
    context = chromium.new_context(base_url=mailing.public, locale="en-GB")
    context.set_default_timeout(40_000)
    page = context.new_page()
    with_passkey(page)
    found(page, page_of, post)
    address = "/" + ask_without_a_name(page)
    context.close()
    mailing.settle()
    insider, outsider = page_of(FOUNDERS[0]), page_of(OUTSIDE)
    insider.goto(address)
    expect(insider.locator("main")).to_contain_text("A member of this circle")
    assert "Nils" not in insider.inner_text("article.post >> nth=0")
    insider.goto(f"/search?q={WORD}")
    expect(insider.locator("main")).to_contain_text("Who stops a terminal")
    for path in (address, f"/search?q={WORD}", "/questions?state=all", "/circles", "/", f"/ask/similar?title={WORD}+terminal",
                 "/m/nils-verhoeven", "/notifications", "/tags", f"/members?q={WORD}", "/moderation/log"):  # fmt: skip
        outsider.goto(path)
        seen = outsider.content().replace(f'value="{WORD}"', "")
        assert "Who stops a terminal" not in seen, path
        assert CIRCLE not in seen, path

"""A statement in Chromium: mark, thank, issue it, check it in another browser without an account, take it back, check again."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect
from sqlalchemy import select

from qa.core.db import db
from qa.members.models import Member
from qa.recognition.statements import codes, content, keys, signing
from qa.recognition.statements.models import Statement
from tests.browser.test_three_jobs import answer, choose_friday, say_thanks
from tests.support.live import Live
from tests.support.statements import longest

pytestmark = pytest.mark.browser
NewContext = Callable[..., BrowserContext]


def ask(page: Page, title: str) -> str:
    """Post a question that all members may read; its address."""
    page.goto("/ask")
    page.fill("#title", title)
    page.fill("#body", "We leave a provider next year.")
    choose_friday(page)
    page.locator("#circle_id label", has_text="Everyone").first.click()
    page.fill("#tags", "exit plans")
    page.click("button[value=review]")
    page.click("button[value=post]")
    expect(page.locator("h1")).to_have_text(title)
    return page.url


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_from_the_mark_to_taking_it_back(context_of: NewContext, live: Live, scripts: bool) -> None:
    asker = context_of("ana", java_script_enabled=scripts).new_page()
    peer = context_of("cleo", java_script_enabled=scripts).new_page()
    helper = context_of("ben", java_script_enabled=scripts).new_page()
    manager = context_of("", java_script_enabled=scripts).new_page()
    word = "Bogbean" if scripts else "Quillwort"
    address = ask(asker, f"Who signs the exit plan of {word}?")
    answer(helper, address, f"The owner of {word} signs it.")
    say_thanks(asker, address, f"The plan of {word} is signed.")
    peer.goto(address)
    peer.get_by_role("button", name=re.compile("^Helpful")).first.click()

    helper.goto("/m/ben/recognition")
    helper.locator("#statement select").select_option("year")
    helper.locator("#statement button").click()
    expect(helper.locator("h1")).to_have_text("Signed statements")
    sheet = helper.locator(".sheet")
    expect(sheet).to_contain_text("exit plans")
    expect(sheet).not_to_contain_text(word)
    helper.locator("label.check", has_text=word).locator("input").check()
    helper.get_by_role("button", name="Look it over").click()
    expect(sheet).to_contain_text(f"“The plan of {word} is signed.”")
    helper.get_by_role("button", name="Sign and issue it").click()
    expect(helper.locator("main")).to_contain_text("This statement is real.")
    assert pages(helper.pdf(format="Letter")) == 1  # the words about what was just done are not printed
    code = helper.locator(".sheet-code").inner_text()

    said = check(manager, code.lower().replace("-", " "))
    expect(said).to_contain_text("Helped 2 peers, all in time.")
    expect(said).to_contain_text(f"“The plan of {word} is signed.”")
    expect(said).to_contain_text("saved 6 hours")
    expect(manager.locator("body")).not_to_contain_text("Lindqvist")
    assert said.inner_text() == helper.locator(".sheet").inner_text()
    with manager.expect_download() as file:
        manager.get_by_role("link", name="Download the signed file").click()
    known = keys.public(keys.folder_of(live.folder))
    found = signing.checked(signing.opened(file.value.path().read_bytes()), known)
    assert (found["code"], found["helped"]) == (code, 2)

    helper.goto("/statements")
    helper.get_by_role("button", name=f"Take {code} back").click()
    expect(helper.locator("main")).to_contain_text("Taken back.")
    manager.reload()
    expect(manager.locator("h1")).to_have_text("This statement was taken back")
    expect(manager.locator("body")).not_to_contain_text("Okafor")
    expect(manager.locator("body")).not_to_contain_text(word)


def check(page: Page, typed: str) -> Locator:
    """Type a code; the sheet that comes."""
    page.goto("/verify")
    page.fill("#code", "AAAA-BBBB-CCCC-DDDD")
    page.get_by_role("button", name="Check it").click()
    expect(page.locator("main")).to_contain_text("That is no code.")
    page.fill("#code", typed)
    page.get_by_role("button", name="Check it").click()
    return page.locator(".sheet")


def pages(made: bytes) -> int:
    """The pages of a PDF as Chromium prints it."""
    return len(re.findall(rb"/Type\s*/Page\b", made))


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_the_longest_prints_on_one_page(context_of: NewContext, live: Live, paper: str) -> None:
    said, seal = longest()
    signer = keys.signer(keys.folder_of(live.folder))
    words = content.canonical({**content.sealed(said, seal), "key": signer.id})
    code = codes.new()
    with live.writing():
        ben = db.session.scalars(select(Member.id).where(Member.handle == "ben")).one()
        signature = signing.sign(signer, words)
        at = datetime(2026, 1, 2, tzinfo=UTC)
        row = Statement(member_id=ben, code=code, content=words.decode(), signature=signature, issued_at=at)
        db.session.add(row)
    page = context_of().new_page()
    page.goto(f"/verify/{codes.shown(code)}")
    expect(page.locator(".sheet")).to_be_visible()
    assert pages(page.pdf(format=paper)) == 1
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 673, "height": 900})  # what the margins leave of A4
    tall = page.locator(".sheet").evaluate("one => one.scrollHeight")
    print(f"\nthe longest is {25.4 * tall / 96:.0f} mm tall of 251 on Letter")
    assert 25.4 * tall / 96 < 248
    expect(page.locator(".mast")).to_be_hidden()
    expect(page.get_by_role("link", name="Download the signed file")).to_be_hidden()
    expect(page.locator(".sheet-code")).to_be_visible()

"""Passkeys in Chromium, with a virtual authenticator: added, used to sign in and to confirm, removed."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import select, update

from qa.core.db import db
from qa.members import passwords
from qa.members.models import LoginSession, Member
from tests.browser.conftest import sign_in
from tests.support.live import Live

pytestmark = pytest.mark.browser


@pytest.fixture
def device(context_of: Callable[..., BrowserContext], live: Live) -> tuple[Page, Any, str]:
    """A page of the site under its name, the line to its browser's authenticator, and that one's number."""
    page = context_of(base_url=live.public).new_page()
    line = page.context.new_cdp_session(page)
    line.send("WebAuthn.enable")
    made = line.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    return page, line, made["authenticatorId"]


def at(path: str) -> Callable[[str], bool]:
    """Whether a page is at *path*; the address of one that leads there has it in its query."""
    return lambda url: urlsplit(url).path == path


def test_from_adding_to_signing_in_to_removing(device: tuple[Page, Any, str], live: Live) -> None:
    page, line, number = device
    with live.writing():
        ben = db.session.scalars(select(Member).where(Member.handle == "ben")).one()
        ben.password_hash = passwords.hash_password("kestrels over the quay")
    sign_in(page.context, live, "ben", live.public)
    page.goto("/settings/passkeys")
    page.fill("#name", "Work laptop")
    page.click("button:has-text('Add a passkey')")
    expect(page.locator("main table")).to_contain_text("Work laptop")

    page.context.clear_cookies()
    page.goto("/login?next=/members")
    expect(page.locator("[data-passkey-note]")).to_be_empty()
    page.click("button:has-text('Sign in with a passkey')")
    page.wait_for_url(at("/members"))

    with live.writing():
        db.session.execute(update(LoginSession).values(confirmed_at=None))
    page.goto("/settings/passkeys")
    page.click("button:has-text('Add a passkey')")
    page.wait_for_url(re.compile(r"/sudo\?next="))
    page.click("button:has-text('Use a passkey')")
    page.wait_for_url(at("/settings/passkeys"))
    page.click("button:has-text('Remove')")
    expect(page.locator("main")).to_contain_text("The passkey is removed")

    page.context.clear_cookies()
    page.goto("/login")
    page.click("button:has-text('Sign in with a passkey')")
    expect(page.locator("main")).to_contain_text("did not open an account here")
    assert line.send("WebAuthn.getCredentials", {"authenticatorId": number})["credentials"]


def test_who_does_not_unlock_the_device_is_not_let_in(device: tuple[Page, Any, str], live: Live) -> None:
    page, line, number = device
    line.send("WebAuthn.setUserVerified", {"authenticatorId": number, "isUserVerified": False})
    sign_in(page.context, live, "ben", live.public)
    page.goto("/settings/passkeys")
    page.click("button:has-text('Add a passkey')")
    expect(page.locator("[data-passkey-note]")).to_contain_text("was not opened")
    expect(page.locator("button:has-text('Add a passkey')")).to_be_enabled()

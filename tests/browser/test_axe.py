"""No axe violation and no sideways scrolling on any page, wide and narrow, light and dark."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit
from zlib import crc32

import pyotp
import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, BrowserContext, Page
from sqlalchemy import select, update

from qa.answers.models import Answer
from qa.core import clock, tokens
from qa.core.db import db
from qa.demo_build.threads import VISITOR
from qa.members import passwords
from qa.members.mailing import sending
from qa.members.mailing.models import Often
from qa.members.models import Circle, Gathering, LoginSession, Member, Membership
from qa.members.privileges.models import Privilege, PrivilegeReview
from qa.notifications.replies import holding
from qa.questions.access import visible_to
from qa.questions.deadlines import ARCHIVED
from qa.questions.models import Draft, Question, QuestionMove, QuestionTag, Tag
from qa.questions.queries import awaits_outcome, is_open
from qa.routing.models import Ask
from qa.signin import codes
from qa.vetting.models import Application
from tests.browser.conftest import sign_in
from tests.support.breadth import WHOLE, in_turn
from tests.support.live import Live
from tests.support.statements import LIVE, NEVER, REVOKED, put

pytestmark = pytest.mark.browser
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
SHOWN: tuple[tuple[str, Any], ...] = (("light", WIDE), ("dark", NARROW))
LOOKS = (*SHOWN, ("dark", WIDE), ("light", NARROW)) if WHOLE else SHOWN
"""What pages are looked at in: both themes and both widths."""
EVERY_PIECE = "/-/patterns"
"""The page that shows each piece of all pages, so it is always looked at in every way."""
COLOURED = 4
"""Of so many addresses one has its colours measured, which takes two thirds of the time: all are EVERY_PIECE's."""
TOGETHER = 4
"""Addresses that a test looks at."""

OUT = {
    "landing": "/", "login": "/login", "forgotten": "/forgotten", "about": "/about", "not found": "/nothing",
    "apply": "/apply", "dead invitation": "/join/dead",
    "dead link": "/reset/dead", "dead address": "/address/dead", "check a statement": "/verify", "no code": "/verify?code=x", "no statement": f"/verify/{NEVER}",
    "asked to sign in": "/questions", "refused": "/login?next=/ask",
}  # fmt: skip
IN = {
    "home": "/", "questions": "/questions", "all questions": "/questions?state=all", "bad state": "/questions?state=no",
    "open": "{open}", "own": "{own}", "closed": "{closed}", "busy": "{busy}", "ask": "/ask", "draft": "/ask?draft={draft}",
    "drafts": "/drafts", "edit": "{edit}", "ask more peers": "{more}", "history": "{history}", "edit answer": "/a/{answer}/edit",
    "answer history": "/a/{answer}/history", "marks": "/a/{other}/marks", "own marks": "/a/{answer}/marks",
    "move the date": "{movable}/date", "outcome": "{awaited}/outcome", "awaited": "{awaited}", "thanks": "{awaited}/thanks", "decided": "{decided}",
    "moved": "{moved}", "archived": "{archived}",
    "same as another": "{own}/same", "still true": "/a/{answer}/confirmation", "from ask": "{busy}?ask=",
    "search": "/search", "hits": "/search?q=vendor", "no hits": "/search?q=zyzzyva", "nothing fits": "/search?q=vendor+answers:>29&is=open",
    "put right": "/search?q=vednor", "saved searches": "/search/saved", "odd search": "/search?q=state%3Anone+before%3Ax",
    "tags": "/tags", "tag": "/t/{tag}", "circles": "/circles", "circle": "/c/security", "directory": "/members",
    "nobody": "/members?q=zyzzyva", "profile": "/m/{peer}", "own profile": "/m/{me}", "recognition": "/m/{peer}/recognition",
    "own recognition": "/m/{me}/recognition", "settings": "/settings", "password": "/settings/password",
    "what you may do": "/settings/privileges", "moderation log": "/moderation/log", "looks": "/settings/looks", "calendar and feed": "/settings/feeds", "statements": "/statements", "circles in a statement": "/statements?period=joined&circle=2",
    "bad days": "/statements?period=own&from=x&to=2099-01-01",
    "devices": "/settings/devices", "codes": "/settings/codes", "passkeys": "/settings/passkeys", "being asked": "/settings/asks", "mails": "/settings/notifications", "mail came back": "/settings/returned", "dead mail link": "/unsubscribe/dead", "asked": "{asked}", "not for me": "{asked}/no", "pass on": "{asked}/pass", "address": "/settings/address", "notifications": "/notifications", "sign out": "/logout", "patterns": "/-/patterns",
    "found a circle": "/circles/new", "sister circle": "/circles/new?like=security", "gathering": "{gathering}",
    "circle outside": "/c/finance", "invite": "/c/security/invitations", "leave": "/c/security/leaving",
    "about": "/about", "not found": "/q/999999", "forbidden": "/q/{foreign}/edit",
    "vouching": "/vetting", "application": "/vetting/{application}", "tree": "/vetting/tree", "whole tree": "/vetting/tree?all=1",
    "invitations": "/invitations", "pledge": "/pledge",
}  # fmt: skip


@dataclass
class Places:
    """Addresses in the sample community, as its visitor knows them."""

    words: dict[str, str] = field(default_factory=dict)


def _question(*conditions: Any) -> str:
    order = Question.answer_count.desc()
    row = db.session.execute(select(Question).where(*conditions).order_by(order).limit(1)).scalar_one()
    return f"/q/{row.id}"


@pytest.fixture(scope="module")
def places(live: Live) -> Places:
    """Where to look."""
    now, found = clock.now(), Places()
    with live.reading():
        me = db.session.scalars(select(Member).where(Member.handle == VISITOR)).one()
        seen = visible_to(me.id)
        own = (seen, Question.author_id == me.id)
        answer = db.session.scalars(
            select(Answer).where(Answer.author_id == me.id, Answer.withdrawn_at.is_(None)).limit(1)
        ).one()
        circle = select(Membership.circle_id).where(Membership.member_id == me.id)
        peer = select(Member.handle).join(Answer, Answer.author_id == Member.id).where(Answer.used_count > 0)
        tag = (
            select(Tag.name)
            .join(QuestionTag)
            .join(Question, Question.id == QuestionTag.question_id)
            .where(seen)
        )
        found.words = {
            "me": me.handle,
            "gathering": f"/gatherings/{db.session.scalar(select(Gathering.id).limit(1))}",
            "open": _question(seen, Question.needed_by > now, Question.author_id != me.id),
            "closed": _question(seen, Question.needed_by < now),
            "busy": _question(seen),
            "own": _question(*own),
            "movable": _question(*own, Question.needed_by > now),
            "awaited": _question(*own, awaits_outcome(now, now - ARCHIVED)),
            "decided": _question(seen, Question.outcome_at.is_not(None)),
            "moved": _question(seen, Question.id.in_(select(QuestionMove.question_id))),
            "archived": _question(seen, Question.needed_by < now - ARCHIVED, Question.outcome_at.is_(None)),
            "edit": _question(*own) + "/edit",
            "more": _question(Question.author_id == me.id, is_open(now)) + "/more",
            "history": _question(*own) + "/history",
            "foreign": _question(seen, Question.author_id != me.id).rpartition("/")[2],
            "answer": str(answer.id),
            "other": str(
                db.session.scalar(
                    select(Answer.id)
                    .join(Question)
                    .where(*own, Answer.author_id != me.id, Answer.withdrawn_at.is_(None))
                    .limit(1)
                )
            ),
            "asked": f"/q/{db.session.scalar(select(Ask.question_id).where(Ask.member_id == me.id, Ask.passed_at.is_(None)).limit(1))}",
            "application": str(db.session.scalar(select(Application.id).where(Application.outcome.is_(None)))),
            "draft": str(db.session.scalar(select(Draft.id).where(Draft.member_id == me.id, Draft.question_id.is_(None)))),
            "tag": str(db.session.scalar(tag.limit(1))),
            "peer": str(db.session.scalar(peer.where(Member.id.in_(
                select(Membership.member_id).where(Membership.circle_id.in_(circle))), Member.id != me.id).limit(1))),
        }  # fmt: skip
    return found


def _context(chromium: Browser, live: Live, handle: str) -> BrowserContext:
    context = chromium.new_context(base_url=live.url, locale="en-GB", reduced_motion="reduce", viewport=WIDE)  # type: ignore[arg-type]
    context.set_default_timeout(40_000)
    if handle:
        sign_in(context, live, handle)
    return context


@pytest.fixture(scope="module")
def visitor(chromium: Browser, live: Live) -> Iterator[Page]:
    """A page of the sample community's visitor."""
    context = _context(chromium, live, VISITOR)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def stranger(chromium: Browser, live: Live) -> Iterator[Page]:
    """A page in which nobody is signed in."""
    context = _context(chromium, live, "")
    yield context.new_page()
    context.close()


def violations(page: Page, colours: bool) -> list[str]:
    """What axe has against the page as it is shown, a line a node; with *colours* also whether they stand out."""
    rules = {"color-contrast": {"enabled": colours}}
    options = {"resultTypes": ["violations"], "preload": False, "rules": rules}
    found = page.evaluate("options => axe.run(document, options)", options)
    return [f"{one['id']}: {node['html'][:160]}" for one in found["violations"] for node in one["nodes"]]


def examine(page: Page) -> list[str]:
    """All violations of the page, and whether it is too wide: in a whole run in every look, else in one of two."""
    found = []
    page.evaluate(AXE_SCRIPT + ";0")
    path = urlsplit(page.url).path
    turn = crc32(path.encode())
    looked_at = LOOKS if path == EVERY_PIECE else in_turn(LOOKS, turn, 1)
    colours = WHOLE or path in (EVERY_PIECE, "blank") or turn % COLOURED == 0
    for theme, size in LOOKS:
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")  # type: ignore[arg-type]
        if (theme, size) in looked_at:
            found += [f"{theme} {size['width']}: {one}" for one in violations(page, colours)]
        over = page.evaluate("document.scrollingElement.scrollWidth - innerWidth")
        if over > 0:
            found.append(f"{size['width']}: {over} pixels too wide")
    return found


def together(names: Iterable[str]) -> list[tuple[str, ...]]:
    """*names* in groups of TOGETHER."""
    all_names = tuple(names)
    return [all_names[start : start + TOGETHER] for start in range(0, len(all_names), TOGETHER)]


@pytest.mark.parametrize("names", together(OUT), ids=", ".join)
def test_signed_out(stranger: Page, names: tuple[str, ...]) -> None:
    found = {}
    for name in names:
        stranger.goto(OUT[name])
        found[name] = examine(stranger)
    assert {name: one for name, one in found.items() if one} == {}


@pytest.mark.parametrize("names", together(IN), ids=", ".join)
def test_signed_in(visitor: Page, places: Places, names: tuple[str, ...]) -> None:
    found = {}
    for name in names:
        visitor.goto(IN[name].format(**places.words))
        found[name] = examine(visitor)
    assert {name: one for name, one in found.items() if one} == {}


def press(page: Page, selector: str) -> None:
    """Send a form past the browser's own checks."""
    with page.expect_navigation():
        page.click(selector)


def test_forms_with_errors_and_the_look_over(visitor: Page, places: Places) -> None:
    visitor.goto("/ask")
    press(visitor, "button[value=review]")
    assert "Write your question first" in visitor.inner_text("main")
    assert examine(visitor) == []
    visitor.fill("#title", "How do you keep privileged accounts of suppliers in order?")
    visitor.fill(
        "#body", "- one\n- two\n\n| a | b |\n| - | - |\n| 1 | 2 |\n\n```python\nx = 1\n```\n\n> said"
    )
    press(visitor, "button[value=review]")
    assert "Before it goes out" in visitor.inner_text("main")
    assert examine(visitor) == []


def test_headings_of_a_members_text_keep_their_order(visitor: Page) -> None:
    visitor.goto("/ask")
    visitor.fill("#title", "Which headings may a question of mine have in its text?")
    visitor.fill("#body", "# What we did\n\nSix visits.\n\n## What came of it\n\nLittle.")
    press(visitor, "button[value=review]")
    press(visitor, "button[value=post]")
    levels = visitor.eval_on_selector_all("main :is(h1, h2, h3, h4)", "all => all.map(one => one.tagName)")
    assert levels[:4] == ["H1", "H2", "H3", "H4"]
    assert examine(visitor) == []


def test_refused_edits_comments_and_settings(visitor: Page, places: Places) -> None:
    visitor.goto(places.words["edit"])
    visitor.fill("#title", "")
    press(visitor, "main form button[data-kind=primary]")
    assert examine(visitor) == []
    visitor.goto("/settings")
    visitor.fill("#name", "")
    press(visitor, "main form button[data-kind=primary]")
    assert examine(visitor) == []
    visitor.goto(places.words["busy"])
    visitor.locator("details.talk-add summary").first.click()
    assert examine(visitor) == []
    press(visitor, "details.talk-add button")
    assert "Write your comment first" in visitor.inner_text("main")
    assert examine(visitor) == []


def test_a_circle_to_be_that_lacks_words(visitor: Page) -> None:
    visitor.goto("/circles/new")
    press(visitor, "button[value=ask]")
    assert "Give the circle a name" in visitor.inner_text("main")
    assert examine(visitor) == []
    visitor.goto("/c/security/invitations")
    visitor.fill("#member", "head")
    press(visitor, "main form button[data-kind=primary]")
    assert "Did you mean" in visitor.inner_text("main")
    assert examine(visitor) == []


def test_statements(chromium: Browser, live: Live) -> None:
    """One's own list, one that holds and one that was taken back, the last two signed out."""
    with live.writing():
        put(db.session.scalars(select(Member).where(Member.handle == VISITOR)).one(), clock.now())
    found = {}
    for handle, paths in (
        (VISITOR, ("/statements", f"/verify/{LIVE}")),
        ("", (f"/verify/{LIVE}", f"/verify/{REVOKED}")),
    ):
        context = _context(chromium, live, handle)
        page = context.new_page()
        for path in paths:
            page.goto(path)
            found[f"{handle} {path}"] = examine(page)
        context.close()
    assert {name: one for name, one in found.items() if one} == {}


def test_a_steward(chromium: Browser, live: Live) -> None:
    context = _context(chromium, live, "ingrid-solheim")
    page = context.new_page()
    for path in ("/c/security", "/c/security/settings", "/c/security/members/stefan-marek"):
        page.goto(path)
        assert examine(page) == []
    page.goto("/c/security/requests")
    press(page, "button[value=no]")
    assert "Write a reason" in page.inner_text("main")
    assert examine(page) == []
    context.close()


def test_a_refused_sign_in(stranger: Page) -> None:
    stranger.goto("/login")
    press(stranger, "main form button")
    assert examine(stranger) == []


def test_ending_mails(stranger: Page, live: Live) -> None:
    """From the link at the end of a mail, in a browser that is not signed in."""
    with live.reading():
        member = db.session.scalars(select(Member.id).where(Member.handle == VISITOR)).one()
        token = tokens.seal(sending.PURPOSE, [member, Often.HOURLY.value, 0])
    stranger.goto(f"/unsubscribe/{token}")
    assert "This ends: The hourly mail." in stranger.inner_text("main")
    assert examine(stranger) == []
    press(stranger, "main form button[data-kind=primary]")
    assert "These come no more: The hourly mail." in stranger.inner_text("main")
    assert examine(stranger) == []


def test_mail_that_came_back(chromium: Browser, live: Live) -> None:
    """Whose address took no mail three times is told in the app, and can have them sent again."""
    with live.writing():
        member = db.session.scalars(select(Member).where(Member.handle == "ingrid-solheim")).one()
        for _back in range(holding.BOUNCES):
            holding.note(member, holding.mailbox(member.email_key or ""), clock.now())
    context = _context(chromium, live, "ingrid-solheim")
    page = context.new_page()
    for path in ("/", "/settings/returned"):
        page.goto(path)
        assert examine(page) == []
    press(page, "main form button")
    assert "Mails are sent to you again." in page.inner_text("main")
    context.close()


def test_refused_forms_of_joining(visitor: Page, stranger: Page) -> None:
    stranger.goto("/apply")
    press(stranger, "main form button[data-kind=primary]")
    assert "things to put right" in stranger.inner_text("main")
    assert examine(stranger) == []
    for path in ("/invitations", "/pledge"):
        visitor.goto(path)
        visitor.fill("#employer" if path == "/pledge" else "#name", "")
        press(visitor, "main form button[data-kind=primary]")
        assert examine(visitor) == []
    visitor.goto("/vetting")
    visitor.locator("article details.talk-add summary").first.click()
    assert examine(visitor) == []
    press(visitor, "article form button[data-kind=primary]")
    assert "a fact, not praise" in visitor.inner_text("main")
    assert examine(visitor) == []


def test_proving_who_one_is(chromium: Browser, live: Live) -> None:
    """The second step, an app and its codes, a new address, proving it again: as shown, and with what is wrong."""
    with live.writing():
        dan = db.session.scalars(select(Member).where(Member.handle == "dan")).one()
        dan.password_hash = passwords.hash_password("kestrels over the quay")
        number = dan.id
    context = _context(chromium, live, "dan")
    page, found = context.new_page(), {}
    page.goto("/settings/codes")
    press(page, "main .btn[data-kind=primary]")
    found["app"] = examine(page)
    key = page.inner_text("main .facts code").replace(" ", "")
    press(page, "main form button[data-kind=primary]")
    found["no code"] = examine(page)
    page.fill("#code", pyotp.TOTP(key).now())
    press(page, "main form button[data-kind=primary]")
    found["recovery codes"] = examine(page)
    page.goto("/settings/codes")
    found["codes on"] = examine(page)
    page.goto("/settings/address")
    page.fill("#email", "dan@elsewhere.example")
    press(page, "main form button[data-kind=primary]")
    found["address waits"] = examine(page)
    with live.writing():
        db.session.execute(update(LoginSession).values(confirmed_at=None))
    page.goto("/sudo")
    press(page, "main form button[data-kind=primary]")
    found["sudo refused"] = examine(page)
    context.clear_cookies()
    page.goto("/login")
    page.fill("#email", "dan@peers.example")
    page.fill("#password", "kestrels over the quay")
    press(page, "main form button")
    press(page, "main form button")
    found["code refused"] = examine(page)
    context.close()
    with live.writing():
        codes.switch_off(number, clock.now())
    assert {name: one for name, one in found.items() if one} == {}


def test_an_applicant(chromium: Browser, live: Live) -> None:
    context = _context(chromium, live, "emil-sandoval")
    page = context.new_page()
    page.goto("/")
    assert page.url.endswith("/standing")
    assert examine(page) == []
    context.close()


def test_a_moderator(chromium: Browser, live: Live) -> None:
    context = _context(chromium, live, "moira-teale")
    page, found = context.new_page(), {}
    for address in ("/moderation", "/m/victor-langley/suspension", "/m/marta-kowalski/suspension"):
        page.goto(address)
        found[address] = examine(page)
    press(page, "main form button[data-kind=danger]")
    found["refused"] = examine(page)
    page.goto("/moderation")
    thread = str(page.get_attribute("main table a", "href")).split("/")[2]
    page.goto(f"/q/{thread}/name")
    found["name"] = examine(page)
    press(page, "main form button[data-kind=danger]")
    found["no reason"] = examine(page)
    context.close()
    assert {name: one for name, one in found.items() if one} == {}


def test_what_members_may_do(chromium: Browser, live: Live, places: Places) -> None:
    """What asks for a look, what a moderator takes away, and how its member reads it."""
    ended = clock.now() - ARCHIVED - timedelta(days=2)
    with live.writing():
        peer = db.session.scalars(select(Member).where(Member.handle == places.words["peer"])).one()
        asked = [
            Question(
                author_id=peer.id, circle_id=db.session.scalar(select(Circle.id).where(Circle.everyone)), title="Who visits vendors?",
                body="", body_html="", html_version=1, posted_at=ended - timedelta(days=9), touched_at=ended, needed_by=ended, answer_count=1,
            )
            for _n in range(3)
        ]  # fmt: skip
        review = PrivilegeReview(member_id=peer.id, privilege=Privilege.VOUCHING, opened_at=clock.now())
        db.session.add_all([*asked, review])
        db.session.flush()
        number = asked[0].id
    context = _context(chromium, live, "moira-teale")
    page, found = context.new_page(), {}
    page.goto("/moderation/privileges")
    assert "told nobody what came of it" in page.inner_text("main")
    found["look"] = examine(page)
    page.goto(f"/m/{places.words['peer']}/privileges")
    found["member"] = examine(page)
    press(page, "main form button[data-kind=danger]")
    found["refused"] = examine(page)
    page.check("main input[value=stewarding]")
    page.fill("main textarea", "Founded three circles that nobody asked for.")
    press(page, "main form button[data-kind=danger]")
    found["taken"] = examine(page)
    page.goto(f"/q/{number}/topics")
    found["topics"] = examine(page)
    page.fill("main input[name=tags]", "vendor visits")
    press(page, "main form button[data-kind=primary]")
    page.goto(f"/q/{number}/history")
    assert "changed the topics" in page.inner_text("main")
    found["history"] = examine(page)
    context.close()
    context = _context(chromium, live, places.words["peer"])
    page = context.new_page()
    page.goto("/settings/privileges")
    assert "A moderator took this away" in page.inner_text("main")
    found["own"] = examine(page)
    context.close()
    assert {name: one for name, one in found.items() if one} == {}


def test_a_suspended_member(chromium: Browser, live: Live) -> None:
    context = _context(chromium, live, "victor-langley")
    page = context.new_page()
    page.goto("/standing")
    assert "The moderator’s reason" in page.inner_text("main")
    assert examine(page) == []
    context.close()


def test_what_stands_between_typing_and_posting(visitor: Page, places: Places) -> None:
    visitor.goto(places.words["busy"])
    visitor.locator("details.talk-add summary").first.click()
    visitor.locator("details.talk-add textarea").first.fill("Nine.\n\nBest regards,\nMarta Kowalski")
    press(visitor, "details.talk-add button")
    assert "Remove these lines and post" in visitor.inner_text("main")
    assert examine(visitor) == []


def test_axe_sees(context_of: Callable[..., BrowserContext]) -> None:
    """The twin: a page with known faults has them."""
    page = context_of().new_page()
    page.set_content("<html lang=en><title>x</title><main><h1>x</h1><img src=x><p style='color:#aaa;background:#fff'>Hardly to be read</p>"
                     "<div style='width:3000px'>wide</div></main></html>")  # fmt: skip
    found = " ".join(examine(page))
    assert "image-alt" in found
    assert "color-contrast" in found
    assert "pixels too wide" in found

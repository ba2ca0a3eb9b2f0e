"""Hostile texts in a real browser (RELIABILITY C1, C2): nothing runs, nothing is loaded, nothing is even blocked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route

from qa.core.web import POLICY
from tests.browser import hostile
from tests.browser.hostile import Eyes, Sown
from tests.security.payloads import ALL, LINES
from tests.support.breadth import either, in_turn, some
from tests.support.live import Live

pytestmark = pytest.mark.browser
NewContext = Callable[..., BrowserContext]
STEP = 150
AIM = """addEventListener('load', () => setTimeout(() => {
  for (let n = 0; n < frames.length; n++) try {
    for (const it of frames[n].document.querySelectorAll('a, button, [onmouseover]')) {
      it.dispatchEvent(new Event('mouseover', {bubbles: true}));
      it.click();
    }
  } catch {}
  setTimeout(() => { window.aimed = true; }, 200);
}, 200))"""


def fire(context: BrowserContext, live: Live, payloads: Sequence[str], headers: dict[str, str]) -> Eyes:
    """Serve each of *payloads* on an unprotected page with *headers*, each in a frame of its own."""
    eyes = Eyes(live.url)
    pages = [hostile.unprotected(payload) for payload in payloads]
    eyes.watch(context, silent=True)

    def serve(route: Route) -> None:
        kind, _slash, number = route.request.url.removeprefix(f"{live.url}/").partition("/")
        if kind == "cover":
            numbers = range(int(number), min(int(number) + STEP, len(pages)))
            frames = "".join(f"<iframe src=/control/{n}></iframe>" for n in numbers)
            route.fulfill(body=f"<!doctype html>{frames}<script>{AIM}</script>", content_type="text/html")
        elif kind == "control" and number.isdecimal():
            route.fulfill(body=pages[int(number)], content_type="text/html", headers=headers)
        else:
            route.abort()

    context.route("**/*", serve)
    for start in range(0, len(payloads), STEP):
        page = context.new_page()
        page.goto(f"{live.url}/cover/{start}", wait_until="domcontentloaded")
        page.wait_for_function("window.aimed", timeout=30_000)
        page.close()
    return eyes


def test_the_corpus_is_large_and_hits_where_nothing_protects(context_of: NewContext, live: Live) -> None:
    assert len(ALL) >= 300
    shot = some(ALL, 5)
    eyes = fire(context_of(), live, shot, {})
    hits = {where for where in eyes.ran if "/control/" in where}
    print(f"\ncontrol: {len(hits)} of {len(shot)} ran, {len(eyes.foreign)} foreign requests")
    assert len(hits) >= either(30, 150)
    assert len(eyes.foreign) >= either(10, 50)


def test_our_policy_alone_stops_them_all(context_of: NewContext, live: Live) -> None:
    policy = POLICY.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
    eyes = fire(context_of(), live, some(ALL, 8), {"Content-Security-Policy": policy})
    assert eyes.ran == []
    assert len(eyes.violations) >= either(20, 200)


@pytest.fixture(scope="module")
def sown(live: Live) -> Sown:
    """The hostile circle in the served site's database."""
    with live.writing():
        sown = hostile.sow()
    live.settle()
    return sown


@pytest.fixture
def watched(context_of: NewContext, live: Live, sown: Sown) -> Iterator[tuple[Page, Eyes]]:
    """A page of a member of the hostile circle, and what it must never do."""
    context = context_of("h0")
    eyes = Eyes(live.url)
    eyes.watch(context)
    yield context.new_page(), eyes
    assert eyes.all == []


def visit(watched: tuple[Page, Eyes], *paths: str) -> None:
    page, eyes = watched
    for path in paths:
        response = page.goto(path)
        assert response is not None
        assert response.status in (200, 404, 422), path
        eyes.poke(page)


def test_most_attacks_were_stored_and_are_shown(sown: Sown, watched: tuple[Page, Eyes]) -> None:
    assert sown.fired >= either(350, 1000)
    assert sown.refused <= 40
    page, _eyes = watched
    page.goto(f"/q/{sown.questions[1]}")
    assert page.locator("article.post").count() > 40
    assert "__xss()" in page.locator("main").inner_text()


def test_threads(sown: Sown, watched: tuple[Page, Eyes]) -> None:
    threads = -(-len(hostile.SHOT) // hostile.ANSWERS)
    visit(watched, *(f"/q/{number}" for number in sown.questions[:threads]))
    page, _eyes = watched
    for link in page.locator(".prose a").all()[:3]:
        link.hover()


def test_lists(sown: Sown, watched: tuple[Page, Eyes]) -> None:
    page, eyes = watched
    visit(watched, "/questions?state=all&many=1")
    seen = 1
    while page.locator("a[rel=next]").count():
        page.goto(str(page.locator("a[rel=next]").get_attribute("href")))
        eyes.poke(page)
        seen += 1
    assert seen >= either(2, 3)
    visit(
        watched, "/", "/questions", "/tags", "/drafts", "/circles", "/c/hostile", "/notifications", "/members"
    )


def test_people_histories_and_forms(sown: Sown, watched: tuple[Page, Eyes]) -> None:
    first, answer = sown.questions[0], sown.answers[0]
    people = [f"/m/h{n}" for n in range(0, 30, 2)]
    visit(
        watched,
        *people,
        "/m/h0/recognition",
        "/m/h1/recognition",
        "/m/h4/recognition?all=1",
        f"/q/{first}/history",
        f"/q/{first}/edit",
        f"/a/{answer}/history",
        f"/a/{answer}/marks",
        "/settings",
        "/ask?draft=1",
    )


def test_imported_bodies(sown: Sown, live: Live, watched: tuple[Page, Eyes]) -> None:
    from qa.core.db import db
    from qa.questions.models import Question

    with live.reading():
        numbers = db.session.query(Question.id).filter(Question.source_key.like("hostile:%")).all()
    assert len(numbers) >= 8
    visit(watched, *(f"/q/{number}" for (number,) in numbers))


def test_what_is_typed_into_the_form_and_shown_by_scripts(sown: Sown, watched: tuple[Page, Eyes]) -> None:
    page, eyes = watched
    page.goto("/ask")
    page.click("[data-preview]")
    for start in range(0, len(hostile.SHOT), 110):
        with page.expect_response("**/preview"):
            page.fill("#body", "\n\n".join(hostile.SHOT[start : start + 110]))
        with page.expect_response("**/ask/similar*"):
            page.fill("#title", LINES[start % len(LINES)] + " script img onerror")
        page.locator("#body-preview", has_text="__xss()").wait_for()
        eyes.poke(page)
    with page.expect_response("**/tags/suggest*"):
        page.fill("#tags", "script")


REFLECTED = (
    "/search?q={}", "/search?q=x&circle={}", "/search?q=x&state={}", "/search?q=x&author={}", "/search?q=x&page={}",
    "/search?q=tag:{}", "/ask?title={}", "/ask?draft={}", "/ask/similar?title={}", "/questions?state={}",
    "/questions?circle={}", "/questions?page={}", "/members?q={}", "/members?circle={}", "/tags?page={}", "/t/{}",
    "/m/{}", "/c/{}", "/nothing/{}", "/login?next={}", "/tags/suggest?q={}", "/reset/{}", "/q/1/{}", "/q/1?order={}",
)  # fmt: skip


def test_reflected(sown: Sown, context_of: NewContext, live: Live) -> None:
    """C2: every value that a page repeats. Signed out for the door, signed in for the rest."""
    for handle in ("h0", ""):
        context = context_of(handle)
        eyes = Eyes(live.url)
        eyes.watch(context)
        page = context.new_page()
        for n, path in enumerate(REFLECTED):
            for payload in in_turn((LINES[n * 5 % len(LINES)], f"'\"><svg onload=__xss()>{n}"), n, 1):
                if not handle and n % 4:
                    continue
                page.goto(path.format(quote(payload, safe="")))
                if "application/json" not in str(page.evaluate("document.contentType")):
                    eyes.poke(page)
        assert eyes.all == []


def test_the_eyes_see(context_of: NewContext, live: Live, chromium: Browser) -> None:
    """The twin: one attack on one of our own pages without our headers is seen by the same eyes."""
    context = context_of()
    eyes = Eyes(live.url)
    eyes.watch(context)
    body = (
        f"<main>{hostile.unprotected('<img src=x onerror=__xss()><img src=http://evil.test/a.png>')}</main>"
    )
    context.route(f"{live.url}/about", lambda route: route.fulfill(body=body, content_type="text/html"))
    page = context.new_page()
    page.goto("/about", wait_until="load")
    eyes.poke(page)
    assert eyes.ran
    assert eyes.foreign
    assert eyes.marked

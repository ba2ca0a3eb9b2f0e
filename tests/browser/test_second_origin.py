"""A page of another origin, open beside the site in the victim's own browser, changes nothing there (RELIABILITY D2)."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import BrowserContext, Page
from sqlalchemy import select

from qa.core.db import db
from qa.members.models import LoginSession, Member
from qa.questions.models import Draft
from tests.support.live import Live

pytestmark = pytest.mark.browser
FORMS = {
    "/drafts": {"title": "Written by another site", "body": "Stolen."},
    "/settings": {"name": "Stolen Name", "timezone": "UTC", "theme": ""},
    "/logout": {},
    "/circles/new": {"do": "ask", "name": "Stolen", "purpose": "Stolen", "cap": "20", "listed": "yes", "asked": "ben"},
}  # fmt: skip
QUIET = """
const target = %r, forms = %s;
for (const [path, fields] of Object.entries(forms)) {
  const body = new URLSearchParams(fields).toString();
  const sent = {method: 'POST', mode: 'no-cors', credentials: 'include'};
  fetch(target + path, {...sent, body, headers: {'Content-Type': 'application/x-www-form-urlencoded'}}).catch(() => {});
  fetch(target + path, {...sent, body: JSON.stringify(fields), headers: {'Content-Type': 'text/plain'}}).catch(() => {});
  new Image().src = target + path + '?' + body;
  const frame = document.createElement('iframe');
  frame.name = path;
  document.body.append(frame);
  const form = document.createElement('form');
  Object.assign(form, {method: 'post', action: target + path, target: path});
  for (const [name, value] of Object.entries(fields)) {
    const field = document.createElement('input');
    Object.assign(field, {name, value});
    form.append(field);
  }
  document.body.append(form);
  form.submit();
}
new WebSocket(target.replace('http', 'ws') + '/').onerror = () => {};
"""
FORM = """<form method="post" action="%s">%s</form><script>document.forms[0].submit()</script>"""
Seen = list[tuple[str, str, bool]]


@contextmanager
def listening(address: str, pages: Callable[[str], str], seen: Seen) -> Iterator[str]:
    """A server at *address* that answers with *pages* and notes method, path and whether a session came along."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.answer()

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            self.answer()

        def answer(self) -> None:
            path = self.path.partition("?")[0]
            seen.append((self.command, path, "quorum=" in (self.headers.get("Cookie") or "")))
            body = pages(path).encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer((address, 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://{address}:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def attack(page: Page, target: str) -> None:
    """Open pages at 127.0.0.2 that send to *target* all that a page can send."""

    def pages(path: str) -> str:
        if path in FORMS:
            fields = "".join(f'<input name="{name}" value="{value}">' for name, value in FORMS[path].items())
            return FORM % (target + path, fields)
        return f"<body><script>{QUIET % (target, FORMS)}</script>" if path == "/quiet" else ""

    with listening("127.0.0.2", pages, []) as evil:
        page.goto(f"{evil}/quiet")
        page.wait_for_load_state("networkidle")
        for path in FORMS:
            with page.expect_navigation(url=f"{target}{path}", wait_until="commit"):
                page.goto(evil + path, wait_until="commit")


def state(live: Live) -> tuple[object, ...]:
    """What the attack is after."""
    with live.reading():
        dan = db.session.scalars(select(Member).where(Member.handle == "dan")).one()
        sessions = db.session.scalars(select(LoginSession.id).where(LoginSession.member_id == dan.id)).all()
        drafts = db.session.scalars(select(Draft.id).where(Draft.member_id == dan.id)).all()
        return dan.name, dan.timezone, list(sessions), list(drafts)


def test_another_origin_changes_nothing(context_of: Callable[..., BrowserContext], live: Live) -> None:
    context = context_of("dan")
    page, seen = context.new_page(), Seen()
    with listening("127.0.0.1", lambda _path: "taken", seen) as control:  # cookies go to every port of a host
        attack(page, control)
    assert {path for method, path, _session in seen if method == "POST"} >= FORMS.keys()
    assert {path for method, path, session in seen if method == "POST" and session} == FORMS.keys()
    before = state(live)
    attack(page, live.url)
    assert state(live) == before
    page.goto("/settings")
    assert page.url.endswith("/settings")
    assert page.input_value("#name") == before[0]


def test_the_same_form_works_from_the_site_itself(
    context_of: Callable[..., BrowserContext], live: Live
) -> None:
    """The twin."""
    page = context_of("dan").new_page()
    page.goto("/settings")
    name, zone = page.input_value("#name"), state(live)[1]
    page.fill("#name", "Daniel Petrov")
    page.click("main form button[data-kind=primary]")
    page.wait_for_load_state()
    assert state(live)[:2] == ("Daniel Petrov", zone)
    page.fill("#name", name)
    page.click("main form button[data-kind=primary]")

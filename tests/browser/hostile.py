"""A circle whose members write nothing but attacks, and eyes that see whether one came through."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import cycle
from typing import Any

from markdown_it import MarkdownIt
from playwright.sync_api import BrowserContext, Page

from qa.answers import commenting, marking
from qa.answers import rules as answering
from qa.answers.models import Basis, MarkKind
from qa.answers.rules import Reply
from qa.core import clock, text
from qa.core.db import db
from qa.core.errors import RuleBroken
from qa.members.models import Circle, Member
from qa.questions import drafts, rules
from qa.questions.models import DraftKind, Question
from tests.security.payloads import ALL, LINES
from tests.support.breadth import either, some
from tests.support.cast import FAR_OFF, LONG_AGO, join

SHOT = some(ALL, 3)
"""The attacks of a run."""
ANSWERS = 48
FIELDS = ("title", "employer", "industry", "profession", "level", "good_at", "ask_me_about")


@dataclass
class Sown:
    """Where the attacks are."""

    questions: list[int] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    refused: int = 0
    fired: int = 0


def sow() -> Sown:
    """Write the circle in the running transaction: each payload as answer, comment, title, note, interest, tag."""
    sown, lines = Sown(), cycle(LINES)
    slug_circle = Circle(slug="hostile", name=LINES[0][:80], purpose=LINES[1], created_at=LONG_AGO)
    db.session.add(slug_circle)
    db.session.flush()
    people = list(_people(slug_circle, lines))
    for group in _groups(SHOT, ANSWERS):
        _thread(sown, slug_circle, people, group, lines)
    for payload in some(LINES[::2], 3):
        _question(sown, people[0], slug_circle, payload, payload, lines)
    _imported(slug_circle, people[0])
    for payload in SHOT[:20]:
        drafts.save(people[0], DraftKind.QUESTION, {"title": payload, "body": payload}, clock.now())
    return sown


def _people(circle: Circle, lines: Iterator[str]) -> Iterator[Member]:
    for n in range(ANSWERS + 1):
        person = Member(
            handle=f"h{n}", handle_key=f"h{n}", name=next(lines)[:80], joined_at=LONG_AGO, pledged_until=FAR_OFF, timezone="Europe/Berlin"
        )  # fmt: skip
        for name in FIELDS:
            setattr(person, name, next(lines))
        db.session.add(person)
        db.session.flush()
        join(person, circle)
        yield person
    db.session.flush()


def _groups(items: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]


def _question(
    sown: Sown, by: Member, circle: Circle, title: str, body: str, lines: Iterator[str]
) -> Question | None:
    now = clock.now()
    words = rules.Words(title, body, next(lines)[:110], (next(lines)[:40], next(lines)[:40]))
    try:
        question = rules.post(by, words, now, circle_id=circle.id, needed_by=now + timedelta(days=3))
    except RuleBroken:
        sown.refused += 1
        return None
    sown.fired += 1
    sown.questions.append(question.id)
    return question


def _thread(
    sown: Sown, circle: Circle, people: list[Member], group: Sequence[str], lines: Iterator[str]
) -> None:
    """A question whose body holds all of *group*, with an answer and a comment of each."""
    title = next(one for one in lines if len(one) > 12)
    question = _question(sown, people[0], circle, title, "\n\n".join(group), lines)
    assert question is not None
    for person, payload in zip(people[1:], group, strict=False):
        reply = Reply(payload, Basis.DID, interest=next(lines) if len(sown.answers) % 3 else "")
        try:
            answer = answering.give(person, question, reply, clock.now())
            if len(sown.answers) % 2:
                commenting.add(person, question, payload, clock.now(), answer)
        except RuleBroken:
            sown.refused += 1
            continue
        sown.fired += 3
        sown.answers.append(answer.id)
        kind = (MarkKind.USED, MarkKind.SAME, MarkKind.RISKY)[len(sown.answers) % 3]
        marking.give(people[0], answer, kind, clock.now(), marking.Remark(next(lines)))
    words = rules.Words(next(one for one in lines if len(one) > 12), group[0])
    rules.edit(people[0], question, words, clock.now(), base=1, reason=next(lines))


def _imported(circle: Circle, author: Member) -> None:
    """Bodies that came as HTML from elsewhere."""
    for n, group in enumerate(_groups(SHOT, either(20, 40))):
        html = text.clean_foreign("<p>" + "</p><p>".join(group), base="http://evil.test/").html
        db.session.add(
            Question(
                author_id=author.id, circle_id=circle.id, title=f"Imported {n} {LINES[n]}", body=html, body_html=html,
                html_version=1, posted_at=clock.now(), touched_at=clock.now(), source_key=f"hostile:{n}",
                source_url="https://example.org/q", source_licence=LINES[n][:40], source_author=LINES[n],
            )
        )  # fmt: skip
    db.session.flush()


WATCH = """
addEventListener('securitypolicyviolation',
  (e) => window.__csp(`${e.violatedDirective} ${e.blockedURI} ${e.sourceFile} ${e.sample}`), true);
"""
SILENT = "for (const name of ['alert', 'confirm', 'prompt']) window[name] = () => window.__xss();"
POKE = """
() => {
  const bad = [];
  for (const link of document.querySelectorAll('[href], [src], [action], [formaction], [data]')) {
    for (const name of ['href', 'src', 'action', 'formaction', 'data']) {
      if (!link.hasAttribute(name) || link.closest('svg')) continue;
      const url = new URL(link.getAttribute(name), location.href);
      const mine = url.origin === location.origin;
      if (!['http:', 'https:', 'mailto:'].includes(url.protocol) || (!mine && (link.tagName !== 'A')))
        bad.push(link.outerHTML.slice(0, 200));
    }
  }
  const main = document.querySelector('main') ?? document.body;
  for (const it of main.querySelectorAll('*')) {
    for (const name of it.getAttributeNames()) if (/^on|^style$|^srcdoc$|^ping$/.test(name)) bad.push(it.outerHTML.slice(0, 200));
  }
  for (const it of main.querySelectorAll('script, style, link, meta, base, iframe, object, embed, img, video, audio, template, math, .prose svg, .prose form, .prose input, .prose [name]'))
    bad.push(it.outerHTML.slice(0, 200));
  addEventListener('click', (e) => {
    const link = e.target.closest?.('a[href]');
    if (link && ['http:', 'https:', 'mailto:'].includes(link.protocol)) e.preventDefault();
  }, true);
  for (const it of main.querySelectorAll('*'))
    for (const type of ['pointerenter', 'pointerover', 'mouseover', 'mouseenter', 'focus', 'copy'])
      it.dispatchEvent(new Event(type, { bubbles: true }));
  for (const link of [...main.querySelectorAll('.prose a')].slice(0, 40)) link.click();
  return bad;
}
"""


@dataclass
class Eyes:
    """What happened in a browser that must not."""

    home: str
    ran: list[str] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    marked: list[str] = field(default_factory=list)

    @property
    def all(self) -> list[str]:
        """Everything seen."""
        return [*self.ran, *self.violations, *self.foreign, *self.broken, *self.marked]

    def watch(self, context: BrowserContext, *, silent: bool = False) -> None:
        """Look at every page of *context*. *silent*: dialogs are counted without being opened."""
        context.expose_binding("__xss", lambda source, *_: self.ran.append(_top(source["frame"])))
        context.expose_binding("__csp", lambda _source, words: self.violations.append(words))
        context.add_init_script(WATCH + (SILENT if silent else ""))
        context.on("dialog", self._dialog)
        context.on("request", self._request)
        context.on("weberror", lambda error: self.broken.append(str(error.error)))

    def _dialog(self, dialog: Any) -> None:
        self.ran.append(f"dialog {dialog.message}")
        dialog.dismiss()

    def _request(self, request: Any) -> None:
        if not request.url.startswith((self.home, "data:", "blob:", "about:")):
            self.foreign.append(request.url)

    def poke(self, page: Page) -> None:
        """Hover over, focus and click what is on the page; note what should not be there at all."""
        self.marked += page.evaluate(POKE)


def _top(frame: Any) -> str:
    while frame.parent_frame is not None and "/control/" not in frame.url:
        frame = frame.parent_frame
    return str(frame.url)


def unprotected(payload: str) -> str:
    """What a careless site makes of *payload*: any HTML, any address, and an attribute."""
    careless = MarkdownIt("commonmark", {"html": True}).enable("table")
    careless.validateLink = lambda _url: True  # type: ignore[method-assign]
    return (
        f'<!doctype html><meta charset=utf-8><body>{careless.render(payload)}<input value="{payload}"></body>'
    )

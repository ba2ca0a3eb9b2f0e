"""Forty people at once on two web processes: each page is its own viewer's (RELIABILITY K6)."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Hashable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import lru_cache
from http.client import HTTPConnection

import psutil
import pytest
from flask import Flask
from jinja2 import Environment
from markupsafe import Markup

from qa import create_app
from qa.core.db import db
from tests.faults.site import ANONYMOUS, ANSWER, DRAFTED, EMPTY, FIRST_EMPTY, PRESSED, Person
from tests.support.breadth import either
from tests.support.live import COOKIE, PATIENCE, SECRET, Live

REQUESTS = either(12, 25)
THREADS = 8
PER_CONNECTION = 5
"""People behind one proxy share connections; new ones spread over both processes."""
DRAFT = f"/q/{DRAFTED}/who-keeps-drafts-here"
UNNAMED = f"/q/{ANONYMOUS}/who-speaks-unnamed-here"
MARKS = f"/q/{PRESSED}/who-marks-the-answers-here"
PATHS = (
    DRAFT,
    UNNAMED,
    MARKS,
    EMPTY,
    "/",
    "/questions",
    "/drafts",
    "/settings",
    "/search?q=vendors",
    "/m/ana",
)
PRIVATE = {DRAFT: "secret", "/drafts": "secret", UNNAMED: "own", MARKS: "pressed", "/settings": "employer"}
"""Pages with more of the viewer's own on them than the head of every page."""


def own(page: str) -> dict[str, set[str]]:
    """Whose a page is, by everything on it that only one viewer is shown."""
    return {
        "viewer": set(re.findall(r'data-viewer="(\d+)"', page)),
        "menu": set(re.findall(r"(Peer \d+), your menu", page)),
        "secret": set(re.findall(r"secret-of-\w+-end", page)),
        "employer": set(re.findall(r'value="(Employer \d+)"', page)),
        "own": set(re.findall(r'<a class="btn" data-size="small" href="/a/(\d+)/edit"', page)),
        "pressed": set(
            re.findall(r'/a/(\d+)/marks" name="unmark" value="helpful" aria-pressed="true"', page)
        ),
    }


def expected(person: Person, path: str) -> dict[str, set[str]]:
    words = {"secret": person.secret, "own": str(person.own), "pressed": str(person.pressed)}
    words["employer"] = person.name.replace("Peer", "Employer")
    blank: dict[str, set[str]] = {name: set() for name in words}
    here = {PRIVATE[path]: {words[PRIVATE[path]]}} if path in PRIVATE else {}
    return {"viewer": {str(person.id)}, "menu": {person.name}, **blank, **here}


def strange(page: str, person: Person, path: str) -> list[str]:
    """What on *page* is not as it must be for *person*: nothing, unless viewers were mixed up."""
    seen, wanted = own(page), expected(person, path)
    if path == MARKS and person.handle in ("peer0", "peer1"):  # these two answered there too
        seen["own"] = set()
    return [
        f"{path} for {person.handle}: {name} {seen[name]}" for name in wanted if seen[name] != wanted[name]
    ]


def test_each_page_is_its_own_viewers(site: Live, people: list[Person]) -> None:
    asked = [(person, PATHS[number % len(PATHS)]) for person in people for number in range(REQUESTS)]
    random.Random(6).shuffle(asked)

    def browse(mine: list[tuple[Person, str]]) -> list[str]:
        found = []
        for start in range(0, len(mine), PER_CONNECTION):
            with closing(HTTPConnection("127.0.0.1", site.port, timeout=PATIENCE)) as connection:
                for person, path in mine[start : start + PER_CONNECTION]:
                    status, page = person.get(connection, path)
                    found += strange(page, person, path) if status == 200 else [f"{path}: {status}"]
        return found

    with ThreadPoolExecutor(THREADS) as pool:
        problems = [
            one for some in pool.map(browse, [asked[n::THREADS] for n in range(THREADS)]) for one in some
        ]
    assert problems == []
    web = [one for one in psutil.Process(site.process.pid).children(recursive=True) if "web" in one.cmdline()]
    busy = [one for one in web if one.cpu_times().user > 0.7]
    assert len(busy) == 2, "both web processes took part"
    shown_anew(site, people[0], people[1])


def shown_anew(site: Live, writer: Person, reader: Person) -> None:
    """What is remembered is never shown once it has changed, whichever process answers."""

    def pages() -> list[bool]:
        found = []
        for _ in range(6):
            with closing(HTTPConnection("127.0.0.1", site.port, timeout=PATIENCE)) as connection:
                found.append("Fresh words." in reader.get(connection, EMPTY)[1])
        return found

    assert not any(pages())
    path = f"/q/{FIRST_EMPTY}/answers"
    assert writer.post(site.port, path, body="Fresh words.", **ANSWER)[0] == 302
    assert all(pages())


@pytest.fixture
def app(folder: object) -> Flask:
    """The same community within this process, to be broken."""
    return create_app(mode="test", instance=folder, secret_key=SECRET)


def look(app: Flask, person: Person, path: str) -> str:
    client = app.test_client()
    client.set_cookie(COOKIE, person.cookie)
    with app.app_context():
        try:
            response = client.get(path)
            assert response.status_code == 200
            return response.text
        finally:
            db.session.remove()


@pytest.mark.parametrize("path", PATHS)
def test_anothers_page_is_seen_to_be_anothers(app: Flask, people: list[Person], path: str) -> None:
    first, second = people[7], people[8]
    page = look(app, first, path)
    assert strange(page, first, path) == []
    assert strange(page, second, path)


def careless(env: Environment, kept: Callable[[tuple[Hashable, ...]], Hashable]) -> Callable[..., Markup]:
    """A fragment cache that remembers by less than all arguments."""
    known: dict[Hashable, Markup] = {}

    def fragment(template: str, macro: str, *arguments: Hashable) -> Markup:
        key = (template, macro, kept(arguments))
        if key not in known:
            known[key] = getattr(env.get_template(template).module, macro)(*arguments)
        return known[key]

    return fragment


@pytest.mark.parametrize("path", [UNNAMED, MARKS])
def test_a_cache_that_forgets_who_looks_is_caught(app: Flask, people: list[Person], path: str) -> None:
    """The control: pieces remembered by the answer's id alone, as a careless cache would."""
    whole = careless(app.jinja_env, lambda arguments: arguments)
    app.jinja_env.globals["fragment"] = whole
    assert not [one for person in people[3:9] for one in strange(look(app, person, path), person, path)]
    by_id = careless(app.jinja_env, lambda arguments: getattr(getattr(arguments[0], "row", None), "id", 0))
    app.jinja_env.globals["fragment"] = by_id
    assert [one for person in people[3:9] for one in strange(look(app, person, path), person, path)]


def test_a_form_remembered_for_all_is_caught(app: Flask, people: list[Person]) -> None:
    """The control for function caches: a draft drawn once and shown to everybody."""
    drawn = lru_cache(lambda: look(app, people[0], DRAFT))
    assert strange(drawn(), people[0], DRAFT) == []
    assert {line.split(": ")[1].split()[0] for line in strange(drawn(), people[1], DRAFT)} >= {
        "secret",
        "viewer",
    }

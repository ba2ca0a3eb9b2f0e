"""A community made for faults, served over TCP: forty peers who are signed in, each with things nobody else may see."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import timedelta
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

from flask import Flask
from flask_migrate import upgrade
from itsdangerous import URLSafeTimedSerializer

from qa import create_app
from qa.answers import marking
from qa.answers.models import MarkKind
from qa.core import clock, tokens, transaction
from qa.core.db import db
from qa.members.models import Exposure, LoginSession, Member
from qa.questions import drafts
from qa.questions.models import DraftKind
from qa.search import upkeep
from tests.support.browser import CSRF
from tests.support.cast import Cast, fill
from tests.support.crowd import crowd
from tests.support.live import COOKIE, PATIENCE, SECRET
from tests.support.things import answer, ask

PEERS = 40
EMPTY_QUESTIONS = 30
MARKED = 5
DRAFTED, ANONYMOUS, PRESSED = 1, 2, 3
"""Questions: one on which every peer has a draft, one they answered unnamed, one on which they marked."""
FIRST_EMPTY = 4
EMPTY = f"/q/{FIRST_EMPTY}/how-many-vendors-has-company-number-0"
"""The page of the first question that nobody has answered or drafted on."""
ANSWER = {"basis": "did", "quote": "role", "exposure": "named"}


@dataclass(frozen=True, slots=True)
class Person:
    """A signed-in peer: the cookie, and what is this peer's alone. *own* is the unnamed answer, *pressed* the mark."""

    id: int
    handle: str
    name: str
    cookie: str
    csrf: str
    own: int
    pressed: int

    @property
    def secret(self) -> str:
        """Words that stand in this peer's drafts and nowhere else."""
        return f"secret-of-{self.handle}-end"

    def get(self, connection: HTTPConnection, path: str) -> tuple[int, str]:
        """Status and page of *path* for this peer."""
        connection.request("GET", path, headers={"Cookie": f"{COOKIE}={self.cookie}"})
        response = connection.getresponse()
        return response.status, response.read().decode()

    def post(self, port: int, path: str, **fields: str) -> tuple[int, str, dict[str, str]]:
        """Status, page and headers of a form sent to *path* on a connection of its own."""
        headers = {"Cookie": f"{COOKIE}={self.cookie}", "X-CSRFToken": self.csrf}
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        try:
            connection.request("POST", path, urlencode(fields), headers)
            response = connection.getresponse()
            return response.status, response.read().decode(), dict(response.getheaders())
        finally:
            connection.close()


def build(folder: Path, database_url: str = "") -> None:
    """Make the community in *folder*: a database (or the one at *database_url*), its index, and ``people.json``."""
    folder.mkdir(parents=True, exist_ok=True)
    app = create_app(mode="test", instance=folder, secret_key=SECRET, database_url=database_url)
    with app.app_context():
        upgrade()
        with transaction.unit():
            fill()
            people = _people(app)
        upkeep.rebuild()
        db.session.remove()
        db.engine.dispose()
    (folder / "people.json").write_text(json.dumps([asdict(person) for person in people]))


def people_of(folder: Path) -> list[Person]:
    """The peers of the community in *folder*."""
    return [Person(**words) for words in json.loads((folder / "people.json").read_text())]


def _people(app: Flask) -> list[Person]:
    cast, now = Cast(), clock.now()
    peers = crowd(cast.inner, PEERS)
    names = ["Who keeps drafts here?", "Who speaks unnamed here?", "Who marks the answers here?"]
    names += [f"How many vendors has company number {number}?" for number in range(EMPTY_QUESTIONS)]
    questions = [ask(cast.ana, cast.inner, title=name, tags=("vendors",)) for name in names]
    marked = [answer(member, questions[PRESSED - 1]) for member in (cast.ben, cast.cleo, cast.mo, *peers[:2])]
    people = []
    for number, member in enumerate(peers):
        words = {"body": f"secret-of-{member.handle}-end"}
        drafts.save(member, DraftKind.ANSWER, words, now, question_id=questions[DRAFTED - 1].id)
        drafts.save(member, DraftKind.QUESTION, {"title": words["body"]}, now)
        own = answer(member, questions[ANONYMOUS - 1], body="Unnamed words.", exposure=Exposure.ANONYMOUS)
        pressed = marked[number % 3]
        marking.give(member, pressed, MarkKind.HELPFUL, now)
        people.append(Person(member.id, member.handle, member.name, *_door(app, member), own.id, pressed.id))
    return people


def _door(app: Flask, member: Member) -> tuple[str, str]:
    """The session cookie and the form token of a browser in which *member* is signed in."""
    token, hashed = tokens.random_token()
    now = clock.now()
    times = {"created_at": now, "seen_at": now, "expires_at": now + timedelta(days=1)}
    db.session.add(LoginSession(member_id=member.id, token_hash=hashed, device="Firefox on Linux", **times))
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    cookie = serializer.dumps({"_user_id": token, "_fresh": True, "csrf_token": CSRF})
    return str(cookie), str(URLSafeTimedSerializer(SECRET, salt="wtf-csrf-token").dumps(CSRF))

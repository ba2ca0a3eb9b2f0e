"""Letters of every kind in every field (RELIABILITY M6), the same on both engines."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from html.parser import HTMLParser
from urllib.parse import quote

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select

from qa.answers.models import Answer, Comment
from qa.core.db import db
from qa.members import passwords
from qa.members.models import Member
from qa.questions.models import Draft, Question, Tag
from tests.security import world
from tests.support.breadth import some
from tests.support.browser import Browser
from tests.support.cast import Cast
from tests.support.things import saved_question

SignIn = Callable[[Member], Browser]
CORPUS = (
    "plain", "äöüßéñ", "e\u0301 and é", "Ελληνικά", "русский", "עברית", "العربية", "हिन्दी", "ไทย", "中文", "日本語", "한국어",
    "👩🏽‍💻 👨‍👩‍👧‍👦 🇩🇪", "\u202eevil\u202c", "\u2066x\u2069", "\u200b\u200c\u200d\u2060", "\ufeffBOM", "pаypal (Cyrillic a)",
    "z" + "\u0301" * 1000, "\ufdfa" * 50, "\u0130 ı ſ ß ẞ ﬁ", "\x01\x02\x1b[31mred\x7f", "\x85\x9b", "a\u2028b\u2029c", "\xa0\u3000\u2003",
    "\U0001f4a9" * 20, "\U0010ffff\ufffe\uffff", "\ue000", "𝓕𝓪𝓷𝓬𝔂 ℌ ①", "１２３ ٣", "\u0000".replace("\0", "") + "x", "c\r\nd\re\nf",
    "\t tab", "\u202eمرحبا\u202c abc 123", "\u115f\u3164\u2800", "﷽" * 5, "Z̷̧̛", "\\u0041", "\\x00", "%00", "&#0;", "ﷺ", "a\u034fb", "\U000e0041\U000e007f",
)  # fmt: skip
REFUSED = ("a\x00b", "\x00")
RAW = (b"\xff\xfe", b"\xc0\xaf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"a\xe2\x82", b"\x80")
"""No UTF-8: no text at all, overlong, half a pair, beyond the last character, cut off, a lone tail."""

pytestmark = pytest.mark.both_engines


class Bidi(HTMLParser):
    """Finds elements of a page with a text in a foreign direction and no isolation around it."""

    def __init__(self) -> None:
        super().__init__()
        self.loose: list[str] = []
        self._stack: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("input", "br", "hr", "link", "meta", "img", "path", "use", "line"):
            return
        values = dict(attrs)
        self._stack.append(
            tag in ("bdi", "title", "textarea", "option", "text") or values.get("dir") == "auto"
        )

    def handle_endtag(self, tag: str) -> None:
        if self._stack and tag not in ("path", "use", "line"):
            self._stack.pop()

    def handle_data(self, data: str) -> None:
        if "עברית" in data and not any(self._stack):
            self.loose.append(data.strip())


def test_bodies_are_kept_letter_by_letter(as_: SignIn, cast: Cast) -> None:
    """Questions, answers and comments: the source is stored as it was sent, and its page is shown."""
    asker, helper, letters = as_(cast.ana), as_(cast.ben), some(CORPUS, 3)
    for text in letters:
        data = {"title": "How many critical vendors do you audit?", "body": f"a{text}b", "circle_id": str(cast.inner.id),
                "needed_by": "none", "answers_wanted": "8", "exposure": "named", "do": "post"}  # fmt: skip
        sent = asker.post("/ask", data=data)
        assert sent.status_code == 302, (text, sent.status_code)
        row = db.session.scalars(select(Question).order_by(Question.id.desc())).first()
        assert row is not None
        number, body = row.id, row.body
        assert body.encode() == f"a{text}b".encode(), text
        reply = {"body": f"a{text}b", "basis": "did", "quote": "role", "exposure": "named"}
        assert helper.post(f"/q/{number}/answers", data=reply).status_code == 302, text
        assert helper.post(f"/q/{number}/comments", data={"body": f"a{text}b"[:1000]}).status_code == 302, (
            text
        )
        assert asker.get(f"/q/{number}", follow_redirects=True).status_code == 200, text
    stored = db.session.scalars(select(Answer.body).order_by(Answer.id)).all()
    assert stored == [f"a{text}b" for text in letters]
    assert db.session.scalars(select(Comment.body).order_by(Comment.id)).all() == [
        f"a{text}b"[:1000] for text in letters
    ]


LINE_FIELDS = ("title", "purpose", "tags")
PROFILE_FIELDS = ("title", "employer", "industry", "profession", "level", "good_at", "ask_me_about")


def clean(text: str) -> bool:
    """Whether a line has nothing unseen in it and is in NFC."""
    bad = {
        "\u202a",
        "\u202b",
        "\u202c",
        "\u202d",
        "\u202e",
        "\u2066",
        "\u2067",
        "\u2068",
        "\u2069",
        "\u200b",
        "\ufeff",
        "\n",
        "\r",
        "\0",
    }
    return unicodedata.normalize("NFC", text) == text and not bad & set(text)


def test_lines_are_normalised_and_have_nothing_unseen(as_: SignIn, cast: Cast) -> None:
    browser, letters = as_(cast.ana), some(CORPUS, 3, 1)
    for text in letters:
        data = {"title": f"How many {text} do you audit?", "body": "x", "purpose": f"for {text}", "tags": f"tag {text}"[:60],
                "circle_id": str(cast.inner.id), "needed_by": "none", "answers_wanted": "8", "exposure": "named", "do": "post"}  # fmt: skip
        answer = browser.post("/ask", data=data)
        assert answer.status_code in (302, 422), text
    rows = db.session.execute(select(Question.title, Question.purpose)).all()
    assert len(rows) >= len(letters) - 4
    assert all(clean(title) and clean(purpose) for title, purpose in rows)
    assert all(clean(name) and clean(key) for name, key in db.session.execute(select(Tag.name, Tag.name_key)))


def test_profiles_and_names(as_: SignIn, cast: Cast) -> None:
    browser, letters = as_(cast.ana), some(CORPUS, 3, 2)
    taken = 0
    for text in letters:
        data = {
            "name": f"Ana {text}",
            "timezone": "UTC",
            "theme": "",
            **dict.fromkeys(PROFILE_FIELDS, text[:100]),
        }
        answer = browser.post("/settings", data=data)
        assert answer.status_code in (303, 422), text
        taken += answer.status_code == 303
        ana = cast.ana
        assert clean(ana.name), text
        assert all(
            clean(getattr(ana, name)) for name in ("title", "employer", "industry", "profession", "level")
        ), text
        assert browser.get("/m/ana").status_code == 200, text
    assert 5 <= taken < len(letters)
    for trick in ("Аna Lindqvist", "Ana\u202eLindqvist\u202c", "A\u0440a", "Ana 😀"):
        browser.post("/settings", data={"name": trick, "timezone": "UTC", "theme": ""})
        assert cast.ana.name != trick


def test_impossible_characters_are_refused_in_plain_words_and_nothing_is_lost(
    as_: SignIn, cast: Cast
) -> None:
    small = world.build(cast)
    forms = {
        "/ask": {"title": "How many vendors do you audit?", "body": "{}", "circle_id": str(cast.inner.id), "needed_by": "none",
                 "answers_wanted": "8", "exposure": "named", "do": "post"},
        "/q/{question}/edit": {"title": "How many {} vendors do you audit?", "body": "x{}", "base": "2", "exposure": "named", "reason": "{}"},
        "/q/{question}/comments": {"body": "{}x"},
        "/preview": {"body": "{}"},
        "/settings": {"name": "Ana {}", "timezone": "UTC", "good_at": "{}", "theme": ""},
    }  # fmt: skip
    browser = as_(cast.ana)
    before = world.fingerprint()
    for path, data in forms.items():
        for bad in REFUSED:
            sent = {name: value.format(bad) for name, value in data.items()}
            answer = browser.post(small.fill(path), data=sent)
            assert answer.status_code in (400, 422), (path, bad)
    reply = {"body": "a\0b", "basis": "did", "quote": "role", "exposure": "named", "interest": "\0"}
    assert as_(cast.cleo).post(small.fill("/q/{question}/answers"), data=reply).status_code == 422
    for data in ({"mark": "same", "note": "a\0b"}, {"mark": "\0"}, {"unmark": "\0"}):
        assert as_(cast.cleo).post(small.fill("/a/{answer}/marks"), data=data).status_code in (400, 422)
    assert world.fingerprint() == before


def test_drafts_lose_only_what_no_database_stores(as_: SignIn, cast: Cast) -> None:
    browser = as_(cast.ana)
    assert browser.post("/drafts", data={"title": "a\0b", "body": "c\0d"}).status_code == 302
    assert db.session.query(Draft).one().fields["body"] == "cd"


def test_what_is_no_utf8_is_no_fault(as_: SignIn, cast: Cast) -> None:
    saved_question(cast.ana, cast.inner)
    browser = as_(cast.ana)
    for raw in some(RAW, 3, 1):
        send_raw(browser, raw)


def send_raw(browser: Browser, raw: bytes) -> None:
    sent = quote(raw)
    kind = "application/x-www-form-urlencoded"
    for path in ("/preview", "/drafts", "/ask", "/login", "/forgotten", "/settings", "/q/1/comments"):
        body = f"body={sent}&title={sent}&email={sent}&password={sent}&name={sent}&circle_id={sent}"
        assert browser.post(path, data=body, content_type=kind).status_code < 500, path
        assert (
            browser.post(path, data=b"body=" + raw + b"&title=" + raw, content_type=kind).status_code < 500
        ), path
    for path in (
        "/search?q=",
        "/members?q=",
        "/t/",
        "/m/",
        "/c/",
        "/tags/suggest?q=",
        "/ask?title=",
        "/questions?page=",
        "/nothing/",
    ):
        assert browser.get(path + sent).status_code < 500, path


def test_the_door_takes_any_letters(client: Browser, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    # What is at stake is what letters do, not what a hash costs.
    monkeypatch.setattr(passwords, "DUMMY", PasswordHasher(1, 8, 1).hash("forgotten"))
    for text in (*some(CORPUS, 6), *REFUSED):
        for field in ("email", "password", "next", "kept", "kept_path"):
            data = {"email": "nobody@peers.example", "password": "wrong", field: text}
            assert client.post("/login", data=data).status_code == 422, (field, text)
        assert client.post("/forgotten", data={"email": text}).status_code in (200, 422), text


def test_right_to_left_words_do_not_turn_their_neighbours(as_: SignIn, cast: Cast) -> None:
    words = {"title": "עברית עברית עברית?", "purpose": "עברית", "tag": "עברית", "answer": "עברית", "comment": "עברית",
             "note": "עברית", "body": "עברית", "interest": "עברית", "reason": "עברית"}  # fmt: skip
    small = world.build(cast, words)
    browser = as_(cast.ana)
    loose: dict[str, list[str]] = {}
    for path in ("/", "/questions?state=all", "/q/{question}", "/q/{question}/history", "/a/{answer}/history", "/a/{answer}/marks",
                 "/tags", "/notifications", "/m/ben/recognition", "/search?q=עברית", "/drafts"):  # fmt: skip
        page = browser.get(small.fill(path), follow_redirects=True).text
        found = Bidi()
        found.feed(page)
        if found.loose:
            loose[path] = found.loose
            print(path, found.loose)
    assert loose == {}

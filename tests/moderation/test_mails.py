"""What the mails of moderation say, to whom, and what they never say."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from qa.core import clock, mail, outbox, transaction
from qa.core.db import db
from qa.members import circles
from qa.members.models import Exposure, MemberState
from qa.moderation import looking, suspending
from qa.moderation.models import ActKind
from qa.vetting.models import Vouch
from tests.support.asking import nobody_is_asked
from tests.support.cast import PEOPLE, Cast
from tests.support.things import TITLE, answer, ask

WHY = "Two members ask whether this is a leak."
SOLD = "Offered his own audits by mail to three members."


def sent() -> list[EmailMessage]:
    """What the worker sends now, as mail programs read it."""
    nobody_is_asked()
    while outbox.drain(200):
        pass
    read = lambda path: message_from_bytes(path.read_bytes(), EmailMessage, policy=policy.default)  # noqa: E731
    return [read(path) for path in mail.filed()]


def whole(letter: EmailMessage) -> str:
    """Headers and every part, decoded."""
    parts = [str(part.get_content()) for part in letter.walk() if part.get_content_maintype() == "text"]
    return "\n".join([*(f"{name}: {value}" for name, value in letter.items() if name != "To"), *parts])


@pytest.fixture(autouse=True)
def _quiet(cast: Cast) -> None:
    while outbox.drain(200):
        pass


def look(cast: Cast, *, of_answer: bool) -> None:
    with transaction.unit():
        question = ask(cast.ana, cast.inner, exposure=Exposure.ANONYMOUS)
        given = answer(cast.ben, question, exposure=Exposure.ROLE)
        looking.look(cast.mo, given if of_answer else question, WHY, clock.now())


@pytest.mark.parametrize("of_answer", [True, False])
def test_the_author_is_told_who_looked_at_what_and_why_without_a_name(cast: Cast, of_answer: bool) -> None:
    look(cast, of_answer=of_answer)
    (letter,) = sent()
    said = whole(letter)
    assert letter["To"] == ("ben@peers.example" if of_answer else "ana@peers.example")
    for word in ("Mo Haddad", WHY, TITLE, f"{clock.now():%Y}", "/settings/looks"):
        assert word in said
    for handle in ("ana", "ben", "cleo"):
        assert PEOPLE[handle]["name"] not in said
        assert PEOPLE[handle]["employer"] not in said


@pytest.mark.parametrize("state", [MemberState.ACTIVE, MemberState.SUSPENDED])
def test_no_title_goes_to_who_may_not_read_the_thread_now(cast: Cast, state: MemberState) -> None:
    look(cast, of_answer=True)
    with transaction.unit():
        ben = cast.ben
        ben.state = state
        if state == MemberState.ACTIVE:
            circles.leave(cast.inner, ben, clock.now())
    (letter,) = sent()
    assert TITLE not in whole(letter)
    assert "critical" not in whole(letter).lower()
    assert WHY in whole(letter) and "It was an answer of yours." in whole(letter)


def test_nobody_writes_to_who_has_left(cast: Cast) -> None:
    look(cast, of_answer=True)
    with transaction.unit():
        cast.ben.state = MemberState.LEFT
    assert sent() == []


def sell(cast: Cast) -> None:
    with transaction.unit():
        given = {"how": "Worked together", "since_year": 2019, "given_at": clock.now()}
        db.session.add(Vouch(voucher_id=cast.cleo.id, member_id=cast.ben.id, **given))
        db.session.flush()
        suspending.suspend(cast.mo, cast.ben, ActKind.SELLING, SOLD, clock.now())


def test_the_seller_and_the_voucher_are_told(cast: Cast) -> None:
    sell(cast)
    letters = {letter["To"]: whole(letter) for letter in sent()}
    assert set(letters) == {"ben@peers.example", "cleo@peers.example"}
    seller, voucher = letters["ben@peers.example"], letters["cleo@peers.example"]
    assert "suspended" in seller and "sell here" in seller and SOLD in seller and "/standing" in seller
    assert "Ben Okafor" in voucher and "what you knew" in voucher and SOLD in voucher
    assert "Cleo" not in seller


def undo_suspension(cast: Cast) -> None:
    cast.ben.state = MemberState.ACTIVE


def undo_pause(cast: Cast) -> None:
    cast.cleo.invitations_paused_at = None


def suspend_voucher(cast: Cast) -> None:
    cast.cleo.state = MemberState.SUSPENDED


def remove_seller(cast: Cast) -> None:
    cast.ben.state = MemberState.LEFT


@pytest.mark.parametrize(
    ("change", "left"),
    [
        (undo_suspension, {"cleo@peers.example"}),
        (undo_pause, {"ben@peers.example"}),
        (suspend_voucher, {"ben@peers.example"}),
        (remove_seller, set()),
    ],
)
def test_what_does_not_stand_when_it_is_sent_is_not_told(
    cast: Cast, change: Callable[[Cast], None], left: set[str]
) -> None:
    sell(cast)
    with transaction.unit():
        change(cast)
    assert {letter["To"] for letter in sent()} == left


def test_lifting_is_told(cast: Cast) -> None:
    sell(cast)
    sent()
    for path in mail.filed():
        path.unlink()
    with transaction.unit():
        suspending.reinstate(cast.mo, cast.ben, "It was a misunderstanding.", clock.now())
        suspending.resume_invitations(cast.mo, cast.cleo, "She did not know of it.", clock.now())
    letters = {letter["To"]: whole(letter) for letter in sent()}
    assert "read and write again" in letters["ben@peers.example"]
    assert "You can invite again" in letters["cleo@peers.example"]


def test_lifting_that_was_undone_meanwhile_is_not_told(cast: Cast) -> None:
    sell(cast)
    with transaction.unit():
        suspending.reinstate(cast.mo, cast.ben, "It was a misunderstanding.", clock.now())
        suspending.resume_invitations(cast.mo, cast.cleo, "She did not know of it.", clock.now())
        cast.cleo.invitations_paused_at = datetime.now(UTC) - timedelta(days=1)
        cast.ben.state = MemberState.SUSPENDED
        db.session.flush()
    told = {(letter["To"], letter["Subject"].partition(" ·")[0]) for letter in sent()}
    assert ("ben@peers.example", "Your membership is yours again") not in told
    assert ("cleo@peers.example", "You can invite again") not in told


def test_what_waits_in_the_outbox_names_nobody(cast: Cast) -> None:
    look(cast, of_answer=True)
    sell(cast)
    rows = db.session.query(outbox.OutboxRow).filter_by(kind="moderation.told").all()
    assert rows
    assert all(set(row.payload) == {"act"} for row in rows)


def test_a_reason_is_text_and_no_markup(cast: Cast) -> None:
    with transaction.unit():
        suspending.suspend(
            cast.mo, cast.ben, ActKind.SUSPENDED, "He wrote <b>O'Brien</b> & sons", clock.now()
        )
    (letter,) = sent()
    html = letter.get_body(("html",)).get_content()  # type: ignore[union-attr]
    plain = letter.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert "&lt;b&gt;O&#39;Brien" in html
    assert "<b>O'Brien</b> & sons" in plain

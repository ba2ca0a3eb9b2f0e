"""What a reply by mail does: whose it is, what it says, and what its sender is told (RELIABILITY B4, G6)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import event

from qa.answers.models import Answer, Basis, Comment, QuotePermission
from qa.core import clock, transaction
from qa.core.db import db
from qa.core.outbox import OutboxRow
from qa.members import circles
from qa.members.models import Exposure, MemberState
from qa.notifications.replies import receiving
from qa.notifications.replies.addresses import LIFE, What
from qa.notifications.replies.models import Outcome, ReceivedMail
from qa.notifications.replies.telling import DONE, HELP
from qa.questions import drafts
from qa.questions import rules as asking
from qa.questions.models import Draft, DraftKind, Question
from qa.routing.models import Ask
from tests.support.asking import nobody_is_asked, put
from tests.support.cast import LONG_AGO, Cast
from tests.support.replying import address, arrives, jobs, last, letter, reading, sent, words, works
from tests.support.things import saved_answer, saved_question

TEXT = "Nine of 38, and the committee was happier.\n"
QUOTED = TEXT + "\nOn Thu, 26 Nov 2026 at 10:14, Quorum <reply@peers.example> wrote:\n\n> Ana needs you\n"


@pytest.fixture(autouse=True)
def _reads(app: Flask) -> Iterator[None]:
    with reading(app):
        yield


def asked(cast: Cast, handle: str = "ben", **more: object) -> Question:
    """Ana asks, and the member *handle* is asked."""
    question_id = saved_question(cast.ana, cast.inner, **more)
    nobody_is_asked()
    with transaction.unit():
        question = db.session.get_one(Question, question_id)
        put(getattr(cast, handle), question, clock.now())
    nobody_is_asked()
    return db.session.get_one(Question, question_id)


def answers() -> list[Answer]:
    return db.session.query(Answer).order_by(Answer.id).all()


def comments() -> list[Comment]:
    return db.session.query(Comment).order_by(Comment.id).all()


def test_a_reply_to_the_mail_that_asks_is_an_answer_with_the_least_said_of_it(cast: Cast) -> None:
    question = asked(cast)
    assert arrives(letter(cast.ben, QUOTED), address(cast.ben, question)) == Outcome.ANSWERED
    (given,) = answers()
    assert (given.body, given.author_id) == (TEXT.strip(), cast.ben.id)
    assert (given.basis, given.quote, given.exposure) == (Basis.OPINION, QuotePermission.NO, Exposure.NAMED)
    assert last().raw is None
    assert last().done_at is not None
    assert db.session.query(Ask).one().answered_at is not None
    (told,) = sent(DONE)
    assert (told["To"], told["Auto-Submitted"]) == ("ben@peers.example", "auto-replied")
    assert f"/a/{given.id}/edit" in words(told)
    assert told["In-Reply-To"] == "<1@mail.example>"
    assert "thread." in told["References"]


def test_the_same_message_again_posts_once(cast: Cast) -> None:
    question = asked(cast)
    to = address(cast.ben, question)
    raw = letter(cast.ben, TEXT)
    assert arrives(raw, to) == Outcome.ANSWERED
    for again in (to, to.upper(), f"<{to}>"):
        receiving.receive(raw, "ben@peers.example", again)
    works()
    assert len(answers()) == 1
    assert comments() == []
    assert db.session.query(ReceivedMail).count() == 1
    # without a Message-ID the same bytes are the same mail
    bare = letter(cast.ben, "One more thing", message_id="")
    arrives(bare, to)
    arrives(bare, to)
    assert len(comments()) == 1


def test_a_second_reply_is_a_comment_on_ones_own_answer_and_says_so(cast: Cast) -> None:
    question = asked(cast)
    to = address(cast.ben, question)
    arrives(letter(cast.ben, TEXT), to)
    sent(DONE)
    assert arrives(letter(cast.ben, "Eleven this year.", message_id="<2@m.example>"), to) == Outcome.COMMENTED
    (comment,) = comments()
    assert (comment.body, comment.answer_id) == ("Eleven this year.", answers()[0].id)
    (told,) = sent(DONE)
    assert "comment below your answer" in words(told)


def test_a_reply_about_an_answer_is_a_comment_on_it_and_tells_nobody(cast: Cast) -> None:
    question = asked(cast)
    given = saved_answer(cast.ben, question)
    to = address(cast.ana, question, What.COMMENT, given)
    assert arrives(letter(cast.ana, "Per year?"), to) == Outcome.COMMENTED
    assert [(one.body, one.answer_id, one.author_id) for one in comments()] == [
        ("Per year?", given, cast.ana.id)
    ]
    assert sent(DONE, HELP) == []


def test_the_askers_reply_is_a_comment_whatever_the_address_is_for(cast: Cast) -> None:
    question = asked(cast)
    assert arrives(letter(cast.ana, "By Monday."), address(cast.ana, question)) == Outcome.COMMENTED
    assert [one.answer_id for one in comments()] == [None]


def test_an_answer_after_the_date_is_taken_and_late(cast: Cast) -> None:
    question = asked(cast, days=1)
    to = address(cast.ben, question)
    with time_machine.travel(clock.now() + timedelta(days=3), tick=False):
        assert arrives(letter(cast.ben, TEXT), to) == Outcome.ANSWERED


@pytest.mark.parametrize(
    "first", ["Not now.", "NICHT JETZT", "Pas maintenant !", "ahora no", "*Non ora*", "Niet nu"]
)
def test_not_now_passes_the_ask_on(cast: Cast, first: str) -> None:
    question = asked(cast)
    assert arrives(letter(cast.ben, first + "\n"), address(cast.ben, question)) == Outcome.PASSED
    assert db.session.query(Ask).one().passed_at is not None
    assert answers() == []
    assert sent(DONE) == []


def test_not_now_of_one_who_is_not_asked_is_explained(cast: Cast) -> None:
    question_id = saved_question(cast.ana, cast.inner)
    nobody_is_asked()
    question = db.session.get_one(Question, question_id)
    assert arrives(letter(cast.ben, "Not now"), address(cast.ben, question)) == Outcome.REFUSED
    (told,) = sent(HELP)
    assert "You are not asked for this question" in words(told)


def test_what_stands_below_not_now_is_not_posted_and_goes_back(cast: Cast) -> None:
    question = asked(cast)
    arrives(letter(cast.ben, "Not now\n\nI am in the mountains until Friday."), address(cast.ben, question))
    (told,) = sent(DONE)
    assert "in the mountains" in words(told)
    assert answers() == []
    assert comments() == []


@pytest.mark.parametrize(
    "first", ["ask cleo@levant.example", "Ask Cleo Marchetti", "ask @cleo", "Bitte frag Cleo Marchetti.", "Demande à @cleo",
              "ask cleo.marchetti@anywhere.example"]
)  # fmt: skip
def test_ask_hands_the_ask_on(cast: Cast, first: str) -> None:
    question = asked(cast)
    assert arrives(letter(cast.ben, first), address(cast.ben, question)) == Outcome.HANDED
    assert db.session.query(Ask).filter_by(member_id=cast.ben.id).one().handed_to_id == cast.cleo.id
    assert db.session.query(Ask).filter_by(member_id=cast.cleo.id).one().handed_by_id == cast.ben.id
    (told,) = sent(DONE)
    assert "Cleo Marchetti is asked" in words(told)


def test_asking_by_an_address_looks_up_no_address(cast: Cast) -> None:
    """Whether an address belongs to a member cannot be found out: those of a member, an applicant and nobody read the same."""
    question = asked(cast)
    with transaction.unit():
        cast.cleo.email = cast.cleo.email_key = "marchetta.c@levant.example"
        cast.eve.email = cast.eve.email_key = "tanaka.e@aster.example"
    told = []
    for number, who in enumerate(
        ("marchetta.c@levant.example", "tanaka.e@aster.example", "nobody.x@aster.example")
    ):
        with time_machine.travel(clock.now() + timedelta(days=2 * number), tick=False):
            raw = letter(cast.ben, f"ask {who}", message_id=f"<{number}@m.example>")
            assert arrives(raw, address(cast.ben, question)) == Outcome.REFUSED
            (one,) = sent(HELP)
            told.append(words(one).replace(who, "WHO"))
    assert told[0] == told[1] == told[2]
    assert db.session.query(Ask).one().handed_at is None


def test_who_is_meant_unclearly_is_suggested_by_name_and_the_text_goes_back(cast: Cast) -> None:
    question = asked(cast)
    assert arrives(letter(cast.ben, "ask Marchetti\n"), address(cast.ben, question)) == Outcome.REFUSED
    (told,) = sent(HELP)
    assert "Cleo Marchetti (@cleo)" in words(told)
    assert "ask Marchetti" in words(told)


def test_somebody_outside_the_circle_is_not_asked(cast: Cast) -> None:
    question = asked(cast)
    assert arrives(letter(cast.ben, "ask @dan"), address(cast.ben, question)) == Outcome.REFUSED
    assert db.session.query(Ask).filter_by(member_id=cast.dan.id).count() == 0


# Whose it is


@pytest.mark.parametrize("wrong", [
    "Cleo <cleo@peers.example>", "ben@peers.example.evil.example", "Ben <ben@peers.example>, Cleo <cleo@peers.example>",
    '"ben@peers.example" <eve@evil.example>', "undisclosed", "=?utf-8?q?ben=40peers.example?= <eve@evil.example>",
    "=?utf-8?q?=3Cben=40peers=2Eexample=3E_=28?= <eve@evil.example>", "=?utf-8?q?ben?=@peers.example", "=?utf-8?q?ben=40peers.example?=",
    "<ben@peers.example> " + "x" * 2_000 + " <eve@evil.example>",
])  # fmt: skip
def test_another_sender_posts_nothing_and_reads_nothing_of_the_forum(cast: Cast, wrong: str) -> None:
    question = asked(cast)
    raw = letter(cast.ben, QUOTED).replace(b"From: Ben Okafor <ben@peers.example>", f"From: {wrong}".encode())
    assert arrives(raw, address(cast.ben, question)) == Outcome.WRONG_SENDER
    assert answers() == []
    (told,) = sent(HELP)
    assert told["To"] == "ben@peers.example"
    assert "from another address" in words(told)
    assert all(word not in told.as_string() for word in ("Nine of 38", "evil.example", "1@mail.example"))


HELPED = "mx.peers.example; spf=pass smtp.mailfrom=eve@evil.example"


@pytest.mark.parametrize(("trusted", "results", "strangers"), [
    ("mx.peers.example", HELPED, 1),
    ("mx.peers.example", "mx.peers.example; spf=pass smtp.mailfrom=x@spam.example", 0),
    ("mx.peers.example", "mx.peers.example; spf=fail smtp.mailfrom=eve@evil.example", 0),
    ("", HELPED, 0),
])  # fmt: skip
def test_a_stranger_is_told_once_where_they_surely_wrote_and_reads_nothing_at_all(
    app: Flask, cast: Cast, trusted: str, results: str, strangers: int
) -> None:
    question = asked(cast)
    with reading(app, reply_authserv=trusted):
        for number in range(2):
            raw = f"Authentication-Results: {results}\r\n".encode()
            raw += letter("Eve <eve@evil.example>", QUOTED, message_id=f"<{number}@m.example>")
            assert arrives(raw, address(cast.ben, question)) == Outcome.WRONG_SENDER
        told = sent(HELP)
    assert sorted(one["To"] for one in told) == ["ben@peers.example"] + ["eve@evil.example"] * strangers
    for one in told[1:]:
        said = words(one) + str(one["Subject"])
        assert all(word not in said for word in ("Nine of 38", "Ben", question.title, f"/q/{question.id}"))
        assert one["List-Id"] is one["Reply-To"] is None


def test_what_strangers_send_leaves_the_member_their_help(cast: Cast) -> None:
    question = asked(cast)
    arrives(letter("Eve <eve@evil.example>", TEXT), address(cast.ben, question))
    arrives(letter(cast.ben, " ", message_id="<2@m.example>"), address(cast.ben, question))
    assert ["No words of your own" in words(one) for one in sent(HELP)] == [False, True]


def test_a_member_who_left_the_circle_is_told_of_a_strangers_mail_without_the_question(cast: Cast) -> None:
    question = asked(cast)
    to = address(cast.ben, question)
    with transaction.unit():
        circles.leave(cast.inner, cast.ben, clock.now())
    arrives(letter("Eve <eve@evil.example>", TEXT), to)
    (told,) = sent(HELP)
    assert "from another address" in words(told)
    assert question.title not in words(told)


def test_a_name_in_encoded_words_is_no_hindrance(cast: Cast) -> None:
    question = asked(cast)
    raw = letter(cast.ben, TEXT).replace(b"From: Ben Okafor", b"From: =?utf-8?q?Ben_=C3=98kafor=2C_MD?=")
    assert arrives(raw, address(cast.ben, question)) == Outcome.ANSWERED


def test_two_from_headers_are_nobodys(cast: Cast) -> None:
    question = asked(cast)
    raw = b"From: Eve <eve@evil.example>\r\n" + letter(cast.ben, TEXT)
    assert arrives(raw, address(cast.ben, question)) == Outcome.WRONG_SENDER


@pytest.mark.parametrize(("results", "outcome"), [
    (["mx.peers.example; dmarc=pass header.from=peers.example"], Outcome.ANSWERED),
    (["mx.peers.example; spf=fail smtp.mailfrom=x.example; dmarc=pass (p=none; sp=\"none\") header.from=Peers.Example"], Outcome.ANSWERED),
    (["mx.peers.example; dmarc=pass"], Outcome.UNPROVEN),
    (["mx.peers.example; dmarc=pass header.from=evil.example"], Outcome.UNPROVEN),
    (["mx.peers.example; dmarc=pass header.from=mail.peers.example"], Outcome.UNPROVEN),
    (["mx.peers.example; dmarc=pass header.from=evil.example header.from=peers.example"], Outcome.UNPROVEN),
    (["mx.peers.example; dmarc = pass header.from = \"peers.example\""], Outcome.ANSWERED),
    (["mx.peers.example; dmarc=none; dkim=pass header.d=peers.example"], Outcome.ANSWERED),
    (["mx.peers.example; dmarc=none; spf=pass smtp.mailfrom=evil.example", "mx.peers.example; dmarc=pass header.from=peers.example"],
     Outcome.UNPROVEN),
    (["mx.peers.example; dmarc=none; dmarc=pass header.from=peers.example"], Outcome.UNPROVEN),
    (["mx.other.example; spf=none", "mx.peers.example; spf=pass smtp.mailfrom=peers.example"], Outcome.ANSWERED),
    (['mx.peers.example; spf=pass smtp.mailfrom="peers.example a"@evil.example'], Outcome.UNPROVEN),
    (['mx.peers.example; spf=pass smtp.mailfrom="a smtp.mailfrom=peers.example b"@evil.example'], Outcome.UNPROVEN),
    (['mx.peers.example; spf=pass smtp.mailfrom=smtp.mailfrom=peers.example@evil.example'], Outcome.UNPROVEN),
    (['mx.peers.example; dmarc=fail; spf=pass smtp.mailfrom="a; dmarc=pass header.from=peers.example "@evil.example'], Outcome.UNPROVEN),
    (['mx.peers.example; spf=pass smtp.mailfrom="a\\"; spf=pass smtp.mailfrom=peers.example; x"@evil.example'], Outcome.UNPROVEN),
    (['mx.peers.example; spf=pass (a\\) ; spf=pass smtp.mailfrom=peers.example) smtp.mailfrom=evil.example'], Outcome.UNPROVEN),
    (['mx.peers.example; spf=pass smtp.mailfrom="a@evil.example', "mx.peers.example; spf=pass smtp.mailfrom=peers.example"], Outcome.UNPROVEN),
    (["mx.peers.example; spf=pass smtp.mailfrom=" + "a" * 9_000 + "@evil.example", "mx.peers.example; spf=pass smtp.mailfrom=peers.example"],
     Outcome.UNPROVEN),
    (['mx.peers.example; spf=pass smtp.mailfrom="bounce+ben=levant.example@peers.example"'], Outcome.ANSWERED),
    (['mx.peers.example; spf=pass smtp.mailfrom="Ben Okafor"@peers.example'], Outcome.ANSWERED),
    (["mx.peers.example; dkim=pass header.i=@mail.peers.example"], Outcome.ANSWERED),
    (["mx.peers.example; dkim=pass header.d=evilpeers.example"], Outcome.UNPROVEN),
    (["mx.peers.example; dkim=pass header.d=example"], Outcome.UNPROVEN),
    (["mx.peers.example 1; dkim=pass (2048-bit key) header.d=peers.example"], Outcome.ANSWERED),
    (["mx.peers.example; spf=pass smtp.mailfrom=bounce@mail.peers.example"], Outcome.ANSWERED),
    (["mx.peers.example; dkim=fail header.d=peers.example; dkim=pass header.d=peers.example"], Outcome.ANSWERED),
    (["mx.peers.example; dmarc=fail; dkim=pass header.d=peers.example"], Outcome.UNPROVEN),
    (["mx.peers.example; dkim=pass header.d=evil.example; spf=pass smtp.mailfrom=evil.example"], Outcome.UNPROVEN),
    (["mx.evil.example; dmarc=pass header.from=peers.example"], Outcome.UNPROVEN),
    (["mx.peers.example.evil.example; dmarc=pass header.from=peers.example"], Outcome.UNPROVEN),
    (["(mx.peers.example; dmarc=pass) mx.evil.example; dmarc=pass header.from=peers.example"], Outcome.UNPROVEN),
    (["mx.peers.example; dmarc=fail", "mx.peers.example; dmarc=pass header.from=peers.example"], Outcome.UNPROVEN),
    ([], Outcome.UNPROVEN),
])  # fmt: skip
def test_what_the_receiving_server_found_counts_where_it_is_named(
    app: Flask, cast: Cast, results: list[str], outcome: Outcome
) -> None:
    question = asked(cast)
    heads = "".join(f"Authentication-Results: {one}\r\n" for one in results).encode()
    with reading(app, reply_authserv="mx.peers.example"):
        assert arrives(heads + letter(cast.ben, TEXT), address(cast.ben, question)) == outcome
        assert len(answers()) == (outcome == Outcome.ANSWERED)
        assert len(sent(HELP)) == (outcome == Outcome.UNPROVEN)


def test_without_that_setting_its_headers_are_not_looked_at(cast: Cast) -> None:
    question = asked(cast)
    raw = b"Authentication-Results: mx.peers.example; dmarc=fail\r\n" + letter(cast.ben, TEXT)
    assert arrives(raw, address(cast.ben, question)) == Outcome.ANSWERED


# What is told, and how often


def test_an_address_that_has_ended_says_so_and_gives_the_text_back(cast: Cast) -> None:
    question = asked(cast)
    to = address(cast.ben, question)
    with time_machine.travel(clock.now() + LIFE + timedelta(days=2), tick=False):
        assert arrives(letter(cast.ben, TEXT), to) == Outcome.EXPIRED
        (told,) = sent(HELP)
    assert "Nine of 38" in words(told)
    assert answers() == []


def test_no_words_of_ones_own_are_asked_for(cast: Cast) -> None:
    question = asked(cast)
    raw = letter(
        cast.ben, "On Thu, 26 Nov 2026 at 10:14, Quorum <r@peers.example> wrote:\n\n> Ana needs you\n"
    )
    assert arrives(raw, address(cast.ben, question)) == Outcome.EMPTY
    assert "No words of your own" in words(sent(HELP)[0])


def test_a_text_that_is_too_long_goes_back_and_is_told_once_a_day(cast: Cast) -> None:
    question = asked(cast)
    given = saved_answer(cast.ben, question)
    to = address(cast.ana, question, What.COMMENT, given)
    for number, (days, told) in enumerate(((0, 1), (0.5, 0), (1.1, 1))):
        with time_machine.travel(clock.now() + timedelta(days=days), tick=False):
            raw = letter(cast.ana, "long " * 300, message_id=f"<{number}@m.example>")
            assert arrives(raw, to) == Outcome.REFUSED
            found = sent(HELP)
            assert len(found) == told
            assert all("long long long" in words(one) for one in found)
    assert comments() == []


def test_the_draft_that_a_mail_has_become_is_no_draft_any_more(cast: Cast) -> None:
    for words_, left in (("Nine of 38", 0), ("Nine of 38, and twelve abroad", 1)):
        question = asked(cast)
        with transaction.unit():
            drafts.save(cast.ben, DraftKind.ANSWER, {"body": words_}, clock.now(), question_id=question.id)
        raw = letter(cast.ben, TEXT, message_id=f"<{left}@m.example>")
        assert arrives(raw, address(cast.ben, question)) == Outcome.ANSWERED
        assert db.session.query(Draft).filter_by(member_id=cast.ben.id).count() == left


def test_an_answer_that_a_rule_refuses_waits_in_its_form(cast: Cast) -> None:
    question = asked(cast)
    raw = letter(cast.ben, "See our offer at www.carrow-mutual.com for that.")
    assert arrives(raw, address(cast.ben, question)) == Outcome.REFUSED
    (draft,) = db.session.query(Draft).filter_by(member_id=cast.ben.id)
    assert "www.carrow-mutual.com" in draft.fields["body"]
    (told,) = sent(HELP)
    assert "which looks like your employer" in words(told)
    assert "wait in the form" in words(told)
    again = letter(cast.ben, "And carrow-mutual.com again.", message_id="<2@m.example>")
    arrives(again, address(cast.ben, question))
    db.session.expire_all()
    body = db.session.query(Draft).filter_by(member_id=cast.ben.id).one().fields["body"]
    assert "offer" in body
    assert "again" in body


def test_a_pledge_that_is_due_posts_nothing_and_loses_nothing(cast: Cast) -> None:
    question = asked(cast)
    with transaction.unit():
        cast.ben.pledged_until = LONG_AGO
    assert arrives(letter(cast.ben, TEXT), address(cast.ben, question)) == Outcome.REFUSED
    assert answers() == []
    assert "Nine of 38" in db.session.query(Draft).filter_by(member_id=cast.ben.id).one().fields["body"]


def test_what_is_attached_is_named_and_the_text_posted(cast: Cast) -> None:
    question = asked(cast)
    raw = (
        b"From: Ben Okafor <ben@peers.example>\r\nMessage-ID: <9@m.example>\r\nMIME-Version: 1.0\r\n"
        b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n"
        + TEXT.encode()
        + b"\r\n--b\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename*=utf-8''pr%C3%BCfung.pdf\r\n\r\nx\r\n--b--\r\n"
    )
    assert arrives(raw, address(cast.ben, question)) == Outcome.ANSWERED
    assert answers()[0].body == TEXT.strip()
    assert "prüfung.pdf" in words(sent(DONE)[0])


def test_that_something_was_left_out_does_not_use_up_the_help_of_the_day(cast: Cast) -> None:
    question = asked(cast)
    to = address(cast.ana, question, What.COMMENT)
    raw = (
        b"From: Ana Lindqvist <ana@peers.example>\r\nMessage-ID: <10@m.example>\r\nMIME-Version: 1.0\r\n"
        b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nPer year?"
        b"\r\n--b\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename=a.pdf\r\n\r\nx\r\n--b--\r\n"
    )
    assert arrives(raw, to) == Outcome.COMMENTED
    assert arrives(letter(cast.ana, "x" * 40_000, message_id="<11@m.example>"), to) == Outcome.REFUSED
    assert len(sent(HELP)) == 2


# Rights are those of the moment (B4)


def test_who_left_the_circle_posts_nothing_and_reads_nothing(cast: Cast) -> None:
    question = asked(cast)
    to = address(cast.ben, question)
    with transaction.unit():
        circles.leave(cast.inner, cast.ben, clock.now())
    assert arrives(letter(cast.ben, TEXT), to) == Outcome.CLOSED
    assert answers() == []
    (told,) = sent(HELP)
    said = words(told) + str(told["Subject"])
    assert "Nine of 38" in said
    assert question.title not in said
    assert "/q/" not in said
    assert told["Reply-To"] is None


def test_a_question_that_is_taken_back_reads_as_one_that_is_not_ones_own(cast: Cast) -> None:
    question = asked(cast)
    to = address(cast.ben, question)
    with transaction.unit():
        asking.withdraw(cast.ana, db.session.get_one(Question, question.id), clock.now())
    assert arrives(letter(cast.ben, TEXT), to) == Outcome.CLOSED
    gone = words(sent(HELP)[0])
    other = asked(cast)
    to = address(cast.ben, other)
    with transaction.unit():
        circles.leave(cast.inner, cast.ben, clock.now())
    arrives(letter(cast.ben, TEXT), to)
    assert words(sent(HELP)[0]) == gone


@pytest.mark.parametrize("state", [MemberState.SUSPENDED, MemberState.LEFT])
def test_who_is_no_member_any_more_is_refused_at_the_door(cast: Cast, state: MemberState) -> None:
    question = asked(cast)
    to = address(cast.ben, question)
    receiving.receive(letter(cast.ben, TEXT), "", to)  # taken in before
    with transaction.unit():
        cast.ben.state = state
    works()
    assert answers() == []
    assert jobs(HELP) == jobs(DONE) == []
    with pytest.raises(receiving.Refused, match=r"550 5\.1\.1"):
        receiving.receive(letter(cast.ben, TEXT, message_id="<3@m.example>"), "ben@peers.example", to)


def test_a_right_lost_before_the_confirmation_goes_out_sends_none(cast: Cast) -> None:
    question = asked(cast)
    arrives(letter(cast.ben, TEXT), address(cast.ben, question))
    with transaction.unit():
        circles.leave(cast.inner, cast.ben, clock.now())
    assert sent(DONE) == []


# How many


def test_many_mails_of_one_member_wait_at_the_server_and_are_not_lost(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    question = asked(cast)
    to = address(cast.ben, question)
    monkeypatch.setattr(receiving, "AN_HOUR", 3)
    for number in range(3):
        receiving.receive(letter(cast.ben, TEXT, message_id=f"<{number}@m.example>"), "", to)
    with pytest.raises(receiving.Refused) as refused:
        receiving.receive(letter(cast.ben, TEXT, message_id="<9@m.example>"), "", to)
    assert refused.value.later
    with time_machine.travel(clock.now() + timedelta(hours=2), tick=False):
        receiving.receive(letter(cast.ben, TEXT, message_id="<9@m.example>"), "", to)


def test_what_came_is_forgotten(cast: Cast) -> None:
    question = asked(cast)
    receiving.receive(letter(cast.ben, TEXT), "", address(cast.ben, question))
    for old in (receiving.UNDONE, receiving.KEPT):  # no worker was there: it is still to be done
        with time_machine.travel(clock.now() + old + timedelta(hours=1), tick=False):
            receiving.forget()
        assert last().raw is not None
    with transaction.unit():
        db.session.query(OutboxRow).filter_by(kind=receiving.KIND).update({"dead_at": clock.now()})
    with time_machine.travel(clock.now() + receiving.UNDONE + timedelta(hours=1), tick=False):
        receiving.forget()
    assert last().raw is None
    with time_machine.travel(clock.now() + receiving.KEPT + timedelta(hours=1), tick=False):
        receiving.forget()
    assert db.session.query(ReceivedMail).count() == 0


class Killed(Exception):
    """In the place of SIGKILL: nothing between here and the worker catches it."""


@pytest.mark.parametrize("text", [TEXT, "ask @cleo", "See www.carrow-mutual.com for it."])
def test_killed_after_any_statement_it_is_done_once(cast: Cast, text: str) -> None:
    """The worker dies after each statement in turn, and does the mail again (N5)."""
    question = asked(cast)
    receiving.receive(letter(cast.ben, text), "ben@peers.example", address(cast.ben, question))
    deaths, left = 0, 0

    def die(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        nonlocal left
        if statement.startswith("BEGIN"):
            return  # the pool would keep what a kill ends
        left -= 1
        if left == -1:
            raise Killed

    event.listen(db.engine, "after_cursor_execute", die)
    try:
        for number in range(200):
            left = number
            try:
                works()
            except Killed:
                deaths += 1
                db.session.remove()
            else:
                break
    finally:
        event.remove(db.engine, "after_cursor_execute", die)
    assert deaths > 10
    assert last().outcome is not None
    assert last().raw is None
    assert len(answers()) == (text == TEXT)
    assert db.session.query(Ask).filter(Ask.handed_at.is_not(None)).count() == (text == "ask @cleo")
    assert len(jobs(DONE)) + len(jobs(HELP)) == 1

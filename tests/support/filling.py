"""Some of everything: a row in every table of the application, by its own rules."""

from __future__ import annotations

from datetime import timedelta

from qa.answers import commenting, ending, marking, retagging, thanking
from qa.answers import rules as answer_rules
from qa.answers.models import Answer, Basis, Ending, MarkKind
from qa.answers.thanking import Thanks
from qa.core import clock, mail, transaction
from qa.core.db import db
from qa.members.mailing import rules as mailing
from qa.members.mailing.models import MailKind, MailRound, Often, RoundName
from qa.members.mailing.rules import Choices
from qa.members.models import (
    CircleEntry,
    EntryKind,
    Exposure,
    Gathering,
    GatheringSeat,
    LoginSession,
    Member,
    PasswordReset,
)
from qa.members.privileges import rules as privileges
from qa.members.privileges.models import GrantWhy, Privilege, PrivilegeReview
from qa.moderation import entrusting
from qa.moderation.models import ActKind, ModerationAct
from qa.notifications.models import FeedAddress, FeedKind
from qa.notifications.replies.addresses import What
from qa.notifications.replies.models import MailHold, ReceivedMail, ReplyHelp
from qa.questions import after, drafts, following, linking, rules
from qa.questions.models import DraftKind, Question, QuestionWidening
from qa.recognition import hiding
from qa.routing import rules as wishes
from qa.routing.models import Ask, Naming, Why
from qa.routing.rules import Wishes
from qa.search.models import SavedHit, SavedSearch
from qa.search.semantic.models import ThreadVector
from qa.signin.models import AddressChange, CodeApp, ExternalIdentity, Passkey, RecoveryCode
from qa.vetting.models import (
    Application,
    Inquiry,
    Invitation,
    Nomination,
    Pledge,
    Stance,
    StanceKind,
    Vouch,
)
from tests.support import statements
from tests.support.asking import put
from tests.support.cast import Cast
from tests.support.things import answer, ask


def fill_everything() -> None:
    """Questions, answers, comments, marks, revisions, drafts, notices, sessions, resets and work to be done."""
    now, cast = clock.now(), Cast()
    with transaction.unit():
        question = ask(cast.ana, cast.inner, tags=("vendor audits", "résumé"))
        ask(
            cast.ben,
            cast.everyone,
            title="Who owns the incident drill at your place?",
            exposure=Exposure.ANONYMOUS,
        )
        given = answer(cast.ben, question)
        other = answer(cast.cleo, question, exposure=Exposure.ANONYMOUS, interest="We sell audits")
        marking.give(cast.ana, given, MarkKind.USED, now, marking.Remark("Thank you", 6))
        marking.give(cast.cleo, given, MarkKind.HELPFUL, now)
        marking.take_back(cast.cleo, given, MarkKind.HELPFUL, now)
        marking.give(cast.ana, other, MarkKind.RISKY, now, marking.Remark("Not under DORA"))
        _kept(cast, given)
        commenting.add(cast.ana, question, "Per year?", now)
        commenting.add(cast.ana, question, "On site?", now, given)
        answer_rules.edit(
            cast.ben, given, answer_rules.Reply("Ten of 38.", Basis.DID), now, base=1, reason="count"
        )
        words = rules.Words(question.title, "Better words.", tags=("vendor audits",))
        rules.edit(cast.ana, question, words, now, base=1)
        drafts.save(cast.ana, DraftKind.QUESTION, {"title": "Half a question"}, now)
        drafts.save(cast.mo, DraftKind.ANSWER, {"body": "Half an answer"}, now, question_id=question.id)
        _prior(cast, question, given)
        _ended(cast)
        mail.queue("ana@peers.example", "News", "text")
        _doors(cast.ana)
        _joining(cast)
        _gathering(cast)
        _proofs(cast.ana)
        _searches(cast.cleo, question)
        chosen = Choices({MailKind.POSTED: Often.NEVER}, {cast.inner.id: Often.WEEKLY})
        mailing.choose(cast.dan, Choices(chosen.kinds), now)
        mailing.choose(cast.cleo, chosen, now)
        following.follow(cast.mo, question, now)
        _replies(cast, question)
        for kind in FeedKind:
            db.session.add(
                FeedAddress(member_id=cast.ana.id, kind=kind, token_hash=kind.value[0] * 64, made_at=now)
            )
        _asks(cast, question)
        statements.put(cast.ben, now)
        _privileges(cast, question)
        db.session.add(
            ThreadVector(question_id=question.id, serial=1, version=now, model="m", digest=b"d", numbers=b"n")
        )
        db.session.add(
            ModerationAct(
                kind=ActKind.LOOKED, actor_id=cast.mo.id, target_id=cast.ben.id, question_id=question.id,
                reason="Two members named the same person", made_at=now,
            )
        )  # fmt: skip


def _kept(cast: Cast, given: Answer) -> None:
    """Ana's thanks are for Ben alone, and she says that it held; he keeps a topic to himself."""
    now = clock.now()
    thanking.thank(cast.ana, given, Thanks("Thank you", 6, private=True), now)
    thanking.say_held(cast.ana, given, True, now)
    hiding.hide(cast.ben, "vendor audits", now)


def _prior(cast: Cast, question: Question, given: Answer) -> None:
    """Cleo had no need to ask, Ben said that it is still true, and Ana asked twice."""
    now = clock.now()
    draft = drafts.save(cast.cleo, DraftKind.QUESTION, {"title": "What do you visit?"}, now)
    ending.end(cast.cleo, given, draft, now)
    one = db.session.query(Ending).one()
    one.asked_at, one.replied_at, one.still_true = now, now, True
    linking.link(cast.ana, question, ask(cast.ana, cast.inner, title="How many vendors do you visit?"), now)


def _ended(cast: Cast) -> None:
    """Ana moved a date, Ben answered before it, and she said what was decided: news for Ben."""
    now = clock.now()
    past = now - timedelta(days=3)
    question = ask(cast.ana, cast.inner, title="What did you decide on vendors?", now=past, days=1)
    answer(cast.ben, question, now=past)
    after.move(cast.ana, question, past + timedelta(days=2), "The committee meets later", past)
    after.record(cast.ana, question, "We went with **six**.", now)


def _privileges(cast: Cast, question: Question) -> None:
    """Cleo may change topics, and did; moderators are asked to look at that, and Dan may not vouch any more."""
    now = clock.now()
    privileges.grant(cast.cleo.id, [Privilege.TOPICS], GrantWhy.RECORD, now)
    retagging.change(cast.cleo, question, ["vendor audits", "dora"], now, base=2)
    one = {"member_id": cast.cleo.id, "privilege": Privilege.TOPICS}
    db.session.add(PrivilegeReview(opened_at=now, **one))
    entrusting.take(cast.mo, cast.dan, Privilege.VOUCHING, "Vouched for two strangers.", now)


def _asks(cast: Cast, question: Question) -> None:
    """Mo was asked and named Cleo, who wants to be asked less."""
    now = clock.now()
    one = put(cast.mo, question, now)
    one.handed_at, one.handed_to_id = now, cast.cleo.id
    other = ask(cast.cleo, cast.everyone, title="Who owns the exit plan at your place?")
    db.session.add_all(
        [
            Naming(question_id=other.id, member_id=cast.dan.id, named_at=now, could=True),
            Ask(question_id=other.id, member_id=cast.dan.id, wave=0, asked_at=now, why=Why.BY_NAME),
            QuestionWidening(
                question_id=other.id, widened_by_id=cast.cleo.id, widened_at=now,
                before_id=cast.inner.id, after_id=cast.everyone.id,
            ),
        ]
    )  # fmt: skip
    choice = Wishes(1, "", "never", {cast.inner.id}, ("vendor audits",))
    wishes.choose(cast.cleo, choice, now)


def _doors(member: Member) -> None:
    now = clock.now()
    times = {"member_id": member.id, "created_at": now, "expires_at": now + timedelta(days=1)}
    db.session.add(LoginSession(token_hash="a" * 64, device="Firefox on Linux", seen_at=now, **times))
    db.session.add(PasswordReset(token_hash="b" * 64, **times))


def _joining(cast: Cast) -> None:
    """An invitation that became an application, with all that is said of it."""
    now = clock.now()
    until = now + timedelta(days=30)
    invitation = Invitation(
        inviter_id=cast.ben.id, name="Eve Tanaka", email="eve@peers.example", email_key="eve@peers.example",
        how="Ran our audit", since_year=2019, token_hash="c" * 64, made_at=now, expires_at=until, used_at=now,
    )  # fmt: skip
    db.session.add(invitation)
    db.session.flush()
    application = Application(
        invitation_id=invitation.id, member_id=cast.eve.id, name="Eve Tanaka", email="eve@peers.example",
        email_key="eve@peers.example", decides="The budget", why="Nobody here knows", token_hash="d" * 64,
        made_at=now, expires_at=until, confirmed_at=now,
    )  # fmt: skip
    db.session.add(application)
    db.session.flush()
    one = {"application_id": application.id}
    vouch = {"voucher_id": cast.ben.id, "member_id": cast.eve.id, "how": "Ran our audit", "since_year": 2019}
    db.session.add_all(
        [
            Nomination(member_id=cast.cleo.id, **one),
            Vouch(given_at=now, **vouch, **one),
            Stance(member_id=cast.cleo.id, kind=StanceKind.UNKNOWN, made_at=now, **one),
            Inquiry(asked_by_id=cast.mo.id, question="Since when?", asked_at=now, **one),
            Pledge(
                member_id=cast.ana.id, title="CISO", employer="Nordsee Bank", given_at=now, holds_until=until
            ),
            MailRound(member_id=cast.mo.id, name=RoundName.QUEUE, due_at=now),
        ]
    )


def _gathering(cast: Cast) -> None:
    now = clock.now()
    gathering = Gathering(founder_id=cast.ana.id, name="Exit planners", cap=20, begun_at=now)
    db.session.add(gathering)
    db.session.flush()
    db.session.add(GatheringSeat(gathering_id=gathering.id, member_id=cast.ben.id, asked_at=now))
    asked = {"circle_id": cast.inner.id, "member_id": cast.dan.id, "asked_by_id": cast.ben.id}
    db.session.add(CircleEntry(kind=EntryKind.INVITATION, made_at=now, **asked))


def _searches(member: Member, question: Question) -> None:
    now = clock.now()
    saved = SavedSearch(
        member_id=member.id, words="vendor", filters={}, key="f" * 64, known=[question.id], made_at=now
    )
    db.session.add(saved)
    db.session.flush()
    db.session.add(SavedHit(saved_id=saved.id, question_id=question.id, found_at=now))


def _proofs(member: Member) -> None:
    now, one = clock.now(), {"member_id": member.id, "made_at": clock.now()}
    db.session.add_all(
        [
            CodeApp(secret="sealed", **one),
            RecoveryCode(code_hash="e" * 64, **one),
            Passkey(credential_id=b"id", public_key=b"key", transports=["usb"], **one),
            ExternalIdentity(issuer="https://login.example", subject="ana", **one),
            AddressChange(
                email="ana@new.example",
                email_key="ana@new.example",
                expires_at=now + timedelta(days=1),
                **one,
            ),
        ]
    )


def _replies(cast: Cast, question: Question) -> None:
    """A mail that waits, what was told of another, and mails that came back."""
    now = clock.now()
    db.session.add(
        ReceivedMail(
            key="0" * 64, what=What.ANSWER, member_id=cast.ben.id, question_id=question.id, part=0,
            until=now + timedelta(days=90), sender="ben@peers.example", raw=b"From: \xff\r\n\r\nNine", received_at=now,
        )
    )  # fmt: skip
    db.session.add(ReplyHelp(sender_key="1" * 64, question_id=question.id, told_at=now))
    db.session.add(MailHold(member_id=cast.ben.id, mailbox=2**32 - 1, bounces=3, last_at=now, off_at=now))

"""Some of everything: a row in every table of the application, by its own rules."""

from __future__ import annotations

from datetime import timedelta

from qa.answers import commenting, marking
from qa.answers import rules as answer_rules
from qa.answers.models import Basis, MarkKind
from qa.core import clock, mail, transaction
from qa.core.db import db
from qa.members.models import Exposure, LoginSession, Member, PasswordReset
from qa.questions import drafts, rules
from qa.questions.models import DraftKind
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
        commenting.add(cast.ana, question, "Per year?", now)
        commenting.add(cast.ana, question, "On site?", now, given)
        answer_rules.edit(
            cast.ben, given, answer_rules.Reply("Ten of 38.", Basis.DID), now, base=1, reason="count"
        )
        words = rules.Words(question.title, "Better words.", tags=("vendor audits",))
        rules.edit(cast.ana, question, words, now, base=1)
        drafts.save(cast.ana, DraftKind.QUESTION, {"title": "Half a question"}, now)
        drafts.save(cast.mo, DraftKind.ANSWER, {"body": "Half an answer"}, now, question_id=question.id)
        mail.queue("ana@peers.example", "News", "text")
        _doors(cast.ana)


def _doors(member: Member) -> None:
    now = clock.now()
    times = {"member_id": member.id, "created_at": now, "expires_at": now + timedelta(days=1)}
    db.session.add(LoginSession(token_hash="a" * 64, device="Firefox on Linux", seen_at=now, **times))
    db.session.add(PasswordReset(token_hash="b" * 64, **times))

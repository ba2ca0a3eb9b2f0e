"""The mails that gather, as ``mail_rows`` has the others: of one thread at once, and of an hour, a day, a week."""

from __future__ import annotations

from datetime import timedelta

from qa.answers import commenting, marking
from qa.answers import rules as answer_rules
from qa.answers.models import Answer, Comment, MarkKind
from qa.core import clock
from qa.core.db import db
from qa.members import circles
from qa.members.mailing import rounds
from qa.members.mailing import rules as mailing
from qa.members.mailing.models import MailKind, Often, RoundName
from qa.members.models import Exposure, MemberState
from qa.notifications import rules as news
from qa.questions import following
from qa.questions import rules as asking
from qa.questions.models import Question
from qa.routing.models import Ask
from qa.search import grammar, saving
from qa.search.models import SavedHit, SavedSearch
from tests.security.mail_rows import NOT_ASKED, Row, Step, forget, gone, of, only, puts
from tests.support.asking import put
from tests.support.cast import Cast
from tests.support.mailing import wants
from tests.support.things import answer, ask

OFTEN = {RoundName.HOURLY: Often.HOURLY, RoundName.DAILY: Often.DAILY, RoundName.WEEKLY: Often.WEEKLY}


def told_to(handle: str, name: RoundName, act: Step) -> Step:
    """*act*, which *handle* hears of by the mail *name* and wants no other mail."""

    def step(cast: Cast) -> None:
        reader = getattr(cast, handle)
        wants(reader, OFTEN.get(name, Often.AT_ONCE))
        act(cast)
        forget()
        about = only(Question).id if name == RoundName.THREAD else 0
        rounds.plan(reader.id, name, about, clock.now(), clock.now())

    return step


def answered(exposure: Exposure = Exposure.NAMED) -> Step:
    """Ben answers Ana's question."""
    return lambda cast: answer(cast.ben, ask(cast.ana, cast.inner), exposure=exposure)


def commented(cast: Cast) -> None:
    """Ana, who asks without her name, comments on Ben's answer."""
    question = ask(cast.ana, cast.inner, exposure=Exposure.ROLE)
    commenting.add(cast.ana, question, "Which nine?", clock.now(), answer(cast.ben, question))


def marked(cast: Cast) -> None:
    """Ana, who asks without her name, uses Ben's answer."""
    given = answer(cast.ben, ask(cast.ana, cast.inner, exposure=Exposure.ANONYMOUS))
    marking.give(cast.ana, given, MarkKind.USED, clock.now(), marking.Remark("Thank you", 3))


def closed(cast: Cast) -> None:
    """Cleo follows a question that Ana closes."""
    question = ask(cast.ana, cast.inner, exposure=Exposure.ANONYMOUS)
    following.follow(cast.cleo, question, clock.now())
    asking.close(cast.ana, question, clock.now())


def found(cast: Cast) -> None:
    """A question comes to fit a search of Cleo's."""
    from qa.core import events
    from qa.search.events import SavedSearchFound

    saved = saving.save(cast.cleo, grammar.parse("vendors"), {}, [], clock.now())
    question = ask(cast.ana, cast.inner, exposure=Exposure.ROLE)
    db.session.add(SavedHit(saved_id=saved.id, question_id=question.id, found_at=clock.now()))
    events.record(SavedSearchFound(cast.cleo.id, question.id, cast.ana.id, clock.now()))


def asked(cast: Cast) -> None:
    """Ana asks without her name, and Ben is asked."""
    put(cast.ben, ask(cast.ana, cast.inner, exposure=Exposure.ANONYMOUS), clock.now())


def posted(cast: Cast) -> None:
    """Ana has asked without her name."""
    ask(cast.ana, cast.inner, exposure=Exposure.ANONYMOUS, now=clock.now() - timedelta(minutes=1))


def left(handle: str, number: str = "question") -> dict[str, Step]:
    """What takes the news of a thread from *handle*."""
    return {
        **gone(handle),
        "out": lambda cast: circles.leave(cast.inner, getattr(cast, handle), clock.now()),
        "wants none": lambda cast: [
            mailing.switch_off(getattr(cast, handle).id, kind, clock.now()) for kind in MailKind
        ],
        "silenced": lambda cast: following.unfollow(getattr(cast, handle), only(Question), clock.now()),
    }


def seen(handle: str) -> dict[str, Step]:
    """That *handle* has seen the news in the app."""
    return {"seen": lambda cast: news.see(getattr(cast, handle), 99, clock.now())}


NOT_ANSWERED: dict[str, Step] = {
    **left("ana"), **seen("ana"),
    "answer taken back": lambda cast: answer_rules.withdraw(cast.ben, only(Answer), clock.now()),
    "answerer suspended": puts("ben", state=MemberState.SUSPENDED),
}  # fmt: skip
ANA = ("Ana Lindqvist", "Nordsee Bank", "/m/ana")
BEN = ("Ben Okafor", "Carrow Mutual", "/m/ben")
ASKED_LOST = {name: step for name, step in NOT_ASKED.items() if name not in ("pledge lapsed", "away", "circle muted", "topics muted")}  # fmt: skip
GATHERING = [
    Row("thread: answer", rounds.KIND, of("ana"), told_to("ana", RoundName.THREAD, answered()), NOT_ANSWERED),
    *(Row(f"thread: answer, {exposure.value}", rounds.KIND, of("ana"), told_to("ana", RoundName.THREAD, answered(exposure)), {}, never=BEN)
      for exposure in (Exposure.ROLE, Exposure.ANONYMOUS)),
    *(Row(f"{name.value}: answer", rounds.KIND, of("ana"), told_to("ana", name, answered()), NOT_ANSWERED) for name in OFTEN),
    Row("daily: answer, anonymous", rounds.KIND, of("ana"), told_to("ana", RoundName.DAILY, answered(Exposure.ANONYMOUS)), {}, never=BEN),
    Row("thread: comment", rounds.KIND, of("ben"), told_to("ben", RoundName.THREAD, commented), {
        **left("ben"), **seen("ben"),
        "comment taken back": lambda cast: commenting.withdraw(cast.ana, only(Comment), clock.now()),
    }, never=ANA),
    Row("daily: thanks", rounds.KIND, of("ben"), told_to("ben", RoundName.DAILY, marked), {
        **left("ben"), **seen("ben"),
        "taken back": lambda cast: marking.take_back(cast.ana, only(Answer), MarkKind.USED, clock.now()),
    }, never=ANA),
    Row("thread: closed", rounds.KIND, of("cleo"), told_to("cleo", RoundName.THREAD, closed), {**left("cleo"), **seen("cleo")}, never=ANA),
    Row("daily: saved search", rounds.KIND, of("cleo"), told_to("cleo", RoundName.DAILY, found), {
        **left("cleo"), **seen("cleo"),
        "removed": lambda cast: saving.remove(cast.cleo, only(SavedSearch).id),
        "question taken back": lambda cast: asking.withdraw(cast.ana, only(Question), clock.now()),
    }, never=ANA),
    Row("daily: asked", rounds.KIND, of("ben"), told_to("ben", RoundName.DAILY, asked), {
        **left("ben"), **seen("ben"), **ASKED_LOST,
        "handed on": lambda cast: setattr(db.session.query(Ask).one(), "passed_at", clock.now()),
    }, never=ANA),
    Row("weekly: new question", rounds.KIND, of("cleo"), told_to("cleo", RoundName.WEEKLY, posted), {
        **left("cleo"),
        "answered": lambda cast: answer(cast.cleo, only(Question), exposure=Exposure.ANONYMOUS),
        "closed": lambda cast: asking.close(cast.ana, only(Question), clock.now()),
        "question taken back": lambda cast: asking.withdraw(cast.ana, only(Question), clock.now()),
        "asker suspended": puts("ana", state=MemberState.SUSPENDED),
    }, never=ANA),
]  # fmt: skip

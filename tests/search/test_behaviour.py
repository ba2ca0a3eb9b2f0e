"""What search finds and says, one line a case, the same on both engines: Whoosh beside SQLite, and PostgreSQL alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from flask_migrate import upgrade

from qa import create_app
from qa.answers.models import Answer
from qa.core import transaction
from qa.core.db import db
from qa.members.models import Exposure, Member
from qa.questions import rules
from qa.questions.models import Question
from qa.search import upkeep
from qa.search.similar import similar
from tests.conftest import need
from tests.search.people import NOW, Person, search, work
from tests.support import servers
from tests.support.cast import Cast, fill
from tests.support.things import answer, ask

DAY = timedelta(days=1)

FOUND = """
cleo: critical vendors -> visit
cleo: CRITICAL Vendor -> visit
cleo: vendor critical -> visit
dan: critical vendors ->
dan: zebra ->
mo: zebra -> secret
cleo: auditing -> visit soc cloud
dan: audits -> soc cloud
cleo: reports call -> visit
cleo: soc2 -> visit soc
cleo: SOC 2 -> visit soc
cleo: "soc 2" -> visit soc
cleo: iso27001 -> soc
cleo: ISO 27001 -> soc
cleo: "iso 27001" -> soc
cleo: tls 1.3 -> soc
cleo: "TLS 1.3" -> soc
cleo: tls 1.2 ->? Only some
cleo: c++ -> plant
cleo: C# -> plant
cleo: .net -> plant
cleo: net ->
cleo: nis2 -> nis
cleo: NIS 2 -> nis
cleo: cafe resume -> cafe
cleo: café résumé -> cafe
cleo: ＣＡＦＥ -> cafe
cleo: zoe's policy -> cafe
cleo: zoe’s policies -> cafe
cleo: naive -> cafe
cleo: 金曜 -> cafe
cleo: onsite guards -> guards
cleo: on-site guards -> guards
cleo: "on site" -> visit guards
cleo: "site on" ->
cleo: "restoring takes days" -> backups
cleo: "takes restoring" ->
cleo: "alpha omega" ->
cleo: alpha omega -> nis
cleo: "gamma delta" -> nis
cleo: "do you" -> visit soc backups guards
cleo: audit -cloud -> visit soc
cleo: audit -"critical vendors" -> soc cloud
cleo: backup -zebra -> backups
cleo: vend* -> visit
cleo: audit* report* -> visit soc
cleo: security* ->
dan: zeb* ->
mo: zeb* -> secret
cleo: tag:"vendor audits" -> visit
cleo: tag:vendor-audits -> visit
cleo: tag:VENDOR_AUDITS audits -> visit
cleo: tag:soc-2 -> soc
cleo: tag:nothing ->
dan: tag:"vendor audits" ->
cleo: circle:inner audit -> visit
cleo: circle:everyone audit -> soc cloud
dan: circle:inner audit ->! You are in no circle called “inner”.
dan: circle:nowhere audit ->! You are in no circle called “nowhere”.
cleo: by:ben -> visit soc backups nis
cleo: by:@Ben audit -> visit soc
cleo: by:"Ben Okafor" restoring -> backups
cleo: by:cleo ransomware ->
cleo: by:nobody ->
cleo: ransomware -> claim
cleo: by:ana by:ben -> visit nis
cleo: is:open audit -> visit soc cloud
cleo: is:due -> cafe secret cloud
dan: is:due -> cafe cloud
cleo: is:answered -> visit guards nis
cleo: is:closed -> backups manager guards
cleo: is:met -> guards
cleo: is:short -> manager
cleo: is:answered is:open audit -> visit
cleo: after:2026-11-20 audit -> visit soc cloud
cleo: before:2026 -> nis
cleo: after:2025-02 before:2025-04 -> nis
cleo: after:2025-03-01 before:2025-03-02 nis2 -> nis
cleo: after:2025-03-02 before:2026 ->
cleo: manager people thousand -> manager
cleo: vendors bananas ->? No question has all of these words.
cleo: how do you the -> visit soc claim secret backups guards nis
dan: how do you the -> soc claim backups guards nis
cleo: the ->? visit
cleo: is:funny backups -> backups ! “is:funny” is no state.
cleo: after:yesterday backups -> backups ! “yesterday” is no date.
cleo: tag: backups -> backups ! “tag:” needs something after it
cleo: ba* backups -> backups ! is too short
cleo: * ->! a star needs at least three letters
cleo: answers:>0 -> visit guards nis
cleo: answers:>=2 -> nis
cleo: answers:1 -> visit guards
cleo: answers:1..2 -> visit guards nis
cleo: answers:many backups -> backups ! answers
cleo: is:late ->
cleo: is:used ->
cleo: is:intime -> guards
ben: is:mine -> visit soc backups nis
cleo: bakcups -> backups
dan: zerba ->
cleo: zerba -> secret
cleo: ??? ->! There is no word to search for in this.
cleo: "unbalanced backups ->
cleo: "test backups -> backups
cleo: -zebra ->? Nothing but words to leave out was given
cleo: [a TO zzzz] backups ->? No question has all
cleo: id:* backups ->?
cleo: title:vendors -> visit
cleo: bananas ->
"""
"""Who, what is typed, and after "->" the threads found, in no order; after "!" what is said. "->?" finds in any case."""
SIMILAR = """
cleo: How many critical vendors do you visit on site? -> visit
dan: How many critical vendors do you visit on site? ->
cleo: Critical vendors, rated ->
cleo: Did an insurance company refuse a claim after ransomware? -> claim
cleo: What is the best recipe for banana bread? ->
cleo: How do you do? ->
"""
ORDERED = """
cleo: soc 2 report -> soc visit
cleo: audit* cloud* -> cloud
cleo: -zebra by:ben -> visit soc backups nis
cleo: by:ben -> visit soc backups nis
"""


@dataclass(frozen=True)
class Case:
    who: str
    typed: str
    names: tuple[str, ...]
    said: str
    loose: bool

    def __str__(self) -> str:
        return f"{self.who}: {self.typed}"


def cases(lines: str) -> list[Case]:
    """The cases of a block of lines."""
    read = []
    for line in lines.strip().splitlines():
        asked, _, answer = line.partition(" ->")
        who, _, typed = asked.partition(": ")
        loose = answer.startswith("?")
        names, _, said = answer.lstrip("?").partition("!")
        read.append(Case(who, typed, tuple(names.split()), said.strip(), loose))
    return read


@dataclass(frozen=True)
class Community:
    """A small fixed community: its application, and its threads by name."""

    app: Flask
    ids: dict[str, int]

    def names(self, ids: Iterator[int]) -> list[str]:
        """The names of the threads *ids*."""
        known = {number: name for name, number in self.ids.items()}
        return [known[number] for number in ids]


def made() -> dict[str, Question]:
    """The community's threads."""
    cast, all_of_us = Cast(), Cast().everyone
    third = ("third-party risk", "SOC 2")
    yes = {"tags": (), "purpose": ""}
    found = {
        "visit": ask(cast.ana, cast.inner, now=NOW - DAY),
        "soc": ask(cast.ben, all_of_us, title="Do you accept a SOC 2 report instead of an audit?",
            body="Our auditors want ISO 27001 as well, and TLS 1.3.", tags=third, purpose="", now=NOW - 2 * DAY),
        "plant": ask(cast.dan, all_of_us, title="Who still writes C++ or .NET for plant control?",
            body="C# would be an option.", now=NOW - 3 * DAY, **yes),
        "claim": ask(cast.cleo, all_of_us, title="Did an insurer refuse your ransomware claim?",
            body="Ours wants the logs of a month.", exposure=Exposure.ANONYMOUS, now=NOW - 4 * DAY, **yes),
        "secret": ask(cast.mo, cast.inner, title="Which zebra tool found the breach?", body="Ours did not.",
            now=NOW - 5 * DAY, **yes),
        "cafe": ask(cast.dan, all_of_us, title="Café résumé: is Zoë’s policy too naïve?", body="It says 金曜日 only.",
            now=NOW - 6 * DAY, **yes),
        "backups": ask(cast.ben, all_of_us, title="How often do you test backups?",
            body="Each quarter here. Restoring takes days.", days=None, now=NOW - 60 * DAY, **yes),
        "manager": ask(cast.ana, all_of_us, title="Which password manager for a thousand people?", body="Paid or free.",
            days=10, now=NOW - 30 * DAY, **yes),
        "guards": ask(cast.dan, all_of_us, title="How do you rotate on-site guards?", body="Ours stay for years.",
            days=10, wanted=1, now=NOW - 30 * DAY, **yes),
        "cloud": ask(cast.dan, all_of_us, title="Who audits cloud providers?", body="We cannot.", days=1.5, now=NOW - DAY, **yes),
        "nis": ask(cast.dan, all_of_us, title="What did NIS2 change?", body="The first part ends with gamma delta.",
            days=None, now=NOW.replace(year=2025, month=3, day=1), **yes),
    }  # fmt: skip
    answers(cast, found)
    return found


def answers(cast: Cast, found: dict[str, Question]) -> list[Answer]:
    """What was answered, and what was closed."""
    rules.close(cast.ben, found["backups"], NOW - 50 * DAY)
    return [
        answer(cast.ben, found["visit"], body="We replaced visits by SOC 2 reports and a call.", now=NOW),
        answer(cast.ana, found["guards"], body="Each month.", now=NOW - 25 * DAY),
        answer(cast.ana, found["nis"], body="Nothing, says alpha", now=NOW - 20 * DAY),
        answer(cast.ben, found["nis"], body="omega says so too", now=NOW - 19 * DAY),
    ]


@pytest.fixture(scope="module", params=["whoosh", "postgres"])
def community(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, worker_id: str
) -> Iterator[Community]:
    """The community on one engine; only to be read."""
    name, folder = f"quorum_behaviour_{worker_id}", Path(tmp_path_factory.mktemp("behaviour"))
    address = need(lambda: servers.database(name)) if request.param == "postgres" else ""
    app = create_app(
        mode="test",
        instance=folder,
        secret_key="k" * 40,
        database_url=address,
        search=request.param,
        semantic="off",
    )
    with app.app_context(), time_machine.travel(NOW, tick=False):
        upgrade()
        with transaction.unit():
            fill()
        found = made()
        work()
        assert upkeep.index().snapshot().count == len(found)
        yield Community(app, {key: question.id for key, question in found.items()})
        db.session.remove()
        db.engine.dispose()
    if request.param == "postgres":
        servers.drop(name)


def member(handle: str) -> Member:
    found: Member = getattr(Cast(), handle)
    return found


@pytest.mark.parametrize("case", cases(FOUND), ids=str)
def test_found(community: Community, case: Case) -> None:
    results = search(member(case.who), case.typed)
    names = community.names(hit.row.id for hit in results.hits)
    assert results.total == len(names)
    if case.loose:
        assert names or results.notices
    else:
        assert set(names) == set(case.names)
    if case.said:
        assert case.said in " ".join(results.notices)


@pytest.mark.parametrize("case", cases(ORDERED), ids=str)
def test_order(community: Community, case: Case) -> None:
    results = search(member(case.who), case.typed)
    assert community.names(hit.row.id for hit in results.hits) == list(case.names)


@pytest.mark.parametrize("case", cases(SIMILAR), ids=str)
def test_similar(community: Community, case: Case) -> None:
    found = similar(Person(member(case.who).id), case.typed)
    assert community.names(one.id for one in found) == list(case.names)

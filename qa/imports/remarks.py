"""Comments.xml, Votes.xml and PostLinks.xml: what hangs on posts."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select

from qa.answers.models import COMMENT_MAX, Answer, Comment, Mark, MarkKind
from qa.core.db import db
from qa.imports import authors, convert, tallies
from qa.imports.account import Skip
from qa.imports.dump import Flaw, Row, Seen
from qa.imports.part import Import, Item, Part, present
from qa.imports.posts import AUTHOR_MAX, QUESTION, ids_of
from qa.members.models import Exposure
from qa.questions.models import Question

ACCEPTED, UP = 1, 2
OTHER_VOTES = {
    3: "a down-vote: no such mark here",
    4: "a vote that it is offensive: no such mark here",
    5: "a bookmark: not kept",
    6: "a vote to close: not kept",
    7: "a vote to reopen: not kept",
    8: "the start of a bounty: not kept",
    9: "the end of a bounty: not kept",
    10: "a vote to delete: not kept",
    11: "a vote to undelete: not kept",
    12: "a vote that it is spam: no such mark here",
    15: "a moderator's review: not kept",
    16: "an approval of an edit: not kept",
}
ON_QUESTION = Skip("an up-vote on a question: no such mark here", broken=False)
OWN = Skip("an acceptance of one's own answer: no such mark here", broken=False)


@dataclass(frozen=True, slots=True)
class Target:
    """The answer that a comment or a vote is on."""

    id: int
    question_id: int
    author_id: int
    asker_id: int
    posted_at: datetime


def targets(run: Import, rows: Sequence[Row], name: str) -> dict[str, Target]:
    """The answers that the attribute *name* of *rows* speaks of, by that attribute."""
    keys = {
        f"se:{run.site.label}:a:{number}": number for number in {row.values.get(name, "") for row in rows}
    }
    query = (
        select(
            Answer.source_key,
            Answer.id,
            Answer.question_id,
            Answer.author_id,
            Question.author_id.label("asker_id"),
            Answer.posted_at,
        )
        .join(Question, Question.id == Answer.question_id)
        .where(Answer.source_key.in_(keys))
    )
    return {
        keys[str(row.source_key)]: Target(row.id, row.question_id, row.author_id, row.asker_id, row.posted_at)
        for row in db.session.execute(query)
    }


def _orphan(run: Import, post: int) -> Skip:
    if post in run.aside:
        return Skip("on a post that is neither question nor answer", broken=False)
    return Skip("its post is not here")


class Comments(Part):
    """Comments on questions and on answers."""

    file = "Comments.xml"

    def key(self, row: Row) -> str:
        """The comment's key."""
        number = row.number("Id")
        self.once(number)
        return self.run.site.key("c", number)

    def known(self, keys: Collection[str]) -> set[str]:
        """Those that are here."""
        return present(Comment.source_key, keys)

    def prepare(self, rows: Sequence[tuple[str, Row]]) -> Iterator[Item | Flaw]:
        """Comments on posts that are here, rendered."""
        answers = targets(self.run, [row for _, row in rows], "PostId")
        asked = {row.values.get("PostId", "") for _, row in rows}
        questions = ids_of(Question, [f"se:{self.run.site.label}:q:{number}" for number in asked])
        for key, row in rows:
            try:
                yield self._item(key, row, answers, questions)
            except Skip as skip:
                yield Flaw(row.line, skip)

    def _item(self, key: str, row: Row, answers: dict[str, Target], questions: dict[str, int]) -> Item:
        post = row.number("PostId")
        answer = answers.get(str(post))
        question = answer.question_id if answer else questions.get(self.run.site.key("q", post))
        if question is None:
            raise _orphan(self.run, post)
        posted_at = row.instant("CreationDate")
        html, source = convert.remark(row.text("Text"), COMMENT_MAX)
        values = {
            "question_id": question,
            "answer_id": answer.id if answer else None,
            "body": source,
            "body_html": html.html,
            "html_version": html.version,
            "exposure": Exposure.NAMED,
            "posted_at": posted_at,
            "source_key": key,
        }
        return Item(key, values, authors.of_post(self.run.site, row, "UserId", "UserDisplayName"))

    def store(self, items: Sequence[Item], now: datetime) -> None:
        """Write comments."""
        who = authors.ensure(self.run.circle_id, [item.author for item in items if item.author], now)
        rows = []
        for item in items:
            assert item.author is not None
            person = who[item.author.url]
            rows.append(item.values | {"author_id": person.id, "source_author": person.name[:AUTHOR_MAX]})
        db.session.execute(insert(Comment), rows)


class Marks(Part):
    """What votes and acceptances share: they become rows of the ledger of marks."""

    def known(self, keys: Collection[str]) -> set[str]:
        """Those that are here."""
        return present(Mark.source_key, keys)

    def store(self, items: Sequence[Item], now: datetime) -> None:
        """Write marks, and count those of their answers anew."""
        db.session.execute(insert(Mark), [item.values for item in items])
        tallies.recount_answers({int(item.values["answer_id"]) for item in items})

    def used(self, key: str, answer: Target, given_at: datetime) -> Item:
        """*Used it* by the asker. Raises Skip where asker and author are one."""
        if answer.asker_id == answer.author_id:
            raise OWN
        return Item(key, _mark(key, answer, MarkKind.USED, given_at) | {"giver_id": answer.asker_id})


def _mark(key: str, answer: Target, kind: MarkKind, given_at: datetime) -> dict[str, Any]:
    # Votes are dated by the day, so one of the first day would else be older than its answer.
    given_at = max(given_at, answer.posted_at)
    return {"answer_id": answer.id, "giver_id": None, "kind": kind, "given_at": given_at, "source_key": key}


class Votes(Marks):
    """An up-vote on an answer is *helpful* by a giver whom nobody knows, an acceptance is *used it*."""

    file = "Votes.xml"

    def __init__(self, run: Import) -> None:
        super().__init__(run)
        self._accepted = Seen()

    def key(self, row: Row) -> str:
        """The vote's key; an acceptance is known by its answer, so that Posts.xml may speak of it too."""
        number, kind = row.number("Id"), row.number("VoteTypeId")
        self.once(number)
        if kind not in (ACCEPTED, UP):
            raise Skip(OTHER_VOTES.get(kind, "a vote of another kind: not kept"), broken=False)
        if kind == UP:
            return self.run.site.key("v", number)
        post = row.number("PostId")
        if not self._accepted.add(post):
            raise Skip("an acceptance that came before in this file")
        return self.run.site.key("used", post)

    def prepare(self, rows: Sequence[tuple[str, Row]]) -> Iterator[Item | Flaw]:
        """Marks on answers that are here."""
        answers = targets(self.run, [row for _, row in rows], "PostId")
        asked = {row.values.get("PostId", "") for _, row in rows if row.values.get("PostId") not in answers}
        questions = ids_of(Question, [f"se:{self.run.site.label}:q:{number}" for number in asked])
        for key, row in rows:
            try:
                yield self._item(key, row, answers, questions)
            except Skip as skip:
                yield Flaw(row.line, skip)

    def _item(self, key: str, row: Row, answers: dict[str, Target], questions: dict[str, int]) -> Item:
        post = row.number("PostId")
        answer = answers.get(str(post))
        if answer is None and self.run.site.key("q", post) in questions:
            raise ON_QUESTION
        if answer is None:
            raise _orphan(self.run, post)
        given_at = row.instant("CreationDate")
        if row.number("VoteTypeId") == ACCEPTED:
            return self.used(key, answer, given_at)
        return Item(key, _mark(key, answer, MarkKind.HELPFUL, given_at))


class Acceptances(Marks):
    """The accepted answers that Posts.xml names, for those of which no vote speaks."""

    file = "Posts.xml"
    counts = False

    def key(self, row: Row) -> str | None:
        """The key of the acceptance; None for a post that names none."""
        if row.values.get("PostTypeId") != str(QUESTION) or not row.values.get("AcceptedAnswerId"):
            return None
        return self.run.site.key("used", row.number("AcceptedAnswerId"))

    def prepare(self, rows: Sequence[tuple[str, Row]]) -> Iterator[Item | Flaw]:
        """*Used it* for answers to the very question, given when the answer was."""
        site = self.run.site
        answers = targets(self.run, [row for _, row in rows], "AcceptedAnswerId")
        questions = ids_of(Question, [f"se:{site.label}:q:{row.values.get('Id', '')}" for _, row in rows])
        given: set[str] = set()
        for key, row in rows:
            answer = answers.get(row.values["AcceptedAnswerId"])
            asked = questions.get(f"se:{site.label}:q:{row.values.get('Id', '')}")
            if answer is None or answer.question_id != asked or key in given:
                continue
            given.add(key)
            if answer.asker_id != answer.author_id:
                yield self.used(key, answer, answer.posted_at)


class Links(Part):
    """Links between questions have no table yet."""

    file = "PostLinks.xml"

    def key(self, row: Row) -> str:
        """Never one: all are left out."""
        raise Skip("a link between questions: kept for later", broken=False)

    def known(self, keys: Collection[str]) -> set[str]:
        """None is here."""
        return set()

    def prepare(self, rows: Sequence[tuple[str, Row]]) -> Iterator[Item | Flaw]:
        """Nothing to prepare."""
        return iter(())

    def store(self, items: Sequence[Item], now: datetime) -> None:
        """Nothing to write."""

"""Posts.xml: questions, then answers, which in a merged thread may stand before their question."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select

from qa.answers.models import Answer, QuotePermission
from qa.core import outbox
from qa.core.db import db
from qa.imports import authors, convert, people, tallies
from qa.imports.account import Skip
from qa.imports.dump import Flaw, Row
from qa.imports.part import Item, Part, present
from qa.imports.site import licence
from qa.members.models import Exposure
from qa.questions.models import WANTED_DEFAULT, Question, QuestionTag

TITLE_MAX = 300
AUTHOR_MAX = 120
QUESTION, ANSWER = 1, 2
OTHER_POSTS = {
    3: "an orphaned tag description",
    4: "a tag's excerpt",
    5: "a tag's description",
    6: "a moderator's nomination",
    7: "a placeholder",
    8: "a privilege's description",
}


class Posts(Part):
    """What questions and answers share."""

    file = "Posts.xml"
    kind: str
    table: type[Question] | type[Answer]

    def known(self, keys: Collection[str]) -> set[str]:
        """Those that are here."""
        return present(self.table.source_key, keys)

    def item(self, key: str, row: Row, url: str) -> Item:
        """The columns that questions and answers share."""
        posted_at = row.instant("CreationDate")
        who = authors.of_post(self.run.site, row, "OwnerUserId", "OwnerDisplayName")
        html, markdown = convert.body(row.text("Body"), f"{self.run.site.url}/")
        values = {
            "body": markdown,
            "body_html": html.html,
            "html_version": html.version,
            "exposure": Exposure.NAMED,
            "posted_at": posted_at,
            "edited_at": row.instant("LastEditDate") if row.values.get("LastEditDate") else None,
            "source_key": key,
            "source_url": url,
            "source_licence": licence(row, posted_at),
        }
        return Item(key, values, who)

    def rows(self, items: Sequence[Item], now: datetime) -> list[dict[str, Any]]:
        """The columns of *items* with their authors."""
        who = authors.ensure(self.run.circle_id, [item.author for item in items if item.author], now)
        return [item.values | _by(who[item.author.url]) for item in items if item.author]


def _by(person: authors.Person) -> dict[str, Any]:
    return {"author_id": person.id, "source_author": person.name[:AUTHOR_MAX]}


class Questions(Posts):
    """Rows of type 1; all other types but answers are accounted for here."""

    table = Question

    def key(self, row: Row) -> str | None:
        """The question's key; None for an answer."""
        number, kind = row.number("Id"), row.number("PostTypeId")
        if kind == ANSWER:
            return None
        self.once(number)
        if kind != QUESTION:
            self.run.aside.add(number)
            raise Skip(f"{OTHER_POSTS.get(kind, 'a post of another kind')}: not kept", broken=False)
        return self.run.site.key("q", number)

    def prepare(self, rows: Sequence[tuple[str, Row]]) -> Iterator[Item | Flaw]:
        """Questions, cleaned."""
        for key, row in rows:
            try:
                title = row.one_line("Title", TITLE_MAX)
                tags = people.split(row.values.get("Tags", ""))
                item = self.item(key, row, self.run.site.question(row.number("Id")))
            except Skip as skip:
                yield Flaw(row.line, skip)
                continue
            item.values |= {"title": title, "answers_wanted": WANTED_DEFAULT}
            item.tags = tags
            yield item

    def store(self, items: Sequence[Item], now: datetime) -> None:
        """Write questions with their topics."""
        more = {"circle_id": self.run.circle_id, "touched_at": now}
        db.session.execute(insert(Question), [row | more for row in self.rows(items, now)])
        ids = ids_of(Question, [item.key for item in items])
        topics = people.ensure({name for item in items for name in item.tags})
        ties = [
            {"question_id": ids[item.key], "tag_id": tag_id, "position": place}
            for item in items
            for place, tag_id in enumerate(dict.fromkeys(topics[name] for name in item.tags))
        ]
        if ties:
            db.session.execute(insert(QuestionTag), ties)
        index(ids.values())


class Answers(Posts):
    """Rows of type 2."""

    table = Answer
    reads_all = False

    def key(self, row: Row) -> str | None:
        """The answer's key; None for all else, of which the questions' part has spoken."""
        try:
            number = row.number("Id")
            is_answer = row.number("PostTypeId") == ANSWER
        except Skip:
            return None
        if not is_answer:
            return None
        self.once(number)
        return self.run.site.key("a", number)

    def prepare(self, rows: Sequence[tuple[str, Row]]) -> Iterator[Item | Flaw]:
        """Answers to questions that are here, cleaned."""
        site = self.run.site
        asked = {row.values.get("ParentId", "") for _, row in rows}
        parents = ids_of(Question, [f"se:{site.label}:q:{number}" for number in asked])
        for key, row in rows:
            try:
                parent = parents.get(site.key("q", row.number("ParentId")))
                if parent is None:
                    raise Skip("its question is not here")
                item = self.item(key, row, site.answer(row.number("Id")))
            except Skip as skip:
                yield Flaw(row.line, skip)
                continue
            item.values |= {"question_id": parent, "quote": QuotePermission.NAME, "basis": None}
            yield item

    def store(self, items: Sequence[Item], now: datetime) -> None:
        """Write answers, and count those of their questions anew."""
        db.session.execute(insert(Answer), self.rows(items, now))
        questions = {int(item.values["question_id"]) for item in items}
        tallies.recount_questions(questions, now)
        index(sorted(questions))


def index(question_ids: Collection[int]) -> None:
    """Have the threads indexed by the worker."""
    for number in question_ids:
        outbox.put("search.thread", {"question_id": number})


def ids_of(table: type[Question] | type[Answer], keys: Collection[str]) -> dict[str, int]:
    """The ids of those of *keys* that *table* holds."""
    query = select(table.source_key, table.id).where(table.source_key.in_(keys))
    return {str(key): number for key, number in db.session.execute(query)}

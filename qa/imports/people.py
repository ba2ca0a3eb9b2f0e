"""Users.xml and Tags.xml: authors and topics."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from sqlalchemy import insert, select

from qa.core.db import db
from qa.core.text import TextRefused, clean_line, name_key
from qa.imports import authors
from qa.imports.account import Skip
from qa.imports.dump import Flaw, Row
from qa.imports.part import Import, Item, Part, present
from qa.members.models import NAME_MAX
from qa.questions.models import TAG_MAX, Tag


class Users(Part):
    """Each user becomes a member of the circle who cannot sign in."""

    file = "Users.xml"

    def key(self, row: Row) -> str:
        """The address of the user's page."""
        number = row.number("Id")
        self.once(number)
        return self.run.site.user(number)

    def known(self, keys: Collection[str]) -> set[str]:
        """Those who are members."""
        return set(authors.known(keys))

    def prepare(self, rows: Sequence[tuple[str, Row]]) -> Iterator[Item | Flaw]:
        """Users with their names."""
        for key, row in rows:
            try:
                name = row.one_line("DisplayName", NAME_MAX)
                who = authors.of_user(self.run.site, row.number("Id"), name, row.instant("CreationDate"))
                yield Item(key, {}, who)
            except Skip as skip:
                yield Flaw(row.line, skip)

    def store(self, items: Sequence[Item], now: datetime) -> None:
        """Make them members."""
        authors.ensure(self.run.circle_id, [item.author for item in items if item.author], now)


class Tags(Part):
    """Each tag becomes a topic."""

    file = "Tags.xml"

    def __init__(self, run: Import) -> None:
        super().__init__(run)
        self._taken: set[str] = set()

    def key(self, row: Row) -> str:
        """The topic's key; a second spelling of a topic is no second topic."""
        key = name_key(topic(row.text("TagName")))
        if key in self._taken:
            raise Skip("another spelling of a tag that came before")
        self._taken.add(key)
        return key

    def known(self, keys: Collection[str]) -> set[str]:
        """Those that are topics."""
        return present(Tag.name_key, keys)

    def prepare(self, rows: Sequence[tuple[str, Row]]) -> Iterator[Item | Flaw]:
        """Topics by their names."""
        for key, row in rows:
            yield Item(key, {}, tags=(topic(row.text("TagName")),))

    def store(self, items: Sequence[Item], now: datetime) -> None:
        """Make them topics."""
        ensure([name for item in items for name in item.tags])


def topic(raw: str) -> str:
    """A tag as it is shown. Raises Skip for one that is empty or too long."""
    try:
        name = clean_line(raw, TAG_MAX).lower()
    except TextRefused as error:
        raise Skip("a tag is too long or cannot be stored") from error
    if not name:
        raise Skip("no TagName")
    return name


def split(raw: str) -> list[str]:
    """The tags of a question in either notation, ``<a><b>`` or ``|a|b|``."""
    parts = raw.replace("><", "|").strip("<>| \t").split("|")
    return list(dict.fromkeys(topic(part) for part in parts if part.strip()))


def ensure(names: Collection[str]) -> dict[str, int]:
    """The ids of the topics *names*, by name; those that are none yet are made."""
    keys = {name: name_key(name) for name in names}
    wanted = {key: name for name, key in reversed(keys.items())}
    there = present(Tag.name_key, wanted)
    fresh = [{"name": name, "name_key": key} for key, name in wanted.items() if key not in there]
    if fresh:
        db.session.execute(insert(Tag), fresh)
    query = select(Tag.name_key, Tag.id).where(Tag.name_key.in_(wanted))
    ids = {row.name_key: row.id for row in db.session.execute(query)}
    return {name: ids[key] for name, key in keys.items()}

"""Authors of imported posts: members without password and address, known by their page on the site."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from urllib.parse import quote

from sqlalchemy import insert, select

from qa.core.db import db
from qa.core.text import TextRefused, clean_line, name_key
from qa.imports.dump import Row
from qa.imports.site import Site
from qa.members import names
from qa.members.models import NAME_MAX, Member, Membership, MemberState

SOURCE_MAX = 300
_BASE_MAX = 22


@dataclass(frozen=True, slots=True)
class Author:
    """Somebody who wrote on the site: *url* says who, *ending* sets the handle apart."""

    url: str
    name: str
    ending: str
    joined_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """An author as a member here."""

    id: int
    name: str


def of_user(site: Site, number: int, name: str, joined_at: datetime | None = None) -> Author:
    """The author with the user number *number*; without a name, "user" and the number, as the site calls them."""
    return Author(site.user(number), name or f"user{number}", f"se{number}", joined_at)


def of_post(site: Site, row: Row, user: str, display: str) -> Author:
    """The author of a post or a comment, by the attributes named *user* and *display*.

    One whose account was deleted is known by the display name alone; one without any name is "Former user".
    """
    name = _name(row.values.get(display, ""))
    if row.values.get(user):
        return of_user(site, row.number(user), name)
    if not name:
        return Author(f"{site.url}/users#former", "Former user", _digest(site.url))
    url = f"{site.url}/users#former-{quote(name_key(name), safe='')}"
    if len(url) > SOURCE_MAX:
        url = f"{site.url}/users#former-{sha256(url.encode()).hexdigest()}"
    return Author(url, name, _digest(url))


def _name(raw: str) -> str:
    try:
        return clean_line(raw, NAME_MAX)
    except TextRefused:
        return ""


def _digest(url: str) -> str:
    return f"se{sha256(url.encode()).hexdigest()[:6]}"


def known(urls: Iterable[str]) -> dict[str, Person]:
    """Those of *urls* who are members already."""
    wanted = list(dict.fromkeys(urls))
    query = select(Member.source_url, Member.id, Member.name).where(Member.source_url.in_(wanted))
    return {str(url): Person(number, name) for url, number, name in db.session.execute(query)}


def ensure(circle_id: int, authors: Iterable[Author], now: datetime) -> dict[str, Person]:
    """*authors* as members of the circle, by their address; those who are none yet are made."""
    wanted = {author.url: author for author in authors}
    found = known(wanted)
    fresh = [author for url, author in wanted.items() if url not in found]
    if fresh:
        handles = _handles(fresh)
        db.session.execute(insert(Member), [_values(author, handles[author.url], now) for author in fresh])
        found |= known(author.url for author in fresh)
    _join(circle_id, [person.id for person in found.values()], now)
    return found


def _values(author: Author, handle: str, now: datetime) -> dict[str, Any]:
    return {
        "handle": handle,
        "handle_key": names.handle_key(handle),
        "name": author.name,
        "state": MemberState.ACTIVE,
        "joined_at": author.joined_at or now,
        "source_url": author.url,
    }


def _handles(authors: Iterable[Author]) -> dict[str, str]:
    """A free handle for each, always the same one for the same author as long as nobody else has it."""
    plain = {author.url: _handle(author, "") for author in authors}
    long = {
        author.url: _handle(author, f"-{sha256(author.url.encode()).hexdigest()[:5]}") for author in authors
    }
    query = select(Member.handle_key).where(
        Member.handle_key.in_([names.handle_key(h) for h in plain.values()])
    )
    taken = set(db.session.scalars(query))
    chosen: dict[str, str] = {}
    for url, handle in plain.items():
        chosen[url] = long[url] if names.handle_key(handle) in taken else handle
        taken.add(names.handle_key(chosen[url]))
    return chosen


def _handle(author: Author, end: str) -> str:
    base = names.handle_from(author.name)[:_BASE_MAX].strip("-")
    return f"{base if base.isascii() and base else 'author'}-{author.ending}{end}"


def _join(circle_id: int, member_ids: list[int], now: datetime) -> None:
    query = select(Membership.member_id).where(
        Membership.circle_id == circle_id, Membership.member_id.in_(member_ids)
    )
    there = set(db.session.scalars(query))
    rows = [
        {"circle_id": circle_id, "member_id": number, "joined_at": now}
        for number in member_ids
        if number not in there
    ]
    if rows:
        db.session.execute(insert(Membership), rows)

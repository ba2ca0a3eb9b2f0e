"""The one presenter of authors: what a viewer may see of who wrote something.

Templates, mail, feeds, exports and the index take an author's words from here and from nowhere else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import ColumnElement
from sqlalchemy.orm.util import AliasedClass

from qa.core.words import gettext as _
from qa.members.models import Exposure, Member
from qa.members.viewer import initials


class Person(Protocol):
    """What the presenter needs of an author; a Member, a Viewer, or a row of ``author_columns``."""

    @property
    def id(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def handle(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def employer(self) -> str: ...
    @property
    def industry(self) -> str: ...
    @property
    def profession(self) -> str: ...
    @property
    def level(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Byline:
    """An author as shown. *href* is None and *initials* a dash where the name is withheld."""

    name: str
    detail: str
    initials: str
    href: str | None
    hidden: bool
    is_viewer: bool


@dataclass(frozen=True, slots=True)
class AuthorRow:
    """An author's columns taken out of a joined row."""

    id: int
    name: str
    handle: str
    title: str
    employer: str
    industry: str
    profession: str
    level: str


AUTHOR_FIELDS = ("id", "name", "handle", "title", "employer", "industry", "profession", "level")


def author_columns(table: type[Member] | AliasedClass[Member] = Member) -> tuple[ColumnElement[Any], ...]:
    """The columns of an author for a select, labelled ``author_…``."""
    return tuple(getattr(table, field).label(f"author_{field}") for field in AUTHOR_FIELDS)


def author_of(row: Any) -> AuthorRow:
    """The author within a row selected with ``author_columns``."""
    return AuthorRow(
        row.author_id,
        row.author_name,
        row.author_handle,
        row.author_title,
        row.author_employer,
        row.author_industry,
        row.author_profession,
        row.author_level,
    )


def byline(author: Person, exposure: Exposure | str, viewer_id: int | None) -> Byline:
    """What the member *viewer_id* may see of *author*, who wrote under *exposure*.

    The author reads "You" where the name is withheld from others; nobody else learns more than allowed.
    """
    own = author.id == viewer_id
    if exposure == Exposure.NAMED:
        detail = ", ".join(part for part in (author.title, author.employer) if part)
        return Byline(author.name, detail, initials(author.name), f"/m/{author.handle}", False, own)
    name = _("You, without your name") if own else _("A member of this circle")
    return Byline(name, withheld_detail(author, exposure), "—", None, True, own)


def departed(year: int | None) -> Byline:
    """In the place of somebody who has left, whose name nobody reads any more; *year*: when, where it is known."""
    name = _("Left in %(year)s", year=year) if year is not None else _("Left")
    return Byline(name, "", "—", None, True, False)


def outside(author: Person, exposure: Exposure | str, *, many: bool) -> str:
    """What somebody who is no member may read of *author*: never a name or an employer.

    The role where the author showed one and it fits *many*; else that it is a peer.
    """
    role = ", ".join(part for part in (author.level, author.profession, author.industry) if part)
    if exposure == Exposure.ANONYMOUS or not role or not many:
        return _("A peer")
    return role[:1].upper() + role[1:]


def withheld_detail(author: Person, exposure: Exposure | str) -> str:
    """The second line under a withheld name: role and industry where the author allows it."""
    if exposure == Exposure.ROLE:
        role = ", ".join(part for part in (author.level, author.profession, author.industry) if part)
        if role:
            return _("%(role)s. Name withheld", role=role[:1].upper() + role[1:])
    return _("Name withheld")

"""Pages of a list by keyset: a bookmark says after which row, so that the hundredth page costs what the first does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlakeyset import BadBookmark, Marker, select_page, serialize_bookmark
from sqlalchemy import Integer, Select, bindparam
from sqlalchemy.exc import ArgumentError, OperationalError, StatementError
from werkzeug.exceptions import BadRequest

from qa.core.db import db, read


@dataclass(frozen=True, slots=True)
class Page:
    """One page of rows, and the bookmarks of its neighbours (None at an end)."""

    rows: Sequence[Any]
    previous: str | None
    next: str | None


def page_of(query: Select[*tuple[Any, ...]], bookmark: str | None, per_page: int) -> Page:
    """The page of *query* (whose order ends in a unique, never empty column) at *bookmark*.

    Raises BadRequest for a bookmark that is none, or is of values that the list's columns cannot have.
    """
    try:
        db.session.flush()
        found = select_page(db.session().connection(), query, per_page=per_page, page=bookmark or None)
    except OperationalError:
        raise  # the database is away; the bookmark is not to blame
    except (
        BadBookmark,
        ArgumentError,
        StatementError,
        ValueError,
        TypeError,
        IndexError,
        OverflowError,
    ) as error:
        if not bookmark:
            raise
        raise BadRequest from error
    paging = found.paging
    return Page(
        list(found),
        paging.bookmark_previous if paging.has_previous else None,
        paging.bookmark_next if paging.has_next else None,
    )


def first_page(
    query: Select[*tuple[Any, ...]], values: Mapping[str, Any], order: Sequence[str], per_page: int
) -> Page:
    """The first page of *query*, a statement built once whose order is that of the columns *order*.

    Most pages asked for are first ones, and making a keyset statement costs more than running it. The bookmark
    of the next page is what ``page_of`` reads.
    """
    rows = read(_limited(query), {**values, "page_rows": per_page + 1}).all()
    if len(rows) <= per_page:
        return Page(rows, None, None)
    last = rows[per_page - 1]._mapping
    marker = Marker(tuple(last[name] for name in order), backwards=False)
    return Page(rows[:per_page], None, serialize_bookmark(marker))


@lru_cache(64)
def _limited(query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    return query.limit(bindparam("page_rows", type_=Integer))

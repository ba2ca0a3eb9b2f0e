"""Pages of a list by keyset: a bookmark says after which row, so that the hundredth page costs what the first does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlakeyset import BadBookmark, select_page
from sqlalchemy import Select
from sqlalchemy.exc import OperationalError, StatementError
from werkzeug.exceptions import BadRequest

from qa.core.db import db


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
        found = select_page(db.session(), query, per_page=per_page, page=bookmark or None)
    except OperationalError:
        raise  # the database is away; the bookmark is not to blame
    except (BadBookmark, StatementError, ValueError, TypeError, IndexError, OverflowError) as error:
        if not bookmark:
            raise
        raise BadRequest from error
    paging = found.paging
    return Page(
        list(found),
        paging.bookmark_previous if paging.has_previous else None,
        paging.bookmark_next if paging.has_next else None,
    )

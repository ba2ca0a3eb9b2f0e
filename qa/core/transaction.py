"""One request, one transaction; this module alone commits.

A request by an unsafe method that answers below 400 is committed, unless its view only reads; anything else is
rolled back.
Commands and jobs use ``unit()``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from flask import Flask, Response, current_app, g, request, session

from qa.core.db import db, write_intent

F = TypeVar("F", bound=Callable[..., Any])
_after: list[Callable[[], None]] = []
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
OF_THE_PAGE = frozenset({"Content-Type", "Content-Length", "Location", "Set-Cookie"})
"""Headers of a response that belong to what it was to say."""


def init_app(app: Flask) -> None:
    """Open the transaction of each request of *app* with the right intent, and end it after the view."""
    app.before_request(_open)
    app.after_request(_end)
    app.teardown_request(_forget)


def only_reads(view: F) -> F:
    """Declare that a view changes nothing whatever its method: it then waits for no writer, and holds none up.

    Stands below all other decorators of the view.
    """
    view.only_reads = True  # type: ignore[attr-defined]
    return view


def _open() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    if request.method not in SAFE and not getattr(view, "only_reads", False):
        g.write_intent = write_intent.set(True)


def _end(response: Response) -> Response:
    if "write_intent" not in g:
        return response
    if response.status_code >= 400 or g.get("doomed"):
        db.session.rollback()
        return response
    try:
        _commit()
    except Exception as error:  # noqa: BLE001 - a disk that is full says so here: it is an error like one of the view's
        return _failed(error, response)
    return response


def _failed(error: Exception, response: Response) -> Response:
    """The page of *error*, with what goes along with every response; nothing says any more that all is done."""
    session.pop("_flashes", None)
    page = current_app.make_response(current_app.handle_user_exception(error))
    for name, value in response.headers:
        if name not in OF_THE_PAGE:
            page.headers.setdefault(name, value)
    return page


def after_commit(told: Callable[[], None]) -> Callable[[], None]:
    """Have *told* called after each commit; it must be quick and raise nothing, for what was asked is done."""
    _after.append(told)
    return told


def _commit() -> None:
    db.session.commit()
    for told in _after:
        told()


def doom() -> None:
    """Roll the running request back whatever it answers: an error handler's word.

    What the error page reads, it reads as a reader: the write lock may be the very thing that is not to be had.
    """
    g.doomed = True
    _forget(None)
    db.session.rollback()


def _forget(_error: BaseException | None) -> None:
    token = g.pop("write_intent", None)
    if token is not None:
        write_intent.reset(token)


@contextmanager
def unit() -> Iterator[None]:
    """A transaction of its own for a command or a job: committed at the end, rolled back on an error."""
    db.session.rollback()
    token = write_intent.set(True)
    try:
        yield
        _commit()
    except BaseException:
        db.session.rollback()
        raise
    finally:
        write_intent.reset(token)

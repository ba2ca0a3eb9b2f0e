"""Checking a statement: for anybody, without an account. Nothing here is told but what the statement itself says."""

from __future__ import annotations

from datetime import datetime

import structlog
from flask import Response, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from qa.config import settings
from qa.core import limits
from qa.core.db import AnyRow
from qa.core.errors import NotFound
from qa.core.limits import limiter
from qa.core.web import open_to
from qa.members.dates import day
from qa.members.viewer import zone
from qa.recognition.statements import codes, content, keys, queries, signing, words
from qa.recognition.statements.signing import NotGenuine, Signed
from qa.recognition.statements.views import bp
from qa.recognition.statements.words import Sheet

log = structlog.get_logger(__name__)
APART = {"X-Robots-Tag": "noindex"}
"""What these pages say beside every page's headers, by which the code in their address is told to no other site."""


def _guessed(_response: Response) -> bool:
    """Whether the running request tried a code that no statement has."""
    return bool(g.get("guessed"))


# One count for both ways to ask. What is mistyped is seen without looking, and what is right costs nothing: whoever
# checks a pile of statements is never held up by it.
_guesses = limiter.shared_limit(
    limits.GUESS, scope="statement-codes", key_func=limits.address, deduct_when=_guessed
)


@bp.get("/verify")
@open_to("public")
@limiter.limit(limits.VERIFY, key_func=limits.address)
def enter() -> ResponseReturnValue:
    """Where a code is typed; one that can be a code leads on to its page."""
    typed = request.args.get("code", "")
    if code := codes.read(typed):
        return redirect(url_for("statements.show", code=codes.shown(code)), 303)
    return _asked("mistyped" if typed.strip() else "", typed, 422 if typed.strip() else 200)


@bp.get("/verify/key")
@open_to("public")
def key() -> ResponseReturnValue:
    """The public keys, for whoever checks a statement without asking this site."""
    folder = keys.folder_of(settings().instance)
    keys.signer(folder)  # so that there is one to hand out
    return Response(keys.published(keys.public(folder)), mimetype="text/plain", headers=APART)


@bp.get("/verify/<code>")
@open_to("public")
@limiter.limit(limits.VERIFY, key_func=limits.address)
@_guesses
def show(code: str) -> ResponseReturnValue:
    """What the statement with this code says, or that it was taken back."""
    known = codes.read(code)
    row = _row(known)
    if known is None or row is None:
        return _asked("mistyped" if known is None else "unknown", code, 404)
    if row.revoked_at is not None:
        return _gone(codes.shown(known), row.revoked_at)
    try:
        sheet = sheet_of(Signed(row.content.encode(), row.signature))
    except NotGenuine as error:
        log.error("statement_not_genuine", problem=str(error))
        return _told("recognition/statement_odd.html", 409)
    return _told("recognition/statement.html", 200, sheet=sheet, code=codes.shown(known))


@bp.get("/verify/<code>.json")
@open_to("public")
@limiter.limit(limits.VERIFY, key_func=limits.address)
@_guesses
def download(code: str) -> ResponseReturnValue:
    """The statement as a file that can be checked offline. Nothing for one that was taken back."""
    known = codes.read(code)
    row = _row(known)
    if known is None or row is None or row.revoked_at is not None:
        raise NotFound
    signed = Signed(row.content.encode(), row.signature)
    response = Response(signing.file_of(signed), mimetype="application/json", headers=APART)
    response.headers["Content-Disposition"] = f'attachment; filename="statement-{codes.shown(known)}.json"'
    return response


def sheet_of(signed: Signed) -> Sheet:
    """What *signed* says, once its signature holds. Raises NotGenuine."""
    found = signing.checked(signed, keys.public(keys.folder_of(settings().instance)))
    return words.sheet(*content.taken_apart(found))


def _row(code: str | None) -> AnyRow | None:
    row = queries.by_code(code) if code else None
    g.guessed = code is not None and row is None
    return row


def _asked(problem: str, typed: str, status: int) -> Response:
    """The form, with what is wrong. The same for every code that never was."""
    return _told("recognition/verify.html", status, problem=problem, typed=typed[: codes.TYPED_MOST])


def _gone(code: str, revoked_at: datetime) -> Response:
    when = day(revoked_at, zone(settings().timezone))
    return _told("recognition/statement_gone.html", 410, code=code, when=when)


def _told(template: str, status: int, **values: object) -> Response:
    response = Response(render_template(template, **values), status)
    response.headers.update(APART)
    return response

"""A cookie by which a browser shows that an account was opened in it before; it opens nothing by itself.

It is signed, and names each account by a keyed hash, so that it tells nobody whose browser this is.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import Any

from flask import Response, current_app, request

from qa.core import tokens

PURPOSE = "browser"
DAYS = 400
"""Browsers keep no cookie longer."""
NAMES_MAX = 8
"""Accounts that one browser remembers; the oldest is forgotten first."""


def id_for(name: str) -> str | None:
    """The random id of this browser if the account *name* was opened in it before, else None."""
    if _cookie() not in request.cookies:
        return None
    found = _shown()
    return str(found["id"]) if found and _hashed(name) in found["of"] else None


def note(response: Response, *names: str) -> Response:
    """Let this browser remember, from *response* on, that the account of these *names* was opened in it."""
    found = _shown() or {"id": secrets.token_urlsafe(12), "of": []}
    hashes = [_hashed(name) for name in names]
    kept = [*(old for old in found["of"] if old not in hashes), *hashes][-NAMES_MAX:]
    response.set_cookie(
        _cookie(),
        tokens.sign(PURPOSE, {"id": found["id"], "of": kept}),
        max_age=DAYS * 86_400,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )
    return response


def _cookie() -> str:
    return f"{current_app.config['SESSION_COOKIE_NAME']}-device"


def _shown() -> dict[str, Any] | None:
    """What the cookie of the running request says; None for anything that ``note`` did not write."""
    found = tokens.unsign(PURPOSE, request.cookies.get(_cookie(), ""), max_age=DAYS * 86_400)
    return found if isinstance(found, dict) else None


def _hashed(name: str) -> str:
    key = current_app.config["SECRET_KEY"].encode()
    text = f"quorum.browser {name}".encode("utf-8", "surrogatepass")
    return hmac.new(key, text, hashlib.sha256).hexdigest()[:22]

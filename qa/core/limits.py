"""Rate limits, counted once for all processes: in Redis where there is one, else in a small SQLite file.

A view declares its limit with ``@limiter.limit(limits.ANSWER, methods=["POST"])``; what declares none
costs nothing. Limits follow the signed-in member, else the client's address. When the store fails,
each process counts for itself until the store is back: never open.
"""

from __future__ import annotations

import hashlib
import ipaddress
import time
from collections.abc import Callable

import structlog
from flask import Flask, Response, current_app, request
from flask_limiter import Limiter, RequestLimit
from flask_login import current_user
from werkzeug.middleware.proxy_fix import ProxyFix

from qa.core import browsers
from qa.core.limits_store import SCHEME

LOGIN = "10 per 5 minutes"
"""By address, and again by account: slow enough for guessing, enough for a person with three passwords."""
SECOND_STEP = "5 per 5 minutes"
"""By account: a code has a million values, and is right for a minute and a half."""
CHALLENGE = "60 per 5 minutes"
"""By address: what a passkey is asked costs little and opens nothing; an office signs in behind one address."""
RESET = "5 per day"
"""By account and by address: a mailbox is not to be flooded, and a reset is rare."""
RESET_ADDRESS = "20 per hour"
"""By address: an office behind one address may forget more than one password."""
POST_QUESTION = "10 per hour; 30 per day"
"""Nobody has more urgent questions than that; a script has."""
ANSWER = "30 per hour"
"""A generous evening of answering; comments count the same way."""
COMMENT = "60 per hour"
"""A lively thread, not a flood of notices."""
MARK = "120 per hour"
"""Reading a long list and marking most of it."""
EDIT = "60 per hour"
"""Edits, withdrawals, settings: every one is a revision or a row that stays."""
CIRCLE_MAIL = "40 per day"
"""Invitations, requests and gatherings: each is a mail to somebody who did not ask for it."""
SEARCH = "60 per minute"
"""A page a second is a person in a hurry; more is a harvest."""
SUGGEST = "120 per minute"
"""Asked while typing, after a pause in it."""
PREVIEW = "60 per minute"
"""Rendering costs CPU: a preview each second while writing."""
DRAFT = "60 per minute"
"""Drafts save themselves some seconds after the last key."""
APPLY = "10 per day"
"""By the address that is named: its mailbox is not to be flooded, and a form with ten fields takes more than one try."""
APPLY_ADDRESS = "20 per hour"
"""By the client's address: an office behind one address may have two who apply."""
JOIN = "20 per hour"
"""By the client's address, for forms behind a mailed link: each costs a password's hash."""
VOUCH = "60 per hour"
"""Reading a long queue and saying a word on each."""
INVITE = "20 per hour"
"""A form of four fields, tried more than once; how many go out is a rule of its own."""
LOOK = "10 per hour"
"""Behind withheld names: each has a reason of its own."""
MODERATE = "30 per hour"
"""Suspensions and what lifts them: whoever does more of them in an hour is not reading."""
FEED = "60 per hour"
"""By secret address: calendars and feed readers ask every few minutes at most."""
FEED_CLIENT = "600 per hour"
"""By the client's address: one service reads for many members."""
STATEMENT = "20 per hour"
"""Statements issued and printed: one a year is usual, and a PDF takes a second to make."""
VERIFY = "120 per minute"
"""By the client's address: a department that checks a pile of statements, not a machine that tries codes."""
GUESS = "20 per 10 minutes"
"""By the client's address, codes that are well formed and were never given: no slip of the hand makes one."""
EXPORT = "5 per hour"
"""Costly, and the quickest way out for what a thief of a session wants."""

log = structlog.get_logger(__name__)


class _Limiter(Limiter):
    def init_app(self, app: Flask) -> None:
        """Count for *app*; what an earlier application of this process (in tests) left says nothing about it."""
        self._storage_options.clear()
        super().init_app(app)
        self._storage_dead = False


def address() -> str:
    """The client's address; one IPv6 network of 64 bits counts as one client, as one household has it."""
    try:
        found = ipaddress.ip_address(request.remote_addr or "")
    except ValueError:
        return "address:unknown"
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            return f"address:{found.ipv4_mapped}"
        return f"address:{ipaddress.ip_network((int(found) >> 64 << 64, 64))}"
    return f"address:{found}"


def caller() -> str:
    """The member who asks, else the client's address."""
    member = getattr(current_user, "id", None) if hasattr(current_app, "login_manager") else None
    return f"member:{member}" if member is not None else address()


def account(field: str = "email", *, by_browser: bool = True) -> Callable[[], str]:
    """A key function: the account that form field *field* names, hashed, whoever asks.

    *by_browser*: one in which that account was opened before has a count of its own, so that who guesses
    elsewhere locks the owner out of nothing.
    """

    def key() -> str:
        named = account_name(request.form.get(field, ""))
        hashed = hashlib.sha256(named.encode("utf-8", "surrogatepass")).hexdigest()[:24]
        known = browsers.id_for(named) if by_browser else None
        return f"account:{hashed}:{known or 'any'}"

    return key


def account_name(typed: str) -> str:
    """One account however its address is typed."""
    return "address:" + typed.strip().casefold()


def _refused(limit: RequestLimit) -> None:
    log.warning("limited", endpoint=request.endpoint, limit=str(limit.limit), key=limit.key.split("/")[1])


limiter = _Limiter(caller, strategy="moving-window", in_memory_fallback_enabled=True, on_breach=_refused)


@limiter.request_filter
def _switched_off() -> bool:
    return not current_app.config["LIMITS"]


def init_app(app: Flask) -> None:
    """Count *app*'s limits in its store. Config LIMITS (bool) switches them; off in the mode "test"."""
    found = app.config["QUORUM"]
    app.config.setdefault("LIMITS", found.mode != "test")
    redis = found.redis_url.replace("unix://", "redis+unix://", 1)
    app.config["RATELIMIT_STORAGE_URI"] = redis or f"{SCHEME}://{found.instance / 'limits.sqlite3'}"
    if redis:
        # A store that hangs must not hang a page: past this the process counts for itself.
        app.config["RATELIMIT_STORAGE_OPTIONS"] = {"socket_connect_timeout": 0.5, "socket_timeout": 0.5}
    if found.proxies:
        hops = found.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    limiter.init_app(app)
    app.after_request(_say_when)


def _say_when(response: Response) -> Response:
    if response.status_code == 429 and "Retry-After" not in response.headers:
        response.headers["Retry-After"] = str(retry_after())
    return response


def retry_after() -> int:
    """Seconds until the refused request may be tried again, at least one."""
    limit = limiter.current_limit
    return max(1, limit.reset_at - int(time.time())) if limit is not None else 60

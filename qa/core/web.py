"""What every page needs of the web: addresses, static files, headers, and who is let in at all."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import Flask, Response, abort, current_app, redirect, request, url_for
from flask_login import current_user
from flask_wtf import CSRFProtect
from werkzeug.routing import BaseConverter
from whitenoise import WhiteNoise

from qa.config import resource
from qa.core.transaction import SAFE

F = TypeVar("F", bound=Callable[..., Any])
csrf = CSRFProtect()

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), browsing-topics=()",
    "Cache-Control": "no-store",
    "Vary": "Cookie",
}
YEAR = 31_536_000


class IdConverter(BaseConverter):
    """A row's id in an address: ASCII digits, no leading zero, small enough for the database."""

    regex = r"[1-9][0-9]{0,17}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: Any) -> str:
        return str(value)


def init_app(app: Flask) -> None:
    """Give *app* its converters, hashed static files, headers, CSRF check and access gate."""
    app.url_map.converters["id"] = IdConverter
    csrf.init_app(app)
    _serve_static(app)
    app.before_request(_refuse_odd)
    app.before_request(_refuse_foreign)
    app.before_request(_gate)
    app.after_request(_add_headers)


def _serve_static(app: Flask) -> None:
    """Serve each static file under a name with its content's hash, for ever; ``asset()`` gives the name."""
    root = resource("static")
    noise = WhiteNoise(app.wsgi_app, max_age=60, allow_all_origins=False, immutable_file_test=_is_hashed)
    noise.add_headers_function = _static_headers
    names: dict[str, str] = {}
    for path in sorted(root.rglob("*")):
        if path.is_file():
            names[path.relative_to(root).as_posix()] = _hashed(root, path)
    for name, address in names.items():
        noise.add_file_to_dictionary(address, str(root / name))
    app.wsgi_app = noise  # type: ignore[method-assign]
    app.extensions["assets"] = names
    app.jinja_env.globals["asset"] = names.__getitem__


def _hashed(root: Path, path: Path) -> str:
    # JavaScript modules import one another by their plain names, so a folder of modules shares one hash.
    sources = sorted(path.parent.glob("*.js")) if path.suffix == ".js" else [path]
    digest = hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()[:10]
    name = path.relative_to(root)
    return f"/static/{digest}/{name.as_posix()}"


def _is_hashed(_path: str, url: str) -> bool:
    return url.startswith("/static/")


def _static_headers(headers: Any, _path: str, _url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"


def _refuse_odd() -> None:
    """Refuse what no browser sends and no page wants.

    An address with a NUL, which PostgreSQL takes none of to compare with; a body that does not say how long
    it is, which Werkzeug would cut off at the limit in silence; JSON or a file where a form is expected,
    whose fields could then be anything.
    """
    if "\0" in request.path:
        abort(404)
    if b"%00" in request.query_string or b"\0" in request.query_string:
        abort(400)
    if request.method in SAFE:
        return
    if request.content_length is None and "Transfer-Encoding" in request.headers:
        abort(411)
    if request.files or request.is_json:
        abort(415)


def _refuse_foreign() -> None:
    """Refuse a write that another site's page sends: the second lock beside the CSRF token."""
    if request.method not in SAFE and request.headers.get("Sec-Fetch-Site", "none") == "cross-site":
        abort(403)


def open_to(level: str) -> Callable[[F], F]:
    """Declare who may call a view: "public", "account" (signed in, whatever the state), "member" (active), "staff"
    (active and moderating) or "admin" (active and running the site).

    A view that declares nothing is for active members.
    """

    def mark(view: F) -> F:
        view.open_to = level  # type: ignore[attr-defined]
        return view

    return mark


def _gate() -> Any:
    """Let nobody in who is not an active member, unless the view says otherwise."""
    view = current_app.view_functions.get(request.endpoint or "")
    if view is None:
        return None  # routing failed; the error page needs nobody
    level = getattr(view, "open_to", "member")
    if level == "public":
        return None
    if not current_user.is_authenticated:
        return current_app.login_manager.unauthorized()  # type: ignore[attr-defined]
    if level != "account" and not current_user.may_read:
        return redirect(url_for("members.standing"))
    if (level == "staff" and not current_user.is_staff) or (level == "admin" and not current_user.is_admin):
        abort(403)
    return None


def _add_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", f"max-age={2 * YEAR}; includeSubDomains")
    return response


def safe_next(target: str | None) -> str | None:
    """*target* if it is a path on this site, else None: never a way to another host."""
    if not target or not target.startswith("/") or target.startswith("//") or "\\" in target:
        return None
    if any(character <= " " or character == "\x7f" for character in target):
        return None
    parts = urlsplit(target)
    return None if parts.scheme or parts.netloc else target


def whole_number(typed: str | None) -> int | None:
    """The number that a form or an address gives in ASCII digits, None when it is none that a row could have."""
    return int(typed) if typed and typed.isascii() and typed.isdigit() and len(typed) < 19 else None

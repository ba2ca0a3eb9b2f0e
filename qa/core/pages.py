"""Error pages and health checks."""

from __future__ import annotations

import structlog
from flask import Blueprint, Flask, Response, current_app, g, render_template, request
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from qa.core import transaction
from qa.core.db import db
from qa.core.errors import PersonError
from qa.core.web import open_to

bp = Blueprint("health", __name__)
log = structlog.get_logger(__name__)
PAGES = frozenset({400, 403, 404, 405, 409, 413, 422, 429, 500, 503})


def init_app(app: Flask) -> None:
    """Register error handlers and the health checks."""
    app.register_blueprint(bp)
    app.register_error_handler(PersonError, _person_error)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(OperationalError, _database_error)
    app.register_error_handler(Exception, _unexpected)


def error_page(status: int, message: str = "", headers: dict[str, str] | None = None) -> Response:
    """The page for *status* in the design; *message* says more than the page's own words."""
    transaction.doom()
    shown = status if status in PAGES else (400 if status < 500 else 500)
    if request.accept_mimetypes.best == "application/json":
        body = current_app.make_response(
            current_app.json.response({"error": {"status": status, "message": message}})
        )
    else:
        body = current_app.make_response(render_template(f"errors/{shown}.html", message=message))
    body.status_code = status
    body.headers.update(headers or {})
    return body


def _person_error(error: PersonError) -> Response:
    return error_page(error.status, error.message)


def _http_error(error: HTTPException) -> Response:
    if error.code is not None and 300 <= error.code < 400:
        return current_app.make_response(error.get_response())
    headers = {name: value for name, value in error.get_headers() if name in ("Retry-After", "Allow")}
    return error_page(error.code or 500, headers=headers)


def _database_error(error: OperationalError) -> Response:
    db.session.rollback()
    g.database_away = True
    log.error("database_unavailable", error=str(error.orig)[:300], path=request.path)
    return error_page(503, headers={"Retry-After": "5"})


def _unexpected(error: Exception) -> Response:
    db.session.rollback()
    if current_app.testing and current_app.config.get("PROPAGATE_EXCEPTIONS"):
        raise error
    log.exception("unexpected", path=request.path, endpoint=request.endpoint)
    return error_page(500)


@bp.get("/healthz")
@open_to("public")
def healthz() -> Response:
    """Whether the process answers; nothing else is asked."""
    return Response("ok\n", mimetype="text/plain")


@bp.get("/readyz")
@open_to("public")
def readyz() -> Response:
    """Whether the process can serve members: the database answers."""
    db.session.execute(text("SELECT 1"))
    return Response("ready\n", mimetype="text/plain")

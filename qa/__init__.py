"""Quorum: vetted peers answer each other's time-boxed questions."""

from __future__ import annotations

import os
from importlib import import_module
from typing import TYPE_CHECKING, Any

from jinja2 import StrictUndefined

from qa import config

if TYPE_CHECKING:
    from flask import Flask

SLICES = (
    "members",
    "vetting",
    "signin",
    "questions",
    "answers",
    "moderation",
    "trust",
    "recognition",
    "search",
    "routing",
    "notifications",
    "imports",
    "home",
    "pages",
    "operation",
)
"""Lowest first; each has a ``register(app)`` in its package, which brings its views and listeners."""

# Read by NumPy's libraries when they are loaded, so before anything here imports NumPy. Each request computes a little:
# threads of its own for that wait for one another where several processes serve, and cost three times the whole.
for _library in ("OPENBLAS", "MKL", "OMP"):
    os.environ.setdefault(f"{_library}_NUM_THREADS", "1")

BODY_LIMIT = 1_000_000
"""Bytes of a request. A body at its limit of 64 KB grows at most ninefold in a form, quoted as it travels."""

__version__ = "0.1.0"


def create_app(**overrides: Any) -> Flask:
    """The application with settings from QA_* variables; *overrides* name settings (see ``config.load``)."""
    from qa.core.application import Quorum

    found = config.load(**overrides)
    found.instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    app = Quorum(
        "qa",
        instance_path=str(found.instance),
        template_folder=str(config.resource("templates")),
        static_folder=None,
    )
    _configure(app, found)
    _extend(app)
    for name in SLICES:
        import_module(f"qa.{name}").register(app)
    return app


def _configure(app: Flask, found: config.Settings) -> None:
    app.config.update(
        QUORUM=found,
        SECRET_KEY=config.secret_key(found),
        TESTING=found.mode == "test",
        MAX_CONTENT_LENGTH=BODY_LIMIT,
        MAX_FORM_MEMORY_SIZE=BODY_LIMIT,
        MAX_FORM_PARTS=200,
        SESSION_COOKIE_NAME="__Host-quorum" if found.secure else "quorum",
        SESSION_COOKIE_SECURE=found.secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_REFRESH_EACH_REQUEST=False,
        WTF_CSRF_TIME_LIMIT=None,
        BABEL_DEFAULT_LOCALE=found.locale,
        BABEL_DEFAULT_TIMEZONE=found.timezone,
    )
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals["site_name"] = found.site_name


def _extend(app: Flask) -> None:
    # Imported here, so that a pure module of the package costs nothing but itself.
    from flask_babel import Babel
    from flask_migrate import Migrate

    from qa.core import db as database
    from qa.core import fragments, limits, log, mail, pages, transaction, web, words

    log.init_app(app)
    database.init_app(app)
    Migrate(app, database.db, directory=str(config.resource("migrations")), render_as_batch=True)
    Babel(app)
    words.init_app(app)
    fragments.init_app(app)
    transaction.init_app(app)
    web.init_app(app)
    limits.init_app(app)
    mail.init_app(app)
    pages.init_app(app)

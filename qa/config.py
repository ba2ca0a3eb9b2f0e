"""Typed settings, read once from QA_* environment variables.

Every field below is a setting; its variable is ``QA_`` and the field's name in capitals, and its
meaning is documented in docs/settings.md (a test compares the two).
"""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from flask import current_app

REPLY_ADDRESS = re.compile(r"[a-zA-Z0-9._-]{0,12}@(?=.{4,190}$)[a-zA-Z0-9-]+(?:\.[a-zA-Z0-9-]+)+")
"""A token of 50 signs and a plus must still fit before the @, where mail servers take 64."""

_PACKAGE = Path(__file__).resolve().parent


class SettingsError(Exception):
    """A setting has a value that cannot be used; the message says which and what would do."""


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings with their defaults. Strings unless said; see docs/settings.md."""

    instance: Path = Path("instance")
    database_url: str = ""
    search: str = "whoosh"
    redis_url: str = ""
    secret_key: str = ""
    base_url: str = "http://127.0.0.1:8000"
    site_name: str = "Quorum"
    mode: str = "production"
    log_level: str = "info"
    proxies: int = 0
    workers: int = 2
    threads: int = 2
    mail_url: str = ""
    mail_from: str = "Quorum <quorum@localhost>"
    reply_address: str = ""
    reply_authserv: str = ""
    session_days: int = 14
    remember_days: int = 90
    locale: str = "en_GB"
    timezone: str = "Europe/London"
    vouches_needed: int = 2
    vouches_outside: int = 1
    vouches_a_month: int = 5
    invitations_a_year: int = 6
    invitation_days: int = 30
    queue_mail_hours: int = 24
    trust_first_members: int = 50
    trust_events: int = 12
    trust_least: int = 3
    trust_granted_percent: int = 75
    trust_review_percent: int = 50
    trust_vouching_days: int = 60
    trust_stewarding_days: int = 90
    trust_topics_days: int = 30
    pledge_days: int = 365
    founders_needed: int = 3
    circle_cap: int = 60
    sudo_minutes: int = 15
    semantic: str = "auto"
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: str = ""
    oidc_name: str = "single sign-on"

    @property
    def development(self) -> bool:
        """Whether mails are shown on a page instead of being sent, and cookies work over plain http."""
        return self.mode == "development"

    @property
    def secure(self) -> bool:
        """Whether the site is reached over https, so that cookies may demand it."""
        return self.base_url.startswith("https://")

    @property
    def database(self) -> str:
        """The SQLAlchemy address of the database; SQLite in the instance folder unless set."""
        if not self.database_url:
            return f"sqlite:///{self.instance / 'quorum.sqlite3'}"
        for plain in ("postgres://", "postgresql://"):
            if self.database_url.startswith(plain):
                return "postgresql+psycopg://" + self.database_url.removeprefix(plain)
        return self.database_url


def resource(name: str) -> Path:
    """The folder *name* (templates, static, migrations): inside the installed package, else the checkout."""
    inside = _PACKAGE / "_data" / name
    return inside if inside.is_dir() else _PACKAGE.parent / name


def load(environ: Mapping[str, str] | None = None, **overrides: Any) -> Settings:
    """Read settings from *environ* (the process's own by default); *overrides* win.

    Raises SettingsError for a number that is none, or a mode, an address or an engine of search that cannot be.
    """
    environ = os.environ if environ is None else environ
    values: dict[str, Any] = {}
    for field in fields(Settings):
        raw = environ.get(f"QA_{field.name.upper()}")
        if raw:
            values[field.name] = _convert(field.name, raw)
    values.update(overrides)
    found = Settings(**values)
    if found.mode not in ("production", "development", "test"):
        raise SettingsError(f"QA_MODE is {found.mode!r}; use production, development or test.")
    if found.semantic not in ("auto", "on", "off"):
        raise SettingsError(f"QA_SEMANTIC is {found.semantic!r}; use auto, on or off.")
    if found.search not in ("whoosh", "postgres"):
        raise SettingsError(f"QA_SEARCH is {found.search!r}; use whoosh or postgres.")
    _check_trust(found)
    if found.reply_address and not REPLY_ADDRESS.fullmatch(found.reply_address):
        raise SettingsError(
            f"QA_REPLY_ADDRESS is {found.reply_address!r}; use reply@peers.example, with at most 12 signs before "
            "the @, or @reply.peers.example for a domain of its own."
        )
    if found.search == "postgres" and not found.database.startswith("postgresql"):
        raise SettingsError("QA_SEARCH is postgres, so QA_DATABASE_URL must name a PostgreSQL database.")
    return found if found.instance.is_absolute() else _absolute(found)


def _check_trust(found: Settings) -> None:
    if not found.trust_review_percent < found.trust_granted_percent <= 100:
        raise SettingsError(
            "QA_TRUST_REVIEW_PERCENT must be below QA_TRUST_GRANTED_PERCENT, and that at most 100."
        )
    if not 1 <= found.trust_least <= found.trust_events:
        raise SettingsError("QA_TRUST_LEAST must be 1 at least, and at most QA_TRUST_EVENTS.")


def _convert(name: str, raw: str) -> Any:
    default = Settings.__dataclass_fields__[name].default
    if isinstance(default, int):
        if not (raw.isascii() and raw.isdigit()):
            raise SettingsError(f"QA_{name.upper()} is {raw!r}; use a whole number.")
        return int(raw)
    return Path(raw) if isinstance(default, Path) else raw


def _absolute(found: Settings) -> Settings:
    values = {field.name: getattr(found, field.name) for field in fields(found)}
    return Settings(**{**values, "instance": found.instance.absolute()})


def secret_key(found: Settings) -> str:
    """The key that signs cookies and links: the setting, else one made once and kept in the instance folder."""
    if found.secret_key:
        return found.secret_key
    path = found.instance / "secret_key"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text()
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_hex(32))
    return path.read_text()


def settings() -> Settings:
    """The settings of the running application."""
    found: Settings = current_app.config["QUORUM"]
    return found

"""``qa doctor``: what is wrong with an installation, and how to mend it."""

from __future__ import annotations

import os
import shutil
import smtplib
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from qa import config
from qa.core.findings import GOOD, ODD, WRONG, Finding

if TYPE_CHECKING:
    from flask import Flask

DISK_LOW = 500 * 1024 * 1024
"""Bytes: the index is built beside the old one, and SQLite's journal needs room."""
BACKLOG_OLD = timedelta(minutes=2)
SQLITE_MIN = (3, 35)
"""Rate limits are counted with RETURNING."""
CLOCK_SKEW = 60.0
"""Seconds between this clock and the disk's (a network disk has its own)."""


def examine() -> list[Finding]:
    """All findings, in the order in which to mend them; never raises."""
    findings = [_python()]
    try:
        found = config.load()
    except config.SettingsError as error:
        return [*findings, Finding(WRONG, str(error), "Every setting is described in docs/settings.md.")]
    folder = _folder(found)
    findings += [_secret(found), _address(found), folder, _disk(found), _clock(), _zones(found)]
    if folder.sign == WRONG:
        return findings
    try:
        from qa import create_app
        from qa.notifications.replies.checks import replies
        from qa.recognition.statements.checks import statements
        from qa.search.semantic.checks import meaning
        from qa.signin.checks import single_sign_on

        app = create_app()
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what the person has to know
        return [*findings, Finding(WRONG, f"The application does not start: {error!r}")]
    with app.app_context():
        own = (_database, _tables, _foreign_keys, _index, _worker, _backlog, _limits, _mail)
        for check in (*own, replies, single_sign_on, meaning, statements):
            findings += _attempt(check, app)
    return findings


def _attempt(check: Callable[[Flask], Iterator[Finding]], app: Flask) -> list[Finding]:
    from qa.core.db import db

    try:
        return list(check(app))
    except Exception as error:  # noqa: BLE001 - one check's fault must not hide the others' findings
        what = check.__name__.strip("_").replace("_", " ")
        return [Finding(WRONG, f"The check of the {what} failed: {error!r}"[:500])]
    finally:
        db.session.rollback()


def _python() -> Finding:
    versions = f"Python {'.'.join(map(str, sys.version_info[:3]))}, SQLite {sqlite3.sqlite_version}"
    if sqlite3.sqlite_version_info < SQLITE_MIN:
        return Finding(WRONG, versions, "Quorum needs SQLite 3.35 or later, as Python brings it.")
    return Finding(GOOD, versions)


def _secret(found: config.Settings) -> Finding:
    path = found.instance / "secret_key"
    if found.secret_key:
        if len(found.secret_key) < 32:
            return Finding(
                WRONG,
                "QA_SECRET_KEY is short",
                "Use 32 random characters or more, e.g. openssl rand -hex 32.",
            )
        return Finding(GOOD, "Secret key from QA_SECRET_KEY")
    if path.exists() and path.stat().st_mode & 0o077:
        return Finding(WRONG, f"Others can read {path}", f"chmod 600 {path}")
    return Finding(GOOD, "Secret key in the instance folder")


def _address(found: config.Settings) -> Finding:
    if found.mode == "production" and not found.secure:
        mend = "Put a proxy with https in front and set QA_BASE_URL to its https:// address."
        return Finding(ODD, f"The site's address is {found.base_url}: passwords travel in the clear", mend)
    return Finding(GOOD, f"The site's address is {found.base_url}")


def _folder(found: config.Settings) -> Finding:
    try:
        found.instance.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=found.instance) as file:
            file.write(b"quorum")
            file.flush()
            skew = abs(time.time() - os.stat(file.name).st_mtime)
    except OSError as error:
        mend = "Set QA_INSTANCE to a folder that this account may write, or give it the right."
        return Finding(
            WRONG, f"The instance folder {found.instance} cannot be written: {error.strerror}", mend
        )
    if skew > CLOCK_SKEW:
        return Finding(
            ODD, f"The disk's clock differs from this computer's by {skew:.0f} s", "Synchronise both (NTP)."
        )
    if found.instance.stat().st_mode & 0o077:
        what = f"Other accounts of this computer can look into the instance folder {found.instance}"
        return Finding(ODD, what, f"chmod 700 {found.instance}")
    return Finding(GOOD, f"Instance folder {found.instance}")


def _disk(found: config.Settings) -> Finding:
    place = found.instance if found.instance.exists() else Path(found.instance.anchor)
    free = shutil.disk_usage(place).free
    if free < DISK_LOW:
        return Finding(WRONG, f"{free // 1024**2} MB free on the disk", "Free some: 500 MB at least.")
    return Finding(GOOD, f"{free // 1024**2} MB free on the disk")


def _clock() -> Finding:
    now = datetime.now(UTC)
    if now.year < 2025:
        return Finding(
            WRONG, f"The clock says {now:%Y-%m-%d}", "Set it (NTP); deadlines are computed from it."
        )
    return Finding(GOOD, f"Clock {now:%Y-%m-%d %H:%M} UTC")


def _zones(found: config.Settings) -> Finding:
    try:
        for name in ("Europe/Berlin", "America/New_York", found.timezone):
            ZoneInfo(name)
    except (ValueError, OSError, KeyError) as error:
        mend = "Install the package tzdata, or correct QA_TIMEZONE (such as Europe/London)."
        return Finding(WRONG, f"Time zone data: {error}", mend)
    return Finding(GOOD, f"Time zone data, {found.timezone}")


def _database(app: Flask) -> Iterator[Finding]:
    from sqlalchemy import text
    from sqlalchemy.exc import SQLAlchemyError

    from qa.core.db import db

    try:
        db.session.execute(text("SELECT 1"))
    except SQLAlchemyError as error:
        mend = "Start the database server, or correct QA_DATABASE_URL."
        yield Finding(WRONG, f"The database does not answer: {getattr(error, 'orig', error)}"[:300], mend)
        return
    name = db.engine.dialect.name
    if name == "sqlite" and (fault := db.session.scalar(text("PRAGMA quick_check(1)"))) != "ok":
        yield Finding(WRONG, f"The database file is damaged: {fault}", "Restore it from a backup.")
        return
    yield Finding(GOOD, f"Database ({name}) answers")


def _tables(app: Flask) -> Iterator[Finding]:
    from alembic.migration import MigrationContext
    from alembic.script import ScriptDirectory

    from qa.core.db import db

    head = ScriptDirectory(str(config.resource("migrations"))).get_current_head()
    with db.engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    if current is None:
        yield Finding(WRONG, "The database has no tables yet", "qa db upgrade")
    elif current != head:
        yield Finding(
            WRONG, f"The tables are at {current}, the program needs {head}", "Back up, then: qa db upgrade"
        )
    else:
        yield Finding(GOOD, f"Tables at {head}")


def _foreign_keys(app: Flask) -> Iterator[Finding]:
    from sqlalchemy import text

    from qa.core.db import db

    if db.engine.dialect.name != "sqlite":
        return
    if db.session.scalar(text("PRAGMA foreign_keys")) != 1:
        yield Finding(WRONG, "Foreign keys are off", "This SQLite was built without them; use another.")
    broken = db.session.execute(text("PRAGMA foreign_key_check")).all()
    if broken:
        tables = ", ".join(sorted({str(row[0]) for row in broken}))
        yield Finding(
            WRONG, f"{len(broken)} rows refer to rows that are gone ({tables})", "Restore a backup."
        )
    else:
        yield Finding(GOOD, "Every row's references hold")


def _index(app: Flask) -> Iterator[Finding]:
    from qa.search import upkeep
    from qa.search.errors import IndexDamaged

    if upkeep.index().missing():
        yield Finding(ODD, "There is no search index yet", "qa serve builds it; or: qa search rebuild")
        return
    try:
        snapshot = upkeep.index().snapshot()
    except IndexDamaged as error:
        yield Finding(WRONG, f"The search index is damaged: {error}", "qa search rebuild")
        return
    found = upkeep.compare(snapshot)
    if found:
        differing = len(found.missing) + len(found.stale) + len(found.gone)
        mend = "A running worker mends this within seconds; else: qa search check"
        yield Finding(ODD, f"The search index differs from the database in {differing} threads", mend)
    else:
        yield Finding(GOOD, f"The search index holds all {snapshot.count} threads")


def _worker(app: Flask) -> Iterator[Finding]:
    from qa import worker

    if worker.alive(app):
        yield Finding(GOOD, "A worker is at work")
    else:
        yield Finding(ODD, "No worker works for this instance folder", "qa serve starts one; or: qa worker")


def _backlog(app: Flask) -> Iterator[Finding]:
    from sqlalchemy import func, select

    from qa.core import clock, db, outbox
    from qa.operation.words import fault

    row = outbox.OutboxRow
    waiting = select(func.min(row.due_at), func.count()).where(
        row.dead_at.is_(None), row.due_at <= clock.now()
    )
    oldest, count = db.db.session.execute(waiting).one()
    if count and clock.now() - oldest > BACKLOG_OLD:
        mend = "Is a worker running? What waits, and what failed: qa outbox list"
        yield Finding(WRONG, f"{count} jobs wait, the oldest since {oldest:%Y-%m-%d %H:%M} UTC", mend)
    else:
        yield Finding(GOOD, f"{count} jobs wait")
    dead = db.db.session.execute(select(row.kind, row.last_error).where(row.dead_at.is_not(None))).all()
    if dead:
        said = fault(dead[-1].last_error)
        mend = f"The last fault: {said}. Mend its cause, then: qa outbox list, qa outbox retry --all"
        yield Finding(ODD, f"{len(dead)} jobs were given up", mend)


def _limits(app: Flask) -> Iterator[Finding]:
    from qa.core.limits import limiter

    where = "Redis" if app.config["QUORUM"].redis_url else "limits.sqlite3"
    if limiter.storage.check():
        yield Finding(GOOD, f"Rate limits are counted in {where}")
    else:
        mend = (
            "Start Redis or correct QA_REDIS_URL." if where == "Redis" else "Remove the file limits.sqlite3*."
        )
        yield Finding(WRONG, f"Rate limits cannot be counted in {where}; each process counts alone", mend)


def _mail(app: Flask) -> Iterator[Finding]:
    from flask_mailman import EmailMessage

    if not app.config["QUORUM"].mail_url:
        sign = GOOD if app.config["QUORUM"].development else ODD
        yield Finding(
            sign, "Mails are not sent: they are filed in instance/mails", "Set QA_MAIL_URL to send them."
        )
        return
    try:
        with closing(EmailMessage().get_connection()) as connection:
            connection.open()
    except (OSError, smtplib.SMTPException) as error:
        yield Finding(WRONG, f"The mail server does not let us in: {error}"[:300], "Correct QA_MAIL_URL.")
    else:
        yield Finding(GOOD, "The mail server answers")

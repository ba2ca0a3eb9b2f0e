"""From nothing to a site that can be used: tables, the first admin, the sample community."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from qa.core import transaction
from qa.core.db import db
from qa.core.errors import PersonError
from qa.members import accounts
from qa.members.models import Member, MemberState, Role

DEMO_SEED = 1


def prepare(app: Flask) -> Iterator[str]:
    """Migrate, and fill an empty database with the sample community; yields lines for the person."""
    import flask_migrate

    with app.app_context():
        yield "quorum: preparing the database"
        flask_migrate.upgrade()
        if not has_members():
            yield "quorum: making a sample community (some seconds)"
            fill(DEMO_SEED)
        yield from how_to_sign_in()
        db.session.remove()
        db.engine.dispose()


def fill(seed: int) -> list[str]:
    """Write the sample community of *seed*, and its index; also among members, which the caller has asked.

    Returns what was done, in lines for the person.
    """
    from qa import demo
    from qa.search import upkeep

    with transaction.unit():
        summary = demo.fill(seed, force=True)
    upkeep.rebuild()
    return list(summary.lines())


def how_to_sign_in() -> Iterator[str]:
    """Lines that say with which address and password to sign in to the sample community."""
    from qa import demo

    yield from demo.how_to_sign_in()


def has_members() -> bool:
    """Whether anybody is a member. Raises ClickException where there are no tables yet."""
    return _exists()


def has_admin() -> bool:
    """Whether there is an active admin. Raises ClickException where there are no tables yet."""
    return _exists(Member.role == Role.ADMIN, Member.state == MemberState.ACTIVE)


def _exists(*conditions: Any) -> bool:
    try:
        return db.session.scalar(select(Member.id).where(*conditions).limit(1)) is not None
    except SQLAlchemyError as error:
        raise click.ClickException("The database has no tables yet. First: qa db upgrade") from error
    finally:
        db.session.rollback()


def make_admin(*, name: str, email: str, password: str, timezone: str, **words: str) -> str:
    """Make an active admin with the profile words *words*; returns the handle. Raises ClickException."""
    try:
        with transaction.unit():
            member = accounts.create_member(
                name=name, email=email, password=password, role=Role.ADMIN, timezone=timezone, words=words
            )
            return member.handle
    except PersonError as error:
        raise click.ClickException(f"{error.field or 'Refused'}: {error.message}") from error

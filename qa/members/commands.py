"""``qa member …`` and ``qa circle …``: whoever runs the site lets people in, and puts them into circles."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask.cli import AppGroup
from sqlalchemy.exc import OperationalError, ProgrammingError

from qa.core import clock, transaction
from qa.core.errors import PersonError
from qa.members import accounts, circles, resets
from qa.members.models import Role

people = AppGroup("member", help="Let people in.")
groups = AppGroup("circle", help="Make circles, and put members into them.")
ROLES = (Role.MEMBER.value, Role.MODERATOR.value)


@contextmanager
def _unit() -> Iterator[None]:
    """One transaction; what is refused is said plainly, and then nothing at all was done."""
    try:
        with transaction.unit():
            yield
    except PersonError as error:
        raise click.ClickException(f"{error.field or 'Refused'}: {error.message}") from error
    except (OperationalError, ProgrammingError) as error:
        message = "The database has no tables yet (qa db upgrade), or does not answer (qa doctor says why)."
        raise click.ClickException(message) from error


@people.command("add")
@click.option("--name", required=True)
@click.option("--email", required=True)
@click.option("--title", default="", help="Job title.")
@click.option("--employer", default="")
@click.option("--industry", default="")
@click.option("--profession", default="", help="The trade, such as information security.")
@click.option("--level", default="", help="The career level, such as head of function.")
@click.option("--timezone", default="", help="Such as Europe/Berlin; else QA_TIMEZONE.")
@click.option("--circle", "slugs", multiple=True, metavar="SLUG", help="A circle to join; may be repeated.")
@click.option("--role", type=click.Choice(ROLES), default=ROLES[0], show_default=True)
def add_member(name: str, email: str, timezone: str, slugs: tuple[str, ...], role: str, **words: str) -> None:
    """Let a person in, and print the link at which they choose their password.

    They join Everyone and each circle given.
    """
    now = clock.now()
    with _unit():
        # In one order whoever is added, so that two at once do not wait for each other.
        joined = [circles.with_slug(slug) for slug in sorted(set(slugs))]
        member = accounts.create_member(
            name=name, email=email, role=Role(role), timezone=timezone, words=words, now=now
        )
        for circle in joined:
            circles.join(circle, member, now)
        link, name, handle = resets.invite(member, now), member.name, member.handle
    click.echo(
        f"{name} is a {role} now (@{handle}). Send this link to {name} by a way you trust:\n\n  {link}\n"
    )
    until = f"{now + resets.INVITED_FOR:%Y-%m-%d %H:%M} UTC"
    click.echo(f"Whoever has it can choose the password. It is good for one use, until {until}.")


@groups.command("add")
@click.argument("slug")
@click.option("--name", required=True)
@click.option("--purpose", required=True, help="One sentence: what it is for.")
@click.option(
    "--cap", type=click.IntRange(min=1), default=circles.CAP, show_default=True, help="Members at most."
)
@click.option("--unlisted", is_flag=True, help="Only its members know of it.")
def add_circle(slug: str, name: str, purpose: str, cap: int, unlisted: bool) -> None:
    """Make a circle; SLUG is its name in addresses."""
    with _unit():
        name = circles.add(slug, name, purpose, clock.now(), cap=cap, listed=not unlisted).name
    click.echo(
        f"The circle {name} is there, with room for {cap}. Put people in: qa circle join {slug} EMAIL …"
    )


@groups.command("join")
@click.argument("slug")
@click.argument("emails", nargs=-1, required=True, metavar="EMAIL...")
def join(slug: str, emails: tuple[str, ...]) -> None:
    """Put the members with these addresses into a circle: all of them, or none where one is refused."""
    now = clock.now()
    with _unit():
        circle = circles.with_slug(slug)
        members = [accounts.with_address(email) for email in emails]
        for member in members:
            circles.join(circle, member, now)
        lines = [f"{member.name} is in {circle.name}." for member in members]
    click.echo("\n".join(lines))


@groups.command("leave")
@click.argument("slug")
@click.argument("email")
def leave(slug: str, email: str) -> None:
    """Take a member out of a circle; from now on its questions are none of theirs."""
    with _unit():
        circle, member = circles.with_slug(slug), accounts.with_address(email)
        circles.leave(circle, member, clock.now())
        line = f"{member.name} is not in {circle.name} any more."
    click.echo(line)


@groups.command("steward")
@click.argument("slug")
@click.argument("email")
def steward(slug: str, email: str) -> None:
    """Make a member of a circle its steward, who lets others in from then on."""
    with _unit():
        circle, member = circles.with_slug(slug), accounts.with_address(email)
        circles.name_steward(circle, member)
        line = f"{member.name} is a steward of {circle.name}."
    click.echo(line)

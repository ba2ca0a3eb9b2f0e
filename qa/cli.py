"""The ``qa`` command. The commands of each slice are in its ``commands`` module."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import click

from qa import SLICES, __version__, config

if TYPE_CHECKING:
    from flask import Flask

OWN_APP = frozenset({"serve", "web", "run", "worker", "doctor", "mail", "statement"})
"""Commands that make their application themselves, or must not have one."""


class Commands(click.Group):
    """The commands below, and those of each slice; each runs within the application's context."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, for the help."""
        return sorted({*super().list_commands(ctx), *_of_slices()})

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """The command *name*, the slices asked only where none of ours has it."""
        return super().get_command(ctx, name) or _of_slices().get(name)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command and enter the application's context for it."""
        name, command, rest = super().resolve_command(ctx, args)
        wants_help = any(word in ctx.help_option_names for word in rest)
        if command is not None and name not in OWN_APP and not wants_help:
            ctx.with_resource(make_app().app_context())
        return name, command, rest


def _of_slices() -> dict[str, click.Command]:
    """The commands that slices define, those of their groups excepted."""
    found: dict[str, click.Command] = {}
    for name in SLICES:
        if find_spec(f"qa.{name}.commands") is None:
            continue
        values = [
            v for v in vars(import_module(f"qa.{name}.commands")).values() if isinstance(v, click.Command)
        ]
        inner = {id(child) for v in values if isinstance(v, click.Group) for child in v.commands.values()}
        found.update({v.name: v for v in values if id(v) not in inner and v.name})
    return found


def make_app(**overrides: Any) -> Flask:
    """The application, or a plain word and exit 1 when a setting cannot be used."""
    from qa import create_app

    try:
        return create_app(**overrides)
    except (config.SettingsError, OSError) as error:
        raise click.ClickException(str(error)) from error


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="Quorum")
def cli() -> None:
    """Quorum: vetted peers answer each other's time-boxed questions.

    Settings come from QA_* environment variables; see docs/settings.md.
    """


@cli.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="0: any free one."
)
@click.option("--workers", type=click.IntRange(1, 64), help="Web processes; else QA_WORKERS.")
@click.option("--threads", type=click.IntRange(1, 64), help="Threads of each; else QA_THREADS.")
def serve(host: str, port: int, workers: int | None, threads: int | None) -> None:
    """Serve the site: web and worker together, until SIGTERM or Ctrl-C."""
    from qa import serve as server

    found = _settings()
    sys.exit(server.serve(host, port, workers or found.workers, threads or found.threads))


@cli.command(hidden=True)
@click.option("--fd", required=True, type=int)
@click.option("--workers", required=True, type=int)
@click.option("--threads", required=True, type=int)
def web(fd: int, workers: int, threads: int) -> None:
    """Serve on an inherited socket: what ``qa serve`` starts."""
    from qa import serve as server

    server.web(fd, workers, threads)


@cli.command()
def worker() -> None:
    """Do the background work: index, mail, chores. ``qa serve`` starts one itself."""
    from qa import worker as working
    from qa.serve import follow_supervisor

    follow_supervisor()
    working.main(make_app())


@cli.command()
def doctor() -> None:
    """Say what is wrong with this installation and how to mend it."""
    from qa import doctor as doctoring
    from qa.core.findings import WRONG

    findings = doctoring.examine()
    for finding in findings:
        click.echo(finding.line())
    sys.exit(1 if any(finding.sign == WRONG for finding in findings) else 0)


@cli.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535))
def run(port: int) -> None:
    """Try Quorum on this computer: sample community, mails shown instead of sent."""
    from qa import serve as server
    from qa.starting import prepare

    os.environ.setdefault("QA_MODE", "development")
    os.environ.setdefault("QA_BASE_URL", f"http://127.0.0.1:{port}")
    app = make_app()
    for line in prepare(app):
        click.echo(line)
    found = app.config["QUORUM"]
    sys.exit(server.serve("127.0.0.1", port, found.workers, found.threads))


@cli.command()
@click.option(
    "--seed", default=1, show_default=True, type=int, help="The same seed makes the same community."
)
@click.option("--force", is_flag=True, help="Also where there are members already.")
def demo(seed: int, force: bool) -> None:
    """Fill the database with a sample community."""
    from qa import starting

    if not force and starting.has_members():
        raise click.ClickException("There are members already. --force adds the sample community to them.")
    for line in starting.fill(seed):
        click.echo(line)


@cli.command()
@click.option("--name", prompt="Your name")
@click.option("--email", prompt="Your mail address")
@click.option("--password", help="Seen by others in the list of processes; better asked or --password-stdin.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@click.option("--title", prompt="Your job title", default="", show_default=False)
@click.option("--employer", prompt="Your employer", default="", show_default=False)
@click.option("--timezone", prompt="Your time zone", default=lambda: _settings().timezone)
@click.option("--another", is_flag=True, help="Also where there is an admin already.")
def init(
    name: str,
    email: str,
    password: str | None,
    password_stdin: bool,
    title: str,
    employer: str,
    timezone: str,
    another: bool,
) -> None:
    """Make the first admin."""
    from qa import starting

    if not another and starting.has_admin():
        raise click.ClickException("There is an admin already. --another makes one more.")
    if password_stdin:
        password = sys.stdin.readline().rstrip("\r\n")
    if password is None:
        password = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    given = {"name": name, "email": email, "title": title, "employer": employer, "timezone": timezone}
    handle = starting.make_admin(password=password, **given)
    click.echo(f"{name} is an admin now (@{handle}). Sign in at {_settings().base_url}/login")


@cli.group("db")
def database() -> None:
    """Migrations of the database."""


@database.command()
@click.argument("revision", default="head")
def upgrade(revision: str) -> None:
    """Bring the tables to REVISION, the newest unless said."""
    import flask_migrate

    flask_migrate.upgrade(revision=revision)


@database.command()
@click.argument("revision", default="-1")
def downgrade(revision: str) -> None:
    """Take the tables back to REVISION, one step unless said."""
    import flask_migrate

    flask_migrate.downgrade(revision=revision)


@database.command()
@click.option("-m", "--message", required=True)
def revision(message: str) -> None:
    """Write a migration for what the models have that the tables have not (for developers)."""
    import flask_migrate

    flask_migrate.migrate(message=message)


@database.command()
def check() -> None:
    """Say whether the models agree with the migrations (for developers)."""
    import flask_migrate

    flask_migrate.check()


def _settings() -> config.Settings:
    try:
        return config.load()
    except config.SettingsError as error:
        raise click.ClickException(str(error)) from error


def main() -> None:
    """The entry point."""
    cli(prog_name="qa")

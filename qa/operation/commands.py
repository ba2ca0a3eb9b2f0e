"""``qa outbox …``: what the worker has before it, what failed, and trying it again."""

from __future__ import annotations

import sys

import click
from babel.dates import format_timedelta
from flask.cli import AppGroup
from rich.console import Console
from rich.table import Table
from rich.text import Text

from qa.core import clock, transaction
from qa.core.db import AnyRow
from qa.operation import queries, rules, words

group = AppGroup("outbox", help="What the worker has before it, and what failed.")


@group.command("list")
@click.option(
    "--limit", default=50, show_default=True, type=click.IntRange(1, 1000), help="Jobs that are shown."
)
def list_jobs(limit: int) -> None:
    """List what waits, what failed and how often, and what was given up.

    To whom a mail goes and what it says is not shown.
    """
    count, rows = queries.counts(), queries.jobs(limit)
    click.echo(f"{count.total} jobs: {count.given_up} given up, {count.failing} failed and tried again")
    if not rows:
        return
    table = Table("id", "kind", "age", "state", "tries", "last fault", box=None, pad_edge=False)
    for row in rows:
        age = format_timedelta(clock.now() - row.created_at, locale="en")
        # Faults are others' words: as Text nothing in them is read as markup.
        cells = (str(row.id), row.kind, age, _state(row), str(row.attempts), words.fault(row.last_error))
        table.add_row(*(Text(cell) for cell in cells))
    Console(width=None if sys.stdout.isatty() else 240).print(table)
    if count.total > len(rows):
        click.echo(f"{count.total - len(rows)} more; see --limit")


def _state(row: AnyRow) -> str:
    if words.is_given_up(row):
        return "given up"
    wait = row.due_at - clock.now()
    if wait.total_seconds() <= 0:
        return "due"
    return f"in {format_timedelta(wait, locale='en')}"


@group.command("retry")
@click.argument("ids", nargs=-1, type=click.IntRange(1, 2**62))
@click.option("--all", "every", is_flag=True, help="Everything that failed or was given up.")
def retry(ids: tuple[int, ...], every: bool) -> None:
    """Try jobs again that failed or were given up: those with these IDS, or --all.

    Mend the cause first. The worker does them; this only says that they are due.
    """
    if bool(ids) == every:
        raise click.UsageError("Give the ids of jobs, or --all.")
    with transaction.unit():
        done = rules.retry(None if every else ids, clock.now())
    for missing in sorted(set(ids) - set(done)):
        click.echo(f"{missing}: no job with this id has failed, or it is being tried right now", err=True)
    click.echo(f"{len(done)} jobs will be tried again by the worker, within seconds.")
    if set(ids) - set(done):
        raise SystemExit(1)

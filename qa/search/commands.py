"""``qa search …``: rebuild, check and describe the index."""

from __future__ import annotations

import click
from flask.cli import AppGroup
from rich.console import Console
from rich.progress import Progress, track
from rich.table import Table
from sqlalchemy import func, select

from qa.core.db import db
from qa.questions.models import Question
from qa.search import documents, upkeep
from qa.search.errors import IndexBusy, IndexDamaged
from qa.search.semantic import available
from qa.search.semantic.upkeep import renew_all

group = AppGroup("search", help="Rebuild, check and describe the search index.")
console = Console()


@group.command("rebuild")
def rebuild() -> None:
    """Build the index anew; the old one serves until it is done."""
    total = db.session.scalar(select(func.count()).where(Question.withdrawn_at.is_(None))) or 0
    found = track(documents.every(), "Reading threads", total=total, console=console)
    try:
        count = upkeep.index().rebuild(found, upkeep.changed_since)
    except IndexBusy as error:
        raise click.ClickException("Another rebuild is running; wait for it.") from error
    console.print(f"The index holds {count} threads.")
    _renew_vectors(total)


def _renew_vectors(total: int) -> None:
    if not available.ready():
        return
    with Progress(console=console) as progress:
        task = progress.add_task("Reading what questions mean", total=total)
        count = renew_all(lambda done: progress.advance(task, done))
        progress.update(task, completed=total)
    console.print(f"{count} vectors were computed.")


@group.command("check")
@click.option("--dry-run", is_flag=True, help="Only say what differs.")
def check(dry_run: bool) -> None:
    """Compare index and database, and mend what is missing, stale or gone."""
    try:
        found = upkeep.compare(upkeep.index().snapshot()) if dry_run else upkeep.mend()
    except IndexDamaged as error:
        if dry_run:
            raise click.ClickException(
                f"The index is damaged ({error}). Mend it with: qa search rebuild"
            ) from error
        console.print(f"The index is damaged ({error}); building it anew.", markup=False, soft_wrap=True)
        console.print(f"The index holds {upkeep.rebuild()} threads.")
        return
    except IndexBusy as error:
        raise click.ClickException("Another process is writing the index; try again.") from error
    verb = "differ" if dry_run else "mended"
    console.print(f"{verb}: {len(found.missing)} missing, {len(found.stale)} stale, {len(found.gone)} gone")


@group.command("stats")
def stats() -> None:
    """Say what the index holds and how large it is."""
    try:
        facts = upkeep.index().facts()
    except IndexDamaged as error:
        raise click.ClickException(
            f"The index is damaged ({error}). Mend it with: qa search rebuild"
        ) from error
    table = Table("fact", "value", show_header=False)
    for name, value in facts.items():
        table.add_row(name, f"{value:,}")
    console.print(table)

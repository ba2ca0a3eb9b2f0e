"""``qa import …``: what was written elsewhere, brought into a circle."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from rich.console import Console

    from qa.imports.account import Account
    from qa.imports.stackexchange import Outcome, Wish


@click.group("import")
def group() -> None:
    """Bring in questions and answers that were written elsewhere."""


@group.command("stackexchange")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--circle", default="", help="Name or slug; else a new circle named after the folder.")
@click.option(
    "--member", "members", multiple=True, help="Address of a member who joins it; else all admins do."
)
@click.option(
    "--site-url", default="", help="Where the posts come from; else guessed from the folder's name."
)
@click.option(
    "--report", type=click.Path(dir_okay=False, path_type=Path), help="List all broken rows in this file."
)
@click.option(
    "--batch", default=500, show_default=True, type=click.IntRange(1, 5000), help="Rows a transaction."
)
@click.option("--quiet", is_flag=True, help="No progress bar and no table.")
def stackexchange(
    folder: Path,
    circle: str,
    members: tuple[str, ...],
    site_url: str,
    report: Path | None,
    batch: int,
    quiet: bool,
) -> None:
    """Bring in a Stack Exchange data dump: the FOLDER with Posts.xml and its companions.

    It may be stopped and run again at any time: what is here already stays as it is.
    """
    from rich.console import Console

    from qa.imports.stackexchange import Wish

    console = Console(highlight=False)
    found = _run(Wish(folder.resolve(), circle, members, site_url, batch), report, quiet)
    if not quiet:
        _show(console, found.account)
    for line in _ending(found):
        console.print(line, markup=False, soft_wrap=True)


def _run(wish: Wish, report: Path | None, quiet: bool) -> Outcome:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    from qa.core.errors import RuleBroken
    from qa.imports import stackexchange as importing
    from qa.imports.dump import Refused

    console = Console(stderr=True)
    columns = (TextColumn("{task.description:14}"), BarColumn(), TextColumn("{task.percentage:3.0f} %"))
    with ExitStack() as stack:
        lines = stack.enter_context(report.open("w", encoding="utf-8")) if report else None
        hidden = quiet or not console.is_terminal
        bar = Progress(*columns, TimeRemainingColumn(), console=console, transient=True, disable=hidden)
        stack.enter_context(bar)
        task = bar.add_task("Reading", total=importing.size(wish.folder))
        try:
            return importing.bring_in(
                wish, lambda file, n: bar.update(task, description=file, advance=n), lines
            )
        except (Refused, RuleBroken) as error:
            raise click.ClickException(str(error)) from error


def _show(console: Console, account: Account) -> None:
    from rich.box import SIMPLE
    from rich.table import Table

    table = Table(box=SIMPLE, pad_edge=False)
    table.add_column("File, and why rows were skipped", overflow="fold")
    for head in ("Rows", "New", "Here already", "Skipped"):
        table.add_column(head, justify="right", no_wrap=True)
    for sheet in account:
        numbers = (sheet.rows, sheet.new, sheet.here, sheet.left_out)
        table.add_row(sheet.file, *(f"{number:,}" for number in numbers))
        for reason, number in sheet.skipped.most_common():
            table.add_row(f"  {reason}", "", "", "", f"{number:,}")
    console.print(table)
    for (file, reason), lines in account.broken.items():
        more = account[file].skipped[reason] - len(lines)
        places = ", ".join(str(line) for line in lines) + (f" and {more:,} more" if more else "")
        console.print(f"{file}: {reason}: line {places}", markup=False, soft_wrap=True)
    for file in account.absent:
        console.print(f"{file}: not in the folder", markup=False)


def _ending(found: Outcome) -> list[str]:
    circle, account = found.destination, found.account
    if account.new:
        lines = [
            f"Imported {account.new:,} rows of {found.site.host} into the circle {circle.name} (/c/{circle.slug})."
        ]
    else:
        lines = [f"Nothing new: all that can be imported of {found.site.host} is here already."]
    if not circle.readers:
        lines.append("Nobody can read it yet: run this again with --member and a member's address.")
    if not all(sheet.balanced for sheet in account):
        lines.append("The account does not balance: please report this as a fault.")
    return lines

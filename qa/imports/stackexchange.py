"""A Stack Exchange dump into a circle, part by part: authors, topics, questions, answers, comments, marks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from qa.core import clock, transaction
from qa.imports import destination, dump, site
from qa.imports.account import Account
from qa.imports.destination import Destination
from qa.imports.dump import Refused
from qa.imports.part import Import, Part
from qa.imports.people import Tags, Users
from qa.imports.posts import Answers, Questions
from qa.imports.remarks import Acceptances, Comments, Links, Votes

PARTS: tuple[type[Part], ...] = (Users, Tags, Questions, Answers, Comments, Votes, Acceptances, Links)
"""In the order in which each finds what it hangs on."""
BATCH = 500
"""Rows a transaction: about a tenth of a second in which no other writer gets in."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be read, and whither; empty words are guessed from the folder's name."""

    folder: Path
    circle: str = ""
    members: tuple[str, ...] = ()
    site_url: str = ""
    batch: int = BATCH


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where it went, and what became of each row."""

    destination: Destination
    site: site.Site
    account: Account


def size(folder: Path) -> int:
    """Bytes that an import of *folder* reads; a file that is read twice counts twice."""
    return sum((folder / part.file).stat().st_size for part in PARTS if (folder / part.file).is_file())


def bring_in(
    wish: Wish, advance: Callable[[str, int], object] = lambda *_: None, report: TextIO | None = None
) -> Outcome:
    """Import a dump; what is here already is left as it is, so that a stopped import may be run again.

    *advance* is told the file and the bytes read of it; *report* gets a line a broken row. Raises Refused.
    """
    here = site.site_at(wish.site_url) if wish.site_url else site.guess(wish.folder.name)
    files = {part.file for part in PARTS}
    present = {name for name in files if (wish.folder / name).exists()}
    if "Posts.xml" not in present:
        raise Refused(f"There is no Posts.xml in {wish.folder}.")
    for name in sorted(present):
        dump.check(wish.folder / name)
    with transaction.unit():
        circle = wish.circle or here.label[:1].upper() + here.label[1:]
        whither = destination.open_circle(circle, here, wish.members, clock.now())
    account = Account(report)
    account.absent = sorted(files - present)
    run = Import(wish.folder, here, whither.id, account, wish.batch)
    for part in PARTS:
        if part.file in present:
            account[part.file]
            part(run).work(lambda count, file=part.file: advance(file, count))  # type: ignore[misc]
    return Outcome(whither, here, account)

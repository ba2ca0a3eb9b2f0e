"""What ``qa doctor`` says of the keys of statements, and of making them a PDF."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

from sqlalchemy import select

from qa.core.db import read
from qa.core.findings import GOOD, ODD, WRONG, Finding
from qa.recognition.statements import keys, pdf
from qa.recognition.statements.models import Statement

if TYPE_CHECKING:
    from flask import Flask


def statements(app: Flask) -> Iterator[Finding]:
    """Whether the keys can be read by this account alone, whether each statement's is there, and whether PDFs are made."""
    folder = keys.folder_of(app.config["QUORUM"].instance)
    private = [path for path in keys.files(folder) if path.suffix == ".pem"]
    if open_to_others := [str(path) for path in private if path.stat().st_mode & 0o077]:
        names = " ".join(open_to_others)
        yield Finding(WRONG, "Others can read the keys that sign statements", f"chmod 600 {names}")
    try:
        known = keys.public(folder)
    except keys.BadKey as error:
        yield Finding(WRONG, f"A key of statements: {error}", f"Restore {folder} from a backup.")
        return
    used = {_key(row.content) for row in read(select(Statement.content).where(Statement.content != ""))}
    if lost := used - known.keys():
        what = f"Statements were signed with keys that are not here: {', '.join(sorted(lost))}"
        yield Finding(WRONG, what, f"Restore {folder} from a backup; until then they cannot be confirmed.")
    elif not known:
        yield Finding(GOOD, "No statement was signed yet; the key is made with the first")
    else:
        yield Finding(GOOD, f"Statements are signed with key {next(iter(known))}; {len(known)} known in all")
    if not pdf.is_installed():
        yield Finding(GOOD, "Statements are printed or downloaded; no PDF is made", pdf.PACKAGE)
    elif pdf.problem():
        yield Finding(ODD, "Statements cannot be made a PDF", pdf.problem())


def _key(content: str) -> str:
    try:
        return str(json.loads(content)["key"])
    except (ValueError, KeyError, TypeError):
        return "(damaged)"

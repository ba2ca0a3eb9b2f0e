"""Which tests `make test` runs: the quick part, unless all are asked for.

The quick part is each slice's own tests on SQLite, who may come to which address, and the three jobs in a browser. The rest are
tests that start servers and browsers, crawl the whole site for everybody, kill processes, or repeat on PostgreSQL
what SQLite has shown. Continuous integration and ``make check`` run all.
"""

from __future__ import annotations

import os

import pytest

from tests.support import breadth

VARIABLE = "QA_TEST_PART"
LONG = (
    "tests/browser/",
    "tests/faults/",
    "tests/core/test_text_linear.py",
    "tests/imports/test_kill.py",
    "tests/search/test_creep.py",
    "tests/search/test_full_disk.py",
    "tests/search/test_kill.py",
    "tests/search/test_postgres.py",
    "tests/search/test_semantic",
    "tests/notifications/test_replies_lmtp.py",
    "tests/security/test_bodies.py",
    "tests/security/test_canaries.py",
    "tests/security/test_fields.py",
    "tests/security/test_headers.py",
    "tests/security/test_hidden_names.py",
    "tests/security/test_injection.py",
    "tests/security/test_mails.py",
    "tests/security/test_matrix.py",
    "tests/security/test_outputs.py",
    "tests/security/test_stateful.py",
    "tests/security/test_worlds.py",
    "tests/test_demo.py",
    "tests/test_migrations.py",
    "tests/test_packaging.py",
    "tests/test_races.py",
    "tests/test_serve.py",
)
"""Tests that are left out of the quick part, by how their names begin; of PostgreSQL's variants all are."""
QUICK = (
    "tests/browser/test_three_jobs.py",
    "tests/security/test_matrix.py::test_every_route_has_its_row",
    "tests/security/test_matrix.py::test_the_door_is_as_declared",
)
"""Of what LONG names, what is in the quick part all the same."""


def decide(config: pytest.Config) -> None:
    """Say once, for this process and those that it starts, whether all tests are asked for."""
    if VARIABLE in os.environ:
        return
    chosen = config.args_source != pytest.Config.ArgsSource.TESTPATHS or config.option.keyword
    everything = chosen or os.environ.get("CI") == "true" or breadth.WHOLE
    os.environ[VARIABLE] = "all" if everything else "quick"


def is_quick() -> bool:
    """Whether the quick part runs."""
    return os.environ[VARIABLE] == "quick"


def is_long(name: str) -> bool:
    """Whether the test *name* is left out of the quick part."""
    if name.startswith(QUICK):
        return False
    return name.startswith(LONG) or "[postgres" in name


def take(items: list[pytest.Item]) -> list[pytest.Item]:
    """Leave in *items* those of the part that runs; returns the others."""
    if not is_quick():
        return []
    gone = [item for item in items if is_long(item.nodeid)]
    items[:] = [item for item in items if not is_long(item.nodeid)]
    return gone

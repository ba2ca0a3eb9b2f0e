"""Fixtures for all tests: a real database of each engine, the cast, signed-in browsers, a query recorder."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Generator, Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import coverage
import pytest
from flask import Flask
from flask_migrate import upgrade
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from qa import SLICES, create_app
from qa.core import transaction
from qa.core.db import db
from qa.core.limits import limiter
from qa.members import headcount
from qa.members.models import Member
from qa.recognition import remembered as records
from qa.search.similar import remembered
from tests.support import breadth, fault_table, parts, servers
from tests.support.browser import Browser
from tests.support.cast import Cast, fill
from tests.support.recorder import Queries


def pytest_configure(config: pytest.Config) -> None:
    """Decide which part of the tests runs, before any process is started for them."""
    parts.decide(config)
    hypothesis_settings.register_profile(
        "quorum",
        max_examples=20 if parts.is_quick() else breadth.either(40, 100),
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
        print_blob=True,
    )
    hypothesis_settings.load_profile("quorum")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what the part that runs does not hold."""
    if gone := parts.take(items):
        config.hook.pytest_deselected(items=gone)


BOTH = ("test_models", "test_rules", "test_queries", "test_migrations", "test_races")
"""Test files of these names run on SQLite and on PostgreSQL."""
missing: dict[str, str] = {}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run what touches models, rules, queries and migrations on both engines; attacks on both in a whole run."""
    if "engine" in metafunc.fixturenames:
        stem = metafunc.module.__name__.rpartition(".")[2]
        marked = metafunc.definition.get_closest_marker("both_engines")
        attack = metafunc.definition.nodeid.startswith("tests/security/") and not breadth.WHOLE
        both = stem.startswith(BOTH) or (marked and not attack)
        names = ["sqlite", "postgres"] if both else ["sqlite"]
        metafunc.parametrize("engine", names, scope="session", ids=names if both else [""])


TOGETHER = {
    "tests/browser/test_axe.py": "axe",
    "tests/browser/": "browser",
    "tests/security/test_bodies.py": "browser",
    **dict.fromkeys(("tests/faults/test_identity.py", "tests/faults/test_index.py"), "faults"),
    **dict.fromkeys(("tests/faults/test_locked.py", "tests/faults/test_kill.py"), "faults"),
    "tests/security/test_matrix.py": "matrix",
    "tests/security/test_fields.py": "matrix",
    "tests/security/test_worlds.py": "worlds",
    "tests/test_demo.py": "demo",
    "tests/test_serve.py": "serve",
    "tests/search/test_scoring.py": "scoring",
    "tests/search/test_behaviour.py": "behaviour",
}
"""Tests that share something dear run in one process. By path: xdist 3.8 loses its marks under pytest 9.2."""


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Distribute groups by TOGETHER, the largest first, and all other tests one by one."""
    from xdist.scheduler import LoadGroupScheduling

    class Grouped(LoadGroupScheduling):
        def _split_scope(self, nodeid: str) -> str:
            groups = (group for path, group in TOGETHER.items() if nodeid.startswith(path))
            return next(groups, nodeid)

    return Grouped(config, log) if config.getvalue("dist") == "loadgroup" else None


for _slice in SLICES:
    for _module in ("rules", "queries"):
        if find_spec(f"qa.{_slice}.{_module}"):
            import_module(
                f"qa.{_slice}.{_module}"
            )  # while measuring: a paused test may be the first to need it

UNMEASURED = (
    "tests/browser/",
    "tests/faults/",
    "tests/security/",
    "tests/core/",
    "tests/imports/",
    "tests/test_",
)
"""Tests whose coverage nobody asks for: before Python 3.12 measuring makes all Python half as slow again. What runs on both
engines is measured on SQLite."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Measure the tests of the slices, to whose rules and queries the coverage gate applies."""
    unmeasured = item.nodeid.startswith(UNMEASURED) or "[postgres" in item.nodeid
    measuring = coverage.Coverage.current() if unmeasured else None
    if measuring is None:
        return (yield)
    measuring.stop()
    try:
        return (yield)
    finally:
        measuring.start()


def forget_counts() -> None:
    """Begin to count rate limits anew. The limiter is the process's, so its store may be another application's."""
    limiter._storage_dead = False
    place = getattr(limiter.storage, "path", None)
    if place is None or Path(place).exists():
        limiter.reset()


def need(server: Callable[[], str]) -> str:
    """The address of a server; without it the test is skipped and said so, and under CI the run fails."""
    try:
        return server()
    except servers.Missing as error:
        missing[server.__name__] = str(error)
        if os.environ.get("CI") == "true":
            pytest.fail(f"CI must not skip: {error}")
        pytest.skip(str(error))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say at the end what came of the faults, what was skipped and what to install."""
    fault_table.show(terminalreporter)
    reasons = {str(report.longrepr[2]) for report in terminalreporter.stats.get("skipped", [])}
    for reason in sorted(reasons):
        terminalreporter.write_line(f"SKIPPED, to run it install: {reason}", yellow=True)
    if parts.is_quick():
        terminalreporter.write_line(
            "This was the quick part of the tests; `make check` runs all.", yellow=True
        )


class Stage:
    """An application of one engine with a template of its database, laid anew for each test."""

    def __init__(self, engine: str, folder: Path, worker: str) -> None:
        self.engine, self.folder = engine, folder
        self.name = f"quorum_test_{worker}_{os.getpid()}"
        self.template = f"{self.name}_template"
        address = "" if engine == "sqlite" else need(lambda: servers.database(self.template))
        self.altered = True
        """Whether a test may have changed the tables themselves, so that emptying them is not enough."""
        self._prepare(address)
        if engine == "sqlite":
            self.app = self._app("")
        else:
            self.app = self._app(servers.database(self.name))

    def _app(self, address: str) -> Flask:
        app = create_app(
            mode="test", semantic="off", instance=self.folder, secret_key="test" * 16, database_url=address
        )
        app.test_client_class = Browser
        return app

    def _prepare(self, address: str) -> None:
        app = self._app(address)
        with app.app_context():
            upgrade()
            with transaction.unit():
                fill()
            if self.engine == "postgres":
                self.kept = servers.Kept(db.engine, db.metadata.sorted_tables)
            db.engine.dispose()
        if self.engine == "sqlite":
            shutil.copy(self.folder / "quorum.sqlite3", self.folder / "template.sqlite3")

    def keep(self, name: str) -> None:
        """Keep the SQLite database as it is now under *name*, for ``lay``."""
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()  # the last connection to close brings the log into the file
        shutil.copy(self.folder / "quorum.sqlite3", self.folder / f"{name}.sqlite3")
        if (self.folder / "search").is_dir():
            self.app.extensions["search"].close()
            shutil.copytree(self.folder / "search", self.folder / f"{name}.search")

    def lay(self, name: str = "template") -> None:
        """Put the database back to the template, or to what was kept under *name*."""
        records.forget()
        with self.app.app_context():
            db.session.remove()
            if self.engine == "postgres":
                if self.altered or not self.kept.back(db.engine):
                    db.engine.dispose()
                    servers.clone(self.template, self.name)
                    self.altered = False
                return
            db.engine.dispose()
        for end in ("-wal", "-shm"):
            (self.folder / f"quorum.sqlite3{end}").unlink(missing_ok=True)
        shutil.copy(self.folder / f"{name}.sqlite3", self.folder / "quorum.sqlite3")
        self.app.extensions["search"].close()
        for extra in ("search", "mails"):
            shutil.rmtree(self.folder / extra, ignore_errors=True)
        if (self.folder / f"{name}.search").is_dir():
            shutil.copytree(self.folder / f"{name}.search", self.folder / "search")
        forget_counts()
        remembered.clear()
        headcount.forget()


@pytest.fixture(scope="session")
def stages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Stage]]:
    """The stages made so far in this process."""
    made: dict[str, Stage] = {}
    yield made
    for stage in made.values():
        with stage.app.app_context():
            db.session.remove()
            db.engine.dispose()
    if "postgres" in made:
        servers.drop(made["postgres"].name, made["postgres"].template)


@pytest.fixture
def stage(
    engine: str,
    stages: dict[str, Stage],
    tmp_path_factory: pytest.TempPathFactory,
    worker_id: str,
    request: pytest.FixtureRequest,
) -> Stage:
    """The application and its fresh database."""
    if engine not in stages:
        stages[engine] = Stage(engine, tmp_path_factory.mktemp(engine), worker_id)
    stages[engine].lay()
    stages[engine].altered = "test_migrations" in request.node.nodeid
    return stages[engine]


@pytest.fixture
def app(stage: Stage) -> Iterator[Flask]:
    """The application within its context, its database as the cast left it."""
    with stage.app.app_context():
        yield stage.app
        db.session.remove()


@pytest.fixture
def cast(app: Flask) -> Cast:
    """Ana, Ben, Cleo, Dan, Eve and Mo."""
    return Cast()


@pytest.fixture
def client(app: Flask) -> Browser:
    """A browser in which nobody is signed in."""
    client = app.test_client()
    assert isinstance(client, Browser)
    return client


@pytest.fixture
def as_(app: Flask) -> Callable[[Member], Browser]:
    """``as_(cast.ana)``: a browser in which Ana is signed in."""

    def sign_in(member: Member) -> Browser:
        client = app.test_client()
        assert isinstance(client, Browser)
        return client.sign_in(member)

    return sign_in


@pytest.fixture
def queries(app: Flask) -> Queries:
    """A recorder of SQL statements."""
    return Queries()

"""The served site for attacks that need a real socket."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import Stage
from tests.security import world, worlds_apart
from tests.security.served import Served, start
from tests.security.world import World
from tests.security.worlds_apart import Pair
from tests.support import live as living
from tests.support.cast import Cast
from tests.support.live import Live


@pytest.fixture(scope="session")
def live(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Live]:
    """The served site of this test process."""
    yield living.start(tmp_path_factory.getbasetemp(), worker_id)
    living.stop()


@pytest.fixture(scope="session")
def worlds() -> dict[str, World]:
    """The worlds that this process has built, each kept as a file by the stage."""
    return {}


@pytest.fixture
def laid(stage: Stage, cast: Cast, worlds: dict[str, World]) -> Callable[[str, Callable[[], World]], World]:
    """``laid(name, build)``: the world *name* as *build* leaves it, built once a process and laid anew after that."""

    def lay(name: str, build: Callable[[], World]) -> World:
        if stage.engine != "sqlite":
            return build()
        if name not in worlds:
            worlds[name] = build()
            stage.keep(name)
        else:
            stage.lay(name)
        return World(dict(worlds[name].values))

    return lay


@pytest.fixture
def small(laid: Callable[[str, Callable[[], World]], World], cast: Cast) -> World:
    """The world as it is, with every principal signed in once."""
    return laid("world", lambda: world.build(cast))


@pytest.fixture(scope="session")
def site(
    stages: dict[str, Stage], tmp_path_factory: pytest.TempPathFactory, worker_id: str
) -> Iterator[tuple[Served, World]]:
    """The world behind a real server, one for each test process."""
    yield from serve(template(stages, tmp_path_factory, worker_id), tmp_path_factory)


def template(stages: dict[str, Stage], factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A migrated SQLite database with the cast."""
    if "sqlite" not in stages:
        stages["sqlite"] = Stage("sqlite", factory.mktemp("sqlite"), worker_id)
    return stages["sqlite"].folder / "template.sqlite3"


def serve(database: Path, factory: pytest.TempPathFactory) -> Iterator[tuple[Served, World]]:
    """Serve the world built on *database* until the tests are over."""
    served, built = start(database, factory.mktemp("served") / "instance")
    yield served, built
    served.stop()


@pytest.fixture(scope="module")
def two_worlds(
    stages: dict[str, Stage], tmp_path_factory: pytest.TempPathFactory, worker_id: str
) -> Iterator[Pair]:
    """Two sites that differ by one hidden circle and all that happened in it."""
    pair = worlds_apart.start(template(stages, tmp_path_factory, worker_id), tmp_path_factory.mktemp("pair"))
    yield pair
    pair.stop()


@pytest.fixture
def served(site: tuple[Served, World]) -> Served:
    """The served world, put back to how it was built."""
    site[0].back()
    return site[0]


@pytest.fixture
def ids(site: tuple[Served, World]) -> World:
    """The ids in the served world."""
    return World(dict(site[1].values))

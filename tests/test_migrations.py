"""Migrations, each one, on a filled database of both engines (RELIABILITY O5).

The application's own migrations are few, so the ways in which one can do harm are also shown with later
ones of this file's: a rebuild of parent tables, one that leaves orphans, one that is killed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import flask_migrate
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import CheckConstraint, Engine, MetaData, create_engine, text
from sqlalchemy.exc import DatabaseError

from qa.config import resource
from qa.core import transaction
from qa.core.db import Base, db
from tests.conftest import Stage
from tests.support import servers
from tests.support.breadth import either
from tests.support.cast import fill
from tests.support.filling import fill_everything
from tests.support.later_migrations import KIN, KIN_BACK, ORPHANS, PARENTS, add, rebuild
from tests.support.schemas import rows, schema

ROOT = Path(__file__).parents[1]
FAR_APART, FEWEST = either(({"sqlite": 200, "postgres": 36}, 2), ({"sqlite": 100, "postgres": 18}, 5))
"""Events between two kills: SQLite rebuilds what PostgreSQL alters, and has as many more of them."""


@pytest.fixture
def engine_of(stage: Stage) -> Iterator[Engine]:
    """The engine of a database at head that holds some of everything."""
    with stage.app.app_context():
        fill_everything()
        db.session.remove()
        yield db.engine
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def models(stage: Stage, tmp_path: Path) -> Iterator[Engine]:
    """A database made from the models alone, empty of tables before."""
    name = f"{stage.name}_models"
    address = (
        f"sqlite:///{tmp_path / 'models.sqlite3'}" if stage.engine == "sqlite" else servers.database(name)
    )
    made = create_engine(address)
    yield made
    made.dispose()
    if stage.engine == "postgres":
        servers.drop(name)


@pytest.fixture
def later(tmp_path: Path) -> Path:
    """The migrations with two more: a dependent table, and a rebuild of the parents of most others."""
    folder = tmp_path / "migrations"
    shutil.copytree(resource("migrations"), folder, ignore=shutil.ignore_patterns("__pycache__"))
    add(folder, "t1", revisions()[-1], KIN, KIN_BACK)
    rebuild(folder, PARENTS)
    return folder


def revisions(folder: Path | None = None) -> list[str]:
    """Every revision, the oldest first."""
    scripts = ScriptDirectory(str(folder or resource("migrations")))
    return [script.revision for script in scripts.walk_revisions()][::-1]


def steps() -> list[tuple[str, str]]:
    found = revisions()
    return list(zip(["base", *found], found, strict=False))


def up(to: str = "head", folder: Path | None = None) -> None:
    flask_migrate.upgrade(str(folder or resource("migrations")), to)


def down(to: str, folder: Path | None = None) -> None:
    flask_migrate.downgrade(str(folder or resource("migrations")), to)


def at(engine: Engine) -> str | None:
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def sound(engine: Engine) -> bool:
    """Whether no row lacks its parent, and the next connection would say so; PostgreSQL never lets it be."""
    if engine.dialect.name != "sqlite":
        return True
    with engine.connect() as connection:
        enforced = connection.execute(text("PRAGMA foreign_keys")).scalar_one()
        broken = connection.execute(text("PRAGMA foreign_key_check")).all()
        whole = connection.execute(text("PRAGMA integrity_check")).scalar_one()
    return (enforced, broken, whole) == (1, [], "ok")


def test_there_is_one_line_of_revisions() -> None:
    scripts = ScriptDirectory(str(resource("migrations")))
    assert len(scripts.get_heads()) == len(scripts.get_bases()) == 1
    assert len(steps()) >= 1


def test_the_filled_database_has_a_row_in_every_table(engine_of: Engine) -> None:
    assert [name for name, held in rows(engine_of).items() if not held] == []


def test_head_is_what_the_models_say(engine_of: Engine, models: Engine) -> None:
    with engine_of.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        assert compare_metadata(context, Base.metadata) == []
    Base.metadata.create_all(models)
    assert schema(engine_of) == schema(models)
    assert any(table["checks"] for table in schema(models).values())


def test_one_check_less_would_be_seen(engine_of: Engine, models: Engine) -> None:
    """The control: Alembic itself does not compare CHECK constraints."""
    lessened = MetaData(naming_convention=Base.metadata.naming_convention)
    for table in Base.metadata.sorted_tables:
        table.to_metadata(lessened)
    mark = lessened.tables["mark"]
    found = next(
        one
        for one in mark.constraints
        if isinstance(one, CheckConstraint) and str(one.name).endswith("ordinal")
    )
    mark.constraints.remove(found)
    lessened.create_all(models)
    whole = schema(engine_of)
    differing = [name for name, table in schema(models).items() if table != whole[name]]
    assert differing == ["mark"]


def test_a_filled_database_goes_down_to_nothing_and_up_again(engine_of: Engine) -> None:
    before = schema(engine_of)
    down("base")
    assert (schema(engine_of), at(engine_of)) == ({}, None)
    up()
    assert (schema(engine_of), at(engine_of)) == (before, revisions()[-1])
    assert sound(engine_of)
    assert not any(rows(engine_of).values())
    with transaction.unit():
        fill()
    fill_everything()  # the tables serve as they did
    assert all(rows(engine_of).values())


@pytest.mark.parametrize(("before", "revision"), steps(), ids=revisions())
def test_each_migration_can_be_taken_back(engine_of: Engine, before: str, revision: str) -> None:
    down(before)
    lower = schema(engine_of)
    up(revision)
    upper = schema(engine_of)
    assert (at(engine_of), upper != lower) == (revision, True)
    down(before)
    assert schema(engine_of) == lower
    up(revision)
    assert schema(engine_of) == upper
    up()
    assert sound(engine_of)


def test_rebuilt_parents_keep_every_row_of_theirs_and_of_their_children(
    engine_of: Engine, later: Path
) -> None:
    held, shape = rows(engine_of), schema(engine_of)
    up("head", later)
    rebuilt = rows(engine_of)
    assert len(rebuilt.pop("dependent")) == len(rebuilt.pop("kin")) == len(held["member"])
    assert {name: [row[: len(held[name][0])] for row in found] for name, found in rebuilt.items()} == held
    assert rebuilt["member"][0][-1] == "old"
    assert sound(engine_of)
    down(revisions()[-1], later)
    assert (rows(engine_of), schema(engine_of)) == (held, shape)
    assert sound(engine_of)


def test_with_foreign_keys_on_the_same_rebuild_deletes_children(engine_of: Engine, later: Path) -> None:
    """The control, SQLite's own trap; PostgreSQL alters tables in place and loses nothing."""
    switch = later / "env.py"
    words = switch.read_text()
    assert words.count("foreign_keys=OFF") == 1
    switch.write_text(words.replace("foreign_keys=OFF", "foreign_keys=ON"))
    rebuild(later, ("kin",))
    up("head", later)
    left = rows(engine_of)
    assert len(left["kin"]) == 6
    assert len(left["dependent"]) == (0 if engine_of.dialect.name == "sqlite" else 6)


def test_a_migration_that_leaves_orphans_is_refused_as_a_whole(engine_of: Engine, later: Path) -> None:
    up("t1", later)
    add(later, "t3", "t2", ORPHANS, "    pass")
    held = rows(engine_of)
    with pytest.raises((SystemExit, DatabaseError)):
        up("head", later)
    assert (at(engine_of), rows(engine_of)) == ("t1", held)
    assert sound(engine_of)
    (later / "versions" / "t3_later.py").unlink()
    up("head", later)
    assert at(engine_of) == "t2"


def test_killed_at_any_statement_the_next_upgrade_completes(
    engine_of: Engine, later: Path, stage: Stage
) -> None:
    up("head", later)
    wanted = schema(engine_of)
    down("base", later)
    assert killed(stage, later, FAR_APART[stage.engine]) >= FEWEST
    assert (schema(engine_of), at(engine_of)) == (wanted, "t2")
    stage.lay()
    fill_everything()
    db.session.remove()
    held = rows(engine_of)
    assert killed(stage, later, FAR_APART[stage.engine] // 2) >= FEWEST
    assert (schema(engine_of), at(engine_of)) == (wanted, "t2")
    found = rows(engine_of)
    assert {name: [row[: len(held[name][0])] for row in found[name]] for name in held} == held
    assert sound(engine_of)


def killed(stage: Stage, folder: Path, step: int) -> int:
    """How many upgrades of the stage's database died before one completed, each later than the one before."""
    db.session.remove()
    db.engine.dispose()
    done = subprocess.run(
        [sys.executable, "-m", "tests.support.killed_upgrade", str(stage.folder), str(folder), str(step)],
        cwd=ROOT,
        env={**os.environ, "QA_DATABASE_URL": stage.app.config["QUORUM"].database_url},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return int(done.stdout)


def test_two_upgrades_at_once_are_one(engine_of: Engine, later: Path, stage: Stage) -> None:
    down("base", later)
    command = [sys.executable, "-c", UPGRADE, str(stage.folder), str(later)]
    environ = {**os.environ, "QA_DATABASE_URL": stage.app.config["QUORUM"].database_url}
    db.engine.dispose()
    both = [
        subprocess.Popen(command, cwd=ROOT, env=environ, stderr=subprocess.PIPE, text=True) for _ in range(2)
    ]
    said = [one.communicate(timeout=60)[1] for one in both]
    assert [one.returncode for one in both] == [0, 0], said
    assert at(engine_of) == "t2"


UPGRADE = """
import sys
from pathlib import Path
import flask_migrate
from qa import create_app
with create_app(mode="test", instance=Path(sys.argv[1]), secret_key="test" * 16).app_context():
    flask_migrate.upgrade(sys.argv[2])
"""

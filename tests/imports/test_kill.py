"""An import killed at any moment and run again loses and doubles nothing (RELIABILITY N1)."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import func, select

from qa.core.db import db
from qa.questions.models import Question
from tests.conftest import Stage
from tests.imports.helpers import contents, import_dump

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("step", [17, 41])
def test_killed_and_run_again_it_ends_as_if_never_killed(stage: Stage, tmp_path: Path, step: int) -> None:
    shutil.copy(stage.folder / "template.sqlite3", tmp_path / "quorum.sqlite3")
    done = subprocess.run(
        [sys.executable, "-m", "tests.imports.killed", str(tmp_path), str(step)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) >= 5
    with sqlite3.connect(tmp_path / "quorum.sqlite3") as killed:
        assert killed.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        killed.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    killed.close()
    with stage.app.app_context():
        import_dump()
        unharmed = contents()
        db.session.remove()
    stage.lay()
    shutil.copy(tmp_path / "quorum.sqlite3", stage.folder / "quorum.sqlite3")
    with stage.app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Question)) == 4
        assert contents() == unharmed
        db.session.remove()

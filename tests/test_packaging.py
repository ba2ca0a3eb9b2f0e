"""The wheel carries all it needs, and works in an empty folder away from the checkout."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TREES = ("templates", "static", "migrations")
SOURCES = ("qa", *TREES, "pyproject.toml", "README.md", "LICENSE")

TRY = """
import json, pathlib, sys
import qa
from flask_migrate import upgrade
app = qa.create_app(mode="production", instance=pathlib.Path("instance"))
with app.app_context():
    upgrade()
client = app.test_client()
css = app.extensions["assets"]["css/tokens.css"]
print(json.dumps({
    "package": qa.__file__,
    "healthz": client.get("/healthz").status_code,
    "readyz": client.get("/readyz").status_code,
    "login": client.get("/login").status_code,
    "static": client.get(css).status_code,
    "missing": client.get(css + "x").status_code,
}))
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy of the sources: a build must not touch the checkout."""
    copy = tmp_path_factory.mktemp("sources")
    for name in SOURCES:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, copy / name, ignore=shutil.ignore_patterns("__pycache__", ".*_cache"))
        elif source.exists():
            shutil.copy(source, copy / name)
    out = tmp_path_factory.mktemp("wheel")
    run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)], copy)
    (built,) = out.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel's content, as an installer lays it."""
    target = tmp_path_factory.mktemp("site-packages")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(target)
    return target


def run(command: list[str], folder: Path, **environ: str) -> str:
    """What *command* prints in *folder*, with no setting and no path but those of *environ*."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("QA_", "PYTHON"))}
    done = subprocess.run(
        command,
        cwd=folder,
        env={**clean, **environ},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_wheel_carries_every_file_of_the_three_trees(wheel: Path) -> None:
    carried = set(zipfile.ZipFile(wheel).namelist())
    for tree in TREES:
        wanted = {
            f"qa/_data/{path.relative_to(ROOT).as_posix()}"
            for path in (ROOT / tree).rglob("*")
            if path.is_file() and "__pycache__" not in path.parts
        }
        assert wanted
        assert wanted <= carried
    assert not [
        name for name in carried if name.startswith(("tests/", "benchmarks/")) or name.endswith(".sqlite3")
    ]


def test_it_migrates_and_serves_from_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    import json

    output = run([sys.executable, "-c", TRY], tmp_path, PYTHONPATH=str(installed))
    found = json.loads(output.strip().splitlines()[-1])
    assert Path(found.pop("package")).is_relative_to(installed)
    assert found == {"healthz": 200, "readyz": 200, "login": 200, "static": 200, "missing": 404}
    assert (tmp_path / "instance" / "quorum.sqlite3").is_file()


def test_the_command_works_from_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    qa = [sys.executable, "-m", "qa"]
    assert "Make the first admin" in run([*qa, "--help"], tmp_path, PYTHONPATH=str(installed))
    run([*qa, "db", "upgrade"], tmp_path, PYTHONPATH=str(installed))
    assert (tmp_path / "instance" / "quorum.sqlite3").is_file()


def test_the_commands_entry_point_is_in_the_wheel(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    (entries,) = [name for name in archive.namelist() if name.endswith("entry_points.txt")]
    assert "qa = qa.cli:main" in archive.read(entries).decode()

"""The ``qa`` command and its doctor, run as a person would on a new computer."""

from __future__ import annotations

import json
import shutil
import socket
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from qa import create_app, starting, worker
from qa.cli import cli
from qa.core import clock, outbox, transaction
from qa.core.db import db
from qa.members import accounts
from qa.members.models import Member, Role
from tests.conftest import need
from tests.support import live, servers

Qa = Callable[..., Result]
WORD = "correct horse battery staple"
ANA = [
    "--name",
    "Ana Lindqvist",
    "--email",
    "ana@peers.example",
    "--title",
    "CISO",
    "--employer",
    "Nordsee Bank",
]
ZONE = ["--timezone", "Europe/Berlin"]


@pytest.fixture
def qa(tmp_path: Path) -> Qa:
    """``qa("db", "upgrade")``: run the command on an installation in an empty folder."""

    def run(*words: str, typed: str | None = None, **environ: str) -> Result:
        settings = {
            "QA_INSTANCE": str(tmp_path),
            "QA_MODE": "production",
            "QA_LOG_LEVEL": "critical",
            **environ,
        }
        result = CliRunner(env=settings).invoke(cli, words, input=typed)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    return run


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The instance folder of an installation as it stands after its first start, to be copied."""
    folder = tmp_path_factory.mktemp("installation")
    settings = {"QA_INSTANCE": str(folder), "QA_MODE": "production", "QA_LOG_LEVEL": "critical"}
    for words in (("db", "upgrade"), ("search", "rebuild")):
        assert CliRunner(env=settings).invoke(cli, words).exit_code == 0
    return folder


@pytest.fixture
def installed(sample: Path, tmp_path: Path) -> None:
    """An installation that has its tables and its index."""
    shutil.copytree(sample, tmp_path, dirs_exist_ok=True)


@pytest.fixture
def migrated(installed: None, tmp_path: Path) -> None:
    """An installation that has its tables and was never started."""
    shutil.rmtree(tmp_path / "search")


def test_help_lists_every_command_and_needs_no_database(qa: Qa, tmp_path: Path) -> None:
    shown = qa("--help")
    assert shown.exit_code == 0
    for name in ("serve", "worker", "run", "init", "demo", "doctor", "db", "search"):
        assert f"\n  {name} " in shown.output
    assert "\n  web " not in shown.output  # what serve starts is nobody else's
    assert qa("init", "--help").exit_code == 0
    assert list(tmp_path.iterdir()) == []


def test_a_setting_that_cannot_be_used_is_said_in_plain_words(qa: Qa) -> None:
    refused = qa("db", "upgrade", QA_THREADS="many")
    assert refused.exit_code == 1
    assert "QA_THREADS" in refused.output
    assert "Traceback" not in refused.output


def test_the_first_admin_is_made_from_flags(qa: Qa, tmp_path: Path) -> None:
    assert qa("db", "upgrade").exit_code == 0
    made = qa("init", *ANA, *ZONE, "--password-stdin", typed=f"{WORD}\n")
    assert made.exit_code == 0, made.output
    assert "Ana Lindqvist is an admin now" in made.output
    assert WORD not in made.output
    with create_app(mode="test", instance=tmp_path).app_context():
        found = accounts.authenticate("ana@peers.example", WORD)
        assert found is not None
        assert (found.role, found.title, found.employer) == (Role.ADMIN, "CISO", "Nordsee Bank")
        assert found.timezone == "Europe/Berlin"
        db.session.rollback()


@pytest.mark.usefixtures("migrated")
def test_the_first_admin_is_asked_for_what_no_flag_says(qa: Qa) -> None:
    answers = ["Ana Lindqvist", "ana@peers.example", "CISO", "Nordsee Bank", "", WORD, WORD]
    made = qa("init", typed="\n".join(answers) + "\n")
    assert made.exit_code == 0, made.output
    assert "Your time zone" in made.output
    assert WORD not in made.output


@pytest.mark.usefixtures("migrated")
def test_there_is_one_first_admin_and_others_are_meant(qa: Qa) -> None:
    assert qa("init", *ANA, *ZONE, "--password", WORD).exit_code == 0
    ben = ["--name", "Ben Okafor", "--email", "ben@peers.example", "--title", "", "--employer", "", *ZONE]
    refused = qa("init", *ben, "--password", WORD)
    assert refused.exit_code == 1
    assert "--another" in refused.output
    assert qa("init", *ben, "--password", WORD, "--another").exit_code == 0


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (["--password", "short"], "password"),
        (["--email", "nobody"], "email"),
        (["--timezone", "Mars/Base"], "timezone"),
    ],
)
@pytest.mark.usefixtures("migrated")
def test_what_is_refused_names_the_field_and_makes_nobody(
    qa: Qa, tmp_path: Path, change: list[str], said: str
) -> None:
    refused = qa("init", *ANA, *ZONE, "--password", WORD, *change)
    assert refused.exit_code == 1
    assert f"Error: {said}:" in refused.output
    with create_app(mode="test", instance=tmp_path).app_context():
        assert db.session.query(Member).count() == 0
        db.session.rollback()


@pytest.mark.parametrize(
    "words",
    [
        ("init", *ANA, *ZONE, "--password", WORD),
        ("demo",),
        ("circle", "add", "audit", "--name", "Audit", "--purpose", ""),
    ],
)
def test_without_tables_the_next_step_is_said(qa: Qa, words: tuple[str, ...]) -> None:
    refused = qa(*words)
    assert refused.exit_code == 1
    assert "qa db upgrade" in refused.output


def test_migrations_go_up_and_down(qa: Qa) -> None:
    assert qa("db", "upgrade").exit_code == 0
    assert qa("db", "downgrade", "base").exit_code == 0
    assert "no tables yet" in qa("doctor").output
    assert qa("db", "upgrade").exit_code == 0
    assert "no tables yet" not in qa("doctor").output


# The doctor


def wrong(result: Result) -> list[str]:
    return [line for line in result.output.splitlines() if line.startswith("WRONG")]


@pytest.mark.usefixtures("installed")
def test_a_sound_installation_has_nothing_wrong(qa: Qa) -> None:
    found = qa("doctor")
    assert wrong(found) == []
    assert found.exit_code == 0
    for word in (
        "Python",
        "Secret key",
        "Instance folder",
        "Database (sqlite)",
        "Tables at",
        "search index",
        "jobs wait",
        "Rate limits",
        "MB free",
        "Time zone",
    ):
        assert word in found.output


def test_an_empty_folder_says_what_to_do_first(qa: Qa) -> None:
    found = qa("doctor")
    assert found.exit_code == 1
    assert "qa db upgrade" in found.output


@pytest.mark.usefixtures("migrated")
def test_before_the_first_start_the_missing_index_is_only_noted(qa: Qa) -> None:
    found = qa("doctor")
    assert (wrong(found), found.exit_code) == ([], 0)
    assert " note  There is no search index yet\n       qa serve builds it" in found.output
    qa("search", "rebuild")
    assert "index yet" not in qa("doctor").output


@pytest.mark.usefixtures("installed")
def test_a_damaged_index_is_named_with_its_remedy(qa: Qa, tmp_path: Path) -> None:
    (tmp_path / "search" / "CURRENT").unlink()
    found = qa("doctor")
    (line,) = wrong(found)
    assert "index is damaged" in line
    assert "qa search rebuild" in found.output
    qa("search", "rebuild")
    assert wrong(qa("doctor")) == []


def test_the_instance_folder_is_the_services_own(qa: Qa, tmp_path: Path) -> None:
    inside = tmp_path / "new" / "instance"
    assert qa("db", "upgrade", QA_INSTANCE=str(inside)).exit_code == 0
    assert inside.stat().st_mode & 0o777 == 0o700
    assert "can look into" not in qa("doctor", QA_INSTANCE=str(inside)).output
    inside.chmod(0o755)
    found = qa("doctor", QA_INSTANCE=str(inside))
    assert (
        f" note  Other accounts of this computer can look into the instance folder {inside}" in found.output
    )
    assert f"chmod 700 {inside}" in found.output
    assert wrong(found) == []


def test_doctors_own_new_folder_is_closed_too(qa: Qa, tmp_path: Path) -> None:
    qa("doctor", QA_INSTANCE=str(tmp_path / "new"))
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o700


def test_a_folder_that_cannot_be_written_is_named(qa: Qa, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    found = qa("doctor", QA_INSTANCE=str(tmp_path / "file" / "instance"))
    assert found.exit_code == 1
    assert any("instance folder" in line for line in wrong(found))
    assert "QA_INSTANCE" in found.output


@pytest.mark.parametrize(
    ("setting", "value", "said"),
    [
        ("QA_SECRET_KEY", "short", "QA_SECRET_KEY"),
        ("QA_TIMEZONE", "Mars/Base", "Time zone"),
        ("QA_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none", "database"),
        ("QA_REDIS_URL", "redis://127.0.0.1:1/0", "Redis"),
        ("QA_MAIL_URL", "smtp://127.0.0.1:1", "mail server"),
        ("QA_MAIL_URL", "carrier-pigeon://roof", "QA_MAIL_URL"),
        ("QA_MODE", "holiday", "QA_MODE"),
    ],
)
@pytest.mark.usefixtures("installed")
def test_a_wrong_setting_is_found(qa: Qa, setting: str, value: str, said: str) -> None:
    found = qa("doctor", **{setting: value})
    assert found.exit_code == 1
    assert any(said in line for line in wrong(found)), found.output


@pytest.mark.usefixtures("installed")
def test_what_answers_is_well(qa: Qa) -> None:
    redis = need(servers.redis)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        found = qa("doctor", QA_REDIS_URL=redis, QA_SECRET_KEY="x" * 64, QA_BASE_URL="https://quorum.example")
    assert wrong(found) == []
    assert "counted in Redis" in found.output
    assert "in the clear" not in found.output


@pytest.mark.usefixtures("installed")
def test_a_secret_key_that_others_can_read_is_found(qa: Qa, tmp_path: Path) -> None:
    (tmp_path / "secret_key").chmod(0o644)
    assert any("secret_key" in line for line in wrong(qa("doctor")))
    (tmp_path / "secret_key").chmod(0o600)
    assert wrong(qa("doctor")) == []


@pytest.mark.usefixtures("installed")
def test_a_backlog_without_a_worker_is_found(qa: Qa, tmp_path: Path) -> None:
    app = create_app(mode="test", instance=tmp_path)
    with app.app_context(), transaction.unit():
        outbox.put("mail", {}, clock.now() - timedelta(hours=1))
    found = qa("doctor")
    assert "No worker works" in found.output
    assert any("1 jobs wait" in line for line in wrong(found))
    with app.app_context(), Worker(app):
        assert "A worker is at work" in qa("doctor").output


class Worker:
    """Holds the worker's place."""

    def __init__(self, app: object) -> None:
        self._place = worker.Worker(app)._place()  # type: ignore[arg-type]

    def __enter__(self) -> bool:
        return self._place.__enter__()

    def __exit__(self, *error: object) -> None:
        self._place.__exit__(None, None, None)


@pytest.mark.usefixtures("installed")
def test_rows_without_their_parents_are_found(qa: Qa, tmp_path: Path) -> None:
    with create_app(mode="test", instance=tmp_path).app_context():
        connection = db.engine.raw_connection()
        connection.execute("PRAGMA foreign_keys=OFF")  # type: ignore[attr-defined]
        connection.execute(  # type: ignore[attr-defined]
            "INSERT INTO membership (circle_id, member_id, role, joined_at) VALUES (77, 88, 'member', '2026-01-01')"
        )
        connection.commit()
        connection.close()
        db.engine.dispose()
    assert any("membership" in line for line in wrong(qa("doctor")))


# The sample community


@pytest.mark.usefixtures("migrated")
def test_the_sample_community_is_not_poured_over_members(qa: Qa) -> None:
    qa("init", *ANA, *ZONE, "--password", WORD)
    refused = qa("demo")
    assert refused.exit_code == 1
    assert "--force" in refused.output


def test_prepare_fills_an_empty_database_once(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, worker_id: str
) -> None:
    folder = shutil.copytree(live.template(tmp_path_factory.getbasetemp(), worker_id), tmp_path / "site")
    first = json.loads((folder / "said.json").read_text())
    app = create_app(mode="test", instance=folder)
    with app.app_context():
        members = db.session.query(Member).count()
        db.session.rollback()
    second = list(starting.prepare(app))
    assert members > 30
    assert any("sample community" in line for line in first)
    assert not any("making a sample" in line for line in second)
    assert first[-1] == second[-1]
    with app.app_context():
        assert db.session.query(Member).count() == members
        db.session.rollback()

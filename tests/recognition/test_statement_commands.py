"""``qa statement …`` and what the doctor says: offline, in plain words, with an exit code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask

from qa.answers import marking
from qa.answers.models import MarkKind
from qa.core import clock, transaction
from qa.core.db import db
from qa.core.findings import GOOD, ODD, WRONG
from qa.recognition.statements import checks, codes, keys, pdf, rules, signing
from qa.recognition.statements.commands import group
from qa.recognition.statements.drafting import Choice
from qa.recognition.statements.models import Statement
from qa.recognition.statements.periods import Period
from qa.recognition.statements.signing import Signed
from tests.conftest import Stage
from tests.support.cast import Cast
from tests.support.things import answer, ask

ROOT = Path(__file__).parents[2]
Run = Callable[..., tuple[int, str]]


@pytest.fixture
def statement(cast: Cast, stage: Stage) -> Statement:
    """One of Ben's, issued by the application's own key."""
    with transaction.unit():
        now, today = clock.now(), clock.now().date()
        given = answer(cast.ben, ask(cast.ana, cast.everyone))
        for peer in (cast.ana, cast.cleo):
            marking.give(peer, given, MarkKind.HELPFUL, now)
        choice = Choice(Period(today - timedelta(days=3), today))
        return rules.issue(cast.ben, choice, rules.drafted(cast.ben, choice, now).digest, now)


@pytest.fixture
def file(statement: Statement, tmp_path: Path) -> Path:
    """Its file."""
    path = tmp_path / "statement.json"
    path.write_bytes(signing.file_of(Signed(statement.content.encode(), statement.signature)))
    return path


@pytest.fixture
def run(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> Run:
    """``run("verify", …)``: the exit code and all that was said."""
    monkeypatch.setenv("QA_INSTANCE", str(stage.folder))
    monkeypatch.setenv("QA_MODE", "test")
    return _run


def _run(*words: object) -> tuple[int, str]:
    done = CliRunner().invoke(group, [str(word) for word in words])
    return done.exit_code, done.output


def test_a_file_verifies_by_the_installations_key_and_by_a_given_one(
    run: Run, file: Path, stage: Stage, tmp_path: Path
) -> None:
    code, said = run("verify", file)
    assert code == 0, said
    for words in (
        "GENUINE",
        "Ben Okafor, Director of IT Risk, Carrow Mutual",
        "helped 2 peers, 2 in time",
        "vendor audits (2 peers)",
    ):
        assert words in said
    given = tmp_path / "keys.pem"
    given.write_bytes(keys.published(keys.public(keys.folder_of(stage.folder))))
    assert run("verify", file, "--key", given)[0] == 0


def test_an_altered_file_fails_in_plain_words(run: Run, file: Path) -> None:
    whole = json.loads(file.read_text())
    whole["statement"]["helped"] = 20
    file.write_text(json.dumps(whole))
    code, said = run("verify", file)
    assert code == 1
    assert "NOT GENUINE  Its words are not those that were signed" in said
    assert "Okafor" not in said


def test_another_sites_key_does_not_do(run: Run, file: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    keys.signer(other)
    given = tmp_path / "keys.pem"
    given.write_bytes(keys.published(keys.public(other)))
    code, said = run("verify", file, "--key", given)
    assert code == 1
    assert "not among the known" in said
    given.write_text("no key")
    assert run("verify", file, "--key", given) == (
        1,
        "NOT GENUINE  The key file holds no public key (PEM).\n",
    )


def test_another_version_is_said_to_be_one(run: Run, tmp_path: Path, stage: Stage) -> None:
    signer = keys.signer(keys.folder_of(stage.folder))
    words = signing.content.canonical({"format": "quorum-statement/9", "key": signer.id})
    path = tmp_path / "later.json"
    path.write_bytes(signing.file_of(Signed(words, signing.sign(signer, words))))
    code, said = run("verify", path)
    assert code == 1
    assert "another version of Quorum" in said


def test_without_a_key_it_says_where_to_get_one(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QA_INSTANCE", str(tmp_path / "empty"))
    code, said = _run("verify", file)
    assert code == 1
    assert "--key" in said


def test_from_the_shell_without_database_and_network(file: Path, stage: Stage, tmp_path: Path) -> None:
    """The instance folder holds the public key alone, and the database that is named does not exist."""
    folder = tmp_path / "elsewhere"
    (folder / "statement_keys").mkdir(parents=True)
    known = keys.public(keys.folder_of(stage.folder))
    (folder / "statement_keys" / "1.pub").write_bytes(keys.pem(next(iter(known.values()))))
    environ = {
        **{name: value for name, value in os.environ.items() if not name.startswith("QA_")},
        "QA_INSTANCE": str(folder),
        "QA_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing",
        "PYTHONPATH": str(ROOT),
    }
    command = [sys.executable, "-m", "qa", "statement", "verify", str(file)]
    good = subprocess.run(command, check=False, env=environ, cwd=tmp_path, capture_output=True, text=True)
    assert (good.returncode, good.stderr) == (0, "")
    assert good.stdout.startswith("GENUINE")
    file.write_text(file.read_text().replace("Okafor", "Okefor"))
    bad = subprocess.run(command, check=False, env=environ, cwd=tmp_path, capture_output=True, text=True)
    assert (bad.returncode, bad.stdout) == (1, "")
    assert "altered" in bad.stderr
    assert sorted(path.name for path in folder.rglob("*")) == ["1.pub", "statement_keys"]


def test_taken_back_by_its_code(run: Run, statement: Statement, stage: Stage) -> None:
    code, unknown = codes.shown(statement.code), codes.new()
    db.session.rollback()
    assert run("revoke", "x") == (1, "Error: That is no code: a sign is wrong, missing or out of place.\n")
    environ = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "QA_SEMANTIC": "off",
    }  # with the stage's folder, by `run`
    command = [sys.executable, "-m", "qa", "statement", "revoke"]
    for typed, said in (
        (unknown, "No statement with this code holds."),
        (code.lower(), f"{code} is taken back."),
    ):
        done = subprocess.run(
            [*command, typed], check=False, env=environ, cwd=stage.folder, capture_output=True, text=True
        )
        assert said in done.stdout + done.stderr
    assert db.session.query(Statement.revoked_at).scalar() is not None


def test_a_new_key(run: Run, file: Path, stage: Stage) -> None:
    code, said = run("new-key")
    assert code == 0
    assert "signs from now on" in said
    assert run("verify", file)[0] == 0


# The doctor


def found(app: Flask) -> list[str]:
    """The signs of what is said of the keys."""
    return [one.sign for one in checks.statements(app) if "PDF" not in one.what]


def test_the_doctor_looks_at_the_keys(app: Flask, statement: Statement, stage: Stage) -> None:
    folder = keys.folder_of(stage.folder)
    mine = keys.files(folder)[-1]
    assert found(app) == [GOOD]
    mine.chmod(0o644)
    assert found(app) == [WRONG, GOOD]
    mine.chmod(0o600)
    kept = mine.read_bytes()
    mine.write_text("damaged")
    assert found(app) == [WRONG]
    mine.unlink()
    (folder / "1.pub").unlink(missing_ok=True)
    lost = list(checks.statements(app))
    assert lost[0].sign == WRONG
    assert "not here" in lost[0].what
    mine.write_bytes(kept)
    mine.chmod(0o600)
    assert found(app) == [GOOD]


def test_the_doctor_is_content_before_the_first(app: Flask, tmp_path: Path) -> None:
    class Elsewhere:
        config = {"QUORUM": type("S", (), {"instance": tmp_path})}

    assert found(Elsewhere()) == [GOOD]  # type: ignore[arg-type]


def test_the_doctor_says_what_a_pdf_needs(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "is_installed", lambda: True)
    monkeypatch.setattr(pdf, "problem", lambda: pdf.LIBRARY)
    last = list(checks.statements(app))[-1]
    assert (last.sign, last.mend) == (ODD, pdf.LIBRARY)
    monkeypatch.setattr(pdf, "problem", lambda: "")
    assert "PDF" not in "".join(one.what for one in checks.statements(app))
    monkeypatch.setattr(pdf, "is_installed", lambda: False)
    last = list(checks.statements(app))[-1]
    assert (last.sign, last.mend) == (GOOD, pdf.PACKAGE)

"""``qa import stackexchange``: what it says, and how it ends."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner, Result
from flask import Flask

from qa.cli import cli
from qa.imports.commands import stackexchange
from tests.imports.helpers import DUMP, SITE
from tests.support.browser import Browser
from tests.support.cast import Cast


def run(*words: str) -> Result:
    return CliRunner().invoke(stackexchange, [str(DUMP), "--site-url", SITE, *words])


def test_it_is_one_of_the_commands(app: Flask) -> None:
    assert "stackexchange" in CliRunner().invoke(cli, ["import", "--help"]).output


def test_it_ends_with_the_account(app: Flask, tmp_path: Path) -> None:
    report = tmp_path / "broken.tsv"
    first = run("--member", "ana@peers.example", "--report", str(report))
    assert first.exit_code == 0, first.output
    assert "Posts.xml: it declares a document type: line 35" in first.output
    assert "a down-vote: no such mark here" in first.output
    assert "into the circle Gardening.example (/c/gardening-example)" in first.output
    lines = [line.split("\t") for line in report.read_text().splitlines()]
    assert ["Posts.xml", "35", "it declares a document type"] in lines
    assert len(lines) == 35
    again = run()
    assert again.exit_code == 0
    assert "Nothing new" in again.output


def test_quiet_says_one_line(app: Flask) -> None:
    output = run("--quiet", "--member", "ana@peers.example").output
    assert len(output.splitlines()) == 1
    assert output.startswith("Imported 39 rows of gardening.example")


def test_it_says_when_nobody_can_read(app: Flask) -> None:
    assert "Nobody can read it yet" in run("--quiet").output


def test_a_refusal_is_one_plain_line(app: Flask, tmp_path: Path) -> None:
    result = CliRunner().invoke(stackexchange, [str(tmp_path), "--site-url", SITE])
    assert (result.exit_code, result.output) == (1, f"Error: There is no Posts.xml in {tmp_path}.\n")


def test_ana_reads_it_with_its_source_and_dan_does_not(app: Flask, cast: Cast, client: Browser) -> None:
    run("--member", "ana@peers.example")
    page = client.sign_in(cast.ana).get("/c/gardening-example").text
    assert "Why do my raised beds dry out by noon?" in page
    stranger = app.test_client()
    assert isinstance(stranger, Browser)
    page = stranger.sign_in(cast.dan).get("/c/gardening-example").text
    assert "Why do my raised beds dry out by noon?" not in page
    assert "to be let in" in page

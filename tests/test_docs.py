"""What the documents say is so: links lead somewhere; commands, settings, files and numbers are those of the code."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from urllib.parse import urlsplit

import click
import pytest

from qa import cli, demo, serve
from qa.config import Settings
from qa.search import grammar

ROOT = Path(__file__).parents[1]
DOCS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
NAMES = [path.relative_to(ROOT).as_posix() for path in DOCS]
TEXTS = {name: path.read_text() for name, path in zip(NAMES, DOCS, strict=True)}
ALL = "\n".join(TEXTS.values())

FENCE = re.compile(r"^ *```.*?\n(.*?)^ *```", re.MULTILINE | re.DOTALL)
SPAN = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
LINK = re.compile(r"\]\(([^()\s]+)\)|\bsrc=\"([^\"]+)\"")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
PICTURE_MOST = 250_000
"""Bytes: a page that shows it must come quickly for whoever reads it."""


def code(text: str) -> Iterator[str]:
    """Every line of a code block of *text*, and every code span outside them."""
    for block in FENCE.findall(text):
        yield from block.splitlines()
    yield from SPAN.findall(FENCE.sub("", text))


def anchors(text: str) -> set[str]:
    """The names under which the headings of *text* can be linked to."""
    titles = HEADING.findall(FENCE.sub("", text))
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def test_there_is_a_document_for_everybody() -> None:
    """Whoever uses, runs or changes it finds a way in."""
    assert {
        "README.md",
        "CONTRIBUTING.md",
        "CHANGELOG.md",
        "docs/use.md",
        "docs/production.md",
        "docs/backup.md",
        "docs/settings.md",
        "docs/architecture.md",
        "docs/import.md",
    } <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_links_between_documents_resolve(name: str) -> None:
    """A link to a file or a heading that is gone sends the reader away."""
    broken = []
    for found in LINK.findall(FENCE.sub("", TEXTS[name])):
        target = found[0] or found[1]
        if urlsplit(target).scheme:
            continue
        path, _, anchor = target.partition("#")
        there = (ROOT / name).parent / path if path else ROOT / name
        if not there.exists() or (anchor and anchor not in anchors(there.read_text())):
            broken.append(target)
    assert broken == []


def test_every_document_is_reached_from_the_readme() -> None:
    """What nothing links to is read by nobody."""
    reached, waiting = set(), [ROOT / "README.md"]
    while waiting:
        path = waiting.pop()
        if path in reached or path.suffix != ".md":
            continue
        reached.add(path)
        for found in LINK.findall(path.read_text()):
            target = (found[0] or found[1]).partition("#")[0]
            if target and not urlsplit(target).scheme:
                waiting.append((path.parent / target).resolve())
    assert set(DOCS) - reached == set()


def test_addresses_are_examples() -> None:
    """Where to install from is the reader's choice, and no real host is to be written to by a copied line."""
    examples = re.compile(r"(.+\.)?(example(\.org)?|stackexchange\.com)|127\.0\.0\.1|host")
    hosts = {
        urlsplit(found).hostname or "" for found in re.findall(r"\b[a-z+]+://[^\s`'\")<>|…]+", ALL) if found
    }
    assert {host for host in hosts if host and not examples.fullmatch(host)} == set()


# Commands


def documented_commands() -> set[str]:
    """Every ``qa …`` that stands in a code block or a code span."""
    found = set()
    for text in TEXTS.values():
        for line in code(text):
            found |= {match.strip() for match in re.findall(r"(?:^|/bin/| )(qa [a-z][^;|'&…]*)", line)}
    return found


def problem_of(line: str) -> str | None:
    """What is wrong with the command *line*; None when it could be typed like this."""
    words = shlex.split(line)[1:]
    command: click.Command = cli.cli
    while isinstance(command, click.Group) and words and not words[0].startswith("-"):
        found = command.get_command(click.Context(command), words[0])
        if found is None:
            return f"{line}: there is no {words[0]}"
        command, words = found, words[1:]
    known = {option for one in command.params for option in one.opts} | {"--help", "--version"}
    wrong = [word for word in words if word.startswith("-") and word.split("=")[0] not in known]
    return f"{line}: no option {wrong}" if wrong else None


def test_documented_commands_exist_with_their_options() -> None:
    """A command is copied from a document more often than it is typed."""
    found = documented_commands()
    assert {"qa db upgrade", "qa init --another", "qa serve"} <= found
    assert [problem for line in sorted(found) if (problem := problem_of(line))] == []


@pytest.mark.parametrize("line", ["qa nonsense", "qa search nonsense", "qa init --nonsense"])
def test_a_command_that_does_not_exist_would_be_noticed(line: str) -> None:
    """The twin of the test above."""
    assert problem_of(line) is not None


def test_documented_make_targets_exist() -> None:
    """`make help` and the documents agree."""
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = {
        match
        for text in TEXTS.values()
        for line in code(text)
        for match in re.findall(r"^make ([a-z]+)", line)
    }
    assert {"run", "test", "check", "bench", "lint"} <= named
    assert named - targets == set()


# Settings


def test_documented_settings_exist_in_every_document() -> None:
    """docs/settings.md has a test of its own; the others must not promise more."""
    known = {f"QA_{field.name.upper()}" for field in fields(Settings)}
    support = ROOT / "tests" / "support"
    tests = "".join((support / f"{name}.py").read_text() for name in ("servers", "breadth", "parts"))
    found = set(re.findall(r"\bQA_[A-Z_]+", ALL))
    assert {name for name in found - known if name not in tests} == set()


def test_documented_defaults_are_the_defaults() -> None:
    """Whoever leaves a setting out relies on it."""
    rows = dict(re.findall(r"^\| `(QA_\w+)` \| `?([^|`]+)`? \|", TEXTS["docs/settings.md"], re.MULTILINE))
    expected = {f"QA_{field.name.upper()}": str(field.default) or "empty" for field in fields(Settings)}
    assert rows.items() >= expected.items()


def test_the_service_waits_longer_than_a_graceful_stop_takes() -> None:
    """Else the service manager kills what it was told to let finish."""
    found = re.search(r"^TimeoutStopSec=(\d+)$", TEXTS["docs/production.md"], re.MULTILINE)
    assert found is not None
    assert int(found[1]) > serve.GRACE + serve.WORKER_GRACE + 5


# What the text names


def test_named_files_and_names_in_modules_exist() -> None:
    """A reader who is sent to a file opens it."""
    missing = []
    for name, text in TEXTS.items():
        for span in SPAN.findall(FENCE.sub("", text)):
            if "<" in span or "*" in span:
                continue
            if re.fullmatch(r"(qa|tests|tools|templates|static|docs|migrations|benchmarks)/[\w./-]*", span):
                missing += [] if (ROOT / span).exists() else [f"{name}: {span}"]
            elif match := re.fullmatch(r"([a-z]+)/([a-z_]+)(?:\.(\w+))?", span):
                missing += [] if is_there(*match.groups()) else [f"{name}: {span}"]
    assert missing == []


def is_there(package: str, module: str, attribute: str | None) -> bool:
    """Whether ``qa/<package>`` has *module*, and that has *attribute*; true for what is no package of ours."""
    if not (ROOT / "qa" / package).is_dir():
        return True
    path = ROOT / "qa" / package / f"{module}.py"
    if not path.is_file():
        return False
    return attribute is None or bool(
        re.search(rf"^(def |class )?{attribute}\b", path.read_text(), re.MULTILINE)
    )


def test_named_things_that_are_gone_would_be_noticed() -> None:
    """The twin of the test above."""
    assert is_there("core", "web", "HEADERS")
    assert not is_there("core", "web", "NOTHING")
    assert not is_there("core", "nothing", None)


def test_the_documented_search_grammar_is_the_grammar() -> None:
    """Each example can be typed as it stands, and no state is left out."""
    text = TEXTS["docs/use.md"].partition("## Search")[2].partition("\n## ")[0]
    first = re.findall(r"^\| (`.*?) \|", text, re.MULTILINE)
    examples = [span for cell in first for span in SPAN.findall(cell)]
    assert len(examples) > 8
    said = {example: grammar.parse(example).notices for example in examples if not example.startswith("-")}
    assert {example: notices for example, notices in said.items() if notices} == {}
    assert set(re.findall(r"\bis:(\w+)", text)) == set(grammar.STATES)


def test_the_readme_says_how_to_sign_in() -> None:
    """The addresses and the password of the sample community."""
    readme = TEXTS["README.md"]
    assert demo.DEMO_PASSWORD in readme
    assert [handle for handle in demo.SIGN_IN if f"`{handle}@{demo.DOMAIN}`" not in readme] == []


# Form


def test_pictures_are_small_and_described() -> None:
    """Each has words for whoever does not see it."""
    pictures = list((ROOT / "docs" / "pictures").iterdir())
    assert pictures
    for path in pictures:
        begins = b"<svg " if path.suffix == ".svg" else b"\x89PNG\r\n\x1a\n"
        assert path.read_bytes().startswith(begins), path.name
        assert path.stat().st_size < PICTURE_MOST, path.name
        assert path.name in ALL, path.name
    assert re.findall(r"!\[\]\(|<img(?![^>]*\balt=\"[^\"]+)", ALL) == []


def test_decisions_are_numbered_listed_and_half_a_page() -> None:
    """One that is not in the list is not found; a long one is not read."""
    files = sorted((ROOT / "docs" / "decisions").glob("0*.md"))
    index = TEXTS["docs/decisions/README.md"]
    assert [int(path.name[:4]) for path in files] == list(range(1, len(files) + 1))
    assert [path.name for path in files if f"({path.name})" not in index] == []
    assert {
        path.name: len(path.read_text().split()) for path in files if len(path.read_text().split()) > 320
    } == {}
    for path in files:
        assert HEADING.findall(path.read_text())[1:] == ["Decided", "Why", "What it costs"], path.name


def test_the_changelog_has_this_version() -> None:
    """Whoever upgrades reads what is new."""
    from qa import __version__

    assert f"## {__version__}" in TEXTS["CHANGELOG.md"]

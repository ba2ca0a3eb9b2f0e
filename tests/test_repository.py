"""House rules: what a reader of this repository may rely on. Each has a sentence that says why."""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import fields
from functools import cache
from pathlib import Path

import click
import pytest

from qa import SLICES, cli
from qa.config import Settings
from qa.members.models import Member
from tests.support.browser import Browser
from tests.support.cast import Cast

ROOT = Path(__file__).parents[1]
IGNORED = {".git", ".venv", "instance", "dist", "build", "node_modules", ".hypothesis"}
TEXT = {
    ".py",
    ".md",
    ".html",
    ".txt",
    ".css",
    ".js",
    ".svg",
    ".toml",
    ".yml",
    ".yaml",
    ".json",
    ".cfg",
    ".ini",
    ".sh",
    ".po",
    ".mako",
    "",
}


@cache
def everything() -> list[Path]:
    """The repository's own files: without what is installed, built or measured beside them."""
    found: list[Path] = []
    for folder, inside, names in os.walk(ROOT):
        inside[:] = [
            name for name in inside if name not in IGNORED and not name.endswith(("_cache", "__pycache__"))
        ]
        found += [
            Path(folder, name)
            for name in names
            if name not in IGNORED and not name.startswith(".coverage") and Path(folder, name).is_file()
        ]
    return sorted(found)


def files(*suffixes: str, under: str = ".") -> Iterator[Path]:
    """The repository's own files with one of *suffixes* below the folder *under*."""
    for path in everything():
        if path.is_relative_to(ROOT / under) and (path.suffix in suffixes or not suffixes):
            yield path


def named(path: Path) -> str:
    """How a failure names *path*."""
    return path.relative_to(ROOT).as_posix()


def python(under: str) -> Iterator[tuple[Path, ast.Module]]:
    """The parsed modules below *under*, sample texts excepted."""
    for path in files(".py", under=under):
        if "demo_content" not in path.parts:
            yield path, _parsed(path)


@cache
def _parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


# What may not stand in any file

ADDRESSES = (
    "index" + "-url",
    "find" + "-links",
    '"resol' + 'ved":',
    "pypi.org" + "/simple",
    "files.python" + "hosted",
    "registry.npm" + "js",
)
PLACES = tuple("/" + place + "/" for place in ("work", "root", "home", "opt", "tmp/plan"))


def test_no_file_names_a_package_registry_or_a_folder_of_one_machine() -> None:
    """Whoever installs chooses where from; and a path of one machine is wrong on every other."""
    wrong = []
    for path in files():
        if path.suffix not in TEXT or path.name == "uv.lock":
            continue
        text = path.read_text(errors="replace")
        wrong += [
            f"{named(path)}: {word}"
            for word in ADDRESSES
            if word in text.replace("--no-emit-" + ADDRESSES[0], "")
        ]
        wrong += [
            f"{named(path)}: {place}" for place in PLACES if re.search(rf"(?<![\w.}}/>:-]){place}\w", text)
        ]
    assert wrong == []
    assert not [
        named(path) for path in files() if path.name in ("uv.lock", "pylock.toml", "package-lock.json")
    ]


def test_the_locks_have_a_hash_for_every_package_and_no_address() -> None:
    """An install must not depend on what a registry serves that day."""
    for name in ("app", "dev"):
        text = (ROOT / "requirements" / f"{name}.txt").read_text()
        pinned = re.findall(r"^[\w.\[\]-]+==", text, re.MULTILINE)
        assert len(pinned) > 30
        blocks = re.split(r"^(?=[\w.\[\]-]+==)", text, flags=re.MULTILINE)[1:]
        assert [block.splitlines()[0] for block in blocks if "--hash=sha256:" not in block] == []
        assert "http" + "://" not in text
        assert "https" + "://" not in text


# What is documented is tested to be


def test_every_setting_is_documented_and_every_documented_setting_exists() -> None:
    """A setting that nobody can read about is none; one that is gone must not be promised."""
    named_there = set(re.findall(r"\bQA_[A-Z_]+", (ROOT / "docs" / "settings.md").read_text()))
    settings = {f"QA_{field.name.upper()}" for field in fields(Settings)}
    assert settings - named_there == set()
    assert {name for name in named_there - settings if not name.startswith("QA_TEST_")} == set()


def test_the_code_asks_for_no_other_setting() -> None:
    """All settings come from one place, typed; QA_SUPERVISOR is between qa serve and its children."""
    known = {f"QA_{field.name.upper()}" for field in fields(Settings)} | {"QA_SUPERVISOR", "QA_"}
    used = {
        name for path in files(".py", under="qa") for name in re.findall(r"\bQA_[A-Z_]*", path.read_text())
    }
    assert used - known == set()


def commands(group: click.Group, before: str = "qa") -> Iterator[tuple[str, click.Command]]:
    """Every command with its whole name, hidden ones excepted."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from commands(command, f"{before} {name}")
        elif not command.hidden:
            yield f"{before} {name}", command


def test_every_command_is_documented_and_explains_itself() -> None:
    """Whoever runs the site finds each command in docs/ or the README, and in its --help."""
    found = dict(commands(cli.cli))
    assert {
        "qa serve",
        "qa worker",
        "qa init",
        "qa demo",
        "qa doctor",
        "qa search rebuild",
        "qa search check",
    } <= set(found)
    docs = "\n".join(path.read_text() for path in [*files(".md", under="docs"), ROOT / "README.md"])
    assert [name for name in found if name not in docs] == []
    assert [name for name, command in found.items() if not command.get_short_help_str()] == []


# Layout


def test_the_five_trees_have_one_stem() -> None:
    """Whoever looks for a slice's templates or tests finds them under its name."""
    slices = {path.name for path in (ROOT / "qa").iterdir() if (path / "__init__.py").exists()}
    shared = {"layouts", "components", "errors", "patterns", "mail"}
    apart = {"browser", "faults", "security", "support", "snapshots"}
    assert {path.name for path in (ROOT / "templates").iterdir() if path.is_dir()} - slices - shared == set()
    tests = {
        path.name
        for path in (ROOT / "tests").iterdir()
        if path.is_dir() and not path.name.startswith(("_", "."))
    }
    assert tests - slices - apart == set()
    assert {name for name in SLICES if name not in tests} == set()


@pytest.mark.parametrize(
    ("under", "suffix", "most"),
    [
        ("static/js", ".js", 80),
        ("static/css", ".css", 150),
        ("qa", ".py", 300),
        ("benchmarks", ".py", 300),
        ("tools", ".py", 300),
    ],
)
def test_files_stay_small_enough_to_be_read_at_once(under: str, suffix: str, most: int) -> None:
    """A file that grows beyond this has a second reason to change: it wants to be two."""
    sizes = {named(path): len(path.read_text().splitlines()) for path in files(suffix, under=under)}
    assert sizes
    assert {name: size for name, size in sizes.items() if size > most and "demo_content" not in name} == {}


def test_functions_stay_small() -> None:
    """A function does one thing; 25 lines of code hold it."""
    long = {}
    for path, tree in python("qa"):
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                body = node.body[1:] if ast.get_docstring(node) else node.body
                length = (node.end_lineno or 0) - body[0].lineno + 1 if body else 0
                if length > 25:
                    long[f"{named(path)}:{node.name}"] = length
    assert long == {}


def imported(tree: ast.Module) -> Iterator[str]:
    """The modules that *tree* imports, and the names it imports from them."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_only_views_and_the_slice_itself_import_views() -> None:
    """Pages compose; no rule, query or job stands on a page, so a page can change without a thought for them."""
    wrong = []
    for path, tree in python("qa"):
        for name in imported(tree):
            match = re.match(r"qa\.(\w+)\.views\b", name)
            place = path.relative_to(ROOT / "qa")
            if match and place.parts[0] != match[1] and "views" not in (place.stem, *place.parts):
                wrong.append(f"{named(path)} imports {name}")
    assert wrong == []


def test_core_alone_commits() -> None:
    """One request, one transaction: what commits in between leaves halves behind when the rest fails."""
    found = {named(path) for path, _ in python("qa") if re.search(r"\bsession\.commit\(", path.read_text())}
    assert found == {"qa/core/transaction.py"}


def test_time_comes_from_the_one_clock() -> None:
    """Tests move that clock; one that is asked elsewhere does not move. The doctor looks at the machine's own."""
    pattern = re.compile(r"\b(datetime\.(now|utcnow|today)|date\.today)\(")
    found = {named(path) for path, _ in python("qa") if pattern.search(path.read_text())}
    assert found == {"qa/core/clock.py", "qa/doctor.py"}


# Pages


def test_no_template_has_script_or_style_of_its_own() -> None:
    """The content security policy would refuse it, and nobody would see why."""
    inline = re.compile(r"<script(?![^>]*\bsrc=)|<style\b|\sstyle=|\son[a-z]+=|javascript:", re.IGNORECASE)
    found = [
        f"{named(path)}: {match[0]}"
        for path in files(".html", under="templates")
        if (match := inline.search(path.read_text()))
    ]
    # A mail has no policy and no style sheet: there the style stands where the mail programs read it.
    assert [line for line in found if "/mail/" not in line and "/mail.html" not in line] == []


def test_only_rendered_text_goes_out_unescaped() -> None:
    """|safe is for what the renderer made and both walls passed; a page has no other HTML."""
    wrong = []
    for path in files(".html", under="templates"):
        uses = re.findall(r"\{\{[^}]*?([\w.]+)\s*\|\s*safe\b", path.read_text())
        wrong += [f"{named(path)}: {use}" for use in uses if not use.endswith("html")]
        if re.search(r"autoescape\s+false|\|\s*tojson\b.*<script", path.read_text()):
            wrong.append(f"{named(path)}: autoescape")
    assert wrong == []


def test_every_icon_named_in_a_template_exists() -> None:
    """A missing icon is an empty square that no error tells of."""
    drawn = set(re.findall(r'id="i-([\w-]+)"', (ROOT / "templates" / "components" / "icons.svg").read_text()))
    used = {
        name
        for path in files(".html", under="templates")
        for name in re.findall(r"#i-([\w-]+)", path.read_text())
    }
    assert drawn
    assert used - drawn == set()


def test_every_icon_of_every_component_is_drawn(as_: Callable[[Member], Browser], cast: Cast) -> None:
    """The patterns page shows each component in each state, so icons whose names are computed are seen here."""
    page = as_(cast.ana).get("/-/patterns").get_data(as_text=True)
    drawn = set(re.findall(r'id="i-([\w-]+)"', page))
    used = set(re.findall(r'href="#i-([\w-]*)"', page))
    assert len(used) > 5
    assert used - drawn == set()


def test_every_file_that_a_page_asks_for_exists() -> None:
    """asset() fails at run time, on the one page that nobody tried."""
    there = {path.relative_to(ROOT / "static").as_posix() for path in files(under="static")}
    asked = {
        name
        for path in files(".html", under="templates")
        for name in re.findall(r"asset\([\"']([^\"']+)[\"']\)", path.read_text())
    }
    assert asked
    assert asked - there == set()

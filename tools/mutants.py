"""Take every permission away, one by one, and see that a test goes red: ``python -m tools.mutants [PART OF A NAME]``.

A mutant is the program with one decision turned to *yes*: a filter of what somebody may see, a rule that demands an
author, an active member or a pledge, a property that says whether somebody may, the owner in the condition of a load,
and each view's door. Each is run against the tests of its slice and of the matrix in a copy of its own; one that no
test notices is printed as ALIVE and makes the command fail.
"""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
FILTERS = frozenset(
    {"visible_to", "visible_in", "seen_by", "known_to", "close_to", "_in_own_circle", "_concerns"}
)
"""Functions that give the condition of what somebody may see: each call of one is a decision."""
ALL = "__import__('sqlalchemy').true()"
YES = {
    **dict.fromkeys(
        ("may_read", "may_post", "is_staff", "is_admin", "may_see", "may_speak", "may_apply"), "True"
    ),
    "is_lapsed": "False",
}
"""What decides, and what it says to everybody once it is turned."""
OWNERS = frozenset({"member_id", "author_id", "inviter_id", "founder_id", "asked_by_id"})
DOORS = {"admin": "staff", "staff": "member", "account": "public", "member": "public"}
SECURITY = ("test_mails", "test_matrix", "test_weaker", "test_worlds", "test_canaries", "test_stateful")
PARALLEL = 2
LONGEST = 1800


@dataclass(frozen=True, slots=True)
class Mutant:
    """One decision turned: *source* is the whole file with it."""

    path: Path
    line: int
    what: str
    source: str

    @property
    def name(self) -> str:
        """Where it is and what it is."""
        return f"{self.path.as_posix()}:{self.line} {self.what}"


def mutants() -> Iterator[Mutant]:
    """Every decision of the package."""
    for path in sorted((ROOT / "qa").rglob("*.py")):
        if "demo" not in path.parts[-1] and "demo" not in path.parts[-2]:
            yield from _of(path.relative_to(ROOT), path.read_text())


def _of(path: Path, text: str) -> Iterator[Mutant]:
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _called(node) in FILTERS:
            yield _replaced(path, text, node, ALL, f"{_called(node)}(…) sees all")
        elif isinstance(node, ast.FunctionDef):
            yield from _function(path, text, node)


def _called(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")


def _function(path: Path, text: str, node: ast.FunctionDef) -> Iterator[Mutant]:
    if node.name.startswith(("require_", "_require_")) or (path.name, node.name) == ("sudo.py", "require"):
        yield _body(path, text, node, "None")
    elif (path.name, node.name) == ("profiles.py", "open_to"):
        yield _body(path, text, node, f"dict.fromkeys(parts, {ALL})")
    elif node.name in YES:
        yield _body(path, text, node, YES[node.name])
    elif node.name.lstrip("_").startswith(("load", "own", "of_")):
        for part in ast.walk(node):
            if (
                isinstance(part, ast.Compare)
                and isinstance(part.left, ast.Attribute)
                and part.left.attr in OWNERS
            ):
                yield _replaced(path, text, part, ALL, f"{node.name}() asks for no owner")
    for mark in node.decorator_list:
        if (
            isinstance(mark, ast.Call)
            and _called(mark) == "open_to"
            and isinstance(mark.args[0], ast.Constant)
        ):
            wider = DOORS.get(str(mark.args[0].value))
            if wider:
                yield _replaced(path, text, mark.args[0], repr(wider), f"{node.name}() is open to {wider}")


def _body(path: Path, text: str, node: ast.FunctionDef, value: str) -> Mutant:
    first = node.body[0]
    lines = text.splitlines(keepends=True)
    lines[first.lineno - 1 : node.body[-1].end_lineno] = [" " * first.col_offset + f"return {value}\n"]
    return Mutant(path, node.lineno, f"{node.name} says {value}", "".join(lines))


def _replaced(path: Path, text: str, node: ast.expr, words: str, what: str) -> Mutant:
    lines = text.splitlines(keepends=True)
    assert node.end_lineno is not None
    assert node.end_col_offset is not None
    last = lines[node.end_lineno - 1].encode()[node.end_col_offset :].decode()
    lines[node.lineno - 1 : node.end_lineno] = [
        lines[node.lineno - 1].encode()[: node.col_offset].decode() + words + last
    ]
    return Mutant(path, node.lineno, what, "".join(lines))


def killer(mutant: Mutant) -> str:
    """The first test that notices *mutant*; empty where none does."""
    with tempfile.TemporaryDirectory(prefix="mutant-") as folder:
        copy = Path(folder) / "copy"
        shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".git", ".venv", "instance", ".*_cache"))
        (copy / mutant.path).write_text(mutant.source)
        tests = [f"tests/security/{name}.py" for name in SECURITY]
        slice_tests = f"tests/{mutant.path.parts[1]}" if len(mutant.path.parts) > 2 else "tests/core"
        if (copy / slice_tests).is_dir():
            tests.insert(0, slice_tests)
        quick = ""
        if " is open to " in mutant.what:
            # A door is noticed by its own row of the matrix, if by anything.
            door = mutant.what.partition("(")[0]
            quick = _first_failure(copy, Path(folder), tests[1:2], f"test_the_door_is_as_declared and {door}")
        return (
            quick
            or _first_failure(copy, Path(folder), tests, "not postgres")
            or _first_failure(copy, Path(folder), tests, "not postgres", whole=True)
        )


def _first_failure(copy: Path, folder: Path, tests: list[str], chosen: str, *, whole: bool = False) -> str:
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-x",
        "-p",
        "no:cacheprovider",
        "-k",
        chosen,
        *tests,
    ]
    environ = {
        **os.environ,
        "TMPDIR": str(folder),
        "PYTHONDONTWRITEBYTECODE": "1",
        "QA_TEST_WHOLE": str(int(whole)),
    }
    try:
        done = subprocess.run(
            command, cwd=copy, env=environ, capture_output=True, text=True, timeout=LONGEST, check=False
        )
    except subprocess.TimeoutExpired:
        return f"not done after {LONGEST} seconds"
    if done.returncode in (0, 5):  # all passed, or nothing was chosen
        return ""
    failed = [line for line in done.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))]
    return failed[0].split(" - ")[0].partition(" ")[2] if failed else f"exit {done.returncode}"


def main(wanted: str = "") -> int:
    """Print each mutant with what noticed it; returns the exit status."""
    found = [mutant for mutant in mutants() if wanted in mutant.name]
    with ThreadPoolExecutor(PARALLEL) as pool:
        results = list(pool.map(_report, found))
    alive = results.count("")
    print(f"{len(results)} mutants, {len(results) - alive} killed, {alive} alive")
    return 1 if alive or not results else 0


def _report(mutant: Mutant) -> str:
    noticed = killer(mutant)
    print(f"{'killed' if noticed else 'ALIVE '}  {mutant.name}  {noticed}", flush=True)
    return noticed


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))

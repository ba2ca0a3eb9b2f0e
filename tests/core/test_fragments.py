"""Pieces that are remembered: a macro drawn by ``fragment`` depends on its arguments alone (RELIABILITY K6)."""

from __future__ import annotations

import ast
from collections.abc import Callable, Hashable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from jinja2 import Environment, meta, nodes
from markupsafe import Markup

from qa.config import resource
from qa.core import transaction
from qa.members.models import Exposure, Member
from tests.support.browser import Browser
from tests.support.cast import Cast
from tests.support.things import answer, ask

FORBIDDEN = {"viewer", "current_user", "request", "session", "g", "csrf_token", "get_flashed_messages"}
"""Names by which a template learns who is looking."""
PACKAGE = Path(__file__).parents[2] / "qa"


def trees(env: Environment) -> dict[str, nodes.Template]:
    root = resource("templates")
    names = [path.relative_to(root).as_posix() for path in sorted(root.rglob("*.html"))]
    return {name: env.parse((root / name).read_text(), name) for name in names}


def drawn(templates: dict[str, nodes.Template]) -> Iterator[tuple[str, str]]:
    """Template and macro of every ``fragment`` call; both have to be written out."""
    for name, tree in templates.items():
        for call in tree.find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name == "fragment":
                first, second = call.args[:2]
                assert isinstance(first, nodes.Const), name
                assert isinstance(second, nodes.Const), name
                yield first.value, second.value


def free(tree: nodes.Template, macro: str) -> set[str]:
    """Names that *macro* takes from outside itself."""
    (body,) = [one for one in tree.find_all(nodes.Macro) if one.name == macro]
    found = meta.find_undeclared_variables(nodes.Template([body], lineno=1).set_environment(tree.environment))
    return found | {name.name for name in body.find_all(nodes.Name) if name.name in FORBIDDEN}


def reach(templates: dict[str, nodes.Template], template: str, macro: str) -> set[str]:
    """Every name that *macro* and the macros it calls take from their surroundings."""
    names: set[str] = set()
    waiting, known = [(template, macro)], set()
    while waiting:
        here = waiting.pop()
        if here in known:
            continue
        known.add(here)
        tree = templates[here[0]]
        macros, imported = {one.name for one in tree.find_all(nodes.Macro)}, dict(imports(tree))
        for name in free(tree, here[1]):
            if name in macros:
                waiting.append((here[0], name))
            elif name in imported:
                waiting.append(imported[name])
            else:
                names.add(name)
        (body,) = [one for one in tree.find_all(nodes.Macro) if one.name == here[1]]
        waiting += [there for name, there in imported.items() if name in called(body)]
    return names


def called(body: nodes.Macro) -> set[str]:
    return {one.name for one in body.find_all(nodes.Name)}


def imports(tree: nodes.Template) -> Iterator[tuple[str, tuple[str, str]]]:
    for one in tree.find_all(nodes.FromImport):
        assert isinstance(one.template, nodes.Const)
        for name in one.names:
            original, alias = (name, name) if isinstance(name, str) else name
            yield alias, (one.template.value, original)


def test_no_remembered_macro_sees_viewer_or_request(app: Flask) -> None:
    templates = trees(app.jinja_env)
    found = set(drawn(templates))
    assert len(found) >= 3
    for template, macro in found:
        names = reach(templates, template, macro)
        assert names & FORBIDDEN == set(), (template, macro)
        assert names <= set(app.jinja_env.globals) | {"caller"}, (template, macro, names)


@pytest.mark.parametrize(
    "word", ["csrf_token()", "viewer.name", "request.path", "session.x", "current_user.id"]
)
def test_one_that_did_would_be_found(app: Flask, word: str) -> None:
    """The control: the word in a macro that another file's macro calls."""
    texts = {
        "page.html": '{{ fragment("outer.html", "outer", 1) }}',
        "outer.html": '{% from "inner.html" import inner as deep %}{% macro outer(x) %}{{ deep(x) }}{% endmacro %}',
        "inner.html": "{% macro inner(x) %}{% if x %}{{ " + word + " }}{% endif %}{% endmacro %}",
    }
    templates = {name: app.jinja_env.parse(text, name) for name, text in texts.items()}
    ((template, macro),) = set(drawn(templates))
    assert reach(templates, template, macro) & FORBIDDEN
    texts["inner.html"] = "{% macro inner(x) %}{{ x }}{% endmacro %}"
    templates = {name: app.jinja_env.parse(text, name) for name, text in texts.items()}
    assert reach(templates, template, macro) == set()  # the twin


class Watch:
    """``fragment`` that draws each piece anew and compares it with what was remembered for equal arguments."""

    def __init__(self, env: Environment) -> None:
        self.env = env
        self.known: dict[Hashable, Markup] = {}
        self.again = 0
        self.wrong: list[str] = []

    def __call__(self, template: str, macro: str, *arguments: Any) -> Markup:
        key = (template, macro, *arguments)
        hash(key)  # a list among them would raise
        anew: Markup = getattr(self.env.get_template(template).module, macro)(*arguments)
        if key in self.known:
            self.again += 1
            if self.known[key] != anew:
                self.wrong.append(f"{template} {macro}")
        return self.known.setdefault(key, anew)


@pytest.fixture
def watch(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Watch:
    watch = Watch(app.jinja_env)
    monkeypatch.setitem(app.jinja_env.globals, "fragment", watch)
    return watch


def test_equal_arguments_are_drawn_equal_whoever_looks(
    watch: Watch, cast: Cast, as_: Callable[[Member], Browser]
) -> None:
    with transaction.unit():
        question = ask(cast.ana, cast.inner)
        ask(cast.ben, cast.inner, title="Who owns the incident drill?", exposure=Exposure.ANONYMOUS)
        answer(cast.ben, question, exposure=Exposure.ANONYMOUS)
        answer(cast.cleo, question)
        number = question.id
    for _ in range(2):
        for member in (cast.ana, cast.ben, cast.cleo, cast.mo):
            browser = as_(member)
            for path in ("/", "/questions", "/tags/vendor%20audits", f"/q/{number}/"):
                assert browser.get(path, follow_redirects=True).status_code in (200, 404)
    assert watch.wrong == []
    assert watch.again > 10
    assert len({key[:2] for key in watch.known}) >= 3  # type: ignore[index]


def test_what_differs_by_viewer_is_told_apart_by_its_arguments(watch: Watch, cast: Cast) -> None:
    """The control: one key for two drawings is noticed."""
    watch("questions/parts.html", "talk", (), "q", 1)
    (key,) = watch.known
    watch.known[key] = Markup("another viewer's")
    watch("questions/parts.html", "talk", (), "q", 1)
    assert watch.wrong == ["questions/parts.html talk"]


def remembering(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    for one in ast.walk(tree):
        if isinstance(one, ast.FunctionDef):
            for decorator in one.decorator_list:
                called = decorator.func if isinstance(decorator, ast.Call) else decorator
                if isinstance(called, ast.Name | ast.Attribute) and ast.unparse(called).endswith("cache"):
                    yield one


def words(one: ast.FunctionDef) -> set[str]:
    """The names that it uses when it is called; a type in its signature asks nobody."""
    used = (*one.body, *one.args.defaults)
    return {name.id for part in used for name in ast.walk(part) if isinstance(name, ast.Name)}


WHO = FORBIDDEN | {"current_viewer", "current_member", "db", "clock", "datetime"}


def test_no_function_that_remembers_asks_who_looks_or_what_time_it_is() -> None:
    found = {
        f"{path.relative_to(PACKAGE)}:{one.name}": words(one) & WHO
        for path in sorted(PACKAGE.rglob("*.py"))
        for one in remembering(ast.parse(path.read_text()))
    }
    assert len(found) > 10
    assert {name: seen for name, seen in found.items() if seen} == {}


def test_a_function_that_did_would_be_found() -> None:
    source = "@lru_cache(maxsize=9)\ndef greet():\n    return current_viewer().name\n"
    (one,) = remembering(ast.parse(source))
    assert words(one) & WHO == {"current_viewer"}

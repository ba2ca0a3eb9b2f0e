"""House rules of style sheets, scripts and templates."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask

from qa.config import resource
from qa.core.pages import PAGES, error_page

SHEETS = sorted(resource("static").glob("css/*.css"))
SCRIPTS = sorted(resource("static").glob("js/*.js"))
TEMPLATES = sorted(path for path in resource("templates").rglob("*.html") if "/mail" not in path.as_posix())
FIXED = (resource("templates") / "layouts" / "fixed.html").read_text("utf-8")


def name(path: Path) -> str:
    return path.name


@pytest.mark.parametrize("sheet", SHEETS, ids=name)
def test_a_style_sheet_is_short_and_names_its_layer(sheet: Path) -> None:
    text = sheet.read_text("utf-8")

    assert len(text.splitlines()) <= 150
    assert "@layer" in text


def test_a_colour_is_named_only_among_the_tokens() -> None:
    outside = {"tokens.css", "print.css", "sheet.css"}  # paper is white in every theme
    found = {sheet.name for sheet in SHEETS if re.search(r"#[0-9a-f]{3,8}\b|rgb\(", sheet.read_text("utf-8"))}

    assert found <= outside


@pytest.mark.parametrize("script", SCRIPTS, ids=name)
def test_a_script_is_short(script: Path) -> None:
    assert len(script.read_text("utf-8").splitlines()) <= 80


def test_the_entry_imports_every_script() -> None:
    entry = (resource("static") / "js" / "main.js").read_text("utf-8")

    assert {*re.findall(r"'\./([a-z]+\.js)'", entry), "main.js"} == {script.name for script in SCRIPTS}


def test_every_style_sheet_is_served_by_some_page() -> None:
    named = set(re.findall(r'"([a-z]+)"', FIXED)) | {
        "print",
        "door",
        "patterns",
        "tree",
        "steps",
        "chart",
        "sheet",
        "statement",
    }

    assert {sheet.stem for sheet in SHEETS} <= named


@pytest.mark.parametrize("template", TEMPLATES, ids=name)
def test_a_template_has_no_inline_style_or_script(template: Path) -> None:
    text = template.read_text("utf-8")

    assert not re.search(r'\sstyle="|<style|\son[a-z]+="|<script(?![^>]* src=)|javascript:', text)


def test_every_icon_used_is_in_the_sprite() -> None:
    sprite = (resource("templates") / "components" / "icons.svg").read_text("utf-8")
    there = set(re.findall(r'id="i-([a-z]+)"', sprite))
    used = {icon for path in TEMPLATES for icon in re.findall(r'href="#i-([a-z]+)"', path.read_text("utf-8"))}

    assert used <= there


@pytest.mark.parametrize("status", sorted(PAGES))
def test_every_error_has_its_page(app: Flask, status: int) -> None:
    with app.test_request_context("/questions"):
        page = error_page(status, "What happened, in words.")
    text = page.get_data(as_text=True)

    assert page.status_code == status
    assert "data-error-page" in text  # scripts keep what was typed because of it
    assert re.search(rf'<p class="figure u-quiet">{status}</p>\s*<h1>[A-Z]', text)
    assert "<p>What happened, in words.</p>" in text
    assert text.count('data-kind="primary" href') <= 2

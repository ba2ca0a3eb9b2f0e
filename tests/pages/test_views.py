"""How it works, and the page of all components: who may see it, and that nothing is left out of it."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable

import pytest
from flask import Flask

from qa.config import resource
from tests.support.browser import Browser
from tests.support.cast import Cast

LAYOUT = {"tokens", "base", "layout", "mast", "utilities", "print", "patterns", "door"}
"""Style sheets of no component: they dress the page itself."""


def test_anybody_may_read_how_it_works(client: Browser) -> None:
    page = client.get("/about")

    assert page.status_code == 200
    assert 'id="credit"' in page.text


def test_patterns_are_not_for_the_world(client: Browser) -> None:
    assert client.get("/-/patterns").status_code == 404


def test_patterns_are_open_to_ana(as_: Callable[..., Browser], cast: Cast) -> None:
    assert as_(cast.ana).get("/-/patterns").status_code == 200


def test_patterns_are_open_in_development(
    app: Flask, client: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "QUORUM", dataclasses.replace(app.config["QUORUM"], mode="development"))

    assert client.get("/-/patterns").status_code == 200


def test_every_component_of_the_style_sheets_is_on_the_patterns_page(
    as_: Callable[..., Browser], cast: Cast
) -> None:
    page = as_(cast.ana).get("/-/patterns").text
    shown = {name for names in re.findall(r'class="([^"]+)"', page) for name in names.split()}
    missing = {
        sheet.stem
        for sheet in resource("static").glob("css/*.css")
        if sheet.stem not in LAYOUT
        and not shown.intersection(re.findall(r"(?m)^ {2,4}\.([a-z][a-z-]*)", sheet.read_text("utf-8")))
    }

    assert missing == set()


@pytest.mark.parametrize("state", ["open", "soon", "today", "met", "short", "none"])
def test_every_state_of_the_time_box_is_shown_in_three_sizes(
    as_: Callable[..., Browser], cast: Cast, state: str
) -> None:
    page = as_(cast.ana).get("/-/patterns").text
    sizes = set(re.findall(rf'class="tb" data-state="{state}"(?: data-size="([a-z]+)")?', page))

    assert sizes == {"", "line", "large"}

"""Bodies as HTML and as Markdown: the same words, code, tables and links, and no row that hangs the import."""

from __future__ import annotations

import html
import re

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.core import text
from qa.imports import convert
from qa.imports.account import Skip
from tests.support.ceiling import under_ceiling

BASE = "https://gardening.example/"
SECONDS = 20.0
"""Of CPU for the dearest body: it takes 4 on a slow machine and twice that while coverage is measured."""
CODE = st.text(alphabet=" abc`~*_|\\<>&#-\n\t1.$[](){}", min_size=1, max_size=60)
WORDS = st.text(alphabet=" abcÄ`~*_|\\<>&#-+=1.)$[]({}!:", min_size=1, max_size=60)


def codes(source: str) -> list[str]:
    """The code blocks in *source*, line by line and without the colours."""
    blocks = re.findall(r"<pre[^>]*><code>(.*?)</code></pre>", source, re.S)
    return [html.unescape(re.sub("<[^>]+>", "", block)).strip("\n") for block in blocks]


def squeezed(source: str) -> str:
    return re.sub(r"\s", "", text.plain(source))


@given(code=CODE)
@settings(max_examples=60)
def test_code_survives_the_way_to_markdown_and_back(app: Flask, code: str) -> None:
    if not code.strip() or code.strip("\n") != code:
        return
    shown, markdown = convert.body(f"<p>See:</p><pre><code>{html.escape(code)}</code></pre><p>So.</p>", BASE)
    assert codes(shown.html) == codes(text.render(markdown).html)


@given(words=WORDS)
@settings(max_examples=60)
def test_words_survive_the_way_to_markdown_and_back(app: Flask, words: str) -> None:
    shown, markdown = convert.body(
        f"<p>a{html.escape(words)}z</p><ul><li>b {html.escape(words)}</li></ul>", BASE
    )
    assert squeezed(text.render(markdown).html) == squeezed(shown.html)


def test_tables_lists_and_quotes_survive(app: Flask) -> None:
    source = """<table><tr><td>no head <code>a|b</code></td><td>x | y</td></tr><tr><td>1</td><td>2</td></tr></table>
    <ol start="4"><li>four<ul><li>inner</li></ul></li><li><p>five</p><pre><code>x = 1\n\ny = 2</code></pre></li></ol>
    <blockquote><p>said</p><pre><code>z</code></pre></blockquote><p>H<sub>2</sub>O<br>is wet</p><hr><h1>Head</h1>"""
    shown, markdown = convert.body(source, BASE)
    back = text.render(markdown).html
    for sign in ("<table>", '<ol start="4">', "<blockquote", "<ul>", "<br>", "<hr>"):
        assert sign in shown.html
        assert sign in back
    assert codes(back) == codes(shown.html) == ["x = 1\n\ny = 2", "z"]
    assert squeezed(back) == squeezed(shown.html)


@pytest.mark.parametrize(
    "address",
    [
        "https://a.example/x_(y)_z",
        "https://a.example/?a=1&b=%20",
        "/q/7",
        "mailto:a@a.example",
        "https://a.example/*",
    ],
)
def test_links_survive(app: Flask, address: str) -> None:
    shown, markdown = convert.body(
        f'<p>See <a href="{html.escape(address)}"> this *one* </a>there.</p>', BASE
    )
    links = re.findall(r'href="([^"]*)"', shown.html)
    assert len(links) == 1
    assert re.findall(r'href="([^"]*)"', text.render(markdown).html) == links


@pytest.mark.parametrize(
    "hostile",
    [
        "<li>x" * 25_000,
        "<ol>" + "<li>x</li>" * 9_000 + "</ol>",
        "<table>" + "<tr><td>x" * 9_000,
        "<table><thead>" + "<tr><td>x" * 9_000,
        "<p>a" + " " * 120_000 + "b</p>",
        "<pre><code>a" + " " * 120_000 + "b</code></pre>",
        "<pre><code>" + "\n" * 120_000 + "b</code></pre>",
        "<blockquote>" * 10_000,
        "<blockquote>" * 45 + "<pre>" + "x\n" * 60_000,
        "<b><i>" * 20_000,
        "`" * 120_000,
        "<p>" + "[" * 120_000,
        "<a href=x>" * 12_000,
        "x" * 10_000_000,
    ],
)
def test_no_body_hangs_the_import(app: Flask, hostile: str) -> None:
    def attempt() -> None:
        try:
            convert.body(hostile, BASE)
        except Skip as skip:
            assert "Body" in skip.reason

    under_ceiling(attempt, SECONDS)


def test_a_body_beyond_the_limit_is_named(app: Flask) -> None:
    with pytest.raises(Skip, match="too long"):
        convert.body("<p>long</p>" * 13_000, BASE)
    assert convert.body("<p>long</p>" * 300, BASE)


def test_a_remark_that_cannot_be_rendered_is_kept_as_plain_words(app: Flask) -> None:
    shown, source = convert.remark(">" * 600 + " <b>deep</b>", 1200)
    assert "&lt;b&gt;deep" in shown.html
    assert "<blockquote" not in shown.html
    assert source.startswith(">>")
    assert "<strong>fine</strong>" in convert.remark("**fine**", 1200)[0].html


def test_remarks_that_are_no_text_are_named(app: Flask) -> None:
    with pytest.raises(Skip, match="stored"):
        convert.remark("a\ud800", 1200)

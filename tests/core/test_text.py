"""What people write becomes safe, orderly HTML; what cannot be shown is refused in plain words."""

from __future__ import annotations

import unicodedata
from concurrent.futures import ThreadPoolExecutor

import bleach
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from qa.core import markdown, sanitize
from qa.core.errors import RuleBroken
from qa.core.text import (
    MAX_BYTES,
    VERSION,
    BadText,
    TextRefused,
    TooComplex,
    TooLong,
    clean_foreign,
    clean_line,
    excerpt,
    marked,
    name_key,
    plain,
    render,
)
from tests.core.markup import dangers, elements, strangers
from tests.support.breadth import either

REL = 'rel="nofollow noopener noreferrer"'
thorough = settings(max_examples=either(100, 800), deadline=None)

LETTER = """\
# What we did

We visited **six** of ~~forty~~ 41 vendors, see <https://example.org/rule?a=1&b=2> and `tier_1`.

## How

> The bank has not shown why *six* is enough.

3. by draw
4. by incident

| Tier | Vendors |
|:-----|--------:|
| 1    | 9       |

```python
def visit(vendor: str) -> int:
    return 24  # months
```

![The register](http://images.example/register.png "A picture")
"""


def html_of(source: str) -> str:
    return render(source).html


# ---- what is kept


def test_a_letter_with_everything_keeps_it() -> None:
    rendered = render(LETTER)
    assert rendered.version == VERSION
    for part in (
        '<h3 dir="auto">What we did</h3>', '<h4 dir="auto">How</h4>', "<strong>six</strong>", "<s>forty</s>",
        "<code>tier_1</code>", '<ol start="3">', '<th dir="auto" scope="col" class="u-num">Vendors</th>',
        '<td dir="auto" class="u-num">9</td>', '<blockquote dir="auto">',
        f'<a href="https://example.org/rule?a=1&amp;b=2" {REL}>',
    ):  # fmt: skip
        assert part in rendered.html


def test_tables_and_code_scroll_in_named_focusable_boxes() -> None:
    html = html_of(LETTER)
    assert (
        '<div class="l-scroll" role="group" aria-label="Table: Tier, Vendors" tabindex="0">\n<table>' in html
    )
    assert '<pre dir="ltr" role="group" aria-label="Code: Python" tabindex="0"><code>' in html


def test_code_is_coloured_by_classes_and_never_by_style() -> None:
    html = html_of(LETTER)
    assert '<span class="hl-k">def </span>visit' in html
    assert '<span class="hl-c"># months</span>' in html
    assert "style" not in html


@pytest.mark.parametrize("language", ["", "nonsense", "python<b>", "x" * 500])
def test_code_in_no_language_we_know_is_shown_plain(language: str) -> None:
    html = html_of(f"```{language}\na < b & c\n```")
    assert html.endswith("<code>a &lt; b &amp; c</code></pre>\n")
    assert "span" not in html
    assert "span" in html_of("```sql\nselect 1 < 2\n```")


def test_long_code_is_shown_plain_and_whole() -> None:
    code = "x = 1  # one\n" * 1000
    html = html_of(f"```python\n{code}```")
    assert "span" not in html
    assert plain(html).count("x = 1  # one") == 1000


def test_code_of_no_sense_in_its_language_is_shown_plain() -> None:
    assert "span" not in html_of("```go\n" + '\\"' * 400 + "\n```")


# ---- order and privacy


@pytest.mark.parametrize(
    ("written", "shown"),
    [("# a\n## b\n### c", "h3 h4 h5"), ("### a\n# b\n###### c", "h3 h3 h4"), ("## a\n\n#### b\n## c", "h3 h4 h3"),
     ("# a\n## b\n### c\n#### d\n##### e", "h3 h4 h5 h6 h6")],
)  # fmt: skip
def test_headings_start_at_three_and_never_skip_a_level(written: str, shown: str) -> None:
    for html in (html_of(written), clean_foreign(bleach_free(written)).html):
        assert [
            tag for tag, _attributes in elements(html) if tag in sanitize.TAGS and tag[0] == "h"
        ] == shown.split()


def bleach_free(source: str) -> str:
    html: str = MarkdownIt("commonmark").render(source)
    return html


def test_an_empty_heading_and_an_empty_table_head_are_not_announced() -> None:
    assert html_of("#\n\n# \u200b\n\na") == '<p dir="auto">a</p>\n'
    assert "<td" in html_of("| | b |\n|-|-|\n").split("</thead>")[0]
    assert html_of("# a") == '<h3 dir="auto">a</h3>\n'


def test_an_image_becomes_a_link_to_it() -> None:
    assert html_of("![a picture](http://i.example/p.png)") == (
        f'<p dir="auto"><a href="http://i.example/p.png" {REL}>a picture</a></p>\n'
    )
    assert ">http://i.example/p.png</a>" in html_of("![](http://i.example/p.png)")
    assert html_of("[![alt](http://i.example/p.png)](http://l.example)") == (
        f'<p dir="auto"><a href="http://l.example" {REL}>alt</a></p>\n'
    )
    assert html_of("![alt]()") == '<p dir="auto">alt</p>\n'


def test_a_link_always_has_words() -> None:
    assert "http://l.example</a>" in html_of("[\u200b](http://l.example)")
    assert html_of("[words]()") == '<p dir="auto">words</p>\n'


@pytest.mark.parametrize(
    "address",
    ["/q/1", "//evil.test", "/\\evil.test", "#top", "ftp://a.example", "https:evil.test", "http://", "http://[::1", "tel:1",
     "http://256.256.256.256", "http://user@evil.test", "data:text/html,x", "http://a.example:99999999/", "file:///etc/x"],
)  # fmt: skip
def test_only_whole_web_and_mail_addresses_are_linked(address: str) -> None:
    for source in (f"[a]({address})", f"![a]({address})", f"<{address}>", f"[a]\n\n[a]: {address}"):
        assert "<a " not in html_of(source)
    assert "<a " not in clean_foreign(f'<a href="{address}">a</a><img src="{address}" alt="b">').html


@pytest.mark.parametrize(
    "address",
    ["http://a.example", "HTTPS://A.example/x?y=%20&z[]=1#f", "mailto:ana@a.example?subject=x", "https://münchen.example/ü",
     "http://a.example:8080/(x)", "http://10.0.0.1/", "https://a_b.example/"],
)  # fmt: skip
def test_whole_web_and_mail_addresses_are_linked(address: str) -> None:
    assert "<a " in html_of(f"[a](<{address}>)")
    assert "<a " in clean_foreign(f'<a href="{address}">a</a>').html


def test_words_that_only_look_like_addresses_stay_words() -> None:
    assert "<a " not in html_of(
        "www.example.org, example.org, ana@example.org, //example.org and ftp://example.org"
    )
    assert "<a " in html_of("see http://example.org")


def test_right_to_left_text_is_kept_to_its_block() -> None:
    html = html_of("\u202eevil\n\n- \u202ea\n\n> b\n\n# c\n\n|d|\n|-|\n|e|\n")
    blocks = [attributes for tag, attributes in elements(html) if tag in sanitize.DIR_TAGS]
    assert len(blocks) == 7
    assert all(attributes["dir"] == "auto" for attributes in blocks)


def test_runs_of_emphasis_do_not_nest() -> None:
    line = "*" * 60
    assert html_of(f"{line} note {line}\n") == f'<p dir="auto">{line} note {line}</p>\n'
    assert html_of(f"{line}note{line}") == '<p dir="auto"><strong>note</strong></p>\n'
    assert html_of("*a **b** c*") == '<p dir="auto"><em>a <strong>b</strong> c</em></p>\n'


# ---- attacks: each first goes through where nothing stops it

HTML_ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    '<a href="javascript:alert(1)">x</a>',
    '<a href="java&#9;script:alert(1)">x</a>',
    '<a href=" &#14; javascript:alert(1)">x</a>',
    '<a href="//evil.test/x">x</a>',
    '<p style="background:url(//evil.test)">x</p>',
    '<div onmouseover="alert(1)">x</div>',
    '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    '<form action="//evil.test"><input name=a></form>',
    '<meta http-equiv="refresh" content="0;url=//evil.test">',
    '<base href="//evil.test">',
    '<link rel=stylesheet href="//evil.test/x.css">',
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<style>@import '//evil.test'</style>",
    "<video src=//evil.test/x></video>",
    "<object data=//evil.test></object>",
    "<details open ontoggle=alert(1)>",
    "<template><img src=x></template>",
    '<pre><code onclick="alert(1)">x</code></pre>',
    '<table><tr><td background="//evil.test/x.png">x</td></tr></table>',
    "<p>a<!--><img src=x onerror=alert(1)>-->",
    "<b <script>>x<script>alert(1)</script>",
    "<textarea><img src=x onerror=alert(1)></textarea>",
]
MARKDOWN_ATTACKS = [
    "[x](javascript:alert(1))",
    "[x](<java\tscript:alert(1)>)",
    "[x](&#106;avascript:alert(1))",
    "[x](vbscript:msgbox(1))",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "![x](http://evil.test/x.png)",
    "[x]\n\n[x]: javascript:alert(1)",
    "<javascript:alert(1)>",
    "[x](//evil.test)",
    '![x" onerror="alert(1)](http://evil.test/y)',
]


def unprotected(source: str) -> str:
    parser = MarkdownIt("commonmark", {"html": True})
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    html: str = parser.render(source)
    return html


@pytest.mark.parametrize("attack", HTML_ATTACKS + MARKDOWN_ATTACKS)
def test_markdown_that_would_run_or_load_something_does_not(attack: str) -> None:
    for source in (attack, f"\n\n{attack}\n\n", f"- {attack}", f"a {attack} b"):
        assert dangers(html_of(source)) == strangers(html_of(source)) == []
    assert dangers(unprotected(f"\n\n{attack}\n\n")), "the attack does nothing even where nothing stops it"


@pytest.mark.parametrize("attack", HTML_ATTACKS)
def test_html_that_would_run_or_load_something_does_not(attack: str) -> None:
    assert dangers(attack), "the attack does nothing even where nothing stops it"
    for html in (
        sanitize.sanitize(attack),
        clean_foreign(attack).html,
        clean_foreign(f"<ul><li>{attack}").html,
    ):
        assert dangers(html) == strangers(html) == []
    kept = "<p>a <strong>b</strong></p>"
    assert sanitize.sanitize(kept) == kept


def test_attributes_written_in_markdown_stay_inside_their_quotes() -> None:
    source = '| a" onclick="alert(1) <b> |\n|-|\n\n```c"onclick=x\ny\n```\n\n[a](http://b.example/"onclick=alert(1))'
    assert strangers(html_of(source)) == []
    assert "onclick" in html_of(source)


# ---- the two walls

MARKDOWN_BITS = st.sampled_from(
    ["*", "**", "_", "`", "```", "~~", "[", "]", "](", ")", "(", "![", "<", ">", "> ", "- ", "1. ", "# ", "\n", "\n\n", "|",
     "|-|-|\n", "a|b\n-|-:\n", "&", "&amp;", "&#x27;", "\\", "http://a.example/", "mailto:a@b.example", '"', "'", "    ",
     "<script>", "<a href='", "-->", "<!--", "javascript:", "\u00a0", "\u202e", "\x01", "\x0c", "\ufffe", "é", "[a]: ",
     "python\n", "word", " ", "\t", "\U0001f468\u200d\U0001f469", "&nbsp;", "&lt;", "***", "---\n", "\r", "\x85", "\u2028"]
)  # fmt: skip
markdown_texts = st.lists(MARKDOWN_BITS | st.text(max_size=6), max_size=60).map("".join)
HTML_BITS = st.sampled_from(
    ["<p>", "</p>", "<b>", "</b>", "<i>", "</i>", "<a href='http://a.example'>", "<a href=/x>", "</a>", "<table>", "<tr>", "<td>",
     "<th align=right>", "</table>", "<pre>", "<code>", "</pre>", "<ul>", "<li>", "</ul>", "<img src=http://a.example/x alt=y>",
     "<svg>", "<style>", "</style>", "<script>", "</script>", "<math>", "<mtext>", "<!--", "-->", "<h1>", "</h1>", "<br>", "<hr/>",
     "<div class=l-scroll role=group>", "<span class=hl-k>", "<textarea>", "<select>", "<noscript>", "<template>", "&lt;", "&", '"',
     "<ol start=4>", "<blockquote>", "<dl><dt>", "\x00", "\x0c", "\u00a0", "<form>", "<title>", "]]>", "<![CDATA[", "<p dir=auto>"]
)  # fmt: skip
html_texts = st.lists(HTML_BITS | st.text(max_size=6), max_size=40).map("".join)


@thorough
@given(markdown_texts)
def test_neither_wall_has_anything_to_do_on_what_we_render(source: str) -> None:
    source = unicodedata.normalize("NFC", source)
    try:
        html = markdown.to_html(source)
    except TooComplex:
        return
    assert sanitize.bleach_wall(html) == html
    assert sanitize.nh3_wall(html) == html


@thorough
@given(markdown_texts)
def test_whatever_is_written_only_what_is_allowed_is_shown(source: str) -> None:
    try:
        html = render(source).html
    except TextRefused:
        return
    assert strangers(html) == dangers(html) == []
    assert sanitize.sanitize(html) == html
    plain(html)


@thorough
@given(html_texts)
def test_whatever_html_comes_in_only_what_is_allowed_goes_out(source: str) -> None:
    html = sanitize.sanitize(source)
    assert strangers(html) == dangers(html) == []
    assert sanitize.sanitize(html) == html


@thorough
@given(html_texts)
def test_whatever_is_imported_only_what_is_allowed_is_shown(source: str) -> None:
    try:
        html = clean_foreign(source, "https://source.example").html
    except BadText:
        assert "\0" in source
        return
    assert strangers(html) == dangers(html) == []
    assert sanitize.sanitize(html) == html


def test_the_walls_do_work_where_there_is_some() -> None:
    for wall in (sanitize.bleach_wall, sanitize.nh3_wall):
        assert dangers(wall("<p onclick=x>a<img src=x onerror=alert(1)></p>")) == []
    assert bleach.clean("<script>x</script>") == "&lt;script&gt;x&lt;/script&gt;"


def test_threads_do_not_mix_their_texts() -> None:
    texts = [
        f"# Text {number}\n\n**{number}** `{number}` http://a.example/{number}\n" * 5 for number in range(200)
    ]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(html_of, texts))
    assert together == [html_of(text) for text in texts]


# ---- what is refused


def test_a_text_at_the_limit_is_taken_and_one_byte_more_is_not() -> None:
    assert len(html_of("ä" * (MAX_BYTES // 2))) > MAX_BYTES // 2
    with pytest.raises(TooLong) as refused:
        render("ä" * (MAX_BYTES // 2) + "a")
    assert (refused.value.limit, refused.value.actual) == (MAX_BYTES, MAX_BYTES + 1)
    assert str(refused.value) == "This text is 64.1 KB long; at most 64 KB fit here."
    with pytest.raises(TooLong) as refused:
        render("a" * 1_048_576)
    assert refused.value.actual == 1_048_576


@pytest.mark.parametrize("bad", ["a\0b", "a\ud800b", "\udfff"])
def test_characters_that_no_text_can_have_are_refused(bad: str) -> None:
    for take in (render, clean_foreign, name_key, lambda text: clean_line(text, 80)):
        with pytest.raises(BadText, match="cannot be stored"):
            take(bad)
        take("a\U0001f600b")


def test_a_refusal_is_a_value_error_and_a_broken_rule() -> None:
    for refusal in (TooLong(1, 2), BadText(), TooComplex()):
        assert isinstance(refusal, ValueError)
        assert isinstance(refusal, RuleBroken)
        assert refusal.message


@pytest.mark.parametrize(
    "source", [">" * 10_000 + "a", "> " * 10_000 + "a", "- " * 10_000 + "a", "[" * 60_000, "[](" * 20_000]
)
def test_what_nests_without_end_is_refused_in_plain_words(source: str) -> None:
    with pytest.raises(TooComplex, match="too complex to show"):
        render(source)


def test_deep_but_readable_nesting_loses_no_word() -> None:
    for prefix, depth in (("> ", 17), ("- ", 8)):
        html = html_of(prefix * depth + "word")
        assert "word" in html
        with pytest.raises(TooComplex):
            render(prefix * (depth + 3) + "word")


def test_control_characters_are_shown_as_unknown() -> None:
    assert html_of("a\x01\x0b\x0cb `\x1b` &#x1;") == (
        '<p dir="auto">a\ufffd\ufffd\ufffdb <code>\ufffd</code> \ufffd</p>\n'
    )
    assert html_of("a\u00a0b &nbsp;") == '<p dir="auto">a&nbsp;b &nbsp;</p>\n'


# ---- imported bodies


def test_an_imported_body_keeps_its_code_tables_links_and_lists() -> None:
    html = clean_foreign(
        '<h2>Why</h2><p>See <a href="/q/1" title="t">this</a>, x<sup>2</sup>, <b>b</b>, <i>i</i>, <strike>s</strike></p>'
        '<pre class="lang-py"><code>a &lt; b\n</code></pre><ol start="2"><li>x</ol><blockquote><p>q</blockquote>'
        '<table><tr><th>A<th></th><td align=right>2</table><img src="//i.example/p.png" alt="pic"><kbd>K</kbd><hr><br/>',
        "https://source.example",
    ).html
    for part in (
        '<h3 dir="auto">Why</h3>', f'<a href="https://source.example/q/1" {REL}>this</a>', "x<sup>2</sup>", "<strong>b</strong>",
        "<em>i</em>", "<s>s</s>", '<pre dir="ltr" role="group" aria-label="Code" tabindex="0"><code>a &lt; b\n</code></pre>',
        '<ol start="2"><li dir="auto">x</li></ol>', '<blockquote dir="auto"><p dir="auto">q</p></blockquote>',
        '<div class="l-scroll" role="group" aria-label="Table: A" tabindex="0">\n<table>', '<td dir="auto" class="u-num">2</td>',
        f'<a href="https://i.example/p.png" {REL}>pic</a>', "<kbd>K</kbd>", "<hr>", "<br>",
    ):  # fmt: skip
        assert part in html


def test_relative_links_need_a_place_to_start_from() -> None:
    assert clean_foreign('<a href="/q/1">x</a>').html == "x"
    assert "https://s.example/q/1" in clean_foreign('<a href="/q/1">x</a>', "https://s.example/q/2").html


def test_what_is_imported_too_deep_keeps_its_words() -> None:
    html = clean_foreign("<blockquote>" * 200 + "<p>word</p>").html
    assert html.count("<blockquote") == 40
    assert "word" in html


def test_an_import_is_refused_before_it_costs_anything() -> None:
    with pytest.raises(TooLong):
        clean_foreign("a" * 262_145)
    with pytest.raises(TooComplex):
        clean_foreign("<b>" * 30_000)
    with pytest.raises(TooComplex):
        sanitize.sanitize("<blockquote>" * 100)
    assert clean_foreign("a" * 262_144).html


# ---- words for the index, for mails and for lists


def test_plain_has_a_line_a_block_and_keeps_code() -> None:
    source = "# A\n\nb *c*\nd  \ne\n\n- f\n- g\n\n|h|i|\n|-|-|\n|j|k|\n\n```\nx <\n  y\n```\n\n> q &amp; r"
    assert plain(html_of(source)) == "A\nb c d\ne\nf\ng\nh i\nj k\nx <\n  y\nq & r"
    assert plain("") == ""


def test_an_excerpt_ends_at_a_word() -> None:
    html = html_of("# One two\n\nthree, four five")
    assert excerpt(html) == "One two three, four five"
    assert excerpt(html, 16) == "One two three…"
    assert excerpt(html_of("a" * 50), 10) == "a" * 9 + "…"


@given(markdown_texts, st.integers(1, 40))
@thorough
def test_an_excerpt_is_never_longer_than_asked(source: str, length: int) -> None:
    try:
        assert len(excerpt(render(source).html, length)) <= length
    except TextRefused:
        return


# ---- one line


@pytest.mark.parametrize(
    ("given_text", "kept"),
    [
        ("  How  many\tvendors\r\n do you visit? ", "How many vendors do you visit?"),
        ("e\u0301", "é"),
        ("a\x07b\x9bc\x7fd", "abcd"),
        ("a\u202eb\u2066c\u200ed\u061ce", "abcde"),
        ("a\u200bb\u2060c\ufeffd\u00ade", "abcde"),
        ("pay\u200dpal \u200cx", "paypal x"),
        ("\U0001f468\u200d\U0001f469\u200d\U0001f467", "\U0001f468\u200d\U0001f469\u200d\U0001f467"),
        ("\U0001f469\U0001f3fd\u200d\U0001f680", "\U0001f469\U0001f3fd\u200d\U0001f680"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("क्\u200dष", "क्\u200dष"),
        ("a\u200db", "ab"),
        ("x" + "\u0301" * 1000, "x\u0301\u0301\u0301\u0301"),
        ("a\u3000b\u2028c\u00a0d", "a b c d"),
        ("a\u3164b\u2800c\u115fd", "abcd"),
        ("a\U000f0000\ufffeb", "ab"),
        ("\u200b \u202e", ""),
    ],
)
def test_a_line_has_nothing_unseen_in_it(given_text: str, kept: str) -> None:
    assert clean_line(given_text, 200) == kept
    assert clean_line(kept, 200) == kept


def test_a_line_is_as_long_as_its_limit_and_no_longer() -> None:
    assert clean_line(" ä " * 4, 7) == "ä ä ä ä"
    for text, actual in (("a" * 8, 8), ("a" * 10_000, 10_000), ("\u0301" * 1_000_000, 1_000_000)):
        with pytest.raises(TooLong) as refused:
            clean_line(text, 7)
        assert (refused.value.limit, refused.value.actual) == (7, actual)
    assert "at most 7" in refused.value.message


@given(st.text(max_size=60))
@thorough
def test_cleaning_a_line_twice_changes_nothing_more(text: str) -> None:
    try:
        once = clean_line(text, 500)
    except BadText:
        return
    assert clean_line(once, 500) == once
    assert not set(once) & set("\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u2069\u200b\r\n\t")
    assert name_key(name_key(once)) == name_key(once)


@pytest.mark.parametrize(
    ("one", "other"),
    [("É", "é"), ("e\u0301", "É"), ("STRASSE", "straße"), ("ﬁne", "FINE"), ("Ａna", "ana"), ("ana\u200b", "Ana"),
     (" ana  b", "Ana B"), ("\u0130", "i\u0307")],
)  # fmt: skip
def test_names_that_look_the_same_are_the_same(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


def test_names_that_differ_stay_different() -> None:
    assert len({name_key(name) for name in ("e", "é", "è", "ana", "anna", "ana b", "anab")}) == 7
    assert len(name_key("\ufdfa" * 10)) == 180
    with pytest.raises(TooLong):
        name_key("a" * 5000)


def test_marked_pieces_are_escaped_whether_marked_or_not() -> None:
    assert marked([("a <b>", False), ("<i>&", True), ("", False)]) == "a &lt;b&gt;<mark>&lt;i&gt;&amp;</mark>"
    assert marked([]) == ""

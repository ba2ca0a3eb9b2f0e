"""Hostile texts of any size: generators for the tests, and a table of what each costs.

`python -m tests.core.markdown_attacks` prints, for every generator and size, the CPU time of `render` in
milliseconds and whether the text was shown or refused. `--control` measures a bare markdown-it and bleach instead.
"""

from __future__ import annotations

import itertools
import random
import sys
import time
from collections.abc import Callable, Iterable

Generator = Callable[[int], str]

KB = 1024
SIZES = (8 * KB, 16 * KB, 32 * KB, 64 * KB)
ATTACKS: dict[str, Generator] = {}
ORDINARY: dict[str, Generator] = {}

SENTENCE = (
    "We have 41 vendors rated *critical*; last year we visited six, and the committee's new chair wants a number "
    "she can defend to the supervisor. "
)
CODE = "def visit(vendor: Vendor, year: int) -> bool:\n    # by draw, 4 of 14 a year\n    return vendor.tier == 1\n"


def fill(unit: str, size: int) -> str:
    """*unit* over and over, to *size* bytes at most."""
    return (unit * (size // len(unit) + 1)).encode()[:size].decode(errors="ignore")


def count_up(form: str, size: int) -> str:
    """*form* with a number in it, one line each, to *size* characters."""
    lines: list[str] = []
    length = 0
    for number in itertools.count():
        lines.append(form.format(number))
        length += len(lines[-1]) + 1
        if length >= size:
            return "\n".join(lines)[:size]
    raise AssertionError


def _repeated(units: Iterable[tuple[str, str]]) -> None:
    for name, unit in units:
        ATTACKS[name] = lambda size, unit=unit: fill(unit, size)  # type: ignore[misc]


# fmt: off
_repeated(
    [
        ("open brackets", "["), ("close brackets", "]"), ("bracket pairs", "[]"), ("image brackets", "!["),
        ("links unclosed", "[a](b"), ("links", "[a](http://b.example) "), ("links in angle", "[a](<b"),
        ("link titles unclosed", '[a](http://b.example "'), ("images", "![a](http://b.example/c.png)"),
        ("images nested", "![a]("), ("autolinks", "<http://a.example>"), ("autolinks unclosed", "<http://a "),
        ("bare links", "http://a.example "), ("bare links joined", "http://"), ("mail links", "mailto:a@b.example "),
        ("slashes", "/"), ("colons", ":"), ("colon slashes", "://"), ("dots", "a."), ("at signs", "a@"),
        ("stars", "*"), ("stars open", "*a "), ("stars closed", "a* "), ("emphasis", "*a* "),
        ("strong and em", "***a** b* "), ("mixed delimiters", "*_"), ("underscores", "_a "),
        ("delimiters of three", "*a**a***a"), ("strikes", "~~a~~ "), ("tildes", "~"), ("backticks", "`"),
        ("backticks open", "`a "), ("code spans", "`a` "), ("backslashes", "\\"), ("escapes", "\\*"),
        ("entities", "&amp;"), ("entities unclosed", "&amp"), ("entities numeric", "&#1234;"),
        ("entities bad", "&#xFFFFFFF;"), ("ampersands", "&"), ("less than", "<"), ("tags", "<b>"),
        ("tags closed", "</b>"), ("comments", "<!--"), ("declarations", "<!A "), ("cdata", "<![CDATA["),
        ("instructions", "<?"), ("tag with attributes", '<a b="c" '), ("script", "<script>alert(1)</script>\n\n"),
        ("quote marks", ">"), ("quote marks spaced", "> "), ("quotes apart", ">a\n\n"), ("quote lines", ">a\n"),
        ("quotes ten deep", ">>>>>>>>>>a\n"), ("quotes sixteen deep", "> " * 16 + "a\n"), ("quote then lazy", "> a\nb\n"),
        ("quotes and lists", "> - "), ("list items", "- a\n"), ("list items empty", "-\n"), ("list markers", "- "),
        ("list loose", "- a\n\n"), ("ordered", "1. a\n"), ("ordered markers", "1. "), ("list kinds change", "- a\n* b\n+ c\n"),
        ("list in list", "- a\n  - b\n    - c\n      - d\n"), ("rules", "---\n\n"), ("setext", "a\n=\n"),
        ("headings", "# a\n"), ("headings empty", "#\n"), ("heading closers", "# a " + "#" * 40 + "\n"),
        ("fences", "```\n"), ("fences closed", "```\na\n```\n"), ("tilde fences", "~~~\n"), ("indented", "    a\n\nb\n\n"),
        ("blank lines", "\n"), ("spaces", " "), ("tabs", "\t"), ("hard breaks", "a  \n"), ("hard breaks slash", "a\\\n"),
        ("soft breaks", "a\n"), ("short paragraphs", "a\n\n"), ("carriage returns", "\r"), ("no-break spaces", "\u00a0"),
        ("references", "[a]: http://b.example\n"), ("references unclosed", "[a]: <b\n"), ("reference titles", '[a]: b "\n'),
        ("reference uses", "[a]"), ("pipes", "|"), ("table rows", "|a\n"), ("combining marks", "\u0301"),
        ("bidi controls", "\u202e\u2066"), ("zero width", "\u200b"), ("astral", "\U0001f468\u200d"), ("controls", "\x01"),
        ("dollars", "$x_{i}^{2}$ "), ("nul entities", "&#0;"), ("everything", "*_`[]()<>!&\\~|#->+=:\n"),
    ]
)
# fmt: on


def attack(generator: Generator) -> Generator:
    ATTACKS[generator.__name__.replace("_", " ")] = generator
    return generator


def ordinary(generator: Generator) -> Generator:
    ORDINARY[generator.__name__.replace("_", " ")] = generator
    return generator


@attack
def emphasis_nested(size: int) -> str:
    return "*a " * (size // 6) + "a* " * (size // 6)


@attack
def strong_nested(size: int) -> str:
    return "**a " * (size // 8) + "a** " * (size // 8)


@attack
def links_nested(size: int) -> str:
    return "[" * (size // 24) + "a" + "](http://b.example/cd) " * (size // 24)


@attack
def backticks_growing(size: int) -> str:
    runs = ("`" * length + " " for length in itertools.count(1))
    return "".join(itertools.takewhile(lambda run: len(run) ** 2 < 2 * size, runs))[:size]


@attack
def list_deep(size: int) -> str:
    return "".join("  " * (line % 8) + "- a\n" for line in range(size // 11))[:size]


@attack
def list_deeper_and_deeper(size: int) -> str:
    lines = ("  " * line + "- a\n" for line in itertools.count())
    return "".join(itertools.takewhile(lambda line: len(line) ** 2 < 4 * size, lines))[:size]


@attack
def table_narrow(size: int) -> str:
    return "a|b\n-|-\n" + fill("a|b\n", size - 8)


@attack
def table_wide(size: int) -> str:
    columns = size // 8
    return "|a" * columns + "|\n" + "|-" * columns + "|\n" + "|" * (size - 4 * columns - 4)


@attack
def table_completed(size: int) -> str:
    return "|a" * 200 + "|\n" + "|-" * 200 + "|\n" + fill("|\n", size - 804)


@attack
def table_escaped_pipes(size: int) -> str:
    return "a|b\n-|-\n" + fill("\\|", size - 8)


@attack
def tables_many(size: int) -> str:
    return fill("a|b\n-|-\n1|2\n\n", size)


@attack
def table_almost(size: int) -> str:
    return fill("a|b|c\n-|-\n", size)


@attack
def references_many(size: int) -> str:
    return count_up("[r{0}]: http://b.example", size)


@attack
def references_many_used(size: int) -> str:
    return count_up("[r{0}]: http://b.example/", size // 2) + "\n\n" + count_up("[r{0}]", size // 2 - 2)


@attack
def reference_long_label(size: int) -> str:
    return "[" + "a" * (size - 30) + "]: http://b.example"


@attack
def random_markup(size: int) -> str:
    chance = random.Random(size)
    return "".join(chance.choices("*_`[]()<>!&\\~|#->+=: \na1", k=size))


@attack
def random_lines(size: int) -> str:
    chance = random.Random(size)
    return "".join(
        chance.choices(["> ", "- ", "1. ", "\n", "a", "    ", "```\n", "|", "# ", "* "], k=size // 2)
    )[:size]


@attack
def long_word(size: int) -> str:
    return "a" * size


@attack
def long_address(size: int) -> str:
    return "http://a.example/" + "a" * (size - 17)


@attack
def address_of_brackets(size: int) -> str:
    return "http://a.example/" + "(" * (size - 17)


@attack
def address_of_dots(size: int) -> str:
    return "http://" + "a." * ((size - 7) // 2)


@attack
def code_all_markup(size: int) -> str:
    return "```html\n" + fill("<a b='&'>", size - 8)


@attack
def code_many_blocks(size: int) -> str:
    return fill("```python\nx=1\n```\n", size)


@attack
def code_quotes(size: int) -> str:
    return "```javascript\n" + fill("`${'\"/*", size - 14)


@ordinary
def prose(size: int) -> str:
    return fill(SENTENCE * 4 + "\n\n", size)


@ordinary
def prose_one_paragraph(size: int) -> str:
    return fill("The supervisor accepted the shared reports, once we could show the agenda. ", size)


@ordinary
def prose_of_short_paragraphs(size: int) -> str:
    return fill('The supervisor accepted our reports "as they are", once we could show them.\n\n', size)


@ordinary
def prose_with_everything(size: int) -> str:
    block = (
        "## What we did\n\n" + SENTENCE * 3 + "\n\n> " + SENTENCE + "\n\n"
        "- **first**, the register: `tier_1`\n- then [the rule](https://example.org/rule)\n\n"
        "| Tier | Visits |\n|---|--:|\n| 1 | 9 |\n| 2 | 14 |\n\n```python\n" + CODE + "```\n\n"
    )
    return fill(block, size)


@ordinary
def prose_in_greek(size: int) -> str:
    return fill(
        "Ο επόπτης δέχθηκε τις κοινές εκθέσεις, μόλις δείξαμε ότι ρωτήσαμε κι εμείς. " * 5 + "\n\n", size
    )


@ordinary
def prose_wrapped(size: int) -> str:
    return fill(
        "The supervisor accepted the shared reports, once we could show the agenda\n" * 9 + "\n", size
    )


@ordinary
def code_long(size: int) -> str:
    return "```python\n" + fill(CODE, size - 20) + "\n```\n"


@ordinary
def log_pasted(size: int) -> str:
    return "```\n" + fill("2026-11-20 14:10:01 WARN [vendor-sync] <retry> 3 & wait\n", size - 10) + "\n```\n"


@ordinary
def list_long(size: int) -> str:
    return fill("- ask the vendor for the report of the last penetration test and its date\n", size)


def cpu_of(work: Callable[[str], object], text: str) -> tuple[float, str]:
    """CPU milliseconds of *work* on *text*, and what came of it."""
    begun = time.process_time()
    try:
        work(text)
        outcome = "shown"
    except ValueError as refusal:
        outcome = type(refusal).__name__
    return (time.process_time() - begun) * 1000, outcome


def bare(text: str) -> str:
    """*text* as HTML with nothing counted: what the attacks are measured against."""
    import bleach
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": False, "linkify": True, "maxNesting": 20})
    html = parser.enable(["table", "strikethrough", "linkify"]).render(text)
    return bleach.clean(
        html, tags=bleach.ALLOWED_TAGS | {"p", "pre", "table", "tr", "td", "th", "thead", "tbody"}
    )


def main() -> None:
    """Print generator, size, CPU milliseconds, outcome; the dearest last."""
    from qa.core.text import render

    work: Callable[[str], object] = bare if "--control" in sys.argv else render
    work("warm *up*")
    rows: list[tuple[float, str, int, str]] = []
    for name, generator in (ORDINARY | ATTACKS).items():
        for size in (*SIZES, KB * KB):
            spent, outcome = cpu_of(work, generator(size))
            rows.append((spent, name, size, outcome))
    for spent, name, size, outcome in sorted(rows):
        print(f"{name:28} {size // KB:5} KB {spent:8.1f} ms  {outcome}")
    found = {(name, size): (spent, outcome) for spent, name, size, outcome in rows}
    doubled = [
        (found[name, 2 * size][0] / spent, name, size)
        for (name, size), (spent, outcome) in found.items()
        if spent > 50 and outcome == "shown" and found.get((name, 2 * size), (0.0, ""))[1] == "shown"
    ]
    print(
        f"twice the length costs at most {max(doubled, default=(0.0, '', 0))[0]:.2f} times as much (above 50 ms)"
    )


if __name__ == "__main__":
    main()

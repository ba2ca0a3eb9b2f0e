"""Which links are the author's employer's: a function of its arguments alone."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.answers.selling import ascii_host, employer_link, hosts, registrable
from qa.core.text import render

EMAIL, EMPLOYER = "ben@carrow-mail.example", "Carrow Mutual"


def found(text: str, email: str = EMAIL, employer: str = EMPLOYER) -> str:
    return employer_link(render(text).html, email, employer)


@pytest.mark.parametrize(
    "text",
    [
        "See https://carrowmutual.example/audits.",
        "See [our page](https://carrow-mutual.com).",
        "See <https://CARROWMUTUAL.example:8443/x>.",
        "See https://www.carrow-mutual.co.uk/",
        "See https://audits.carrowmutual.example",
        "See https://carrowmutual.example.",
        "See https://carrow-mutual-group.example",
        "See https://carrow-mail.example",
        "See https://shop.carrow-mail.example",
        "See https://someone@carrowmutual.example/",
        "See https://carrowmutual.hosting.example/",
        "See carrowmutual.example, they do it.",
        "Write to <mailto:sales@carrow-mail.example>.",
        "Write to sales@carrow-mail.example.",
        "**carrow-mutual.com**",
        "| a |\n|---|\n| https://carrowmutual.example |",
    ],
)
def test_the_employers(text: str) -> None:
    assert found(text)


@pytest.mark.parametrize(
    "text",
    [
        "Nine of 38.",
        "See https://carrow.example.",
        "See https://mutual.example",
        "See https://carrowmutuals.example",
        "See https://mycarrowmutual.example",
        "See https://carrowmutual@other.example/",
        "See https://other.example/carrowmutual.example",
        "See https://other.example/?to=https://carrowmutual.example",
        "See https://xn--carrowmutul-q7a.example",
        "See https://other-carrow-mail.example",
        "See https://carrow-mail.example.other.example",
        "Our carrowmutual policy, version 1.2.",
        "See https://other.carrowmutual",
        "See mail.example",
    ],
)
def test_not_the_employers(text: str) -> None:
    assert found(text) == ""


def test_the_address_counts_only_where_it_says_something() -> None:
    text = "See https://www.gmail.com and https://web.de and https://gmx.net."
    for address in ("ben@gmail.com", "ben@web.de", "ben@gmx.net", "", "ben", "@", "ben@localhost"):
        assert found(text, address) == ""
    assert found("See https://carrow-mail.example", "ben@mail.carrow-mail.example") == "carrow-mail.example"
    assert found("See https://news.firm.co.uk", "ben@firm.co.uk") == "news.firm.co.uk"
    assert found("See https://other.co.uk", "ben@firm.co.uk") == ""


@pytest.mark.parametrize("employer", ["", "IT", "AG", "—", "…"])
def test_an_employer_without_a_name_to_spell_has_no_hosts(employer: str) -> None:
    assert found("See https://it.example, https://ag.example and https://carrow.example.", "", employer) == ""


@pytest.mark.parametrize(
    ("employer", "text"),
    [
        ("Müller & Söhne AG", "https://muller-sohne.example"),
        ("Müller & Söhne AG", "https://mueller-soehne.example"),
        ("Müller & Söhne AG", "https://müller-söhne.example"),
        ("Müller & Söhne AG", "https://xn--mller-shne-kcb9d.example"),
        ("Bücher SE", "https://BÜCHER.example"),
        ("Банк Север", "https://банксевер.example"),
    ],
)
def test_names_in_other_letters(employer: str, text: str) -> None:
    assert found(f"See {text} please.", "", employer)


def test_a_look_alike_is_another_name() -> None:
    assert found("See https://cаrrowmutual.example") == ""  # with a Cyrillic а
    assert found("See https://carrowmutual.example")


def test_hosts_are_read_once_each_and_are_bounded() -> None:
    html = render(" ".join(f"https://h{n}.example" for n in range(500))).html
    assert len(hosts(html)) == 200
    assert hosts(render("https://a.example https://A.example/x a.example").html) == ["a.example"]


def test_parts_of_hosts() -> None:
    assert registrable("a.b.example") == "b.example"
    assert registrable("a.firm.co.uk") == "firm.co.uk"
    assert registrable("co.uk") == "co.uk"
    assert ascii_host("Bücher.example.") == "xn--bcher-kva.example"
    assert ascii_host("") == ascii_host("localhost") == ascii_host("ü" * 300 + ".example") == ""
    assert ascii_host("\u2024".join("ab")) == "a.b"


@given(st.text(max_size=300), st.text(max_size=60), st.text(max_size=60))
def test_no_text_breaks_it(text: str, email: str, employer: str) -> None:
    html = "<p>" + text.replace("<", "&lt;") + f'</p><a href="https://{text[:40]}">x</a>'.replace("\n", "")
    assert employer_link(html, email, employer) in {*hosts(html), ""}


@pytest.mark.parametrize("piece", ["a", "a.", "a-", "https://a.example ", "é.", "@"])
def test_time_is_bounded(piece: str) -> None:
    html = "<p>" + (piece * 65_536)[:65_536] + "</p>"
    start = time.process_time()
    employer_link(html, EMAIL, EMPLOYER)
    assert time.process_time() - start < 1

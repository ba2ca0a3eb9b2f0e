"""Who may ask more peers: the asker alone, by name or in a larger circle."""

from __future__ import annotations

from tests.security.policy import Row

ROWS: tuple[Row, ...] = (
    Row("routing.more", "GET", "/q/{question}/more", "asker"),
    Row("routing.ask_by_name", "POST", "/q/{question}/asks", "asker", 303, {"peers": "stu"}),
    Row("routing.widen", "POST", "/q/{other}/circle", "asker", 303, {"circle": "{everyone}"}),
)
SPECIAL: tuple[Row, ...] = (
    Row("routing.widen, with others' words in it", "POST", "/q/{question}/circle", "asker", 422, {"circle": "{everyone}"}, changes=False),
    Row("asking an own question anew", "GET", "/ask?of={question}&circle_id={everyone}", "asker"),
)  # fmt: skip

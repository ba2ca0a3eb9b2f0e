"""What is sent beside what is asked for changes nothing, and nothing that can be sent is a fault (RELIABILITY A8, A9)."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from urllib.parse import urlencode

import pytest

from qa.core.db import db
from tests.security.matrix import ROWS
from tests.security.policy import Row
from tests.security.served import FORM, Served
from tests.security.world import PRINCIPALS, World

POSTS = [row for row in ROWS if row.method == "POST"]
ENDS = ("_id", "_at", "_count", "_hash", "_key", "_until", "_url")
ALONE = frozenset(
    {
        "id",
        "role",
        "state",
        "handle",
        "everyone",
        "ordinal",
        "secret",
        "kind",
        "outcome",
        "remembered",
        "html_version",
        "sequence",
    }
)
RIGHTLY = frozenset({"circle_id", "question_id", "kind", "good_at"})
"""Names of columns that are also fields of a form somewhere."""
INSTANT = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d+)?")
SECRET = re.compile(r"[\w-]{32,}|\$argon2id\S+")


def tempting() -> dict[str, str]:
    """Every column that no form should write, with a value that somebody would want."""
    names = {column.name for table in db.metadata.sorted_tables for column in table.columns}
    found = sorted(name for name in names if (name in ALONE or name.endswith(ENDS)) and name not in RIGHTLY)
    values = {"role": "admin", "state": "active", "everyone": "1", "handle": "root"}
    return {name: values.get(name, "1") for name in found} | {"is_admin": "1", "admin": "true", "author": "1"}


def dump(served: Served) -> list[str]:
    """All rows, without instants and what is random."""
    found = []
    with closing(sqlite3.connect(served.folder / "quorum.sqlite3")) as base:
        for name in served.tables:
            for row in base.execute(f'SELECT * FROM "{name}"'):
                found.append(SECRET.sub("…", INSTANT.sub("…", repr((name, row)))))
    return sorted(found)


def doer(row: Row) -> str:
    """Somebody who may do it."""
    able = [who for who in PRINCIPALS if row.expected(who) == (row.ok, "")]
    return next((who for who in ("asker", "answerer", "moderator") if who in able), able[0])


def test_the_temptations_are_there() -> None:
    names = tempting()
    assert {
        "role",
        "state",
        "author_id",
        "member_id",
        "email_key",
        "password_hash",
        "helpful_count",
    } <= names.keys()


@pytest.mark.parametrize("row", POSTS, ids=lambda row: row.endpoint)
def test_columns_cannot_be_set_by_sending_them(served: Served, ids: World, row: Row) -> None:
    """A8: the same request with every column as an extra field and as an argument writes the same rows."""
    who, path = doer(row), ids.fill(row.path).replace(" ", "%20")
    data = {name: ids.fill(value) for name, value in row.data.items()}
    plain = served.send(who, "POST", path, data)
    wanted = dump(served)
    served.back()
    more = {name: value for name, value in tempting().items() if name not in data}
    tempted = served.send(who, "POST", f"{path}?{urlencode(more)}", {**more, **data})
    assert (tempted.status, tempted.location) == (plain.status, plain.location)
    assert dump(served) == wanted


BODIES = (
    (FORM, b"x" * 10), (FORM, b"=&=&&%ZZ&a[]=1&a[b]=2"), ("application/json", b'{"body": {"a": [1, null]}}'),
    ("application/json", b"[" * 5000), ("text/plain", b"body=x"), ("multipart/form-data", b"--x"),
    ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="body"; filename="a"\r\n\r\nb\r\n--x--'),
)  # fmt: skip


@pytest.mark.parametrize("row", POSTS, ids=lambda row: row.endpoint)
def test_odd_bodies_are_no_fault(served: Served, ids: World, row: Row) -> None:
    """A9: other types, other encodings, the same field twice, each field as a list: answered plainly."""
    who, path = doer(row), ids.fill(row.path).replace(" ", "%20")
    for kind, body in BODIES:
        assert served.raw(who, path, body, kind).status < 500, (kind, body[:20])
    data = [(name, ids.fill(value)) for name, value in row.data.items()]
    for changed in (
        data * 2,
        [(f"{name}[]", value) for name, value in data],
        [(name, "") for name, _ in data],
    ):
        served.back()
        assert served.raw(who, path, urlencode(changed).encode(), FORM).status < 500
    for name, _value in data:
        served.back()
        odd = [(key, "١" if key == name else value) for key, value in data]
        assert served.raw(who, path, urlencode(odd).encode(), FORM).status < 500, name

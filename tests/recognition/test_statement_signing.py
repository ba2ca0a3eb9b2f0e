"""Signatures: nothing of a statement can be altered, in what is kept, in the file, or in what the file says twice."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
import zlib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.recognition.statements import content, keys, signing
from qa.recognition.statements.content import Note, Said, Seal, Topic
from qa.recognition.statements.keys import Signer
from qa.recognition.statements.signing import NotGenuine, Signed

PRIVATE = Ed25519PrivateKey.generate()
SIGNER = Signer(keys.key_id(PRIVATE.public_key()), PRIVATE)
KNOWN = {SIGNER.id: PRIVATE.public_key()}

text = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
days = st.dates(date(2000, 1, 1), date(2099, 1, 1))
count = st.integers(0, 10_000)
said = st.builds(
    Said, text, text, days, days, count, count, count,
    st.lists(st.builds(Topic, text, count), max_size=3).map(tuple),
    st.lists(st.builds(Note, text, text, count), max_size=3).map(tuple),
)  # fmt: skip
whole = st.builds(
    content.sealed,
    said,
    st.builds(Seal, text, st.just(SIGNER.id), days, text, text),
)


def signed(one: dict[str, Any]) -> Signed:
    words = content.canonical(one)
    return Signed(words, signing.sign(SIGNER, words))


def test_what_was_signed_is_read_again() -> None:
    topics, notes = (Topic("vendor audits", 9),), (Note("Struck it — done", "A peer", 4),)
    one = Said("Ben", "CISO", date(2026, 1, 1), date(2026, 11, 28), 14, 11, 7, topics, notes)
    seal = Seal("ABCD-EFGH", SIGNER.id, date(2026, 11, 28), "Quorum", "https://peers.example/verify/ABCD")
    found = signing.checked(signed(content.sealed(one, seal)), KNOWN)
    assert content.taken_apart(found) == (one, seal)


@given(whole)
def test_a_file_gives_back_the_very_bytes(one: dict[str, Any]) -> None:
    kept = signed(one)
    assert signing.opened(signing.file_of(kept)) == kept
    assert signing.checked(signing.opened(signing.file_of(kept)), KNOWN) == one


@given(whole, st.data())
@settings(max_examples=200)
def test_no_byte_of_the_content_can_be_altered(one: dict[str, Any], data: st.DataObject) -> None:
    kept = signed(one)
    place = data.draw(st.integers(0, len(kept.words) - 1))
    other = data.draw(st.integers(0, 255).filter(lambda value: value != kept.words[place]))
    altered = kept.words[:place] + bytes([other]) + kept.words[place + 1 :]
    with pytest.raises(NotGenuine):
        signing.checked(Signed(altered, kept.signature), KNOWN)
    assert signing.checked(kept, KNOWN) == one


def test_each_byte_of_one_content_altered_in_turn() -> None:
    kept = signed({"format": content.FORMAT, "key": SIGNER.id, "helped": 14, "name": "Zoë"})
    for place in range(len(kept.words)):
        for flip in (1, 2, 32, 128):
            altered = bytearray(kept.words)
            altered[place] ^= flip
            with pytest.raises(NotGenuine):
                signing.checked(Signed(bytes(altered), kept.signature), KNOWN)


@given(whole, st.data())
@settings(max_examples=200)
def test_a_byte_of_the_file_altered_is_seen_or_means_the_same(
    one: dict[str, Any], data: st.DataObject
) -> None:
    file = signing.file_of(signed(one))
    place = data.draw(st.integers(0, len(file) - 1))
    altered = file[:place] + bytes([data.draw(st.integers(0, 255))]) + file[place + 1 :]
    try:
        found = signing.checked(signing.opened(altered), KNOWN)
    except NotGenuine:
        return
    assert found == one  # white space between the words


@given(st.binary(max_size=300))
def test_whatever_is_handed_in_is_answered_in_plain_words(raw: bytes) -> None:
    with pytest.raises(NotGenuine):
        signing.checked(signing.opened(raw), KNOWN)


GOOD = signed({"format": content.FORMAT, "key": SIGNER.id, "helped": 14})
FILE = json.loads(signing.file_of(GOOD))


@pytest.mark.parametrize(
    "raw",
    [
        b'{"statement": {"helped": 14, "helped": 15}, "signature": "x"}',
        b'{"statement": {"helped": 1.5}, "signature": "x"}',
        b'{"statement": {"helped": NaN}, "signature": "x"}',
        b"[" * 100_000,
        b"[]",
        b'{"statement": [], "signature": "x"}',
        b'{"statement": {}, "signature": 5}',
        b'{"statement": {"key": "\\ud800"}, "signature": "x"}',
        json.dumps({**FILE, "helped": 99}).encode(),
        json.dumps({"statement": FILE["statement"]}).encode(),
        json.dumps({**FILE, "signature": FILE["signature"][:-4] + "AAAA"}).encode(),
        json.dumps({**FILE, "signature": "not base64"}).encode(),
        json.dumps({**FILE, "statement": {**FILE["statement"], "helped": 15}}).encode(),
        json.dumps({**FILE, "statement": {**FILE["statement"], "more": 1}}).encode(),
        json.dumps({**FILE, "statement": {**FILE["statement"], "key": "0" * 16}}).encode(),
        json.dumps({**FILE, "statement": {**FILE["statement"], "key": 7}}).encode(),
        b"%PDF-1.7\nno attachment",
        b"%PDF-1.7\nstream\nbroken\nendstream",
        b" " * (signing.FILE_MOST + 1),
    ],
    ids=range(19),
)
def test_files_that_are_none(raw: bytes) -> None:
    with pytest.raises(NotGenuine):
        signing.checked(signing.opened(raw), KNOWN)


def test_the_same_file_unaltered_and_however_it_is_laid_out_is_good() -> None:
    """The twin of the test above."""
    for raw in (
        json.dumps(FILE).encode(),
        json.dumps(FILE, indent=7, sort_keys=True).encode(),
        signing.file_of(GOOD),
    ):
        assert signing.checked(signing.opened(raw), KNOWN)["helped"] == 14


@pytest.mark.parametrize("packed", [True, False])
def test_a_file_attached_to_a_pdf_is_found_among_its_other_streams(packed: bool) -> None:
    file = signing.file_of(GOOD)
    streams = [b"BT /F1 12 Tf", file, b"\x00\x01{"]
    parts = [zlib.compress(one) if packed else one for one in streams]
    raw = b"%PDF-1.7\n" + b"".join(
        b"1 0 obj\n<<>>\nstream\n" + one + b"\nendstream\nendobj\n" for one in parts
    )
    assert signing.opened(raw) == GOOD


def test_a_signature_for_something_else_is_none_for_a_statement() -> None:
    bare = base64.b64encode(PRIVATE.sign(GOOD.words)).decode()
    with pytest.raises(NotGenuine):
        signing.checked(Signed(GOOD.words, bare), KNOWN)


def test_another_form_of_statement_is_not_guessed_at() -> None:
    for odd in ({}, {"format": "quorum-statement/2"}, {"format": content.FORMAT}):
        with pytest.raises((KeyError, ValueError, TypeError)):
            content.taken_apart(odd)


def test_nothing_of_it_needs_a_database() -> None:
    """Offline: what checks a file loads nothing that could ask anybody."""
    code = (
        "import sys, qa.recognition.statements.signing\n"
        "assert not {'sqlalchemy', 'qa.core.db'} & set(sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        check=False,
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr

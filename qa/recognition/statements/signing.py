"""Signatures of statements, and the file in which one is handed on. Nothing here asks a database or the network."""

from __future__ import annotations

import base64
import binascii
import json
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from qa.recognition.statements import content
from qa.recognition.statements.keys import Signer

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

PURPOSE = b"quorum-statement/1\n"
"""Stands before what is signed, so that no signature for something else is one of a statement."""
FILE_MOST = 20_000_000
"""Bytes of a file that is looked at; a PDF carries fonts."""
ATTACHED = "statement.json"
"""The name of the file within a PDF."""
_JSON_MOST = 1_000_000
_STREAMS_MOST = 2_000
_STREAM = re.compile(rb"\bstream\r?\n")


class NotGenuine(Exception):
    """What was handed in is not a statement as it was signed; the message says why, in plain words."""


@dataclass(frozen=True, slots=True)
class Signed:
    """A statement's *words*, the bytes that were signed, and the signature in base64."""

    words: bytes
    signature: str


def sign(signer: Signer, words: bytes) -> str:
    """The signature of *words*, in base64."""
    return base64.b64encode(signer.private.sign(PURPOSE + words)).decode()


def checked(signed: Signed, known: Mapping[str, Ed25519PublicKey]) -> dict[str, Any]:
    """The content of *signed*, once its signature holds by one of the keys *known*. Raises NotGenuine."""
    from cryptography.exceptions import InvalidSignature

    found = _parsed(signed.words)
    name = found.get("key")
    if not isinstance(name, str) or name not in known:
        raise NotGenuine(f"It names the key {str(name)[:40]!r}, which is not among the known ones.")
    try:
        known[name].verify(base64.b64decode(signed.signature, validate=True), PURPOSE + signed.words)
    except (InvalidSignature, binascii.Error, ValueError) as error:
        raise NotGenuine("Its words are not those that were signed: it was altered.") from error
    return found


def file_of(signed: Signed) -> bytes:
    """The file that is downloaded: readable JSON, from which ``opened`` gets back the very bytes."""
    whole = {"statement": json.loads(signed.words), "signature": signed.signature}
    return (json.dumps(whole, indent=2, ensure_ascii=False) + "\n").encode()


def opened(raw: bytes) -> Signed:
    """What a downloaded file holds, JSON or a PDF with it attached. Raises NotGenuine."""
    if len(raw) > FILE_MOST:
        raise NotGenuine("The file is too large to be a statement.")
    whole = _parsed(_attached(raw) if raw.lstrip()[:5] == b"%PDF-" else raw)
    if whole.keys() != {"statement", "signature"}:
        raise NotGenuine("The file does not hold a statement and its signature, and nothing else.")
    statement, signature = whole["statement"], whole["signature"]
    if not isinstance(statement, dict) or not isinstance(signature, str):
        raise NotGenuine("The file does not hold a statement and its signature.")
    return Signed(content.canonical(statement), signature)


def _attached(raw: bytes) -> bytes:
    """The statement within a PDF: of its streams the one that is a statement's file."""
    for match in islice(_STREAM.finditer(raw), _STREAMS_MOST):
        for found in (_inflated(raw, match.end()), raw[match.end() : match.end() + _JSON_MOST]):
            if found.lstrip().startswith(b"{") and b'"signature"' in found:
                return found.partition(b"endstream")[0].strip()
    raise NotGenuine(
        "No statement is attached to this PDF. Ask for the one that the site made, or the JSON file."
    )


def _inflated(raw: bytes, start: int) -> bytes:
    try:
        return zlib.decompressobj().decompress(raw[start : start + _JSON_MOST], _JSON_MOST)
    except zlib.error:
        return b""


def _parsed(raw: bytes) -> dict[str, Any]:
    """*raw* as JSON that means one thing only: no key twice, no fractions. Raises NotGenuine."""
    try:
        found = json.loads(raw.decode(), object_pairs_hook=_once, parse_float=_refuse, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise NotGenuine("It cannot be read as a statement: the file is damaged or was altered.") from error
    if not isinstance(found, dict):
        raise NotGenuine("It cannot be read as a statement.")
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key twice")
    return found


def _refuse(word: str) -> Any:
    raise ValueError(word)

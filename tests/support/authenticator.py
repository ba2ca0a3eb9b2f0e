"""A passkey in software: what a device answers when a page asks it to make or to open a key (WebAuthn)."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import struct
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

PRESENT, VERIFIED, HAS_KEY = 0x01, 0x04, 0x40


def encoded(data: bytes) -> str:
    """Base64 as it travels."""
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


class Authenticator:
    """One device with one key. Every answer can be bent: another origin, an altered signature, a count that stays."""

    def __init__(self, origin: str = "http://localhost:8000", party: str = "localhost") -> None:
        self.origin, self.party = origin, party
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.credential_id = os.urandom(24)
        self.user = b""
        self.count = 0

    def _client(self, kind: str, challenge: str, origin: str) -> bytes:
        data = {"type": f"webauthn.{kind}", "challenge": challenge, "origin": origin, "crossOrigin": False}
        return json.dumps(data).encode()

    def _data(self, flags: int, more: bytes = b"") -> bytes:
        return (
            hashlib.sha256(self.party.encode()).digest()
            + bytes([flags])
            + struct.pack(">I", self.count)
            + more
        )

    def _public(self) -> bytes:
        point = self.key.public_key().public_numbers()
        found = {1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32, "big"), -3: point.y.to_bytes(32, "big")}
        return bytes(cbor2.dumps(found))

    def make(self, options: dict[str, Any], flags: int = PRESENT | VERIFIED, origin: str = "") -> str:
        """The answer to a page that wants a new key."""
        self.user = decoded(options["user"]["id"])
        held = b"\0" * 16 + struct.pack(">H", len(self.credential_id)) + self.credential_id + self._public()
        attested = {"fmt": "none", "attStmt": {}, "authData": self._data(flags | HAS_KEY, held)}
        client = self._client("create", options["challenge"], origin or self.origin)
        response = {
            "clientDataJSON": encoded(client),
            "attestationObject": encoded(cbor2.dumps(attested)),
            "transports": ["internal"],
        }
        return self._answer(response)

    def open(
        self,
        options: dict[str, Any],
        *,
        flags: int = PRESENT | VERIFIED,
        origin: str = "",
        count: int | None = None,
        user: bytes | None = None,
        alter: bool = False,
    ) -> str:
        """The answer to a page that wants the key opened. Counts up unless *count* is given."""
        self.count = self.count + 1 if count is None else count
        client = self._client("get", options["challenge"], origin or self.origin)
        data = self._data(flags)
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        if alter:
            signature = self.key.sign(b"something else", ec.ECDSA(SHA256()))
        response = {
            "clientDataJSON": encoded(client),
            "authenticatorData": encoded(data),
            "signature": encoded(signature),
            "userHandle": encoded(self.user if user is None else user),
        }
        return self._answer(response)

    def _answer(self, response: dict[str, Any]) -> str:
        number = encoded(self.credential_id)
        return json.dumps({
            "id": number, "rawId": number, "type": "public-key", "response": response,
            "authenticatorAttachment": "platform", "clientExtensionResults": {},
        })  # fmt: skip

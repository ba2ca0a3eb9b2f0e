"""Tokens: signed ones with a salt for each purpose, and random ones of which only a hash is kept."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from typing import Any

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer, URLSafeTimedSerializer


def random_token() -> tuple[str, str]:
    """A new token of 256 bits for the person, and its hash for the database."""
    token = secrets.token_urlsafe(32)
    return token, token_hash(token)


def token_of(purpose: str, seed: str) -> str:
    """The token for *purpose* that follows from *seed* and the site's secret: the same again for the same two."""
    return base64.urlsafe_b64encode(digest(purpose, seed)).decode().rstrip("=")


def digest(purpose: str, seed: str) -> bytes:
    """The 32 bytes for *purpose* that follow from *seed* and the site's secret."""
    key = current_app.config["SECRET_KEY"].encode()
    return hmac.new(key, f"quorum.{purpose} {seed}".encode(), hashlib.sha256).digest()


def token_hash(token: str) -> str:
    """The SHA-256 of *token* in hexadecimal; enough, because the token itself is random."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def sign(purpose: str, payload: Any) -> str:
    """*payload* (anything JSON can carry) signed for *purpose* only."""
    return str(_serializer(purpose).dumps(payload))


def unsign(purpose: str, token: str, max_age: int | None = None) -> Any | None:
    """The payload of *token*, or None when it is forged, for another purpose, or older than *max_age* seconds."""
    try:
        return _serializer(purpose).loads(token, max_age=max_age)
    except BadData:
        return None


def seal(purpose: str, payload: Any) -> str:
    """*payload* signed for *purpose* only and for good: the same token for the same two."""
    return str(_sealing(purpose).dumps(payload))


def unseal(purpose: str, token: str) -> Any | None:
    """The payload of a token of ``seal``, or None when it is forged or for another purpose."""
    try:
        return _sealing(purpose).loads(token)
    except BadData:
        return None


def _sealing(purpose: str) -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt=f"quorum.seal.{purpose}")


def _serializer(purpose: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt=f"quorum.{purpose}")

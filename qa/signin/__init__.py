"""Proofs of who somebody is, besides the password: codes, passkeys, single sign-on; a new address."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask


def register(app: Flask) -> None:
    """Give *app* the pages of proofs."""
    from qa.signin import models  # noqa: F401 - the tables belong to every application

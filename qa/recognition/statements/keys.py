"""The installation's keys for statements: files of the instance folder, the highest number signs.

``1.pem`` is a private key (PKCS 8), ``1.pub`` the public part of one that signs no more. Nothing here asks a database
or the network.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

FOLDER = "statement_keys"
_NAME = re.compile(r"([1-9][0-9]{0,5})\.(pem|pub)")
_BLOCK = re.compile(rb"-----BEGIN PUBLIC KEY-----.*?-----END PUBLIC KEY-----", re.DOTALL)
_ATTEMPTS = 20


class BadKey(Exception):
    """A key file cannot be used; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Signer:
    """The key that signs now."""

    id: str
    private: Ed25519PrivateKey


def folder_of(instance: Path) -> Path:
    """Where the keys of an instance folder are."""
    return instance / FOLDER


def signer(folder: Path) -> Signer:
    """The key that signs, made at its first use. However many processes ask at once, all get one. Raises BadKey."""
    for _attempt in range(_ATTEMPTS):
        found = _numbered(folder)
        last = max(found, default=0)
        if last and found[last].suffix == ".pem":
            # Another process may have put a newer key in its place since the folder was read.
            with suppress(FileNotFoundError):
                private = _private(found[last])
                return Signer(key_id(private.public_key()), private)
            continue
        _make(folder, last + 1)
    raise BadKey(f"{folder} holds no key that can be read")


def replace(folder: Path) -> Signer:
    """Let a new key sign from now on; of the one before only the public part stays. Raises BadKey."""
    before = signer(folder)
    number = max(_numbered(folder))
    _write(folder, f"{number}.pub", pem(before.private.public_key()))
    (folder / f"{number}.pem").unlink(missing_ok=True)
    return signer(folder)


def public(folder: Path) -> dict[str, Ed25519PublicKey]:
    """The public part of every key, by id, the newest first. Raises BadKey."""
    found = {}
    for _number, path in sorted(_numbered(folder).items(), reverse=True):
        # The private part may have been given up between the two looks: then the public one is there.
        try:
            key = _private(path).public_key() if path.suffix == ".pem" else _public(path)
        except FileNotFoundError:
            key = _public(path.with_suffix(".pub"))
        found[key_id(key)] = key
    return found


def published(found: dict[str, Ed25519PublicKey]) -> bytes:
    """Keys as they are handed out: PEM, each under its id."""
    return b"".join(f"Key {name}\n".encode() + pem(key) + b"\n" for name, key in found.items())


def handed_out(raw: bytes) -> dict[str, Ed25519PublicKey]:
    """The keys in what ``published`` made, or in a plain PEM file. Raises BadKey where there is none."""
    found = [_loaded(block, "The key file") for block in _BLOCK.findall(raw)]
    if not found:
        raise BadKey("The key file holds no public key (PEM).")
    return {key_id(key): key for key in found}


def key_id(key: Ed25519PublicKey) -> str:
    """The first 16 hexadecimal digits of the SHA-256 of the raw public key."""
    return hashlib.sha256(key.public_bytes_raw()).hexdigest()[:16]


def pem(key: Ed25519PublicKey) -> bytes:
    """A public key as PEM."""
    from cryptography.hazmat.primitives import serialization as form

    return key.public_bytes(form.Encoding.PEM, form.PublicFormat.SubjectPublicKeyInfo)


def files(folder: Path) -> list[Path]:
    """The key files, the oldest first."""
    return [path for _number, path in sorted(_numbered(folder).items())]


def _numbered(folder: Path) -> dict[int, Path]:
    """Key files by their number; of two with one number the private one, which is about to go."""
    found: dict[int, Path] = {}
    for path in sorted(folder.glob("*.p*")) if folder.is_dir() else ():
        match = _NAME.fullmatch(path.name)
        if match:
            found.setdefault(int(match[1]), path)
    return found


def _make(folder: Path, number: int) -> None:
    from cryptography.hazmat.primitives import serialization as form
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    private = Ed25519PrivateKey.generate()
    raw = private.private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, form.NoEncryption())
    _write(folder, f"{number}.pem", raw)


def _write(folder: Path, name: str, raw: bytes) -> None:
    """Write a file that is there whole or not at all; one that is there already stays."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, path = tempfile.mkstemp(dir=folder, prefix=".new-")  # mode 0600
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(path, folder / name)
    finally:
        Path(path).unlink()
    _sync(folder)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _private(path: Path) -> Ed25519PrivateKey:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        key = load_pem_private_key(path.read_bytes(), None)
    except FileNotFoundError:
        raise
    except (OSError, ValueError, TypeError) as error:
        raise BadKey(f"{path} cannot be read as a key: {error}") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise BadKey(f"{path} is no Ed25519 key")
    return key


def _public(path: Path) -> Ed25519PublicKey:
    try:
        raw = path.read_bytes()
    except FileNotFoundError as error:
        raise BadKey(f"{path} is gone") from error
    except OSError as error:
        raise BadKey(f"{path} cannot be read: {error.strerror}") from error
    return _loaded(raw, str(path))


def _loaded(raw: bytes, what: str) -> Ed25519PublicKey:
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    try:
        key = load_pem_public_key(raw)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise BadKey(f"{what} cannot be read as a public key") from error
    if not isinstance(key, Ed25519PublicKey):
        raise BadKey(f"{what} is no Ed25519 key")
    return key

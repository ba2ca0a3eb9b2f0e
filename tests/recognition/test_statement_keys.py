"""The installation's keys: one however many ask, kept from others, replaced without losing what they signed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from qa.recognition.statements import keys, signing
from qa.recognition.statements.content import canonical
from qa.recognition.statements.signing import NotGenuine, Signed

ROOT = Path(__file__).parents[2]
TEN = """
import sys
from pathlib import Path
from qa.recognition.statements import keys
sys.stdin.read()
print(keys.signer(Path(sys.argv[1])).id)
"""


def words(key: str) -> bytes:
    return canonical({"format": "quorum-statement/1", "key": key, "helped": 3})


def test_ten_processes_at_once_make_one_key(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    waiting = [
        subprocess.Popen(
            [sys.executable, "-c", TEN, str(folder)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT,
        )
        for _ in range(10)
    ]  # fmt: skip
    for (
        one
    ) in waiting:  # all have loaded what they need, or are about to; none may go on before the last is told
        assert one.stdin is not None
        one.stdin.close()
    said = {one.stdout.read().strip() for one in waiting if one.stdout is not None}
    for one in waiting:
        assert one.wait() == 0
        assert one.stdout is not None
        one.stdout.close()
    assert len(said) == 1
    assert [path.name for path in folder.iterdir()] == ["1.pem"]
    assert said == set(keys.public(folder))


def test_only_the_owner_reads_it(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        keys.signer(tmp_path / "keys")
    finally:
        os.umask(before)
    assert (tmp_path / "keys").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "keys" / "1.pem").stat().st_mode & 0o777 == 0o600


def test_a_new_key_signs_and_the_old_one_still_verifies(tmp_path: Path) -> None:
    old = keys.signer(tmp_path)
    signed = Signed(words(old.id), signing.sign(old, words(old.id)))
    new = keys.replace(tmp_path)
    assert new.id != old.id
    assert keys.signer(tmp_path).id == new.id
    assert sorted(path.name for path in tmp_path.iterdir()) == ["1.pub", "2.pem"]
    assert list(keys.public(tmp_path)) == [new.id, old.id]
    assert signing.checked(signed, keys.public(tmp_path))["helped"] == 3
    (tmp_path / "1.pub").unlink()
    with pytest.raises(NotGenuine, match="not among the known"):
        signing.checked(signed, keys.public(tmp_path))


def test_a_key_that_went_away_between_two_looks_is_found_as_public(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = keys.signer(tmp_path)
    listed = keys._numbered(tmp_path)
    new = keys.replace(tmp_path)
    looks = iter([listed])
    real = keys._numbered
    monkeypatch.setattr(keys, "_numbered", lambda folder: next(looks, None) or real(folder))
    assert set(keys.public(tmp_path)) == {old.id}
    looks = iter([listed])
    assert keys.signer(tmp_path).id == new.id


def test_what_is_handed_out_is_read_again(tmp_path: Path) -> None:
    keys.signer(tmp_path)
    keys.replace(tmp_path)
    known = keys.public(tmp_path)
    given = keys.published(known)
    assert keys.handed_out(given).keys() == known.keys()
    assert b"PRIVATE" not in given
    assert keys.handed_out(keys.pem(next(iter(known.values())))).keys() == {next(iter(known))}


@pytest.mark.parametrize(
    "raw", [b"", b"no key", b"-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----"]
)
def test_what_is_no_key_says_so(raw: bytes) -> None:
    with pytest.raises(keys.BadKey):
        keys.handed_out(raw)


def test_a_damaged_key_is_never_replaced_in_silence(tmp_path: Path) -> None:
    (tmp_path / "1.pem").write_text("damaged")
    with pytest.raises(keys.BadKey, match="cannot be read as a key"):
        keys.signer(tmp_path)
    assert (tmp_path / "1.pem").read_text() == "damaged"
    (tmp_path / "1.pem").unlink()
    assert keys.signer(tmp_path).id


def test_keys_of_another_kind_are_refused(tmp_path: Path) -> None:
    from cryptography.hazmat.primitives import serialization as form
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    other = X25519PrivateKey.generate()
    raw = other.private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, form.NoEncryption())
    (tmp_path / "1.pem").write_bytes(raw)
    with pytest.raises(keys.BadKey, match="no Ed25519 key"):
        keys.signer(tmp_path)
    public = other.public_key().public_bytes(form.Encoding.PEM, form.PublicFormat.SubjectPublicKeyInfo)
    with pytest.raises(keys.BadKey, match="no Ed25519 key"):
        keys.handed_out(public)

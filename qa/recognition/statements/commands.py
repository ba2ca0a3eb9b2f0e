"""``qa statement …``: check one offline, take one back, sign with a new key."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from qa import config
from qa.recognition.statements import codes, content, keys, signing
from qa.recognition.statements.content import Said, Seal

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from flask import Flask

# A plain group: checking needs no application, no database and no network.
group = click.Group("statement", help="Signed statements: check one offline, take one back, renew the key.")


@group.command("verify")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--key", "key_file", type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Public keys as the site hands them out at /verify/key; else those of this installation.",
)  # fmt: skip
def verify(file: Path, key_file: Path | None) -> None:
    """Check FILE, a downloaded statement (JSON, or the PDF), without network and database.

    Ends with 1 where it is not as it was signed. Whether it was taken back since, only the site knows.
    """
    try:
        known = keys.handed_out(key_file.read_bytes()) if key_file else _installed()
        with file.open("rb") as stream:
            raw = stream.read(signing.FILE_MOST + 1)
        found = signing.checked(signing.opened(raw), known)
        said, seal = content.taken_apart(found)
    except (signing.NotGenuine, keys.BadKey) as error:
        click.echo(f"NOT GENUINE  {error}", err=True)
        sys.exit(1)
    except (KeyError, TypeError, ValueError):
        click.echo(
            "NOT GENUINE  It is signed, but by another version of Quorum: its form is not known.", err=True
        )
        sys.exit(1)
    for line in _lines(said, seal):
        click.echo(line)


@group.command("revoke")
@click.argument("code")
def revoke(code: str) -> None:
    """Take back the statement with CODE, for a member who left or asks for it. There is no way back."""
    from qa import create_app
    from qa.core import clock, transaction
    from qa.core.errors import NotFound
    from qa.recognition.statements import rules

    known = codes.read(code)
    if known is None:
        raise click.ClickException("That is no code: a sign is wrong, missing or out of place.")
    with _app(create_app).app_context():
        try:
            with transaction.unit():
                rules.revoke_code(known, clock.now())
        except NotFound as error:
            raise click.ClickException("No statement with this code holds.") from error
    click.echo(f"{codes.shown(known)} is taken back.")


@group.command("new-key")
def new_key() -> None:
    """Sign with a new key from now on. What was signed before still verifies by the public part of the old one."""
    folder = keys.folder_of(_settings().instance)
    try:
        signer = keys.replace(folder)
    except (keys.BadKey, OSError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"Key {signer.id} signs from now on. Back up {folder}.")


def _app(make: Callable[[], Flask]) -> Flask:
    try:
        return make()
    except (config.SettingsError, OSError) as error:
        raise click.ClickException(str(error)) from error


def _installed() -> dict[str, Ed25519PublicKey]:
    folder = keys.folder_of(_settings().instance)
    known = keys.public(folder)
    if not known:
        raise keys.BadKey(f"There is no key in {folder}; give the site's with --key.")
    return known


def _settings() -> config.Settings:
    try:
        return config.load()
    except config.SettingsError as error:
        raise click.ClickException(str(error)) from error


def _lines(said: Said, seal: Seal) -> list[str]:
    """What the statement says, for whoever compares it with what they were given."""
    topics = ", ".join(f"{topic.name} ({topic.peers} peers)" for topic in said.topics)
    lines = [
        f"GENUINE  signed by {seal.site} with key {seal.key} on {seal.issued}, code {seal.code}",
        f"  {said.name}" + (f", {said.role}" if said.role else ""),
        f"  {said.start} to {said.end}: helped {said.helped} peers, {said.in_time} in time; "
        f"{said.hours_saved} hours saved as reported",
    ]
    lines += [f"  trusted on {topics}"] if topics else []
    for note in said.notes:
        lines.append(f"  “{note.words}” {note.by}" + (f", saved {note.hours} hours" if note.hours else ""))
    return [*lines, f"  Compare it with what you were given. Whether it was taken back: {seal.verify}"]

"""``qa signin …``: whoever runs the site helps a member back in."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from qa.core import clock, transaction
from qa.core.errors import PersonError
from qa.members import accounts
from qa.signin import codes

group = AppGroup("signin", help="Help a member back in.")


@group.command("codes-off")
@click.argument("email")
def codes_off(email: str) -> None:
    """Ask the member with this address for no code any more; they are told by mail.

    For one who has lost both the app and the recovery codes. Be sure who asks.
    """
    try:
        with transaction.unit():
            member = accounts.with_address(email)
            was_on = codes.is_on(member.id)
            codes.switch_off(member.id, clock.now())
    except PersonError as error:
        raise click.ClickException(error.message) from error
    click.echo("Codes are off." if was_on else "Codes were not on.")

"""Proofs of who somebody is, besides the password: codes, passkeys, single sign-on; a new address."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask


def register(app: Flask) -> None:
    """Give *app* the pages of proofs, and the mails about them."""
    from qa.signin import addresses, listeners, models, notices  # noqa: F401 - tables, jobs and listeners
    from qa.signin.passkeys import origin
    from qa.signin.views import address, bp, code, codes, passkeys, single, sudo  # noqa: F401 - adds the views

    found = app.config["QUORUM"]
    app.jinja_env.globals["single_sign_on"] = found.oidc_name if found.oidc_issuer else ""
    app.jinja_env.globals["passkeys_at"] = origin(found.base_url)
    app.register_blueprint(bp)

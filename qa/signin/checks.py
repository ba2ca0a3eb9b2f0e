"""What ``qa doctor`` asks of single sign-on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from qa.core.findings import GOOD, WRONG, Finding
from qa.signin import single_sign_on as rules

if TYPE_CHECKING:
    from flask import Flask

LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})


def single_sign_on(app: Flask) -> Iterator[Finding]:
    """Whether what is set can work; nothing where no provider is set."""
    found = app.config["QUORUM"]
    if not found.oidc_issuer:
        return
    parts = urlsplit(found.oidc_issuer)
    if not rules.is_installed():
        mend = 'pip install "quorum[sso]", or leave QA_OIDC_ISSUER empty.'
        yield Finding(WRONG, "QA_OIDC_ISSUER is set, but the extra sso is not installed", mend)
    elif not found.oidc_client_id:
        yield Finding(WRONG, "QA_OIDC_ISSUER is set without QA_OIDC_CLIENT_ID", "The provider gave you one.")
    elif parts.scheme != "https" and parts.hostname not in LOCAL:
        yield Finding(WRONG, f"The provider {found.oidc_issuer} is not reached over https", "Use https://.")
    else:
        yield Finding(GOOD, f"Single sign-on at {found.oidc_issuer}")

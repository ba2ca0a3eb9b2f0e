"""A signature at the end of what somebody posts: offered for removal before anybody else sees it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from qa.core import signature
from qa.members.models import Exposure

KEEP, REMOVE = "keep", "remove"


def offer_removal(
    form: Any, fields: Sequence[tuple[str, str]] | None = None, exposure: Exposure | None = None
) -> ResponseReturnValue | None:
    """The page that asks what to do with a signature in the body of *form*; None where it may go out.

    What the person chose is done to the form. *fields*: what the page sends again, all that was posted where
    not given. *exposure*: how the text is signed, where the form does not say it.
    """
    body = form.body.data or ""
    found = signature.signature(body)
    if not found or form.signature.data == KEEP:
        return None
    if form.signature.data == REMOVE:
        form.body.data = signature.without(body)
        return None
    sent = [pair for pair in request.form.items(multi=True) if pair[0] not in ("csrf_token", "signature")]
    lines = [line for line in found.splitlines() if line.strip()]
    page = render_template(
        "questions/signature.html",
        lines=lines,
        fields=sent if fields is None else fields,
        action=request.path,
        hidden=(form.exposure.data if "exposure" in form else exposure or Exposure.NAMED) != Exposure.NAMED,
    )
    return page, 422

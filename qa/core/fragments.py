"""Pieces of pages that are the same for the same words, drawn once.

``fragment(template, macro, *arguments)`` in a template gives what the macro gives, and remembers it: a macro
is a function of its arguments alone (it sees neither viewer nor request), so what is remembered can go to
anybody who is shown the same arguments. A macro that calls ``csrf_token()`` must not be drawn this way; a
test looks for it. Arguments are hashable and are compared by value.
"""

from __future__ import annotations

from collections.abc import Hashable
from functools import lru_cache
from typing import Any, cast

from flask import Flask, url_for
from markupsafe import Markup

REMEMBERED = 4096
"""Pieces a process keeps; one is one to four KB."""


def init_app(app: Flask) -> None:
    """Put ``fragment`` into the templates of *app*."""
    env = app.jinja_env

    @lru_cache(REMEMBERED)
    def remembered(template: str, macro: str, *arguments: Hashable) -> Markup:
        return cast(Markup, getattr(env.get_template(template).module, macro)(*arguments))

    def drawn(template: str, macro: str, *arguments: Hashable) -> Markup:
        return cast(Markup, getattr(env.get_template(template).module, macro)(*arguments))

    @lru_cache(REMEMBERED)
    def address(endpoint: str, **values: Hashable) -> str:
        return url_for(endpoint, **cast(dict[str, Any], values))

    env.globals["fragment"] = drawn if app.config["QUORUM"].development else remembered
    # An address is the same for the same words too; a page has dozens.
    env.globals["url_for"] = address

"""gettext for templates, quick enough for a page with two hundred strings.

Flask-Babel looks each translation up through the request (10 µs a string, measured). The language is one
for the whole site, so a template's strings are looked up once a process.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from flask import Flask
from flask_babel import get_domain
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup


@cache
def _known(message: str) -> str:
    return str(get_domain().get_translations().ugettext(message))


def gettext(message: str, **values: Any) -> str:
    """As Flask-Babel's, for what a page says many times over; *values* are filled in unescaped."""
    return _known(message) % values if values else _known(message)


@cache
def _counted(singular: str, plural: str, num: int) -> str:
    return str(get_domain().get_translations().ungettext(singular, plural, num))


def ngettext(singular: str, plural: str, num: int, **values: Any) -> str:
    """As Flask-Babel's; *num* is filled in too."""
    # No language tells apart numbers that agree in their last two digits, once they are over a hundred.
    return _counted(singular, plural, num if num < 100 else 100 + num % 100) % {"num": num, **values}


def init_app(app: Flask) -> None:
    """Put ``_``, ``gettext`` and ``ngettext`` into the templates of *app*; what is filled in is escaped in HTML."""

    @cache
    def known(message: str) -> Markup:
        return Markup(_known(message))  # noqa: S704 - the catalogue's own text

    @cache
    def counted(singular: str, plural: str, num: int) -> Markup:
        return Markup(_counted(singular, plural, num))  # noqa: S704 - as above

    # A mail in plain text escapes nothing: there O'Brien is to be read as O'Brien.
    @pass_eval_context
    def one(context: EvalContext, message: str, **values: Any) -> str:
        found = known(message) if context.autoescape else _known(message)
        return found % values if values else found

    @pass_eval_context
    def many(context: EvalContext, singular: str, plural: str, num: int, **values: Any) -> str:
        # No language tells apart numbers that agree in their last two digits, once they are over a hundred.
        found = counted(singular, plural, num if num < 100 else 100 + num % 100)
        return (found if context.autoescape else str(found)) % {"num": num, **values}

    app.jinja_env.globals.update({"_": one, "gettext": one, "ngettext": many})

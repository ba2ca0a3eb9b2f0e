"""The application's class: Flask, without what only asynchronous views and templates of their own globals need."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Callable, KeysView, MutableMapping
from typing import Any

from flask import Flask
from flask.templating import Environment


class Globals(ChainMap[str, Any]):
    """A template's globals. Each import of macros compares all their names: 3 % of a page, where a view walks the chain."""

    def keys(self) -> KeysView[str]:
        """The names in all maps, as a dict's own view."""
        found: dict[str, Any] = {}
        for part in self.maps:
            found.update(part)
        return found.keys()


class QuorumEnvironment(Environment):
    """Flask's template environment with ``Globals``."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> Globals:
        """As Jinja's: what is set on a template's globals stays its own."""
        return Globals({} if d is None else d, self.globals)


class Quorum(Flask):
    """The application."""

    jinja_environment = QuorumEnvironment

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """*func* itself: no view here is asynchronous, and Flask asks of each of a request's two dozen functions."""
        return func

"""The form of how a member wants to be asked. It parses; the rules decide."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField, StringField

from qa.routing.models import ASKS_MOST, Named
from qa.routing.rules import Wishes

OFFERED = (0, 1, 2, 3, 5, ASKS_MOST)
"""Asks a week that can be chosen."""


class AsksForm(FlaskForm):
    """How often, when and about what; the circles come as ticks named "circles"."""

    asks_a_week = SelectField(_l("Ask me at most"), coerce=int, choices=[])
    away = StringField(_l("Away until"))
    tags = StringField(_l("Topics not to be asked about"))
    named = RadioField(_l("Who was asked: when the asker reads your name"), choices=[])

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.asks_a_week.choices = [
            (many, ngettext("%(num)s a week", "%(num)s a week", many) if many else _("Never"))
            for many in OFFERED
        ]
        self.named.choices = [
            (Named.ONCE_REACTED.value, _("Once I answer by name, say not now, or name somebody else")),
            (Named.AT_ONCE.value, _("As soon as I am asked")),
            (Named.NEVER.value, _("Never: the asker reads numbers only")),
        ]

    def wishes(self, circles: list[str]) -> Wishes:
        """What was chosen; *circles* are the ids ticked, as sent."""
        return Wishes(
            self.asks_a_week.data,
            self.away.data or "",
            self.named.data or "",
            {int(one) for one in circles if one.isascii() and one.isdigit() and len(one) < 19},
            (self.tags.data or "").split(","),
        )

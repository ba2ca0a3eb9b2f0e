"""The form of answering and of editing an answer."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, IntegerField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Optional

from qa.answers.models import Basis, QuotePermission
from qa.answers.rules import Reply
from qa.members.models import Exposure


class AnswerForm(FlaskForm):
    """An answer with what it rests on and how it may be used."""

    body = TextAreaField(_l("From your experience"), [InputRequired(_l("Write your answer first."))])
    basis = RadioField(_l("How do you know?"), default=Basis.DID.value, choices=[])
    quote = RadioField(_l("May it be quoted in the brief?"), default=QuotePermission.ROLE.value, choices=[])
    exposure = RadioField(_l("Your name"), default=Exposure.NAMED.value, choices=[])
    has_interest = BooleanField(_l("My employer or I gain from this advice"))
    interest = StringField(_l("What you or your employer sell in this field"))
    no_gain = BooleanField(_l("Neither I nor my employer gain from this advice"))
    reveal = BooleanField(_l("Show my name from now on"))
    signature = HiddenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.basis.choices = [
            (Basis.DID.value, _("I did this myself")),
            (Basis.TEAM.value, _("My team did it")),
            (Basis.ADVISED.value, _("I advised on it")),
            (Basis.OPINION.value, _("An opinion")),
        ]
        self.quote.choices = [
            (QuotePermission.NAME.value, _("By name")),
            (QuotePermission.ROLE.value, _("By role and industry only")),
            (QuotePermission.NO.value, _("Not outside this circle")),
        ]
        self.exposure.choices = [
            (Exposure.NAMED.value, _("With my name")),
            (Exposure.ROLE.value, _("By role only")),
            (Exposure.ANONYMOUS.value, _("Without my name")),
        ]

    def reply(self) -> Reply:
        """The answer as the rules take it. A ticked box without words still declares an interest."""
        interest = (self.interest.data or "").strip()
        if self.has_interest.data and not interest:
            interest = _("The author did not say which.")
        return Reply(
            self.body.data or "",
            Basis(self.basis.data),
            QuotePermission(self.quote.data),
            Exposure(self.exposure.data),
            interest,
            no_gain=bool(self.no_gain.data),
            reveal=bool(self.reveal.data),
        )

    @property
    def asks_gain(self) -> bool:
        """Whether a line of interest was asked for, and so may be answered with "neither gains"."""
        return bool(self.interest.errors or self.no_gain.data)


class AnswerEditForm(AnswerForm):
    """Changes to an answer; *base* is the revision the author started from."""

    reason = StringField(_l("What you changed"))
    base = HiddenField(default="0")


class MarkForm(FlaskForm):
    """What goes with a mark."""

    note = StringField(_l("Why"))
    hours_saved = IntegerField(_l("Hours it saved you"), [Optional()])
    private = BooleanField(_l("For the author alone"))


class CommentForm(FlaskForm):
    """A remark."""

    body = TextAreaField(_l("Your comment"), [InputRequired(_l("Write your comment first."))])
    signature = HiddenField()

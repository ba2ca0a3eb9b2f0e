"""The forms of asking and editing. They parse; the rules decide."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired

from qa.core.db import db
from qa.core.errors import PersonError
from qa.members.models import Exposure
from qa.questions import deadlines
from qa.questions.models import WANTED_DEFAULT

WANTED_CHOICES = (3, 5, 8, 12, 20, 30)


class WordsForm(FlaskForm):
    """The words of a question: what both asking and editing change."""

    title = StringField(_l("Your question"), [InputRequired(_l("Write your question first."))])
    body = TextAreaField(_l("What they need to know to answer"))
    purpose = StringField(_l("For whom"))
    tags = StringField(_l("Topics"))
    exposure = RadioField(_l("Your name"), default=Exposure.NAMED.value, choices=[])
    signature = HiddenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.exposure.choices = [
            (Exposure.NAMED.value, _("With my name")),
            (Exposure.ROLE.value, _("By role only")),
            (Exposure.ANONYMOUS.value, _("Without my name")),
        ]


class _DateFields:
    """An instant, by one of the *quick* choices of ``needed_by`` or by a day and an hour that are picked."""

    needed_by: RadioField
    quick: Sequence[deadlines.Choice]
    date = StringField(_l("or pick a day"))
    time = StringField(_l("at"), default="17:00")

    def offer(self, quick: Sequence[deadlines.Choice]) -> None:
        """Let one of *quick* be chosen."""
        self.quick = quick
        self.needed_by.choices = [(choice.value, choice.label) for choice in quick]

    @property
    def hints(self) -> dict[str, str]:
        """The second line of each quick choice."""
        return {choice.value: choice.hint for choice in self.quick}

    def chosen(self, now: datetime, zone: ZoneInfo) -> datetime | None:
        """The instant, None for no deadline; DeadlineError names the field at fault."""
        return deadlines.resolve(
            self.needed_by.data or "",
            (self.date.data or "").strip(),
            (self.time.data or "").strip(),
            now,
            zone,
        )


class AskForm(_DateFields, WordsForm):
    """A new question. *circles* are rows of ``queries.circles_to_ask``; instants are read in *zone*.

    *of* is the number of an own question that is asked anew, in a larger circle.
    """

    needed_by = RadioField(_l("Needed by"), validate_choice=False)
    answers_wanted = RadioField(_l("Answers wanted"), coerce=int, default=WANTED_DEFAULT, choices=[])
    circle_id = RadioField(_l("Who may see it"), coerce=int, choices=[])
    draft = HiddenField()
    of = HiddenField()

    def __init__(self, circles: Sequence[Any], now: datetime, zone: ZoneInfo, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.circles = circles
        self.offer(deadlines.quick_choices(now, zone))
        if not self.needed_by.data:
            self.needed_by.data = self.quick[2].value
        self.answers_wanted.choices = [(number, str(number)) for number in WANTED_CHOICES]
        self.circle_id.choices = [(circle.id, circle.name) for circle in circles]
        if self.circle_id.data is None and circles:
            self.circle_id.data = circles[0].id


class MoveForm(_DateFields, FlaskForm):
    """A later date for a question that is needed by *due*; instants are read in *zone*."""

    needed_by = RadioField(_l("New date"), validate_choice=False)
    reason = StringField(_l("Why it moves"))

    def __init__(self, due: datetime, now: datetime, zone: ZoneInfo, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.offer(deadlines.later_choices(due, now, zone))

    def instant(self, now: datetime, zone: ZoneInfo) -> datetime:
        """The new date; DeadlineError names the field at fault."""
        given = self.needed_by.data or (self.date.data or "").strip()
        when = self.chosen(now, zone) if given else None
        if when is None:
            raise deadlines.DeadlineError(_("Choose the new date."), "needed_by")
        return when


class OutcomeForm(FlaskForm):
    """What was decided."""

    body = TextAreaField(_l("What you decided"), [InputRequired(_l("Write what you decided first."))])
    signature = HiddenField()


class EditForm(WordsForm):
    """Changes to a question; *base* is the revision the author started from."""

    reveal = BooleanField(_l("Show my name from now on"))
    reason = StringField(_l("What you changed"))
    base = HiddenField(default="0")


def show_problem(form: FlaskForm, error: PersonError | deadlines.DeadlineError) -> None:
    """Put *error* beside the field it is about, or on top of the form; nothing typed is lost.

    What the refused rule may have begun is rolled back, so that the page shows things as they are.
    """
    db.session.rollback()
    name = error.field if error.field in form else None
    if name is None:
        form.form_errors.append(error.message)
        return
    field = form[name]
    field.errors = [*field.errors, error.message]


class TopicsForm(FlaskForm):
    """The topics of a peer's question; *base* is the revision that was read."""

    tags = StringField(_l("Topics"))
    base = HiddenField(default="0")


class SameForm(FlaskForm):
    """Which other question asks the same."""

    other = StringField(_l("Address of the other question"))

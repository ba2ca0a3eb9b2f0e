"""The forms of joining. They parse; the rules decide."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, EmailField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, ValidationError

from qa.config import settings
from qa.core.errors import RuleBroken
from qa.core.web import whole_number
from qa.members.forms import ChooseForm, zone_choices
from qa.vetting.applications import LINES, TEXTS, Said, own_address


class AboutForm(FlaskForm):
    """What somebody says who wants to join."""

    name = StringField(_l("Your name"), [InputRequired(_l("Write your name."))])
    title = StringField(_l("Your role"), [InputRequired(_l("Write your role."))])
    employer = StringField(_l("Employer"), [InputRequired(_l("Write your employer."))])
    responsible_for = StringField(_l("People you are responsible for"))
    industry = StringField(_l("Industry"))
    profession = StringField(_l("Profession"), [InputRequired(_l("Write your profession."))])
    level = StringField(_l("Career level"), [InputRequired(_l("Write your career level."))])
    timezone = SelectField(_l("Time zone"), validate_choice=False)
    decides = TextAreaField(
        _l("What do you decide yourself?"), [InputRequired(_l("Write two or three sentences."))]
    )
    why = TextAreaField(_l("Why do you want peers?"))
    why_shared = BooleanField(_l("Members may read this too"))
    good_at = TextAreaField(_l("What are you good at?"))
    help_with = TextAreaField(_l("What would you like help with?"))
    evidence = StringField(_l("A link that shows your work"))
    first_named = StringField(_l("First member"))
    second_named = StringField(_l("Second member"))
    pledge = BooleanField(
        _l("I have read the four points and will keep to them"),
        [InputRequired(_l("Please accept the pledge. Every member has."))],
    )

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.timezone.choices = zone_choices()
        if not self.timezone.data:
            self.timezone.data = settings().timezone

    def validate_responsible_for(self, field: Any) -> None:
        """Nothing, or a number."""
        if (field.data or "").strip() and whole_number(field.data.strip()) is None:
            raise ValidationError(_("Write a number of people, such as 28."))

    def said(self, email: str) -> Said:
        """What was typed, for the rules; *email*: the address."""
        return Said(
            name=self.name.data or "",
            email=email,
            words={field: self[field].data or "" for field in (*LINES, *TEXTS)},
            decides=self.decides.data or "",
            timezone=self.timezone.data or "",
            responsible_for=whole_number((self.responsible_for.data or "").strip()),
            why_shared=self.why_shared.data,
            evidence=self.evidence.data or "",
            named=(self.first_named.data or "", self.second_named.data or ""),
        )


class ApplyForm(AboutForm):
    """Applying: with an address to be confirmed."""

    email = EmailField(_l("Work e-mail"), [InputRequired(_l("Write your mail address."))])

    def validate_email(self, field: Any) -> None:
        """A work address, said together with all else that is at fault."""
        try:
            own_address(field.data or "")
        except RuleBroken as error:
            raise ValidationError(error.message) from error


class JoinForm(AboutForm, ChooseForm):
    """Applying by an invitation: the mailed link proved the address, so a password is chosen at once."""


class InviteForm(FlaskForm):
    """Whom a member invites."""

    name = StringField(_l("Name"), [InputRequired(_l("Write their name."))])
    email = EmailField(_l("Work e-mail"), [InputRequired(_l("Write their mail address."))])
    how = TextAreaField(
        _l("What do you know of their work?"), [InputRequired(_l("Write what you know of their work."))]
    )
    since_year = StringField(_l("Since which year"), [InputRequired(_l("Write a year."))])


class VouchForm(FlaskForm):
    """A word for an applicant."""

    how = TextAreaField(_l("What do you know of their work?"))
    since_year = StringField(_l("Since which year"))


class AgainstForm(FlaskForm):
    """Advice against an applicant, for moderators."""

    words = TextAreaField(_l("What should moderators know?"))


class AskForm(FlaskForm):
    """A question back to an applicant."""

    question = TextAreaField(_l("Your question"))


class ReasonForm(FlaskForm):
    """A reason: of a decline, of taking a word back."""

    reason = TextAreaField(_l("Reason"))


class ReplyForm(FlaskForm):
    """An applicant's reply."""

    inquiry_id = HiddenField()
    reply = TextAreaField(_l("Your reply"))


class PledgeForm(FlaskForm):
    """The pledge and the job, confirmed."""

    title = StringField(_l("Your role"), [InputRequired(_l("Write your role."))])
    employer = StringField(_l("Employer"), [InputRequired(_l("Write your employer."))])
    pledge = BooleanField(
        _l("I have read the four points and will keep to them"),
        [InputRequired(_l("Please accept the pledge. Every member has."))],
    )

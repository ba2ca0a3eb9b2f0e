"""The forms of accounts and settings. They parse; the rules decide."""

from __future__ import annotations

from functools import cache
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    EmailField,
    HiddenField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, ValidationError

from qa.config import settings
from qa.core.errors import PersonError
from qa.members import accounts, profiles
from qa.members.models import Audience, Member

AREAS = tuple("Africa America Antarctica Arctic Asia Atlantic Australia Europe Indian Pacific".split())


class LoginForm(FlaskForm):
    """Signing in; what was typed before the session ended travels in *kept*."""

    email = EmailField(_l("Work e-mail"), [InputRequired(_l("Write your mail address."))])
    password = PasswordField(_l("Password"), [InputRequired(_l("Write your password."))])
    remember = BooleanField(_l("Keep me signed in on this device"))
    next = HiddenField()
    kept = HiddenField()
    kept_path = HiddenField()


class ForgottenForm(FlaskForm):
    """Asking for a link to choose a new password."""

    email = EmailField(_l("Work e-mail"), [InputRequired(_l("Write your mail address."))])


class ChooseForm(FlaskForm):
    """A new password, twice, because it cannot be read while it is typed."""

    password = PasswordField(_l("New password"), [InputRequired(_l("Write a new password."))])
    again = PasswordField(_l("The same again"), [InputRequired(_l("Write it twice."))])

    def validate_again(self, field: Any) -> None:
        """Both fields hold the same."""
        if field.data != self.password.data:
            raise ValidationError(_("The two are not the same."))


class PasswordForm(ChooseForm):
    """Changing the password by one who knows it."""

    old = PasswordField(_l("Present password"), [InputRequired(_l("Write your present password."))])


class ProfileForm(FlaskForm):
    """What others read of a member, and how pages look to them."""

    name = StringField(_l("Your name"), [InputRequired(_l("Write your name."))])
    title = StringField(_l("Your role"))
    employer = StringField(_l("Employer"))
    industry = StringField(_l("Industry"))
    profession = StringField(_l("Profession"))
    level = StringField(_l("Career level"))
    good_at = TextAreaField(_l("What you do better than most"))
    good_at_for = SelectField(_l("Who sees what you do better than most"), validate_choice=False)
    ask_me_about = TextAreaField(_l("Ask me about"))
    ask_me_about_for = SelectField(_l("Who sees what to ask you about"), validate_choice=False)
    help_with = TextAreaField(_l("What you would like help with"))
    help_with_for = SelectField(_l("Who sees what you would like help with"), validate_choice=False)
    why = TextAreaField(_l("Why you are here"))
    why_for = SelectField(_l("Who sees why you are here"), validate_choice=False)
    timezone = SelectField(_l("Time zone"), validate_choice=False)
    timezone_for = SelectField(_l("Who sees your time zone"), validate_choice=False)
    theme = RadioField(_l("Appearance"), default="", choices=[])
    recognition_hidden = BooleanField(_l("Hide my recognition from others"))

    def __init__(self, member: Member, **kwargs: Any) -> None:
        super().__init__(obj=member, **kwargs)
        self.timezone.choices = zone_choices()
        for part in profiles.PARTS:
            self[f"{part}_for"].choices = audience_choices()
        self.theme.choices = [("", _("As my system")), ("light", _("Light")), ("dark", _("Dark"))]

    @property
    def words(self) -> dict[str, str]:
        """The profile words as typed."""
        names = ("title", "employer", "industry", "profession", "level", *profiles.TEXTS)
        return {name: self[name].data or "" for name in names}

    @property
    def audiences(self) -> dict[str, str]:
        """Who is to see each part of the profile, as chosen."""
        return {part: self[f"{part}_for"].data or "" for part in profiles.PARTS}


def audience_choices() -> list[tuple[str, str]]:
    """Who may see a part of a profile, for a select."""
    return [
        (Audience.MEMBERS.value, _("All members")),
        (Audience.CIRCLES.value, _("My circles besides Everyone")),
        (Audience.ME.value, _("Only me")),
    ]


class CircleForm(FlaskForm):
    """What a steward may change of a circle."""

    purpose = StringField(_l("What it is for"), [InputRequired(_l("Say what the circle is for."))])
    cap = IntegerField(_l("Members at most"), [InputRequired(_l("Write how many members fit."))])
    listed = RadioField(_l("Who knows of it"), choices=[])

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.listed.choices = [
            ("yes", _("All members know that it exists")),
            ("no", _("Only its members know of it")),
        ]


class GatherForm(CircleForm):
    """Founding a circle; whom to ask comes as ticks named "asked", and *whom* looks for more of them."""

    name = StringField(_l("Name of the circle"), [InputRequired(_l("Give the circle a name."))])
    profession = StringField(_l("Profession"))
    level = StringField(_l("Career level"))
    whom = StringField(_l("Find others by name, role or handle"))
    asked = SelectMultipleField(_l("Whom you ask"), validate_choice=False)

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("data", {}).setdefault("cap", settings().circle_cap)
        kwargs["data"].setdefault("listed", "yes")
        super().__init__(**kwargs)


class NameForm(FlaskForm):
    """Naming a member who is to be asked."""

    member = StringField(_l("Name or handle"), [InputRequired(_l("Write whom you mean."))])


class InviteForm(NameForm):
    """Inviting somebody into a circle."""

    words = TextAreaField(_l("A word to them"))


class RequestForm(FlaskForm):
    """Asking to be let into a circle."""

    words = TextAreaField(_l("Why you would like to be in it"))


class ReasonForm(FlaskForm):
    """A reason that somebody else will read."""

    reason = TextAreaField(_l("Reason"))


@cache
def zone_choices() -> dict[str, list[tuple[str, str]]]:
    """The time zones for a select, by area."""
    areas: dict[str, list[tuple[str, str]]] = {"UTC": [("UTC", "UTC")]}
    for name in sorted(accounts.known_timezones()):
        area, _slash, place = name.partition("/")
        if area in AREAS:
            areas.setdefault(area, []).append((name, place.replace("_", " ").replace("/", ", ")))
    return areas


def show_problem(form: FlaskForm, error: PersonError) -> None:
    """Put *error* beside the field it is about, or on top of the form; nothing typed is lost."""
    if error.field is None or error.field not in form:
        form.form_errors.append(error.message)
        return
    field = form[error.field]
    field.errors = [*field.errors, error.message]

"""The forms of proofs. They parse; the rules decide."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import EmailField, HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired


class CodeForm(FlaskForm):
    """The second step; what was typed before the session ended travels in *kept*."""

    code = StringField(_l("Code"), [InputRequired(_l("Write the code."))])
    kept = HiddenField()
    kept_path = HiddenField()


class FirstCodeForm(FlaskForm):
    """The first code of an app, which shows that it has the secret."""

    code = StringField(_l("Code that the app shows"), [InputRequired(_l("Write the code."))])


class SudoForm(FlaskForm):
    """Proving again who one is, by one of the two."""

    password = PasswordField(_l("Password"))
    code = StringField(_l("Code from your app"))
    next = HiddenField()
    credential = HiddenField()


class PasskeyForm(FlaskForm):
    """A new passkey: its name, and what the browser made."""

    name = StringField(_l("Its name"))
    credential = HiddenField()


class AddressForm(FlaskForm):
    """A new mail address."""

    email = EmailField(_l("New mail address"), [InputRequired(_l("Write your mail address."))])

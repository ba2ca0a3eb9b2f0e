"""The forms of deciding about privileges. They parse; the rules decide."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.validators import InputRequired

from qa.members.privileges.models import Privilege
from qa.moderation.forms import ReasonForm
from qa.trust import words


class PrivilegeForm(ReasonForm):
    """Which privilege a moderator takes away or gives back, and why."""

    privilege = RadioField(_l("What"), [InputRequired(_l("Choose which."))], choices=[])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.privilege.choices = [(one.value, words.name(one)) for one in Privilege]

"""The forms of moderating. They parse; the rules decide."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, TextAreaField
from wtforms.validators import InputRequired

from qa.moderation.models import ActKind


class ReasonForm(FlaskForm):
    """A reason, which every act of a moderator's has. *part* keeps several on one page apart."""

    reason = TextAreaField(_l("Reason"), [InputRequired(_l("Write the reason first."))])

    def __init__(self, *args: Any, part: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self if part else ():
            field.id = field.label.field_id = f"{part}-{field.name}"


class SuspensionForm(ReasonForm):
    """Suspending a member."""

    kind = RadioField(_l("Why"), [InputRequired(_l("Choose one of the two."))], choices=[])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = [
            (ActKind.SELLING.value, _("Selling here")),
            (ActKind.SUSPENDED.value, _("Another reason")),
        ]

"""Looking behind a withheld name: with a reason, on record, and never without the author's knowing."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _

from qa.answers.models import Answer
from qa.core import events
from qa.core.db import db
from qa.core.errors import RuleBroken
from qa.members.models import Exposure, Member
from qa.moderation import acts
from qa.moderation.events import NameLookedAt
from qa.moderation.models import ActKind
from qa.questions.models import Question


def is_withheld(actor: Member, thing: Question | Answer) -> bool:
    """Whether *thing* has a name that *actor* does not see."""
    return thing.exposure != Exposure.NAMED and thing.author_id != actor.id


def look(actor: Member, thing: Question | Answer, reason: str, now: datetime) -> Member:
    """The author of *thing*, whose name is withheld; the look is written down and the author is told at once.

    Load *thing* through what *actor* may see. Raises Forbidden, and RuleBroken where the reason says too little or
    there is nothing to look behind.
    """
    acts.require_staff(actor)
    if not is_withheld(actor, thing):
        raise RuleBroken(_("No name is withheld here."))
    reason = acts.checked(reason)
    of_answer = isinstance(thing, Answer)
    act = acts.record(
        ActKind.LOOKED,
        actor,
        thing.author_id,
        reason,
        now,
        question_id=thing.question_id if isinstance(thing, Answer) else thing.id,
        answer_id=thing.id if of_answer else None,
    )
    events.record(NameLookedAt(act.id))
    return db.session.get_one(Member, thing.author_id)

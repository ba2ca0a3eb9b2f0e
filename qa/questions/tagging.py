"""Tags: cleaning what a member typed, and tying topics to questions."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import delete, select

from qa.core import text
from qa.core.db import db, insert
from qa.core.errors import RuleBroken
from qa.questions.models import TAG_MAX, TAGS_MAX, Question, QuestionTag, Tag

NO_PUNCTUATION = str.maketrans(dict.fromkeys(',;/\\"<>|`?&', " "))
"""A topic is part of addresses and of comma-separated lists."""


def split(typed: str) -> list[str]:
    """The tags in a comma-separated line, as typed."""
    return [part for part in (piece.strip() for piece in typed.replace(";", ",").split(",")) if part]


def clean(names: Sequence[str]) -> list[str]:
    """*names* in lower case, without doubles and punctuation; RuleBroken for too many or too long ones."""
    found: dict[str, str] = {}
    for name in names:
        try:
            words = name.translate(NO_PUNCTUATION)
            line = text.clean_line(words, TAG_MAX).lower().lstrip("# ")
        except text.TextRefused as error:
            raise RuleBroken(_("A topic: %(problem)s", problem=error.message), "tags") from error
        if line:
            found.setdefault(text.name_key(line), line)
    if len(found) > TAGS_MAX:
        raise RuleBroken(_("Choose at most %(most)d topics.", most=TAGS_MAX), "tags")
    return list(found.values())


def put(question: Question, names: Sequence[str]) -> None:
    """Make *names* (cleaned) the topics of *question*, in their order."""
    # New topics are made in one order, or two members inventing the same two would wait for each other.
    known = {name: _tag_id(name) for name in sorted(names, key=text.name_key)}
    ids = [known[name] for name in names]
    db.session.execute(delete(QuestionTag).where(QuestionTag.question_id == question.id))
    for position, tag_id in enumerate(dict.fromkeys(ids)):
        db.session.add(QuestionTag(question_id=question.id, tag_id=tag_id, position=position))
    db.session.flush()


def _tag_id(name: str) -> int:
    """The id of the topic *name*, made if new; two members inventing it at once get the same row."""
    key = text.name_key(name)
    known = db.session.scalar(select(Tag.id).where(Tag.name_key == key))
    if known is not None:
        return known
    db.session.execute(
        insert(Tag).values(name=name, name_key=key).on_conflict_do_nothing(index_elements=["name_key"])
    )
    return db.session.scalars(select(Tag.id).where(Tag.name_key == key)).one()

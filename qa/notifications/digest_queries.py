"""What a mail that gathers news tells its reader. All of it is what the reader may see, and has not seen, when it goes out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import and_, or_, select, update

from qa.answers.models import Answer
from qa.core.db import AnyRow, db, read
from qa.members.byline import author_columns
from qa.members.mailing.models import MailKind, MailRound, Often, RoundName
from qa.members.mailing.wishes import Wishes
from qa.members.models import Circle, Member, MemberState
from qa.notifications.kinds import OWN_LETTER, mail_kind
from qa.notifications.models import Notice, NoticeKind
from qa.notifications.planning import OLD, UNTOLD, turn_of
from qa.notifications.queries import notices
from qa.questions import deadlines
from qa.questions.access import visible_to
from qa.questions.following import is_silenced
from qa.questions.models import Question
from qa.questions.queries import LIST_COLUMNS
from qa.routing.models import Ask

MOST = 500
"""Notices that are looked through for one mail; what is beyond is in the app."""
FIRST = {RoundName.HOURLY: timedelta(days=3), RoundName.DAILY: timedelta(days=4)}
"""How far the first mail of a name looks back for new questions: over a quiet weekend. Others do as far as OLD."""
SETTLED = timedelta(seconds=10)
"""A question that is younger may not be committed yet: the mails that gather leave it to the next one."""
OF_OWN_BOX = (NoticeKind.NUDGE, NoticeKind.DUE, NoticeKind.FOLLOW_UP)


def untold(member_id: int, about: int, now: datetime) -> list[AnyRow]:
    """The notices of the member (about the question *about*) that no mail has told, the latest first."""
    query = notices(member_id).add_columns(Question.circle_id, Question.needed_by)
    loud = or_(~is_silenced(Question.id, member_id), Notice.kind.in_(OF_OWN_BOX))
    active = or_(Member.state == MemberState.ACTIVE, Notice.kind == NoticeKind.FOUND)
    query = query.where(*UNTOLD, Notice.made_at > now - OLD, loud, active).limit(MOST)
    if about:
        query = query.where(Notice.question_id == about)
    return [row for row in read(query) if row.kind != NoticeKind.ASKED or not _is_over(row, now)]


def _is_over(row: AnyRow, now: datetime) -> bool:
    return row.needed_by is not None and bool(row.needed_by <= now)


def belongs(row: AnyRow, theirs: Wishes, name: RoundName, now: datetime) -> bool:
    """Whether the mail *name* that is written now tells the notice, by what its reader wants now.

    One that gathers tells too what was to come sooner and did not: what became urgent meanwhile waits for no mail of its own.
    """
    if row.kind not in OWN_LETTER:
        found = turn_of(row, theirs, now)
        return found is not None and found.often.rank <= _often(name).rank
    # Its letter has left it to the mail that gathers, at a time at which the date was near or was not.
    own = row.asker_id == row.reader_id
    kinds = {mail_kind(row.kind, own=own, soon=soon) for soon in (True, False)}
    return name != RoundName.THREAD and _often(name) in {theirs.often(kind, row.circle_id) for kind in kinds}


def _often(name: RoundName) -> Often:
    return Often.AT_ONCE if name == RoundName.THREAD else Often(name.value)


def posted(
    member_id: int, theirs: Wishes, name: RoundName, since: datetime | None, now: datetime, about: int = 0
) -> list[AnyRow]:
    """The questions that came into the member's circles since the mail of *since*, the latest first, as this one tells them.

    Not those that are closed, that the member asked, answered or is asked, or of which a notice tells.
    """
    unsettled = timedelta() if about else SETTLED
    start = max(now - OLD, min(since, now) - unsettled if since else now - FIRST.get(name, OLD))
    answered = select(Answer.question_id).where(Answer.author_id == member_id)
    asked = select(Ask.question_id).where(Ask.member_id == member_id)
    told = select(Notice.question_id).where(Notice.member_id == member_id)
    query = (
        select(*LIST_COLUMNS, Circle.name.label("circle_name"), *author_columns())
        .join(Member, Member.id == Question.author_id)
        .join(Circle, Circle.id == Question.circle_id)
        .where(visible_to(member_id), Question.author_id != member_id, Question.source_key.is_(None))
        .where(Question.posted_at > start, Member.state == MemberState.ACTIVE)
        .where(*(Question.id.not_in(one) for one in (answered, asked, told)))
        .where(~is_silenced(Question.id, member_id))
        .order_by(Question.posted_at.desc(), Question.id.desc())
        .limit(MOST)
    )
    query = query.where(Question.id == about if about else Question.posted_at <= now - unsettled)
    return [
        row
        for row in read(query)
        if theirs.often(MailKind.POSTED, row.circle_id) == _often(name) and not deadlines.is_closed(row, now)
    ]


def last_told(member_id: int, name: RoundName, about: int) -> datetime | None:
    """Up to when the last mail told what happened."""
    row = db.session.get(MailRound, (member_id, name, about))
    return row.told_at if row is not None else None


def note_told(notice_ids: Sequence[int], at: datetime) -> None:
    """The notices were told by mail at *at*."""
    one = and_(Notice.id.in_(notice_ids), Notice.mailed_at.is_(None))
    db.session.execute(
        update(Notice).where(one).values(mailed_at=at).execution_options(synchronize_session=False)
    )

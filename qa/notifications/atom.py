"""The feed of a member's circles as RFC 4287 has it: the newest questions, as any peer of theirs sees them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from feedgenerator import Atom1Feed
from feedgenerator.django.utils.feedgenerator import get_tag_uri
from flask_babel import gettext as _
from markupsafe import Markup

from qa.config import settings
from qa.core import letters
from qa.core.db import AnyRow
from qa.members.byline import author_of, byline
from qa.notifications import feed_words
from qa.questions.addresses import question_path
from qa.questions.deadlines import language


class _Feed(Atom1Feed):
    """An Atom feed with an instant of its own, and a base for the relative links in its entries."""

    def __init__(self, updated: datetime, **words: Any) -> None:
        super().__init__(**words)
        self.updated = updated

    def latest_post_date(self) -> datetime:
        """When the feed changed; the library would ask another clock where there is no entry."""
        return self.updated

    def root_attributes(self) -> dict[str, str]:
        """The namespace, the language and the base."""
        return {**super().root_attributes(), "xml:base": letters.address("/")}


def written(
    rows: Sequence[AnyRow],
    tags: Mapping[int, Sequence[str]],
    reader: AnyRow,
    path: str,
    now: datetime,
    zone: ZoneInfo,
) -> bytes:
    """The feed of *rows* (``feed_queries.latest``), read at *path* by *reader* in *zone*; *tags* by question.

    The same questions give the same bytes.
    """
    feed = _Feed(
        changed(rows, reader.made_at).replace(microsecond=0),
        title=_("%(site)s: questions in your circles", site=feed_words.one_line(settings().site_name)),
        link=letters.address("/questions"),
        description="",
        language=language().replace("_", "-"),
        author_name=feed_words.one_line(settings().site_name),
        feed_url=letters.address(path),
        feed_guid=get_tag_uri(letters.address(f"/feed/{reader.address_id}"), reader.made_at),
    )
    for row in rows:
        _add(feed, row, tags.get(row.id, ()), now, zone)
    return str(feed.writeString("utf-8")).encode()


def changed(rows: Sequence[AnyRow], since: datetime) -> datetime:
    """When the newest of its entries changed; *since* where there is none."""
    return max([since, *(_updated(row) for row in rows)])


def _updated(row: AnyRow) -> datetime:
    """When it was asked, edited, or answered last."""
    instants: list[datetime | None] = [row.posted_at, row.edited_at, row.answered_at]
    return max(at for at in instants if at is not None)


def _add(feed: _Feed, row: AnyRow, tags: Sequence[str], now: datetime, zone: ZoneInfo) -> None:
    # As everybody else reads it: a feed is kept by programs and services, which need not know who wrote without a name.
    who = byline(author_of(row), row.exposure, None)
    feed.add_item(
        title=feed_words.one_line(row.title),
        link=letters.address(question_path(row.id, row.title)),
        description=None,
        author_name=feed_words.one_line(who.name),
        author_link=letters.address(who.href) if who.href else None,
        pubdate=row.posted_at.replace(microsecond=0),
        updateddate=_updated(row).replace(microsecond=0),
        unique_id=get_tag_uri(letters.address(f"/q/{row.id}"), row.posted_at),
        categories=[feed_words.one_line(tag) for tag in tags],
        content=feed_words.allowed(_content(row, who.detail, now, zone)),
    )


def _content(row: AnyRow, detail: str, now: datetime, zone: ZoneInfo) -> str:
    """Who asks, where and for whom; the time-box in words; and the question, whose HTML was made safe when it was written."""
    place = " · ".join(part for part in (detail, row.circle_name, row.purpose) if part)
    facts = Markup("<p>{}<br>{}</p>\n").format(place, feed_words.time_box(row, now, zone))
    return f"{facts}{row.body_html}"

"""Calendar and feed as other programs read them."""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import Element

import defusedxml.ElementTree
import feedparser
import icalendar
import ics

from qa.core import clock, tokens, transaction
from qa.core.db import db
from qa.members.models import Member
from qa.notifications.models import FeedAddress, FeedKind

PATHS = {FeedKind.CALENDAR: "/calendar/{}.ics", FeedKind.ATOM: "/feed/{}.atom"}
ATOM = "{http://www.w3.org/2005/Atom}"


def token_for(handle: str, kind: FeedKind) -> str:
    """A token that a test can say again."""
    return f"{kind.value}-of-{handle}"


def path_for(handle: str, kind: FeedKind) -> str:
    """The address at which that token is read."""
    return PATHS[kind].format(token_for(handle, kind))


def both_of(handle: str) -> tuple[str, str]:
    """Both addresses of a member's."""
    return path_for(handle, FeedKind.CALENDAR), path_for(handle, FeedKind.ATOM)


def put(member: Member) -> None:
    """Give *member*, whatever the state, both addresses."""
    for kind in FeedKind:
        hashed = tokens.token_hash(token_for(member.handle, kind))
        db.session.add(FeedAddress(member_id=member.id, kind=kind, token_hash=hashed, made_at=clock.now()))


def saved_addresses(*members: Member) -> None:
    """As ``put``, committed."""
    with transaction.unit():
        for member in members:
            put(member)


def events(calendar: bytes) -> dict[str, icalendar.Event]:
    """The events of *calendar* by UID. Two parsers have to read the same, and its lines to be as RFC 5545 wants them."""
    lines = calendar.split(b"\r\n")
    assert lines[-1] == b"" and all(len(line) <= 75 for line in lines)
    assert not [line for line in lines if b"\n" in line or b"\r" in line]
    found = {}
    for event in icalendar.Calendar.from_ical(calendar).walk("VEVENT"):
        assert event.errors == []
        found[str(event["uid"])] = event
    others = {event.uid: event for event in ics.Calendar(calendar.decode()).events}
    assert others.keys() == found.keys()
    for uid, event in found.items():
        other = others[uid]
        # ics 0.7 takes a backslash before an n for the end of a line, though it is escaped.
        if "\\" not in event["summary"]:
            assert other.name == str(event["summary"])
        assert other.status == str(event["status"])
        assert (other.description or "") == str(event.get("description", ""))
        assert other.begin.datetime == event["dtstart"].dt
        assert other.last_modified.datetime == event["last-modified"].dt == event["dtstamp"].dt
    return found


def entries(feed: bytes) -> list[Any]:
    """The entries of *feed*, read without a warning, and valid as RFC 4287 has it."""
    root = defusedxml.ElementTree.fromstring(feed)
    assert root.tag == f"{ATOM}feed"
    for element in (root, *root.iterfind(f"{ATOM}entry")):
        _valid(element)
    [own] = [link for link in root.iterfind(f"{ATOM}link") if link.get("rel") == "self"]
    assert (own.get("href") or "").startswith("http")
    parsed = feedparser.parse(feed)
    assert parsed.bozo == 0, parsed.get("bozo_exception")
    ids = [entry.id for entry in parsed.entries]
    assert len(set(ids)) == len(ids) == len(root.findall(f"{ATOM}entry"))
    return list(parsed.entries)


def _valid(element: Element) -> None:
    """What a feed and each of its entries must have exactly once, section 4.1."""
    for name in ("id", "title", "updated", "author"):
        assert len(element.findall(f"{ATOM}{name}")) == 1, name
    assert (element.findtext(f"{ATOM}id") or "").startswith("tag:")
    assert element.find(f"{ATOM}author/{ATOM}name") is not None
    assert "alternate" in {link.get("rel") for link in element.iterfind(f"{ATOM}link")}

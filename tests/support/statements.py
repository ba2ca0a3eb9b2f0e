"""Statements that are there before a test begins, and one as long as the rules let one be."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from qa.config import settings
from qa.core.db import db
from qa.members.models import Member
from qa.recognition.statements import codes, content, keys, signing
from qa.recognition.statements.content import Note, Said, Seal, Topic
from qa.recognition.statements.drafting import LETTERS_MOST, NOTES_MOST, TOPICS_MOST
from qa.recognition.statements.models import Statement

LIVE, REVOKED, NEVER = (codes.shown(codes.completed(sign * (codes.LENGTH - 1))) for sign in "LRN")
"""Codes that a test can say again: of one that holds, of one that was taken back, and of none."""


def put(member: Member, now: datetime) -> tuple[Statement, Statement]:
    """Give *member* a statement with the code LIVE, signed by the installation's key, and one with REVOKED."""
    signer = keys.signer(keys.folder_of(settings().instance))
    today = now.date()
    said = Said(member.name, "", today, today, 3, 2, 0, (Topic("exit plans", 2),), ())
    seal = Seal(LIVE, signer.id, today, "Quorum", f"https://peers.example/verify/{LIVE}")
    words = content.canonical(content.sealed(said, seal))
    one = {"member_id": member.id, "issued_at": now - timedelta(days=2)}
    live = Statement(
        code=codes.read(LIVE), content=words.decode(), signature=signing.sign(signer, words), **one
    )
    gone = Statement(code=codes.read(REVOKED), content="", signature="", revoked_at=now, **one)
    db.session.add_all([live, gone])
    db.session.flush()
    return live, gone


def longest() -> tuple[Said, Seal]:
    """Everything in it is as long as it may be."""
    each = "Many broad words of thanks, " * 10
    topics = tuple(Topic(f"{n} wide topic of a long name", 999) for n in range(TOPICS_MOST))
    notes = tuple(
        Note(each[: LETTERS_MOST // NOTES_MOST], "Head of function, information security, public water", 400)
        for _ in range(NOTES_MOST)
    )
    said = Said(
        name="N" * 80,
        role=("Director of " * 20)[:240],
        start=date(2026, 1, 1),
        end=date(2026, 12, 31),
        helped=999,
        in_time=998,
        hours_saved=9999,
        topics=topics,
        notes=notes,
    )
    address = "https://" + "peers." * 20 + "example/verify/WWWW-WWWW-WWWW-WWWW"
    return said, Seal("WWWW-WWWW-WWWW-WWWW", "0" * 16, date(2026, 12, 31), "Quorum", address)

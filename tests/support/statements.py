"""A statement as long as the rules let one be."""

from __future__ import annotations

from datetime import date

from qa.recognition.statements.content import Note, Said, Seal, Topic
from qa.recognition.statements.drafting import LETTERS_MOST, NOTES_MOST, TOPICS_MOST


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

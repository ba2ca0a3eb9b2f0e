"""What the first line of a reply may say instead of an answer: not now, or whom to ask instead."""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass

NAME_MOST = 120
NOT_NOW = frozenset(
    {
        "not now", "not for me",
        "nicht jetzt", "jetzt nicht", "gerade nicht", "nichts für mich",
        "pas maintenant", "pas pour moi",
        "ahora no", "no ahora", "no es para mí", "no es para mi",
        "non ora", "ora non", "non adesso", "non fa per me",
        "niet nu", "nu niet", "niet voor mij",
    }
)  # fmt: skip
"""In the languages in which members write; what else may mean it is taken for an answer."""
_ASK = re.compile(
    r"(?:(?:please |bitte |por favor |per favore )?"
    r"(?:ask|frage?|fragt|fragen sie|demandez?(?: à)?|pregunt[ae](?: a)?|chiedi(?: a)?|vraag(?: aan)?))\s+(?P<who>\S.{0,118})",
    re.IGNORECASE,
)
_PERSON = re.compile(r"[^\W\d_a-zß-öø-ÿ][\w'’.-]{0,40}(?: [^\W\d_][\w'’.-]{0,40}){1,4}")
"""A name of two words or more, the first with a capital."""
_HANDLE = re.compile(r"@[^\W_](?:[\w-]{0,38}[^\W_])?")
_ADDRESS = re.compile(r"<?(?:mailto:)?[^\s@<>]{1,64}@[^\s@<>]{1,190}>?")
_LONE = re.compile(r"[^\W\d_a-zß-öø-ÿ][\w'’-]{1,40}")


class Says(enum.StrEnum):
    """What the first line says."""

    WORDS = "words"
    NOT_NOW = "not now"
    ASK = "ask"


@dataclass(frozen=True, slots=True)
class Said:
    """What a reply says: *who* is to be asked as typed, *rest* all but the first line."""

    says: Says
    who: str = ""
    rest: str = ""


def said(text: str) -> Said:
    """What the reply *text*, without quotes and signature, says first."""
    first, _end, rest = text.strip().partition("\n")
    line, rest = " ".join(first.split()).strip("*_ "), rest.strip()
    if line.rstrip(".!, ").casefold() in NOT_NOW:
        return Said(Says.NOT_NOW, rest=rest)
    match = _ASK.fullmatch(line) if len(line) <= NAME_MOST else None
    who = match["who"].strip().rstrip(".!,") if match else ""
    if (
        _HANDLE.fullmatch(who)
        or _ADDRESS.fullmatch(who)
        or _PERSON.fullmatch(who)
        or (not rest and _LONE.fullmatch(who))
    ):
        return Said(Says.ASK, who, rest)
    return Said(Says.WORDS)


def name_of(who: str) -> str:
    """What of *who* may be a handle or a name. Of a mail address it is what stands before the @: no address is looked up."""
    bare = who.strip("<>").removeprefix("mailto:")
    if bare.startswith("@"):
        return bare
    local, at, _domain = bare.partition("@")
    return re.sub(r"[._]+", " ", local.partition("+")[0]).strip() if at else bare

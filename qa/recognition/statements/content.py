"""What a statement says, as one sequence of bytes: the same for the same words, so that it can be signed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

FORMAT = "quorum-statement/1"


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic with the peers who trust the member on it."""

    name: str
    peers: int


@dataclass(frozen=True, slots=True)
class Note:
    """A thank-you note. *by*: what an outsider may read of its author; *hours*: saved as reported, 0 where nothing was."""

    words: str
    by: str
    hours: int


@dataclass(frozen=True, slots=True)
class Said:
    """All that a statement says of the member. *role*: title and employer, empty where the member leaves them out."""

    name: str
    role: str
    start: date
    end: date
    helped: int
    in_time: int
    hours_saved: int
    topics: tuple[Topic, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Seal:
    """What is added when it is issued: *code* in groups, the id of the *key*, the day, and where it can be checked."""

    code: str
    key: str
    issued: date
    site: str
    verify: str


def plain(said: Said) -> dict[str, Any]:
    """*said* in what JSON has."""
    found = asdict(said)
    found["start"], found["end"] = said.start.isoformat(), said.end.isoformat()
    found["topics"], found["notes"] = list(found["topics"]), list(found["notes"])
    return found


def sealed(said: Said, seal: Seal) -> dict[str, Any]:
    """The whole content of a statement."""
    return {"format": FORMAT, **plain(said), **asdict(seal), "issued": seal.issued.isoformat()}


def canonical(content: Mapping[str, Any]) -> bytes:
    """*content* as JSON of one form: keys in order, no space, UTF-8."""
    words = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return words.encode("utf-8", "surrogatepass")


def taken_apart(content: Mapping[str, Any]) -> tuple[Said, Seal]:
    """What a content made by ``sealed`` says. Raises KeyError, TypeError or ValueError for any other."""
    if content["format"] != FORMAT:
        raise ValueError(content["format"])
    topics = tuple(Topic(**one) for one in content["topics"])
    notes = tuple(Note(**one) for one in content["notes"])
    days = {name: date.fromisoformat(content[name]) for name in ("start", "end", "issued")}
    words = ("name", "role", "helped", "in_time", "hours_saved")
    said = Said(
        **{name: content[name] for name in words},
        start=days["start"],
        end=days["end"],
        topics=topics,
        notes=notes,
    )
    seal = {name: content[name] for name in ("code", "key", "site", "verify")}
    return said, Seal(**seal, issued=days["issued"])

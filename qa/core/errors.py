"""Errors that a person may see. Their messages are plain words, already translated."""

from __future__ import annotations


class PersonError(Exception):
    """Something that the person at the page can be told; *status* is the answer's HTTP status."""

    status = 400

    def __init__(self, message: str = "", field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class RuleBroken(PersonError):
    """A rule of the forum forbids this; *field* names the form field at fault, if one is."""

    status = 422


class Forbidden(PersonError):
    """The member may see the thing but not do this to it."""

    status = 403


class NotFound(PersonError):
    """There is no such thing, or this viewer may not know of it: the two look the same."""

    status = 404


class Conflict(PersonError):
    """Somebody else changed the thing meanwhile."""

    status = 409

"""Where a question's page is."""

from __future__ import annotations

from functools import lru_cache

from slugify import slugify

SLUG_MAX = 60


@lru_cache(maxsize=8192)
def slug(title: str) -> str:
    """The words of *title* for an address: ASCII, whole words, at most SLUG_MAX characters."""
    return slugify(title, max_length=SLUG_MAX, word_boundary=True) or "question"


def question_path(question_id: int, title: str) -> str:
    """The address of a question's page; the words are for people, the number is what counts."""
    return f"/q/{question_id}/{slug(title)}"


def answer_path(question_id: int, title: str, answer_id: int) -> str:
    """The address of an answer on its question's page."""
    return f"{question_path(question_id, title)}#a{answer_id}"

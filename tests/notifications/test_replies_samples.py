"""Replies of forty mail programs, in six languages: of each exactly the words that its sender wrote are left."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa.notifications.replies import parsing, quoting
from tests.notifications.replies.samples import SAMPLES, Sample

FOLDER = Path(__file__).parent / "replies"


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda one: one.name)
def test_what_was_written_is_left_and_nothing_else(sample: Sample) -> None:
    found = parsing.content(parsing.parsed((FOLDER / f"{sample.name}.eml").read_bytes()))
    expected = (FOLDER / f"{sample.name}.txt").read_text().rstrip("\n")
    assert quoting.own_words(found.text, sample.sender) == expected
    assert found.attachments == ()


def test_the_table_has_every_file_and_six_languages() -> None:
    assert {one.name for one in SAMPLES} == {path.stem for path in FOLDER.glob("*.eml")}
    assert len(SAMPLES) >= 40
    assert {one.language for one in SAMPLES} == {"en", "de", "fr", "es", "it", "nl"}
    assert len({one.program for one in SAMPLES}) >= 15

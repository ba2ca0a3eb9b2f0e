"""What a fault tells: its kind and cause, nobody's address, nobody's text."""

import smtplib

import pytest
from sqlalchemy.exc import DataError

from qa.operation.words import FAULT_MAX, fault

BODY = "The board will hear of the ransom on Friday"
FAULTS: dict[str, tuple[Exception, str]] = {
    "refused": (smtplib.SMTPRecipientsRefused({"ana.lindqvist@peers.example": (550, b"<ana.lindqvist@peers.example> no such user")}), "550"),
    "text": (UnicodeEncodeError("ascii", BODY + "é", 43, 44, "ordinal not in range"), "UnicodeEncodeError"),
    "row": (DataError("UPDATE x SET y = ?", {"y": BODY}, Exception("too long")), "too long"),
    "link": (LookupError("no page at /reset/aB3_" + "x" * 40), "/reset/"),
    "away": (ConnectionRefusedError(111, "Connection refused"), "Connection refused"),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_says_what_it_is_and_no_more(name: str) -> None:
    error, said = FAULTS[name]
    told = fault(repr(error)[:500])
    assert said in told
    for word in ("lindqvist", "ransom", "x" * 32):
        assert word not in told
    assert len(told) <= FAULT_MAX
    assert told == " ".join(told.split())


def test_no_fault_no_word_and_a_long_one_is_cut() -> None:
    assert fault(None) == fault("") == ""
    assert fault("word " * 200).endswith("…")

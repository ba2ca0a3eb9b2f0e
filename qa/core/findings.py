"""What ``qa doctor`` says of one thing."""

from __future__ import annotations

from dataclasses import dataclass

GOOD, ODD, WRONG = "ok", "note", "WRONG"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the doctor's: a sign, what it is about, and how to mend it."""

    sign: str
    what: str
    mend: str = ""

    def line(self) -> str:
        """The line to print."""
        return f"{self.sign:>5}  {self.what}" + (f"\n       {self.mend}" if self.mend else "")

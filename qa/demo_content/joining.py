"""What members of the sample community say of one another's work, and those who wait or were declined."""

from dataclasses import dataclass

WORDS: tuple[str, ...] = (
    "Closed the books of three merged companies in nine days, twice.",
    "Sat across the table from me in the outsourcing talks and never once promised what could not be kept.",
    "Stopped the migration the evening before, and was right.",
    "Ran the incident from the first call to the report to the regulator.",
    "Rebuilt the supplier audits after us; we took over half of it.",
    "Told the board a no that the rest of us had only thought.",
    "Brought the works council and the plant to one table within a week.",
    "Answers for forty people and still reads the logs.",
    "Took over the budget in a bad year and cut what hurt nobody.",
    "Led the joint exercise of our two houses. The minutes were out the same night.",
    "Gave the reference visit I still quote: every figure was checked before we came.",
    "Moved the warehouse without a day of standstill.",
)


@dataclass(frozen=True, slots=True)
class Applies:
    """Somebody who applied: by whom vouched for, whom they name, and the reason where a moderator declined."""

    handle: str
    days: int
    decides: str
    why: str
    people: int
    named: tuple[str, ...]
    vouchers: tuple[tuple[str, str], ...] = ()
    declined: str = ""
    asked: str = ""


APPLICANTS: tuple[Applies, ...] = (
    Applies(
        "emil-sandoval",
        4,
        "Security budget of 2.1 million, the choice of our detection provider, and whether a ship sails when something "
        "looks wrong. One stayed in port, in February.",
        "At home nobody has a ship that is a computer.",
        28,
        ("marta-kowalski", "wouter-de-graaf"),
        (
            (
                "wouter-de-graaf",
                "Ran the February shutdown. Called me at six in the morning to warn us, before his lawyers wanted him to.",
            ),
        ),
    ),
    Applies(
        "carla-rossi",
        9,
        "The risk register, and which findings reach the board. My head of IT risk decides on money.",
        "I want to hear how others say no.",
        4,
        ("paolo-ferrante",),
        asked="Which decisions were yours alone in the last year?",
    ),
    Applies(
        "gerrit-poelman",
        30,
        "Which customers we visit, and the price.",
        "To meet decision makers.",
        12,
        (),
        declined="You answer for a team that sells to those who are members here. The pledge does not fit with that.",
    ),
)

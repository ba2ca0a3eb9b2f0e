"""The form in which the sample community's questions and answers are written down."""

from dataclasses import dataclass
from typing import Literal

Basis = Literal["did", "team", "advised", "opinion"]
Quote = Literal["name", "role", "no"]
Exposure = Literal["named", "role", "anonymous"]
QuestionState = Literal["open", "soon", "today", "met", "short", "none"]


@dataclass(frozen=True, slots=True)
class DemoAnswer:
    """One answer; `by` and the commenters are handles, `text` is Markdown, `hours` what the asker saved."""

    by: str
    text: str
    basis: Basis = "did"
    quote: Quote = "role"
    exposure: Exposure = "named"
    interest: str = ""
    thanks: str = ""
    hours: int = 0
    helpful: int = 0
    same: tuple[str, ...] = ()
    outdated: str = ""
    risky: str = ""
    comments: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class DemoQuestion:
    """One question with its answers; `state` says where its deadline lies and how it ended."""

    by: str
    title: str
    body: str
    tags: tuple[str, ...]
    purpose: str
    state: QuestionState
    wanted: int
    exposure: Exposure = "named"
    comments: tuple[tuple[str, str], ...] = ()
    answers: tuple[DemoAnswer, ...] = ()

"""``qa route …``: say who would be asked, and why."""

from __future__ import annotations

import click
from flask.cli import AppGroup
from rich.console import Console
from rich.table import Table

from qa.core import clock
from qa.core.db import db
from qa.questions.models import Question
from qa.routing import evidence, pace, standing, waves
from qa.routing.models import Route
from qa.routing.standing import Standing

group = AppGroup("route", help="Say who is asked about a question, and why.")


@group.command("explain")
@click.argument("question", type=click.IntRange(1))
def explain(question: int) -> None:
    """Print the candidates of QUESTION (its number) with score and reasons, and what the pace says next.

    It names people and reads their wishes: for whoever runs the site, to find out why somebody was or was not asked.
    """
    found = db.session.get(Question, question)
    if found is None or found.withdrawn_at is not None:
        raise click.ClickException(f"There is no question {question}.")
    console, now = Console(width=None), clock.now()
    standings = standing.standings(found, evidence.gather(found, now), now)
    console.print(
        _table(sorted(standings, key=lambda one: (one.out is not None, -one.scored.score, one.row.author_id)))
    )
    route = db.session.get(Route, question) or Route(question_id=question, waves=0)
    console.print(_next(found, route, standings))


def _table(standings: list[Standing]) -> Table:
    table = Table("Member", "Score", "Expertise", "Availability", "Why in or out")
    for one in standings:
        reasons = ", ".join((one.evidence.why.value, *(reason.value for reason in one.scored.reasons)))
        numbers = (one.scored.score, one.scored.expertise, one.scored.availability)
        said = reasons if one.out is None else f"out: {one.out.value}"
        table.add_row(one.row.author_handle, *(f"{number:.2f}" for number in numbers), said)
    return table


def _next(question: Question, route: Route, standings: list[Standing]) -> str:
    now = clock.now()
    if not waves.is_open(question, now):
        return "Closed, imported, or its asker is no member: nobody is asked."
    asked = waves.so_far(question, route, standings)
    wave = pace.next_wave(waves.box(question, standings), asked, now)
    waves_sent = "1 wave" if asked.waves == 1 else f"{asked.waves} waves"
    past = f"{waves_sent}, {asked.asked} asked, {asked.answers} of {question.answers_wanted} answers."
    if wave is None:
        return f"{past} No wave is due any more."
    when = "now" if wave.at <= now else f"{wave.at:%Y-%m-%d %H:%M} UTC"
    return f"{past} Wave {wave.number}: {wave.size} members at most, {when}."

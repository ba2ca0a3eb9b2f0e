"""How soon and how often enough answers come, by how members are told of a question: a simulation.

    python -m benchmarks.routing
    python -m benchmarks.routing --sizes 3000 --seeds 1
    python -m benchmarks.routing --picture docs/pictures/routing.svg

Communities of invented members (`benchmarks.routing_community` says what is assumed of them, and why) get the same
questions, and the same people would answer the same ones, in three ways: nobody is told and some look by themselves;
everybody gets a mail for each question; or waves go out as `qa/routing` plans them, by the very same code. After six
weeks in which routing learns who knows what, the questions of one week are measured, while others go on.

Each is the mean over seeds. *first*: questions with an answer in time, percent; *enough*: with all the answers wanted in
time; *hours*: until the first answer, median, none where most questions got none; *asks*: a member a week, mean and, in
*most*, what the most often asked had in any seven days; *tired*: share of their will that asks have taken from members;
*weary*: members of whom it is more than half. Prints a table and, as the last line, one JSON object.
"""

from __future__ import annotations

import argparse
import json
from bisect import bisect_right
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.routing_community import WEEK, Community
from benchmarks.routing_picture import picture
from benchmarks.routing_run import Run, Strategy, Thread
from qa.routing.pace import expected

WARM, MEASURED, AFTER = 6, 1, 2
"""Weeks: to learn, to measure, and for the last time-boxes to end in a community as busy as before."""

FLOWS = (10, 20)
"""Questions a week in a community of 300, and in proportion in others: each member asks about twice a year, or four times."""

WANTED = 12
POINTS = 41
BARS = {"first": 95.0, "enough": 60.0, "most": 2}
"""What waves have to reach with 300 members: at least, at least, at most."""


def measured(run: Run, warm: float) -> list[Thread]:
    """The questions posted in the measured week."""
    begin, end = warm * WEEK, (warm + MEASURED) * WEEK
    return [thread for thread in run.threads if begin <= thread.asked.posted < end]


def figures(run: Run, threads: Sequence[Thread], warm: float) -> dict[str, float]:
    """The figures of one run."""
    begin, end = warm * WEEK, (warm + MEASURED) * WEEK
    asks = [sum(begin <= at < end for at in one) for one in run.asks]
    tired = run.tiredness(end)
    return {
        "first": 100 * float(np.mean([bool(thread.answers) for thread in threads])),
        "enough": 100 * float(np.mean([len(thread.answers) >= thread.box.wanted for thread in threads])),
        "asks": float(np.mean(asks)),
        "most": max(most_in_a_week(one) for one in run.asks),
        "tired": float(tired.mean()),
        "weary": 100 * float((tired > 0.5).mean()),
    }


def hours_to_first(threads: Sequence[Thread]) -> float | None:
    """Hours until the first answer, the median of all *threads*; None where most have none."""
    hours = [
        thread.answers[0] - thread.asked.posted if thread.answers else float("inf") for thread in threads
    ]
    median = float(np.median(hours)) if hours else float("inf")
    return None if median == float("inf") else round(median, 2)


def most_in_a_week(asks: Sequence[float]) -> int:
    """The most of *asks*, sorted hours, that fall into any seven days."""
    return max((bisect_right(asks, at) - bisect_right(asks, at - WEEK) for at in asks), default=0)


def curve(threads: Sequence[Thread]) -> list[float]:
    """The share of the answers wanted that are in, by share of the box, on average."""
    found = np.zeros(POINTS)
    for thread in threads:
        length = thread.asked.due - thread.asked.posted
        at = [thread.asked.posted + length * point / (POINTS - 1) for point in range(POINTS)]
        found += [bisect_right(thread.answers, one) / thread.box.wanted for one in at]
    return list(found / max(len(threads), 1))


def by_box(threads: Sequence[Thread]) -> dict[str, dict[str, float]]:
    """Questions, those with an answer and those with enough of them, by the hours of their box."""
    found: dict[str, dict[str, float]] = {}
    for thread in threads:
        row = found.setdefault(
            str(round(thread.asked.due - thread.asked.posted)), {"questions": 0, "first": 0, "enough": 0}
        )
        row["questions"] += 1
        row["first"] += bool(thread.answers)
        row["enough"] += len(thread.answers) >= thread.box.wanted
    return dict(sorted(found.items(), key=lambda item: int(item[0])))


def compare(size: int, a_week: float, seeds: int, warm: float, wanted: int) -> dict[str, dict[str, Any]]:
    """Each strategy on the same communities of *size*: the means over *seeds*, the curve, and figures by box."""
    runs: dict[Strategy, list[dict[str, float]]] = {strategy: [] for strategy in Strategy}
    seen: dict[Strategy, list[Thread]] = {strategy: [] for strategy in Strategy}
    for seed in range(seeds):
        community = Community(size, warm + MEASURED + AFTER, seed)
        questions = community.questions(a_week)
        for strategy in Strategy:
            run = Run(community, questions, wanted, strategy)
            run.play()
            if threads := measured(run, warm):
                runs[strategy].append(figures(run, threads, warm))
                seen[strategy] += threads
    return {one.value: _together(runs[one], seen[one]) for one in Strategy}


def _together(runs: Sequence[dict[str, float]], threads: Sequence[Thread]) -> dict[str, Any]:
    """The mean of each figure over *runs*, of *most* the largest; *spread* is between runs."""
    found: dict[str, Any] = {name: round(float(np.mean([run[name] for run in runs])), 2) for name in runs[0]}
    found["most"] = max(run["most"] for run in runs)
    found["spread"] = {
        name: round(float(np.std([run[name] for run in runs])), 1) for name in ("first", "enough")
    }
    return found | {
        "hours": hours_to_first(threads),
        "questions": len(threads),
        "by_box": by_box(threads),
        "curve": [round(share, 3) for share in curve(threads)],
    }


def table(name: str, found: dict[str, dict[str, Any]]) -> None:
    """Print what *found* holds."""
    print(f"\n{name}")
    print(f"{'':16}{'first':>7}{'enough':>8}{'hours':>7}{'asks':>7}{'most':>6}{'tired':>7}{'weary':>7}")
    for strategy, row in found.items():
        hours = "never" if row["hours"] is None else f"{row['hours']:.1f}"
        print(
            f"{strategy:16}{row['first']:7.1f}{row['enough']:8.1f}{hours:>7}{row['asks']:7.2f}{row['most']:6.0f}"
            f"{row['tired']:7.2f}{row['weary']:7.1f}"
        )
    for hours, row in found[Strategy.WAVES.value]["by_box"].items():
        print(
            f"  waves, boxes of {hours:>3} h: {row['questions']:4} questions,"
            f" first {100 * row['first'] / row['questions']:5.1f},"
            f" enough {100 * row['enough'] / row['questions']:5.1f}"
        )


def bars(found: dict[str, Any]) -> dict[str, bool]:
    """Which bars waves reach in *found*."""
    return {
        name: bool(found[name] <= bar if name == "most" else found[name] >= bar) for name, bar in BARS.items()
    }


def draw(path: Path, name: str, found: dict[str, dict[str, Any]]) -> None:
    """Write the picture of the curves of *found* to *path*."""
    curves = {strategy: row["curve"] for strategy, row in found.items()}
    curves["expected"] = [expected(point / (POINTS - 1)) for point in range(POINTS)]
    path.write_text(picture(curves, "Answers that are in, of those wanted", f"Simulated: {name}"))


def arguments(words: Sequence[str] | None) -> argparse.Namespace:
    """What was asked for: *words*, or the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=[30, 300], help="members of a community")
    parser.add_argument("--flows", type=float, nargs="+", default=FLOWS, help="questions a week for 300")
    parser.add_argument("--seeds", type=int, default=8, help="communities of each size; thrice as many of 30")
    parser.add_argument("--warm", type=float, default=WARM, help="weeks before what is measured")
    parser.add_argument("--wanted", type=int, default=WANTED, help="answers wanted")
    parser.add_argument(
        "--picture", type=Path, help="write the curves of the last size and first flow, as SVG"
    )
    return parser.parse_args(words)


def main(words: Sequence[str] | None = None) -> None:
    """Compare the three ways for each size and flow."""
    args, everything = arguments(words), {}
    for flow in args.flows:
        for size in args.sizes:
            a_week, seeds = flow * size / 300, args.seeds * (3 if size < 100 else 1)
            name = f"{size:,} members, {a_week:g} questions a week, {args.wanted} answers wanted"
            found = compare(size, a_week, seeds, args.warm, args.wanted)
            table(name, found)
            if args.picture and flow == args.flows[0] and size == args.sizes[-1]:
                draw(args.picture, name, found)
            reached = bars(found[Strategy.WAVES.value])
            if size == 300:
                print(f"  bars: {reached}")
            everything[f"{size} members, {a_week:g} a week"] = found | {"bars": reached}
    print(json.dumps(everything))


if __name__ == "__main__":
    main()

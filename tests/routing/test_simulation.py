"""The simulation of routing keeps its own rules, and says its figures in its last line."""

import json
from pathlib import Path

import pytest

from benchmarks.routing import figures, main, measured, most_in_a_week
from benchmarks.routing_community import WEEK, Community
from benchmarks.routing_run import Run, Strategy


def run(strategy: Strategy, seed: int = 1) -> Run:
    """Three weeks of 80 members and some questions."""
    community = Community(80, 3, seed)
    found = Run(community, community.questions(8), 4, strategy)
    found.play()
    return found


@pytest.mark.parametrize("strategy", Strategy)
def test_every_answer_is_in_time_wanted_and_from_another_member(strategy: Strategy) -> None:
    threads = run(strategy).threads
    assert any(thread.answers for thread in threads)
    for thread in threads:
        assert len(thread.answers) == len(thread.answered) - 1 <= 4  # the asker stands among the answered
        assert all(thread.asked.posted <= at < thread.asked.due for at in thread.answers)
        assert thread.answers == sorted(thread.answers)


def test_each_way_asks_whom_it_says() -> None:
    assert [thread.sent for thread in run(Strategy.NOBODY).threads if thread.sent] == []
    everybody = run(Strategy.EVERYBODY)
    assert {len(thread.sent) for thread in everybody.threads} == {79}
    assert max(map(most_in_a_week, everybody.asks)) > 2
    waves = run(Strategy.WAVES)
    assert 0 < max(map(most_in_a_week, waves.asks)) <= 2
    for thread in waves.threads:
        assert len(thread.sent) == len(set(thread.sent))
        assert thread.asked.asker not in thread.sent


def test_the_same_seed_is_the_same_community() -> None:
    one, again, other = run(Strategy.WAVES), run(Strategy.WAVES), run(Strategy.WAVES, seed=2)
    assert one.asks == again.asks
    assert one.asks != other.asks
    assert figures(one, measured(one, 0), 0) == figures(again, measured(again, 0), 0)


def test_asks_tire_and_people_recover() -> None:
    everybody = run(Strategy.EVERYBODY)
    assert everybody.tiredness(3 * WEEK).mean() > run(Strategy.WAVES).tiredness(3 * WEEK).mean() > 0
    assert (everybody.tiredness(3 * WEEK) > everybody.tiredness(5 * WEEK)).all()


def test_the_last_line_is_one_object_with_every_figure(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "curve.svg"
    main(["--sizes", "20", "--flows", "60", "--seeds", "1", "--warm", "1", "--picture", str(path)])
    found = json.loads(capsys.readouterr().out.splitlines()[-1])
    (figures,) = found.values()
    for strategy in Strategy:
        row = figures[strategy.value]
        assert {"first", "enough", "hours", "asks", "most", "tired", "weary", "curve"} <= set(row)
        assert row["questions"] > 0
        assert row["curve"] == sorted(row["curve"])
    assert set(figures["bars"]) == {"first", "enough", "most"}
    assert path.read_text().startswith("<svg")

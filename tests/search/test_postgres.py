"""The index in PostgreSQL: equal to the folder's, followed by every reader, one writer, and built anew when it is lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, literal, select, text

from qa.config import SettingsError, load
from qa.core.db import db
from qa.search import documents, postgres_writer, upkeep, writer
from qa.search.errors import IndexBusy, IndexDamaged
from qa.search.grammar import parse
from qa.search.index import SearchIndex, Snapshot
from qa.search.matching import Scope, Terms, rank
from qa.search.postgres import RANGES_MAX, PostgresIndex
from qa.search.postgres_segments import Range, connect
from qa.search.postgres_tables import PLACES_MAX, SCHEMA, tables
from qa.search.schema import TEXT_FIELDS, tag_key
from tests.search.corpus import START, others_words, thread, threads

ALL = frozenset({1, 2, 3})
QUERIES = (
    "vendor", "vendor audit", "vendor audit committee risk", '"vendor audit"', '"of the" cloud', "the", "how do you",
    "word3", "word17", "word2*", "pol* risk", "-cloud vendor", '-"the vendor" audit', "tag:audit", "tag:topic-3 cloud",
    "nothere", "vendor nothere", '"nothere vendor"', "topic 3", '"topic 3"',
)  # fmt: skip


def hits(
    snapshot: Snapshot, typed: str, circles: frozenset[int] = ALL, least: int | None = None
) -> dict[int, float]:
    query = parse(typed)
    terms = Terms(query.required, {}, tuple(query.prefixes), tuple(query.phrases), tuple(query.excluded))
    scope = Scope(circles=circles, now=START, tags=tuple(map(tag_key, query.tags)))
    ranking = rank(snapshot, terms, scope, 1000, least=least)
    assert ranking.total == len(ranking.ids)
    return dict(zip(ranking.ids, ranking.scores, strict=True))


def found(index: PostgresIndex, typed: str) -> set[int]:
    return set(hits(index.snapshot(), typed))


def statement(words: str) -> None:
    with connect() as connection:
        connection.execute(text(words))


@pytest.fixture(scope="module")
def pair(
    postgres_app: Flask, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Snapshot, Snapshot]]:
    """The same threads in both engines, in several parts with deletions in each; only to be read."""
    folder = SearchIndex(tmp_path_factory.mktemp("pair") / "search")
    given = list(threads(400))
    with postgres_app.app_context():
        kept = PostgresIndex()
        writer.rebuild(folder, given[:300])
        kept.rebuild(given[:300])
        for start in range(300, 400, 25):
            part, dropped = given[start : start + 25], list(range(start - 290, start - 280))
            writer.update(folder, part, dropped)
            kept.update(part, dropped)
            kept.snapshot()
        writer.update(folder, [thread(3, "vendor audit again")])
        kept.update([thread(3, "vendor audit again")])
        assert len(kept.snapshot().leaves) > 1
        assert any(leaf.live is not None for leaf in kept.snapshot().leaves)
        yield folder.snapshot(), kept.snapshot()


@pytest.mark.parametrize("circles", [ALL, frozenset({2})], ids=["all", "one"])
@pytest.mark.parametrize("typed", QUERIES)
def test_hits_and_scores_are_the_other_engines(
    pair: tuple[Snapshot, Snapshot], typed: str, circles: frozenset[int]
) -> None:
    for least in (None, 0):
        folder, kept = (hits(snapshot, typed, circles, least) for snapshot in pair)
        assert kept == pytest.approx(folder, abs=1e-4)
        assert list(kept) == list(folder)


def test_both_hold_the_same_numbers(pair: tuple[Snapshot, Snapshot]) -> None:
    folder, kept = pair
    assert folder.count == kept.count
    for name in ("id", "circle", "posted", "wanted"):
        assert sorted(folder.column(name)) == sorted(kept.column(name))


def test_beginnings_are_the_other_engines(pair: tuple[Snapshot, Snapshot]) -> None:
    folder, kept = (snapshot.leaves[0].segment for snapshot in pair)
    assert kept.prefixed("title", "word1", 1000)
    assert set(folder.prefixed("title", "word1", 1000)) <= set(kept.prefixed("title", "word1", 1000))
    assert kept.prefixed("title", "word1", 3) == kept.prefixed("title", "word1", 1000)[:3]
    assert kept.prefixed("title", "zzz", 3) == []
    for part in (folder, kept):
        first = part.prefixed("title", "word1", 3)
        assert part.prefixed("title", "word1", 2, first[0]) == first[1:]


def test_terms_that_look_alike(kept: PostgresIndex) -> None:
    part = kept.snapshot().leaves[0].segment
    assert "vendor" in (part.alike("vendr") or ())
    assert part.alike("qqqqqqqq") == set()


def test_a_beginning_stands_for_what_the_viewer_may_see(kept: PostgresIndex) -> None:
    kept.rebuild(others_words(200))
    kept.update([thread(1, "The conzebra clause")])
    assert found(kept, "con*") == {1}


def test_a_commit_is_seen_by_every_reader_at_once(kept: PostgresIndex) -> None:
    reader = PostgresIndex()
    assert found(reader, "zebra") == set()
    kept.update([thread(61, "A zebra"), thread(62, "Another zebra"), thread(62, "The last zebra wins")])
    assert found(reader, "zebra") == {61, 62}
    kept.update([thread(61, "A giraffe")], deleted=[62])
    assert (found(reader, "zebra"), found(reader, "giraffe")) == (set(), {61})
    assert reader.snapshot().count == kept.snapshot().count == 61
    assert reader.snapshot() is reader.snapshot()


def test_a_search_goes_on_with_what_it_began_with(kept: PostgresIndex) -> None:
    before = kept.snapshot()
    kept.update([thread(61, "vendor zebra")])
    assert 61 not in hits(before, "vendor")
    assert 61 in hits(kept.snapshot(), "vendor")


def test_many_updates_leave_few_ranges_and_nothing_deleted(kept: PostgresIndex) -> None:
    reader = PostgresIndex()
    for number in range(61, 90):
        kept.update([thread(number, f"zebra herd{number}")], deleted=[number - 5] if number > 70 else [])
        reader.snapshot()
        assert len(reader.snapshot().leaves) <= RANGES_MAX
    expected = {*range(61, 66), *range(85, 90)}
    assert found(reader, "zebra") == found(PostgresIndex(), "zebra") == expected
    assert found(reader, "herd84") == set()
    assert found(reader, "herd85") == {85}


def test_a_reader_that_slept_while_deletions_were_forgotten_reads_anew(kept: PostgresIndex) -> None:
    reader = PostgresIndex()
    assert 5 in found(reader, "the")
    kept.update([], deleted=range(1, 11))
    assert kept.tidy(everything=True)
    assert not kept.tidy(everything=True)
    assert not found(reader, "the") & set(range(1, 11))
    assert reader.snapshot().count == 50


def test_counts_of_terms_are_those_of_the_threads(kept: PostgresIndex) -> None:
    kept.update([thread(61, "zebra zebra"), thread(2, "vendor")], deleted=[1, 3])
    state = kept.snapshot()
    own = tables(state.generation)
    for name in TEXT_FIELDS:
        each = (
            func.unnest(func.tsvector_to_array(own.vector(name)))
            .table_valued("term", name="each")
            .render_derived()
        )
        circle, everywhere = own.number("circle"), literal(True)
        counted = select(each.c.term, circle, func.count()).select_from(own.threads.join(each, everywhere))
        counted = counted.group_by(each.c.term, circle)
        stored = select(own.terms.c.term, own.terms.c.circle, own.terms.c.threads)
        stored = stored.where(own.terms.c.field == name, own.terms.c.threads > 0)
        with connect() as connection:
            assert set(connection.execute(stored)) == set(connection.execute(counted.where(circle > 0)))
    part = state.leaves[0].segment
    assert part.frequency("title", "vendor") <= part.size


def test_any_text_is_kept_and_found(kept: PostgresIndex) -> None:
    titles = ["it's C:\\temp", "a\\'b o''clock", "quote ' \" backslash \\ end", "“zoë’s” 金曜"]
    kept.update([thread(n, title, title, answers=title, tags=(title,)) for n, title in enumerate(titles, 61)])
    for number, title in enumerate(titles, 61):
        assert number in found(kept, " ".join(parse(title).words))


def test_a_text_beyond_what_postgresql_keeps_is_cut_and_found(kept: PostgresIndex) -> None:
    long = " ".join(f"unusualword{number}" for number in range(70_000))
    often = "zebra " * (PLACES_MAX * 2)
    far = "filler " * 20_000 + "quiet okapi"
    kept.update([thread(61, "Long", long), thread(62, "Often", often), thread(63, "Far", far)])
    assert found(kept, "unusualword7") == {61}
    assert found(kept, "zebra") == {62}
    assert found(kept, '"quiet okapi"') == {63}
    leaf = next(leaf for leaf in kept.snapshot().leaves if 62 in leaf.segment.numbers["id"])
    assert leaf.segment.postings("question", "zebra").weights.tolist() == [PLACES_MAX]


def test_how_often_a_word_stands_is_exact(kept: PostgresIndex) -> None:
    times = [1, 2, 3, 17, 100, 254, 255]
    kept.update([thread(n, "x", "zebra " * often) for n, often in enumerate(times, 61)])
    assert kept.snapshot().leaves[-1].segment.postings("question", "zebra").weights.tolist() == times


def test_a_second_writer_is_told_to_wait(kept: PostgresIndex) -> None:
    with db.engine.begin() as connection:
        connection.execute(select(func.pg_advisory_xact_lock(postgres_writer.WRITE)))
        with pytest.raises(IndexBusy):
            kept.update([thread(61, "zebra")])
    kept.update([thread(61, "zebra")])
    assert found(kept, "zebra") == {61}
    with connect() as connection, postgres_writer._alone(connection), pytest.raises(IndexBusy):
        kept.rebuild(threads(3))


def test_an_update_that_fails_leaves_nothing(kept: PostgresIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError("the worker is killed here")

    before = kept.snapshot()
    with monkeypatch.context() as patch:
        patch.setattr(postgres_writer, "row", fail)
        with pytest.raises(OSError, match="killed"):
            kept.update([thread(2, "zebra")], deleted=[1])
    assert kept.snapshot() is before
    assert {1, 2} <= set(PostgresIndex().snapshot().column("id").tolist())


def test_a_rebuild_serves_the_old_until_the_swap_and_takes_in_what_changed(kept: PostgresIndex) -> None:
    def given() -> Iterator[object]:
        yield thread(1, "giraffe")
        assert found(kept, "vendor")
        assert found(kept, "giraffe") == set()
        yield thread(2, "zebra")

    before = kept.snapshot()
    count = kept.rebuild(given(), lambda _new: ([thread(3, "okapi")], [2]))  # type: ignore[arg-type]
    assert (count, kept.snapshot().count) == (2, 2)
    assert (found(kept, "okapi"), found(kept, "zebra"), found(kept, "giraffe")) == ({3}, set(), {1})
    assert hits(before, "vendor audit"), "a search that began before the swap still reads the old one"
    statement(f"UPDATE {SCHEMA}.state SET swapped_at = swapped_at - interval '1 minute'")
    assert kept.tidy()
    with connect() as connection:
        names = connection.scalars(text(f"SELECT tablename FROM pg_tables WHERE schemaname = '{SCHEMA}'"))
        assert sorted(names) == [
            "state",
            f"term_{kept.snapshot().generation}",
            f"thread_{kept.snapshot().generation}",
        ]


HARMS = {
    "all": "DROP SCHEMA {0} CASCADE",
    "state": "DROP TABLE {0}.state",
    "no row": "DELETE FROM {0}.state",
    "threads": "DROP TABLE {0}.thread_{1}",
    "terms": "DROP TABLE {0}.term_{1}",
    "format": "UPDATE {0}.state SET format = '0.9'",
    "name": "UPDATE {0}.state SET generation = 'x; --'",
}


@pytest.mark.parametrize("harm", HARMS)
def test_damage_is_noticed_and_a_rebuild_mends_it(kept: PostgresIndex, harm: str) -> None:
    assert found(kept, "vendor")
    statement(HARMS[harm].format(SCHEMA, kept.snapshot().generation))
    for index in (kept, PostgresIndex()):
        with pytest.raises(IndexDamaged):
            index.snapshot()
    with pytest.raises(IndexDamaged):
        kept.update([thread(1, "vendor")])
    with pytest.raises(IndexDamaged):
        kept.facts()
    assert kept.rebuild(threads(20)) == 20
    assert found(kept, "vendor")


def test_tables_lost_in_the_middle_of_a_search_are_damage_not_a_fault(kept: PostgresIndex) -> None:
    snapshot = kept.snapshot()
    statement(f"DROP SCHEMA {SCHEMA} CASCADE")
    for typed in ("committee", '"committee audit"', "com*"):
        with pytest.raises(IndexDamaged):
            hits(snapshot, typed)


def test_a_forked_process_reads_by_connections_of_its_own(kept: PostgresIndex) -> None:
    assert found(kept, "vendor")
    child = os.fork()
    if child == 0:
        os._exit(0 if found(kept, "committee") else 1)
    for _ in range(20):
        assert found(kept, "audit vendor")
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


SCRIPT = """
import sys
from pathlib import Path
from qa import create_app
from qa.search.upkeep import index
from tests.search.corpus import thread

app = create_app(mode="test", instance=Path(sys.argv[1]), secret_key="k" * 40, database_url=sys.argv[2], search="postgres")
with app.app_context():
    for number in range(int(sys.argv[3]), 10**9):
        index().update([thread(number, f"zebra mark{number}")], deleted=[number - 40])
        print(number, flush=True)
        if number % 31 == 0:
            index().rebuild([thread(n, f"zebra mark{n}") for n in range(number - 39, number + 1)])
"""


def test_killed_writers_lose_nothing_acknowledged(
    kept: PostgresIndex, postgres_app: Flask, tmp_path: Path
) -> None:
    address = db.engine.url.render_as_string(hide_password=False)
    first = 1000
    for commits in (3, 33, 8):
        command = [sys.executable, "-c", SCRIPT, str(tmp_path), address, str(first)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            last = [int(process.stdout.readline()) for _ in range(commits)][-1]
            process.send_signal(signal.SIGKILL)
        assert last in PostgresIndex().snapshot().column("id")
        assert found(kept, f"mark{last}") == {last}
        first = last + 2
    kept.update([thread(first + 100, "zebra after")])
    assert found(kept, "after") == {first + 100}


# The application


def settings_error(**environ: str) -> str:
    with pytest.raises(SettingsError) as error:
        load(environ)
    return str(error.value)


def test_the_setting_says_what_it_needs() -> None:
    assert "use whoosh or postgres" in settings_error(QA_SEARCH="xapian")
    wrong = settings_error(QA_SEARCH="postgres")
    assert wrong == "QA_SEARCH is postgres, so QA_DATABASE_URL must name a PostgreSQL database."
    assert load({"QA_SEARCH": "postgres", "QA_DATABASE_URL": "postgresql://h/q"}).search == "postgres"
    assert load({}).search == "whoosh"


def test_commands_and_chores(kept: PostgresIndex, postgres_app: Flask) -> None:
    run: Callable[..., object] = postgres_app.test_cli_runner().invoke
    statement(f"DROP SCHEMA {SCHEMA} CASCADE")
    assert upkeep.index().missing()
    assert "Mend it with: qa search rebuild" in run(args=["search", "stats"]).output  # type: ignore[attr-defined]
    upkeep.heal()
    assert not upkeep.index().missing()
    assert not upkeep.compare(upkeep.index().snapshot())
    assert "holds 0 threads" in run(args=["search", "rebuild"]).output  # type: ignore[attr-defined]
    kept.update([thread(7, "A thread that the database does not have")])
    assert "0 missing, 0 stale, 1 gone" in run(args=["search", "check"]).output  # type: ignore[attr-defined]
    assert "threads" in run(args=["search", "stats"]).output  # type: ignore[attr-defined]
    upkeep.reconcile()
    upkeep.tidy()
    assert list(documents.every()) == []


def test_a_range_is_read_once(kept: PostgresIndex) -> None:
    part = kept.snapshot().leaves[0].segment
    assert isinstance(part, Range)
    assert not part.held("title", "vendor")
    first = part.postings("title", "vendor")
    assert part.held("title", "vendor")
    assert part.postings("title", "vendor") is first
    kept.update([replace(thread(61, "zebra"), circle=2)])
    assert kept.snapshot().leaves[0].segment is part

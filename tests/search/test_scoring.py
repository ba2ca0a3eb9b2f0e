"""Scores: equal to Whoosh's own, blind to what others write, bounded in time and memory."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from whoosh import query as whoosh_query
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex
from whoosh.scoring import BM25F
from whoosh.searching import Searcher

from qa.search import scoring, writer
from qa.search.grammar import parse
from qa.search.index import NAME, SearchIndex
from qa.search.matching import Scope, Terms, rank
from qa.search.postings import Cache, Postings
from qa.search.schema import TEXT_FIELDS, Document, whoosh_schema
from qa.search.scoring import Scorer, Weights, statistics, views, whole
from qa.search.segments import Segment
from tests.search.conftest import LIBRARY
from tests.search.corpus import START, others_words, thread, threads
from tests.search.test_grammar import HOSTILE
from tests.support.breadth import some
from tests.support.ceiling import under_ceiling

ALL = frozenset({1, 2, 3})
PLAIN = Weights(
    boosts=dict.fromkeys(TEXT_FIELDS, 1.0), b=dict.fromkeys(TEXT_FIELDS, 0.75), k1=1.2, rarity=1.0
)
BOOSTED = Weights(
    boosts={"title": 2.5, "question": 1.0, "answers": 0.5, "tags": 0.25},
    b={"title": 0.3, "question": 0.9, "answers": 0.75, "tags": 0.0},
    k1=1.7,
    rarity=1.0,
)


def ours(index: SearchIndex, terms: list[str], weights: Weights) -> dict[int, float]:
    snapshot = index.snapshot()
    seen = views(snapshot, ALL)
    scorer = Scorer(seen, whole(snapshot, TEXT_FIELDS), weights, restricted=False)
    found: dict[int, float] = {}
    for view, scores in zip(seen, scorer.scores(dict.fromkeys(terms, 1.0)), strict=True):
        live = np.flatnonzero((scores > 0) & view.mask)
        found.update(zip(view.leaf.segment.numbers["id"][live].tolist(), scores[live].tolist(), strict=True))
    return found


def theirs(index: SearchIndex, terms: list[str], weights: Weights) -> dict[int, float]:
    opened = FileIndex(FileStorage(str(index.folder())), whoosh_schema(), NAME)
    model = BM25F(K1=weights.k1, **{f"{name}_B": b for name, b in weights.b.items()})
    asked = whoosh_query.Or(
        [whoosh_query.Term(name, t, boost=weights.boosts[name]) for name in weights.boosts for t in terms]
    )
    searcher = Searcher(opened.reader(), weighting=model)
    try:
        ids = [searcher.reader().column_reader("id")[n] for n in range(searcher.doc_count_all())]
        return {ids[hit.docnum]: hit.score for hit in searcher.search(asked, limit=None)}
    finally:
        searcher.close()
        for reader, _offset in searcher.reader().leaf_readers():
            if not reader._terms._postfile.is_closed:
                reader._terms._postfile.close()


@pytest.fixture(scope="module")
def scarred(tmp_path_factory: pytest.TempPathFactory) -> SearchIndex:
    """An index in several segments with deletions in each, one of them merged; only to be read."""
    index = SearchIndex(tmp_path_factory.mktemp("scarred") / "search")
    documents = list(threads(400))
    writer.rebuild(index, documents[:250])
    for start in range(250, 400, 25):
        writer.update(index, documents[start : start + 25], deleted=range(start - 240, start - 230))
    writer.tidy(index)
    writer.update(index, [thread(3, "vendor audit again")], deleted=[399])
    assert len(index.snapshot().leaves) > 1
    return index


@pytest.mark.parametrize("weights", [PLAIN, BOOSTED], ids=["plain", "boosted"])
@pytest.mark.parametrize(
    "terms",
    [["vendor"], ["vendor", "audit", "cloud"], ["the", "of", "word3"], ["word17", "word250", "nothere"]],
    ids=" ".join,
)
def test_scores_are_whooshs_own(scarred: SearchIndex, terms: list[str], weights: Weights) -> None:
    expected = theirs(scarred, terms, weights)
    found = ours(scarred, terms, weights)
    assert set(found) == set(expected)
    assert expected
    assert found == pytest.approx(expected, abs=1e-4)


def hits(index: SearchIndex, text: str, circles: frozenset[int] = ALL) -> list[tuple[int, float]]:
    query = parse(text)
    terms = Terms(query.required, {}, tuple(query.prefixes), tuple(query.phrases), tuple(query.excluded))
    ranking = rank(index.snapshot(), terms, Scope(circles=circles, now=START), 500)
    return list(zip(ranking.ids, ranking.scores, strict=True))


def ids(index: SearchIndex, text: str, circles: frozenset[int] = ALL) -> set[int]:
    return {number for number, _ in hits(index, text, circles)}


def test_what_others_write_changes_neither_hits_nor_scores(tmp_path: Path) -> None:
    one, two = SearchIndex(tmp_path / "one"), SearchIndex(tmp_path / "two")
    mine = list(threads(90, circles=1))
    secret = [thread(1000 + n, "vendor canary", "vendor audit committee " * n, circle=2) for n in range(40)]
    writer.rebuild(one, mine)
    writer.rebuild(two, mine + secret)
    for text in ("vendor", "vendor committee", "canary", "comm*", '"vendor audit"', "the vendor word3"):
        assert hits(one, text, frozenset({1})) == hits(two, text, frozenset({1}))
    assert ids(two, "canary", frozenset({1, 2})) == {document.id for document in secret}


def test_another_circles_threads_are_not_even_counted(library: SearchIndex) -> None:
    inside = rank(library.snapshot(), Terms(("vendor",)), Scope(frozenset({1}), START), 10)
    outside = rank(library.snapshot(), Terms(("vendor",)), Scope(frozenset({9}), START), 10)
    nobody = rank(library.snapshot(), Terms(("vendor",)), Scope(frozenset(), START), 10)
    assert inside.total > 100
    assert (outside.total, nobody.total, outside.ids) == (0, 0, ())


def test_words_phrases_exclusions_and_beginnings(tmp_path: Path) -> None:
    index = SearchIndex(tmp_path / "search")
    writer.rebuild(
        index,
        [
            thread(1, "We audit vendors on site", "each year"),
            thread(2, "The site on which we audit a vendor"),
            thread(3, "Security budget", answers="ask the board\ffirst of all", tags=("cloud",)),
            thread(4, "Securing the cloud"),
        ],
    )
    assert ids(index, "vendor audit") == {1, 2}
    assert ids(index, '"on site"') == {1}
    assert ids(index, "audit -year") == {2}
    assert ids(index, 'audit -"on site"') == {2}
    assert ids(index, "secur*") == {3, 4}
    assert ids(index, "security*") == {3, 4}
    assert ids(index, "secur* cloud") == {3, 4}
    assert ids(index, '"board first"') == set()
    assert ids(index, '"the board"') == {3}
    assert ids(index, "-vendor") == {3, 4}


def test_a_beginning_stands_for_what_the_viewer_may_see(tmp_path: Path) -> None:
    index = SearchIndex(tmp_path / "search")
    writer.rebuild(index, others_words(200))
    writer.update(index, [thread(1, "The conzebra clause")])
    assert ids(index, "con*") == {1}
    for number in (300, 301):
        writer.update(index, [thread(number, f"The conquince {number}"), *others_words(10, number * 1000)])
    assert ids(index, "con*") == {1, 300, 301}


@pytest.mark.parametrize("spread", [1, 4])
def test_filters(tmp_path: Path, spread: int) -> None:
    index = SearchIndex(tmp_path / "search")
    known = [
        thread(1, "x", tags=("Vendor audits",), asker=7, answerers=(8,)),
        thread(2, "x", circle=2, answerers=(7,), answer_count=1),
        thread(3, "x", tags=("cloud", "vendor-audits"), answerers=(9,)),
        thread(4, "x"),
    ]
    writer.rebuild(index, known[: len(known) // spread])
    for document in known[len(known) // spread :]:
        writer.update(index, [document])

    def narrowed(**filters: object) -> set[int]:
        return set(rank(index.snapshot(), Terms(), Scope(ALL, START, **filters), 9).ids)  # type: ignore[arg-type]

    assert narrowed() == {1, 2, 3, 4}
    assert narrowed(tags=("vendor-audits",)) == {1, 3}
    assert narrowed(tags=("vendor-audits", "cloud")) == {3}
    assert narrowed(people=((7,),)) == {1, 2}
    assert narrowed(people=((7, 9),)) == {1, 2, 3}
    assert narrowed(people=((7,), (8,))) == {1}
    assert narrowed(people=((),)) == set()
    assert narrowed(within=frozenset({2})) == {2}
    assert narrowed(states=("answered",)) == {2}
    assert narrowed(after=known[1].posted, before=known[3].posted) == {2, 3}
    assert narrowed(without=3) == {1, 2, 4}


def test_without_words_the_newest_come_first(library: SearchIndex) -> None:
    assert rank(library.snapshot(), Terms(), Scope(ALL, START), 3).ids == (LIBRARY, LIBRARY - 1, LIBRARY - 2)


def test_a_page_of_hits_is_the_beginning_of_a_longer_one(library: SearchIndex) -> None:
    few = rank(library.snapshot(), Terms(("vendor",)), Scope(ALL, START), 10)
    many = rank(library.snapshot(), Terms(("vendor",)), Scope(ALL, START), 200)
    assert many.ids[:10] == few.ids
    assert list(many.scores) == sorted(many.scores, reverse=True)
    assert few.total == many.total > 200


@pytest.mark.parametrize("text", some(HOSTILE, 2))
def test_hostile_queries_are_quick(library: SearchIndex, text: str) -> None:
    library.cache.forget(set())
    under_ceiling(lambda: hits(library, text))


def test_the_commonest_terms_go_first_when_a_query_costs_too_much(
    library: SearchIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    terms = Terms(optional=dict.fromkeys(("the", "a", "of", "word40"), 1.0))
    assert not rank(library.snapshot(), terms, Scope(ALL, START), 5).partial
    monkeypatch.setattr(Segment, "decode_max", 600)
    library.cache.forget(set())
    cut = rank(library.snapshot(), terms, Scope(ALL, START), 5)
    assert cut.partial
    assert cut.ids == rank(library.snapshot(), Terms(optional={"word40": 1.0}), Scope(ALL, START), 5).ids


def test_the_cache_is_bounded_and_forgets_the_oldest() -> None:
    cache = Cache(limit=10_000)
    piece = Postings(np.zeros(100, np.int32), np.zeros(100, np.float32))
    for number in range(50):
        cache.put(("s", "f", str(number)), piece)
    assert cache.used <= 10_000
    assert cache.get(("s", "f", "0")) is None
    assert cache.get(("s", "f", "49")) is piece
    cache.put(("s", "f", "huge"), Postings(np.zeros(5000, np.int32), np.zeros(5000, np.float32)))
    assert cache.get(("s", "f", "huge")) is None
    cache.forget(set())
    assert (cache.used, len(cache)) == (0, 0)


def test_statistics_count_only_what_is_seen(library: SearchIndex) -> None:
    part = statistics(views(library.snapshot(), frozenset({1})), TEXT_FIELDS)
    every = statistics(views(library.snapshot(), ALL), TEXT_FIELDS)
    assert (part.count, every.count) == (LIBRARY // 3, LIBRARY)
    assert whole(library.snapshot(), TEXT_FIELDS).averages == pytest.approx(every.averages, rel=0.1)


def test_threads_search_at_the_same_time(library: SearchIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    from concurrent.futures import ThreadPoolExecutor

    # Eight threads on a busy machine are slow: here it is whether they get into one another's way that counts.
    monkeypatch.setattr(scoring, "SECONDS_MAX", 60.0)
    texts = ["vendor audit", "comm*", '"the vendor"', "cloud -risk", "word3 word9"] * 8
    library.cache.forget(set())
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda text: hits(library, text), texts))
    assert found == [hits(library, text) for text in texts]


def test_a_document_is_held_as_given() -> None:
    document = Document(id=1, circle=1, version=START, posted=START, title="x")
    assert (document.asker, document.answerers, document.tags) == (None, (), ())

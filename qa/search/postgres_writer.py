"""Writing the index in PostgreSQL: batches, clearing away, and rebuilding beside the serving generation.

One writer at a time, kept so by advisory locks, which end with their connection. A commit is seen by all readers at once.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from itertools import islice
from typing import Any

import structlog
from sqlalchemy import (
    Connection,
    Integer,
    MetaData,
    case,
    delete,
    func,
    insert,
    inspect,
    literal,
    select,
    text,
)
from sqlalchemy import Table as AnyTable
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.schema import CreateSchema, DropTable

from qa.core.db import AnyRow, db
from qa.search.errors import IndexBusy
from qa.search.index import Snapshot
from qa.search.postgres_segments import connect
from qa.search.postgres_tables import SCHEMA, STATE, Tables, gone, reading, row, tables
from qa.search.schema import FORMAT_VERSION, TEXT_FIELDS, Document

WRITE, REBUILD = 7_196_281_104, 7_196_281_105
"""Advisory locks: any numbers that nothing else in the database uses."""
BATCH = 500
GRACE = timedelta(seconds=10)
"""So long after a swap a search that began before may still read the old generation."""
GONE_MAX = 1_000
"""Deleted threads that readers are told of one by one; of more they read everything anew."""

State = Callable[[Connection], AnyRow]
Beside = Callable[[Connection, str, int], Snapshot]
CatchUp = Callable[[Snapshot], tuple[Sequence[Document], Iterable[int]]]

log = structlog.get_logger(__name__)


def update(state: State, documents: Sequence[Document], dropped: Collection[int]) -> None:
    """Put *documents*, remove the threads *dropped*, and let both be seen."""
    with reading(), _writing() as connection:
        now = state(connection)
        _put(connection, tables(now.generation), now.seq + 1, documents, dropped)
        connection.execute(STATE.update().values(seq=now.seq + 1))


@contextmanager
def _writing(wait: bool = False) -> Iterator[Connection]:
    """A transaction that alone writes. Raises IndexBusy when another one does, unless *wait*."""
    with db.engine.begin() as connection:
        if wait:
            connection.execute(text("SET LOCAL lock_timeout = 0"))
            connection.execute(select(func.pg_advisory_xact_lock(WRITE)))
        elif not connection.scalar(select(func.pg_try_advisory_xact_lock(WRITE))):
            raise IndexBusy("another process writes the index")
        yield connection


def _put(
    connection: Connection, found: Tables, seq: int, documents: Sequence[Document], dropped: Collection[int]
) -> None:
    ids = [document.id for document in documents]
    number = found.number("id")
    _count(connection, found, number.in_([*ids, *dropped]), -1)
    removed = connection.scalars(
        delete(found.threads).where(number.in_([*ids, *dropped])).returning(number)
    ).all()
    rows = [row(document, seq) for document in documents]
    rows += [gone(question_id, seq) for question_id in removed if question_id in dropped]
    if rows:
        connection.execute(insert(found.threads), rows)
    _count(connection, found, number.in_(ids), 1)


def _count(connection: Connection, found: Tables, which: Any, sign: int) -> None:
    """Add the terms of the threads *which* to the counts, or take them away."""
    circle = found.number("circle")
    for name in TEXT_FIELDS:
        each = func.unnest(func.tsvector_to_array(found.vector(name)))
        terms = each.table_valued("term", name="each").render_derived()
        counted = (
            select(literal(name), terms.c.term, circle, func.count(type_=Integer) * sign)
            .select_from(found.threads.join(terms, literal(True)))
            .where(which, circle > 0)
            .group_by(terms.c.term, circle)
        )
        adding = upsert(found.terms).from_select(["field", "term", "circle", "threads"], counted)
        total = found.terms.c.threads + adding.excluded.threads
        connection.execute(
            adding.on_conflict_do_update(index_elements=found.terms.primary_key, set_={"threads": total})
        )


def tidy(state: State, everything: bool) -> bool:
    """Drop generations that were replaced, terms that stand nowhere, and the memory of old deletions."""
    dropped = _sweep()
    with reading(), _writing() as connection:
        now = state(connection)
        found = tables(now.generation)
        buried = found.number("circle") == 0
        many = connection.scalar(select(func.count()).select_from(found.threads).where(buried)) or 0
        if many > (0 if everything else GONE_MAX):
            connection.execute(delete(found.threads).where(buried))
            connection.execute(delete(found.terms).where(found.terms.c.threads <= 0))
            connection.execute(STATE.update().values(floor=now.seq + 1, seq=now.seq + 1))
            return True
    return dropped


def rebuild(documents: Iterable[Document], beside: Beside, catch_up: CatchUp | None) -> int:
    """Build a new generation from *documents* and let it serve; returns how many threads it holds."""
    with connect() as connection, _alone(connection):
        connection.execute(CreateSchema(SCHEMA, if_not_exists=True))
        STATE.create(connection, checkfirst=True)
        found = Tables(f"g{secrets.token_hex(4)}")
        count = _fill(connection, found, documents)
        with _writing(wait=True) as writing:
            if catch_up is not None:
                changed, dropped = catch_up(beside(writing, found.generation, 1))
                _put(writing, found, 2, changed, set(dropped) - {document.id for document in changed})
                count = beside(writing, found.generation, 2).count
            _point(writing, found.generation)
    _sweep()
    return count


@contextmanager
def _alone(connection: Connection) -> Iterator[None]:
    """Hold the lock of rebuilding. Raises IndexBusy when another process rebuilds."""
    if not connection.scalar(select(func.pg_try_advisory_lock(REBUILD))):
        raise IndexBusy("another process rebuilds the index")
    try:
        yield
    finally:
        connection.execute(select(func.pg_advisory_unlock(REBUILD)))


def _fill(connection: Connection, found: Tables, documents: Iterable[Document]) -> int:
    found.metadata.create_all(connection, checkfirst=False)
    source, count = iter(documents), 0
    while batch := list(islice(source, BATCH)):
        last = {document.id: row(document, 1) for document in batch}
        _copy(connection, found, list(last.values()))
        count += len(last)
    found.make_indexes(connection)
    _count(connection, found, literal(True), 1)
    _trigrams(connection, found)
    for table in (found.threads, found.terms):
        connection.execute(text(f"ANALYZE {SCHEMA}.{table.name}"))
    return count


def _copy(connection: Connection, found: Tables, rows: Sequence[dict[str, Any]]) -> None:
    names = [column.name for column in found.threads.columns]
    driver: Any = connection.connection.driver_connection
    command = f"COPY {SCHEMA}.{found.threads.name} ({', '.join(names)}) FROM STDIN"
    with driver.cursor() as cursor, cursor.copy(command) as copy:
        for values in rows:
            copy.write_row([values[name] for name in names])


def _trigrams(connection: Connection, found: Tables) -> None:
    """Index the terms by their looks, where this account may have PostgreSQL's pg_trgm."""
    try:
        connection.execute(text("CREATE EXTENSION IF NOT EXISTS pg_trgm"))
        name = f"{found.terms.name}_looks"
        command = f"CREATE INDEX {name} ON {SCHEMA}.{found.terms.name} USING gin (term gin_trgm_ops)"
        connection.execute(text(command))
    except DBAPIError as error:
        log.info("search_without_trigrams", reason=str(error.orig)[:200])


def _point(connection: Connection, generation: str) -> None:
    swap = {
        "generation": generation,
        "format": FORMAT_VERSION,
        "seq": 2,
        "floor": 0,
        "swapped_at": func.now(),
    }
    connection.execute(delete(STATE))
    connection.execute(insert(STATE).values(one=1, **swap))


def _sweep() -> bool:
    """Drop the tables of generations that no longer serve, unless a rebuild may be making them."""
    with connect() as connection:
        if not connection.scalar(select(func.pg_try_advisory_lock(REBUILD))):
            return False
        try:
            return _swept(connection)
        finally:
            connection.execute(select(func.pg_advisory_unlock(REBUILD)))


def _swept(connection: Connection) -> bool:
    if not inspect(connection).has_table(STATE.name, SCHEMA):
        return False
    fresh = case((STATE.c.swapped_at > func.now() - GRACE, 1), else_=0)
    state = connection.execute(select(STATE.c.generation, fresh)).first()
    if state is None or state[1]:
        return False
    serving = {STATE.name, *(f"{kind}_{state.generation}" for kind in ("thread", "term"))}
    old = [name for name in inspect(connection).get_table_names(SCHEMA) if name not in serving]
    for name in old:
        try:
            connection.execute(DropTable(AnyTable(name, MetaData(schema=SCHEMA)), if_exists=True))
        except DBAPIError as error:  # a search still reads it: the next time
            log.info("search_kept_for_now", table=name, reason=str(error.orig)[:200])
    return bool(old)

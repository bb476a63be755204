"""The reader's own vocabulary files, as commands take them: checked, in use for one command, and seen by queries."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from kb.errors import UsageError


@contextmanager
def words_of(files: Sequence[Path] | None, of_texts: bool = True) -> Iterator[None]:
    """Go by the reader's files until the block ends; `UsageError` for one that cannot be used.

    What reads no texts but the store needs only the words for metrics, and does not wait for the table of places.
    """
    if not files:
        yield
        return
    from schema.in_use import using
    from schema.own_vocabulary import own_vocabulary
    from schema.tables_of_words import TABLES, VocabularyError

    try:
        with using(own_vocabulary(*files, tables=TABLES if of_texts else ("metrics",))):
            yield
    except VocabularyError as error:
        raise UsageError(str(error)) from None


def with_own_words(store: sqlite3.Connection, files: Sequence[Path] | None) -> sqlite3.Connection:
    """The store, its metrics and their words joined by those of the files in use, whatever it was written with."""
    if not files:
        return store
    from kb import vocabulary
    from schema.in_use import own_rows

    own = {row.cells["id"] for rows in own_rows("metrics") for row in rows}
    store.executescript(OWN_WORDS)
    store.executemany("insert into own_metric values (?, ?, ?, ?)", [m for m in vocabulary.metrics() if m.id in own])
    store.executemany("insert into own_alias values (?, ?)", [pair for pair in vocabulary.aliases() if pair[1] in own])
    return store


# Temporary tables and views live beside a store that is only read, and go before its own.
OWN_WORDS = """
pragma temp_store = memory;
create temp table own_metric (id text primary key, name text, broader text, top text);
create temp table own_alias (alias text, metric_id text);
create temp view metric as
  select id, name, broader, top from main.metric where id not in (select id from own_metric)
  union all select id, name, broader, top from own_metric;
create temp view metric_alias as
  select alias, metric_id from main.metric_alias union select alias, metric_id from own_alias;
"""

"""Near words for one that the store does not know."""

from __future__ import annotations

import sqlite3

MOST = 5
IN_FACTS = """
select name from place union select alias from place_alias
union select metric from (select distinct metric from fact limit 20000)
"""
IN_VOCABULARY = "select name from metric union select alias from metric_alias"


def near(store: sqlite3.Connection, word: str) -> list[str]:
    """Up to five names written much like a word: those that facts have, then those of the vocabulary."""
    import difflib

    found: list[str] = []
    for select in (IN_FACTS, IN_VOCABULARY):
        names = [row[0] for row in store.execute(select)]
        found += difflib.get_close_matches(word, names, n=MOST, cutoff=0.5)
    return list(dict.fromkeys(found))[:MOST]


def unknown_word(store: sqlite3.Connection, word: str) -> str:
    """One line about a word that nothing in the store matches."""
    from schema.gazetteer import find

    last = word.rpartition("/")[2]
    if places := find(last):
        return f"{word}: no fact of this store is about {places[0].path}; see: kb list places"
    names = near(store, last)
    known = f"near it: {', '.join(names)}" if names else "see: kb list places, kb list metrics"
    return f"{word}: no place, metric or text of this store; {known}"

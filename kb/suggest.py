"""Near words for one that the store does not know."""

from __future__ import annotations

import sqlite3

MOST = 5
WITH_FACTS = """
select name from place union select alias from place_alias
union select metric from (select distinct metric from fact limit 20000)
union select name from metric where id in (select metric_id from fact)
union select alias from metric_alias where metric_id in (select metric_id from fact)
"""
IN_VOCABULARY = """
select name from metric where id = :word or name = :word
union select m.name from metric m join metric_alias a on a.metric_id = m.id where a.alias = :word
"""


def near(store: sqlite3.Connection, word: str) -> list[str]:
    """Up to five names of places and metrics written much like a word; only those that find something."""
    import difflib

    names = [row[0] for row in store.execute(WITH_FACTS)]
    return difflib.get_close_matches(word, names, n=MOST, cutoff=0.5)


def unknown_word(store: sqlite3.Connection, word: str) -> str:
    """One line about a word that nothing in the store matches."""
    from schema.gazetteer import find, suggest

    last = word.rpartition("/")[2]
    if places := find(last):
        return f"{word}: no fact of this store is about {places[0].path}; see: kb list places"
    if known := [row[0] for row in store.execute(IN_VOCABULARY, {"word": word})]:
        meant = "" if word in known else f" ({known[0]})"
        return f"{word}: a metric of the vocabulary{meant} that no fact of this store counts; see: kb list metrics"
    names = near(store, last) or list(suggest(last))
    advice = f"near it: {', '.join(names)}" if names else "see: kb list places, kb list metrics"
    return f"{word}: no place, metric or text of this store; {advice}"

"""One fact in full: its sentence, its fields, the rules that made it, and its source."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from kb import columns, query
from kb.errors import KbError
from kb.rulebook import described

MOST = 10  # ids listed where a prefix fits several


@dataclass(frozen=True)
class Shown:
    """A fact with its sentence cut at the number, and every path of its source."""

    fields: dict[str, object]
    before: str
    inside: str
    after: str
    paths: tuple[str, ...]
    rules: dict[str, str]


def show(store: sqlite3.Connection, prefix: str) -> Shown:
    """The fact whose id is or begins so."""
    fields = dict(zip(columns.ROW, the_row(store, prefix), strict=True))
    select = "select path from location where source_id = ? order by path"
    paths = tuple(row[0] for row in store.execute(select, (fields["source_id"],)))
    text = store.execute("select text from source where id = ?", (fields["source_id"],)).fetchone()[0]
    before, inside, after = cut(text, int(str(fields["start"])), int(str(fields["end"])), str(fields["context"]))
    rules = described(fields["rules"])  # type: ignore[arg-type]  # the one column that holds a list
    return Shown(fields, before, inside, after, paths, rules)


def the_row(store: sqlite3.Connection, prefix: str) -> tuple[object, ...]:
    """The one row whose id begins so."""
    found = (
        list(
            store.execute(
                "select id, surface, metric from fact where id >= ? and id < ? order by id limit ?",
                (prefix, prefix + "\U0010ffff", MOST + 1),
            )
        )
        if prefix
        else []
    )
    if not found:
        raise KbError(f"{prefix}: no fact with this id; kb query prints ids")
    if len(found) > 1 and found[0][0] != prefix:
        listed = "; ".join(" ".join(row) for row in found[:MOST])
        raise KbError(f"{prefix}: several facts begin so; give more of the id: {listed}")
    by_id = query.Plan((query.Condition("f.id = ?", (found[0][0],)),), ())
    return next(query.rows(store, by_id, query.Query()))


def cut(text: str, start: int, end: int, context: str) -> tuple[str, str, str]:
    """The sentence around a number, in three: before it, itself, after it.

    >>> cut("党员42名。网格员6800名。", 9, 14, "网格员6800名。")
    ('网格员', '6800名', '。')
    """
    at = text.rfind(context, 0, end + len(context))
    if 0 <= at <= start and end <= at + len(context):
        return text[at:start], text[start:end], text[end : at + len(context)]
    first = text.rfind("\n", 0, start) + 1  # a context that was put together, such as a table row with its headers
    last = text.find("\n", end)
    return text[first:start], text[start:end], text[end : last if last >= 0 else len(text)]

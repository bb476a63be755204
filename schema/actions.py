"""The verbs that govern numbers in reports, and whether they speak of a stock, a change, or neither.

The list is vocabulary/actions.tsv.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Literal, get_args

from schema.tables_of_words import Row, VocabularyError, built_in

ActionKind = Literal["stock", "change", "neither"]
KINDS: Mapping[str, ActionKind] = MappingProxyType({kind: kind for kind in get_args(ActionKind)})
# Where the words of a separable verb leave room: 由…组成.
GAP = "…"


@dataclasses.dataclass(frozen=True, slots=True)
class Action:
    """A verb; `parts` has two where words stand between its halves."""

    verb: str
    kind: ActionKind
    example: str = ""
    note: str = ""

    @property
    def parts(self) -> tuple[str, ...]:
        """The halves of a separable verb, or the verb.

        >>> Action("由…组成", "stock").parts
        ('由', '组成')
        """
        return tuple(self.verb.split(GAP))


@functools.cache
def actions() -> Mapping[str, Action]:
    """The verbs, in the order of the file.

    >>> actions()["组建"].kind, actions()["新增"].kind, actions()["召开"].kind
    ('stock', 'change', 'neither')
    """
    return MappingProxyType(read(built_in("actions.tsv")))


def read(table: Iterable[Row]) -> dict[str, Action]:
    """The verbs of a table.

    Raises `VocabularyError` for a kind that is not known or a verb that stands there twice.
    """
    found: dict[str, Action] = {}
    for row in table:
        verb, kind = row.cells["verb"], KINDS.get(row.cells["kind"])
        if kind is None:
            raise VocabularyError(f"{row.file}, line {row.line}, entry {verb!r}: unknown kind {row.cells['kind']!r}")
        if not verb or verb in found:
            raise VocabularyError(f"{row.file}, line {row.line}, entry {verb!r}: verb is missing or used twice")
        found[verb] = Action(verb, kind, row.cells["example"], row.cells["note"])
    return found

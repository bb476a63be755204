"""The store from Python: open it, search it."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import Any

from kb import columns, query
from kb.store import default_path, open_store
from schema.record import Fact


class KnowledgeBase:
    """A store of facts, opened for reading."""

    def __init__(self, path: str | Path | None = None) -> None:
        self.path = default_path() if path is None else Path(path)
        self._store = open_store(self.path)

    def search(self, *words: str, **options: Any) -> list[Fact]:
        """The facts that fit free words and the options of `kb query` (`place="兰州", metric="网格员", year=2020`)."""
        given: dict[str, Any] = {
            name: value if name == "limit" or value is None else str(value) for name, value in options.items()
        }
        return [fact_of(row) for row in query.search(self._store, query.Query(words=words, **given))]

    def close(self) -> None:
        """Let the file go."""
        self._store.close()

    def __enter__(self) -> KnowledgeBase:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


def fact_of(row: tuple[object, ...]) -> Fact:
    """A row of the store as the record."""
    fields: dict[str, Any] = dict(zip(columns.FACT, row, strict=False))
    high = fields["value_high"]
    exact = {"value": Decimal(fields["value"]), "value_high": None if high is None else Decimal(high)}
    return Fact(**fields | exact | {"rules": tuple(fields["rules"])})

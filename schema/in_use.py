"""Which vocabulary is in use: the built-in one, or that with the reader's own files; and caches that know which.

Whatever is built from a table of words is kept by the vocabulary it was built from, so that no call sees the words of
another. What is in use belongs to the running call (a context variable), not to the process.
"""

from __future__ import annotations

import dataclasses
import functools
import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, NamedTuple, ParamSpec, TypeVar, cast

from schema.tables_of_words import Row, parts

P = ParamSpec("P")
R = TypeVar("R")

VOCABULARIES = 8  # how many are remembered, for those who read the same files again and again


class File(NamedTuple):
    """A file of the reader and its text."""

    path: str
    text: str


class Kept(dict[Callable[[], Any], Any]):
    """The caches of one vocabulary, each made when it is first asked for."""

    def __missing__(self, fresh: Callable[[], Any]) -> Any:
        self[fresh] = made = fresh()
        return made


@dataclasses.dataclass(frozen=True, slots=True)
class OwnVocabulary:
    """The reader's own files, on top of the built-in tables; the same files with the same text are the same one."""

    files: tuple[File, ...] = ()
    kept: Kept = dataclasses.field(default_factory=Kept, compare=False, repr=False)

    @property
    def digest(self) -> str:
        """What the files say, in twelve characters, wherever they lie; "" for the built-in tables alone.

        >>> OwnVocabulary((File("mine.tsv", ""),)).digest == OwnVocabulary((File("yours.tsv", ""),)).digest
        True
        """
        texts = [hashlib.sha256(file.text.encode("utf-8", "surrogatepass")).digest() for file in self.files]
        return hashlib.sha256(b"".join(texts)).hexdigest()[:12] if texts else ""

    def __reduce__(self) -> tuple[Callable[..., OwnVocabulary], tuple[tuple[File, ...]]]:
        """Another process makes its own caches."""
        return of_files, (self.files,)


BUILT_IN = OwnVocabulary()
_IN_USE: ContextVar[OwnVocabulary] = ContextVar("vocabulary", default=BUILT_IN)


@functools.lru_cache(maxsize=VOCABULARIES)
def of_files(files: tuple[File, ...]) -> OwnVocabulary:
    """The vocabulary of files, unchecked; one object for each text, so that what is built from it is built once."""
    return OwnVocabulary(files) if files else BUILT_IN


def in_use() -> OwnVocabulary:
    """The vocabulary that look-ups go by now."""
    return _IN_USE.get()


@contextmanager
def using(vocabulary: OwnVocabulary) -> Iterator[None]:
    """Let look-ups go by a vocabulary until the block ends."""
    before = _IN_USE.set(vocabulary)
    try:
        yield
    finally:
        _IN_USE.reset(before)


def cached(most: int | None = None) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """`functools.lru_cache`, one for each vocabulary: for every function whose result depends on a table of words."""
    now = _IN_USE.get  # looked up once, not at each of a hundred calls a text

    def kept_by_vocabulary(function: Callable[P, R]) -> Callable[P, R]:
        def fresh() -> Any:
            return functools.lru_cache(most)(function)

        @functools.wraps(function)
        def look_up(*arguments: Any) -> R:
            found: R = now().kept[fresh](*arguments)
            return found

        @functools.wraps(function)
        def the_one() -> R:
            found: R = now().kept[function]
            return found

        return cast(Callable[P, R], look_up if function.__code__.co_argcount else the_one)

    return kept_by_vocabulary


@cached()
def own_rows(table: str) -> tuple[tuple[Row, ...], ...]:
    """The rows that the reader's files have for a table, file by file; none for files that lack it.

    >>> own_rows("metrics")
    ()
    """
    read = (parts(file.path, file.text) for file in in_use().files)
    return tuple(rows for tables in read if (rows := tables.get(table, ())))

"""Where the store is, and reading it with nothing but `sqlite3`: start-up is latency. Writing is in `kb.writing`."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from kb.errors import KbError, StoreError

VERSION = 1  # that of schema.tables, which costs too much to import here; a test compares them


def default_path() -> Path:
    """The store in the user's data folder, or where `KB_DB` says."""
    if given := os.environ.get("KB_DB"):
        return Path(given)
    import platformdirs

    return Path(platformdirs.user_data_dir("kb", appauthor=False)) / "kb.sqlite3"


def open_store(path: Path) -> sqlite3.Connection:
    """An existing store, for reading only; `StoreError` where there is none that this program can read."""
    if not path.exists():
        raise StoreError(f"{path}: no store there; make one with: kb ingest PATH --db {path}")
    if path.is_dir():
        raise StoreError(f"{path}: a folder, not a store; name the file itself")
    store = connect(path)
    check_version(path, version(path, store))
    return store


def is_blank(path: Path) -> bool:
    """Whether a file is a database that somebody has just begun; `StoreError` if it is no database."""
    if path.stat().st_size == 0:
        return True
    store = connect(path)
    try:
        return not store.execute("select 1 from sqlite_master limit 1").fetchone()
    except sqlite3.DatabaseError as error:
        raise foreign(path, error) from None
    finally:
        store.close()


def foreign(path: Path, error: Exception) -> StoreError:
    """The error for a file that is something else."""
    return StoreError(f"{path}: not a store of kb ({error}); give another file with --db")


def connect(path: Path) -> sqlite3.Connection:
    """A read-only connection, also where the folder cannot be written (WAL needs a file beside the store there)."""
    address = f"{path.absolute().as_uri()}?mode=ro"
    if not os.access(path, os.R_OK):
        raise KbError(f"{path}: cannot be read; check its permissions")
    waiting = path.with_name(f"{path.name}-wal").exists()
    if not waiting and not os.access(path.parent, os.W_OK):
        address += "&immutable=1"
    return sqlite3.connect(address, uri=True, timeout=10)


def version(path: Path, store: sqlite3.Connection) -> int:
    """The version that the store's own table tells."""
    try:
        row = store.execute("select version from store").fetchone()
    except sqlite3.DatabaseError as error:
        raise foreign(path, error) from None
    if row is None:
        raise StoreError(f"{path}: a store without a version; give another file with --db")
    return int(row[0])


def check_version(path: Path, found: int) -> None:
    """Hold a store's version against the program's."""
    if found > VERSION:
        raise StoreError(f"{path}: made by a newer kb (store version {found}, known here: {VERSION}); upgrade kb")
    if found < VERSION:
        raise StoreError(f"{path}: made by an older kb (store version {found}); run: kb db upgrade --db {path}")


def status(path: Path) -> dict[str, object]:
    """What is in a store, and whether it is whole."""
    store = open_store(path)
    tables = ("source", "location", "fact", "place", "metric", "run")
    counts = {f"{table}s": store.execute(f"select count(*) from {table}").fetchone()[0] for table in tables}
    last = store.execute("select max(finished) from run").fetchone()[0]
    return {
        "path": str(path),
        "version": VERSION,
        "bytes": path.stat().st_size,
        **counts,
        "last_run": last,
        "integrity": store.execute("pragma quick_check(1)").fetchone()[0],
        "dangling": len(store.execute("pragma foreign_key_check").fetchall()),
    }

"""The tables, and stores that are not what they should be."""

import dataclasses
import sqlite3

import pytest

from kb import columns, writing
from kb import store as stores
from kb.base import KnowledgeBase
from kb.errors import KbError, StoreError
from kb.query import SELECTED
from schema import tables
from schema.record import Fact, Reading


def names(record):
    return tuple(field.name for field in dataclasses.fields(record))


def stored_columns(path, table):
    connection = sqlite3.connect(path)
    return [row[1] for row in connection.execute(f"pragma table_info({table})")]


def test_the_names_of_a_fact_are_said_once():
    assert names(Fact) == columns.FACT


def test_the_names_of_a_reading_are_said_once():
    assert names(Reading) == columns.READING


def test_every_field_of_a_fact_is_a_column():
    assert set(columns.FACT) <= set(tables.Fact.model_fields)


@pytest.mark.parametrize("model", tables.SQLModel.__subclasses__(), ids=lambda model: model.__tablename__)
def test_the_store_has_the_tables_that_sqlmodel_defines(model, store):
    assert stored_columns(store, model.__tablename__) == list(model.model_fields)


def test_reading_knows_the_columns(store):
    stores.open_store(store).execute(f"select {SELECTED} from fact f join source s on s.id = f.source_id")


def test_both_ways_know_one_version():
    assert stores.VERSION == tables.VERSION


def test_rules_of_the_connection(store):
    with writing.engine_of(store).connect() as connection:
        assert connection.exec_driver_sql("pragma foreign_keys").scalar() == 1
        assert connection.exec_driver_sql("pragma journal_mode").scalar() == "wal"


def test_reading_cannot_write(store):
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        stores.open_store(store).execute("delete from fact")


def set_version(path, version):
    with sqlite3.connect(path) as connection:
        connection.execute("update store set version = ?", (version,))


def test_a_newer_store_is_refused(store):
    set_version(store, 99)
    with pytest.raises(StoreError, match="newer kb"):
        stores.open_store(store)


def test_an_older_store_is_upgraded(store, monkeypatch):
    set_version(store, 0)
    with pytest.raises(StoreError, match="kb db upgrade"):
        stores.open_store(store)
    writing.upgrade(store)
    assert stores.status(store)["version"] == 1


def test_the_steps_of_an_upgrade_run_in_order(store, monkeypatch):
    monkeypatch.setattr(writing, "MIGRATIONS", (("create table a (x)",), ("alter table a rename to b",)))
    monkeypatch.setattr(tables, "VERSION", 3)
    assert writing.upgrade(store) == (1, 3)
    assert stored_columns(store, "b") == ["x"]


@pytest.mark.parametrize("content", [b"", b"some text\n" * 200, b"SQLite format 3\x00" + b"\x00" * 500])
def test_a_file_that_is_no_store(tmp_path, content):
    (tmp_path / "other.txt").write_bytes(content)
    with pytest.raises(StoreError, match="not a store of kb"):
        stores.open_store(tmp_path / "other.txt")


def test_a_missing_store(tmp_path):
    with pytest.raises(StoreError, match="kb ingest"):
        stores.open_store(tmp_path / "kb.sqlite3")


def test_a_folder_that_cannot_be_made(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(KbError, match="cannot be made"), writing.writable(tmp_path / "file" / "kb.sqlite3"):
        pass


def test_a_failure_in_a_batch_leaves_the_store_as_it_was(store):
    before = stores.status(store)["facts"]
    with pytest.raises(KbError), writing.writable(store) as engine, writing.transaction(engine) as connection:
        connection.exec_driver_sql("delete from fact")
        connection.exec_driver_sql("insert into location values ('x', 'no such source', '')")
    assert stores.status(store)["facts"] == before


def test_search_from_python(store):
    with KnowledgeBase(store) as base:
        found = base.search(place="兰州", metric="网格员", year=2020)
    assert [(fact.metric, str(fact.value), fact.rules) for fact in found] == [
        ("网格员", "712", ("a", "b")),
        ("专职网格员", "6800", ("a", "b")),
    ]

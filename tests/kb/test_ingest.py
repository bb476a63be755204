"""Taking articles in, twice and changed; taking them out; correcting them."""

import os
import sqlite3
from pathlib import Path

import pytest
from stand_in import LANZHOU, NEWER, misplaced, read_page

from kb.errors import Interrupted, KbError, UsageError
from kb.ingest import ingest
from kb.reading import Given
from kb.sources import amend, forget


def rows(store, statement, *values):
    connection = sqlite3.connect(store)
    try:
        return connection.execute(statement, values).fetchall()
    finally:
        connection.close()


def everything(store):
    """All rows but those that say when something ran."""
    tables = [row[0] for row in rows(store, "select name from sqlite_master where type = 'table' and name <> 'run'")]
    return {table: sorted(rows(store, f"select * from {table}"), key=repr) for table in tables}


def outcome(report):
    return {name: count for name, count in report.counts.items() if count}


def test_what_is_new_is_added(store):
    assert rows(store, "select count(*) from fact") == [(6,)]


def test_offsets_hold_in_the_store(store):
    cut = 'substr(s.text, f.start + 1, f."end" - f.start)'
    assert rows(store, f"select 1 from fact f join source s on s.id = f.source_id where {cut} <> f.surface") == []


def test_the_same_again_changes_nothing(store, articles):
    before = everything(store)
    report = ingest([articles], store, read_page)
    assert (outcome(report), everything(store)) == ({"unchanged": 2}, before)


def test_a_changed_file_replaces_its_facts(store, articles):
    (articles / "lanzhou.txt").write_text(LANZHOU.replace("825", "830"), encoding="utf-8")
    report = ingest([articles], store, read_page)
    values = rows(store, "select value from fact where metric = '网格党支部'")
    assert (outcome(report), values) == ({"replaced": 1, "unchanged": 1, "facts": 4}, [("830",)])


def test_the_same_text_elsewhere_is_one_source_with_two_places(store, articles):
    (articles / "copy.txt").write_bytes("\ufeff".encode() + LANZHOU.encode())
    report = ingest([articles], store, read_page)
    assert outcome(report) == {"duplicate": 1, "unchanged": 2}
    assert rows(store, "select count(*), count(distinct source_id) from location") == [(3, 2)]


def test_two_copies_in_one_batch_are_one_source(tmp_path, articles):
    (articles / "copy.txt").write_text(LANZHOU, encoding="utf-8")
    report = ingest([articles], tmp_path / "other.sqlite3", read_page)
    assert outcome(report) == {"added": 2, "duplicate": 1, "facts": 6}


def test_changing_one_of_two_copies_keeps_the_other(store, articles):
    (articles / "copy.txt").write_text(LANZHOU, encoding="utf-8")
    ingest([articles], store, read_page)
    (articles / "copy.txt").write_text(LANZHOU.replace("825", "830"), encoding="utf-8")
    ingest([articles], store, read_page)
    assert rows(store, "select value from fact where metric = '网格党支部' order by value") == [("825",), ("830",)]


def test_what_fails_does_not_keep_the_rest_out(tmp_path, articles):
    (articles / "empty.txt").write_bytes(b"")
    (articles / ".hidden.txt").write_bytes(b"")
    report = ingest([articles, tmp_path / "nowhere"], tmp_path / "other.sqlite3", read_page)
    assert outcome(report) == {"added": 2, "facts": 6}
    assert [failure.partition(":")[0] for failure in report.failures] == [
        str(articles / "empty.txt"),
        str(tmp_path / "nowhere"),
    ]


def test_a_folder_without_articles_is_a_failure(tmp_path):
    (tmp_path / "bare").mkdir()
    report = ingest([tmp_path / "bare"], tmp_path / "other.sqlite3", read_page)
    assert report.failures == [f"{tmp_path / 'bare'}: no articles (*.txt) in this folder"]


def test_gb18030_is_read(tmp_path):
    (tmp_path / "gb.txt").write_bytes(LANZHOU.encode("gb18030"))
    ingest([tmp_path / "gb.txt"], tmp_path / "other.sqlite3", read_page)
    assert rows(tmp_path / "other.sqlite3", "select encoding, count(*) from source join fact") == [("gb18030", 4)]


def test_a_fact_that_does_not_stand_in_its_text_is_refused(tmp_path, articles):
    report = ingest([articles], tmp_path / "other.sqlite3", misplaced)
    assert (report.taken, len(report.failures)) == (0, 2)


def test_forgetting_takes_facts_locations_and_places(store):
    gone = forget("兰州网格党建近况", store)
    assert gone.facts == 2
    left = everything(store)
    assert {table: len(left[table]) for table in ("source", "location", "fact")} == {
        "source": 1,
        "location": 1,
        "fact": 4,
    }
    assert rows(store, "select 1 from place where name = '酒泉路街道'") == []


@pytest.mark.parametrize("how", ["id", "path", "title"])
def test_a_source_is_found_by(how, store, articles):
    names = {"id": "select substr(id, 1, 6) from source where title = '兰州网格党建近况'"}
    name = {"path": str(articles / "newer.txt"), "title": "兰州网格党建近况"}.get(how) or rows(store, names["id"])[0][0]
    assert forget(name, store).title == "兰州网格党建近况"


def test_forgetting_what_is_not_there_says_so(store):
    with pytest.raises(KbError, match="no such source"):
        forget("没有这一篇", store)


def test_amending_reads_the_facts_again(store):
    amend("兰州网格党建近况", Given(published="2021-05", place="兰州"), store, read_page)
    assert rows(store, "select distinct time, place from fact where metric = '微心愿'") == [("2021", "甘肃省/兰州市")]


def test_an_amendment_lasts_when_the_text_changes(store, articles):
    amend("兰州网格党建近况", Given(published="2021-05-01"), store, read_page)
    (articles / "newer.txt").write_text(NEWER.replace("7000", "7100"), encoding="utf-8")
    ingest([articles], store, read_page)
    assert rows(store, "select time from fact where value = '7100'") == [("2021",)]


def test_an_empty_word_takes_an_amendment_back(store):
    amend("兰州网格党建近况", Given(published="2021"), store, read_page)
    amend("兰州网格党建近况", Given(published=""), store, read_page)
    assert rows(store, "select distinct time from fact where metric = '微心愿'") == [("2023",)]


@pytest.mark.parametrize("said", [Given(), Given(published="15.12.2020"), Given(published="2020-02-30")])
def test_what_cannot_be_amended(said, store):
    with pytest.raises(UsageError):
        amend("兰州网格党建近况", said, store, read_page)


def test_nothing_taken_leaves_no_empty_store(tmp_path):
    ingest([tmp_path / "nowhere"], tmp_path / "other.sqlite3", read_page)
    assert not (tmp_path / "other.sqlite3").exists()


def crashing(text, given):
    raise ZeroDivisionError


def test_a_crash_while_amending_changes_nothing(store):
    before = everything(store)
    with pytest.raises(KbError, match="ZeroDivisionError"):
        amend("兰州网格党建近况", Given(published="2021"), store, crashing)
    assert everything(store) == before


def test_a_file_name_that_is_no_unicode(tmp_path):
    file = tmp_path / os.fsdecode(b"\xff.txt")
    file.write_text(LANZHOU, encoding="utf-8")
    assert outcome(ingest([file], tmp_path / "other.sqlite3", read_page)) == {"added": 1, "facts": 4}


@pytest.mark.parametrize("spelling", ["./lanzhou.txt", "../articles/lanzhou.txt", "lanzhou.txt"])
def test_a_file_by_another_spelling_is_the_same_place(spelling, store, articles, monkeypatch):
    monkeypatch.chdir(articles)
    assert outcome(ingest([Path(spelling)], store, read_page)) == {"unchanged": 1}
    assert forget(spelling, store).title == "兰州网格党建简报"


def test_a_link_to_a_file_is_a_place_of_its_own(store, articles):
    (articles / "link.txt").symlink_to(articles / "lanzhou.txt")
    assert outcome(ingest([articles / "link.txt"], store, read_page)) == {"duplicate": 1}


def test_an_interrupt_tells_what_is_in(tmp_path, articles, monkeypatch):
    monkeypatch.setattr("kb.ingest.BATCH", 1)

    def interrupted(text, given):
        if text == NEWER:
            raise KeyboardInterrupt
        return read_page(text, given)

    store = tmp_path / "other.sqlite3"
    with pytest.raises(Interrupted, match="1 files are in"):
        ingest([articles], store, interrupted)
    assert rows(store, "select count(*) from location") == [(1,)]


def test_amending_completes_the_place(store):
    amend("兰州网格党建近况", Given(place="甘肃/天水"), store, read_page)
    assert rows(store, "select distinct place from fact where metric = '微心愿'") == [("甘肃省/天水市",)]

"""A reader's own vocabulary on the command line: where it counts, what is said of a bad one, what the store keeps."""

import json
import os
import sqlite3
import subprocess
import sys

import pytest
from stand_in import run_kb
from test_commands import BUSY

TEXT = "2020年，甘肃省嘉峪关市雄关区建成茶馆支部12个，有暖心格格30名。\n"
OWN = """\
id\tname\tbroader\taliases
street_branch\t街巷党支部\tparty_branch\t街巷支部
tea_branch\t茶馆党支部\tstreet_branch\t茶馆支部|茶支
grid_worker\t\t\t格格
code\tname\tlevel\tparent\tshort
x62029\t雄关区\tcounty\t620200\t雄关
"""
GOLD = [
    {"doc": "1", "text": TEXT, "published": "2020-12-15", "place": "甘肃省/嘉峪关市"},
    {
        "doc": "1",
        "anchor": "支部12个",
        "num": "12",
        "kind": "fact",
        "value": 12,
        "unit": "个",
        "metric": "茶馆支部",
        "metric_id": "tea_branch",
        "place": "甘肃省/嘉峪关市/雄关区",
        "time": "2020",
    },
]
PLAIN, OWNED = "party_branch", "tea_branch"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "own.tsv").write_text(OWN, encoding="utf-8")
    (tmp_path / "more.tsv").write_text("id\tname\tbroader\taliases\ntea_branch\t\t\t茶摊支部\n", encoding="utf-8")
    (tmp_path / "bad.tsv").write_text("id\tname\tbroader\taliases\ntea\t茶\tnowhere\n", encoding="utf-8")
    gold = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in GOLD)
    (tmp_path / "gold.jsonl").write_text(gold, encoding="utf-8")
    return tmp_path


def own(folder, name="own.tsv"):
    return "--vocabulary", folder / name


def ingested(folder, *options):
    """What an ingest says."""
    code, _, messages = run_kb("ingest", folder / "articles", "--db", folder / "a.sqlite3", *options)
    assert code == 0, messages
    return messages


def rows(folder, *words):
    code, output, messages = run_kb("query", *words, "--db", folder / "a.sqlite3", "--format", "jsonl")
    assert code == 0, messages
    return [json.loads(line) for line in output.splitlines()]


def asked(folder, sql):
    with sqlite3.connect(folder / "a.sqlite3") as store:
        return store.execute(sql).fetchall()


def test_extract(folder):
    arguments = ("extract", folder / "articles" / "a.txt", "--columns", "metric_id", "--format", "csv")
    found = [run_kb(*arguments, *more)[1].split() for more in ((), own(folder))]
    assert found == [["metric_id", PLAIN], ["metric_id", OWNED, "grid_worker"]]


def test_extract_takes_a_place_of_the_reader(folder):
    arguments = ("extract", "-", "--place", "雄关", "--columns", "place", "--format", "csv")
    text = "全区有党员30名。".encode()
    assert run_kb(*arguments, *own(folder), stdin=text)[1].split()[1] == "甘肃省/嘉峪关市/雄关区"
    assert run_kb(*arguments, stdin=text)[0] == 2


def test_explain(folder):
    (folder / "unit.tsv").write_text("unit\tkind\taliases\tnot_before\n搭子\tcount\n", encoding="utf-8")
    arguments = ("explain", "--text", "全市发放手册500搭子。", "--columns", "unit", "--format", "csv")
    assert run_kb(*arguments, *own(folder, "unit.tsv"))[1].split()[1:] == ["搭子"]


def test_eval(folder):
    arguments = ("eval", "--json", folder / "gold.jsonl")
    found = [json.loads(run_kb(*arguments, *more)[1])["aside"]["metric_id"]["right"] for more in ((), own(folder))]
    assert found == [0, 1]


def test_several_files_add_up(folder):
    arguments = ("explain", "--text", "全市有茶摊支部3个。", *own(folder), *own(folder, "more.tsv"))
    assert run_kb(*arguments)[0] == 0
    assert "name is missing" in run_kb("explain", "--text", "1个", *own(folder, "more.tsv"))[2]


def test_the_environment_says_it_too_and_the_option_wins(folder):
    both = os.pathsep.join([str(folder / "own.tsv"), str(folder / "more.tsv")])
    arguments = ("extract", folder / "articles" / "a.txt", "--columns", "metric_id", "--format", "csv")
    assert OWNED in run_kb(*arguments, env=os.environ | {"KB_VOCABULARY": both})[1]
    bad = os.environ | {"KB_VOCABULARY": str(folder / "bad.tsv")}
    assert run_kb(*arguments, env=bad)[0] == 2
    assert OWNED in run_kb(*arguments, *own(folder), env=bad)[1]


COMMANDS = [
    ["extract", "{folder}/articles/a.txt"],
    ["explain", "--text", "12个"],
    ["ingest", "{folder}/articles"],
    ["eval", "{folder}/gold.jsonl"],
    ["query", "党支部"],
    ["export", "党支部"],
    ["list", "metrics"],
    ["amend", "x", "--title", "y"],
]


@pytest.mark.parametrize("command", COMMANDS, ids=[words[0] for words in COMMANDS])
@pytest.mark.parametrize(
    ("file", "says"),
    [
        ("bad.tsv", "bad.tsv, line 2, entry 'tea': unknown broader 'nowhere'"),
        ("none.tsv", "none.tsv: cannot be read"),
    ],
)
def test_a_file_that_cannot_be_used_is_one_line_and_2(command, file, says, folder):
    ingested(folder)
    store = [] if command[0] in ("extract", "explain", "eval") else ["--db", folder / "a.sqlite3"]
    words = [word.format(folder=folder) for word in command]
    code, output, messages = run_kb(*words, *store, *own(folder, file))
    assert (code, output, messages.count("\n"), says in messages) == (2, "", 1, True)


def test_ingest_with_other_words_reads_again_and_with_the_same_does_not(folder):
    said = [ingested(folder, *options) for options in ((), (), own(folder), own(folder), ())]
    counts = [next(part for part in message.split(", ") if "1 " in part).removeprefix("kb: ") for message in said]
    assert counts == ["1 added", "1 unchanged", "1 replaced", "1 unchanged", "1 replaced"]


def test_what_was_read_again_holds_together(folder):
    ingested(folder)
    assert [row["metric_id"] for row in rows(folder, "茶馆支部")] == [PLAIN]
    ingested(folder, *own(folder))
    assert [row["metric_id"] for row in rows(folder, "茶支")] == [OWNED]
    assert {row["metric_id"] for row in rows(folder, "雄关")} == {OWNED, "grid_worker"}
    status = run_kb("db", "status", "--db", folder / "a.sqlite3")[1]
    assert ("integrity    ok" in status, "dangling     0" in status) == (True, True)


def test_what_its_user_said_of_a_source_stays(folder):
    ingested(folder)
    (source,) = {row["source_id"] for row in rows(folder)}
    assert run_kb("amend", source, "--title", "茶馆里的支部", "--db", folder / "a.sqlite3")[0] == 0
    ingested(folder, *own(folder))
    assert {row["title"] for row in rows(folder)} == {"茶馆里的支部"}


def test_the_same_text_elsewhere_is_read_again_once(folder):
    ingested(folder)
    for name in ("b.txt", "c.txt"):
        (folder / "articles" / name).write_text(TEXT, encoding="utf-8")
    said = ingested(folder, *own(folder))
    assert "1 replaced" in said and "2 duplicate" in said
    assert [row["metric_id"] for row in rows(folder, "茶馆支部")] == [OWNED]


def test_the_store_says_which_words_read_a_text(folder):
    ingested(folder)
    ingested(folder, *own(folder))
    before, after = (row[0] for row in asked(folder, "select extractor from run order by id"))
    assert asked(folder, "select extractor from source") == [(after,)]
    assert after.startswith(f"{before}+") and len(after) > len(before) + 8


def test_entries_stay_while_facts_point_to_them(folder):
    ingested(folder, *own(folder))
    (folder / "articles" / "a.txt").unlink()
    (folder / "articles" / "other.txt").write_text("全市有党员30名。\n", encoding="utf-8")
    ingested(folder)
    kept = asked(
        folder, "select id, broader from metric where id like '%_branch' and id in ('tea_branch', 'street_branch')"
    )
    assert sorted(kept) == [("street_branch", "party_branch"), ("tea_branch", "street_branch")]
    assert [row["metric_id"] for row in rows(folder, "茶支")] == [OWNED]


def test_forgetting_a_source_forgets_no_words(folder):
    (folder / "articles" / "other.txt").write_text("全市有党员30名。\n", encoding="utf-8")
    ingested(folder, *own(folder))
    assert run_kb("forget", folder / "articles" / "other.txt", "--db", folder / "a.sqlite3")[0] == 0
    assert asked(folder, "select metric_id from metric_alias where alias = '格格'") == [("grid_worker",)]


def test_a_query_knows_words_that_the_store_was_not_written_with(folder):
    (folder / "articles" / "a.txt").write_text("全市有网格员30名。\n", encoding="utf-8")
    ingested(folder)
    assert rows(folder, "格格") == []
    assert [row["metric"] for row in rows(folder, "格格", *own(folder))] == ["网格员"]


@pytest.mark.parametrize("arguments", [["query", "格格"], ["list", "metrics"], ["export", "党支部"]], ids=" ".join)
def test_reading_with_own_words_starts_without_what_it_does_not_need(arguments, folder):
    ingested(folder)
    words = ["kb", *arguments, "--db", str(folder / "a.sqlite3"), *map(str, own(folder))]
    code = (
        f"import sys\nsys.argv = {words!r}\nfrom kb.cli import main\n"
        "try: main()\nexcept SystemExit: pass\n"
        f"print([name for name in {BUSY!r} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=True)
    assert done.stderr.splitlines()[-1] == "[]"


def test_reading_without_own_words_does_not_load_the_tables(folder):
    ingested(folder)
    code = (
        f"import sys\nsys.argv = ['kb', 'query', '党支部', '--db', {str(folder / 'a.sqlite3')!r}]\n"
        "from kb.cli import main\ntry: main()\nexcept SystemExit: pass\n"
        "print([name for name in sys.modules if name.startswith('schema.')], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=True)
    assert done.stderr == "[]\n"

"""Every command as users run it: its own process, its output, its messages, its exit code."""

import csv
import io
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from importlib import metadata
from pathlib import Path

import pytest
from stand_in import run_kb

from kb import columns
from kb.cli import COMMANDS, STORE_COMMANDS

SAMPLES = Path(__file__).parents[2] / "data" / "articles"
GOLD = Path(__file__).parents[2] / "data" / "gold" / "articles.jsonl"
BUSY = ("sqlmodel", "sqlalchemy", "jieba", "opencc", "extractors", "schema.record", "rich", "platformdirs")


def table(text, delimiter="\t"):
    return list(csv.DictReader(io.StringIO(text), delimiter=delimiter, quoting=csv.QUOTE_NONE))


def query(store, *arguments):
    code, output, messages = run_kb("query", *arguments, "--db", store)
    assert code == 0, messages
    return table(output)


@pytest.fixture
def copied(real_store, tmp_path):
    """The store of the sample articles, to change."""
    path = tmp_path / "copy.sqlite3"
    with sqlite3.connect(real_store) as source, sqlite3.connect(path) as target:
        source.backup(target)
    return path


@pytest.mark.parametrize(
    ("words", "value"),
    [(("兰州", "网格党支部"), "825"), (("专职网格员",), "6800")],
    ids=["party branches", "grid workers"],
)
def test_the_known_figures_come_out_with_sentence_and_source(words, value, real_store):
    rows = [row for row in query(real_store, *words) if row["value"] == value]
    assert rows and all(row["surface"] in row["context"] and row["path"].startswith(str(SAMPLES)) for row in rows)


def test_a_pipe_gets_every_column(real_store):
    _, output, _ = run_kb("query", "--db", real_store)
    assert output.split("\n")[0].split("\t") == list(columns.ROW)


@pytest.mark.parametrize("style", ["table", "jsonl", "json", "csv", "tsv", "md"])
def test_every_format_has_the_sentence_in_full(style, real_store):
    longest = max(query(real_store, "网格"), key=lambda row: len(row["context"]))
    _, output, _ = run_kb("query", "网格", "--format", style, "--db", real_store)
    bare = "".join(output.split()) if style == "table" else output
    assert all(word in bare for word in longest["context"].split("，")[:1])


def test_json_lines_are_the_rows(real_store):
    _, output, _ = run_kb("query", "网格", "--format", "jsonl", "--db", real_store)
    rows = [json.loads(line) for line in output.splitlines()]
    assert [row["id"] for row in rows] == [row["id"] for row in query(real_store, "网格")]
    assert isinstance(rows[0]["rules"], list)


def test_ingest_reports_on_stderr_only(tmp_path):
    code, output, messages = run_kb("ingest", SAMPLES, "--db", tmp_path / "a.sqlite3")
    assert (code, output) == (0, "") and f"{len(list(SAMPLES.glob('*.txt')))} added" in messages


@pytest.mark.parametrize(("beside", "code"), [([], 1), ([SAMPLES], 4)], ids=["nothing else", "others"])
@pytest.mark.parametrize("content", [None, b"", b"\x00\x01\x02\x03" * 100], ids=["missing", "empty", "no text"])
def test_ingest_of_a_bad_file(content, beside, code, tmp_path):
    file = tmp_path / "bad.txt"
    if content is not None:
        file.write_bytes(content)
    found, _, messages = run_kb("ingest", file, *beside, "--db", tmp_path / "a.sqlite3")
    assert (found, messages.count(str(file)), "Traceback" in messages) == (code, 1, False)


def test_extract_prints_the_record():
    _, output, _ = run_kb("extract", SAMPLES / "lanzhou-city-paper.txt", "--format", "jsonl")
    assert tuple(json.loads(output.split("\n")[0])) == columns.FACT


def test_extract_takes_what_the_page_does_not_say():
    text = "全市建成网格党支部12个。".encode()
    _, output, _ = run_kb(
        "extract", "-", "--format", "jsonl", "--published", "2019-05-01", "--place", "甘肃省/兰州市", stdin=text
    )
    fact = json.loads(output)
    assert (fact["value"], fact["place"], fact["time"]) == (12, "甘肃省/兰州市", "2019")


def test_explain_says_why():
    _, output, _ = run_kb("explain", "--text", "2020年，全市建成网格党支部12个。")
    assert [row["kept"] for row in table(output)] == ["false", "true"]


def test_show_marks_the_number(real_store):
    row = query(real_store, "兰州", "网格党支部")[0]
    code, output, _ = run_kb("show", row["id"][:12], "--db", real_store)
    assert code == 0 and f"【{row['surface']}】" in output and row["path"] in output


@pytest.mark.parametrize("what", ["places", "metrics", "sources"])
def test_list_counts_facts(what, real_store):
    _, output, _ = run_kb("list", what, "--db", real_store)
    assert all(int(row["facts"]) >= 0 for row in table(output)) and output.count("\n") > 3


def test_forget_takes_a_source_out(copied):
    row = query(copied, "网格党支部")[0]
    code, output, messages = run_kb("forget", row["source_id"][:8], "--db", copied)
    assert (code, output) == (0, "") and row["source_id"] in messages
    assert row["source_id"] not in [left["source_id"] for left in query(copied)]


def test_amend_reads_the_facts_again(copied):
    row = query(copied, "网格党支部")[0]
    arguments = ("--published", "2015-03-02", "--publisher", "某某日报", "--place", "陕西/西安")
    assert run_kb("amend", row["source_id"], *arguments, "--db", copied)[0] == 0
    amended = [each for each in query(copied) if each["source_id"] == row["source_id"]]
    assert {(each["published"], each["publisher"]) for each in amended} == {("2015-03-02", "某某日报")}


def test_export_into_a_file_and_into_a_pipe(real_store, tmp_path):
    run_kb("export", "-o", tmp_path / "all.csv", "--db", real_store)
    _, piped, _ = run_kb("export", "--db", real_store)
    assert (tmp_path / "all.csv").read_bytes() == b"\xef\xbb\xbf" + piped.encode()
    assert next(csv.reader(io.StringIO(piped))) == list(columns.ROW)


def test_eval_prints_levels_and_holds_floors():
    code, output, messages = run_kb("eval", GOLD, "--articles", SAMPLES, "--floor", "V=100.1", "--json")
    assert (code, "below 100.1" in messages) == (1, True)
    assert json.loads(output)["levels"]["V+U+B"]["F1"] > 90


def test_db_says_where_and_what(real_store):
    assert run_kb("db", "path", "--db", real_store)[1] == f"{real_store}\n"
    assert "integrity    ok" in run_kb("db", "status", "--db", real_store)[1]
    assert "up to date" in run_kb("db", "upgrade", "--db", real_store)[2]


def test_the_store_can_come_from_the_environment(real_store):
    _, output, _ = run_kb("db", "path", env=os.environ | {"KB_DB": str(real_store)})
    assert output == f"{real_store}\n"


@pytest.mark.parametrize("command", [*COMMANDS, *(f"db {name}" for name in STORE_COMMANDS)])
def test_help(command):
    code, output, _ = run_kb(*command.split(), "--help")
    assert code == 0 and f"Usage: kb {command}" in output


READING = [
    ["query", "兰州", "网格"],
    ["query", "--format", "csv"],
    ["list", "metrics"],
    ["--help"],
    ["query", "--help"],
    ["db", "path"],
    ["db", "status"],
]


@pytest.mark.parametrize("arguments", READING, ids=" ".join)
def test_reading_starts_without_what_it_does_not_need(arguments, real_store):
    database = [] if "--help" in arguments else ["--db", str(real_store)]
    code = (
        f"import sys\nsys.argv = {['kb', *arguments, *database]!r}\nfrom kb.cli import main\n"
        "try: main()\nexcept SystemExit: pass\n"
        f"print([name for name in {BUSY!r} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=True)
    assert done.stderr == "[]\n"


WRONG = [
    ("a missing store", ["query", "网格", "--db", "{folder}/none.sqlite3"], 5, "none.sqlite3"),
    ("a file that is no store", ["list", "places", "--db", "{folder}/text.txt"], 5, "text.txt"),
    ("forget in a missing store", ["forget", "x", "--db", "{folder}/none.sqlite3"], 5, "none.sqlite3"),
    ("a newer store", ["query", "网格", "--db", "{folder}/newer.sqlite3"], 5, "newer kb"),
    ("ingest into a newer store", ["ingest", "{folder}/text.txt", "--db", "{folder}/newer.sqlite3"], 5, "newer kb"),
    ("ingest into what is no store", ["ingest", "{folder}/text.txt", "--db", "{folder}/text.txt"], 5, "text.txt"),
    (
        "a folder that is a file",
        ["ingest", "{folder}/text.txt", "--db", "{folder}/text.txt/a/kb.sqlite3"],
        1,
        "text.txt",
    ),
    ("nothing found, strictly", ["query", "量子纠缠", "--strict", "--db", "{store}"], 3, "量子纠缠"),
    ("nothing found", ["query", "量子纠缠", "--db", "{store}"], 0, "量子纠缠"),
    ("no such fact", ["show", "zzzz", "--db", "{store}"], 1, "zzzz"),
    ("several facts", ["show", "", "--db", "{store}"], 1, "no fact"),
    ("no such source", ["forget", "zzzz", "--db", "{store}"], 1, "zzzz"),
    ("an unknown format", ["query", "--format", "docx", "--db", "{store}"], 2, "docx"),
    ("an unknown column", ["query", "--columns", "colour", "--db", "{store}"], 2, "colour"),
    ("an unknown list", ["list", "colours", "--db", "{store}"], 2, "colours"),
    ("an unknown option", ["query", "--colour", "--db", "{store}"], 2, "--colour"),
    ("an unknown command", ["quary"], 2, "quary"),
    ("nothing to explain", ["explain"], 2, "--text"),
    ("an article that is not there", ["extract", "{folder}/none.txt"], 1, "none.txt"),
    ("a folder for a file", ["export", "-o", "{folder}", "--db", "{store}"], 1, "folder"),
    ("a file in no folder", ["export", "-o", "{folder}/no/out.csv", "--db", "{store}"], 1, "out.csv"),
    ("gold that is not there", ["eval", "{folder}/none.jsonl"], 1, "none.jsonl"),
    ("a place that is none", ["extract", "{folder}/text.txt", "--place", "火星"], 2, "near it: 新星"),
    ("a date that is none", ["extract", "{folder}/text.txt", "--published", "2020-13-45"], 2, "2020-13-45"),
    ("amending to no place", ["amend", "x", "--place", "火星", "--db", "{store}"], 2, "near it: 新星"),
    ("a word without facts", ["query", "火灾", "--db", "{store}"], 0, "no fact of this store counts"),
    ("a metric without facts", ["query", "--metric", "火灾", "--db", "{store}"], 0, "no fact of this store counts"),
    ("a floor for no level", ["eval", "{folder}/text.txt", "--floor", "X=1"], 2, "X=1"),
]


@pytest.mark.parametrize(("why", "arguments", "code", "words"), WRONG, ids=[case[0] for case in WRONG])
def test_what_goes_wrong_is_one_clear_line(why, arguments, code, words, copied):
    folder = copied.parent
    (folder / "text.txt").write_text("some text\n" * 100)
    (folder / "newer.sqlite3").write_bytes(copied.read_bytes())
    with sqlite3.connect(folder / "newer.sqlite3") as newer:
        newer.execute("update store set version = 99")
    found, _, messages = run_kb(*(word.format(folder=folder, store=copied) for word in arguments))
    assert (found, words in messages, "Traceback" in messages) == (code, True, False)


def test_a_reader_that_leaves_early_is_no_failure(real_store):
    command = f"{sys.executable} -c 'from kb.cli import main; main()' query --db {real_store} | head -c 10"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


# A shell lets commands in the background ignore interrupts, and their children inherit it; one in front heeds them.
IN_FRONT = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); from kb.cli import main; main()"


@pytest.mark.skipif(os.name == "nt", reason="signals are POSIX")
def test_an_interrupted_ingest_says_how_far_it_came(tmp_path):
    os.mkfifo(tmp_path / "slow.txt")
    arguments = ["ingest", str(tmp_path / "slow.txt"), "--db", str(tmp_path / "a.sqlite3")]
    command = [sys.executable, "-c", IN_FRONT, *arguments]
    process = subprocess.Popen(command, stderr=subprocess.PIPE)
    with (tmp_path / "slow.txt").open("wb"):
        time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        _, messages = process.communicate(timeout=20)
    assert (process.returncode, messages.count(b"\n"), b"0 files are in" in messages) == (130, 1, True)


FULL = Path("/dev/full")


@pytest.mark.skipif(not FULL.exists(), reason="a device of Linux")
@pytest.mark.parametrize(
    "arguments",
    [["query"], ["--help"], ["list", "places"], ["show", "{fact}"], ["query", "-o", str(FULL)]],
    ids=" ".join,
)
def test_a_full_disk_is_one_clear_line(arguments, real_store):
    words = [word.format(fact=query(real_store)[0]["id"]) for word in arguments]
    command = [sys.executable, "-c", "from kb.cli import main; main()", *words]
    with FULL.open("wb") as full:
        environment = os.environ | {"KB_DB": str(real_store)}
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, env=environment, check=False)
    assert (done.returncode, done.stderr.count(b"\n"), b"make room" in done.stderr) == (1, 1, True)


@pytest.mark.parametrize("before", [["--db", "{store}"], ["--db={store}"]], ids=" ".join)
@pytest.mark.parametrize("command", [["query", "网格党支部"], ["list", "places"], ["db", "status"]], ids=" ".join)
def test_the_store_can_be_said_before_the_command(command, before, real_store):
    first = [word.format(store=real_store) for word in before]
    code, output, messages = run_kb(*first, *command)
    assert (code, output) == (0, run_kb(*command, "--db", real_store)[1]), messages


def test_the_store_said_after_the_command_wins(real_store, tmp_path):
    assert run_kb("--db", tmp_path / "other", "db", "path", "--db", real_store)[1] == f"{real_store}\n"


def test_the_version():
    assert run_kb("--version")[:2] == (0, f"kb {metadata.version('kb')}\n")


def test_show_says_what_each_rule_is(real_store):
    row = query(real_store, "网格党支部")[0]
    _, output, _ = run_kb("show", row["id"], "--db", real_store)
    assert "numerals.toml: How numbers are written" in output


def test_the_same_again_needs_no_rules(copied):
    code = (
        f"import sys\nsys.argv = {['kb', 'ingest', str(SAMPLES), '--db', str(copied)]!r}\nfrom kb.cli import main\n"
        "try: main()\nexcept SystemExit: pass\nprint('extractors.pipeline' in sys.modules, 'jieba' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=True)
    assert (done.stdout, "10 unchanged" in done.stderr) == ("False False\n", True)


@pytest.mark.skipif(os.name == "nt", reason="signals are POSIX")
def test_an_interrupt_ends_with_130(tmp_path):
    os.mkfifo(tmp_path / "slow.txt")
    command = [sys.executable, "-c", IN_FRONT, "extract", str(tmp_path / "slow.txt")]
    process = subprocess.Popen(command, stderr=subprocess.PIPE)
    with (tmp_path / "slow.txt").open("wb"):  # returns once the program reads from it
        time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        _, messages = process.communicate(timeout=20)
    assert (process.returncode, b"Traceback" in messages) == (130, False)

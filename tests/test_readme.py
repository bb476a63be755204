"""The README does what it says: every console block is run and its output compared; … stands for any lines.

Of the block for shells without make, the lines of kb are run.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```console\n(.*?)```", README, re.DOTALL)
SHELL = "".join(re.findall(r"```sh\n(.*?)```", README, re.DOTALL))
WITHOUT_MAKE = re.findall(r"^\.venv/bin/kb (.*)$", SHELL, re.MULTILINE)
KB = Path(sys.executable).with_name("kb")
SKIPPED = "…"


def run(command, store):
    environment = {**os.environ, "PATH": f"{KB.parent}{os.pathsep}{os.environ['PATH']}", "KB_DB": str(store)}
    done = subprocess.run(
        ["sh", "-c", command], capture_output=True, encoding="utf-8", cwd=ROOT, env=environment, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def same(shown, printed):
    """Whether the lines shown stand in the lines printed, in order, with nothing left out but where … says so."""
    at, free = 0, False
    for line in shown:
        if line == SKIPPED:
            free = True
            continue
        if free:
            while at < len(printed) and printed[at] != line:
                at += 1
        if at >= len(printed) or printed[at] != line:
            return False
        at, free = at + 1, False
    return free or at == len(printed)


@pytest.mark.parametrize("block", BLOCKS, ids=[block.splitlines()[0][:40] for block in BLOCKS])
def test_a_console_block_prints_what_it_shows(block, tmp_path):
    first, *shown = block.splitlines()
    command = first.removeprefix("$ ").replace("make demo", f"sh data/demo.sh {KB}")
    assert same(shown, run(command, tmp_path / "kb.sqlite3"))


def test_the_lines_without_make_run(tmp_path):
    printed = [run(f"kb {line.replace('kb.sqlite3', str(tmp_path / 'a.sqlite3'))}", "unused") for line in WITHOUT_MAKE]
    assert any("825" in row.split("\t") for row in printed[-1])


def test_there_are_blocks_to_run():
    assert len(BLOCKS) >= 2 and len(WITHOUT_MAKE) >= 2


def test_every_command_is_in_the_table():
    printed = "\n".join(run("kb --help", "unused")).partition("Commands:")[2].partition("Exit codes")[0]
    commands = re.findall(r"^  (\w+) ", printed, re.MULTILINE)
    assert len(commands) >= 11
    assert {command for command in commands if f"`kb {command}" not in README} == set()


@pytest.mark.parametrize(
    ("shown", "printed", "expected"),
    [
        (["a", SKIPPED, "c"], ["a", "b", "c"], True),
        (["a", "c"], ["a", "b", "c"], False),
        (["a", SKIPPED], ["a", "b"], True),
        (["a"], ["a", "b"], False),
        (["a", SKIPPED, "d"], ["a", "b"], False),
    ],
)
def test_the_comparison_itself(shown, printed, expected):
    assert same(shown, printed) is expected

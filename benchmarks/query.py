"""How long `kb query` takes as a whole process, against an app that does nothing but print the same rows.

    python benchmarks/query.py [--rounds 30] [--limit 1.5]

Makes a store of data/articles, byte-compiles both sides, runs them in turn with their output into a pipe, and compares
medians. Exits with 1 above the limit. Needs nothing that kb does not need.
"""

from __future__ import annotations

import argparse
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from kb import query

HERE = Path(__file__).resolve().parent
ARTICLES = HERE.parent / "data" / "articles"
RUN_KB = [sys.executable, "-c", "from kb.cli import main; main()"]
RUN_EMPTY = [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(HERE)!r}); from empty_app import app; app()"]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--limit", type=float, default=1.5)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        ratio = measured(Path(folder), arguments.rounds)
    print(f"ratio {ratio:.2f} (limit {arguments.limit})")
    return int(ratio > arguments.limit)


def measured(folder: Path, rounds: int) -> float:
    """The ratio of the medians of both, run in turn."""
    store = folder / "kb.sqlite3"
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment |= {"PYTHONPYCACHEPREFIX": str(folder / "bytecode")}  # filled by the first round, which is not counted
    subprocess.run([*RUN_KB, "ingest", str(ARTICLES), "--db", str(store)], env=environment, check=True)
    word = most_frequent_metric(store)
    ours = [*RUN_KB, "query", word, "--db", str(store)]
    theirs = [*RUN_EMPTY, str(store), statement(store, word)]
    took: dict[str, list[float]] = {"kb query": [], "empty app": []}
    rows: set[tuple[bytes, ...]] = set()  # the ids printed, in their order
    for number in range(rounds + 1):
        for name, command in (("kb query", ours), ("empty app", theirs)):
            began = time.perf_counter()
            output = subprocess.run(command, env=environment, check=True, capture_output=True).stdout
            rows.add(tuple(line.partition(b"\t")[0] for line in output.split(b"\n")))
            if number:
                took[name].append(time.perf_counter() - began)
    if len(rows) != 1:
        raise SystemExit(f"the two sides print different rows: {[len(ids) for ids in rows]} lines, or other ids")
    for name, times in took.items():
        print(f"{name:<10} median {1000 * statistics.median(times):6.1f} ms, best {1000 * min(times):6.1f} ms")
    return statistics.median(took["kb query"]) / statistics.median(took["empty app"])


def most_frequent_metric(store: Path) -> str:
    """A word that finds a good part of the store."""
    with sqlite3.connect(store) as connection:
        row = connection.execute("select metric from fact group by metric order by count(*) desc limit 1").fetchone()
    return str(row[0])


def statement(store: Path, word: str) -> str:
    """The statement that `kb query` itself runs, its values written in."""
    with sqlite3.connect(store) as connection:
        asked = query.Query(words=(word,))
        sent: list[str] = []
        connection.set_trace_callback(sent.append)
        list(query.search(connection, asked))
    return sent[-1]


if __name__ == "__main__":
    sys.exit(main())

"""How long extraction takes, beside jieba.lcut of the same text, step by step, and how it grows.

    python benchmarks/extraction.py FOLDER      any folder of .txt articles; the ratio is what counts, not the seconds

Exits 1 if the whole of extraction takes longer than jieba.lcut, or ten times the text more than eleven times the time.
"""

import argparse
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

import jieba

from extractors.pipeline import STEPS, extract
from extractors.readers import read
from extractors.resolve import facts
from schema.record import Article

HOSTILE = {
    "digits": "1",
    "一": "一",
    "brackets": "(",
    "no punctuation": "全市共有网格员若干并开展工作",
    "一个": "一个",
    "1-": "1-",
    "今年": "今年",
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--hostile", action="store_true", help="also a megabyte each of text made to be slow")
    given = parser.parse_args()
    texts = [read(path).text for path in sorted(given.folder.rglob("*.txt"))]
    print(f"{len(texts)} texts, {sum(map(len, texts)):,} characters")
    extract("全市组建网格党支部825个。")
    jieba.setLogLevel(60)
    jieba.initialize()
    yardstick = seconds(lambda: [jieba.lcut(text) for text in texts])
    print(f"{'jieba.lcut':<14} {yardstick:7.2f} s   1.00")
    whole = steps(texts, yardstick)
    growth = grows("\n".join(texts)[:60_000])
    print(f"10 x the text  {growth:7.1f} x the time")
    if given.hostile:
        for name, piece in HOSTILE.items():
            text = piece * (1_000_000 // len(piece.encode()))
            print(f"1 MB of {name:<16} {seconds(lambda text=text: extract(text)):6.2f} s")
    print(f"peak memory    {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:7.0f} MB")
    return int(whole > yardstick or growth > 11)


def steps(texts: list[str], yardstick: float) -> float:
    """Print where the time goes; give the whole."""
    spent = dict.fromkeys([step.__name__ for step in STEPS] + ["facts"], 0.0)
    for text in texts:
        article = Article(raw=text)
        for step in STEPS:
            start = time.process_time()
            article = step(article)
            spent[step.__name__] += time.process_time() - start
        spent["facts"] += seconds(lambda article=article: facts(article))
    for name, took in spent.items():
        print(f"  {name:<12} {took:7.2f} s   {took / yardstick:.2f}")
    whole = sum(spent.values())
    print(f"{'extract':<14} {whole:7.2f} s   {whole / yardstick:.2f}")
    return whole


def grows(text: str) -> float:
    """How much longer ten times a text takes."""
    return seconds(lambda: extract(text * 10)) / min(seconds(lambda: extract(text)) for _ in range(3))


def seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


if __name__ == "__main__":
    sys.exit(main())

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

WARM = Path(__file__).parents[1] / "data" / "articles"
HOSTILE = {
    "digits": "1",
    "一": "一",
    "brackets": "(",
    "no punctuation": "全市共有网格员若干并开展工作",
    "一个": "一个",
    "1-": "1-",
    "1至": "1至",
    "1万": "1万",
    "12名": "12名",
    "第一": "第一",
    "三四": "三四",
    "places": "兰州1个",
    "list": "党员1名、",
    "table": "1 2 3\n",
    "今年": "今年",
    "兰州": "兰州",
    "村": "村",
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--hostile", action="store_true", help="also a megabyte each of text made to be slow")
    given = parser.parse_args()
    texts = [read(path).text for path in sorted(given.folder.rglob("*.txt"))]
    print(f"{len(texts)} texts, {sum(map(len, texts)):,} characters")
    for path in sorted(WARM.glob("*.txt")):
        extract(read(path).text)  # so that rules and tables are read, as the dictionary of jieba is
    jieba.setLogLevel(60)
    jieba.initialize()
    yardstick = seconds(lambda: [jieba.lcut(text) for text in texts])
    print(f"{'jieba.lcut':<14} {yardstick:7.2f} s   1.00")
    whole = steps(texts, yardstick)
    growth = grows("\n".join(texts)[:60_000])
    print(f"10 x the text  {growth:7.1f} x the time")
    if given.hostile:
        for name, piece in HOSTILE.items():
            times = 1_000_000 // len(piece.encode())
            tenth, whole = (seconds(lambda text=piece * many: extract(text)) for many in (times // 10, times))
            print(f"1 MB of {name:<16} {whole:6.2f} s   {whole / tenth:5.1f} x a tenth of it")
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
    return fastest(lambda: extract(text * 10)) / fastest(lambda: extract(text))


def fastest(work: Callable[[], object]) -> float:
    """The least of three times: what else the machine does only adds to them."""
    return min(seconds(work) for _ in range(3))


def seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


if __name__ == "__main__":
    sys.exit(main())

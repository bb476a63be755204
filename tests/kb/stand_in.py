"""A small reader of numbers in place of the extractors, so that the store is tested alone; and `kb` as a process."""

import dataclasses
import hashlib
import re
import subprocess
import sys
from decimal import Decimal

from kb.reading import Page
from schema.record import Fact

NUMBER = re.compile(r"(?P<place>\S+?)：(?P<metric>[一-龥]+)(?P<surface>(?P<value>[\d.]+)(?P<unit>[一-龥]+))")
PUBLISHED = re.compile(r"\d{4}-\d\d-\d\d")

LANZHOU = """兰州网格党建简报
2020-12-15
甘肃省/兰州市：网格党支部825个
甘肃省/兰州市：专职网格员6800名
甘肃省/兰州市/城关区：网格员712名
甘肃省/嘉峪关市：专职网格员90名
"""
NEWER = """兰州网格党建近况
2023-03-01
甘肃省/兰州市：专职网格员7000名
甘肃省/兰州市/城关区/酒泉路街道：微心愿0.5件
"""


def read_page(text, given):
    """Facts written as `place：metric number unit`, one a line."""
    dated = PUBLISHED.search(text)
    published = given.published or (dated[0] if dated else None)
    facts = tuple(fact(text, match, given, published) for match in NUMBER.finditer(text))
    title = given.title or text.split("\n")[0]
    return Page(title, given.publisher, published, given.place, None, facts)


def fact(text, match, given, published):
    start, end = match.span("surface")
    words = {"place": given.place or match["place"], "time": published and published[:4], "surface": match["surface"]}
    return Fact(
        id=hashlib.sha256(f"{text}{start}".encode()).hexdigest()[:16],
        value=Decimal(match["value"]),
        value_high=None,
        bound="exact",
        unit=match["unit"],
        metric=match["metric"],
        metric_id=None,
        action=None,
        place_code=None,
        start=start,
        end=end,
        context=match[0],
        confidence=0.9,
        rules=("a", "b"),
        **words,
    )


def misplaced(text, given):
    """A page whose facts stand one character too far."""
    page = read_page(text, given)
    return dataclasses.replace(
        page, facts=tuple(dataclasses.replace(each, start=each.start + 1) for each in page.facts)
    )


def run_kb(*arguments, stdin=b"", **options):
    """`kb` as its own process; gives code, output and messages."""
    command = [sys.executable, "-c", "from kb.cli import main; main()", *map(str, arguments)]
    done = subprocess.run(command, input=stdin, capture_output=True, check=False, **options)
    return done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8")

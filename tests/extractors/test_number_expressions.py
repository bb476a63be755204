"""Number expressions that stand alone: one reading each, over the whole of it."""

from decimal import Decimal
from pathlib import Path

import pytest

from extractors.pipeline import explain

EXPRESSIONS = Path(__file__).with_name("number_expressions.tsv")


def rows():
    why = ""
    for line in EXPRESSIONS.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            why = line.removeprefix("# ")
        else:
            cells = line.split("\t")
            yield pytest.param(*cells, *[""] * (6 - len(cells)), id=f"{why}: {line.partition(chr(9))[0]}")


@pytest.mark.parametrize(("text", "value", "high", "bound", "unit", "kind"), list(rows()))
def test_an_expression_has_one_reading(text, value, high, bound, unit, kind):
    got = [(n.surface, n.value, n.value_high, n.bound, n.unit, n.kind if kind else "") for n in explain(text)]
    assert got == [(text, Decimal(value), Decimal(high) if high else None, bound, unit, kind)]

"""What each number counts: sentences with a number and the metric that a reader would head its column with."""

from pathlib import Path

import pytest

from extractors import extract

CASES = Path(__file__).with_name("shapes_cases.tsv")


def rows():
    lines = CASES.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


@pytest.mark.parametrize(("text", "surface", "metric", "why"), rows())
def test_the_metric_of_a_number(text, surface, metric, why):
    found = [fact.metric for fact in extract(text, published="2022-03-01") if fact.surface == surface]
    assert found[:1] == [metric], why

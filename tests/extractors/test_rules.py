"""Every rule next to its examples: what stands in `yes` fires it, what stands in `no` does not."""

import functools
import re
import tomllib
from collections import Counter
from importlib import resources

import pytest

from extractors import pipeline
from extractors.rules import RuleError, any_of, check, load

FILES = sorted(file.name for file in resources.files("extractors.rules").iterdir() if file.name.endswith(".toml"))

# Rules that nothing a text yields can show, and why; they have no examples, and the tests of their modules hold them.
NO_TRACE = {
    "verb-complement": "second characters that make a word a verb",
    "place-slogans": "quotation marks that keep a name from being one",
    "time-ending": "endings that make a word an adverb",
    "metric-among": "says of what later parts are parts",
    "metric-linking": "words that stand as the action of a fact",
    "common-simplified": "read in bytes, before there is a text",
    "common-traditional": "read in bytes, before there is a text",
    "common-marks": "read in bytes, before there is a text",
    "han-digit": "what the characters of number-han are worth",
    "han-scale": "what the characters of number-han are worth",
    "han-scale-large": "what the scales of number-han and number-digits are worth",
    "scale-in-word": "words whose first character is kept out of a number",
    "several-in-word": "characters behind which no number begins",
    "mark-in-word": "words whose first character is kept out of a number",
    "change-from": "words that keep two numbers from being one range",
    "word-without-number": "words that leave no number behind",
    "place-seat": "words between two places, of which each has the rule of its own name",
    "place-offices": "an ending dropped from names that place-town finds",
    "place-stops": "words that a name cannot contain",
    "place-joins": "marks between places, of which each has the rule of its own name",
    "home-kin": "the words of offices that in-office-place looks for",
    "publisher-nobody": "what is never taken for a publisher",
    "table-persons": "endings that choose one of the units of a caption",
    "table-place": "heads of columns whose rows are places",
    "pair-digit": "digits that number-han does not read behind others",
    "before-mass": "digits that number-han does not read before a weight",
    "half-in-word": "words whose 半 half-behind leaves alone",
    "table-ditto": "cells that stand for the unit above them",
    "table-counted": "endings that tell the unit of a column",
    "table-money": "endings that choose one of the units of a caption",
    "table-rate": "endings that choose one of the units of a caption",
    "table-no-count": "heads of columns and rows whose figures stay as they were",
    "metric-counted": "endings that other shapes leave out of what they carry on",
    "metric-persons": "units by which all shapes know that persons are counted",
    "metric-of-place": "units for which metric-unit may speak",
    "first-apart": "words that are cut behind their first character",
    "inside-word": "words behind what a part is taken from",
    "metric-cadence": "times behind 每 that are no measure of what is counted",
    "passive": "first characters that make a word a verb",
    "metric-total": "what a part leaves out of the measure of its whole",
    "metric-people": "units by which parts know that people are counted",
    "metric-things": "units behind which a verb ends what is counted",
    "metric-from": "words that open the first of two values",
    "verb-direction": "endings that make a word a verb",
    "metric-limit": "endings of limits that part what was counted",
    "metric-price": "measures that take what was measured before",
    "metric-mean": "words that a metric leaves out",
    "metric-difference-named": "verbs as the metric of a change has them",
    "metric-level": "endings of verbs that metric-carried does not put before its metric",
}

# Examples that are right and fail, and what is wrong; one that passes again fails the tests until it is taken out here.
BROKEN = {"time-in-brackets": "looks for full-width brackets, which normalise has made half-width"}


def rules_of(file):
    return tomllib.loads(resources.files("extractors.rules").joinpath(file).read_text(encoding="utf-8")).get("rule", [])


RULES = {rule["id"]: rule for file in FILES for rule in rules_of(file)}
EXAMPLES = [
    pytest.param(
        rule["id"],
        text,
        expected,
        id=f"{rule['id']}-{key}-{number}",
        marks=[pytest.mark.xfail(reason=BROKEN[rule["id"]], strict=True)] if expected and rule["id"] in BROKEN else [],
    )
    for rule in RULES.values()
    for expected, key in ((True, "yes"), (False, "no"))
    for number, text in enumerate(rule.get(key, ()))
]

fired = functools.cache(pipeline.fired)


@pytest.mark.parametrize(("rule", "text", "expected"), EXAMPLES)
def test_a_rule_fires_where_its_examples_say(rule, text, expected):
    assert (rule in fired(text)) is expected


@pytest.mark.parametrize("rule", sorted(RULES.keys() - NO_TRACE.keys()))
def test_a_rule_has_examples_of_both_kinds(rule):
    assert RULES[rule]["yes"]
    assert RULES[rule]["no"]


def test_the_table_of_rules_without_a_trace_names_rules_that_exist_and_have_no_examples():
    without = {name for name, rule in RULES.items() if not rule["yes"] and not rule["no"]}
    assert NO_TRACE.keys() == without


def test_no_rule_of_that_table_fires_in_any_example():
    everything = frozenset().union(*(fired(text) for _, text, _ in (example.values for example in EXAMPLES)))
    assert everything & NO_TRACE.keys() == frozenset()


def test_whatever_fires_is_a_rule():
    everything = frozenset().union(*(fired(text) for _, text, _ in (example.values for example in EXAMPLES)))
    assert everything - RULES.keys() == frozenset()


def test_ids_are_unique_over_all_files():
    ids = Counter(rule["id"] for file in FILES for rule in rules_of(file))
    assert [rule for rule, times in ids.items() if times > 1] == []


@pytest.mark.parametrize("file", FILES)
def test_a_file_explains_its_keys_at_the_top(file):
    text = resources.files("extractors.rules").joinpath(file).read_text(encoding="utf-8")
    assert text.startswith("# ")
    assert "\n# " in text.partition("[[rule]]")[0]


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ({"id": "a", "yes": [], "no": []}, "'means' is missing"),
        ({"id": "a", "yes": [], "no": [], "means": 1, "meens": 2}, "unknown key 'meens'"),
        ({"yes": [], "no": [], "means": 1}, "'id' is missing"),
    ],
)
def test_a_mistake_in_a_rule_is_named(rule, message):
    with pytest.raises(RuleError, match=message):
        check("bounds.toml", rule, {"means"}, set())


def test_a_file_without_the_keys_asked_for_is_refused():
    with pytest.raises(RuleError, match=r"words\.toml, entry .*: key 'colour' is missing"):
        load("words", frozenset({"class", "words", "colour"}))


def test_longer_words_come_first():
    pattern = re.compile(any_of(["人", "人次", "户"]))
    assert [pattern.match(text)[0] for text in ("人次数", "人数", "户数")] == ["人次", "人", "户"]

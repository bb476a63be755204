"""The language rules: word lists and patterns as TOML, checked when loaded.

Every file is a list of `[[rule]]` tables. A rule has an `id` unique over all files, its words or patterns, and
examples: `yes` texts in which it must fire, `no` texts in which it must not. A rule fires in a text when its id stands
in the `rules` of a reading or a fact, or in the trace of the page (`extractors.pipeline.fired`).
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Collection, Iterable
from importlib import resources
from typing import Any

import regex

EVERY_RULE = frozenset({"id", "yes", "no"})


class RuleError(ValueError):
    """A rule file that cannot be used; the message names file and entry."""


@functools.cache
def load(name: str, required: frozenset[str], optional: frozenset[str] = frozenset()) -> tuple[dict[str, Any], ...]:
    """The rules of `name`.toml, each a table with the keys asked for.

    Raises `RuleError` for a key that is missing or unknown, an id used twice, or a file that is no TOML.
    """
    file = f"{name}.toml"
    try:
        rules = tomllib.loads(resources.files(__name__).joinpath(file).read_text(encoding="utf-8")).get("rule", [])
    except tomllib.TOMLDecodeError as error:
        raise RuleError(f"{file}: {error}") from None
    seen: set[str] = set()
    for rule in rules:
        check(file, rule, required, optional)
        if rule["id"] in seen:
            raise RuleError(f"{file}, entry {rule['id']!r}: id used twice")
        seen.add(rule["id"])
    return tuple(rules)


def check(file: str, rule: dict[str, Any], required: Collection[str], optional: Collection[str]) -> None:
    """Hold one table against the keys it may have.

    >>> check("bounds.toml", {"id": "over-after", "yes": [], "no": [], "meens": "over"}, {"means"}, set())
    Traceback (most recent call last):
    extractors.rules.RuleError: bounds.toml, entry 'over-after': unknown key 'meens'
    """
    entry = rule.get("id", "?")
    for key in rule:
        if key not in EVERY_RULE and key not in required and key not in optional:
            raise RuleError(f"{file}, entry {entry!r}: unknown key {key!r}")
    for key in sorted(EVERY_RULE | set(required)):
        if key not in rule:
            raise RuleError(f"{file}, entry {entry!r}: key {key!r} is missing")


def any_of(words: Iterable[str]) -> str:
    """A regex for any one of `words`, the longest first, grouped by their beginnings: few are tried at each place.

    >>> any_of(["人", "人次", "户"])
    '(?:人(?:次|)|户)'
    """
    behind: dict[str, list[str]] = {}
    for word in sorted(set(words)):
        behind.setdefault(word[:1], []).append(word[1:])
    ended = behind.pop("", None)
    choices = [regex.escape(first) + (any_of(rest) if any(rest) else "") for first, rest in behind.items()]
    return "(?:" + "|".join([*choices, *([""] if ended else [])]) + ")"

"""What the rules of a fact are, read from their files: importing the extractors would take longer than the answer."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path


def described(ids: Iterable[str]) -> dict[str, str]:
    """For each rule what its file is for, and its first example; an empty text for one that stands in no file."""
    wanted = list(ids)
    found = dict.fromkeys(wanted, "")
    for file in files():
        text = file.read_text(encoding="utf-8")
        for rule in tomllib.loads(text).get("rule", []):
            if rule.get("id") in found:
                example = " ".join(" ".join(rule.get("yes", [])[:1]).split())
                found[rule["id"]] = "  ".join(part for part in (f"{file.name}: {purpose(text)}", example) if part)
    return found


def purpose(text: str) -> str:
    """What a rule file is for: the first sentence of the comment at its head.

    >>> purpose("# Words that say when. They are\\n# matched in prose.\\n\\n[[rule]]")
    'Words that say when.'
    """
    comment = " ".join(line.lstrip("# ") for line in text.partition("\n\n")[0].split("\n") if line.startswith("#"))
    return re.split(r"(?<=\.) |; ", comment, maxsplit=1)[0]


def files() -> list[Path]:
    """The rule files of the installed extractors."""
    spec = find_spec("extractors")
    folders = spec.submodule_search_locations if spec else None
    return sorted(Path(next(iter(folders))).glob("rules/*.toml")) if folders else []

"""The rules of the house: imports run one way, words live in data, functions are short."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CHINESE = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
MAY_IMPORT = {"schema": set(), "extractors": {"schema"}, "kb": {"schema", "extractors"}}
LONGEST_FUNCTION = 40

FILES = [path for package in MAY_IMPORT for path in sorted((ROOT / package).rglob("*.py"))]
EVERY_FILE = pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))


def tree(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(path):
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def docstrings(parsed):
    for node in ast.walk(parsed):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value


@EVERY_FILE
def test_imports_run_one_way(path):
    package = path.relative_to(ROOT).parts[0]
    ours = {name.partition(".")[0] for name in imported(path)} & set(MAY_IMPORT)
    assert ours - {package} <= MAY_IMPORT[package]


@EVERY_FILE
def test_words_live_in_data(path):
    source = path.read_text(encoding="utf-8")
    parsed = ast.parse(source)
    prose = set(map(id, docstrings(parsed)))
    literals = [node for node in ast.walk(parsed) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    # The source is searched, not the value: bounds of character ranges are written as escapes.
    written = [ast.get_source_segment(source, node) or "" for node in literals if id(node) not in prose]
    assert [text for text in written if CHINESE.search(text)] == []


@EVERY_FILE
def test_functions_are_short(path):
    functions = [node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef)]
    assert [node.name for node in functions if node.end_lineno - node.lineno >= LONGEST_FUNCTION] == []

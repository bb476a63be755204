"""What depends on the vocabulary is cached by it: a plain cache would show one caller the words of another."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("schema", "extractors", "kb")
BASE = "schema.in_use.own_rows"
PLAIN = ("functools.cache", "functools.lru_cache")


def modules():
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            yield ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"), path


def imported(parsed):
    """What each imported name stands for."""
    for node in ast.walk(parsed):
        if isinstance(node, ast.ImportFrom):
            yield from ((alias.asname or alias.name, f"{node.module}.{alias.name}") for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from ((alias.asname or alias.name, alias.name) for alias in node.names)


def mentioned(function, module, names):
    """The full names that a function mentions, whether it calls them or passes them on."""
    for node in ast.walk(function):
        if isinstance(node, ast.Name):
            yield names.get(node.id, f"{module}.{node.id}")
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            yield f"{names.get(node.value.id, node.value.id)}.{node.attr}"


@pytest.fixture(scope="module")
def functions():
    """Every function at the top of a module, and every class, with what it mentions and how it is decorated."""
    found = {}
    for module, path in modules():
        parsed = ast.parse(path.read_text(encoding="utf-8"))
        names = dict(imported(parsed))
        for node in parsed.body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                decorators = [ast.unparse(decorator) for decorator in node.decorator_list]
                found[f"{module}.{node.name}"] = set(mentioned(node, module, names)), decorators
    return found


@pytest.fixture(scope="module")
def dependent(functions):
    """The functions that reach the reader's own rows, at whatever remove."""
    reached, grown = set(), {BASE}
    while grown - reached:
        reached |= grown
        grown = {name for name, (mentions, _) in functions.items() if mentions & reached}
    return reached


def test_no_plain_cache_depends_on_the_vocabulary(functions, dependent):
    plain = {name for name, (_, decorators) in functions.items() if any(each.startswith(PLAIN) for each in decorators)}
    assert plain & dependent == set()


@pytest.mark.parametrize("name", ["schema.units.unit_at", "extractors.words.cut", "extractors.table_names.meanings"])
def test_the_search_finds_what_is_known_to_depend(name, dependent):
    assert name in dependent

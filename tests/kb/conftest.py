"""Stores to test with: a small one of made articles, and one of the sample articles."""

from pathlib import Path

import pytest
from stand_in import LANZHOU, NEWER, read_page, run_kb

from kb.ingest import ingest


@pytest.fixture
def articles(tmp_path):
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "lanzhou.txt").write_text(LANZHOU, encoding="utf-8")
    (folder / "newer.txt").write_text(NEWER, encoding="utf-8")
    return folder


@pytest.fixture
def store(tmp_path, articles):
    """A store of both articles."""
    path = tmp_path / "kb.sqlite3"
    ingest([articles], path, read_page)
    return path


@pytest.fixture(scope="session")
def real_store(tmp_path_factory):
    """A store of the sample articles, made by the program itself."""
    path = tmp_path_factory.mktemp("real") / "kb.sqlite3"
    samples = Path(__file__).parents[2] / "data" / "articles"
    code, _, messages = run_kb("ingest", samples, "--db", path)
    assert code == 0, messages
    return path

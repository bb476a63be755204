"""The governing verbs: that the list is broad, and that mistakes in it are named."""

from __future__ import annotations

import pytest

from schema.actions import actions, read
from schema.tables_of_words import VocabularyError, rows

HEADER = "verb\tkind\texample\tnote\n"
KINDS = {
    "共": "stock",
    "下辖": "stock",
    "选配": "stock",
    "净增": "change",
    "下降": "change",
    "调整优化": "change",
    "新建改建": "change",
    "走访": "neither",
    "评选命名": "neither",
    "修订完善": "neither",
    "立行立改": "neither",
    "排查化解": "neither",
}


@pytest.mark.parametrize(("verb", "kind"), KINDS.items())
def test_a_verb_speaks_of_its_kind(verb, kind):
    assert actions()[verb].kind == kind


def test_the_list_is_broad():
    assert len(actions()) >= 350


def test_an_example_shows_its_verb():
    assert [each.verb for each in actions().values() if each.example and not shows(each)] == []


def shows(action):
    return all(part in action.example for part in action.parts)


BROKEN = {"unknown kind 'stcok'": "有\tstcok\n", "missing or used twice": "有\tstock\n有\tstock\n"}


@pytest.mark.parametrize(("message", "text"), BROKEN.items())
def test_a_broken_list_names_file_and_entry(message, text):
    with pytest.raises(VocabularyError, match=f"own.tsv, line .*entry '有': .*{message}"):
        read(rows("own.tsv", HEADER + text))

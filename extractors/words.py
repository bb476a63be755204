"""Words and what each of them does to a phrase around a number.

jieba cuts short windows into words; `rules/words.toml`, the governing verbs and jieba's parts of speech say which words
end a noun phrase, which link a noun to its number, and which belong to the noun.

>>> [(word, kind) for word, kind in cut("共组建网格党支部")]
[('共', 'link'), ('组建', 'verb'), ('网格党支部', 'noun')]
"""

from __future__ import annotations

import functools
import logging
import re
import sys
from collections.abc import Iterable
from typing import Any, Literal, get_args

from extractors import rules
from extractors.route import likeliest
from schema.actions import actions
from schema.in_use import cached
from schema.metrics import vocabulary

Kind = Literal[
    "noun",
    "either",
    "verb",
    "link",
    "adverb",
    "preposition",
    "conjunction",
    "particle",
    "aspect",
    "listing",
    "scope",
    "quality",
]
# Classes that say something of a noun beside its neighbours, or of a character in a word; the noun stays a noun.
Neighbour = Literal[
    "compound",
    "person",
    "abstract",
    "ending",
    "each",
    "organisation",
    "at-number",
    "ratio",
    "average",
    "measure",
    "dimension",
    "complement",
    "sum",
    "with",
    "time",
    "apart",
    "level",
    "inside",
    "negation",
    "generic",
    "passive",
    "direction",
]
NEIGHBOURS = frozenset(get_args(Neighbour))
# Classes of characters inside words, which leave no trace of their own.
INSIDE = frozenset({"complement", "time", "apart", "inside", "passive", "direction"})
# jieba's parts of speech that end a noun phrase; everything else may stand in one.
PART_OF_SPEECH: dict[str, Kind] = {"v": "verb", "d": "adverb", "p": "preposition", "c": "conjunction", "vn": "either"}
HAN = re.compile("[\u4e00-\u9fd5]+")  # what jieba looks up in its dictionary
# A word of the vocabulary must win over its parts: 志愿服务 is one word, however often 志愿 and 服务 are seen.
VOCABULARY_FREQUENCY = 3000


@functools.cache
def word_rules() -> tuple[dict[str, Any], ...]:
    """The classes of words, in the order in which they win."""
    return rules.load("words", frozenset({"class", "words"}))


@functools.cache
def word_class(name: Kind | Neighbour) -> frozenset[str]:
    """The words that the rules put into a class."""
    return frozenset(word for rule in word_rules() if rule["class"] == name for word in rule["words"])


@functools.cache
def endings(name: Kind | Neighbour) -> tuple[str, ...]:
    """The words of a class, to be asked for as the end of a longer one."""
    return tuple(sorted(word_class(name)))


@functools.cache
def rules_of_words() -> dict[str, tuple[str, ...]]:
    """The ids of the rules that list a word.

    >>> rules_of_words()["已经"]
    ('end-adverb',)
    """
    found: dict[str, tuple[str, ...]] = {}
    for rule in word_rules():
        for word in rule["words"] if rule["class"] not in INSIDE else ():
            found[word] = (*found.get(word, ()), rule["id"])
    return found


@cached()
def vocabulary_words() -> frozenset[str]:
    """Every wording of the metrics vocabulary."""
    return vocabulary().words()


@cached()
def kinds() -> dict[str, Kind]:
    """What each word is to a phrase; a word that is not in here is a noun."""
    known: dict[str, Kind] = {}
    for line in _dictionary_lines():
        word, _, tag = line.rpartition(" ")
        word = word.partition(" ")[0]
        if tag == "t" and word[-1] in word_class("time"):
            known[word] = "adverb"  # 今年, 秋季
        if tag in PART_OF_SPEECH and len(word) > 1:  # single characters are most often parts of a name here
            named = len(word) > 2 and word[-1] in word_class("ending")  # 辍学率
            known[word] = "noun" if named else PART_OF_SPEECH[tag]
    known.update(dict.fromkeys(actions(), "verb"))
    links = word_class("link")
    known.update({word: "link" for word in actions() if word[:1] in links and word[1:] in links})  # 均达到
    for rule in reversed(word_rules()):
        if rule["class"] not in NEIGHBOURS:
            known.update(dict.fromkeys(rule["words"], rule["class"]))
    return known


@cached()
def _tokenizer() -> Any:
    """jieba's tokenizer with the words of our vocabulary, quiet, without its import of pkg_resources."""
    blocked = "pkg_resources" not in sys.modules
    if blocked:
        sys.modules["pkg_resources"] = None  # type: ignore[assignment]  # costs more than all the rest of jieba
    try:
        import jieba
    finally:
        if blocked:
            del sys.modules["pkg_resources"]
    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    tokenizer.initialize()
    ruled = {word for rule in word_rules() for word in rule["words"]}
    for word in sorted({*filter(_is_one_word, vocabulary_words()), *actions(), *ruled}):
        if 1 < len(word) <= 8:
            tokenizer.add_word(word, VOCABULARY_FREQUENCY)
    return tokenizer


def _is_one_word(wording: str) -> bool:
    """Whether a wording of the vocabulary is one word: 开展活动 is a verb and its object, 慰问金 is a noun."""
    if wording[:1] in word_class("verb") and wording[1:] in vocabulary_words():
        return False
    if wording[:2] in word_class("either") and wording[2:] in vocabulary_words():
        return False
    return not any(
        wording[split:] not in _heads() and wording[:split] in _openers() for split in range(2, len(wording) - 1)
    )


@functools.cache
def _heads() -> frozenset[str]:
    return word_class("ending") | word_class("compound")


@functools.cache
def _openers() -> frozenset[str]:
    return word_class("adverb") | actions().keys()


def _dictionary_lines() -> list[str]:
    with _tokenizer().get_dict_file() as file:
        text: str = file.read().decode("utf-8")
    return text.splitlines()


@cached(20_000)
def cut(text: str) -> tuple[tuple[str, Kind], ...]:
    """The words of a short stretch of text, each with its class; a verb and its ending are one noun (解决率)."""
    endings = word_class("ending")
    words: list[tuple[str, Kind]] = []
    for found in _words(text):
        for part in _parted(found):
            word, kind = part
            before, before_kind = words[-1] if words and word in endings else ("", "noun")
            if kind == "noun" and len(before) > 1 and before_kind in ("verb", "either"):
                words[-1] = (before + word, "noun")
            else:
                words.append(part)
    return tuple(words)


@cached(20_000)
def _parted(word: str) -> tuple[tuple[str, Kind], ...]:
    """A word with its class; a verb and its object that the dictionary has as one word apart: 办 实事, 申请 专利."""
    split = _object_of(word) if len(word) in (3, 4) else 0
    parts = (word[:split], word[split:]) if split else (word,)
    return tuple((part, _kind(part)) for part in parts)


def _kind(word: str) -> Kind:
    kind = kinds().get(word, "noun")
    return "verb" if kind == "noun" and 2 <= len(word) <= 4 and _is_verbal(word) else kind


def _object_of(word: str) -> int:
    """Where the object begins in a word that is a verb with its object; else 0.

    >>> _object_of("申请专利"), _object_of("培训基地")
    (2, 0)
    """
    if word in word_class("apart"):
        return 1
    split = len(word) - 2
    verb, rest = word[:split], word[split:]
    governs = verb in word_class("verb") if split == 1 else verb in actions()
    noun = rest in vocabulary_words() and kinds().get(rest, "noun") == "noun"
    counted = governs and noun and rest not in word_class("compound")
    return split if counted and (word not in vocabulary_words() or not _is_one_word(word)) else 0


def _words(text: str) -> Iterable[str]:
    """The words of a text as jieba cuts it, which takes several times as long where all of it is Chinese."""
    tokenizer = _tokenizer()
    if HAN.fullmatch(text):
        return likeliest(text, tokenizer.FREQ, tokenizer.total)
    words: Iterable[str] = tokenizer.cut(text, HMM=False)
    return words


def _is_verbal(word: str) -> bool:
    """Whether a word that the dictionary calls a noun or a phrase is a verb, or begins with one.

    >>> _is_verbal("连成一片"), _is_verbal("全面推行"), _is_verbal("筹到"), _is_verbal("慰问活动")
    (True, True, True, False)
    """
    if word in vocabulary_words():
        return False
    if word[0] in word_class("passive"):
        return True  # 被困, 被评为
    if len(word) == 3:
        return word[1:] in word_class("direction")
    if len(word) == 2:
        return word[0] in word_class("verb") and word[1] in word_class("complement")
    first, rest = kinds().get(word[:2], "noun"), word[2:]
    if first == "adverb":
        return kinds().get(rest) == "verb"
    return first == "verb" and rest not in word_class("compound")

"""Step 1 · normalise: one form for every character, without losing where it came from.

in:  `raw`
out: `text` and `origin`

What later steps may rely on:

* ，。；：！？ are full-width wherever they end a clause; between digits or inside Latin text they stay half-width
  (1,350 08:44).
* Digits, letters, % + - . ( ) [ ] / ~ | & are half-width. Quotes “” ‘’ 《》 【】 and dashes — – stay as printed.
* A space is the plain space. A single one inside prose is gone where it only spaced Han and digits; runs of spaces,
  tabs and | stay: they separate the columns of tables.
* Tags, entities, zero-width characters and pinyin glosses are gone; line-breaking tags are newlines.
* Traditional text is simplified, one character for one; simplified text keeps the traditional characters in it.

>>> from schema.record import Article
>>> normalise(Article("全縣共有黨(dǎng)員１２ 名,支部３個。")).text
'全县共有党员12名，支部3个。'
"""

from __future__ import annotations

import dataclasses
import functools
import html
import re
import unicodedata
from array import array
from collections.abc import Callable, Iterator, Sequence

from extractors import rules
from extractors.traditional import simplified
from schema.record import Article

ROUNDS = 4
UNCOVERING = frozenset({"entity", "tag", "zero-width", "gloss", "thousands-space", "space"})
BRINGING = frozenset({"entity", "tag", "half-width", "one-form"})  # they may bring in any character
HAN = r"[\u4e00-\u9fff\u3400-\u4dbf]"
DIGITS_APART = re.compile("[ ](?<=[0-9][ ])[0-9]{3}")
CLAUSE_MARKS = re.compile("[，。；！？]")
FULL_WIDTH = str.maketrans(",;:!?", "，；：！？")
TONED = re.compile("[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ]")
SYLLABLE = re.compile(
    "(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?"
    "(?:iang|iong|uang|ueng|iao|ian|ang|eng|ong|ing|uai|uan|ai|ei|ao|ou|an|en|er|ia|ie|iu|in"
    "|ua|uo|ui|un|ue|üe|ve|[aoeiuüv])"
)
FEW, MANY = 3, 5
NEWLINE_TAG = re.compile(r"(?i)</?(?:br|p|div|tr|li|h[1-6]|table|section)\b")
TAB_TAG = re.compile(r"(?i)</t[dh]\b")
MATCH = re.Match[str]


@dataclasses.dataclass(frozen=True, slots=True)
class Draft:
    """The text so far, the origin of each character (None: nothing moved yet), and the rules that changed it."""

    text: str
    origin: Sequence[int] | None = None
    fired: tuple[str, ...] = ()


def normalise(article: Article) -> Article:
    """The article with `text` and `origin` filled."""
    draft = drafted(article.raw)
    origin: Sequence[int] = range(len(article.raw) + 1) if draft.origin is None else draft.origin
    return dataclasses.replace(article, text=draft.text, origin=origin)


def fired(text: str) -> tuple[str, ...]:
    """The ids of the rules that change a text.

    >>> fired("共有&nbsp;１２个")
    ('entity', 'half-width', 'one-form')
    """
    return tuple(dict.fromkeys(drafted(text).fired))


def drafted(raw: str) -> Draft:
    """The text after all changes; what one change uncovers (a tag spelt with entities) the next round finds."""
    draft, steps = Draft(raw), STEPS
    for _ in range(ROUNDS):
        before = draft
        for step in steps:
            draft = step(draft)
        changes = draft.fired[len(before.fired) :]
        if not changes or not uncovered(draft, changes):
            break
        steps = STEPS if not BRINGING.isdisjoint(changes) else AGAIN
    return draft


def uncovered(draft: Draft, changes: tuple[str, ...]) -> bool:
    """Whether the changes of a round may have made something that the next one would change."""
    return not UNCOVERING.isdisjoint(changes) or ("half-width" in changes and ("<" in draft.text or "&" in draft.text))


def entities(draft: Draft) -> Draft:
    """HTML entities decoded; those that spell a digit or a letter stay, so that every number stands in the raw text."""
    return replaced(draft, "entity", lambda match: _entity(match[0])) if "&" in draft.text else draft


def _entity(entity: str) -> str:
    last = entity[entity.rindex("&", 0, 1) :]
    name = re.sub(r"^&(?:amp;|#38;)*(?=#?\w)", "&", last)
    character = html.unescape(name)
    return entity if character == name or (character.isalnum() and character.isascii()) else character


def tags(draft: Draft) -> Draft:
    """Tags taken out; those that break a line or a cell leave a newline or a tab."""
    return replaced(draft, "tag", lambda match: _tag(match[0])) if "<" in draft.text else draft


def _tag(tag: str) -> str:
    if NEWLINE_TAG.match(tag):
        return "\n"
    return "\t" if TAB_TAG.match(tag) else ""


def invisible(draft: Draft) -> Draft:
    """Zero-width and control characters taken out."""
    return replaced(draft, "zero-width", lambda match: "")


def glosses(draft: Draft) -> Draft:
    """Pinyin after the characters it spells taken out; without tone marks only where the text is full of glosses."""
    found = [match["gloss"] for match in pattern("gloss").finditer(draft.text)]
    if not found:
        return draft
    toned = sum(1 for gloss in found if TONED.search(gloss))
    plain = len({gloss for gloss in found if SYLLABLE.fullmatch(gloss)})
    trust_plain = toned >= FEW or plain >= MANY

    def without(match: MATCH) -> str:
        gloss = match["gloss"]
        drop = TONED.search(gloss) or (trust_plain and SYLLABLE.fullmatch(gloss))
        return "" if drop else match[0]

    return replaced(draft, "gloss", without)


def half_width(draft: Draft) -> Draft:
    """Full-width letters, digits and signs made half-width, except the marks that end a clause."""
    return replaced(draft, "half-width", lambda match: chr(ord(match[0]) - 0xFEE0))


def one_form(draft: Draft) -> Draft:
    """Spaces, radicals, compatibility and small forms given their ordinary character."""
    return replaced(draft, "one-form", lambda match: _ordinary(match[0]))


def _ordinary(character: str) -> str:
    if character.isspace():
        return " "
    ordinary = unicodedata.normalize("NFKC", character)
    if len(ordinary) != 1 or ordinary.isspace():
        return character
    return ordinary.translate(FULL_WIDTH) if character != "∶" else ":"


def clause_marks(draft: Draft) -> Draft:
    """Half-width marks that end a clause made full-width; a full-width colon inside a clock time half-width."""
    draft = replaced(draft, "clause-mark", lambda match: match[0].translate(FULL_WIDTH))
    draft = replaced(draft, "clock-mark", lambda match: ":")
    return replaced(draft, "full-stop", lambda match: "。")


def spaces(draft: Draft) -> Draft:
    """Single spaces that only space out prose taken out."""
    prose = Prose(draft.text)
    if DIGITS_APART.search(draft.text):
        draft = replaced(draft, "thousands-space", lambda match: "" if prose.holds(match.start()) else match[0])
    prose = Prose(draft.text)
    return replaced(draft, "space", lambda match: "" if prose.loose(match.start()) else match[0])


class Prose:
    """Which lines of a text are prose, each looked at once, in the order of the text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.start, self.end, self.is_prose = 0, -1, False

    def holds(self, offset: int) -> bool:
        """Whether the line around `offset` has as much clause punctuation as prose has for its spaces."""
        if offset > self.end:
            self.start = self.text.rfind("\n", 0, offset) + 1
            end = self.text.find("\n", offset)
            self.end = len(self.text) if end < 0 else end
            marks = len(CLAUSE_MARKS.findall(self.text, self.start, self.end))
            self.is_prose = marks > 0 and marks * 6 >= self.text.count(" ", self.start, self.end)
        return self.is_prose

    def loose(self, offset: int) -> bool:
        """Whether the space at `offset` may go: in prose, and not after the number of a list item.

        >>> Prose("1 加强领导，落实责任。").loose(1)
        False
        """
        if not self.holds(offset):
            return False
        lead = self.text[max(self.start, offset - 4) : offset].lstrip(" \t")
        return not (offset - self.start <= 4 and lead.isdigit() and len(lead) <= 2)


def simple_characters(draft: Draft) -> Draft:
    """Traditional text simplified, character for character."""
    text = simplified(draft.text)
    return draft if text == draft.text else dataclasses.replace(draft, text=text, fired=(*draft.fired, "traditional"))


STEPS: tuple[Callable[[Draft], Draft], ...] = (
    entities,
    tags,
    invisible,
    half_width,
    one_form,
    glosses,
    clause_marks,
    spaces,
    simple_characters,
)


AGAIN = tuple(step for step in STEPS if step not in (invisible, half_width, one_form))


def replaced(draft: Draft, rule: str, replacement: Callable[[MATCH], str]) -> Draft:
    """The draft with every match of a rule replaced, the origin of all other characters kept."""
    edits = [
        (match.start(), match.end(), new)
        for match in pattern(rule).finditer(draft.text)
        if (new := replacement(match)) != match[0]
    ]
    if not edits:
        return draft
    text = "".join(_pieces(draft.text, edits))
    origin = draft.origin
    if origin is not None or any(end - start != len(new) for start, end, new in edits):
        origin = _moved(range(len(draft.text) + 1) if origin is None else origin, edits)
    return Draft(text, origin, (*draft.fired, rule))


def _pieces(text: str, edits: list[tuple[int, int, str]]) -> Iterator[str]:
    position = 0
    for start, end, new in edits:
        yield text[position:start]
        yield new
        position = end
    yield text[position:]


def _moved(origin: Sequence[int], edits: list[tuple[int, int, str]]) -> Sequence[int]:
    moved = array("q")
    position = 0
    for start, end, new in edits:
        moved.extend(origin[position:start])
        if len(new) == end - start:
            moved.extend(origin[start:end])
        else:
            moved.extend([origin[start]] * len(new))
        position = end
    moved.extend(origin[position:])
    return moved


@functools.cache
def pattern(rule: str) -> re.Pattern[str]:
    """The compiled pattern of a rule of normalise.toml."""
    return re.compile(patterns()[rule].replace("{han}", HAN))


@functools.cache
def patterns() -> dict[str, str]:
    """The patterns of normalise.toml by rule."""
    return {rule["id"]: rule["pattern"] for rule in rules.load("normalise", frozenset({"pattern"}))}

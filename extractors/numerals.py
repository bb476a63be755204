"""Step 3 · numerals: find every number and say what it is worth.

in:  `text`
out: `quantities`, each with the number's span, `value`, `value_high`, the `bound` of the marks inside it, and,
     where the number is part of a larger form (a date, a slogan), its `kind` and `reason`

>>> from schema.record import Article
>>> [(str(found.value), found.bound) for found in numerals(Article("", text="网格员1.1万名，走访300多户")).quantities]
[('11000', 'exact'), ('300', 'over')]
"""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from extractors import bounds, rules
from extractors.chinese_number import LONGEST, Worth, characters, plain, rule, values, worth
from extractors.forms import Form, form_at, trap_at
from schema.record import Article, Kind, Quantity
from schema.units import unit_at

CODE = "code"
CLAUSE = 12  # how far before a sum the word for money may stand
WHOLE = 40  # a text this short may be nothing but a number
MEASURED = frozenset({"duration", "length", "area", "mass"})  # kinds of unit that have halves
SILENT = "word-without-number"


def numerals(article: Article) -> Article:
    """The article with every number of its text."""
    return dataclasses.replace(article, quantities=tuple(_scan(article.text)))


def _scan(text: str) -> Iterator[Quantity]:
    search = _start().search
    at = 0
    while match := search(text, at):
        start = match.start()
        found, at = (_from_digit if text[start].isascii() else _from_han)(text, start)
        if found:
            yield found


@functools.cache
def _start() -> re.Pattern[str]:
    """A character that a number may begin with."""
    return re.compile(f"[0-9{_han_characters()}{characters('number-half')}]")


@functools.cache
def _han_characters() -> str:
    return characters("han-digit", "han-scale", "han-scale-large", "number-several")


@functools.cache
def _han() -> re.Pattern[str]:
    return re.compile(f"[{_han_characters()}]")


def _from_digit(text: str, start: int) -> tuple[Quantity | None, int]:
    """The number that begins with the digit at `start`, and where to look on."""
    if start and text[start - 1].isascii() and _after_letter(text, start):
        code = _code().match(text, start)
        end = code.end() if code else start + 1
        return _quantity(start, end, None, CODE), end
    if ratio := _ratio().match(text, start):
        return _quantity(start, ratio.end(), worth(ratio["first"]), "ratio-to-one"), ratio.end()
    if form := form_at(text, start, "digit"):
        return _formed(text, start, *form)
    match = _digits().match(text, start)
    if match is None:
        return None, start + 1
    end = _without_stray_mark(text, match.end())
    if share := _share(text, start, end):
        return share, share.number_end
    if _letter(text, end) and not unit_at(text, end):
        code = _code().match(text, end)
        end = code.end() if code else end
        return _quantity(start, end, None, CODE), end
    found = _valued(text, start, end, "number-digits")
    return found, max(found.number_end if found else end, start + 1)


@functools.cache
def _ratio() -> re.Pattern[str]:
    """How many times one thing is another: 2.3∶1."""
    return re.compile(rf"(?P<first>[0-9]{{1,3}}\.[0-9]{{1,3}}){rules.any_of(rule('ratio-to-one')['words'])}1(?![0-9.])")


def _letter(text: str, at: int) -> bool:
    return at < len(text) and text[at].isascii() and text[at].isalpha()


def _after_letter(text: str, start: int) -> bool:
    before = text[start - 1]
    return (
        _letter(text, start - 1) or (start > 1 and before in "-_./=&#" and _letter(text, start - 2)) or before in "_#"
    )


@functools.cache
def _code() -> re.Pattern[str]:
    return re.compile(r"[0-9A-Za-z]+(?:[._/=&?#-][0-9A-Za-z]+)*")


@functools.cache
def _digits() -> re.Pattern[str]:
    """A number that begins with a digit, its scales and the marks in it."""
    digits = r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]{1,3}(?: [0-9]{3})+(?![0-9])|[0-9]+)(?:\.[0-9]+)?"
    rest = rf"(?:[{characters('number-zero')}]?[0-9]{{1,4}}(?:\.[0-9]+)?(?![0-9.]|[A-Za-z%]))?"
    return re.compile(rf"{digits}(?:{_mark()}?{_scale()}+{rest})*{_mark()}?")


@functools.cache
def _scale() -> str:
    """One scale character, where it begins no other word."""
    scales = characters("han-scale", "han-scale-large")
    return rf"(?:(?!{rules.any_of(rule('scale-in-word')['words'])})[{scales}])"


@functools.cache
def _mark() -> str:
    """One mark inside a number, where it begins no other word."""
    marks = characters("mark-over", "mark-approx") + next(iter(values("number-several")))
    return rf"(?:(?!{rules.any_of(rule('mark-in-word')['words'])})[{marks}])"


@functools.cache
def _han_number() -> re.Pattern[str]:
    """A number that begins with a Chinese numeral, its decimals and the marks in it."""
    digits = characters("han-digit")
    several = characters("number-several")
    point = f"(?:[{characters('number-point')}][{digits}]+)?"
    return re.compile(rf"(?:[{digits}{several}]|{_scale()})++{point}{_scale()}*(?:{_mark()}{_scale()}*)?")


def _without_stray_mark(text: str, end: int) -> int:
    """The end of a number without a mark at its end that rather begins what follows (20来访)."""
    if text[end - 1] in rule("mark-approx")["words"] and not unit_at(text, end) and end < len(text):
        return end - 1
    return end


def _formed(text: str, start: int, form: Form, end: int) -> tuple[Quantity | None, int]:
    if form.rule == SILENT:
        return None, end
    return _quantity(start, end, None, form.rule, kind=form.kind, reason=form.reason), end


def _from_han(text: str, start: int) -> tuple[Quantity | None, int]:
    """The number that begins with the Chinese numeral at `start`, and where to look on."""
    share = _share_word(text, start) or _fraction(text, start)
    if share and not text.endswith(tuple(rule("share-figurative")["words"]), 0, share.number_end):
        return share, share.number_end
    if share:
        figure = rule("share-figurative")
        return _quantity(
            start, share.number_end, None, figure["id"], kind="idiom", reason=figure["reason"]
        ), share.number_end
    if text[start] in values("number-half"):
        return _half(text, start)
    trap = trap_at(text, start, _han())
    if trap and not _number_in_trap(text, start, trap[1]):
        return _formed(text, start, *trap)
    if not trap and (form := form_at(text, start, "han")):
        return _formed(text, start, *form)
    match = _han_number().match(text, start)
    if match is None or _tail_of_word(text, start):
        return None, start + 1
    end = _without_stray_mark(text, match.end())
    found = None
    if _counts(text, start, end) or _is_whole(text, start, end):
        found = _share(text, start, end) or _valued(text, start, end, "number-han")
    elif text[end : end + 1] in rule("number-mixed")["words"]:
        found = _mixed(text, start, end)
    return found, max(found.number_end if found else _skip(text, start, end), start + 1)


def _number_in_trap(text: str, start: int, end: int) -> bool:
    """Whether a word that counts nothing is a number here: before a point (一点五), behind a hedge (上千里)."""
    if text[end - 1] in rule("number-point")["words"]:
        match = _han_number().match(text, start)
        return match is not None and match.end() > end
    return end == start + 2 and bounds.hedged(text, start, text[start]) and unit_at(text, start + 1) is not None


def _skip(text: str, start: int, end: int) -> int:
    """Where to look on behind characters that make no number: marks may belong to what follows."""
    while end > start + 1 and not _han().match(text, end - 1):
        end -= 1
    return end


def _tail_of_word(text: str, start: int) -> bool:
    """Whether 数 at `start` ends a word (人数)."""
    if text[start] not in list(values("number-several"))[1:]:
        return False
    return start > 0 and text[start - 1] in rule("several-in-word")["words"]


def _counts(text: str, start: int, end: int) -> bool:
    """Whether a run of Chinese numerals is a number: a unit, a range, an ordinal mark or a hedge stands at it."""
    if unit_at(text, end) or (text[end : end + 1] == " " and unit_at(text, end + 1)):
        return True
    if _zero_of_rate(text, start, end) or money_without_unit(text, start, end):
        return True
    if _ordinal(text, start) or _range_end(text, start, end, "number-han"):
        return True
    marked = text[end - 1] in rule("mark-over")["words"] or any(
        mark in text[start:end] for mark in values("number-several")
    )
    return (marked or bounds.hedged(text, start, text[start:end])) and end - start > 1 and _next_is_han(text, end)


def _zero_of_rate(text: str, start: int, end: int) -> bool:
    """Whether the number is a rate of nothing: 死亡率为零。"""
    led = end == start + 1 and text[start] in rule("number-zero")["words"] and not _next_is_han(text, end)
    return led and text.endswith(tuple(rule("zero-of-rate")["words"]), 0, start)


def money_without_unit(text: str, start: int, end: int) -> bool:
    """Whether a number is a sum of money without its unit: 花了六万八。

    >>> money_without_unit("花了六万八。", 2, 5), money_without_unit("服务六万八。", 2, 5)
    (True, False)
    """
    scales = values("han-scale-large")
    if end - start < 2 or not any(char in scales for char in text[end - 2 : end]) or text[start] in scales:
        return False
    if _next_is_han(text, end) or text[end : end + 1].isalnum():
        return False
    return _money_before().search(text, max(0, start - CLAUSE), start) is not None


@functools.cache
def _money_before() -> re.Pattern[str]:
    return re.compile(rules.any_of(rule("money-without-unit")["words"]) + r"[^，。；：！？,;\n]{0,8}\Z")


def _ordinal(text: str, start: int) -> bool:
    return start > 0 and text[start - 1] in rule("ordinal-mark")["words"]


def _next_is_han(text: str, end: int) -> bool:
    return end < len(text) and "\u4e00" <= text[end] <= "\u9fff"


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether the text is nothing but this number, its sign or hedge, and perhaps a unit."""
    if len(text) > WHOLE:
        return False
    bare = text.strip()
    first = text.find(bare)
    last = first + len(bare)
    hedge = bounds.after(text, end)
    before = text[first:start]
    return last in (end, hedge and hedge[1]) and (
        not before or before in rule("number-minus")["words"] or bounds.hedged(text, start, text[start:end])
    )


def _valued(text: str, start: int, end: int, name: str) -> Quantity | None:
    """The quantity of the number at `start:end`, or of the range that begins with it."""
    if found := _range_end(text, start, end, name):
        return found
    valued = worth(text[start:end])
    if valued is None:
        return _quantity(start, end, None, name)
    sign = _sign(text, start, end)
    ids = [name, *_signs_read(text, start, end), *(["number-minus"] if sign else ())]
    if valued.bound == "range":
        ids.append("range-adjacent")
    elif valued.bound != "exact":
        ids.append(_marked_by(text[start:end]))
    return _quantity(start - sign, end, Worth(-valued.low, None, valued.bound) if sign else valued, *ids)


def _signs_read(text: str, start: int, end: int) -> list[str]:
    """The rules of the signs at and in a number that told how to read it."""
    inside = () if text[start:end].isascii() else ("number-zero", "number-point")
    found = [name for name in inside if any(sign in text[start:end] for sign in rule(name)["words"])]
    if _zero_of_rate(text, start, end) and not unit_at(text, end):
        found.append("zero-of-rate")
    return ["ordinal-mark", *found] if _ordinal(text, start) else found


def _marked_by(word: str) -> str:
    names = ("number-several", "mark-approx", "mark-over")
    return next(name for name in names if any(mark in word for mark in rule(name)["words"]))


def _sign(text: str, start: int, end: int) -> int:
    """How many characters of a minus sign stand before a number."""
    if start == 0:
        return 0
    before = text[start - 1]
    if before in ("-", "−", "–"):
        free = start == 1 or not (text[start - 2].isalnum() or text[start - 2] in "-—%")
        return int(free or (text[end : end + 1] == "%" and not text[start - 2].isascii()))
    alone = start == 1 or not _next_is_han(text, start - 2)
    return int(before in rule("number-minus")["words"] and alone)


def _range_end(text: str, start: int, end: int, name: str) -> Quantity | None:
    """The range that begins with the number at `start:end`: 3至5, 30万元至45万, 50%—60%."""
    unit = unit_at(text, end)
    low_end = unit[1].end if unit else end
    separator = _separator().match(text, low_end)
    if separator is None:
        return None
    pattern = _digits() if text[separator.end() : separator.end() + 1].isascii() else _han_number()
    match = pattern.match(text, separator.end())
    if match is None or (unit and text[start - 1 : start] in rule("change-from")["words"]):
        return None
    high_end = _without_stray_mark(text, match.end())
    if name == "number-han" and not unit_at(text, high_end) and not _is_whole(text, start, high_end):
        return None
    ends = _both(text[start:end], text[separator.end() : high_end], bool(unit))
    if ends is None or not _same_unit(text, unit[0].name if unit else None, high_end):
        return None
    return _quantity(start, high_end, Worth(*ends, "range"), name, "range")


def _same_unit(text: str, name: str | None, end: int) -> bool:
    """Whether the unit in the middle of a range is that at its end too, or the only one."""
    unit = unit_at(text, end)
    if _separator().match(text, end) and text[end : end + 1].isascii():
        return False
    return name is None or unit is None or unit[0].name == name


@functools.cache
def _separator() -> re.Pattern[str]:
    return re.compile(rules.any_of(rule("range")["words"]) + r"(?=[0-9" + _han_characters() + "])")


def _both(low: str, high: str, closed: bool) -> tuple[Decimal, Decimal] | None:
    """The two ends of a range; the scale of the second holds for the first where that has none (3至5万)."""
    if len(low) > LONGEST or len(high) > LONGEST:
        return None
    first, second = worth(low), worth(high)
    if first is None or second is None:
        return None
    least, most = first.low, second.high or second.low
    scale = _last_scale(high)
    if scale and not closed and not _last_scale(low) and least * scale < most:
        least = plain(least * scale)
    return (least, most) if least < most else None


def _last_scale(word: str) -> Decimal | None:
    """The large scale at the end of a number word."""
    tail = word.rstrip("".join(rule("mark-over")["words"]))
    scales = values("han-scale-large")
    value: Decimal | None = None
    while tail and tail[-1] in scales:
        value = (value or Decimal(1)) * scales[tail[-1]]
        tail = tail[:-1]
    return value


@functools.cache
def _share_hints() -> frozenset[str]:
    """The characters one of which stands in every share that is a word."""
    larger = (word[1] for word in values("share-larger-half"))
    return frozenset((*larger, *values("number-half"), *(word[-1] for word in rule("growth-doubling")["words"])))


def _share_word(text: str, start: int) -> Quantity | None:
    """Shares that are words: 半数, 一半; growth that is one: 翻两番."""
    hints = _share_hints()
    if text[start] not in hints and text[start + 1 : start + 2] not in hints:
        return None
    for word, value in values("share-most").items():
        begin = start - word.index(text[start]) if text[start] in word else -1
        if begin >= 0 and text.startswith(word, begin) and text[begin - 1 : begin] not in rule("share-most")["words"]:
            return _quantity(begin, begin + len(word), Worth(value, None, "over"), "share-most")
    for word, value in values("share-larger-half").items():
        if text.startswith(word, start):
            return _quantity(start, start + len(word), Worth(value, None, "over"), "share-larger-half")
    for word, value in values("share-near-half").items():
        begin = start - len(word) + 1
        whole = not unit_at(text, start + 1) and _share_ends(text, start + 1)
        if begin >= 0 and whole and text.startswith(word, begin):
            return _quantity(begin, start + 1, Worth(value, None, "under"), "share-near-half")
    for word, value in values("share-half").items():
        if text.startswith(word, start) and not unit_at(text, start + len(word)):
            return _quantity(start, start + len(word), Worth(Decimal(value)), "share-half")
    for word in rule("growth-doubling")["words"]:
        if text.startswith(word, start - len(word) + 2) and start - len(word) + 2 >= 0:
            times = worth(text[start])
            begin = start - len(word) + 2
            return (
                _quantity(begin, start + 2, Worth(Decimal(100 * (2 ** int(times.low) - 1))), "growth-doubling")
                if times
                else None
            )
    return None


def _share_ends(text: str, end: int) -> bool:
    """Whether no Chinese character goes on with the word of a share."""
    return not _next_is_han(text, end) or text[end] in rule("share-near-half")["words"]


def _half(text: str, start: int) -> tuple[Quantity | None, int]:
    unit = unit_at(text, start + 1)
    measured = unit and (unit[0].kind in MEASURED or unit[0].name in rule("half-of")["words"])
    if not (measured or _is_whole(text, start, start + 1)):
        return None, start + 1
    ids = ("number-half", "half-of") if unit and unit[0].name in rule("half-of")["words"] else ("number-half",)
    return _quantity(start, start + 1, Worth(values("number-half")[text[start]]), *ids), start + 1


@functools.cache
def _fraction_pattern() -> re.Pattern[str]:
    han = f"[{characters('han-digit', 'han-scale', 'han-scale-large')}]"
    number = rf"(?:[0-9]{{1,9}}(?:\.[0-9]{{1,9}})?|{han}{{1,9}}(?:[{characters('number-point')}]{han}{{1,9}})?)"
    of = rules.any_of(rule("share-fraction")["words"])
    until = rules.any_of(rule("range")["words"])
    again = f"(?:{han}{of})?"
    return re.compile(
        rf"(?P<whole>[0-9]{{1,9}}|{han}{{1,9}}?){of}(?P<part>{number})(?:{until}{again}(?P<high>{number}))?"
    )


@functools.cache
def _fraction_mark() -> re.Pattern[str]:
    return re.compile(rules.any_of(rule("share-fraction")["words"]))


def _fraction(text: str, start: int) -> Quantity | None:
    """A share written 三分之一 or 百分之七十, as per cent."""
    if _fraction_mark().search(text, start, start + 12) is None:
        return None
    match = _fraction_pattern().match(text, start)
    if match is None:
        return None
    whole, part, high = (worth(match[name]) if match[name] else None for name in ("whole", "part", "high"))
    if whole is None or part is None or whole.low == 0:
        return None
    end = match.end()
    bound = "range" if high else "exact"
    ids = ["share-fraction"]
    if not high and text[end : end + 1] in rule("mark-over")["words"]:
        end, bound = end + 1, "over"
        ids.append("mark-over")
    most = per_cent(high.low, whole.low) if high else None
    sign = _sign(text, start, end)
    low = per_cent(part.low, whole.low)
    return _quantity(start - sign, end, Worth(-low if sign else low, most, bound), *ids)  # type: ignore[arg-type]


def per_cent(part: Decimal, whole: Decimal) -> Decimal:
    """A share in per cent, to two decimals where it does not come out even.

    >>> per_cent(Decimal(1), Decimal(3)), per_cent(Decimal("3.2"), Decimal(1000))
    (Decimal('33.33'), Decimal('0.32'))
    """
    share = part * 100 / whole
    exact = share.quantize(Decimal("0.000001"), ROUND_HALF_UP)
    return plain(exact if share == exact else share.quantize(Decimal("0.01"), ROUND_HALF_UP))


def _share(text: str, start: int, end: int) -> Quantity | None:
    """A share that begins with the number at `start:end`: 3分之1, 1/3, 七成半."""
    behind = text[end : end + 1]
    if behind in _share_marks():
        if any(text.startswith(word, end) for word in rule("share-fraction")["words"]):
            return _fraction(text, start)
        if behind in rule("share-slash")["words"]:
            return _slash(text, start, end)
        if behind in rule("number-mixed")["words"]:
            return _mixed(text, start, end)
    unit = unit_at(text, end)
    if unit and unit[0].kind == "tenth":
        return _tenths(text, start, end)
    return None


@functools.cache
def _share_marks() -> frozenset[str]:
    """What the marks of a share begin with: 分之, /, 又."""
    names = ("share-fraction", "share-slash", "number-mixed")
    return frozenset(word[0] for name in names for word in rule(name)["words"])


def _mixed(text: str, start: int, end: int) -> Quantity | None:
    """A whole number with a fraction: 3又1/2, 三又二分之一."""
    match = _fraction_pattern().match(text, end + 1) or _slashed().match(text, end + 1)
    if match is None:
        return None
    first, whole, part = worth(text[start:end]), worth(match["whole"]), worth(match["part"])
    if first is None or whole is None or part is None or not 0 < part.low < whole.low:
        return None
    value = (first.low + part.low / whole.low).quantize(Decimal("0.0001"), ROUND_HALF_UP)
    return _quantity(start, match.end(), Worth(plain(value)), "number-mixed")


@functools.cache
def _slashed() -> re.Pattern[str]:
    slash = rules.any_of(rule("share-slash")["words"])
    return re.compile(rf"(?P<part>[0-9]{{1,3}}){slash}(?P<whole>[0-9]{{1,3}})(?![0-9/.])")


def _slash(text: str, start: int, end: int) -> Quantity | None:
    match = _small_digits().match(text, end + 1)
    if match is None or (text[start - 1 : start] in ("/", ".", "-") and start > 0):
        return None
    part, whole = worth(text[start:end]), worth(match[0])
    if part is None or whole is None or not 0 < part.low < whole.low or (start > 0 and _ordinal(text, start)):
        return None
    return _quantity(start, match.end(), Worth(per_cent(part.low, whole.low)), "share-slash")


@functools.cache
def _small_digits() -> re.Pattern[str]:
    return re.compile(r"[0-9]{1,3}(?![0-9/.])")


def _tenths(text: str, start: int, end: int) -> Quantity | None:
    valued = worth(text[start:end])
    if valued is None or not 0 < valued.low <= 10:
        return None
    after = end + 1
    last = text[after : after + 1]
    half = last in values("number-half")
    more = values("han-digit").get(last, Decimal(0)) if not half and not unit_at(text, after + 1) else Decimal(0)
    low = plain(valued.low * 10 + (5 if half else more))
    half = half or more > 0
    high = plain(valued.high * 10) if valued.high else None
    if last in rule("mark-over")["words"] and not _word_at(text, after):
        return _quantity(start, after + 1, Worth(low, high, "over"), "share-tenths", "mark-over")
    return _quantity(start, after + half, Worth(low, high, valued.bound), "share-tenths")


def _word_at(text: str, at: int) -> bool:
    return text.startswith(tuple(rule("mark-in-word")["words"]), at)


def _quantity(
    start: int, end: int, valued: Worth | None, *ids: str, kind: Kind = "other", reason: str = ""
) -> Quantity:
    if valued is None:
        return Quantity(start, end, start, end, None, None, "exact", "", kind, False, reason, ids)
    return Quantity(start, end, start, end, valued.low, valued.high, valued.bound, "", kind, False, reason, ids)

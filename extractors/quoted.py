"""Whether words stand in quotation marks, as a slogan or a grade rather than a place.

>>> in_slogan("试点“村账乡管”", 3, 6, ("“",), ("”",)), in_quotes("“红星”党员", 1, 3, ("“",), ("”",))
(True, True)
"""

from __future__ import annotations

REACH = 6  # characters behind a name that may follow it inside the marks


def in_slogan(text: str, start: int, end: int, opening: tuple[str, ...], closing: tuple[str, ...]) -> bool:
    """Do marks open right before these words and close soon behind them, but not at once (not “三湾村”)?"""
    if start == 0 or not text.startswith(opening, start - 1):
        return False
    return any(text.find(mark, end, end + REACH) > end for mark in closing)


def in_quotes(text: str, start: int, end: int, opening: tuple[str, ...], closing: tuple[str, ...]) -> bool:
    """Do these words stand in marks of their own?"""
    return start > 0 and text.startswith(opening, start - 1) and text.startswith(closing, end)

"""Plain text: the bytes are the text."""

from __future__ import annotations

from extractors.readers.decode import Decoded, decode


def text_of(data: bytes) -> Decoded:
    """The text of a plain file, newlines untouched."""
    return decode(data)

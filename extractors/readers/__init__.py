"""Files to text: one file here for each format.

>>> import pathlib, tempfile
>>> with tempfile.TemporaryDirectory() as folder:
...     path = pathlib.Path(folder) / "article.txt"
...     _ = path.write_bytes("党员42名".encode("gb18030"))
...     document = read(path)
>>> document.text, document.encoding
('党员42名', 'gb18030')
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Callable
from pathlib import Path

from extractors.readers import txt
from extractors.readers.decode import MARKS, Decoded, Evidence

# A format is told by its suffix; what has none of these is taken for plain text.
READERS: dict[str, Callable[[bytes], Decoded]] = {".txt": txt.text_of}
NOT_YET = frozenset({".pdf", ".doc", ".docx", ".wps", ".xls", ".xlsx", ".rtf", ".epub", ".zip", ".jpg", ".png"})
SAMPLE = 8192
CONTROL = bytes(code for code in range(32) if code not in b"\t\n\x0b\x0c\r\x1a\x1b")
CONTROL_SHARE = 0.1


@dataclasses.dataclass(frozen=True, slots=True)
class Document:
    """The text of a file, its encoding and what told it, and the hash of the bytes."""

    text: str
    encoding: str
    encoding_by: Evidence
    sha256: str


class ReadError(Exception):
    """A file that cannot be read: which, why, and what to do, in one line."""

    def __init__(self, path: str | Path, why: str, remedy: str) -> None:
        super().__init__(f"{path}: {why}; {remedy}".replace("\n", " "))
        self.path, self.why, self.remedy = Path(path), why, remedy


def read(path: str | Path) -> Document:
    """The document in a file; raises `ReadError` for one that is missing, empty or no text."""
    path = Path(path)
    if path.suffix.lower() in NOT_YET:
        raise ReadError(path, f"{path.suffix.lower()} files cannot be read yet", "save it as plain text and give that")
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ReadError(path, error.strerror or "cannot be opened", "check the path and its permissions") from error
    return document(data, path)


def document(data: bytes, path: str | Path) -> Document:
    """The document in some bytes; `path` tells the format and stands in the error."""
    if not data.strip():
        raise ReadError(path, "the file is empty", "leave it out, or save it again with its text")
    if is_binary(data[:SAMPLE]):
        raise ReadError(path, "the file is binary, not text", "save it as plain text and give that")
    decoded = READERS.get(Path(path).suffix.lower(), txt.text_of)(data)
    if not decoded.text.strip():
        raise ReadError(path, "the file holds no text", "leave it out, or save it again with its text")
    return Document(decoded.text, decoded.encoding, decoded.by, hashlib.sha256(data).hexdigest())


def is_binary(sample: bytes) -> bool:
    """Whether bytes are no text: a NUL, or many control characters, and no mark of an encoding that has them.

    >>> is_binary(b"PK\\x03\\x04\\x00"), is_binary("党员".encode())
    (True, False)
    """
    if any(sample.startswith(mark) for mark, _ in MARKS):
        return False
    controls = len(sample) - len(sample.translate(None, CONTROL))
    return b"\x00" in sample or controls > CONTROL_SHARE * len(sample)

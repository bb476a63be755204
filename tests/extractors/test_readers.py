import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.readers import ReadError, document, read
from extractors.readers.decode import decode

SIMPLIFIED = "全县组建网格党支部四十二个，解决群众身边的问题一千二百件。"
TRADITIONAL = "全縣組建網格黨支部四十二個，解決群眾身邊的問題一千二百件。"


@pytest.mark.parametrize(
    ("data", "encoding", "by"),
    [
        pytest.param(SIMPLIFIED.encode(), "utf-8", "utf-8", id="plain"),
        pytest.param(SIMPLIFIED.encode("utf-8-sig"), "utf-8", "bom", id="with a mark"),
        pytest.param(SIMPLIFIED.encode("utf-16"), "utf-16-le", "bom", id="two bytes with a mark"),
        pytest.param(SIMPLIFIED.encode("gbk"), "gb18030", "detected", id="simplified"),
        pytest.param(TRADITIONAL.encode("big5"), "big5hkscs", "detected", id="traditional"),
        pytest.param(TRADITIONAL.encode("gb18030"), "gb18030", "detected", id="traditional in the national set"),
        pytest.param(b'<meta charset="gb2312">' + SIMPLIFIED.encode("gbk"), "gb18030", "declared", id="declared"),
        pytest.param(SIMPLIFIED.encode("gbk")[:-1], "gb18030", "detected", id="cut inside a character"),
    ],
)
def test_encoding(data, encoding, by):
    decoded = decode(data)
    assert (decoded.encoding, decoded.by) == (encoding, by)


@given(st.text(min_size=1).filter(lambda text: not text.startswith("\ufeff")))
def test_text_written_is_text_read(text):
    assert decode(text.encode("utf-8-sig")).text == text


@given(st.binary(max_size=400))
def test_any_bytes_give_a_document_or_a_clear_error(data):
    try:
        text = document(data, "article.txt").text
    except ReadError as error:
        text = str(error)
    assert text.strip()


def test_newlines_are_untouched(tmp_path):
    path = tmp_path / "article.txt"
    path.write_bytes("支部5个\r\n党员42名\n".encode())
    assert read(path).text == "支部5个\r\n党员42名\n"


def test_the_hash_is_of_the_bytes(tmp_path):
    path = tmp_path / "article.txt"
    path.write_bytes(b"\xef\xbb\xbf" + SIMPLIFIED.encode())
    assert read(path).sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        pytest.param("article.txt", b"", "empty", id="empty"),
        pytest.param("article.txt", b" \n", "empty", id="blank"),
        pytest.param("article.txt", b"PK\x03\x04\x00\x00", "binary", id="binary"),
        pytest.param("article.pdf", b"%PDF-1.4", "cannot be read yet", id="a format without a reader"),
    ],
)
def test_what_cannot_be_read_says_why(tmp_path, name, data, why):
    (tmp_path / name).write_bytes(data)
    with pytest.raises(ReadError, match=why):
        read(tmp_path / name)


def test_a_missing_file_says_so(tmp_path):
    with pytest.raises(ReadError, match="check the path"):
        read(tmp_path / "none.txt")

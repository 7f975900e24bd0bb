"""Text from strangers, line by line: every encoding and line end, with caps, never all at once."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from gutline.importers.errors import ImporterError

LONGEST_LINE = 1_000_000
"""Longest line in bytes; a longer one is passed over without being kept in memory."""
_PIECE = 1 << 16
_UTF8_BOM = b"\xef\xbb\xbf"
_UTF16_BOMS = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_MOST_CONTROLS = 0.02
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_BINARY = (
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"RIFF", "a picture or a sound"),
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a zip or an Excel workbook"),
    (b"\xd0\xcf\x11\xe0", "an old Excel or Word file"),
    (b"SQLite format 3", "a SQLite database"),
    (b"\x1f\x8b", "a gzip file"),
    (b"7z\xbc\xaf", "a 7-Zip file"),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a text.

    Attributes
    ----------
    number : int
        From 1.
    text : str
        Without its line end.
    trouble : str
        Why it cannot be used as it is; empty where nothing is wrong.
    usable : bool
        Whether `text` can be used all the same.
    """

    number: int
    text: str
    trouble: str = ""
    usable: bool = True


def text_lines(stream: BinaryIO, name: str) -> Iterator[Line]:
    """Yield the lines of a text: UTF-8, UTF-16 or, where a line is neither, Windows-1252.

    Lines end with a line feed, a carriage return or both, mixed or not.

    Raises
    ------
    ImporterError
        When the stream holds no text at all.
    """
    head = stream.read(_PIECE)
    encoding = _encoding_of(head, name)
    pieces = _pieces(stream, head)
    if encoding != "utf-8":
        pieces = _as_utf8(pieces, encoding)
    for number, raw in enumerate(_split(_without_mark(pieces)), 1):
        yield _line(number, raw)


def whole_text(stream: BinaryIO, name: str, most_bytes: int) -> str:
    """Return a whole text of bounded size.

    Raises
    ------
    ImporterError
        When it is larger than `most_bytes` or no text.
    """
    data = stream.read(most_bytes + 1)
    if len(data) > most_bytes:
        raise ImporterError(f"{name} is larger than {most_bytes >> 20} MB; export a shorter span")
    encoding = _encoding_of(data[:_PIECE], name)
    if encoding != "utf-8":
        return data.decode(encoding, "replace").removeprefix("\ufeff")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _encoding_of(head: bytes, name: str) -> str:
    if head[:2] in _UTF16_BOMS:
        return _UTF16_BOMS[head[:2]]
    for magic, what in _BINARY:
        if head.startswith(magic):
            raise ImporterError(f"{name} is {what}, not a text; give the file the app exported")
    half = max(len(head) // 2, 1)
    if head[1::2].count(0) > 0.4 * half and head[::2].count(0) < 0.1 * half:
        return "utf-16-le"
    if len(_CONTROLS.findall(head)) > max(_MOST_CONTROLS * len(head), 8):
        raise ImporterError(f"{name} is not a text; give the file as the app exported it")
    return "utf-8"


def _pieces(stream: BinaryIO, head: bytes) -> Iterator[bytes]:
    piece = head
    while piece:
        yield piece
        piece = stream.read(_PIECE)


def _as_utf8(pieces: Iterator[bytes], encoding: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    for piece in pieces:
        yield decoder.decode(piece).encode("utf-8", "replace")
    yield decoder.decode(b"", final=True).encode("utf-8", "replace")


def _without_mark(pieces: Iterator[bytes]) -> Iterator[bytes]:
    for number, piece in enumerate(pieces):
        yield piece.removeprefix(_UTF8_BOM) if number == 0 else piece


def _split(pieces: Iterator[bytes]) -> Iterator[bytes | None]:
    """Yield lines, None for one that is too long."""
    tail, held, skipping = b"", b"", False
    for piece in pieces:
        text = held + piece
        # A carriage return at the end may be the first half of a line end.
        held = b"\r" if text.endswith(b"\r") else b""
        text = (text[:-1] if held else text).replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        *lines, tail_now = text.split(b"\n")
        for line in lines:
            yield None if skipping or len(tail) + len(line) > LONGEST_LINE else tail + line
            tail, skipping = b"", False
        tail = b"" if skipping else tail + tail_now
        if len(tail) > LONGEST_LINE:
            tail, skipping = b"", True
    if skipping:
        yield None
    elif tail:
        yield tail


def _line(number: int, raw: bytes | None) -> Line:
    if raw is None:
        return Line(number, "", f"longer than {LONGEST_LINE:,} bytes; shorten it", usable=False)
    if b"\x00" in raw:
        shown = raw[:80].decode("utf-8", "replace")
        return Line(number, shown, "holds NUL bytes; export the file again", usable=False)
    try:
        return Line(number, raw.decode("utf-8"))
    except UnicodeDecodeError:
        text = raw.decode("cp1252", "replace")
        return Line(number, text, "not UTF-8; read as Windows text, so check its letters")

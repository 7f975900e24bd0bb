"""Lines of a file nobody has checked: read piece by piece, with caps, so that size cannot hurt."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from gutline.diary.entries import DiaryError

LONGEST_LINE = 1_000_000
_PIECE = 1 << 16
_HEAD = 1 << 16
_KNOWN = (
    (b"PK\x03\x04", "a zip file or an Excel workbook; export it as CSV first"),
    (b"\xd0\xcf\x11\xe0", "an old Excel or Word file; export it as CSV first"),
    (b"SQLite format 3", "a SQLite database"),
    (b"%PDF", "a PDF"),
    (b"\xff\xfe", "UTF-16 text; save it as UTF-8"),
    (b"\xfe\xff", "UTF-16 text; save it as UTF-8"),
)

Source = str | os.PathLike[str] | IO[bytes] | IO[str]


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that cannot be used, and why."""

    reason: str


Lines = Iterator[str | BadLine]


def name_of(source: Source) -> str:
    """Return what to call a source in a message."""
    if isinstance(source, (str, os.PathLike)):
        return str(source)
    name = getattr(source, "name", "")
    return name if isinstance(name, str) and name else "the text"


@contextmanager
def opened(source: Source) -> Iterator[IO[bytes] | IO[str]]:
    """Open a path for reading, or hand on a stream.

    Raises
    ------
    DiaryError
        When the file cannot be opened or read.
    """
    try:
        if isinstance(source, (str, os.PathLike)):
            with _opened_file(Path(source)) as stream:
                yield stream
        else:
            yield source
    except (OSError, UnicodeError) as error:
        why = getattr(error, "strerror", None) or error
        raise DiaryError(f"{name_of(source)!r} cannot be read: {why}") from None


def _opened_file(path: Path) -> IO[bytes]:
    try:
        return path.open("rb")
    except ValueError as error:
        raise DiaryError(f"{str(path)!r} cannot be the name of a file: {error}") from None


def lines_of(stream: IO[bytes] | IO[str], where: str) -> Lines:
    """Yield a stream's lines, without their line ends, a `BadLine` for each unusable one.

    A line longer than 1 MB is passed over without being kept in memory.

    Raises
    ------
    DiaryError
        When the stream does not hold text.
    """
    pieces = _pieces(stream)
    head = b""
    for piece in pieces:
        head += piece
        if len(head) >= _HEAD:
            break
    _check_head(head, where)
    return _split(_chained(head.removeprefix(b"\xef\xbb\xbf"), pieces))


def _pieces(stream: IO[bytes] | IO[str]) -> Iterator[bytes]:
    while piece := stream.read(_PIECE):
        yield piece.encode("utf-8", "surrogatepass") if isinstance(piece, str) else piece


def _chained(head: bytes, pieces: Iterator[bytes]) -> Iterator[bytes]:
    yield head
    yield from pieces


def _check_head(head: bytes, where: str) -> None:
    for magic, what in _KNOWN:
        if head.startswith(magic):
            raise DiaryError(f"{where!r} is {what}, not a diary in CSV or plain text")
    if b"\x00" in head:
        raise DiaryError(f"{where!r} is a binary file, not a diary in CSV or plain text")
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data" and len(head) >= _HEAD:
            return
        line = head.count(b"\n", 0, error.start) + 1
        raise DiaryError(
            f"{where!r} is not UTF-8 text (line {line}, byte {head[error.start]:#04x}); "
            "save it as UTF-8, in a spreadsheet as 'CSV UTF-8'"
        ) from None


def _split(pieces: Iterator[bytes]) -> Lines:
    tail = b""
    skipping = False
    for piece in pieces:
        rest = piece
        if skipping:
            _, found, rest = piece.partition(b"\n")
            if not found:
                continue
            skipping = False
            yield BadLine(f"longer than {LONGEST_LINE:,} bytes; left out")
        block, newline, tail = (tail + rest).rpartition(b"\n")
        if newline:
            yield from _decoded(block)
        if len(tail) > LONGEST_LINE:
            skipping, tail = True, b""
    if skipping:
        yield BadLine(f"longer than {LONGEST_LINE:,} bytes; left out")
    elif tail:
        yield from _decoded(tail)


def _decoded(block: bytes) -> Lines:
    try:
        if b"\x00" not in block:
            yield from block.decode("utf-8").split("\n")
            return
    except UnicodeDecodeError:
        pass
    for line in block.split(b"\n"):
        yield _decoded_line(line)


def _decoded_line(line: bytes) -> str | BadLine:
    if b"\x00" in line:
        return BadLine("holds a NUL byte; remove it")
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError as error:
        return BadLine(f"not UTF-8 (byte {line[error.start]:#04x}); save the file as UTF-8")


def text_stream(text: str) -> IO[bytes]:
    """Return a text as a stream."""
    return io.BytesIO(text.encode("utf-8", "surrogatepass"))

"""Reading a diary file, whatever its format."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import IO, cast

from gutline.diary.byte_lines import Source, opened
from gutline.diary.csv_reader import looks_like_csv, read_csv
from gutline.diary.diary import Diary
from gutline.diary.parquet import read_parquet
from gutline.diary.tagging import TagSource
from gutline.diary.text_reader import read_text

_READERS: dict[str, Callable[..., Diary]] = {
    ".csv": read_csv, ".tsv": read_csv, ".txt": read_text, ".text": read_text, ".md": read_text,
    ".parquet": read_parquet,
}  # fmt: skip
_LOOK = 1 << 16


def read(
    source: Source, *, zone: str | None = None, strict: bool = False, tags: TagSource | None = None
) -> Diary:
    """Read a diary from CSV, plain text or Parquet.

    The format is told by the file's ending (.csv, .tsv, .txt, .md, .parquet), else by its start.

    Parameters
    ----------
    source : path, or stream of bytes or text
    zone : str, optional
        Zone of local times; by default the one the file names, else UTC.
    strict : bool
        Raise at the first row that cannot be used, instead of reporting it in `problems`.
    tags : mapping or path, optional
        Tags of foods, added to those in the file; a file has the columns food and tag.

    Raises
    ------
    DiaryError
        When the whole file is unusable, or at the first refused row if strict.
    """
    reader: Callable[..., Diary] | None = None
    if isinstance(source, (str, os.PathLike)):
        reader = _READERS.get(Path(source).suffix.lower())
    if reader is None:
        source, head = _looked_at(source)
        reader = _reader_for(head)
    return reader(source, zone=zone, strict=strict, tags=tags)


def _looked_at(source: Source) -> tuple[Source, bytes]:
    """Return the source, still whole, and its first bytes."""
    with opened(source) as stream:
        head = b""
        while len(head) < _LOOK and (piece := stream.read(_LOOK)):
            head += _as_bytes(piece)
    if isinstance(source, (str, os.PathLike)):
        return source, head
    return cast("IO[bytes]", _Whole(head, source)), head


class _Whole:
    """A stream whose first bytes were taken already."""

    def __init__(self, head: bytes, rest: IO[bytes] | IO[str]) -> None:
        self.name = getattr(rest, "name", "")
        self._head = head
        self._rest = rest

    def read(self, size: int = -1) -> bytes:
        """Return some of the stream, all of it when no size is given; empty at its end."""
        head, self._head = self._head, b""
        if head and size >= 0:
            return head
        return head + _as_bytes(self._rest.read(size))


def _as_bytes(data: bytes | str) -> bytes:
    return data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data


def _reader_for(head: bytes) -> Callable[..., Diary]:
    if head.startswith(b"PAR1"):
        return read_parquet
    return read_csv if looks_like_csv(head.decode("utf-8", "replace")) else read_text

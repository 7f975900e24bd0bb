"""Writing a diary, so that a crash leaves either the old file or the new one."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import IO, cast

from gutline.diary.csv_layout import csv_text
from gutline.diary.diary import Diary
from gutline.diary.entries import DiaryError
from gutline.diary.text_layout import plain_text

Target = str | os.PathLike[str] | IO[bytes] | IO[str]


def write_csv(diary: Diary, target: Target) -> None:
    """Write a diary as CSV; `read_csv` gives back exactly the same diary.

    Names are written as they are, also those a spreadsheet would run as a formula.

    Raises
    ------
    DiaryError
        When the file cannot be written.
    """
    write_bytes(format_csv(diary).encode("utf-8"), target)


def format_csv(diary: Diary) -> str:
    """Return a diary as a text in CSV."""
    return csv_text(diary.entries, diary.zone, diary.tags)


def write_text(diary: Diary, target: Target) -> None:
    """Write a diary as plain text; `read_text` gives back exactly the same diary.

    Raises
    ------
    DiaryError
        When the file cannot be written.
    """
    write_bytes(format_text(diary).encode("utf-8"), target)


def format_text(diary: Diary) -> str:
    """Return a diary as plain text."""
    return plain_text(diary.entries, diary.zone, diary.tags)


def write_bytes(data: bytes, target: Target) -> None:
    """Write to a stream, or to a path so that a crash leaves the old file or the new one.

    Raises
    ------
    DiaryError
        When the file cannot be written.
    """
    try:
        if isinstance(target, (str, os.PathLike)):
            _write_file(data, Path(target))
        else:
            _write_stream(data, target)
    except OSError as error:
        where = error.filename or getattr(target, "name", "the stream")
        raise DiaryError(f"{where!r} cannot be written: {error.strerror or error}") from None


def _write_stream(data: bytes, stream: IO[bytes] | IO[str]) -> None:
    try:
        cast("IO[bytes]", stream).write(data)
    except TypeError:
        cast("IO[str]", stream).write(data.decode("utf-8"))


def _write_file(data: bytes, path: Path) -> None:
    if path.exists() and not path.is_file():
        path.write_bytes(data)
        return
    final = path.resolve()
    handle, name = tempfile.mkstemp(dir=final.parent, prefix=f".{final.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        if final.exists():
            Path(name).chmod(final.stat().st_mode & 0o777)
        Path(name).replace(final)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise

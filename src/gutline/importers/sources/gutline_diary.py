"""Gutline's own diaries: the public CSV with its zones and details, plain text, Parquet."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace

from gutline.diary.csv_reader import looks_like_csv
from gutline.diary.diary import Diary
from gutline.diary.entries import DiaryError, Entry
from gutline.diary.reading import read as read_diary
from gutline.diary.text_reader import parse_text
from gutline.importers.errors import ImporterError
from gutline.importers.source import (
    Head,
    ImportFile,
    ImportSettings,
    LeftOut,
    Placed,
    Problem,
    Read,
)
from gutline.importers.stable_ids import StableIds
from gutline.importers.text_stream import whole_text

ID, NAME, EXPERIMENTAL = "gutline_diary", "Gutline diary", False
OWN_SOURCES = True
LARGEST_FILE = 256 << 20
_NOT_READ = "columns that are not read"
_OWN_COLUMNS = frozenset({"zone", "detail"})
_LINES_TRIED = 40
_NOTHING: tuple[str, Mapping[str, object]] = ("", {})


def score(head: Head) -> float:
    """Return how sure it is that this is a diary of ours."""
    if head.data.startswith(b"PAR1"):
        return 0.9
    if head.members or b"\x00" in head.data[:1000]:
        return 0.0
    text = head.text
    if looks_like_csv(text):
        first = text.lstrip("\ufeff").casefold()
        needed = ("time", "kind", "name")
        return 0.95 if all(word in first[:4000] for word in needed) else 0.0
    return _text_score(text)


def _text_score(text: str) -> float:
    lines = [line for line in text.splitlines()[:_LINES_TRIED] if line.strip()]
    try:
        diary = parse_text("\n".join(lines[:-1] or lines))
    except (DiaryError, RecursionError):  # a zone named "a/a/a/..." without end is looked up so
        return 0.0
    return 0.7 * len(diary.entries) / max(len(diary.entries) + diary.refused, 2)


def read(file: ImportFile, settings: ImportSettings) -> Iterator[Read]:
    """Yield every entry with the source and id that it has, and every row that cannot be used.

    Raises
    ------
    ImporterError
        When the file is no diary.
    """
    if file.size > LARGEST_FILE:
        raise ImporterError(f"{file.name} is larger than 256 MB; split it by years")
    try:
        with file.open() as stream:
            diary = read_diary(stream, zone=None)
            if _names_no_zone(file):
                stream.seek(0)
                diary = read_diary(stream, zone=settings.zone)
    except DiaryError as error:
        raise ImporterError(f"{file.name}: {error}") from None
    except RecursionError:
        raise ImporterError(f"{file.name} names a time zone that there is not") from None
    yield from _problems(diary)
    yield from _entries(diary, _extras(file))
    if diary.tags:
        yield LeftOut("tags of foods, which your own foods hold", len(diary.tags))


def _names_no_zone(file: ImportFile) -> bool:
    head = file.head()
    return not head.startswith(b"PAR1") and b"zone" not in head[:4000].split(b"time", 1)[0].lower()


def _problems(diary: Diary) -> Iterator[Problem]:
    for one in diary.problems:
        if one.field == "header" and set(one.value.split(", ")) <= _OWN_COLUMNS:
            continue
        used = one.severity == "warning"
        yield Problem(one.line, one.field, one.value, one.reason, used=used)


def _entries(
    diary: Diary, extras: Mapping[str, tuple[str, Mapping[str, object]]]
) -> Iterator[Read]:
    ids = StableIds(ID)
    for entry in diary.entries:
        zone, detail = extras.get(entry.id, _NOTHING) if entry.id else _NOTHING
        yield Placed(_named(entry, ids), zone, detail, own=bool(entry.id))


def _named(entry: Entry, ids: StableIds) -> Entry:
    if entry.id:
        return entry
    when = entry.at.date() if entry.day_only else entry.at
    return replace(entry, id=ids.of(when.isoformat(), entry.kind, entry.name))


def _extras(file: ImportFile) -> dict[str, tuple[str, Mapping[str, object]]]:
    """Return zone and detail by the id of the entry, from the columns that only exports have."""
    head = file.head()
    if head.startswith(b"PAR1") or b"detail" not in head:
        return {}
    with file.open() as stream:
        lines = whole_text(stream, file.name, LARGEST_FILE).splitlines(keepends=True)
    start = next((n for n, line in enumerate(lines) if not line.startswith("#")), len(lines))
    found: dict[str, tuple[str, Mapping[str, object]]] = {}
    rows = csv.DictReader(io.StringIO("".join(lines[start:]), newline=""))
    try:
        for row in rows:
            if row.get("id"):
                found[row["id"]] = (row.get("zone") or "", _detail(row.get("detail") or ""))
    except csv.Error:
        return {}
    return found


def _detail(text: str) -> Mapping[str, object]:
    try:
        told = json.loads(text) if text else {}
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}

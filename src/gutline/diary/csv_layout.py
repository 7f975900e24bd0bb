"""The public exchange format, written: the same diary always gives the same text.

A line `# zone: Europe/Berlin` and lines `# tags: milk = dairy, lactose` stand before the header
`time,kind,name,value,unit,note,source,id`; times are local, with an offset where it differs from
the zone's or the clocks show the time twice. Names are written as they are, also those that a
spreadsheet would run as a formula ("=1+1"): the file must read back exactly. Making them harmless
is the work of exports for spreadsheets.
"""

from __future__ import annotations

import re
from datetime import timezone
from typing import TYPE_CHECKING

from gutline.diary.measures import number_text
from gutline.diary.tagging import Tags, tag_line
from gutline.diary.zones import zone_named

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime, tzinfo

    from gutline.diary.entries import Entry

COLUMNS = ("time", "kind", "name", "value", "unit", "note", "source", "id")
_NEEDS_QUOTES = re.compile('[",\r\n]')
_NOT_PLAIN = re.compile('["\r\n]')


def csv_text(entries: Iterable[Entry], zone: str, tags: Tags) -> str:
    """Return entries as the text of a CSV file."""
    return "".join(line + "\n" for line in _lines(entries, zone, tags))


def _lines(entries: Iterable[Entry], zone: str, tags: Tags) -> Iterator[str]:
    yield f"# zone: {zone}"
    for name, own in tags.items():
        yield "# tags: " + tag_line(name, own, " =")
    yield ",".join(COLUMNS)
    tz = zone_named(zone)
    before, time = None, ""
    for entry in entries:
        if before is None or not _same_time(entry, before):
            time = time_text(entry, tz)
        before = entry
        cells = (time, *_after_time(entry))
        plain = ",".join(cells)
        if plain.count(",") >= len(COLUMNS) or _NOT_PLAIN.search(plain):
            yield ",".join(map(_cell, cells))
        else:
            yield plain


def cells_of(entry: Entry, zone: tzinfo) -> tuple[str, ...]:
    """Return an entry as texts, in the order of `COLUMNS`."""
    return (time_text(entry, zone), *_after_time(entry))


def _after_time(entry: Entry) -> tuple[str, ...]:
    return (
        entry.kind, entry.name, number_text(entry.value), entry.unit,
        entry.note, entry.source, entry.id,
    )  # fmt: skip


def _same_time(one: Entry, other: Entry) -> bool:
    """Return whether two entries surely have the same time text: entries of one meal have."""
    a, b = one.at, other.at
    return a.tzinfo is b.tzinfo and a.fold == b.fold and a == b and one.day_only is other.day_only


def time_text(entry: Entry, zone: tzinfo, sep: str = "T") -> str:
    """Return an entry's time as typed: local, with an offset only where it is needed."""
    at: datetime = entry.at
    if entry.day_only:
        return at.date().isoformat()
    if at.tzinfo is zone or not isinstance(at.tzinfo, timezone):
        at = at.replace(tzinfo=None)
    if at.microsecond:
        return at.isoformat(sep)
    return at.isoformat(sep, "seconds" if at.second else "minutes")


def _cell(text: str) -> str:
    if not _NEEDS_QUOTES.search(text):
        return text
    return '"' + text.replace('"', '""') + '"'

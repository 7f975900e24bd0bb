"""The public exchange format, read: one row an entry, every unusable row reported."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, field
from operator import itemgetter
from typing import TYPE_CHECKING

from gutline.diary.byte_lines import BadLine, Lines, Source, lines_of, name_of, opened, text_stream
from gutline.diary.csv_layout import COLUMNS
from gutline.diary.csv_records import records_of
from gutline.diary.diary import Diary
from gutline.diary.entries import DiaryError, shown
from gutline.diary.intake import Intake, Row
from gutline.diary.tagging import TagSource, merged_tags, read_tag_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

DELIMITERS = (",", ";", "\t")
MOST_COLUMNS = 100
_NEEDED = ("time", "kind", "name")
_SETTING = re.compile(r"#\s*(zone|tags)\s*:\s*(.*)", re.IGNORECASE)


def read_csv(
    source: Source, *, zone: str | None = None, strict: bool = False, tags: TagSource | None = None
) -> Diary:
    """Read a diary from CSV.

    The header names the columns `time,kind,name,value,unit` and, if wanted, `note,source,id`, in
    any order and case. Cells are separated by commas, semicolons or tabs, numbers have a decimal
    point or comma, text is UTF-8. Lines `# zone: Europe/Berlin` and `# tags: milk = dairy, lactose`
    may stand before the header. A time is local (`2026-03-01 08:00`), has an offset
    (`2026-03-01T08:00+01:00`, kept as typed; `Z` is shown on the zone's clock) or is a day alone.

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
        When the whole file is unusable (not text, no header), or at the first refused row if
        strict.
    """
    where = name_of(source)
    with opened(source) as stream:
        lines = lines_of(stream, where)
        head = _read_head(lines, where)
        intake = Intake(
            head.zone_for(zone), where=where, strict=strict, decimal_comma=head.delimiter != ","
        )
        head.report(intake, zone)
        _read_rows(lines, head, intake)
    return Diary.from_intake(intake, merged_tags(head.tags, tags))


def parse_csv(
    text: str, *, zone: str | None = None, strict: bool = False, tags: TagSource | None = None
) -> Diary:
    """Read a diary from a text in CSV; see `read_csv`."""
    return read_csv(text_stream(text), zone=zone, strict=strict, tags=tags)


def looks_like_csv(text: str) -> bool:
    """Return whether a text has a CSV diary's header before anything else."""
    for line in text.removeprefix("\ufeff").split("\n")[:1000]:
        start = line.strip(' \t\r,;"')
        if start and not start.startswith(("#", "sep=")):
            return any(_known_columns(line, delimiter) > 1 for delimiter in DELIMITERS)
    return False


@dataclass
class _Head:
    """What stands before the rows: settings and the header."""

    lines: int = 0
    header: tuple[str, ...] = ()
    delimiter: str = ","
    zone: str = ""
    tags: dict[str, list[str]] = field(default_factory=dict)
    odd: list[tuple[int, str, str, str]] = field(default_factory=list)

    def zone_for(self, asked: str | None) -> str:
        return asked or self.zone or "UTC"

    def report(self, intake: Intake, asked: str | None) -> None:
        for line, name, value, reason in self.odd:
            intake.warn(line, name, value, reason)
        if asked and self.zone and asked != self.zone:
            reason = f"the file's zone is not used, because {asked} was asked for"
            intake.warn(None, "zone", self.zone, reason)
        unknown = [name for name in self.header if name not in COLUMNS]
        if unknown:
            intake.warn(self.lines, "header", ", ".join(unknown), "columns that are not read")
        if not self.header:
            reason = "the file is empty; its first line should be " + ",".join(COLUMNS[:5])
            intake.warn(None, "header", "", reason)


def _read_head(lines: Lines, where: str) -> _Head:
    """Read up to and including the header; no header at all leaves it empty."""
    head = _Head()
    for line in lines:
        head.lines += 1
        if isinstance(line, BadLine):
            raise DiaryError(f"{where!r}, line {head.lines}: {line.reason}")
        text = line.strip()
        if text.startswith(("#", '"#')):
            _read_setting(head, _as_typed(text))
        elif text.strip(',;"') and not text.casefold().startswith("sep="):
            _read_header(head, line, where)
            break
    return head


def _as_typed(text: str) -> str:
    """Return a line above the header without what a spreadsheet adds when it saves the file."""
    text = text.rstrip(",;\t ")
    if text.startswith('"'):
        return text[1:].removesuffix('"').replace('""', '"')
    return text


def _read_setting(head: _Head, text: str) -> None:
    match = _SETTING.fullmatch(text)
    if match is None:
        return
    if match[1].casefold() == "zone":
        head.zone = match[2].strip()
        return
    try:
        name, own = read_tag_line(match[2], "=")
    except DiaryError as error:
        head.odd.append((head.lines, "tags", text, str(error)))
    else:
        head.tags.setdefault(name, []).extend(own)


def _read_header(head: _Head, line: str, where: str) -> None:
    head.delimiter = max(DELIMITERS, key=lambda d: _known_columns(line, d))
    header = _columns(line, head.delimiter)
    at = f"{where!r}, line {head.lines}: "
    if len(header) > MOST_COLUMNS:
        raise DiaryError(f"{at}{len(header)} columns; a diary has {len(COLUMNS)} at most")
    if "\r" in line.rstrip("\r"):
        raise DiaryError(f"{at}line ends of an old Mac; save the file with Unix line ends")
    missing = [name for name in _NEEDED if name not in header]
    if missing:
        raise DiaryError(at + _why_missing(missing, header))
    twice = sorted({name for name in header if name in COLUMNS and header.count(name) > 1})
    if twice:
        raise DiaryError(f"{at}the column {twice[0]!r} stands there twice; remove one")
    head.header = header


def _columns(line: str, delimiter: str) -> tuple[str, ...]:
    return tuple(cell.strip(' \t\r\n"').casefold() for cell in line.split(delimiter))


def _known_columns(line: str, delimiter: str) -> int:
    return len(set(_columns(line, delimiter)) & set(COLUMNS))


def _why_missing(missing: Sequence[str], header: Sequence[str]) -> str:
    close = difflib.get_close_matches(missing[0], [name[:40] for name in header], n=1)
    hint = f"; is it {close[0]!r}?" if close else ""
    found = shown(",".join(header))
    return (
        f"the column {missing[0]!r} is missing{hint} (found: {found}); the first line should be "
        + ",".join(COLUMNS[:5])
    )


def _read_rows(lines: Lines, head: _Head, intake: Intake) -> None:
    if not head.header:
        return
    width = len(head.header)
    pick = _picker(head.header)
    add_row = intake.add_row
    rows = 0
    for number, cells in records_of(lines, head.delimiter, width, head.lines + 1):
        if isinstance(cells, BadLine):
            rows += 1
            intake.refuse(number, "row", "", cells.reason)
            continue
        if len(cells) != width:
            blank = not any(map(str.strip, cells))
            if not blank and any(map(str.strip, cells[width:])):
                rows += 1
                intake.refuse(number, "row", ",".join(cells), _too_many(len(cells), width))
                continue
            del cells[width:]
            cells.extend([""] * (width - len(cells)))
        row = pick(cells)
        if row.time.strip() or any(map(str.strip, cells)):
            rows += 1
            add_row(number, row)
    if not rows:
        intake.warn(None, "row", "", "the file has a header and no rows")


def _too_many(found: int, width: int) -> str:
    return (
        f"{found} cells where the header names {width}; put a cell that holds the separator in "
        "double quotes"
    )


def _picker(header: Iterable[str]) -> Callable[[list[str]], Row]:
    """Return a function from a record's cells to a row, whatever the order of columns."""
    places = {name: place for place, name in enumerate(header)}
    if tuple(places) == COLUMNS[: len(places)]:
        return lambda cells: Row(*cells)
    pick = itemgetter(*(places.get(name, -1) for name in COLUMNS))

    def picked(cells: list[str]) -> Row:
        cells.append("")
        return Row(*pick(cells))

    return picked

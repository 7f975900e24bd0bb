"""Reading a schedule that was made elsewhere: `start,end,condition,pair`, one row a period."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from pathlib import Path

from gutline.diary.entries import RowError
from gutline.diary.zones import LocalClock, located, zone_named
from gutline.trials.errors import TrialError
from gutline.trials.periods import Period

COLUMNS = ("start", "end", "condition", "pair")
_NEEDED = COLUMNS[:3]
_MOST_BYTES = 4_000_000
_DAY_LENGTH = 10
_MIDNIGHT = re.compile(r"[T ]+0?0:00(:00([.,]0+)?)?.*", re.ASCII)


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    start: str
    end: str
    condition: str
    pair: str


def read_schedule(path: Path, zone: str) -> list[Period]:
    """Read the periods of a schedule file.

    Times are local (`2026-03-01T08:00`) on the clock of `zone`, or have an offset. A day alone
    starts at its midnight; as an end it means the whole day, unless another period starts on it.

    Parameters
    ----------
    path : Path
    zone : str
        Zone of local times.

    Raises
    ------
    TrialError
        When the file cannot be read, a column is missing, or a cell cannot be used.
    """
    rows = _rows(path)
    if not rows:
        raise TrialError(f"{path.name}: there are no periods below the header; add a row for each")
    starts = {_without_midnight(row.start) for row in rows}
    ends = {row.end for row in rows if len(row.end) == _DAY_LENGTH}
    whole_days = not any(end in starts for end in ends) or any(r.start == r.end for r in rows)
    return [_period(path.name, row, zone_named(zone), whole_days=whole_days) for row in rows]


def _without_midnight(start: str) -> str:
    """Return the day alone where a start is its midnight: both mean the same moment."""
    return start[:_DAY_LENGTH] if _MIDNIGHT.fullmatch(start[_DAY_LENGTH:]) else start


def has_local_times(periods_file: Path) -> bool:
    """Return whether any time of a schedule file is without an offset."""
    return any(
        len(text) == _DAY_LENGTH or not _has_offset(text)
        for row in _rows(periods_file)
        for text in (row.start, row.end)
    )


def _has_offset(text: str) -> bool:
    clock = text[_DAY_LENGTH:]
    return clock[-1:] in "Zz" or "+" in clock or "-" in clock


def _rows(path: Path) -> list[_Row]:
    try:
        data = path.read_bytes()[: _MOST_BYTES + 1]
        text = data.decode("utf-8-sig")
    except OSError as error:
        raise TrialError(f"{str(path)!r} cannot be read ({error.strerror or error})") from None
    except UnicodeDecodeError:
        raise TrialError(f"{path.name} is not UTF-8 text; save it as CSV in UTF-8") from None
    if len(data) > _MOST_BYTES or "\x00" in text:
        raise TrialError(f"{path.name} is not a schedule: too large, or not text")
    lines = [(n, s) for n, s in enumerate(text.splitlines(), 1) if s.strip() and s[0] != "#"]
    if not lines:
        raise TrialError(f"{path.name} is empty; its first line should be {','.join(COLUMNS)}")
    delimiter = max((",", ";", "\t"), key=lines[0][1].count)
    cells = [_cells(path.name, n, line, delimiter) for n, line in lines]
    header = [cell.strip().casefold() for cell in cells[0]]
    _check_header(path.name, header)
    return [
        _row(path.name, line, dict(zip(header, row, strict=False)))
        for (line, _), row in zip(lines[1:], cells[1:], strict=True)
    ]


def _cells(name: str, number: int, line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter))
    except csv.Error as error:
        raise TrialError(f"{name}, line {number}: not a row of a table ({error})") from None


def _check_header(name: str, header: Sequence[str]) -> None:
    for column in _NEEDED:
        if column not in header:
            raise TrialError(
                f"{name}: the column {column!r} is missing; the first line should be "
                f"{','.join(COLUMNS)}"
            )


def _row(name: str, line: int, cells: Mapping[str, str]) -> _Row:
    found = {column: str(cells.get(column, "")).strip() for column in COLUMNS}
    for column in _NEEDED:
        if not found[column]:
            raise TrialError(f"{name}, line {line}: {column} is empty; fill it in")
    return _Row(line, found["start"], found["end"], found["condition"], found["pair"])


def _period(name: str, row: _Row, zone: tzinfo, *, whole_days: bool) -> Period:
    where = f"{name}, line {row.line}"
    start, start_day = _time(where, "start", row.start, zone)
    end, end_day = _time(where, "end", row.end, zone)
    if start_day:
        start = _midnight(start.date(), zone)
    if end_day:
        end = _midnight(end.date() + timedelta(days=int(whole_days)), zone)
    return Period(start, end, " ".join(row.condition.split()), row.pair)


def _time(where: str, column: str, text: str, zone: tzinfo) -> tuple[datetime, bool]:
    try:
        moment = LocalClock(zone).read(text)
    except RowError as error:
        raise TrialError(f"{where}, {column} {text[:40]!r}: {error.reason}") from None
    return moment.at, moment.day_only


def _midnight(day: date, zone: tzinfo) -> datetime:
    return located(datetime.combine(day, time()), zone)[0]

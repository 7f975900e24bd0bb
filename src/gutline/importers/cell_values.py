"""What stands in one cell of a table: a text of a CSV file, or a value of a workbook."""

from __future__ import annotations

import math
import re
from datetime import date, datetime, time, timedelta

from gutline.diary.entries import RowError
from gutline.diary.measures import number_text
from gutline.importers.amounts import read_figure
from gutline.importers.app_times import END_OF_DAY, Order, read_clock, read_day

Cell = str | float | bool | datetime | date | time | timedelta | None

_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - serial numbers of spreadsheets have no zone
FIRST_SERIAL, LAST_SERIAL = 25_569, 73_415
"""Spreadsheets number the days; these are 1970 to 2100."""
_SERIAL = re.compile(r"\d{5}(?:[.,]\d+)?", re.ASCII)
_DAY_AND_CLOCK = re.compile(r"(.*?\d{2,4})(?:\s*[T,]\s*|\s+)(\d{1,2}(?:[:.h]\d{2}|\s*[apAP]).*)")
_OFFSET = re.compile(r"\s*(?:Z|[+-]\d{2}:?\d{2})$")
YES = frozenset({"x", "✓", "✔", "yes", "y", "true", "ja", "sí", "si", "oui", "wahr", "vrai"})
NO = frozenset({"no", "n", "false", "nein", "non", "falsch", "faux", "✗", "✘"})
MISSING = frozenset({"-", "–", "—", "n/a", "na", "nan", "null", "?", "#n/a", "."})


def text_in(cell: Cell) -> str:
    """Return a cell as text; empty for nothing."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, (int, float)):
        return number_text(float(cell)) if math.isfinite(cell) else ""
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "minutes").removesuffix(" 00:00")
    if isinstance(cell, (date, time)):
        return cell.isoformat()
    return str(cell).strip()


def is_missing(cell: Cell) -> bool:
    """Return whether nothing is said: an empty cell, or a word that stands for one."""
    return text_in(cell).casefold() in MISSING | {""}


def number_in(cell: Cell, *, decimal_comma: bool | None) -> float:
    """Return the number in a cell.

    Raises
    ------
    RowError
        When it is none.
    """
    if isinstance(cell, bool) or cell is None:
        raise RowError("value", text_in(cell), "not a number; write it as 7.5")
    if isinstance(cell, (int, float)):
        return float(cell)
    if isinstance(cell, timedelta):
        return cell.total_seconds() / 3600
    if isinstance(cell, (datetime, date, time)):
        reason = "a date or time, not a number; change the format of the cell"
        raise RowError("value", text_in(cell), reason)
    return read_figure(cell, decimal_comma=decimal_comma)


def day_and_clock_in(cell: Cell, order: Order) -> tuple[date, time | None]:
    """Return the day in a cell, and the time of day where one stands with it.

    Raises
    ------
    RowError
        When it holds no day, or day and month cannot be told apart.
    """
    if isinstance(cell, datetime):
        return cell.date(), cell.time().replace(microsecond=0) if cell.time() != time() else None
    if isinstance(cell, date):
        return cell, None
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return _of_serial(float(cell))
    text = _OFFSET.sub("", text_in(cell))
    if _SERIAL.fullmatch(text):
        return _of_serial(float(text.replace(",", ".")))
    parts = _DAY_AND_CLOCK.fullmatch(text)
    if parts is None:
        return read_day(text, order), None
    return read_day(parts[1].rstrip(", "), order), read_clock(parts[2])


def _of_serial(number: float) -> tuple[date, time | None]:
    if not FIRST_SERIAL <= number <= LAST_SERIAL:
        reason = "no day from 1970 on; write it as 2026-03-01"
        raise RowError("date", number_text(number), reason)
    at = _EPOCH + timedelta(seconds=round(number * 86_400))
    return at.date(), None if number == int(number) else at.time()


def clock_in(cell: Cell) -> time | None:
    """Return the time of day in a cell; None where it is empty.

    Raises
    ------
    RowError
        When it holds something else.
    """
    if isinstance(cell, datetime):
        return cell.time().replace(microsecond=0)
    if isinstance(cell, time):
        return cell.replace(microsecond=0, tzinfo=None)
    if isinstance(cell, timedelta):
        return _of_fraction(cell / timedelta(days=1))
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return _of_fraction(float(cell))
    return None if is_missing(cell) else read_clock(_OFFSET.sub("", text_in(cell)))


def _of_fraction(part: float) -> time:
    """Return the time of a part of a day, as spreadsheets keep it; 1 is 24:00."""
    if part == 1:
        return END_OF_DAY
    if not 0 <= part < 1:
        raise RowError("time", number_text(part), "not a time of day; write it as 07:30")
    return (_EPOCH + timedelta(seconds=round(part * 86_400) % 86_400)).time()

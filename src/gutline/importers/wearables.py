"""What watches, rings and phones measure: nights, steps of a day, and bouts of movement."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from gutline.diary.entries import RowError
from gutline.diary.zones import Moment
from gutline.importers.entry_making import EntryMaker, Said
from gutline.importers.source import LeftOut, Problem, Read

_SHORTEST_NIGHT_H = 0.05
_LONGEST_BOUT_MIN = 1440.0


def night(
    maker: EntryMaker, line: int, end: Moment, hours: float | None, own: str, note: str = ""
) -> Iterator[Read]:
    """Yield a night's sleep at the time when it ended.

    Parameters
    ----------
    maker : EntryMaker
        Of the source.
    line : int
        Number of the record.
    end : Moment
        When the sleep ended.
    hours : float or None
        Time asleep; a night of which only the time in bed is known is left out.
    own : str
        The record's own number.
    note : str
        What else is said of it.
    """
    if hours is None or hours < _SHORTEST_NIGHT_H:
        yield LeftOut("nights without a time asleep")
        return
    said = Said(end, "sleep", "sleep", round(hours, 4), "h", note, own=f"sleep/{own}")
    yield from maker.made(line, said)


def bout(
    maker: EntryMaker, line: int, start: Moment, name: str, minutes: float | None, own: str
) -> Iterator[Read]:
    """Yield a bout of movement at the time when it began."""
    known = minutes if minutes is not None and 0 <= minutes <= _LONGEST_BOUT_MIN else None
    if minutes is not None and known is None:
        reason = "a bout lasts from nothing to a day; it is kept without its length, so check it"
        yield Problem(line, "minutes", f"{minutes:g}", reason, used=True)
    value = None if known is None else round(known, 2)
    said = Said(start, "movement", name, value, "min", own=f"movement/{own}")
    yield from maker.made(line, said)


class DaySteps:
    """Sums of steps by day and device.

    Two devices count the same steps, so of each day the device that counted most is taken. A day
    without a record is missing, a day of records of zero is zero.
    """

    def __init__(self) -> None:
        self._sums: dict[date, dict[str, float]] = defaultdict(lambda: defaultdict(float))

    def add(self, day: date, steps: float, device: str = "") -> None:
        """Add a record of a part of a day.

        Raises
        ------
        RowError
            When it is no count.
        """
        counted = _count(steps)
        self._sums[day][device] += counted

    def add_total(self, day: date, steps: float) -> None:
        """Add the total of a day; of two exports of one day, the larger total counts.

        Raises
        ------
        RowError
            When it is no count.
        """
        counted = _count(steps)
        self._sums[day][""] = max(self._sums[day][""], counted)

    def entries(self, maker: EntryMaker) -> Iterator[Read]:
        """Yield one entry a day, the earliest first."""
        for day in sorted(self._sums):
            by_device = self._sums[day]
            if len(by_device) > 1:
                yield LeftOut("steps that a second device counted too", len(by_device) - 1)
            try:
                moment = maker.local(day)
            except RowError as error:
                yield Problem(None, error.field, day.isoformat(), error.reason)
                continue
            own = f"steps/{day.isoformat()}"
            steps = max(by_device.values())
            yield from maker.made(None, Said(moment, "movement", "steps", steps, "steps", own=own))


def _count(steps: float) -> float:
    if not 0 <= steps < math.inf:
        raise RowError("steps", f"{steps:g}", "not a count of steps; check the file")
    return steps

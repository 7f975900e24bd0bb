"""Local time: zones by name, times a clock change skips or repeats, times as they are typed."""

from __future__ import annotations

import functools
import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from gutline.diary.entries import DiaryError, RowError

NOON = time(12)
_LONGEST_NAME = 100
_OFFSET = re.compile(r"([+-])(\d\d):(\d\d)(?::(\d\d))?")
_TIME = re.compile(
    r"(\d{4}-\d\d-\d\d)"
    r"(?:[T ]+(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,](\d{1,6}))?)?)?"
    r"\s*(Z|z|[+-]\d\d(?::?\d\d(?::?\d\d)?)?)?",
    re.ASCII,
)

Shift = Literal["", "gap", "fold"]
FIRST_YEAR, LAST_YEAR = 1970, 2100
_END_OF_DAY = (24, 0, 0, 0)


class Moment(NamedTuple):
    """A time as read: what a clock change did to it, and whether its offset is another's."""

    at: datetime
    shift: Shift
    day_only: bool
    foreign: bool = False


@functools.cache
def zone_named(name: str) -> tzinfo:
    """Return the zone of an IANA name ("Europe/Berlin") or a fixed offset ("+02:00").

    Raises
    ------
    DiaryError
        When there is no such zone.
    """
    if name == "UTC":
        return UTC
    if _OFFSET.fullmatch(name):
        return offset_named(name)
    try:
        # ZoneInfo goes down a folder for every slash of a name.
        return ZoneInfo(name if len(name) <= _LONGEST_NAME else "")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise DiaryError(
            f"there is no time zone {name[:80]!r}; use a name such as 'Europe/Berlin', 'UTC' or "
            "an offset such as '+02:00'"
        ) from None


def offset_named(text: str) -> timezone:
    """Return the fixed zone of an offset such as "+02:00", "+0200" or "-03"."""
    digits = re.sub(r"\D", "", text).ljust(6, "0")
    hours, minutes, seconds = int(digits[:2]), int(digits[2:4]), int(digits[4:6])
    size = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    if size >= timedelta(hours=24) or minutes > 59 or seconds > 59:
        raise DiaryError(f"{text!r} is not an offset from UTC; write it as +02:00")
    return timezone(-size if text.startswith("-") else size)


def located(wall: datetime, zone: tzinfo) -> tuple[datetime, Shift]:
    """Put a naive local time on the zone's clock.

    Returns
    -------
    tuple of datetime and {"", "gap", "fold"}
        The aware time, and whether a clock change skipped it (it is moved on by the length of
        the gap) or repeated it (the first of the two is meant). A repeated time carries a fixed
        offset, so that both of its instants compare and hash as what they are.
    """
    if isinstance(zone, timezone):
        return wall.replace(tzinfo=zone), ""
    first = wall.replace(tzinfo=zone, fold=0)
    before, after = first.utcoffset(), wall.replace(tzinfo=zone, fold=1).utcoffset()
    if before == after or before is None or after is None:
        return first, ""
    if before > after:
        return wall.replace(tzinfo=timezone(before), fold=0), "fold"
    return (wall - before).replace(tzinfo=UTC).astimezone(zone), "gap"


def settled(at: datetime, zone: tzinfo) -> datetime:
    """Return the same instant and wall time in its plainest form.

    An offset equal to the zone's becomes the zone itself; any other becomes a fixed offset, as
    does a time that a clock change repeats.
    """
    if at.tzinfo is zone and not is_repeated(at):
        return at.replace(fold=0) if at.fold else at
    instant = at.astimezone(UTC)
    offset = instant.astimezone(at.tzinfo).utcoffset() or timedelta(0)
    here = instant.astimezone(zone)
    if here.utcoffset() != offset or is_repeated(here):
        return instant.astimezone(timezone(offset))
    return here


def is_repeated(at: datetime) -> bool:
    """Return whether a clock change shows this wall time twice."""
    return at.replace(fold=0).utcoffset() != at.replace(fold=1).utcoffset()


class LocalClock:
    """Reads times as they are typed, for one zone; each different text is worked out once."""

    def __init__(self, zone: tzinfo) -> None:
        self.zone = zone
        self._days: dict[str, date | None] = {}
        self._clocks: dict[str, time] = {}

    def read(self, text: str) -> Moment:
        """Return the moment of an ISO 8601 date or time; 24:00 is the next day's midnight.

        Raises
        ------
        RowError
            When it is not one, or lies outside the years a diary can hold.
        """
        day, clock = self._days.get(text[:10]), self._clocks.get(text[10:])
        if day and clock:
            return Moment(datetime.combine(day, clock), "", day_only=False)
        return self._read_slowly(text)

    def _read_slowly(self, text: str) -> Moment:
        parts = _TIME.fullmatch(text)
        if parts is None:
            raise RowError("time", text, _not_a_time(text))
        day, hour, minute, second, fraction, offset = parts.groups()
        try:
            wall = datetime.fromisoformat(day)
            check_year(wall)
            if hour is None and offset is None:
                return Moment(*noon_of(wall.date(), self.zone), day_only=True)
            micro = int((fraction or "0").ljust(6, "0"))
            figures = (int(hour), int(minute), int(second or 0), micro)
            at_end = figures == _END_OF_DAY
            wall = _next_midnight(wall) if at_end else datetime.combine(wall.date(), time(*figures))
        except RowError as error:
            raise RowError("time", text, error.reason) from None
        except (ValueError, TypeError):
            raise RowError("time", text, "there is no such time; check it") from None
        if offset:
            return self._with_offset(wall, offset, text)
        if not at_end and self._is_plain(day, wall):
            self._clocks[text[10:]] = wall.time().replace(tzinfo=self.zone)
            return Moment(wall.replace(tzinfo=self.zone), "", day_only=False)
        return Moment(*located(wall, self.zone), day_only=False)

    def _with_offset(self, wall: datetime, offset: str, text: str) -> Moment:
        if offset in "Zz":
            here = wall.replace(tzinfo=UTC).astimezone(self.zone)
            return Moment(settled(here, self.zone), "", day_only=False)
        try:
            own = offset_named(offset)
        except DiaryError as error:
            raise RowError("time", text, str(error)) from None
        typed = wall.replace(tzinfo=own)
        foreign = typed.astimezone(self.zone).utcoffset() != typed.utcoffset()
        return Moment(settled(typed, self.zone), "", day_only=False, foreign=foreign)

    def _is_plain(self, day: str, wall: datetime) -> bool:
        """Return whether no clock changes on this day or beside it."""
        if day not in self._days:
            noon = datetime.combine(wall.date(), NOON, self.zone)
            around = [noon + timedelta(days=shift) for shift in (-1, 0, 1)]
            plain = len({at.utcoffset() for at in around}) == 1
            self._days[day] = wall.date() if plain else None
        return self._days[day] is not None


def check_year(at: datetime) -> None:
    """Refuse a year that no diary can be from.

    Raises
    ------
    RowError
    """
    if not FIRST_YEAR <= at.year <= LAST_YEAR:
        reason = f"the year {at.year} is not between {FIRST_YEAR} and {LAST_YEAR}; check it"
        raise RowError("time", str(at), reason)


def _next_midnight(day: datetime) -> datetime:
    midnight = day + timedelta(days=1)
    check_year(midnight)
    return midnight


def _not_a_time(text: str) -> str:
    if not text:
        return "the time is missing; write it as 2026-03-01 08:00, or 2026-03-01 alone"
    if re.match(r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}", text, re.ASCII):
        return "day and month cannot be told apart; write it as 2026-03-01 08:00"
    return "not a time; write it as 2026-03-01 08:00, or 2026-03-01 alone"


def noon_of(day: date, zone: tzinfo) -> tuple[datetime, Shift]:
    """Return 12:00 local time of a day whose time of day is not known."""
    return located(datetime.combine(day, NOON), zone)

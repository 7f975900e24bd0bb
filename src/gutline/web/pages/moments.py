"""When something was: what a form says, and what the store keeps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from gutline.diary.entries import shown
from gutline.diary.zones import is_repeated, noon_of, zone_named
from gutline.store.errors import EntryRefusedError

_DAY_LENGTH = len("2026-03-01")


@dataclass(frozen=True, slots=True)
class When:
    """A moment as the store takes it: none for now, or a reading of the clock, or only a day."""

    at: datetime | None = None
    day_only: bool = False


def read_when(text: str, zone: str, *, second: bool = False) -> When:
    """Return what the field `at` of a form says.

    Parameters
    ----------
    text : str
        Empty for now, "2026-03-01" when only the day is known, "2026-03-01T08:00" for a reading of
        the clock, or an instant with its offset, as a page notes it when a button is pressed.
    zone : str
        The person's zone.
    second : bool
        The second of two, on the night when the clocks show an hour twice.

    Raises
    ------
    EntryRefusedError
        When it is neither.
    """
    text = text.strip()
    if not text:
        return When()
    if len(text) == _DAY_LENGTH:
        return When(noon_of(read_day(text), zone_named(zone))[0], day_only=True)
    try:
        wall = datetime.fromisoformat(text)
    except ValueError:
        raise _no_time(text) from None
    if wall.tzinfo is not None:
        return When(wall)
    return When(wall.replace(second=0, microsecond=0, fold=int(second)))


def read_day(text: str) -> date:
    """Return a date as 2026-03-01.

    Raises
    ------
    EntryRefusedError
        When it is none.
    """
    try:
        if len(text) != _DAY_LENGTH:
            raise _no_time(text)
        return date.fromisoformat(text)
    except ValueError:
        raise _no_time(text) from None


def read_time(text: str) -> time | None:
    """Return a time of day as 08:00; None for anything else."""
    try:
        found = time.fromisoformat(text)
    except ValueError:
        return None
    return None if found.tzinfo else found.replace(second=0, microsecond=0)


def joined(day: str, clock: str) -> str:
    """Return the day and the time of two fields as one; the day alone where there is no time.

    Raises
    ------
    EntryRefusedError
        When the time is no time.
    """
    if not clock.strip():
        return day
    found = read_time(clock.strip())
    if found is None:
        raise EntryRefusedError("at", shown(clock), "is no time of day; write it as 08:00")
    return f"{day}T{found:%H:%M}"


def local_day(now: datetime, zone: str) -> date:
    """Return the date on a person's calendar."""
    return now.astimezone(zone_named(zone)).date()


def comes_twice(at: datetime, zone: str) -> bool:
    """Return whether the clocks of a zone show this reading twice on its day."""
    return is_repeated(at.replace(tzinfo=zone_named(zone)))


def is_second(at: datetime, zone: str) -> bool:
    """Return whether an instant is the second of two that the clocks show alike."""
    here = at.astimezone(UTC).astimezone(zone_named(zone))
    return bool(here.fold)


def _no_time(text: str) -> EntryRefusedError:
    return EntryRefusedError("at", shown(text), "is no date or time; write it as 2026-03-01T08:00")

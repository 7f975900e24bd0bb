"""Entries from what an app wrote: placed in time, checked, and given an id that stays."""

from __future__ import annotations

import math
import re
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone

from gutline.catalog.kinds import load_kinds
from gutline.diary.entries import Entry, RowError
from gutline.diary.measures import check_measure
from gutline.diary.texts import LONGEST_NOTE, tidy_name, tidy_note
from gutline.diary.zones import (
    LocalClock,
    Moment,
    check_year,
    located,
    noon_of,
    settled,
    zone_named,
)
from gutline.importers.app_times import USUAL_TIMES, meal_named
from gutline.importers.source import ImportSettings, Problem, Read
from gutline.importers.stable_ids import StableIds

_SHIFTS = {
    "gap": "the clocks skip this time; moved on to {0:%Y-%m-%d %H:%M}",
    "fold": "the clocks show this time twice; the first is meant ({0:%z})",
}
_FINER = re.compile(r"(\d[.,]\d{6})\d+", re.ASCII)
"""What is finer than a microsecond, as Java and .NET write it, tells a diary nothing."""
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_LARGEST_SECONDS = 4_102_444_800
_MOST_OFFSET = 18 * 60


@dataclass(frozen=True, slots=True)
class Said:
    """One thing an app says, before it is checked.

    Attributes
    ----------
    moment : Moment
        When, by one of the methods of `EntryMaker`.
    kind, name, value, unit, note
        As in `gutline.diary.Entry`.
    own : str
        The app's own number of the record; empty where it has none.
    key : tuple of object
        What identifies the record where it has no number; by default time, kind and name.
    """

    moment: Moment
    kind: str
    name: str
    value: float | None = None
    unit: str = ""
    note: str = ""
    own: str = ""
    key: tuple[object, ...] = ()


class EntryMaker:
    """Makes the entries of one file of one source.

    Parameters
    ----------
    source : str
        The source's id.
    settings : ImportSettings
        The person's zone, and how they write numbers.
    """

    def __init__(self, source: str, settings: ImportSettings) -> None:
        self.decimal_comma = settings.decimal_comma
        self._source = source
        self._zone = zone_named(settings.zone)
        self._clock = LocalClock(self._zone)
        self._today = settings.today
        self._ids = StableIds(source)
        self._kinds = load_kinds()
        self._told: set[str] = set()

    def moment(self, text: str) -> Moment:
        """Return the moment of an ISO 8601 time; an offset is kept, without one it is local.

        24:00 is the next day's midnight.

        Raises
        ------
        RowError
            When it is not one.
        """
        return self._clock.read(_FINER.sub(r"\1", text.strip()))

    def local(self, day: date, clock: time | None = None) -> Moment:
        """Return the moment of a local day and time; only the day is known without a time.

        A time with a fold, `app_times.END_OF_DAY`, is one of the next day.

        Raises
        ------
        RowError
            When the year cannot be a diary's.
        """
        check_year(datetime.combine(day, time(0)))
        if clock is None:
            return Moment(*noon_of(day, self._zone), day_only=True)
        wall = datetime.combine(day, clock.replace(fold=0)) + timedelta(days=clock.fold)
        return Moment(*located(wall, self._zone), day_only=False)

    def at_meal(self, day: date, clock: time | None, meal: str) -> Generator[Problem, None, Moment]:
        """Return the moment of a meal; without a time, that of the usual hour, which is said.

        Parameters
        ----------
        day : date
            Its local day.
        clock : time or None
            When it was, where that is known.
        meal : str
            Its name in any language. A snack without a time is known by its day only.
        """
        named = meal_named(meal)
        if clock is None and named is not None and named in USUAL_TIMES:
            clock = USUAL_TIMES[named]
            reason = f"{named} without a time is kept at {clock:%H:%M}"
            yield from self.once("time", meal, reason)
        return self.local(day, clock)

    def instant(self, seconds: float, offset_minutes: float | None = None) -> Moment:
        """Return the moment of seconds since 1970, on the clock of its offset or of the person.

        Parameters
        ----------
        seconds : float
            Since 1970-01-01 in UTC.
        offset_minutes : float, optional
            East of UTC; by default the person's zone tells.

        Raises
        ------
        RowError
            When it lies outside what a diary can hold.
        """
        if not math.isfinite(seconds) or not 0 <= seconds <= _LARGEST_SECONDS:
            raise RowError("time", f"{seconds:g}", "is no time since 1970; check it")
        at = datetime.fromtimestamp(seconds, UTC)
        if offset_minutes is None or not abs(offset_minutes) <= _MOST_OFFSET:
            return Moment(settled(at.astimezone(self._zone), self._zone), "", day_only=False)
        own = timezone(timedelta(minutes=round(offset_minutes)))
        return Moment(settled(at.astimezone(own), self._zone), "", day_only=False)

    def once(self, field: str, value: str, reason: str) -> Iterator[Problem]:
        """Yield a doubt that holds for the whole file, the first time only."""
        if reason not in self._told:
            self._told.add(reason)
            yield Problem(None, field, value, reason, used=True)

    def made(self, line: int | None, said: Said, doubt: str = "") -> Iterator[Read]:
        """Yield the entry of what was said, or the problem that keeps it from being one.

        Parameters
        ----------
        line : int or None
            Where it stands in the file.
        said : Said
            What was said.
        doubt : str
            What is doubtful about its time.
        """
        try:
            entry = self._checked(said)
        except RowError as error:
            yield Problem(line, error.field, error.value, error.reason)
            return
        if doubt:
            yield Problem(line, "time", f"{entry.at:%Y-%m-%d %H:%M}", doubt, used=True)
        if said.moment.shift:
            reason = _SHIFTS[said.moment.shift].format(entry.at)
            yield Problem(line, "time", f"{entry.at:%Y-%m-%d %H:%M}", reason, used=True)
        yield entry

    def _checked(self, said: Said) -> Entry:
        at = said.moment.at
        check_year(at)
        if self._today is not None and at.date() > self._today + timedelta(days=1):
            raise RowError("time", f"{at:%Y-%m-%d %H:%M}", "lies in the future; check the date")
        kind = self._kinds.get(said.kind)
        if kind is None:
            raise RowError("kind", said.kind, "there is no such kind of entry; check the file")
        name = tidy_name(said.name) or kind.default_name
        if not name:
            raise RowError("name", "", f"{kind.id} needs a name")
        value, unit = check_measure(
            kind, name, said.value, said.unit if said.value is not None else ""
        )
        return Entry(
            at, kind.id, name, value, unit, _note(said.note), self._source, self._id(said),
            said.moment.day_only,
        )  # fmt: skip

    def _id(self, said: Said) -> str:
        if said.own:
            return self._ids.own(tidy_name(said.own, "id"))
        at = said.moment.at
        when = at.date().isoformat() if said.moment.day_only else at.isoformat()
        return self._ids.of(*(said.key or (when, said.kind, said.name)))


def reported(line: int | None, read: Iterator[Read]) -> Iterator[Read]:
    """Yield what is read of one record, and a problem in place of what cannot be.

    Parameters
    ----------
    line : int or None
        Where the record stands in the file.
    read : iterator
        What is read of it; a `RowError` ends it.
    """
    try:
        yield from read
    except RowError as error:
        yield Problem(line, error.field, error.value, error.reason)


def _note(text: str) -> str:
    """Return a note that a diary can hold; what is too long is cut, and shows it."""
    clean = _CONTROL.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))
    if len(clean) > LONGEST_NOTE:
        clean = clean[: LONGEST_NOTE - 4] + " ..."
    return tidy_note(clean)

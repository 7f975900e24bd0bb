"""What a page of one day, or of a month, shows."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from gutline.store.models import Entry
from gutline.store.records import Record
from gutline.store.rows import record_of_row

MOST_DELETED = 100
_COMPLETE = "complete"


@dataclass(frozen=True, slots=True)
class DayPage:
    """One local day: what was logged, in order of time.

    Attributes
    ----------
    day : date
        The local date.
    records : tuple of Record
        Everything logged, with and without a time of day; times of day in order.
    complete : frozenset of str
        What was marked as complete: "food", "symptoms", "all".
    """

    day: date
    records: tuple[Record, ...]

    @property
    def complete(self) -> frozenset[str]:
        """What was marked as complete on this day."""
        return frozenset(r.entry.name for r in self.records if r.entry.kind == _COMPLETE)


def day_page(person: int, day: date) -> DayPage:
    """Return one local day of a person's diary."""
    return DayPage(day, _records(person, day, day))


def month_timeline(person: int, year: int, month: int) -> tuple[DayPage, ...]:
    """Return the days of a month on which anything was logged, in order."""
    last = calendar.monthrange(year, month)[1]
    return timeline(person, date(year, month, 1), date(year, month, last))


def timeline(person: int, first: date, last: date) -> tuple[DayPage, ...]:
    """Return the days of a span, both ends included, on which anything was logged, in order."""
    days: dict[date, list[Record]] = {}
    for record in _records(person, first, last):
        days.setdefault(record.day, []).append(record)
    return tuple(DayPage(day, tuple(records)) for day, records in days.items())


def _records(person: int, first: date, last: date) -> tuple[Record, ...]:
    rows = Entry.objects.filter(
        person_id=person, deleted_at=None, day__gte=first, day__lte=last
    ).order_by("day", "at", "pk")
    return _as_records(rows)


def recently_deleted(person: int, most: int = MOST_DELETED) -> tuple[Record, ...]:
    """Return what was deleted and can be brought back, the latest first."""
    rows = Entry.objects.filter(person_id=person, deleted_at__isnull=False)
    return _as_records(rows.order_by("-deleted_at", "-pk")[:most])


def _as_records(rows: Iterable[Entry]) -> tuple[Record, ...]:
    return tuple(record_of_row(row) for row in rows)

"""Which days the timeline shows: one day, a week, a month or a year, and the way to the next."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.utils.dateformat import format as dated
from django.utils.translation import gettext as _

EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)
_WEEK = 7


class Zoom(StrEnum):
    """How many days are seen at once."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Stretch:
    """The days that are shown, both ends included."""

    zoom: Zoom
    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days that is."""
        return (self.last - self.first).days + 1

    @property
    def title(self) -> str:
        """The days in words: "Tuesday, 10 March 2026", "9 to 15 March 2026", "March 2026"."""
        if self.zoom is Zoom.DAY:
            return str(dated(self.first, "l, j F Y"))
        if self.zoom is Zoom.WEEK:
            return _from_to(self.first, self.last)
        return str(dated(self.first, "F Y" if self.zoom is Zoom.MONTH else "Y"))

    def earlier(self) -> date | None:
        """Return a day of the stretch before; None where there is none."""
        return self.first - timedelta(days=1) if self.first > EARLIEST else None

    def later(self) -> date | None:
        """Return the first day of the stretch after; None where there is none."""
        return self.last + timedelta(days=1) if self.last < LATEST else None


def stretch_around(zoom: Zoom, day: date) -> Stretch:
    """Return the day, week, month or year that holds a day; weeks begin on Monday."""
    if zoom is Zoom.DAY:
        return Stretch(zoom, day, day)
    if zoom is Zoom.WEEK:
        first = day - timedelta(days=day.weekday())
        return Stretch(zoom, first, first + timedelta(days=_WEEK - 1))
    if zoom is Zoom.MONTH:
        last = calendar.monthrange(day.year, day.month)[1]
        return Stretch(zoom, day.replace(day=1), day.replace(day=last))
    return Stretch(zoom, date(day.year, 1, 1), date(day.year, 12, 31))


def day_words(day: date) -> str:
    """Return a date as "10 March 2026"."""
    return str(dated(day, "j F Y"))


def _from_to(first: date, last: date) -> str:
    form = "j" if first.month == last.month else "j F"
    start = dated(first, form if first.year == last.year else "j F Y")
    return _("%(first)s to %(last)s") % {"first": start, "last": day_words(last)}

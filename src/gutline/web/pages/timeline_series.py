"""What can be plotted of a stretch, and the two series that are."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from gutline.catalog import load_kinds
from gutline.diary.entries import NONE
from gutline.web.pages.timeline_asked import series_key
from gutline.web.pages.timeline_span import Stretch, Zoom
from gutline.web.pages.timeline_words import group_of

if TYPE_CHECKING:
    from gutline.diary import Entry

MOST_OFFERED = 80
_WITHOUT_PLOT = frozenset({"complete", "note"})


@dataclass(frozen=True, slots=True)
class Offered:
    """Something that can be plotted: how it is asked for, what it is called, how often it is."""

    key: str
    name: str
    group: str
    count: int


@dataclass(frozen=True, slots=True)
class Point:
    """One entry of a series: its local time, and its value where it has one."""

    at: datetime
    value: float | None


@dataclass(frozen=True, slots=True)
class Series:
    """One thing over a stretch.

    Attributes
    ----------
    name, unit : str
    rated : bool
        Whether every entry has a value in one unit, so that values are plotted; else it is
        counted.
    scale : tuple of float or None
        The whole scale of a rating.
    points : tuple of Point
        In order of time.
    """

    name: str
    unit: str
    rated: bool
    scale: tuple[float, float] | None
    points: tuple[Point, ...]

    @property
    def values(self) -> tuple[float, ...]:
        """The values, in order of time."""
        return tuple(point.value for point in self.points if point.value is not None)


@dataclass(frozen=True, slots=True)
class Cell:
    """One hour, day or week: the entries of a series that fall into it."""

    start: datetime
    points: tuple[Point, ...]


def offered(entries: Iterable[Entry], chosen: Sequence[str]) -> tuple[Offered, ...]:
    """Return what can be plotted, by group and name; the most frequent, and what is chosen."""
    spelled = Counter((entry.kind, entry.name) for entry in entries)
    counts: Counter[str] = Counter()
    first: dict[str, tuple[str, str]] = {}
    for (kind, name), count in spelled.items():
        if kind not in _WITHOUT_PLOT and name != NONE:
            key = series_key(kind, name)
            counts[key] += count
            first.setdefault(key, (kind, name))
    keys = {key for key, _ in counts.most_common(MOST_OFFERED)} | (set(chosen) & set(counts))
    made = (Offered(k, _named(*first[k]), group_of(first[k][0]), counts[k]) for k in keys)
    return tuple(sorted(made, key=lambda one: one.name.casefold()))


def series_of(entries: Iterable[Entry], key: str) -> Series | None:
    """Return a series of the entries; None where nothing of it was logged."""
    kind = key.partition(":")[0]
    found = [e for e in entries if e.kind == kind and series_key(e.kind, e.name) == key]
    if not found:
        return None
    unit = found[0].unit
    rated = unit not in {"", "serving"} and all(
        e.value is not None and e.unit == unit for e in found
    )
    scale = load_kinds()[kind].range.get(unit) if unit in {"nrs", "bristol"} else None
    points = tuple(Point(e.at.replace(tzinfo=None), e.value if rated else None) for e in found)
    return Series(_named(kind, found[0].name), unit, rated, scale, points)


def _named(kind: str, name: str) -> str:
    """Return what a series is called: what was typed, or a kind's own name in the page's words."""
    return gettext(name) if name == load_kinds()[kind].default_name else name


def cells_of(series: Series, stretch: Stretch) -> tuple[Cell, ...]:
    """Return the hours, days or weeks of a stretch that hold entries of a series, in order."""
    cells: dict[datetime, list[Point]] = defaultdict(list)
    for point in series.points:
        cells[_cell_start(point.at, stretch.zoom)].append(point)
    return tuple(Cell(start, tuple(cells[start])) for start in sorted(cells))


def cell_length(zoom: Zoom) -> timedelta:
    """Return how long a cell is: an hour, a day or a week."""
    if zoom is Zoom.DAY:
        return timedelta(hours=1)
    return timedelta(days=7 if zoom is Zoom.YEAR else 1)


def _cell_start(at: datetime, zoom: Zoom) -> datetime:
    if zoom is Zoom.DAY:
        return at.replace(minute=0, second=0, microsecond=0)
    day = at.date()
    if zoom is Zoom.YEAR:
        day -= timedelta(days=day.weekday())
    return midnight(day)


def midnight(day: date) -> datetime:
    """Return the beginning of a day, without a zone."""
    return datetime(day.year, day.month, day.day)  # noqa: DTZ001 - local times of a plot

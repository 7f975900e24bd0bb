"""The diary's line: a point for every rating, and below it when the found exposures were logged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from gutline.reports.charts.theme import INK, LINE, SOFT, WIDTH
from gutline.reports.wording import short

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gutline.reports.charts.theme import Spec

HEIGHT = 150
ROW_HEIGHT = 34
MOST_POINTS = 600
_COLUMNS = 400
FEW = 14
_MONTHS = (45, 400)
_SMOOTH = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Rating:
    """One point of the line: local time without a zone, and the value."""

    at: datetime
    value: float


@dataclass(frozen=True, slots=True)
class Marks:
    """One row of marks below the line: an exposure's name, its verdict and its local times."""

    name: str
    verdict: str
    times: tuple[datetime, ...]


@dataclass(frozen=True, slots=True)
class Thinned:
    """Ratings as drawn, and the days each point stands for; 0 when each is one rating."""

    points: tuple[Rating, ...]
    days: int


def thinned(ratings: Sequence[Rating], most: int = MOST_POINTS) -> Thinned:
    """Return every rating, or means of equal spans of days when there are more than `most`."""
    if len(ratings) <= most:
        return Thinned(tuple(ratings), 0)
    first = ratings[0].at
    span = (ratings[-1].at - first).days + 1
    days = max(1, -(-span // most))
    cells: dict[int, list[float]] = {}
    for rating in ratings:
        cells.setdefault((rating.at - first).days // days, []).append(rating.value)
    middle = timedelta(days=days / 2)
    points = (
        Rating(first + timedelta(days=cell * days) + middle, sum(values) / len(values))
        for cell, values in sorted(cells.items())
    )
    return Thinned(tuple(points), days)


def ratings_spec(ratings: Sequence[Rating], marks: Sequence[Marks]) -> Spec:
    """Return the spec: points with a fortnight's mean through them, one row of marks each."""
    start = min(rating.at for rating in ratings)
    end = max(start + timedelta(days=1), *(rating.at for rating in ratings))
    domain = [_milliseconds(start), _milliseconds(end)]
    charts = [_points_chart(ratings, domain)]
    charts += [_marks_chart(row, start, end, domain) for row in marks]
    return {
        "vconcat": charts,
        "spacing": 6,
        "resolve": {"scale": {"x": "independent", "y": "independent"}},
        "autosize": {"type": "pad"},
    }


def _points_chart(ratings: Sequence[Rating], domain: list[float]) -> Spec:
    values = [rating.value for rating in ratings]
    low, high = min(0.0, *values), max(10.0, *values)
    ticks = [low, (low + high) / 2, high]
    whole = all(tick.is_integer() for tick in ticks)
    axis = {"title": None, "values": ticks, "format": "d" if whole else ".1f", "domain": False}
    vertical = {
        "field": "value",
        "type": "quantitative",
        "scale": {"domain": [low, high], "nice": False},
        "axis": {**axis, "grid": True, "gridColor": LINE, "ticks": False},
    }
    points = {"type": "point", "filled": True, "size": 14, "color": INK, "opacity": 0.5}
    line = {"type": "line", "color": SOFT, "strokeWidth": 2, "interpolate": "monotone"}
    shown = [{"at": _milliseconds(r.at), "value": round(r.value, 2)} for r in ratings]
    return {
        "width": WIDTH - 30,
        "height": HEIGHT,
        "encoding": {"x": _horizontal(domain), "y": vertical},
        "layer": [
            {"data": {"values": shown}, "mark": points},
            {"data": {"values": _fortnight_means(ratings)}, "mark": line},
        ],
    }


def _fortnight_means(ratings: Sequence[Rating]) -> list[Spec]:
    """Return the mean over a week before and after, every quarter of a week or coarser."""
    first, last = ratings[0].at, ratings[-1].at
    step = max(timedelta(days=2), (last - first) / 120)
    means: list[Spec] = []
    low, high, at = 0, 0, first
    if len(ratings) < FEW:
        return means
    while at <= last:
        while low < len(ratings) and ratings[low].at < at - _SMOOTH:
            low += 1
        while high < len(ratings) and ratings[high].at <= at + _SMOOTH:
            high += 1
        inside = [rating.value for rating in ratings[low:high]]
        if inside:
            means.append({"at": _milliseconds(at), "value": round(sum(inside) / len(inside), 2)})
        at += step
    return means


def _marks_chart(row: Marks, start: datetime, end: datetime, domain: list[float]) -> Spec:
    colour = {"helper": "var(--helper)"}.get(row.verdict, "var(--suspect)")
    inside = sorted({_column(at, start, end) for at in row.times if start <= at <= end})
    width = (domain[1] - domain[0]) / _COLUMNS
    ticks = [{"at": domain[0] + column * width} for column in inside]
    label = {"type": "text", "align": "left", "baseline": "top", "color": colour, "y": 0, "x": 0}
    tick = {"type": "tick", "color": colour, "thickness": 1.6, "size": 12, "y": ROW_HEIGHT - 9}
    hidden = {**_horizontal(domain), "axis": None}
    return {
        "width": WIDTH - 30,
        "height": ROW_HEIGHT,
        "layer": [
            {
                "data": {"values": [{"name": short(row.name, 44)}]},
                "mark": label,
                "encoding": {"text": {"field": "name"}},
            },
            {"data": {"values": ticks}, "mark": tick, "encoding": {"x": hidden}},
        ],
    }


def _column(at: datetime, start: datetime, end: datetime) -> int:
    return round((at - start) / (end - start) * _COLUMNS)


def _horizontal(domain: list[float]) -> Spec:
    axis = {"title": None, "tickCount": 5, "labelOverlap": "greedy", "labelFlush": True}
    if _MONTHS[0] <= (domain[1] - domain[0]) / 86_400_000 <= _MONTHS[1]:
        axis["format"] = "%b"
    return {
        "field": "at",
        "type": "temporal",
        "scale": {"type": "utc", "domain": domain, "nice": False},
        "axis": axis,
    }


def _milliseconds(at: datetime) -> float:
    """Return local time as if it were UTC, so that the axis shows the person's own clock."""
    return at.replace(tzinfo=UTC).timestamp() * 1000

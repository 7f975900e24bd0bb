"""One series above another on one time axis: geometry for the template's SVG, words, and a table.

Drawn here and not by the reports' charts, because those take a third of a second and tens of
megabytes the first time and keep every other request waiting meanwhile.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.dateformat import format as dated
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gutline.diary.measures import number_text
from gutline.web.pages.plot_marks import TickView
from gutline.web.pages.plot_marks import path_number as _n
from gutline.web.pages.timeline_series import Cell, Series, cell_length, cells_of, midnight
from gutline.web.pages.timeline_span import Stretch, Zoom
from gutline.web.pages.timeline_words import amount_words

WIDTH = 340.0
_LEFT, _RIGHT, _LABEL, _PANEL, _GAP, _AXIS = 34.0, 8.0, 24.0, 96.0, 16.0, 22.0
_INNER = WIDTH - _LEFT - _RIGHT
# A line is not drawn across longer gaps: what was not logged is not known.
_BRIDGED_CELLS = 3
_BAR_SHARE = 0.7
_THINNEST, _THICKEST = 1.5, 14.0
_MONTHS_BETWEEN_TICKS = 2


@dataclass(frozen=True, slots=True)
class PanelView:
    """One series: paths for its points, for the line through them or for its bars.

    Attributes
    ----------
    id : str
        "one" or "two".
    label : str
        Its name and unit, written beside it.
    label_y, base_y : str
        Where the label and the lowest line stand.
    ticks : tuple of TickView
    points, line, bars : str
        Path data; "" where there are none.
    bar_width : str
    """

    id: str
    label: str
    label_y: str
    base_y: str
    ticks: tuple[TickView, ...]
    points: str
    line: str
    bars: str
    bar_width: str


@dataclass(frozen=True, slots=True)
class PlotView:
    """The whole plot.

    Attributes
    ----------
    width, height, left, right, axis_y : str
    panels : tuple of PanelView
    ticks : tuple of TickView
        Of the time axis.
    label : str
        The sentence that names the plot for those who do not see it.
    head, rows : tuple
        The table behind it.
    """

    width: str
    height: str
    left: str
    right: str
    axis_y: str
    panels: tuple[PanelView, ...]
    ticks: tuple[TickView, ...]
    label: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def plot_view(series: Sequence[Series], stretch: Stretch) -> PlotView | None:
    """Return the plot of one or two series; None where there is none.

    Parameters
    ----------
    series : sequence of Series
    stretch : Stretch
        The days that the time axis spans.
    """
    if not series:
        return None
    axis = _Axis.of(stretch)
    tops = [_GAP / 2 + n * (_LABEL + _PANEL + _GAP) for n in range(len(series))]
    pairs = zip(("one", "two"), series, tops, strict=False)
    panels = tuple(_panel(ident, one, axis, top) for ident, one, top in pairs)
    bottom = tops[-1] + _LABEL + _PANEL
    head, rows = _table(series, stretch)
    return PlotView(
        width=_n(WIDTH),
        height=_n(bottom + _AXIS),
        left=_n(_LEFT),
        right=_n(WIDTH - _RIGHT),
        axis_y=_n(bottom + _AXIS - 5),
        panels=panels,
        ticks=tuple(TickView(_n(axis.x(at)), words) for at, words in _time_ticks(stretch)),
        label=_sentence(series, stretch),
        head=head,
        rows=rows,
    )


@dataclass(frozen=True, slots=True)
class _Axis:
    start: datetime
    length: timedelta
    stretch: Stretch

    @classmethod
    def of(cls, stretch: Stretch) -> _Axis:
        return cls(midnight(stretch.first), timedelta(days=stretch.days), stretch)

    def x(self, at: datetime) -> float:
        share = (at - self.start) / self.length
        return _LEFT + _INNER * min(max(share, 0.0), 1.0)

    @property
    def cell_width(self) -> float:
        return _INNER * (cell_length(self.stretch.zoom) / self.length)


def _panel(ident: str, series: Series, axis: _Axis, top: float) -> PanelView:
    cells = cells_of(series, axis.stretch)
    low, high = _range(series, cells)
    base = top + _LABEL + _PANEL

    def y(value: float) -> float:
        return base - _PANEL * (value - low) / (high - low)

    half = cell_length(axis.stretch.zoom) / 2
    middles = [(axis.x(cell.start + half), cell) for cell in cells]
    bars = "".join(f"M{_n(x)} {_n(base)}V{_n(y(len(c.points)))}" for x, c in middles)
    points = [(axis.x(p.at), y(p.value)) for p in series.points if p.value is not None]
    means = [(c.start, x, y(_mean(c))) for x, c in middles] if series.rated else []
    return PanelView(
        id=ident,
        label=_label(series, axis.stretch),
        label_y=_n(top + 14),
        base_y=_n(base),
        ticks=tuple(TickView(_n(y(value)), number_text(value)) for value in _ticks(low, high)),
        points="".join(f"M{_n(px)} {_n(py)}h0" for px, py in points),
        line="" if axis.stretch.zoom is Zoom.DAY else _line(means, axis.stretch.zoom),
        bars="" if series.rated else bars,
        bar_width=_n(min(max(axis.cell_width * _BAR_SHARE, _THINNEST), _THICKEST)),
    )


def _mean(cell: Cell) -> float:
    values = [point.value for point in cell.points if point.value is not None]
    return sum(values) / len(values)


def _line(means: Iterable[tuple[datetime, float, float]], zoom: Zoom) -> str:
    """Return the path through the means of the cells, broken where many are missing."""
    path, before = "", None
    for start, x, y in means:
        near = before is not None and start - before <= _BRIDGED_CELLS * cell_length(zoom)
        path += f"{'L' if near else 'M'}{_n(x)} {_n(y)}"
        before = start
    return path


def _range(series: Series, cells: Sequence[Cell]) -> tuple[float, float]:
    if series.scale is not None:
        return series.scale
    if not series.rated:
        return 0.0, float(max(2, *(len(cell.points) for cell in cells), 2))
    low, high = min(series.values), max(series.values)
    if low > high / 2:
        low = math.floor(low)
        return float(low), float(max(math.ceil(high), low + 1))
    return min(0.0, low), float(max(math.ceil(high), 1))


def _ticks(low: float, high: float) -> tuple[float, ...]:
    middle = (low + high) / 2
    return (low, middle, high) if middle == round(middle, 1) else (low, high)


def _label(series: Series, stretch: Stretch) -> str:
    if not series.rated:
        words = {Zoom.DAY: _("times an hour"), Zoom.YEAR: _("times a week")}
        return f"{series.name}, {words.get(stretch.zoom, _('times a day'))}"
    unit = amount_words(2.0, series.unit).removeprefix("2").strip()
    return f"{series.name}, {unit}" if unit else series.name


def _time_ticks(stretch: Stretch) -> Iterator[tuple[datetime, str]]:
    start = midnight(stretch.first)
    if stretch.zoom is Zoom.DAY:
        yield from ((start + timedelta(hours=h), f"{h:02d}:00") for h in (0, 6, 12, 18))
    elif stretch.zoom is Zoom.YEAR:
        for month in range(1, 13, _MONTHS_BETWEEN_TICKS):
            at = start.replace(month=month)
            yield at, str(dated(at, "M"))
    else:
        step = 1 if stretch.zoom is Zoom.WEEK else 7
        for n in range(0, stretch.days, step):
            at = start + timedelta(days=n)
            yield at, str(dated(at, "D" if stretch.zoom is Zoom.WEEK else "j M"))


def _sentence(series: Sequence[Series], stretch: Stretch) -> str:
    return f"{stretch.title}: {'; '.join(map(_in_words, series))}."


def _in_words(series: Series) -> str:
    count = len(series.points)
    times = ngettext("once", "%(n)d times", count) % {"n": count}
    if not series.rated:
        days = len({point.at.date() for point in series.points})
        on = ngettext("on one day", "on %(n)d days", days) % {"n": days}
        return f"{series.name}, {times} {on}"
    values = series.values
    spread = _("between %(low)s and %(high)s, on average %(mean)s") % {
        "low": number_text(min(values)),
        "high": number_text(max(values)),
        "mean": number_text(round(sum(values) / count, 1)),
    }
    return f"{series.name}, {times}, {spread}"


def _table(
    series: Sequence[Series], stretch: Stretch
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    columns = [{cell.start: cell for cell in cells_of(one, stretch)} for one in series]
    starts = sorted({start for column in columns for start in column})
    first = {Zoom.DAY: _("Hour"), Zoom.YEAR: _("Week from")}.get(stretch.zoom, _("Day"))
    rows = tuple(
        (
            _cell_name(start, stretch),
            *(_cell_words(c.get(start), s) for c, s in _with(columns, series)),
        )
        for start in starts
    )
    return (first, *(_label(one, stretch) for one in series)), rows


def _with(
    columns: Sequence[dict[datetime, Cell]], series: Sequence[Series]
) -> list[tuple[dict[datetime, Cell], Series]]:
    return list(zip(columns, series, strict=True))


def _cell_name(start: datetime, stretch: Stretch) -> str:
    return f"{start:%H:%M}" if stretch.zoom is Zoom.DAY else start.date().isoformat()


def _cell_words(cell: Cell | None, series: Series) -> str:
    if cell is None:
        return "–"
    if not series.rated:
        return str(len(cell.points))
    mean = number_text(round(_mean(cell), 1))
    times = len(cell.points)
    return mean if times == 1 else _("%(mean)s (%(n)d ratings)") % {"mean": mean, "n": times}

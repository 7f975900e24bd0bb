"""A trial's two charts: every period with its ratings, and what is known of the effect."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gutline.reports.charts.drawing import draw
from gutline.reports.charts.theme import LINE, SOFT, WIDTH
from gutline.reports.wording import plain, signed
from gutline.trials.units import amount, decimals, is_rating, unit_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gutline.reports.charts.theme import Spec
    from gutline.reports.markup import Html
    from gutline.trials.result import PeriodSummary, TrialResult

_HEIGHT = 190
_DAY_S = 86_400.0
_MOST_ACROSS = 7


def periods_chart(result: TrialResult) -> Html | None:
    """Return every rating by day, with each period's mean; None without ratings."""
    if not result.ratings:
        return None
    label = (
        f"{plain(result.outcome)} on every day of the trial: filled points are "
        f"{plain(result.active)}, open ones {plain(result.reference)}; lines are means of periods."
    )
    return draw(periods_spec(result), label, "trial-active")


def periods_spec(result: TrialResult) -> Spec:
    """Return the spec of the ratings by period."""
    first = result.periods[0].start
    points = [
        {
            "day": (one.at - first).total_seconds() / _DAY_S + 1.0,
            "value": one.value,
            "active": result.periods[one.period].condition == result.active,
        }
        for one in result.ratings
        if one.period >= 0
    ]
    means = [_mean(period, first, result.active) for period in result.periods]
    drawn = [mean for mean in means if mean is not None]
    return {
        "width": WIDTH,
        "height": _HEIGHT,
        "encoding": {"x": _across(_days(result)), "y": _upwards(result)},
        "layer": [
            _points(points, active=False), _points(points, active=True),
            _lines(drawn, active=False), _lines(drawn, active=True),
        ],
    }  # fmt: skip


def _days(result: TrialResult) -> int:
    span = result.periods[-1].end - result.periods[0].start
    return max(1, round(span.total_seconds() / _DAY_S))


def _mean(period: PeriodSummary, first: object, active: str) -> dict[str, object] | None:
    if period.mean is None:
        return None
    return {
        "day": (period.start - first).total_seconds() / _DAY_S + 1.0,  # type: ignore[operator]
        "until": (period.end - first).total_seconds() / _DAY_S + 1.0,  # type: ignore[operator]
        "value": period.mean,
        "active": period.condition == active,
    }


def _across(days: int) -> Spec:
    step = next((n for n in (1, 2, 4, 7, 14, 28, 56, 112) if days / n <= _MOST_ACROSS), 224)
    values = [1, *range(1 + step, days + 1, step)]
    axis = {"title": "day of the trial", "values": values, "format": "d"}
    scale = {"domain": [1, days + 1], "nice": False}
    return {"field": "day", "type": "quantitative", "axis": axis, "scale": scale}


def _upwards(result: TrialResult) -> Spec:
    outcome = plain(result.outcome)[:40]
    if not is_rating(result.unit):
        outcome += f", {unit_words(result.unit)}"
    axis = {
        "title": outcome, "tickCount": 5, "domain": False, "ticks": False,
        "grid": True, "gridColor": LINE,
    }  # fmt: skip
    scale = {"zero": is_rating(result.unit)}
    return {"field": "value", "type": "quantitative", "axis": axis, "scale": scale}


def _of(rows: Sequence[object], *, active: bool) -> list[object]:
    return [row for row in rows if isinstance(row, dict) and row["active"] is active]


def _points(rows: Sequence[object], *, active: bool) -> Spec:
    colour = "currentColor" if active else SOFT
    mark = {"type": "point", "filled": active, "size": 26, "color": colour, "opacity": 0.75}
    return {"mark": mark, "data": {"values": _of(rows, active=active)}}


def _lines(rows: Sequence[object], *, active: bool) -> Spec:
    mark = {"type": "rule", "color": "currentColor" if active else SOFT, "strokeWidth": 3}
    return {
        "mark": mark if active else mark | {"strokeDash": [5, 3]},
        "data": {"values": _of(rows, active=active)},
        "encoding": {"x2": {"field": "until"}},
    }


def posterior_chart(result: TrialResult, smallest: float) -> Html | None:
    """Return what is known of the effect against the smallest that matters; None without it."""
    posterior = result.posterior
    if posterior is None or not posterior.curve:
        return None
    alike = f"{posterior.p_no_meaningful_difference:.0%}"
    places = decimals(posterior.mean, result.unit, 1)
    label = (
        f"What is known of the effect: about {signed(posterior.mean, places)} "
        f"{unit_words(result.unit)}. Inside the dashed lines, within "
        f"{amount(smallest, result.unit)} of none, lies {alike}."
    )
    return draw(posterior_spec(posterior.curve, smallest, result.unit), label, "trial-active")


def posterior_spec(curve: Sequence[tuple[float, float]], smallest: float, unit: str = "") -> Spec:
    """Return the spec of a density of the effect, with the smallest difference on both sides."""
    rows = [{"effect": effect, "height": height} for effect, height in curve]
    reach = max([1.4 * smallest, *(abs(row["effect"]) for row in rows)])
    axis = {"title": f"{unit_words(unit)}, with it against without", "tickCount": 7}
    across = {
        "field": "effect", "type": "quantitative", "axis": axis,
        "scale": {"domain": [-reach, reach], "nice": False},
    }  # fmt: skip
    return {
        "width": WIDTH,
        "height": _HEIGHT - 50,
        "encoding": {"x": across},
        "layer": [_area(rows), _rule(0.0, []), _rule(-smallest, [4, 3]), _rule(smallest, [4, 3])],
    }


def _area(rows: list[dict[str, float]]) -> Spec:
    line = {"strokeWidth": 2, "color": "currentColor"}
    mark = {"type": "area", "color": "currentColor", "opacity": 0.25, "line": line}
    upwards = {"field": "height", "type": "quantitative", "axis": None}
    return {"mark": mark, "data": {"values": rows}, "encoding": {"y": upwards}}


def _rule(at: float, dash: list[int]) -> Spec:
    mark = {"type": "rule", "color": SOFT, "strokeDash": dash, "strokeWidth": 1.5}
    return {"mark": mark, "data": {"values": [{"at": at}]}, "encoding": {"x": {"field": "at"}}}

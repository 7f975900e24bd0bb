"""The lag curve: points of outcome against hours since the exposure, with its band."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gutline.reports.charts.theme import LINE, SOFT, WIDTH
from gutline.reports.wording import finite, signed

if TYPE_CHECKING:
    from gutline.discovery.findings import LagCurve
    from gutline.reports.charts.theme import Spec

HEIGHT = 170
_MOST_POINTS = 73
_HOURS_SHOWN_AS_DAYS = 96.0


def lag_curve_spec(curve: LagCurve, peak: str = "") -> Spec:
    """Return the spec: band, line, zero line, peak; hours become days for slow exposures.

    Parameters
    ----------
    curve : LagCurve
    peak : str
        What stands at the peak; the curve's own value there unless given.
    """
    rows = curve_rows(curve)
    in_days = rows[-1]["hours"] > _HOURS_SHOWN_AS_DAYS
    unit = 24.0 if in_days else 1.0
    for row in rows:
        row["lag"] = row["hours"] / unit
    span = rows[-1]["lag"]
    step = _tick_step(span, in_days=in_days)
    axis = {
        "title": f"{'days' if in_days else 'hours'} afterwards",
        "values": [step * place for place in range(int(span / step) + 1)],
        "format": "d",
    }
    horizontal = {
        "field": "lag",
        "type": "quantitative",
        "axis": axis,
        "scale": {"domain": [0, span], "nice": False},
    }
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "data": {"values": rows},
        "encoding": {"x": horizontal},
        "layer": _layers(rows, peak),
    }


def curve_rows(curve: LagCurve, most: int = _MOST_POINTS) -> list[dict[str, float]]:
    """Return the finite points of a curve as rows, evenly thinned to at most about `most`."""
    points = zip(curve.hours, curve.estimate, curve.lower, curve.upper, strict=True)
    known = [point for point in points if all(finite(value) is not None for value in point)]
    step = max(1, -(-len(known) // most))
    kept = known[::step]
    if known and kept[-1] is not known[-1]:
        kept.append(known[-1])
    names = ("hours", "estimate", "lower", "upper")
    return [dict(zip(names, map(float, point), strict=True)) for point in kept]


def _tick_step(span: float, *, in_days: bool) -> int:
    steps = (1, 2, 7, 14, 28) if in_days else (1, 6, 12, 24)
    return next((step for step in steps if span / step <= 7), steps[-1])


def _layers(rows: list[dict[str, float]], words: str) -> list[Spec]:
    top = max(rows, key=lambda row: abs(row["estimate"]))
    peak: Spec = {**top, "words": words or signed(top["estimate"])}
    line = {"type": "line", "color": "currentColor", "strokeWidth": 2.5}
    return [
        {
            "mark": {"type": "area", "color": "currentColor", "opacity": 0.16},
            "encoding": {"y": _vertical("lower"), "y2": {"field": "upper"}},
        },
        {
            "mark": {"type": "rule", "color": SOFT, "strokeDash": [4, 3]},
            "data": {"values": [{}]},
            "encoding": {"x": None, "y": {"datum": 0}},
        },
        {"mark": line, "encoding": {"y": _vertical("estimate")}},
        {
            "mark": {"type": "point", "filled": True, "size": 60, "color": "currentColor"},
            "data": {"values": [peak]},
            "encoding": {"y": _vertical("estimate")},
        },
        {
            "mark": {
                "type": "text",
                "dx": 8,
                "dy": -8 if top["estimate"] >= 0 else 12,
                "align": "left",
                "color": "currentColor",
                "fontWeight": "bold",
                "fontSize": 14,
            },
            "data": {"values": [peak]},
            "encoding": {"y": _vertical("estimate"), "text": {"field": "words"}},
        },
    ]


def _vertical(field: str) -> Spec:
    axis = {
        "title": "points higher or lower",
        "tickCount": 4,
        "domain": False,
        "ticks": False,
        "grid": True,
        "gridColor": LINE,
    }
    return {"field": field, "type": "quantitative", "axis": axis, "scale": {"zero": True}}

"""The look all charts share: ink on paper, colours taken from the page's own variables."""

from __future__ import annotations

from typing import Any

Spec = dict[str, Any]

INK = "var(--ink)"
SOFT = "var(--soft)"
LINE = "var(--line)"
WIDTH = 330
VEGA_LITE = "https://vega.github.io/schema/vega-lite/v5.json"


def themed(spec: Spec) -> Spec:
    """Return a whole spec: the given one with the shared look around it."""
    return {
        "$schema": VEGA_LITE,
        "background": None,
        "padding": 4,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "config": _config(),
        **spec,
    }


def _config() -> Spec:
    text = {"labelColor": SOFT, "titleColor": SOFT, "labelFontSize": 13, "titleFontSize": 13}
    return {
        "font": "sans-serif",
        "aria": False,
        "view": {"stroke": None},
        "axis": {
            **text,
            "titleFontWeight": "normal",
            "grid": False,
            "domainColor": LINE,
            "tickColor": LINE,
            "tickSize": 4,
            "labelPadding": 4,
        },
        "text": {"fontSize": 13, "color": SOFT},
    }

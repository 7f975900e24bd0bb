"""From a Vega-Lite spec to an SVG that may stand inside a page."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import vl_convert

from gutline.reports.charts.theme import themed
from gutline.reports.markup import Html
from gutline.reports.wording import plain

if TYPE_CHECKING:
    from gutline.reports.charts.theme import Spec

_SVG = "http://www.w3.org/2000/svg"
_ELEMENTS = frozenset({"svg", "g", "path", "line", "rect", "text", "tspan"})
_GEOMETRY = {"d", "x", "y", "x1", "y1", "x2", "y2", "dx", "dy", "width", "height", "viewBox"}
_PAINT = {"fill", "stroke", "opacity", "fill-opacity", "stroke-opacity", "stroke-width"}
_LINES = {"stroke-dasharray", "stroke-linecap", "stroke-linejoin", "stroke-miterlimit"}
_LETTERS = {"font-size", "font-weight", "text-anchor", "transform"}
_ATTRIBUTES = _GEOMETRY | _PAINT | _LINES | _LETTERS


def draw(spec: Spec, label: str, colour: str = "") -> Html:
    """Return a chart as one SVG element.

    Only shapes, text and their geometry and colours are kept: nothing of the renderer's own
    classes, ids, links or style attributes reaches the page, so charts cannot clash and a strict
    content security policy holds.

    Parameters
    ----------
    spec : dict
        Vega-Lite spec without its shared look.
    label : str
        The sentence that names the chart for those who do not see it.
    colour : str
        Class of the page's style sheet that sets the chart's `currentColor`.
    """
    source = vl_convert.vegalite_to_svg(themed(spec))
    root = ET.fromstring(source)  # noqa: S314 - written by the renderer a line above
    _keep_shapes(root)
    for size in ("width", "height"):
        root.attrib.pop(size, None)
    root.set("role", "img")
    root.set("aria-label", plain(label))
    root.set("class", f"chart {colour}".strip())
    ET.register_namespace("", _SVG)
    return Html(ET.tostring(root, encoding="unicode").replace(f' xmlns="{_SVG}"', ""))


def _keep_shapes(element: ET.Element) -> None:
    """Drop, in place, what is not drawn and what is not geometry or colour."""
    for name in set(element.attrib) - _ATTRIBUTES:
        del element.attrib[name]
    for child in list(element):
        if _is_drawn(child):
            _keep_shapes(child)
        else:
            element.remove(child)
    _drop_empty_groups(element)


def _is_drawn(element: ET.Element) -> bool:
    if str(element.tag).removeprefix(f"{{{_SVG}}}") not in _ELEMENTS:
        return False
    return element.get("class") not in {"background", "foreground"} and (
        element.get("display") != "none"
    )


def _drop_empty_groups(element: ET.Element) -> None:
    for child in list(element):
        if child.tag == f"{{{_SVG}}}g" and len(child) == 0:
            element.remove(child)

"""Charts: what a spec holds, and that only shapes and text reach the page."""

from __future__ import annotations

import json
import math
import re
from datetime import datetime, timedelta
from xml.etree import ElementTree as ET

import pytest

from gutline.discovery.findings import LagCurve
from gutline.reports.charts.drawing import draw
from gutline.reports.charts.lag_curve import curve_rows, lag_curve_spec
from gutline.reports.charts.ratings import Marks, Rating, ratings_spec, thinned
from gutline.reports.charts.theme import themed
from tests.reports import samples

START = datetime(2026, 1, 1, 8)


def line(count: int, hours: float = 24.0) -> list[Rating]:
    return [Rating(START + timedelta(hours=hours * n), float(n % 11)) for n in range(count)]


def drawn(spec):
    return ET.fromstring(draw(spec, "A sentence."))  # noqa: S314 - our own drawing


def words_of(root) -> list[str]:
    return [element.text or "" for element in root.iter() if element.tag == "text"]


def test_the_same_spec_draws_the_same_chart():
    spec = lag_curve_spec(samples.bump(14.0, 1.3))
    assert draw(spec, "x") == draw(spec, "x")
    json.dumps(spec, allow_nan=False)


def test_only_shapes_and_text_are_drawn():
    root = drawn(lag_curve_spec(samples.bump(14.0, 1.3)))
    assert {element.tag for element in root.iter()} <= {"svg", "g", "path", "line", "text", "rect"}
    attributes = {name for element in root.iter() for name in element.attrib}
    assert not attributes & {"style", "id", "href", "onload", "clip-path"}
    assert {name for e in root.iter() if e is not root for name in e.attrib} & {"class"} == set()


def test_a_chart_has_a_name_and_no_fixed_size():
    root = drawn(lag_curve_spec(samples.bump(14.0, 1.3)))
    assert (root.get("role"), root.get("aria-label")) == ("img", "A sentence.")
    assert root.get("viewBox")
    assert root.get("width") is None


def test_colours_come_from_the_page():
    text = draw(lag_curve_spec(samples.bump(14.0, 1.3)), "x", "suspect")
    colours = set(re.findall(r'(?:fill|stroke)="([^"]+)"', text))
    assert colours <= {"none", "transparent", "currentColor", "var(--soft)", "var(--line)"}
    assert 'class="chart suspect"' in text


@pytest.mark.parametrize("name", samples.HOSTILE)
def test_a_hostile_name_is_drawn_as_text(name):
    spec = ratings_spec(line(30), [Marks(name, "suspect", (START,))])
    root = ET.fromstring(draw(spec, name))  # noqa: S314 - our own drawing
    assert {element.tag for element in root.iter()} <= {"svg", "g", "path", "line", "text", "rect"}
    assert any(word[:3] == name.strip()[:3] or "red" in word for word in words_of(root))


def test_the_peak_is_labelled_where_it_is():
    assert "+1.3" in words_of(drawn(lag_curve_spec(samples.bump(14.0, 1.3))))
    assert "−0.9" in words_of(drawn(lag_curve_spec(samples.bump(5.0, -0.9))))
    assert "+1.4" in words_of(drawn(lag_curve_spec(samples.bump(14.0, 1.3), "+1.4")))


def test_hours_become_days_for_slow_exposures():
    fast = words_of(drawn(lag_curve_spec(samples.bump(14.0, 1.3))))
    slow = words_of(drawn(lag_curve_spec(samples.bump(200.0, 0.8, width=90.0, last=672))))
    assert {"hours afterwards", "0", "24", "72"} <= set(fast)
    assert {"days afterwards", "0", "7", "28"} <= set(slow)


def test_curve_rows_leave_out_what_is_not_finite_and_keep_the_ends():
    curve = LagCurve((0.0, 1.0, 2.0, 3.0), (0.0, math.nan, 1.0, 0.0), (0.0,) * 4, (1.0,) * 4)
    assert [row["hours"] for row in curve_rows(curve)] == [0.0, 2.0, 3.0]
    long = curve_rows(samples.bump(14.0, 1.0, last=1000), most=13)
    assert (long[0]["hours"], long[-1]["hours"]) == (0.0, 1000.0)
    assert len(long) <= 14


def test_every_rating_is_a_point():
    ratings = line(200)
    shown = thinned(ratings)
    assert (len(shown.points), shown.days) == (200, 0)
    root = drawn(ratings_spec(shown.points, []))
    # One shape for every rating, and the line through them.
    assert sum(element.tag == "path" for element in root.iter()) == 201


def test_too_many_ratings_become_means_of_equal_spans():
    ratings = line(10_950, hours=8.0)
    shown = thinned(ratings)
    assert 300 <= len(shown.points) <= 600
    assert shown.days == 7
    mean = sum(rating.value for rating in ratings) / len(ratings)
    assert sum(p.value for p in shown.points) / len(shown.points) == pytest.approx(mean, abs=0.1)
    assert shown.points[0].at >= ratings[0].at


def test_few_ratings_have_no_line_through_them():
    root = drawn(ratings_spec(line(6), []))
    assert sum(element.tag == "path" for element in root.iter()) == 6


def test_one_rating_can_be_drawn():
    assert "10" in words_of(drawn(ratings_spec(line(1), [])))


@pytest.mark.parametrize(
    ("values", "ticks"), [((0.0, 7.0), {"0", "5", "10"}), ((-3.0, 20.0), {"20.0", "8.5"})]
)
def test_the_scale_holds_every_value(values, ticks):
    ratings = [Rating(START + timedelta(days=n), value) for n, value in enumerate(values)]
    assert ticks <= set(words_of(drawn(ratings_spec(ratings, []))))


def test_marks_stand_below_under_their_name():
    times = tuple(START + timedelta(days=n) for n in (1, 1, 5, 500))
    spec = ratings_spec(line(30), [Marks("dairy", "suspect", times), Marks("tea", "helper", ())])
    assert {"dairy", "tea"} <= set(words_of(drawn(spec)))
    ticks = spec["vconcat"][1]["layer"][1]["data"]["values"]
    assert len(ticks) == 2  # twice at one place is one mark; after the end is none
    assert spec["vconcat"][2]["layer"][1]["mark"]["color"] == "var(--helper)"


def test_the_axis_shows_the_persons_own_clock():
    words = words_of(drawn(ratings_spec(line(120), [])))
    assert {"Feb", "Mar", "Apr"} <= set(words)
    years = words_of(drawn(ratings_spec(line(1500), [])))
    assert {"2027", "2028"} <= set(years)


def test_the_theme_can_be_overridden():
    assert themed({"padding": 9})["padding"] == 9
    assert themed({})["background"] is None

"""The report of a trial item by item, its terminal text, and the specs of its charts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from gutline.reports.trial_cent import cent_items, render_cent_html, render_cent_markdown
from gutline.reports.trial_charts import periods_spec, posterior_spec
from gutline.reports.trial_export import export_document
from gutline.reports.trial_text import render_trial_text
from gutline.trials.deciding import PosteriorSummary
from gutline.trials.result import Adherence, Check, PeriodSummary, Rated, TrialResult
from tests.trials.conftest import START, event, make_trial, plan

__all__ = ["make_trial", "plan"]

FIRST = datetime(2026, 3, 2, tzinfo=UTC)
END = START + timedelta(days=40)


def period(number: int, mean: float | None = 3.0, ratings: int = 6) -> PeriodSummary:
    start = FIRST + timedelta(days=3 * number)
    words = ("with dairy", "without dairy")[number % 2]
    return PeriodSummary(
        start, start + timedelta(days=3), words, str(number // 2 + 1), ratings, mean, 1.0
    )


def result(**changes: object) -> TrialResult:
    """A result of six pairs, made by hand."""
    periods = tuple(period(n, 3.0 + (n + 1) % 2) for n in range(12))
    ratings = tuple(Rated(p.start + timedelta(hours=9), 3.0, n) for n, p in enumerate(periods))
    made = TrialResult(
        "back pain", "without dairy", "with dairy", 1.2, (0.4, 2.0), 0.95, 0.03125, 64,
        PosteriorSummary(1.1, 0.4, 0.01, 0.6, 0.39, 0.05, ((0.0, 0.1), (1.0, 1.0), (2.0, 0.1))),
        4.2, "harms", "low", "", Adherence(0.9, 30, 36), periods,
        (Check("schedules", True, "Compared over 64."), Check("blinding", False, "You knew.")),
        "It makes it worse.\nSecond line.", {}, ratings,
    )  # fmt: skip
    return replace(made, **changes)


def item(trial, number: str, found: TrialResult | None = None, today=END) -> str:
    (one,) = [i for i in cent_items(trial, found, today) if i.number == number]
    return one.text


@pytest.mark.parametrize(
    ("number", "changes", "words"),
    [
        ("1a", {"exposure": "eggs"}, "An N-of-1 trial of eggs and back pain in one person."),
        ("2b", {}, "Active: with dairy. Reference: without dairy."),
        ("3a", {"run_in_days": 7}, "12 periods of 3 days (6 for each condition), run-in of 7 days"),
        ("3b", {}, "None."),
        ("4c", {}, "none on record"),
        ("5", {"portions": ()}, "with dairy, against without dairy."),
        ("5", {"portions": ("a little", "more")}, "with dairy (a little, more), against"),
        ("6a.1", {"smallest_difference": 1.0}, "is 1 point. Less is better."),
        (
            "6a.1",
            {"smallest_difference": 1.5, "higher_is_better": True},
            "1.5 points. More is bett",
        ),
        ("8b", {}, "a coin for each pair, the first pair too."),
        ("8b", {"longest_run": 2}, "the first pair too, at most 2 equal ones in a row."),
        ("8b", {"layout": "complete", "design": "challenges"}, "a fixed number in any order."),
        ("11a", {}, "Nobody."),
        ("11a", {"blinded": True}, "The person did not know the condition."),
        ("12c", {"carry_over_hours": 24.0}, "Carry-over by 24 hours"),
        ("12c", {"lag_curve": ((0.0, 0.0), (6.0, 1.0), (12.0, 0.0))}, "lag curve of the diary"),
    ],
)
def test_an_item_says_what_was_planned(make_trial, number, changes, words):
    assert words in item(make_trial(**changes), number)


@pytest.mark.parametrize(
    ("number", "events", "words"),
    [
        ("13a", (), "12 of 12, in this order: with dairy, without dairy"),
        ("13a", (event("slide", day=3),), "moved on once by a slide or a pause"),
        ("13b", (), "None."),
        ("13b", (event("sick", day=2), event("void", day=4, reason="away")),
         "2 days left out: 2026-03-04 sick; 2026-03-06 void (away)."),
        ("13b", (event("void", day=4), event("sick", day=2), event("void", day=4)),
         "2 days left out: 2026-03-04 sick; 2026-03-06 void."),
        ("13b", (event("sick", day=2),), "1 day left out: 2026-03-04 sick."),
        ("14b", (), "No."),
        ("14b", (event("stop", day=9, reason="moved"),), "2026-03-11 stopped (moved)."),
        ("14b", (event("safety_stop", day=9),), "2026-03-11 stopped for safety."),
        ("19", (), "None logged."),
        ("19", (event("reaction", "none", day=1),), "None logged."),
        ("19", (event("reaction", "severe", day=1),), "2026-03-03 reaction severe."),
        ("19", (event("safety_stop", day=9, reason="hives"),), "2026-03-11 safety_stop (hives)."),
    ],
)  # fmt: skip
def test_an_item_says_what_happened(make_trial, number, events, words):
    assert words in item(make_trial(*events), number, result())


@pytest.mark.parametrize(
    ("number", "changes", "words"),
    [
        ("16", {}, "with dairy: 6 periods, 36 ratings; without dairy: 6 periods, 36 ratings."),
        ("17a.1", {"periods": (period(0), period(1, None, 0))}, "without dairy: no ratings."),
        ("17a.2", {}, "95 % interval"),
        ("17a.2", {}, "randomisation p = 0.0312 over 64."),
        ("17a.2", {"interval": None}, "points (with dairy less without dairy), randomisation p"),
        ("17a.2", {"effect": None, "because": "too few"}, "Not conclusive, because too few."),
        ("20", {}, "Compared over 64. You knew."),
        ("20", {"checks": ()}, "None noted."),
        ("22", {}, "It makes it worse. Second line."),
    ],
)
def test_an_item_says_what_was_found(make_trial, number, changes, words):
    assert words in item(make_trial(), number, result(**changes))


def test_without_a_result_there_is_one_item_in_its_place(make_trial):
    numbers = [i.number for i in cent_items(make_trial(), None, START)]
    assert numbers.count("13") == 1
    assert "17a.2" not in numbers
    assert item(make_trial(), "1b") == "No result yet."


@pytest.mark.parametrize(("today", "hidden"), [(0, True), (35, True), (36, False)])
def test_the_drawn_order_is_told_when_it_is_over_and_no_sooner(make_trial, today, hidden):
    text = item(make_trial(), "8c", today=START + timedelta(days=today))
    assert (text == "concealed until the trial is over.") is hidden
    assert ("active" in text) is not hidden


def test_a_sealed_order_stays_sealed(make_trial):
    sealed = replace(make_trial(), allocation=None)
    assert item(sealed, "8c") == "sealed."
    assert "(sealed)" in item(sealed, "8a")


def test_a_change_names_the_field_from_what_to_what(make_trial):
    at = datetime(2026, 3, 9, tzinfo=UTC)
    changed = make_trial().amended({"smallest_difference": 2.0}, "one is little", at)
    assert item(changed, "3b") == (
        "2026-03-09: one is little (smallest_difference: 1.0 to 2.0, prior_sd: 1.0 to 2.0)."
    )


@pytest.mark.parametrize("sign", list("\\`*_<>|[]#"))
def test_what_markdown_would_take_for_its_own_is_escaped(make_trial, sign):
    text = render_cent_markdown(make_trial(exposure=f"a{sign}b"), None, START)
    assert f"# N-of-1 trial: a\\{sign}b" in text


def test_what_a_page_would_take_for_markup_is_escaped(make_trial):
    page = str(render_cent_html(make_trial(exposure="<img src=x>"), result(), END))
    assert "<img" not in page
    assert "&lt;img" in page
    assert page.count("<section") == len(
        {i.section for i in cent_items(make_trial(), result(), END)}
    )


@pytest.mark.parametrize("width", [50, 80, 120])
def test_the_text_keeps_its_width(width):
    long = result(text="word " * 60, checks=(Check("x", None, "check " * 40),))
    lines = render_trial_text(long, width).splitlines()
    assert max(map(len, lines)) <= width
    assert sum("20" in line[:2] for line in lines) == 12


def test_bars_grow_with_the_mean_and_none_is_drawn_where_all_are_alike():
    lines = render_trial_text(result()).splitlines()
    bars = [line.count("#") for line in lines if line.startswith("2026")]
    assert bars == [20, 0] * 6
    flat = result(periods=tuple(period(n) for n in range(4)))
    assert "#" not in render_trial_text(flat)
    empty = result(periods=(period(0), period(1, None, 0)))
    assert "no ratings" in render_trial_text(empty)


def test_marks_tell_what_passed_what_did_not_and_what_is_only_told():
    checks = (Check("a", True, "A"), Check("b", False, "B"), Check("c", None, "C"))
    lines = render_trial_text(result(checks=checks)).splitlines()[-3:]
    assert [line.split() for line in lines] == [["ok", "A"], ["note", "B"], ["C"]]


def test_the_chart_has_each_rating_on_its_side_and_a_line_for_each_mean():
    spec = periods_spec(result())
    counts = [len(layer["data"]["values"]) for layer in spec["layer"]]
    assert counts == [6, 6, 6, 6]
    assert spec["layer"][1]["mark"]["filled"] is True
    assert spec["encoding"]["x"]["scale"]["domain"] == [1, 37]
    points = spec["layer"][1]["data"]["values"]
    assert points[0]["day"] == pytest.approx(1.375)


def test_ratings_between_periods_and_periods_without_any_are_not_drawn():
    stray = (Rated(FIRST, 9.0, -1),)
    spec = periods_spec(result(periods=(period(0), period(1, None, 0)), ratings=stray))
    assert [len(layer["data"]["values"]) for layer in spec["layer"]] == [0, 0, 0, 1]


@pytest.mark.parametrize(
    ("curve", "smallest", "reach"),
    [(((-0.5, 1.0), (0.5, 1.0)), 1.0, 1.4), (((-0.5, 1.0), (4.0, 1.0)), 1.0, 4.0),
     (((-6.0, 1.0), (2.0, 1.0)), 1.0, 6.0), (((0.0, 1.0),), 2.0, 2.8)],
)  # fmt: skip
def test_the_axis_of_the_effect_is_even_and_holds_both_lines(curve, smallest, reach):
    spec = posterior_spec(curve, smallest)
    low, high = spec["encoding"]["x"]["scale"]["domain"]
    assert (low, high) == (pytest.approx(-reach), pytest.approx(reach))
    rules = [layer["data"]["values"][0].get("at") for layer in spec["layer"][1:]]
    assert rules == [0.0, -smallest, smallest]


@pytest.mark.parametrize(("today", "days"), [(-1, 0), (0, 1), (5, 6), (35, 36), (90, 36)])
def test_an_export_holds_the_days_that_were_and_no_more(make_trial, today, days):
    document = export_document(make_trial(), None, None, START + timedelta(days=today))
    assert len(document["days"]) == days
    assert (document["trial"]["allocation"] is None) is (today < 36)
    assert bool(document["verification"]) is (today >= 36)
    assert (document["ratings"], document["result"]) == ([], None)


def test_paused_and_void_days_are_told_apart_in_an_export(make_trial):
    trial = make_trial(event("slide", day=1), event("sick", day=2))
    rows = export_document(trial, None, None, START + timedelta(days=3))["days"]
    assert [(r["part"], r["period"], r["counts"]) for r in rows] == [
        ("unit", 1, True), ("paused", None, False), ("unit", 1, False), ("unit", 1, True),
    ]  # fmt: skip

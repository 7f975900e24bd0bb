"""Outcomes in milliseconds or hours are told in their own unit, from plan to result."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from gutline.diary import Diary, Entry
from gutline.reports.trial_cent import render_cent_markdown
from gutline.reports.trial_charts import periods_spec, posterior_chart, posterior_spec
from gutline.reports.trial_json import trial_document
from gutline.reports.trial_plan import plan_lines
from gutline.reports.trial_text import render_trial_text
from gutline.trials.deciding import Rule
from gutline.trials.errors import TrialError
from gutline.trials.learned import learn
from gutline.trials.own_trial import analyse_trial
from gutline.trials.plan import ESTIMAND, amended, estimand_in, plan_from, stopping_in
from gutline.trials.preparing import DifferenceWantedError, Kind, Prepared, prepare
from gutline.trials.proposing import Wish
from gutline.trials.readings import read_readings
from gutline.trials.units import amount, change, change_figure, factor, unit_words
from tests.trials.conftest import FIRST, START, event

END = START + timedelta(days=36)
POINTS = re.compile(r"(?<!percentage )\bpoints?\b")


def told(name: str, unit: str, values, kind: str = "measurement", hours: int = 12) -> Diary:
    rows = [Entry(FIRST - timedelta(days=60) + timedelta(hours=hours * n), kind, name, float(v), unit)
            for n, v in enumerate(values)]  # fmt: skip
    return Diary.from_entries(rows)


def beats(count: int = 120) -> Diary:
    """Heart rate variability in milliseconds."""
    return told("hrv", "ms", 60.0 + 15.0 * np.random.default_rng(0).standard_normal(count))


def planned(diary: Diary | None, outcome: str = "hrv", **settings: object) -> Prepared:
    settings = {"higher_is_better": True} | settings if outcome == "hrv" else settings
    wish = Wish("dairy", outcome)
    return prepare(wish, Kind(), START, "UTC", diary, {"pairs": 6, **settings})


@pytest.fixture
def in_ms(make_trial):
    """A finished trial of heart rate variability with its diary."""
    trial = make_trial(
        event("kept", "partly", day=1), outcome="hrv", unit="ms", smallest_difference=10.0,
        prior_sd=10.0, higher_is_better=True,
        estimand=estimand_in("ms"), stopping_rule=stopping_in("ms"),
    )  # fmt: skip
    rng, rows = np.random.default_rng(1), []
    for number in range(trial.plan.days):
        active = trial.allocation.assignment[number // 3]
        for hour in (9, 21) if number % 5 else (9,):
            at = FIRST + timedelta(days=number, hours=hour)
            value = 60.0 - 30.0 * active + 8.0 * rng.standard_normal()
            rows.append(Entry(at, "measurement", "hrv", value, "ms"))
    rows = [row for row in rows if row.at.date() != START + timedelta(days=7)]
    return trial, Diary.from_entries(rows)


@pytest.mark.parametrize(
    ("number", "unit", "words"),
    [(1.0, "", "1 point"), (1.5, "nrs", "1.5 points"), (20.0, "ms", "20 ms"), (1.0, "h", "1 hour"),
     (0.25, "h", "0.25 hours"), (2.0, "bristol", "2 steps of the Bristol scale"),
     (1.0, "pct", "1 percentage point"), (2e6, "mg", "2,000,000 mg"), (3.0, "odd", "3 odd"),
     (3.334621, "ms", "3.335 ms"), (12345.6, "ms", "12,346 ms"), (1.2345, "", "1.2345 points")],
)  # fmt: skip
def test_a_size_is_said_in_its_unit(number, unit, words):
    assert amount(number, unit) == words


@pytest.mark.parametrize(
    ("number", "unit", "words"),
    [(1.234, "", "+1.23 points"), (-12.345, "ms", "-12.3 ms"), (1234.5, "steps", "+1,234 steps"),
     (0.01234, "g", "+0.0123 grams"), (0.0, "ms", "+0 ms"), (-0.5, "h", "-0.500 hours")],
)  # fmt: skip
def test_a_difference_has_as_many_figures_as_its_unit_deserves(number, unit, words):
    assert change(number, unit) == words


@pytest.mark.parametrize(("beside", "words"), [(-1.1, "-0.94"), (None, "-0.940"), (12.0, "-0.9")])
def test_figures_beside_each_other_are_equally_exact(beside, words):
    assert change_figure(-0.94, "h", beside) == words


@pytest.mark.parametrize(
    ("unit", "into", "times"),
    [("ms", "ms", 1.0), ("min", "h", 1 / 60), ("mg", "g", 1e-3), ("km", "min", None),
     ("nrs", "ms", None), ("", "", 1.0)],
)  # fmt: skip
def test_only_units_of_one_measure_are_turned_into_each_other(unit, into, times):
    found = factor(unit, into)
    assert found == (None if times is None else pytest.approx(times))


def test_readings_in_two_units_of_one_measure_are_brought_together():
    mixed = Diary.from_entries([
        Entry(FIRST, "measurement", "fibre", 20.0, "g"),
        Entry(FIRST + timedelta(days=1), "measurement", "fibre", 5000.0, "mg"),
    ])  # fmt: skip
    own = read_readings(mixed, "fibre", measured=True)
    assert (own.unit, own.values.tolist()) == ("g", [20.0, 5.0])
    other = read_readings(mixed, "fibre", measured=True, unit="mg")
    assert (other.unit, other.values.tolist()) == ("mg", [20000.0, 5000.0])


def test_readings_of_two_different_measures_are_refused():
    mixed = Diary.from_entries([
        Entry(FIRST, "measurement", "heart", 50.0, "ms"),
        Entry(FIRST + timedelta(days=1), "measurement", "heart", 60.0, "bpm"),
    ])  # fmt: skip
    with pytest.raises(TrialError, match=r"in ms and, at 2026-03-03 00:00, in beats a minute"):
        read_readings(mixed, "heart", measured=True)


def test_no_difference_is_taken_for_granted_where_one_point_means_nothing():
    with pytest.raises(
        DifferenceWantedError, match=r"hrv is .* told in ms.* deviation of 1\d.\d ms"
    ):
        planned(beats())


def test_of_what_a_device_measured_it_is_asked_which_way_is_better():
    with pytest.raises(DifferenceWantedError, match="more or less of hrv is better") as told_of:
        planned(beats(), smallest_difference=10.0, higher_is_better=None)
    assert (told_of.value.direction, told_of.value.unit_words) == (True, "ms")
    lower = planned(beats(), smallest_difference=10.0, higher_is_better=False)
    assert not lower.plan.higher_is_better


def test_of_the_form_of_stools_it_is_asked_as_well():
    forms = told("stool", "bristol", [4, 5, 3, 6] * 10, "stool")
    with pytest.raises(DifferenceWantedError, match=r"less of stool is better, .* Bristol"):
        planned(forms, "stool", smallest_difference=1.0)
    firmer = planned(forms, "stool", smallest_difference=1.0, higher_is_better=False)
    assert firmer.plan.unit == "bristol"


def test_yes_and_no_are_asked_about_as_well():
    often = told("headache", "nrs", [0, 1, 1, 0] * 10, "symptom")
    with pytest.raises(DifferenceWantedError, match="only ever 0 or 1"):
        planned(often, "headache")
    assert planned(often, "headache", smallest_difference=0.3).plan.unit == ""
    assert planned(told("headache", "nrs", [0, 1, 2] * 10, "symptom"), "headache").plan.unit == ""


def test_a_plan_in_milliseconds_says_nothing_of_points():
    prepared = planned(beats(), smallest_difference=10.0)
    plan = prepared.plan
    assert (plan.unit, plan.smallest_difference, plan.higher_is_better) == ("ms", 10.0, True)
    lines = plan_lines(plan, prepared.design, prepared.outlook, prepared.forms, prepared.sentence)
    words = " ".join((*lines, plan.estimand, plan.stopping_rule, plan.analysis, plan.decision_rule))
    assert not POINTS.search(words)
    assert "A difference of 10 ms" in words
    assert "an effect of 10 ms" in words
    assert "The mean difference in ms between" in plan.estimand
    assert "half the smallest difference that matters" in plan.stopping_rule
    assert plan_from(plan.as_dict()) == plan


def test_the_prior_is_as_wide_as_what_matters_and_half_the_spread_of_the_ratings():
    assert planned(beats(), smallest_difference=2.0).plan.prior_sd == pytest.approx(7.5, rel=0.2)
    assert planned(beats(), smallest_difference=30.0).plan.prior_sd == 30.0


def test_a_prior_never_decides_before_the_first_rating(plan):
    wide = planned(None, "back pain", smallest_difference=3.0).plan
    assert (wide.prior_sd, planned(None, "back pain").plan.prior_sd) == (3.0, 1.0)
    assert amended(plan, {"smallest_difference": 3.0}).prior_sd == 3.0
    assert amended(plan, {"smallest_difference": 0.5}).prior_sd == plan.prior_sd


def test_plans_of_ratings_keep_the_hash_they_had_before_there_were_units(plan):
    assert "unit" not in plan.as_dict()
    assert plan.estimand == ESTIMAND
    assert replace(plan, unit="ms").digest() != plan.digest()
    assert plan_from(plan.as_dict()).unit == ""


@pytest.mark.parametrize("rows", [[], [7.0] * 30, [7.0, 8.0, 6.0]])
def test_hours_of_which_nothing_is_known_are_noted_first(rows):
    diary = told("sleep", "h", rows, "sleep", 24) if rows else beats()
    with pytest.raises(
        TrialError, match=r"sleep changes by itself is not known yet, and for hours"
    ):
        planned(diary, "sleep", smallest_difference=0.5)


def test_a_few_nights_stand_for_the_noise_until_there_are_more():
    some = told("sleep", "h", [7.0, 8.0, 6.0, 7.5, 6.5, 8.5, 7.0, 7.5, 6.0, 8.0], "sleep", 24)
    prepared = planned(some, "sleep", smallest_difference=0.5)
    assert (prepared.own_noise, prepared.plan.higher_is_better) == (False, True)
    assert 0.0 < prepared.outlook.error < 1.0
    worse = planned(some, "sleep", smallest_difference=0.5, higher_is_better=False)
    assert not worse.plan.higher_is_better


def test_every_word_of_a_result_is_in_the_unit_of_its_outcome(in_ms):
    trial, diary = in_ms
    result = analyse_trial(trial, diary, END)
    assert (result.decision, result.unit) == ("harms", "ms")
    everything = " ".join((
        render_trial_text(result), render_cent_markdown(trial, result, END),
        str(posterior_chart(result, 10.0)), learn(trial, result, END).words,
    ))  # fmt: skip
    assert not POINTS.search(re.sub("filled points|[Tt]ipping point", "", everything))
    assert re.search(r"without dairy': -\d\d\.\d ms, ", result.text)
    assert "A benefit of 10 ms or more" in result.text
    checks = {check.name: check.text for check in result.checks}
    assert checks["carry-over"].endswith(" ms.")
    assert re.search(r"have to be (more than )?[\d.]+ ms lower|higher", checks["tipping point"])
    assert trial_document(result)["unit"] == "ms"
    assert learn(trial, result, END).unit == "ms"


def test_the_plots_of_hours_have_hours_at_their_axes(in_ms):
    trial, diary = in_ms
    result = analyse_trial(trial, diary, END)
    assert periods_spec(result)["encoding"]["y"]["axis"]["title"] == "hrv, ms"
    assert periods_spec(result)["encoding"]["y"]["scale"] == {"zero": False}
    across = posterior_spec(result.posterior.curve, 10.0, "h")["encoding"]["x"]["axis"]
    assert across["title"] == "hours, with it against without"
    rated = posterior_spec(result.posterior.curve, 10.0)["encoding"]["x"]["axis"]
    assert rated["title"] == "points, with it against without"


def test_a_plan_for_points_says_that_milliseconds_were_rated(in_ms):
    trial, diary = in_ms
    old = replace(trial, versions=(replace(
        trial.versions[0], plan=replace(trial.plan, unit="", smallest_difference=1.0)
    ),))  # fmt: skip
    checks = {c.name: c for c in analyse_trial(old, diary, END).checks}
    assert not checks["unit"].passed
    assert checks["unit"].text.endswith("counted as 1 ms.")
    assert "unit" not in {c.name for c in analyse_trial(trial, diary, END).checks}


@pytest.mark.parametrize(("unit", "least", "step"), [("", 2.0, 1.0), ("ms", 20.0, 20.0)])
def test_a_step_is_one_point_or_what_matters(unit, least, step):
    assert Rule(smallest_difference=least, unit=unit).step == step
    assert unit_words(unit) in {"points", "ms"}

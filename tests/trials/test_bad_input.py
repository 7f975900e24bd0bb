"""Schedules and ratings that are wrong: what to mend, or why nothing can be said; never a number."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from bench.trials.people import Body, Form
from gutline.trials.analysing import analyse
from gutline.trials.carry_over import CarryOver
from gutline.trials.days_out import days_out, days_out_in_a_row
from gutline.trials.deciding import Rule
from gutline.trials.errors import TrialError
from gutline.trials.periods import Period, make_schedule
from gutline.trials.readings import Readings
from gutline.trials.safety_plans import safety_plans
from gutline.trials.schedule_file import read_schedule
from gutline.trials.timeline import Timeline
from gutline.trials.trial_data import TrialData
from tests.trials.conftest import FIRST, Made, make

HEAD = "start,end,condition,pair\n"
A = "2026-03-02T00:00,2026-03-05T00:00,A,1\n"
B = "2026-03-05T00:00,2026-03-08T00:00,B,1\n"


def schedule_of(tmp_path, text: str, **more: str):
    path = tmp_path / "schedule.csv"
    path.write_text(text, "utf-8")
    return make_schedule(read_schedule(path, "UTC"), **more)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("", "is empty"),
        (HEAD, "no periods below the header"),
        (HEAD + A, "only 'A'"),
        (HEAD + A + B + "2026-03-08T00:00,2026-03-11T00:00,C,2\n", "3 conditions"),
        (HEAD + A + A, "overlap"),
        (HEAD + A + "2026-03-04T23:59,2026-03-08T00:00,B,1\n", "overlap"),
        (HEAD + A + "2026-03-08T00:00,2026-03-05T00:00,B,1\n", "ends before"),
        (HEAD + A + "2026-03-05T00:00,2026-03-05T00:00,B,1\n", "ends before or when it starts"),
        (HEAD + A + "2026-03-05T00:00,2026-03-08T00:00,,1\n", "condition is empty"),
        (HEAD + A + "2026-03-05T00:00,,B,1\n", "line 3: end is empty"),
        (HEAD + A + ",2026-03-08T00:00,B,1\n", "line 3: start is empty"),
        (HEAD + A + "soon,2026-03-08T00:00,B,1\n", "line 3, start 'soon'"),
        (HEAD + A + "2026-03-05T00:00,2026-02-30T00:00,B,1\n", "line 3, end '2026-02-30"),
        (HEAD + A + B.replace(",1\n", ",2\n"), "not of one pair"),
        (HEAD + A + B + "2026-03-08T00:00,2026-03-11T00:00,A,2\n", "3 periods do not make pairs"),
        ("start,end,pair\n" + A, "column 'condition' is missing"),
        ("begin,until,what\n" + A, "column 'start' is missing"),
        (A + B, "column 'start' is missing"),
        ("\x00", "not text"),
    ],
)
def test_a_schedule_that_is_none_is_refused_with_what_to_mend(tmp_path, text, word):
    with pytest.raises(TrialError, match=word):
        schedule_of(tmp_path, text)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("mark", ["", "\N{ZERO WIDTH NO-BREAK SPACE}"])
def test_tables_of_other_programs_are_read(tmp_path, delimiter, mark):
    text = mark + "# made by hand\n\n" + (HEAD + A + B).replace(",", delimiter)
    schedule = schedule_of(tmp_path, text)
    assert [p.condition for p in schedule.periods] == ["A", "B"]
    assert (schedule.reference, schedule.active) == ("A", "B")


@pytest.mark.parametrize(
    ("layout", "orders", "word"),
    [("alternating", "ABBA", "not one that 'alternating' can draw"), ("pairs", "AABB", "same cond"),
     ("complete", "ABBB", None), ("pairs", "ABAB", None), ("alternating", "ABAB", None)],
)  # fmt: skip
def test_a_schedule_must_be_one_that_its_way_can_draw(layout, orders, word):
    step = timedelta(days=2)
    periods = [
        Period(FIRST + k * step, FIRST + (k + 1) * step, c, str(k // 2 + 1))
        for k, c in enumerate(orders)
    ]
    if word is None:
        assert make_schedule(periods, layout).assignment == tuple(int(c == "B") for c in orders)
    else:
        with pytest.raises(TrialError, match=word):
            make_schedule(periods, layout)


@pytest.fixture(scope="module")
def made() -> Made:
    """Six pairs of three days in which the active days are two points worse."""
    return make(Form(6, 3), Body(sd=0.8), 2.0)


def data_of(made: Made, values: np.ndarray | None = None, kept=None) -> TrialData:
    readings = made.readings if values is None else replace(made.readings, values=values)
    if kept is not None:
        readings = readings.only(kept)
    timeline = Timeline.of_schedule(made.schedule)
    return TrialData.of(made.schedule, readings, timeline, CarryOver.none())


def day_of(made: Made) -> np.ndarray:
    return ((made.readings.hours - made.readings.hours[0]) // 24).astype(int)


def active_of(made: Made) -> np.ndarray:
    own = np.array(made.schedule.assignment)
    return own[np.minimum(day_of(made) // 3, 11)] == 1


CASES = {
    "constant": (lambda m: np.full(m.readings.values.size, 4.0), None, "does not change"),
    "all nought": (lambda m: np.zeros(m.readings.values.size), None, "is 0; nothing can be seen"),
    "seven ratings": (None, lambda m: np.arange(m.readings.values.size) < 7, "7 ratings"),
    "reference days alone": (None, lambda m: ~active_of(m), "no ratings under 'with dairy'"),
    "active days alone": (None, active_of, "no ratings under 'without dairy'"),
    "one pair alone": (None, lambda m: day_of(m) < 6, "fewer than two pairs"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_what_cannot_be_answered_says_why_and_holds_no_number(made, case):
    values, kept, word = CASES[case]
    data = data_of(made, values and values(made), kept and kept(made))
    if case == "one pair alone":
        # Six days are rated twice each, so there are ratings enough but one pair alone.
        assert data.readings.values.size >= 8
    result = analyse(data, Rule(), np.random.default_rng(0))
    assert (result.decision, result.grade) == ("not_conclusive", "")
    assert word in result.because
    assert result.text == f"Not conclusive, because {result.because}."
    numbers = (result.effect, result.interval, result.p_randomisation, result.posterior,
               result.e_value, result.interval_level)  # fmt: skip
    assert numbers == (None,) * 6
    assert len(result.table) == 12


@pytest.mark.parametrize("shift", [timedelta(days=-400), timedelta(days=400)])
def test_ratings_of_another_year_are_an_error_that_names_the_dates(made, shift):
    at = tuple(a + shift for a in made.readings.at)
    with pytest.raises(TrialError, match="lie outside the periods, which go from 2026-03-02"):
        TrialData.of(
            made.schedule, replace(made.readings, at=at), Timeline.of_schedule(made.schedule),
            CarryOver.none(),
        )  # fmt: skip


def test_ratings_are_chosen_with_all_that_belongs_to_them():
    at = tuple(datetime(2026, 3, 2, h, 30, tzinfo=UTC) for h in (8, 12, 20))
    readings = Readings("mood", at, np.array([1.0, 2.0, 3.0]), "nrs", higher_is_better=True)
    kept = readings.only(np.array([True, False, True]))
    assert (kept.at, kept.values.tolist()) == ((at[0], at[2]), [1.0, 3.0])
    assert (kept.name, kept.unit, kept.higher_is_better) == ("mood", "nrs", True)
    assert kept.clock_hours.tolist() == [8.5, 20.5]
    assert np.diff(kept.hours).tolist() == [12.0]


@pytest.mark.parametrize(
    ("changes", "out", "in_a_row"),
    [
        ({}, 18, 6),
        ({"pairs": 1}, 3, 3),
        ({"longest_run": 1}, 18, 3),
        ({"run_in_days": 7}, 25, 10),
        ({"layout": "complete"}, 18, 18),
        ({"layout": "complete", "longest_run": 2}, 18, 6),
        ({"layout": "complete", "pairs": 4, "washout_days": 3, "run_in_days": 14}, 47, 38),
        ({"period_days": 7, "pairs": 8}, 56, 14),
    ],
)
def test_days_without_a_thing_are_counted_at_their_worst(plan, changes, out, in_a_row):
    own = replace(plan, **changes)
    assert (days_out(own), days_out_in_a_row(own)) == (out, in_a_row)


@pytest.mark.parametrize(
    ("changes", "kinds"),
    [
        ({"kind": "food"}, ["elimination"]),
        ({"kind": ""}, ["elimination"]),
        ({"kind": "drink", "exposure": "beer"}, ["elimination", "challenge"]),
        ({"kind": "food", "layout": "complete"}, ["elimination", "challenge"]),
        ({"kind": "food", "eliminates": False}, ["challenge"]),
        ({"kind": "supplement", "exposure": "creatine", "eliminates": False}, ["supplement"]),
        ({"kind": "food", "exposure": "magnesium", "eliminates": False}, ["supplement"]),
        ({"kind": "meal", "exposure": "late meals", "eliminates": False}, ["meal_timing"]),
        ({"kind": "practice", "exposure": "yoga", "eliminates": False}, ["practice"]),
        ({"kind": "sleep", "exposure": "early nights", "eliminates": False}, ["practice"]),
    ],
)
def test_a_trial_is_every_sort_of_plan_that_a_gate_must_see(plan, changes, kinds):
    found = safety_plans(replace(plan, **changes))
    assert [one.kind for one in found] == kinds
    assert all(one.days == replace(plan, **changes).days for one in found)


@pytest.mark.parametrize("exposure", ["ibuprofen", "Paracetamol", "omeprazole"])
@pytest.mark.parametrize("kind", ["food", "supplement", "practice", "medicine"])
def test_no_kind_makes_a_medicine_something_else(plan, exposure, kind):
    with pytest.raises(TrialError, match="medicine"):
        safety_plans(replace(plan, exposure=exposure, kind=kind))

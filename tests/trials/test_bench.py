"""The benchmark measures the program's own test, and its tables have what they promise."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from bench.trials.__main__ import trial_tables
from bench.trials.measuring import Share, Task, measure
from bench.trials.peers import day_means, paired_on_blocks, welch_on_days, without_memory
from bench.trials.people import REFERENCE, Body, Form, Ground, draw_trials
from bench.trials.shared import SharedTests
from bench.trials.six_pairs import best_of_six
from bench.trials.tables import evidence_table
from gutline.stats.assignment_test import AssignmentTest

SHIFTS = (0.0, 0.7, -1.5)


def rng(seed: int = 1) -> np.random.Generator:
    return np.random.default_rng(seed)


@pytest.mark.parametrize("form", [Form(4, 2), Form(3, 2, "complete"), Form(13, 1)])
@pytest.mark.parametrize("body", [Body(carry_over_days=1.0), Body(missing=0.2, void=0.1)])
def test_many_tests_at_once_are_the_programs_own_one_by_one(form: Form, body: Body):
    ground = Ground.of(form, body)
    drawn = draw_trials(ground, 1.0, 3, rng())
    for one, shared in zip(drawn, SharedTests(ground).of(drawn, rng(2)), strict=True):
        alone = AssignmentTest.of(one.columns, shared.reference, one.ground.grid)
        assert shared.observed() == pytest.approx(alone.observed(), rel=1e-6)
        own = [shared.p_value(shift) for shift in SHIFTS]
        assert own == [alone.p_value(shift) for shift in SHIFTS]


def test_schedules_that_are_not_drawn_are_all_that_the_program_goes_through():
    ground = Ground.of(Form(4, 2), REFERENCE)
    drawn = draw_trials(ground, 0.0, 2, rng())
    for one, shared in zip(drawn, SharedTests(ground).of(drawn, rng()), strict=True):
        own = ground.assignments.reference(one.assignment, rng())
        assert (shared.reference.assignments == own.assignments).all()
        assert shared.reference.observed == own.observed


def test_an_effect_is_covered_just_when_it_lies_within_the_interval():
    ground = Ground.of(Form(5, 2), REFERENCE)
    drawn = draw_trials(ground, 1.0, 2, rng())
    for test in SharedTests(ground).of(drawn, rng()):
        low, high, level = test.interval(0.95) or (0.0, 0.0, 0.0)
        alpha = (1.0 - level) * (1.0 + 1e-7)
        held = {d: test.p_value(d) > alpha for d in np.linspace(low - 2.0, high + 2.0, 23)}
        assert held == {d: low < d < high for d in held}


def test_the_t_tests_beside_it_are_those_of_the_textbooks():
    (drawn,) = draw_trials(Ground.of(Form(6, 3), REFERENCE), 0.8, 1, rng())
    means, days = day_means(drawn)
    active = np.array(drawn.assignment)[days // 3] == 1
    welch = stats.ttest_ind(means[active], means[~active], equal_var=False).pvalue
    assert welch_on_days(drawn) == pytest.approx(welch)
    evening = drawn.values[1::2].reshape(12, 3).mean(axis=1)
    on = np.array(drawn.assignment) == 1
    paired = stats.ttest_rel(evening[on], evening[~on]).pvalue
    assert paired_on_blocks(drawn) == pytest.approx(paired)


def test_the_model_without_memory_takes_every_rating_as_news():
    (drawn,) = draw_trials(Ground.of(Form(6, 3), REFERENCE), 0.8, 1, rng())
    active = np.repeat(np.array(drawn.assignment) == 1, 6)
    a, b = drawn.values[active], drawn.values[~active]
    low, high = without_memory(drawn)
    own = stats.ttest_ind(a, b).confidence_interval(0.95)
    assert (low + high) / 2 == pytest.approx(a.mean() - b.mean())
    # One degree of freedom fewer, for the standard deviation's flat prior.
    assert 1.0 < (high - low) / (own.high - own.low) < 1.03


def test_a_row_measures_every_method():
    row = measure(Task("one", Form(6, 2), REFERENCE, 1.0, 8, 1, intervals=True))
    for share in (row.found, row.welch, row.paired, row.covered, row.credible):
        assert 0.0 <= share.value <= 1.0
        assert share.error == pytest.approx(np.sqrt(share.value * (1 - share.value) / 8))


def test_what_was_not_measured_is_a_dash():
    row = measure(Task("one", Form(3, 2, "complete"), REFERENCE, 0.0, 4, 1))
    assert str(row.paired) == str(row.covered) == "-"
    assert str(Share.of(0.5, 100)) == "0.500 ± 0.050"


def test_two_of_sixty_four_schedules_reject_one_trial_in_thirty_two_without_an_effect():
    two, coin, four = best_of_six(0.0, 2_000, 3)
    assert two.value == pytest.approx(1 / 32, abs=4 * two.error)
    assert coin.value == pytest.approx(0.05, abs=0.02)
    assert four.value == pytest.approx(1 / 16, abs=4 * four.error)


def test_the_table_of_evidence_tells_how_many_trials_it_counted():
    rows = evidence_table(1, 20, 1)
    assert rows[4].startswith("| none, autocorrelation 0.5 | 10 | ")
    assert [row.split(" | ")[1] for row in rows[6:]] == ["10"] * 3


def test_the_planners_processor_time_is_told_for_every_design():
    rows = trial_tables(1, 1, 1, ["speed"])[4:-1]
    assert len(rows) == 4
    assert all(float(row.split("|")[4]) > 0.0 for row in rows)

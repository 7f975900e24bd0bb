"""The set a schedule is drawn from is the set its test runs over."""

from __future__ import annotations

import numpy as np
import pytest

from gutline.stats.coin_sequences import RandomisationError
from gutline.stats.randomisation import DRAWS, LAYOUTS, MOST_EXACT, AssignmentSet

RNG = np.random.default_rng(0)


@pytest.mark.parametrize(
    ("layout", "units", "count"),
    [("pairs", 12, 64), ("complete", 6, 20), ("alternating", 9, 2), ("days", 8, 256)],
)
def test_every_layout_has_its_number_of_assignments(layout, units, count):
    own = AssignmentSet.of(layout, units, units // 2)
    rows = own.assigned(own.coins.all())
    assert own.count() == count == len({tuple(r) for r in rows.tolist()})
    assert rows.shape == (count, units)


def test_pairs_hold_one_active_unit_each():
    own = AssignmentSet.of("pairs", 10)
    rows = own.assigned(own.coins.all())
    assert np.all(rows[:, ::2] + rows[:, 1::2] == 1)


def test_the_first_pair_is_tossed_too():
    rows = AssignmentSet.of("pairs", 4).assigned(AssignmentSet.of("pairs", 4).coins.all())
    assert set(rows[:, 0].tolist()) == {0, 1}


def test_a_longest_run_limits_the_orders_of_pairs():
    own = AssignmentSet.of("pairs", 12, longest_run=2)
    tosses = own.coins.all()
    assert own.count() < 64
    assert not any("000" in "".join(map(str, row)) for row in tosses.tolist())


@pytest.mark.parametrize("layout", LAYOUTS)
def test_tosses_are_found_again_from_the_assignment(layout):
    own = AssignmentSet.of(layout, 8, 4)
    tosses = own.coins.draws(1, np.random.default_rng(4))
    assert own.tosses(own.assigned(tosses)[0]) == tuple(tosses[0].tolist())


@pytest.mark.parametrize(
    ("layout", "assignment"),
    [("pairs", (1, 1, 0, 0)), ("alternating", (1, 0, 0, 1)), ("complete", (1, 1, 1, 0))],
)
def test_an_assignment_that_cannot_have_been_drawn_is_refused(layout, assignment):
    with pytest.raises(RandomisationError, match="randomised"):
        AssignmentSet.of(layout, 4, 2).tosses(assignment)


@pytest.mark.parametrize("units", [1, 5])
def test_an_odd_number_of_periods_makes_no_pairs(units):
    with pytest.raises(RandomisationError, match="pairs"):
        AssignmentSet.of("pairs", units)


def test_small_sets_are_gone_through_and_large_ones_drawn_from():
    small, large = AssignmentSet.of("pairs", 24), AssignmentSet.of("pairs", 26)
    exact = small.reference((1, 0) * 12, RNG)
    drawn = large.reference((1, 0) * 13, RNG)
    assert exact.exact
    assert exact.size == MOST_EXACT
    assert not drawn.exact
    assert drawn.size == DRAWS + 1 >= 2_000
    assert drawn.assignments[drawn.observed].tolist() == [1, 0] * 13


def test_the_p_value_counts_the_observed_assignment_and_ties():
    reference = AssignmentSet.of("days", 2).reference((1, 1), RNG)
    assert reference.p_value(np.array([0.0, 1.0, -3.0, 3.0 * (1 + 1e-12)])) == 0.5
    assert reference.p_value(np.array([9.0, 9.0, 9.0, 1.0])) == 1.0


@pytest.mark.parametrize(("pairs", "least"), [(4, 0.125), (5, 0.0625), (6, 0.03125)])
def test_below_six_pairs_no_exact_p_below_five_percent_exists(pairs, least):
    reference = AssignmentSet.of("pairs", 2 * pairs).reference((0, 1) * pairs, RNG)
    assert reference.smallest_p == least


def test_a_trial_that_ended_early_is_compared_with_rows_cut_at_the_same_place():
    own = AssignmentSet.of("complete", 8, 4, None, 4)
    reference = own.reference((1, 1, 0, 0), RNG)
    assert reference.size == 70
    assert reference.assignments.shape == (70, 4)
    assert reference.smallest_p == pytest.approx(2 * 6 / 70)


def test_where_the_conditions_differ_in_number_no_mirrored_schedule_counts():
    own = (0, 0, 0, 1, 0, 0, 1)
    reference = AssignmentSet.of("complete", 7, 2).reference(own, RNG)
    assert reference.size == 21
    assert reference.smallest_p == pytest.approx(1 / 21)
    even = AssignmentSet.of("complete", 8, 4).reference((0, 0, 0, 1, 0, 1, 1, 1), RNG)
    assert even.smallest_p == pytest.approx(2 / 70)


def test_drawn_schedules_count_a_mirrored_one_that_was_not_drawn():
    reference = AssignmentSet.of("pairs", 40).reference((0, 1) * 20, RNG)
    assert reference.smallest_p == pytest.approx(2 / (DRAWS + 1))

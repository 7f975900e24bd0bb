"""The columns of the search, and what is adjusted for."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gutline.discovery import Settings
from gutline.discovery.adjustment import adjust_for, state_columns
from gutline.discovery.candidates import build_candidates, gaps_of, kernels_of, unlogged_history
from gutline.discovery.fits import unit_weights
from gutline.discovery.series import Exposure, Ratings, State
from gutline.stats.kernels import fast_bank, slow_bank
from tests.discovery.diaries import PAIN

FAST, SLOW = fast_bank(), slow_bank()
DAYS = 60
AT = np.arange(DAYS) * 24.0 + 20.0
ALL_KNOWN = np.ones(DAYS)
# Before the diary's first day nothing is known; after the longest kernel that no longer matters.
LATER = slice(4, None)


def food(
    name: str = "milk",
    days: tuple[int, ...] = (10, 20, 30),
    *,
    level: str = "food",
    lags: str = "fast",
    hour: float = 8.0,
    spread: bool = False,
) -> Exposure:
    on = np.array(days, dtype=np.int64)
    return Exposure(
        name,
        level,
        on * 24.0 + hour,
        np.ones(on.size),
        on,
        "1 serving",
        lags,
        np.full(on.size, spread),
    )


def ratings(at=AT) -> Ratings:
    day = (at // 24).astype(np.int64)
    return Ratings(PAIN, at, np.zeros(at.size), at % 24, day)


def state(daily, name: str = "stress") -> State:
    return State(
        name, name, np.array(daily, dtype=float), frozenset({"covariate"}), "nrs", len(daily)
    )


def test_each_exposure_has_a_column_for_each_kernel():
    made = build_candidates([food("milk"), food("egg", (5, 15))], AT, ALL_KNOWN)
    assert made.columns.shape == (DAYS, 2 * FAST.size)
    assert made.columns.flags.f_contiguous
    assert made.of(1).tolist() == list(range(FAST.size, 2 * FAST.size))
    assert made.owner.tolist() == sorted(made.owner.tolist())
    assert [e.name for e in made.exposures] == ["milk", "egg"]


def test_a_column_is_the_kernel_at_the_hours_since():
    made = build_candidates([food(days=(10,))], AT, ALL_KNOWN)
    lags = AT - 248.0
    for k in range(FAST.size):
        expected = np.where(
            lags >= 0, np.interp(lags, FAST.lags_hours, FAST.table[k], right=0.0), 0.0
        )
        assert made.columns[LATER, k] == pytest.approx(expected[LATER], abs=1e-9)


def test_a_kernel_knows_its_peak_and_area():
    for kernel, row in zip(kernels_of(FAST, slow=False), FAST.table, strict=True):
        assert kernel.values is row or np.array_equal(kernel.values, row)
        assert kernel.values[int(kernel.peak_hours / FAST.step_hours)] == 1.0
        assert 0.0 < kernel.area_hours <= 72.0
        assert not kernel.slow


def test_prior_mass_sums_to_one_an_exposure():
    mixed = [
        food("milk"),
        food("iron", level="supplement", lags="both"),
        food("yoga", level="practice", lags="slow"),
    ]
    made = build_candidates(mixed, AT, ALL_KNOWN)
    sums = [made.weight[made.of(j)].sum() for j in range(3)]
    assert sums == pytest.approx([1.0, 1.0, 1.0])
    sizes = [made.of(j).size for j in range(3)]
    assert sizes == [FAST.size, FAST.size + SLOW.size, SLOW.size]
    slow = np.array([made.kernels[k].slow for k in made.kernel])
    assert slow.sum() == 2 * SLOW.size
    assert made.weight[slow & (made.owner == 1)].sum() == pytest.approx(0.5)


def test_a_slow_habit_kept_up_comes_to_one():
    made = build_candidates(
        [food(days=tuple(range(DAYS)), lags="slow", level="practice")], AT, ALL_KNOWN
    )
    assert made.columns[-1] == pytest.approx(np.ones(SLOW.size), abs=0.2)


def test_a_day_without_a_time_is_spread_over_three_meals():
    vague = build_candidates([food(days=(10,), hour=12.0, spread=True)], AT, ALL_KNOWN)
    each = [
        build_candidates([food(days=(10,), hour=h)], AT, ALL_KNOWN).columns
        for h in (8.0, 13.0, 19.0)
    ]
    assert vague.columns == pytest.approx(np.mean(each, axis=0))


def test_unlogged_days_stand_at_the_usual_intake():
    known = ALL_KNOWN.copy()
    known[40:45] = 0.0
    eaten = food(days=tuple(range(0, 40, 4)))
    made = build_candidates([eaten], AT, known)
    rate = 10 / 55
    inside = made.columns[44]
    whole = build_candidates(
        [food(days=tuple(range(40, 45)), hour=12.0, spread=True)], AT, ALL_KNOWN
    )
    assert inside == pytest.approx(rate * whole.columns[44], abs=1e-9)


def test_supplements_are_not_filled_in():
    known = ALL_KNOWN.copy()
    known[40:45] = 0.0
    made = build_candidates([food(level="supplement", days=tuple(range(0, 40, 4)))], AT, known)
    assert not made.columns[44].any()


def test_gaps_are_seen_where_food_was_not_logged():
    known = ALL_KNOWN.copy()
    known[40:45] = 0.0
    gaps = gaps_of(AT, known)
    assert gaps[44] > 0.5
    assert gaps[30] == pytest.approx(0.0, abs=1e-6)
    assert gaps[0] > gaps[3]


def test_gaps_are_told_by_the_kernel_that_lasts_a_day():
    known = ALL_KNOWN.copy()
    known[40:45] = 0.0
    bank = fast_bank()
    every = unlogged_history(AT, known, bank)
    assert np.array_equal(gaps_of(AT, known), every[:, bank.names.index("lasting 24 h")])


def test_doses_scale_the_columns():
    once = build_candidates([food()], AT, ALL_KNOWN)
    twice = build_candidates([replace(food(), dose=np.full(3, 2.0))], AT, ALL_KNOWN)
    assert twice.columns[LATER] == pytest.approx(2.0 * once.columns[LATER], abs=1e-9)


def test_a_tag_weighs_half():
    foods = [food(name) for name in ("milk", "egg", "rye", "oats", "tea")]
    made = build_candidates([*foods, food("dairy", level="tag")], AT, ALL_KNOWN)
    assert unit_weights(made, Settings()) == pytest.approx(np.array([1, 1, 1, 1, 1, 0.5]) / 5.5)


def test_nutrients_and_ways_of_eating_weigh_a_tenth():
    foods = [food(name) for name in ("milk", "egg")]
    within = [food("fibre", level="nutrient"), food("late meal", level="meal")]
    made = build_candidates([*foods, *within], AT, ALL_KNOWN)
    assert unit_weights(made, Settings()) == pytest.approx(np.array([1, 1, 0.1, 0.1]) / 2.2)


def test_many_tags_together_weigh_no_more_than_a_fifth_of_the_foods():
    tags = [food(f"tag {n}", level="tag") for n in range(12)]
    made = build_candidates([food("milk"), food("egg"), *tags], AT, ALL_KNOWN)
    weight = unit_weights(made, Settings())
    assert weight[2:].sum() / weight[:2].sum() == pytest.approx(0.2)
    assert np.ptp(weight[2:]) == pytest.approx(0.0)


def test_tags_without_foods_beside_them_weigh_as_they_are():
    made = build_candidates([food("a", level="tag"), food("b", level="tag")], AT, ALL_KNOWN)
    assert unit_weights(made, Settings()) == pytest.approx([0.5, 0.5])


def test_prior_weights_are_capped_at_five():
    made = build_candidates([food("milk"), food("egg"), food("rye")], AT, ALL_KNOWN)
    told = Settings(prior_weights={"milk": 100.0, "egg": 0.001})
    assert unit_weights(made, told) == pytest.approx(np.array([5.0, 0.2, 1.0]) / 6.2)


def test_covariates_have_unit_spread_and_an_intercept():
    made = adjust_for(ratings(), DAYS, [state(np.arange(DAYS) % 5)], np.zeros(DAYS))
    assert made.matrix[:, 0].tolist() == [1.0] * DAYS
    assert made.matrix[:, 1:].std(axis=0) == pytest.approx(1.0)
    assert made.matrix[:, 1:].mean(axis=0) == pytest.approx(0.0, abs=1e-9)
    assert made.precision[0] == 0.0
    assert (made.precision[1:] > 0).all()
    assert made.matrix.shape[1] == made.precision.size == made.owner.size


def test_what_never_changes_is_left_out():
    """One rating a day at the same hour: the hour of the day says nothing."""
    fixed = adjust_for(ratings(), DAYS, [state([3.0] * DAYS)], np.zeros(DAYS))
    spread = AT + np.tile([0.0, 1.0, -6.0], 20)
    moving = adjust_for(ratings(spread), DAYS, [], np.zeros(DAYS))
    assert (fixed.owner >= 0).sum() == 0
    assert moving.matrix.shape[1] - fixed.matrix.shape[1] == 4


def test_covariates_without_one_state():
    made = adjust_for(
        ratings(),
        DAYS,
        [state(np.arange(DAYS) % 5), state(np.arange(DAYS) % 3, "sleep")],
        np.zeros(DAYS),
    )
    less = made.without(0)
    assert set(made.owner.tolist()) == {-1, 0, 1}
    assert set(less.owner.tolist()) == {-1, 1}
    assert less.matrix.shape[1] == less.precision.size == made.matrix.shape[1] - 2


def test_longer_diaries_have_more_drift():
    def drifts(days: int) -> int:
        at = np.arange(days) * 24.0 + 20.0
        return adjust_for(ratings(at), days, [], np.zeros(days)).matrix.shape[1] - 8

    assert [drifts(d) for d in (50, 100, 200)] == [2, 3, 5]


def test_a_state_counts_on_its_day_and_the_day_after():
    columns = state_columns(state([1.0, np.nan, 5.0]), np.array([0, 1, 2]))
    assert columns[:, 0].tolist() == [1.0, 3.0, 5.0]
    assert columns[:, 1].tolist() == [3.0, 1.0, 3.0]

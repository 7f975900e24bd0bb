"""How common effects are: learned from all the evidence, and lent to each candidate."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gutline.stats.prevalence import EXPECTED_EFFECTS, inclusion_table, prevalence

GRID = np.array(EXPECTED_EFFECTS)
EVEN = np.full(40, 1 / 40)


def learned(log_bayes_factor):
    """The expected number of effects per outcome, averaged over its posterior."""
    return float(prevalence(log_bayes_factor, EVEN, GRID) @ GRID)


def chance(log_bayes_factor, candidate=0):
    mass = prevalence(log_bayes_factor, EVEN, GRID)
    return float(mass @ inclusion_table(log_bayes_factor, EVEN, GRID)[:, candidate])


def evidence(*strong, rest=-1.5):
    return np.array([*strong, *[rest] * (40 - len(strong))])


@given(values=st.lists(st.floats(-30, 80), min_size=1, max_size=12))
def test_it_is_a_probability_on_the_grid(values):
    weight = np.full(len(values), 1 / len(values))
    mass = prevalence(np.array(values), weight, GRID)
    assert mass.shape == GRID.shape
    assert (mass >= 0).all()
    assert mass.sum() == pytest.approx(1.0)


@given(values=st.lists(st.floats(-8, 8), min_size=1, max_size=8))
def test_it_is_the_product_over_candidates_of_two_groups(values):
    factor, weight = np.exp(values), np.full(len(values), 1 / len(values))
    share = np.minimum(GRID[:, None] * weight, 0.5)
    likelihood = np.prod(1 - share + share * factor, axis=1)
    expected = likelihood / likelihood.sum()
    assert prevalence(np.array(values), weight, GRID) == pytest.approx(expected)


def test_evidence_that_says_nothing_leaves_the_grid_flat():
    assert prevalence(np.zeros(40), EVEN, GRID) == pytest.approx(1 / GRID.size)


def test_a_diary_in_which_nothing_acts_teaches_that_effects_are_rare():
    nothing = learned(evidence())
    assert nothing < 0.5
    assert prevalence(evidence(), EVEN, GRID).argmax() == 0


def test_several_clear_effects_teach_that_effects_are_common():
    amounts = [learned(evidence(*[20.0] * k)) for k in range(5)]
    assert amounts == sorted(amounts)
    assert amounts[4] > 2.0


def test_clear_effects_lend_belief_to_a_weaker_one():
    alone, among = chance(evidence(3.5)), chance(evidence(3.5, 20.0, 20.0, 20.0))
    assert alone < 0.35
    assert among > 0.55


def test_a_lone_coincidence_among_many_candidates_stays_a_coincidence():
    assert chance(evidence(3.0)) < 0.25
    assert chance(evidence(12.0)) > 0.99


def test_more_outcomes_sharpen_what_is_learned():
    one = prevalence(evidence(), EVEN, GRID)
    three = prevalence(np.tile(evidence(), 3), np.tile(EVEN, 3), GRID)
    assert three @ GRID < one @ GRID
    assert three == pytest.approx(one**3 / (one**3).sum())


def test_the_share_is_learned_from_data_with_a_known_share():
    """Evidence drawn from the two groups themselves: the posterior finds the group's size."""
    rng = np.random.default_rng(0)
    slab = 25.0
    for true in (0.2, 1.0, 3.0):
        acts = rng.random(40 * 200) < true / 40
        z = rng.normal(size=acts.size) * np.where(acts, np.sqrt(1 + slab), 1.0)
        log_factor = 0.5 * (z**2 * slab / (1 + slab) - np.log1p(slab))
        mass = prevalence(log_factor, np.tile(EVEN, 200), GRID)
        assert GRID[mass.argmax()] == true
        assert mass.max() > 0.5


@given(value=st.floats(-20, 20), weight=st.floats(0.001, 0.15))
def test_a_candidates_chance_is_its_odds_times_its_evidence(value, weight):
    table = inclusion_table(np.array([value]), np.array([weight]), GRID)[:, 0]
    share = np.minimum(GRID * weight, 0.5)
    odds = share / (1 - share) * np.exp(value)
    assert table == pytest.approx(odds / (1 + odds))
    assert (np.diff(table) >= 0).all()


def test_no_candidate_is_more_likely_than_not_before_the_data_speak():
    table = inclusion_table(np.zeros(2), np.array([0.9, 0.1]), np.array([3.0]))
    assert table[0] == pytest.approx([0.5, 0.3])


def test_overwhelming_evidence_stays_finite():
    wild = np.array([1e5, -1e5])
    table = inclusion_table(wild, np.array([0.5, 0.5]), GRID)
    assert table[:, 0] == pytest.approx(1.0)
    assert table[:, 1] == pytest.approx(0.0)
    assert np.isfinite(prevalence(wild, np.array([0.5, 0.5]), GRID)).all()

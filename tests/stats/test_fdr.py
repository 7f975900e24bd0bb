"""The list of findings: the running mean rule on lists that can be checked by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gutline.stats.fdr import discovery_list

# In steps of a thousandth: a probability of 1e-124 has the same doubt as one of 0.
CHANCE = st.one_of(st.integers(0, 1000).map(lambda k: k / 1000), st.just(float("nan")))
CHANCES = st.lists(CHANCE, max_size=20).map(lambda values: np.array(values, dtype=float))


@pytest.mark.parametrize(
    ("probability", "claimed", "chosen"),
    [
        ([0.99, 0.85, 0.80, 0.2], 0.10, [True, True, False, False]),
        ([0.99, 0.95, 0.85, 0.82], 0.10, [True, True, True, True]),
        ([0.2, 0.80, 0.99, 0.85], 0.10, [False, False, True, True]),
        ([0.89], 0.10, [False]),
        ([0.90], 0.11, [True]),
        ([0.5, 0.5], 0.5, [True, True]),
        ([1.0, 0.0], 0.0, [True, False]),
        ([], 0.1, []),
    ],
)
def test_lists_made_by_hand(probability, claimed, chosen):
    assert discovery_list(np.array(probability), claimed).tolist() == chosen


def test_what_is_unknown_is_never_chosen():
    probability = np.array([np.nan, 0.99, np.nan])
    assert discovery_list(probability, 0.9).tolist() == [False, True, False]
    assert not discovery_list(np.full(3, np.nan), 1.0).any()


@given(probability=CHANCES, claimed=st.floats(0, 1))
def test_the_expected_share_of_false_ones_keeps_the_claim(probability, claimed):
    chosen = discovery_list(probability, claimed)
    assert chosen.shape == probability.shape
    if chosen.any():
        assert (1 - probability[chosen]).mean() <= claimed + 1e-12


@given(probability=CHANCES, claimed=st.floats(0, 1))
def test_nothing_left_out_is_more_probable_than_something_chosen(probability, claimed):
    chosen = discovery_list(probability, claimed)
    rest = probability[~chosen & np.isfinite(probability)]
    if chosen.any() and rest.size:
        assert rest.max() <= probability[chosen].min()


@given(probability=CHANCES, claimed=st.floats(0, 1))
def test_the_list_is_as_long_as_the_claim_allows(probability, claimed):
    chosen = discovery_list(probability, claimed)
    rest = np.sort(probability[~chosen & np.isfinite(probability)])
    if rest.size:
        longer = np.append(probability[chosen], rest[-1])
        assert (1 - longer).mean() > claimed - 1e-12


@given(probability=CHANCES, claims=st.tuples(st.floats(0, 1), st.floats(0, 1)))
def test_a_bolder_claim_never_loses_a_finding(probability, claims):
    careful, bold = (discovery_list(probability, claim) for claim in sorted(claims))
    assert not (careful & ~bold).any()


@given(probability=CHANCES, seed=st.integers(0, 99))
def test_the_order_of_candidates_does_not_matter_but_for_ties(probability, seed):
    order = np.random.default_rng(seed).permutation(probability.size)
    before = np.sort(probability[discovery_list(probability, 0.3)])
    after = np.sort(probability[order][discovery_list(probability[order], 0.3)])
    assert before.tolist() == after.tolist()


def test_calibrated_probabilities_keep_the_claim_in_the_long_run():
    rng = np.random.default_rng(0)
    shares = []
    for _ in range(400):
        probability = rng.beta(0.3, 0.7, 200)
        real = rng.random(200) < probability
        chosen = discovery_list(probability, 0.10)
        shares.append((~real[chosen]).mean())
    assert np.mean(shares) == pytest.approx(0.10, abs=0.01)

"""Sequences of coin tosses: counted, listed and drawn with equal chances."""

from __future__ import annotations

from itertools import pairwise, product
from math import comb

import numpy as np
import pytest

from gutline.stats.coin_sequences import MOST_TOSSES, CoinSequences, RandomisationError


def longest(tosses) -> int:
    runs, run = [1], 1
    for a, b in pairwise(tosses):
        run = run + 1 if a == b else 1
        runs.append(run)
    return max(runs)


@pytest.mark.parametrize(
    ("length", "ones", "run"), [(6, None, None), (8, 4, None), (9, None, 2), (8, 4, 2), (7, 3, 3)]
)
def test_the_count_is_that_of_all_sequences_that_keep_to_the_rules(length, ones, run):
    kept = [
        s for s in product((0, 1), repeat=length)
        if (ones is None or sum(s) == ones) and (run is None or longest(s) <= run)
    ]  # fmt: skip
    coins = CoinSequences(length, ones, run)
    assert coins.count() == len(kept)
    assert [tuple(row) for row in coins.all().tolist()] == kept


def test_large_sets_are_counted_exactly():
    assert CoinSequences(180).count() == 2**180
    assert CoinSequences(100, 50).count() == comb(100, 50)


@pytest.mark.parametrize(("ones", "run"), [(None, None), (3, None), (None, 2), (3, 2)])
def test_draws_have_equal_chances(ones, run):
    coins = CoinSequences(6, ones, run)
    drawn = coins.draws(6_000, np.random.default_rng(1))
    number = {tuple(row): 0 for row in coins.all().tolist()}
    for row in drawn.tolist():
        number[tuple(row)] += 1
    expected = 6_000 / len(number)
    chi2 = sum((n - expected) ** 2 / expected for n in number.values())
    assert chi2 < len(number) + 4.5 * np.sqrt(2 * len(number))


def test_chances_of_the_next_toss_follow_from_those_before():
    assert CoinSequences(5).chance((1, 1)) == 0.5
    assert CoinSequences(4, 2).chance((1, 1)) == 0.0
    assert CoinSequences(4, 2).chance((1,)) == pytest.approx(1 / 3)
    assert CoinSequences(6, None, 2).chance((0, 0)) == 1.0


def test_a_sequence_is_held_only_when_it_keeps_to_the_rules():
    coins = CoinSequences(4, 2, 1)
    assert coins.holds((0, 1, 0, 1))
    assert not coins.holds((0, 0, 1, 1))
    assert not coins.holds((0, 1))


def test_a_coin_of_ones_gives_the_last_sequence():
    assert CoinSequences(5, 2, None).tossed(lambda part, _: int(part > 0)) == (1, 1, 0, 0, 0)


@pytest.mark.parametrize(
    ("arguments", "word"),
    [((0,), "1 to"), ((MOST_TOSSES + 1,), "1 to"), ((8, 7, 1), "longer run"), ((3, 4), "ones")],
)
def test_impossible_rules_are_refused(arguments, word):
    with pytest.raises(RandomisationError, match=word):
        CoinSequences(*arguments)

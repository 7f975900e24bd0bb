"""One draw, committed to before day 1 and proved afterwards."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from hashlib import sha256

import numpy as np
import pytest

from gutline.trials.allocation import allocation_from
from gutline.trials.errors import TrialError
from gutline.trials.randomising import (
    ALGORITHM,
    drawn,
    prove,
    randomise,
    schedule_set,
)

SEED, SALT = "a" * 32, "b" * 32


def test_a_seed_always_draws_the_same_schedule(plan):
    """The literal below must never change: it is what `verify` recomputes for old trials."""
    first = randomise(plan, SEED, SALT)
    assert first == randomise(plan, SEED, SALT)
    assert "".join(map(str, first.assignment)) == "101001010110"


def test_other_seeds_draw_every_schedule_with_equal_chances(plan):
    own = replace(plan, pairs=3)
    found = Counter(randomise(own, f"{k:032}", SALT).assignment for k in range(800))
    assert len(found) == 8
    chi2 = sum((n - 100) ** 2 / 100 for n in found.values())
    assert chi2 < 24.3


@pytest.mark.parametrize(("layout", "run"), [("pairs", 2), ("complete", None), ("complete", 2)])
def test_what_is_drawn_is_in_the_set_the_test_uses(plan, layout, run):
    own = replace(plan, layout=layout, longest_run=run)
    for k in range(50):
        assert schedule_set(own).tosses(randomise(own, f"{k:032}", SALT).assignment)


def test_the_commitment_hides_the_schedule_and_binds_it(plan):
    allocation = randomise(plan, SEED, SALT)
    commitment = allocation.commitment()
    assert len(commitment) == 64
    assert commitment != replace(allocation, salt="c" * 32).commitment()
    other = tuple(1 - a for a in allocation.assignment)
    assert commitment != replace(allocation, assignment=other).commitment()


def test_an_honest_trial_is_proved(plan):
    allocation = randomise(plan, SEED, SALT)
    proofs = prove(plan, allocation, allocation.commitment())
    assert all(proof.passed for proof in proofs)
    assert "64" in proofs[-1].text


@pytest.mark.parametrize("fraud", ["redrawn", "swapped", "plan"])
def test_a_dishonest_one_is_not(plan, fraud):
    honest = randomise(plan, SEED, SALT)
    commitment, shown = honest.commitment(), plan
    if fraud == "redrawn":
        honest = randomise(plan, "d" * 32, SALT)
    elif fraud == "swapped":
        honest = replace(honest, assignment=tuple(1 - a for a in honest.assignment))
    else:
        shown = replace(plan, smallest_difference=0.2)
    assert not all(proof.passed for proof in prove(shown, honest, commitment))


def test_an_impossible_assignment_is_no_traceback(plan):
    broken = replace(randomise(plan, SEED, SALT), assignment=(1, 1) * 6, algorithm="other")
    proofs = prove(plan, broken, broken.commitment())
    assert not all(proof.passed for proof in proofs)
    assert "other" in proofs[-1].text


def test_short_secrets_and_unknown_algorithms_are_refused(plan):
    with pytest.raises(TrialError, match="16 characters"):
        randomise(plan, "short", SALT)
    with pytest.raises(TrialError, match="does not know"):
        drawn(schedule_set(plan), ALGORITHM + "x", SEED)


def test_an_allocation_is_read_back(plan):
    allocation = randomise(plan, SEED, SALT)
    assert allocation_from(allocation.as_dict()) == allocation
    for values in ({}, {**allocation.as_dict(), "assignment": "012"}):
        with pytest.raises(TrialError, match="cannot be read"):
            allocation_from(values)


def test_the_coin_is_the_hash_of_seed_and_toss(plan):
    """Worked out anew here, as anyone can who wants to check a schedule."""
    tosses = [sha256(f"gutline-coin-1|{SEED}|{k}".encode()).digest()[0] < 128 for k in range(6)]
    assert randomise(plan, SEED, SALT).assignment[::2] == tuple(int(t) for t in tosses)


def test_a_run_of_one_leaves_two_orders(plan):
    own = replace(plan, layout="complete", longest_run=1)
    assert schedule_set(own).count() == 2


def test_assignments_are_plain_numbers(plan):
    assert all(type(a) is int for a in randomise(plan, SEED, SALT).assignment)
    assert np.sum(randomise(plan, SEED, SALT).assignment) == 6

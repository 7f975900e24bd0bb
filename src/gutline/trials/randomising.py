"""The one draw of a trial: committed to before day 1, and proved afterwards.

The coin is SHA-256 of algorithm, seed and number of the toss, compared with exact whole numbers:
the same seed gives the same schedule on every machine and with every version of every library.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np

from gutline.stats.coin_sequences import RandomisationError
from gutline.stats.randomisation import AssignmentSet
from gutline.trials.allocation import Allocation
from gutline.trials.errors import TrialError
from gutline.trials.plan import Plan

ALGORITHM = "gutline-coin-1"
_LEAST_SECRET = 16


def schedule_set(plan: Plan) -> AssignmentSet:
    """Return the set that a plan's schedule is drawn from; the analysis uses the very same.

    Raises
    ------
    TrialError
        When nothing can be drawn.
    """
    try:
        return AssignmentSet.of(plan.layout, 2 * plan.pairs, plan.pairs, plan.longest_run)
    except RandomisationError as error:
        raise TrialError(str(error)) from None


def randomise(plan: Plan, seed: str, salt: str) -> Allocation:
    """Draw the schedule of a plan, once.

    Parameters
    ----------
    plan : Plan
    seed, salt : str
        Secrets of 16 characters or more, from a good source; the same ones draw the same schedule.

    Raises
    ------
    TrialError
        When they are too short, or nothing can be drawn.
    """
    if min(len(seed), len(salt)) < _LEAST_SECRET:
        raise TrialError(f"seed and salt need {_LEAST_SECRET} characters or more")
    assignment = drawn(schedule_set(plan), ALGORITHM, seed)
    return Allocation(
        ALGORITHM, seed, salt, plan.layout, plan.longest_run, assignment, plan.digest()
    )


def drawn(assignments: AssignmentSet, algorithm: str, seed: str) -> tuple[int, ...]:
    """Return the assignment that a seed draws from a set.

    Raises
    ------
    TrialError
        When the algorithm is not known.
    """
    if algorithm != ALGORITHM:
        raise TrialError(
            f"the schedule was drawn by {algorithm!r}, which this version does not know"
        )
    number = iter(range(assignments.coins.length))

    def coin(part: int, whole: int) -> int:
        text = f"{algorithm}|{seed}|{next(number)}".encode()
        return int(int.from_bytes(hashlib.sha256(text).digest(), "big") * whole < part << 256)

    tosses = assignments.coins.tossed(coin)
    row = assignments.assigned(np.array([tosses], dtype=np.int8))[0]
    return tuple(int(a) for a in row)


@dataclass(frozen=True, slots=True)
class Proof:
    """One thing that was verified.

    Attributes
    ----------
    passed : bool
    text : str
    """

    passed: bool
    text: str


def prove(plan: Plan, allocation: Allocation, commitment: str) -> tuple[Proof, ...]:
    """Check that a schedule is the one that was committed to before day 1.

    Parameters
    ----------
    plan : Plan
        The first version.
    allocation : Allocation
    commitment : str
        The hash that was shown.
    """
    assignments = schedule_set(plan)
    proofs = [
        Proof(allocation.commitment() == commitment, "the schedule is the one behind the hash"),
        Proof(allocation.plan == plan.digest(), "the plan is the one it was drawn for"),
    ]
    try:
        again = drawn(assignments, allocation.algorithm, allocation.seed)
        proofs.append(Proof(again == allocation.assignment, "the seed draws this schedule"))
        assignments.tosses(allocation.assignment)
        proofs.append(Proof(True, f"it is one of {assignments.count():,} possible ones"))
    except ValueError as error:
        proofs.append(Proof(False, str(error)))
    return tuple(proofs)

"""A trial that somebody else ran and published gives the figures that were published."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from math import comb, sqrt
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from gutline import read
from gutline.cli import program
from gutline.stats.assignment_test import AssignmentTest, TrialColumns
from gutline.stats.noise import NoiseGrid
from gutline.stats.randomisation import AssignmentSet, Reference
from gutline.trials.periods import make_schedule
from gutline.trials.readings import read_readings
from gutline.trials.schedule_file import read_schedule

FOLDER = Path(__file__).parents[1] / "golden" / "trials" / "caffeine"
DRAWS = 4_000


@dataclass(frozen=True)
class Published:
    """Of one outcome: the page's d and lambda, a p noted to three digits, and the p by counting."""

    d: float
    lambda_: float
    noted_p: float
    counted_p: float


KNOWN = {
    "absorption": Published(0.698257, 13.309889, 0.019, 0.01933),
    "mindfulness": Published(0.638603, 11.791000, 0.031, 0.03424),
    "productivity": Published(0.639776, 30.75927, 0.024, 0.02126),
    "creativity": Published(0.511584, 56.34296, 0.076, 0.07123),
}
each_outcome = pytest.mark.parametrize("name", list(KNOWN))


@pytest.fixture(scope="module")
def schedule():
    return make_schedule(read_schedule(FOLDER / "schedule.csv", "UTC"), "complete")


@pytest.fixture(scope="module")
def active(schedule):
    return np.array(schedule.assignment, dtype=bool)


@pytest.fixture(scope="module")
def values(schedule):
    """The values of the page: for each dose the first rating at or after it."""
    diary = read(FOLDER / "diary.csv")
    assert diary.problems == ()

    def after(name: str) -> np.ndarray:
        ratings = read_readings(diary, name)
        starts = [
            next(k for k, t in enumerate(ratings.at) if t >= p.start) for p in schedule.periods
        ]
        return ratings.values[starts]

    return {name: after(name) for name in KNOWN}


@pytest.fixture(scope="module")
def reference(schedule):
    return schedule.assignments.reference(schedule.assignment, np.random.default_rng(0))


def difference(values: np.ndarray, active: np.ndarray) -> float:
    return float(values[active].mean() - values[~active].mean())


def log_likelihood(values: np.ndarray, mean: float, sd: float) -> float:
    z = (values - mean) / sd
    return float(-0.5 * (z**2).sum() - values.size * np.log(sd))


def counted_p(values: np.ndarray, active: np.ndarray) -> float:
    """The p-value of the difference of means over all schedules, by counting sums."""
    whole = np.rint((values - values.min()) * 100).astype(int).tolist()
    ones, size, total = int(active.sum()), len(whole), sum(whole)
    ways: list[Counter[int]] = [Counter({0: 1}), *(Counter() for _ in range(ones))]
    for value in whole:
        for k in range(ones, 0, -1):
            for reached, count in ways[k - 1].items():
                ways[k][reached + value] += count
    own = sum(v for v, a in zip(whole, active, strict=True) if a)
    far = abs(own * size - ones * total)
    count = sum(n for s, n in ways[ones].items() if abs(s * size - ones * total) >= far)
    return count / comb(size, ones)


def drawn_error(p: float) -> float:
    return sqrt(p * (1.0 - p) / DRAWS)


def differences(values: np.ndarray, reference: Reference) -> np.ndarray:
    rows = reference.assignments.astype(np.float64)
    return rows @ values / rows.sum(axis=1) - (1 - rows) @ values / (1 - rows).sum(axis=1)


def test_the_trial_has_fifty_doses_drawn_from_all_orders_of_25_and_25(schedule, active, reference):
    assert (schedule.reference, schedule.active) == ("placebo", "caffeine")
    assert (active.size, active.sum()) == (50, 25)
    assert schedule.assignments.count() == comb(50, 25)
    assert (reference.size, reference.exact) == (DRAWS, False)


@each_outcome
def test_the_standardised_difference_is_the_published_one(values, active, name):
    found = difference(values[name], active) / values[name].std(ddof=1)
    assert found == pytest.approx(KNOWN[name].d, abs=1e-6)


@each_outcome
def test_the_likelihood_ratio_is_the_published_one(values, active, name):
    caffeine, placebo = values[name][active], values[name][~active]
    own, other = (
        log_likelihood(caffeine, float(arm.mean()), float(arm.std(ddof=1)))
        for arm in (caffeine, placebo)
    )
    assert 2.0 * (own - other) == pytest.approx(KNOWN[name].lambda_, rel=1e-6)


def test_a_likelihood_ratio_claims_far_more_than_the_randomisation_can(values, active):
    claimed = np.exp(-KNOWN["creativity"].lambda_ / 2.0)
    assert claimed == pytest.approx(5.8e-13, rel=0.01)
    assert counted_p(values["creativity"], active) > 0.05


@each_outcome
def test_the_noted_p_is_the_counted_one_as_far_as_draws_can_tell(values, active, name):
    # The noted ones are up to .005 off: 1.2 standard errors of a test that draws 4,000 schedules.
    counted = counted_p(values[name], active)
    assert counted == pytest.approx(KNOWN[name].counted_p, abs=1e-5)
    assert KNOWN[name].noted_p == pytest.approx(counted, abs=2.0 * drawn_error(counted))


@each_outcome
def test_the_drawn_schedules_give_the_counted_p(values, reference, name):
    counted = KNOWN[name].counted_p
    found = reference.p_value(differences(values[name], reference))
    assert found == pytest.approx(counted, abs=3.0 * drawn_error(counted))


@each_outcome
def test_without_noise_that_lasts_the_statistic_is_the_difference_of_means(
    values, active, reference, name
):
    far_apart = 1e6 * np.arange(50.0)
    columns = TrialColumns(
        far_apart, values[name][:, None], np.eye(50), np.ones((50, 1)), np.zeros(1)
    )
    test = AssignmentTest.of(columns, reference, NoiseGrid.at(far_apart))
    assert test.observed()[0] == pytest.approx(difference(values[name], active), abs=1e-9)
    assert test.p_value() == reference.p_value(differences(values[name], reference))


def test_ten_doses_are_gone_through_whole_and_give_the_counted_p(values, active):
    first, own = values["mindfulness"][:10], active[:10]
    layout = AssignmentSet.of("complete", 10, int(own.sum()))
    small = layout.reference(own.astype(int).tolist(), np.random.default_rng(0))
    assert small.exact
    found = small.p_value(differences(first, small))
    assert found == pytest.approx(counted_p(first, own), abs=1e-12)


@pytest.fixture(scope="module")
def analysed():
    """Run the whole command on one outcome."""

    def run(name: str, *more: str) -> dict[str, object]:
        done = CliRunner().invoke(
            program,
            ("trial", "analyse", "--schedule", str(FOLDER / "schedule.csv"), "--diary",
             str(FOLDER / "diary.csv"), "--outcome", name, "--randomised", "complete",
             "--difference", "0.1", "--json", *more),
        )  # fmt: skip
        assert done.exit_code == 0, done.output
        document: dict[str, object] = json.loads(done.stdout)
        return document

    return run


@pytest.mark.parametrize(
    ("name", "ratings", "decision"),
    [("absorption", 50, "helps"), ("mindfulness", 50, "helps"), ("productivity", 46, "helps"),
     ("creativity", 46, "not_conclusive")],
)  # fmt: skip
def test_the_whole_command_finds_what_was_published(
    analysed, values, active, name, ratings, decision
):
    found = analysed(name)
    assert found["schedules"] == DRAWS
    assert sum(period["ratings"] for period in found["periods"]) == ratings
    assert found["decision"] == decision
    low, high = found["interval"]
    assert low < difference(values[name], active) < high
    assert found["effect"] == pytest.approx(difference(values[name], active), abs=0.04)
    assert found["p_randomisation"] == pytest.approx(KNOWN[name].counted_p, abs=0.025)
    assert (low > 0) == (found["p_randomisation"] <= 0.05)


def test_the_placebo_against_caffeine_only_turns_the_sign(analysed):
    one, other = analysed("absorption"), analysed("absorption", "--reference", "caffeine")
    assert other["effect"] == pytest.approx(-one["effect"], rel=1e-6)
    assert other["decision"] == "harms"


def test_the_trial_is_not_one_of_pairs_and_the_command_says_so():
    done = CliRunner().invoke(
        program,
        ("trial", "analyse", "--schedule", str(FOLDER / "schedule.csv"), "--diary",
         str(FOLDER / "diary.csv"), "--outcome", "absorption", "--json"),
    )  # fmt: skip
    assert done.exit_code != 0
    assert "pair of the same condition" in " ".join(done.output.split())

"""Simulated habits beside those of 33 real people.

The constants are read from the project's table of daily diet variability (33 people, about 17
days of recalls each, the study of Johnson et al. 2019): for foods and drinks eaten on a given
share of days, the within-person standard deviation over the mean, and the correlation of one day
with the next.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from gutline.simulator import SimulatedPerson

if TYPE_CHECKING:
    from collections.abc import Callable

    Draw = Callable[..., SimulatedPerson]

PEOPLE = range(24)
DAYS = 180
# name in the table, median share of days eaten, median within-person SD / mean of means
REAL = (
    ("caffeine", 0.941, 57.663 / 128.914),
    ("whole grain", 0.647, 1.245 / 1.302),
    ("dark green vegetables", 0.500, 0.412 / 0.331),
    ("cured meat", 0.353, 0.851 / 0.721),
    ("legumes", 0.294, 0.234 / 0.150),
)
# The middle of the table's food groups from one day to the next, and their usual quartiles.
REAL_CORRELATION, LOW_QUARTILE, HIGH_QUARTILE = -0.04, -0.165, 0.154
# A day of pain resembles the day before to this degree in most diaries (design of the engine).
PAIN_LOW, PAIN_HIGH = 0.2, 0.6


@pytest.fixture(scope="module")
def habits(draw: Draw) -> np.ndarray:
    """A row a food: share of days, SD over mean, correlation with the day before."""
    rows = []
    for seed in PEOPLE:
        person = draw("plain", seed)
        tags = {tag for tags in person.diary.tags.values() for tag in tags}
        for name in set(person.latent.taken) - tags:
            events = person.latent.taken[name]
            day = (events.hours // 24).astype(int)
            daily = np.bincount(day, weights=events.doses, minlength=DAYS)
            if daily.any() and daily.std() > 0:
                kept = float(np.corrcoef(daily[1:], daily[:-1])[0, 1])
                rows.append(((daily > 0).mean(), daily.std() / daily.mean(), kept))
    return np.array(rows)


@pytest.mark.parametrize(("name", "share", "variation"), REAL, ids=[row[0] for row in REAL])
def test_foods_vary_from_day_to_day_as_real_ones(
    name: str, share: float, variation: float, habits: np.ndarray
) -> None:
    near = np.abs(habits[:, 0] - share) < 0.05
    assert near.sum() >= 5, name
    assert np.median(habits[near, 1]) == pytest.approx(variation, rel=0.35)


def test_a_day_hardly_tells_of_the_next(habits: np.ndarray) -> None:
    assert np.median(habits[:, 2]) == pytest.approx(REAL_CORRELATION, abs=0.05)
    assert LOW_QUARTILE < np.quantile(habits[:, 2], 0.25)
    assert np.quantile(habits[:, 2], 0.75) < HIGH_QUARTILE


def test_shares_span_from_daily_to_rare(habits: np.ndarray) -> None:
    shares = habits[:, 0]
    assert 0.02 < np.mean(shares > 0.9) < 0.08
    assert np.mean(shares < 0.1) > 0.08
    assert np.quantile(shares, 0.5) == pytest.approx(1 / 6, abs=0.05)


def test_a_day_holds_a_plausible_number_of_foods(draw: Draw) -> None:
    for seed in PEOPLE:
        logged = len(draw("plain", seed).diary.of_kind("food")) / DAYS
        assert 6 < logged < 16


@pytest.mark.parametrize("scenario", ["plain", "stress_confounded", "pain_changes_eating"])
def test_a_day_of_pain_resembles_the_day_before(scenario: str, draw: Draw) -> None:
    kept = []
    for seed in PEOPLE:
        for rated in draw(scenario, seed).latent.rated.values():
            day = (rated.hours // 24).astype(int)
            counts = np.bincount(day, minlength=DAYS)
            means = np.bincount(day, weights=rated.values, minlength=DAYS) / np.maximum(counts, 1)
            both = (counts[1:] > 0) & (counts[:-1] > 0)
            kept.append(float(np.corrcoef(means[1:][both], means[:-1][both])[0, 1]))
    low, high = np.quantile(kept, [0.05, 0.95])
    assert low > PAIN_LOW - 0.08
    assert high < PAIN_HIGH + 0.05


def test_ratings_spread_by_one_to_two_points(draw: Draw) -> None:
    spreads = [
        rated.values.std() for seed in PEOPLE for rated in draw("plain", seed).latent.rated.values()
    ]
    assert 1.0 < np.quantile(spreads, 0.05)
    assert np.quantile(spreads, 0.95) < 2.6

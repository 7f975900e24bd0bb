"""Diaries in which no exposure acts: the engine keeps quiet."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import numpy as np
import pytest

from bench.random_foods import with_random_foods
from bench.real_series import real_series
from gutline.discovery import discover
from gutline.simulator import SCENARIOS
from gutline.simulator.registry import NULL_PREFIX
from tests.discovery.diaries import PAIN, Person, discovered, drawn, found_in
from tests.discovery.scored import named

NULLS = [name for name in SCENARIOS if name.startswith(NULL_PREFIX)]
EACH = 3
DIARIES = [(name, 100 * i + s) for i, name in enumerate(NULLS) for s in range(EACH)]


@pytest.fixture(scope="module")
def alarms():
    return [(name, s, [f.name for f in named(found_in(name, s))]) for name, s in DIARIES]


def test_diaries_without_any_effect_raise_hardly_any_alarm(alarms):
    """At a rate of 3 % a diary, 3 alarms or fewer in 33 have a chance of 98 %."""
    loud = [a for a in alarms if a[2]]
    assert len(alarms) >= 20
    assert len(loud) <= 3, loud


def test_no_null_diary_raises_a_chorus(alarms):
    assert max(len(names) for _, _, names in alarms) <= 3


def test_the_diaries_really_hold_no_effect():
    assert all(not effects for n, s in DIARIES for effects in drawn(n, s).truth.effects.values())


def test_probabilities_of_what_does_not_act_are_low():
    every = [
        f.probability
        for name, s in DIARIES
        for f in found_in(name, s).findings
        if f.probability is not None and f.level in {"food", "tag"}
    ]
    assert np.median(every) < 0.15
    assert np.mean(np.array(every) > 0.5) < 0.02


def test_intervals_of_what_does_not_act_hold_zero():
    every = [
        f.interval
        for name, s in DIARIES
        for f in found_in(name, s).findings
        if f.interval is not None and f.level in {"food", "tag"}
    ]
    assert np.mean([low < 0 < high for low, high in every]) > 0.87


@pytest.mark.parametrize("noise", [0.2, 3.0])
def test_neither_calm_nor_wild_ratings_make_findings(noise):
    eats = dict.fromkeys(("rye", "milk", "egg", "rice", "apple", "fish"), 0.3)
    said = discovered(Person(eats, noise=noise, days=100, seed=4))
    assert [f.name for f in named(said)] == []


def test_a_slow_drift_of_the_pain_is_not_blamed_on_food():
    """Pain that rises by 5 points in four months beside a food that was given up on the way."""
    eats = dict.fromkeys(("rye", "milk", "egg", "rice"), 0.3)
    person = Person(eats, days=120, usual=2.0, noise=0.8, seed=6)
    said = discovered(person, more=lambda at: 5.0 * at / at.max())
    assert [f.name for f in named(said)] == []


def test_weekends_are_not_blamed_on_what_is_eaten_on_them():
    """Pain is 1.5 points lower on two days of each week, on which there is cake."""
    days, rng = 150, np.random.default_rng(3)
    at = [(24.0 * d + h, d) for d in range(days) for h in (9.0, 15.0, 21.0)]
    lines = [
        (h, "symptom", PAIN, 5.0 - 1.5 * (d % 7 in {5, 6}) + float(np.round(rng.normal())))
        for h, d in at
    ]
    cake = [
        (24.0 * d + 13.0, "food", "cake", None)
        for d in range(days)
        if d % 7 in {5, 6} and rng.random() < 0.8
    ]
    rye = [(24.0 * d + 8.0, "food", "rye", None) for d in range(days) if rng.random() < 0.8]
    said = discover(made(lines + cake + rye))
    assert [f.name for f in named(said)] == []


def made(lines):
    from gutline.diary import Diary, Entry

    start = datetime(2026, 1, 5, tzinfo=UTC)
    return Diary(
        tuple(
            Entry(
                start + timedelta(hours=h),
                kind,
                name,
                None if v is None else min(max(v, 0.0), 10.0),
                "nrs" if kind == "symptom" else "",
            )
            for h, kind, name, v in lines
        )
    )


def real() -> list:
    """Real series, where the shared data lies beside the checkout."""
    shared = Path(__file__).resolve().parents[3] / "shared" / "data" / "diaries"
    return real_series(shared)


def test_real_outcomes_among_random_foods_give_hardly_any_finding():
    """At 6 % a diary, 4 alarms or fewer in 15 have a chance of 99.9 %."""
    series = real()
    if not series:
        pytest.skip("the real series are not beside this checkout")
    loud = []
    for i in range(15):
        one = series[i % len(series)]
        said = discover(with_random_foods(one, np.random.default_rng([i, 11])))
        names = [f.name for f in named(said)]
        loud += [(one.name, names)] if names else []
    assert len(loud) <= 4, loud


def test_a_random_food_diary_holds_the_series_as_it_is():
    from bench.real_series import RealSeries

    first = datetime(2020, 1, 1, tzinfo=UTC).date()
    series = RealSeries("made", {first + timedelta(days=d): float(d % 7) for d in range(90)})
    diary = with_random_foods(series, np.random.default_rng(1))
    rated = diary.of_kind("symptom")
    assert [e.value for e in rated] == list(series.ratings.values())
    assert {e.at.timetz() for e in rated} == {time(21, 0, tzinfo=UTC)}

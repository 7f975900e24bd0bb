"""Plans, trials and ratings that the tests of trials share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from bench.trials.people import Body, Form, Ground, draw_trial
from gutline.diary import Diary, Entry
from gutline.trials.carry_over import CarryOver
from gutline.trials.events import Event
from gutline.trials.periods import Period, Schedule, make_schedule
from gutline.trials.plan import Plan
from gutline.trials.randomising import randomise
from gutline.trials.readings import Readings
from gutline.trials.timeline import Timeline
from gutline.trials.trial import PlanVersion, Trial
from gutline.trials.trial_data import TrialData

START = date(2026, 3, 2)
FIRST = datetime(2026, 3, 2, tzinfo=UTC)
SEED, SALT = "seed of sixteen or more", "salt of sixteen or more"


@dataclass(frozen=True)
class Made:
    """A simulated trial that was made elsewhere."""

    schedule: Schedule
    readings: Readings

    def data(self, carry_over: CarryOver | None = None) -> TrialData:
        timeline = Timeline.of_schedule(self.schedule)
        return TrialData.of(self.schedule, self.readings, timeline, carry_over or CarryOver.none())


def make(form: Form, body: Body, effect: float, seed: int = 0) -> Made:
    """Simulate a trial with the conditions "with dairy" and "without dairy"."""
    drawn = draw_trial(Ground.of(form, body), effect, np.random.default_rng(seed))
    step = timedelta(days=form.period_days)
    periods = [
        Period(FIRST + k * step, FIRST + (k + 1) * step, words(bool(a)), str(k // 2 + 1))
        for k, a in enumerate(drawn.assignment)
    ]
    at = tuple(FIRST + timedelta(hours=float(h)) for h in drawn.ground.at_hours)
    schedule = make_schedule(periods, form.layout)
    return Made(schedule, Readings("back pain", at, drawn.values, "nrs"))


def words(active: bool) -> str:
    return "with dairy" if active else "without dairy"


def event(what: str, value: str = "", *, day: int = 0, reason: str = "") -> Event:
    """An event on a day of the trial, from 0."""
    on = START + timedelta(days=day)
    at = datetime.combine(on, datetime.min.time(), UTC) + timedelta(hours=20)
    return Event(at, on, what, value, reason)


@pytest.fixture(scope="session")
def plan() -> Plan:
    """Six pairs of three days."""
    return Plan(
        "paired_crossover", "dairy", "back pain", "without dairy", "with dairy", START, "UTC",
        pairs=6, period_days=3, portions=("the usual amount",), eliminates=True,
    )  # fmt: skip


@pytest.fixture
def make_trial(plan) -> Callable[..., Trial]:
    """A trial whose plan differs from the usual one in some fields."""

    def made(*events: Event, **changes: object) -> Trial:
        own = replace(plan, **changes)
        allocation = randomise(own, SEED, SALT)
        locked = datetime(2026, 3, 1, 12, tzinfo=UTC)
        trial = Trial("dairy-1", (PlanVersion(own, locked),), allocation.commitment(), allocation)
        for one in events:
            trial = trial.with_event(one)
        return trial

    return made


@pytest.fixture
def diary_of() -> Callable[..., Diary]:
    """A diary in which pain is 3 points, and some more on active days, with noise."""

    def made(trial: Trial, effect: float, seed: int = 0, days: int = 0) -> Diary:
        rng = np.random.default_rng(seed)
        plan, entries = trial.plan, []
        for number in range(days or plan.days):
            unit = min(number // plan.period_days, 2 * plan.pairs - 1)
            assert trial.allocation is not None
            level = 3.0 + effect * trial.allocation.assignment[unit]
            for hour in (9, 21):
                at = FIRST + timedelta(days=number, hours=hour)
                value = float(np.clip(round(level + rng.normal(0, 0.8)), 0, 10))
                entries.append(Entry(at, "symptom", "back pain", value, "nrs"))
        return Diary.from_entries(entries)

    return made

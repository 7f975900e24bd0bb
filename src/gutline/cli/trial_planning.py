"""Planning at the command line: what a trial would be, what it can find, and its locking."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gutline.cli import clock
from gutline.cli.diary_file import read_diary
from gutline.cli.local_zone import local_zone
from gutline.cli.refusal import RefusalError
from gutline.cli.trial_folder import every_trial, trials_folder

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gutline.catalog.designs import Design
    from gutline.stats.noise import NoiseModel
    from gutline.trials.plan import Plan
    from gutline.trials.planner import Form

_SETTINGS = (
    "pairs",
    "period_days",
    "washout_days",
    "run_in_days",
    "carry_over_hours",
    "longest_run",
)


@dataclass(frozen=True)
class Planned:
    """A plan and what is said about it."""

    plan: Plan
    lines: tuple[str, ...]


def look_ahead(asked: Mapping[str, Any]) -> Planned:
    """Return the plan that was asked for, and what it can find."""
    import numpy as np

    from gutline.reports.trial_plan import plan_lines
    from gutline.trials.planner import compare_forms, foresee, honest_sentence
    from gutline.trials.proposing import Wish, propose_plan

    design = _design(asked)
    wish = Wish(asked["exposure"], asked["outcome"], asked["kind"])
    start = asked["start"].date() if asked["start"] else clock.now().date() + timedelta(days=1)
    settings: dict[str, object] = {name: asked[name] for name in _SETTINGS}
    settings["smallest_difference"] = asked["difference"]
    settings["higher_is_better"] = asked["higher_is_better"] or None
    settings["blinded"] = bool(asked["seal"]) or None
    plan = propose_plan(
        wish, design, start, asked["zone"] or local_zone(os.environ, clock.now()), **settings
    )
    noise, times = _noise(asked, plan)
    rng = np.random.default_rng(0)
    forms: tuple[Form, ...] = compare_forms(plan, noise, times, rng)
    outlook = foresee(plan, noise, times, rng)
    return Planned(plan, plan_lines(plan, design, outlook, forms, honest_sentence(plan, forms)))


def _design(asked: Mapping[str, Any]) -> Design:
    from gutline.catalog.designs import load_designs
    from gutline.trials.proposing import propose_design

    if asked["design"] is None:
        return propose_design(asked["kind"], helper=asked["helper"], left_out=asked["left_out"])
    designs = load_designs()
    if asked["design"] not in designs:
        raise RefusalError(
            f"There is no design {asked['design']!r}; there are {', '.join(designs)}."
        )
    return designs[asked["design"]]


def _noise(asked: Mapping[str, Any], plan: Plan) -> tuple[NoiseModel, int]:
    """Return the noise of the diary, and how often a day it is rated."""
    from gutline.trials.planner import USUAL_NOISE, fit_own_noise, ratings_a_day
    from gutline.trials.readings import read_readings

    if asked["diary"] is None:
        return USUAL_NOISE, 2
    readings = read_readings(read_diary(asked["diary"], zone=asked["zone"]), plan.outcome)
    return fit_own_noise(readings), ratings_a_day(readings)


def lock(plan: Plan, seal: str | None) -> list[str]:
    """Lock a plan, draw its schedule once, keep it, and return what is said of it."""
    from gutline.trials.randomising import randomise
    from gutline.trials.running import check_only_elimination
    from gutline.trials.trial import PlanVersion, Trial
    from gutline.trials.trial_files import new_name, write_sealed, write_trial

    now = clock.now()
    if plan.start < now.date():
        raise RefusalError("Day 1 lies in the past; a trial is locked before it starts.")
    check_only_elimination(plan.eliminates, every_trial(), now.date())
    folder = trials_folder()
    allocation = randomise(plan, secrets.token_hex(32), secrets.token_hex(32))
    own = allocation if seal is None else None
    name = new_name(folder, plan.exposure)
    trial = Trial(name, (PlanVersion(plan, now),), allocation.commitment(), own)
    if seal is not None:
        write_sealed(Path(seal), allocation)
    write_trial(folder, trial, new=True)
    return [
        "",
        f"Locked and drawn: the trial is called {name}.",
        f"Plan hash:     {plan.digest()}",
        f"Schedule hash: {trial.commitment}",
        "Keep the schedule hash: it proves afterwards that nothing was drawn twice.",
        f"Each day: gutline trial today {name}",
    ]

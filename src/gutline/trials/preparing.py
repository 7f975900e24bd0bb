"""A plan with what it can find, for every door that shows one before it is locked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from gutline.catalog.designs import Design, load_designs
from gutline.diary import Diary
from gutline.stats.noise import NoiseModel
from gutline.trials.errors import TrialError
from gutline.trials.plan import Plan
from gutline.trials.planner import (
    USUAL_NOISE,
    Form,
    Outlook,
    compare_forms,
    fit_own_noise,
    foresee,
    honest_sentence,
    ratings_a_day,
)
from gutline.trials.proposing import Wish, propose_design, propose_plan
from gutline.trials.reach import reach_sentences
from gutline.trials.readings import read_readings
from gutline.trials.safety_plans import safety_plans

_TIMES = 2
NO_COIN = frozenset({
    "stress", "mood", "cycle", "illness", "weight", "travel", "stool", "symptom", "note",
    "complete",
})  # fmt: skip
"""Kinds of entries that nobody can do or leave when a coin says so."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What sort of trial is wanted.

    Attributes
    ----------
    design : str
        Id of a design; empty for the one that fits.
    helper : bool
        Whether it is something new that may help.
    left_out : bool
        Whether it is left out now, to be brought back.
    """

    design: str = ""
    helper: bool = False
    left_out: bool = False


@dataclass(frozen=True)
class Prepared:
    """A plan and what is known of it before day 1.

    Attributes
    ----------
    plan : Plan
    design : Design
    outlook : Outlook
    forms : tuple of Form
        Two lengths of period, side by side.
    sentence : str
        How long it takes, in plain words.
    own_noise : bool
        Whether the noise is that of the person's own ratings.
    ratings : int
        Ratings of the outcome in the diary.
    """

    plan: Plan
    design: Design
    outlook: Outlook
    forms: tuple[Form, ...]
    sentence: str
    own_noise: bool
    ratings: int


def choose_design(wish: Wish, kind: Kind) -> Design:
    """Return the design that was asked for, or the one that fits.

    Raises
    ------
    TrialError
        When there is none of this id.
    """
    if not kind.design:
        return propose_design(wish.kind, helper=kind.helper, left_out=kind.left_out)
    designs = load_designs()
    if kind.design not in designs:
        known = ", ".join(designs)
        raise TrialError(f"there is no design {kind.design[:40]!r}; there are {known}")
    return designs[kind.design]


def prepare(
    wish: Wish,
    kind: Kind,
    start: date,
    zone: str,
    diary: Diary | None,
    settings: Mapping[str, object],
    seed: int = 0,
) -> Prepared:
    """Return a filled plan and what it can find with this person's noise.

    Parameters
    ----------
    wish : Wish
    kind : Kind
    start : date
        Day 1.
    zone : str
    diary : Diary, optional
        Its ratings of the outcome give the noise; a usual one is taken without.
    settings : Mapping
        Fields of the plan that are wanted otherwise; None leaves one as proposed.
    seed : int
        Of the draws by which chances are worked out; the same gives the same figures.

    Raises
    ------
    TrialError
        When the plan cannot be, or is about a medicine.
    """
    if wish.kind in NO_COIN:
        raise TrialError(
            f"a coin cannot decide about {wish.exposure!r}: {wish.kind} is nothing that can be "
            "done or left on a day. Test what changes it instead, such as a practice"
        )
    design = choose_design(wish, kind)
    plan = propose_plan(wish, design, start, zone, **settings)
    safety_plans(plan)
    noise, times, count = _noise(diary, plan)
    rng = np.random.default_rng(seed)
    forms = compare_forms(plan, noise, times, rng)
    outlook = foresee(plan, noise, times, rng)
    sentence = honest_sentence(plan, forms)
    if noise is USUAL_NOISE:
        sentence = sentence.replace("your diary's noise", "the usual noise of such ratings")
    reach = reach_sentences(plan, outlook, forms, noise, times)
    return Prepared(
        plan, design, outlook, forms, " ".join((sentence, *reach)), noise is not USUAL_NOISE, count
    )


def _noise(diary: Diary | None, plan: Plan) -> tuple[NoiseModel, int, int]:
    """Return the noise, how often a day it is rated, and how many ratings there are."""
    if diary is None or not diary.entries:
        return USUAL_NOISE, _TIMES, 0
    try:
        readings = read_readings(diary, plan.outcome)
    except TrialError:
        return USUAL_NOISE, _TIMES, 0
    return fit_own_noise(readings), ratings_a_day(readings), len(readings.at)

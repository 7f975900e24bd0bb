"""A plan with what it can find, for every door that shows one before it is locked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
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
from gutline.trials.readings import Readings, holds_readings, read_readings, usual_unit
from gutline.trials.safety_plans import safety_plans
from gutline.trials.units import decimals, is_rating, own_unit, unit_words

_TIMES = 2
_ENOUGH, _LEAST = 20, 8
_UNKNOWN = (
    "how much {outcome} changes by itself is not known yet, and for {unit} nothing is usual; note "
    "it for two or three weeks first, then plan the trial"
)
NO_COIN = frozenset({
    "stress", "mood", "cycle", "illness", "weight", "travel", "stool", "symptom", "note",
    "complete",
})  # fmt: skip
"""Kinds of entries that nobody can do or leave when a coin says so."""


class DifferenceWantedError(TrialError):
    """Nobody said what difference matters, and one point would mean nothing here.

    Attributes
    ----------
    unit_words : str
        What the difference is to be told in.
    direction : bool
        Whether it has to be said as well which way is better.
    """

    def __init__(self, message: str, unit: str, *, direction: bool = False) -> None:
        super().__init__(message)
        self.unit_words = unit_words(unit)
        self.direction = direction


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
    DifferenceWantedError
        When the outcome is not rated from 0 to 10 and nobody said what difference matters.
    """
    if wish.kind in NO_COIN:
        raise TrialError(
            f"a coin cannot decide about {wish.exposure!r}: {wish.kind} is nothing that can be "
            "done or left on a day. Test what changes it instead, such as a practice"
        )
    design = choose_design(wish, kind)
    readings = _readings(diary, wish.outcome)
    wanted = _for_outcome(readings, wish.outcome, settings)
    plan = propose_plan(wish, design, start, zone, **wanted)
    safety_plans(plan)
    noise, times, is_own = _noise(readings)
    rng = np.random.default_rng(seed)
    forms = compare_forms(plan, noise, times, rng)
    outlook = foresee(plan, noise, times, rng)
    sentence = honest_sentence(plan, forms)
    if not is_own:
        sentence = sentence.replace("your diary's noise", "the usual noise of such ratings")
    reach = reach_sentences(plan, outlook, forms, noise, times)
    return Prepared(
        plan, design, outlook, forms, " ".join((sentence, *reach)), is_own,
        0 if readings is None else len(readings.at),
    )  # fmt: skip


def _readings(diary: Diary | None, outcome: str) -> Readings | None:
    """Return the ratings that a diary holds; None without any.

    Raises
    ------
    TrialError
        When they measure different things.
    """
    if diary is None or not diary.entries or not holds_readings(diary, outcome):
        return None
    return read_readings(diary, outcome, measured=True)


def _for_outcome(
    readings: Readings | None, outcome: str, settings: Mapping[str, object]
) -> dict[str, object]:
    """Return the settings with what the ratings say of unit, direction and prior.

    Raises
    ------
    DifferenceWantedError
    """
    wanted = dict(settings)
    if readings is None:
        _check_rated(outcome)
        return wanted
    if readings.higher_is_better and wanted.get("higher_is_better") is None:
        wanted["higher_is_better"] = True
    if not readings.direction_known and wanted.get("higher_is_better") is None:
        raise DifferenceWantedError(
            f"say whether more or less of {outcome} is better, and what the smallest difference "
            f"is that would matter to you, in {unit_words(readings.unit)}",
            readings.unit, direction=True,
        )  # fmt: skip
    unit, spread = own_unit(readings.unit), 0.5 * float(readings.values.std())
    least = wanted.get("smallest_difference")
    if least is None and (unit or _says_only_yes_or_no(readings)):
        raise DifferenceWantedError(_what_matters(readings, outcome), unit)
    if unit:
        wanted |= {"unit": unit, "prior_sd": wanted.get("prior_sd")}
        if isinstance(least, int | float) and wanted["prior_sd"] is None and least > 0.0:
            wanted["prior_sd"] = max(float(least), spread)
    return wanted


def _check_rated(outcome: str) -> None:
    """Refuse an outcome that is in another unit and of which nothing is known at all."""
    unit = usual_unit(outcome)
    if not is_rating(unit):
        raise TrialError(_UNKNOWN.format(outcome=outcome, unit=unit_words(unit)))


def _says_only_yes_or_no(readings: Readings) -> bool:
    return readings.values.size >= _ENOUGH and set(readings.values.tolist()) == {0.0, 1.0}


def _what_matters(readings: Readings, outcome: str) -> str:
    """Return the question what difference matters, with what the ratings are like."""
    spread, unit = float(readings.values.std()), own_unit(readings.unit)
    how = f"It is told in {unit_words(unit)}" if unit else "It is only ever 0 or 1 there"
    around = f"{spread:,.{decimals(spread, unit)}f}"
    words = f" {unit_words(unit)}" if unit else ""
    return (
        f"say what the smallest difference in {outcome} is that would matter to you. {how}, so "
        f"nothing can be taken for granted: its {readings.values.size:,} ratings in the diary "
        f"have a standard deviation of {around}{words}"
    )


def _noise(readings: Readings | None) -> tuple[NoiseModel, int, bool]:
    """Return the noise, how often a day it is rated, and whether it is the person's own.

    Raises
    ------
    TrialError
        When the ratings are in a unit for which nothing is usual, and too few to go by.
    """
    if readings is None:
        return USUAL_NOISE, _TIMES, False
    noise, times = fit_own_noise(readings), ratings_a_day(readings)
    if noise is USUAL_NOISE and not is_rating(readings.unit):
        variance = float(readings.values.var())
        if readings.values.size < _LEAST or variance <= 0.0:
            unit = unit_words(readings.unit)
            raise TrialError(_UNKNOWN.format(outcome=readings.name, unit=unit))
        return replace(USUAL_NOISE, variance=variance), times, False
    return noise, times, noise is not USUAL_NOISE

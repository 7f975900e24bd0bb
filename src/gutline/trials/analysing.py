"""The analysis of a trial, exactly as its plan said."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from gutline.stats.assignment_test import AssignmentTest
from gutline.stats.e_process import e_process
from gutline.stats.effect_posterior import EffectPosterior, effect_posterior
from gutline.stats.randomisation import Layout, Reference
from gutline.trials.answers import Answers, Blinding, read_blinding
from gutline.trials.checks import make_checks
from gutline.trials.deciding import FUTILE_WITHIN, PosteriorSummary, Rule, decide
from gutline.trials.instrument import effect_of_what_was_done
from gutline.trials.result import Adherence, PeriodSummary, Rated, TrialResult
from gutline.trials.trial_data import TrialData
from gutline.trials.units import own_unit
from gutline.trials.wording import result_text

_DRAWN_SDS, _DRAWN_POINTS = 4.0, 120
_MORE_SCHEDULES: dict[Layout, str] = {
    "pairs": "six pairs or more are needed for p < .05",
    "complete": "four periods or more of each condition are needed for p < .05",
    "alternating": (
        "where one coin decides what comes first, no number of periods gives p < .05; let a coin "
        "decide in every pair"
    ),
    "days": "six days or more are needed for p < .05",
}
METHOD = "gls-t-on-prediction-errors, version 1"


@dataclass(frozen=True)
class Circumstances:
    """What else is known of how a trial went.

    Attributes
    ----------
    adherence : Adherence, optional
    answers : Answers
        Expectations and guesses.
    early : bool
        Whether it was stopped before its planned end.
    blinded : bool
        Whether the person could not know the condition.
    provenance : dict
        What to add to the result's provenance.
    """

    adherence: Adherence | None = None
    answers: Answers = field(default_factory=Answers)
    early: bool = False
    blinded: bool = False
    provenance: dict[str, object] = field(default_factory=dict)


def analyse(
    data: TrialData,
    rule: Rule,
    rng: np.random.Generator,
    circumstances: Circumstances | None = None,
) -> TrialResult:
    """Analyse a trial.

    Parameters
    ----------
    data : TrialData
    rule : Rule
    rng : Generator
        Draws schedules where the set is too large to be gone through; not used otherwise.
    circumstances : Circumstances, optional

    Returns
    -------
    TrialResult
    """
    around = circumstances or Circumstances()
    because = data.because()
    if because:
        return _unanswerable(data, rule, around, because)
    reference = data.assignments.reference(data.schedule.assignment, rng)
    outcomes = [data.readings.values]
    if data.actual is not None:
        outcomes.append(data.actual)
    columns = replace(data.columns, outcomes=np.column_stack(outcomes))
    test = AssignmentTest.of(columns, reference, data.grid)
    blinding = read_blinding(data, around.answers, reference)
    result = _main(data, rule, test, reference, around)
    result = replace(result, grade=_grade(result, blinding, around))
    if data.actual is not None and result.adherence is not None:
        done = effect_of_what_was_done(test, rule.level)
        result = replace(
            result, adherence=replace(result.adherence, effect=done[0], interval=done[1])
        )
    checks = make_checks(data, rule, result, test, blinding, around.answers, blinded=around.blinded)
    result = replace(result, checks=checks)
    return replace(result, text=result_text(result, rule))


def _main(
    data: TrialData, rule: Rule, test: AssignmentTest, reference: Reference, around: Circumstances
) -> TrialResult:
    """Return effect, interval, p-value, posterior, e-value and decision."""
    own = np.array(data.schedule.assignment, dtype=np.float64)
    effect, _ = test.observed()
    interval = test.interval(rule.level)
    p_value = test.p_value()
    density = effect_posterior(test.grams, own, rule.prior_mean, rule.prior_sd)
    posterior = _summary(density, rule)
    evidence = e_process(
        data.columns, data.rows_by_toss, data.assignments, data.schedule.assignment,
        rule.prior_sd, data.grid,
    ).last  # fmt: skip
    alike = posterior.p_no_meaningful_difference
    decision = decide(rule, effect, p_value, evidence, alike, early=around.early)
    return TrialResult(
        data.readings.name, data.schedule.reference, data.schedule.active, effect,
        None if interval is None else interval[:2], None if interval is None else interval[2],
        p_value, reference.size, posterior, evidence, decision, "",
        _why_not(rule, reference, decision, data.schedule.layout, early=around.early),
        around.adherence, period_summaries(data),
        provenance=_provenance(data, rule, reference, around), ratings=_ratings(data),
        unit=own_unit(data.readings.unit),
    )  # fmt: skip


def _summary(density: EffectPosterior, rule: Rule) -> PosteriorSummary:
    low, high = density.below(-rule.smallest_difference), density.below(rule.smallest_difference)
    below, above = low, 1.0 - high
    benefit, harm = (above, below) if rule.higher_is_better else (below, above)
    within = density.within(FUTILE_WITHIN * rule.step)
    return PosteriorSummary(
        density.mean, density.sd, benefit, harm, high - low, within, _curve(density)
    )


def _curve(density: EffectPosterior) -> tuple[tuple[float, float], ...]:
    """Return the density where it is seen, thinned for drawing."""
    step = float(density.points[1] - density.points[0])
    near = np.abs(density.points - density.mean) <= _DRAWN_SDS * density.sd
    points, height = density.points[near], density.mass[near] / step
    every = max(1, -(-points.size // _DRAWN_POINTS))
    return tuple(zip(points[::every].tolist(), height[::every].tolist(), strict=True))


def _why_not(
    rule: Rule, reference: Reference, decision: str, layout: Layout, *, early: bool
) -> str:
    if decision != "not_conclusive":
        return ""
    if reference.smallest_p > rule.alpha:
        return (
            f"{reference.size} possible schedules cannot give p below {reference.smallest_p:.3g}; "
            f"{_MORE_SCHEDULES[layout]}"
        )
    if early:
        return "it was stopped before its planned end, with an e-value below 20"
    return "the ratings fit both a difference that matters and none"


def _grade(result: TrialResult, blinding: Blinding | None, around: Circumstances) -> str:
    """Return how sure a positive decision is: lower by one where the person could know."""
    if result.decision not in {"helps", "harms"} or result.p_randomisation is None:
        return ""
    sure = result.p_randomisation <= 0.01 or (result.e_value or 0.0) >= 20.0
    blind = around.blinded and not (blinding is not None and blinding.broken)
    return ("low", "moderate", "high")[int(sure) + int(blind)]


def period_summaries(data: TrialData) -> tuple[PeriodSummary, ...]:
    """Return every period with the count, mean and spread of its ratings."""
    rows = []
    for number, period in enumerate(data.schedule.periods):
        values = data.readings.values[data.unit_of == number]
        rows.append(
            PeriodSummary(
                period.start, period.end, period.condition, period.pair, int(values.size),
                float(values.mean()) if values.size else None,
                float(values.std(ddof=1)) if values.size > 1 else None,
            )
        )  # fmt: skip
    return tuple(rows)


def _ratings(data: TrialData) -> tuple[Rated, ...]:
    readings = data.readings
    rows = zip(readings.at, readings.values.tolist(), data.unit_of.tolist(), strict=True)
    return tuple(Rated(at, value, unit) for at, value, unit in rows)


def _provenance(
    data: TrialData, rule: Rule, reference: Reference | None, around: Circumstances
) -> dict[str, object]:
    return {
        "method": METHOD,
        "randomised": data.schedule.layout,
        "possible_schedules": data.assignments.count(),
        "exact": None if reference is None else reference.exact,
        "ratings": len(data.readings.at),
        "ratings_outside": data.outside,
        "carry_over_mean_hours": round(data.carry_over.mean_hours, 3),
        "rule": rule.as_dict(),
        **around.provenance,
    }


def _unanswerable(data: TrialData, rule: Rule, around: Circumstances, because: str) -> TrialResult:
    """Return a result without any number that would mean nothing."""
    result = TrialResult(
        data.readings.name, data.schedule.reference, data.schedule.active, None, None, None, None,
        min(data.assignments.count(), 1 << 62), None, None, "not_conclusive", "", because,
        around.adherence, period_summaries(data),
        provenance=_provenance(data, rule, None, around), ratings=_ratings(data),
        unit=own_unit(data.readings.unit),
    )  # fmt: skip
    return replace(result, text=f"Not conclusive, because {because}.")

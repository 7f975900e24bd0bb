"""Verdicts on daily states: sleep, stress, movement, sitting."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy.special import ndtr

from gutline.discovery import checks, words
from gutline.discovery.findings import Finding, LeadCheck, Verdict
from gutline.discovery.leading import REVERSED_BELOW, prediction_errors
from gutline.discovery.listing import LEAST_PROBABILITY, OutcomeView
from gutline.discovery.series import State
from gutline.discovery.settings import Settings
from gutline.discovery.states import StateEffect, state_effects
from gutline.discovery.testability import forecast
from gutline.discovery.verdicts import SIGN_SURE


def effects_of(view: OutcomeView) -> list[StateEffect]:
    """Return the effects of all states of one outcome that may be exposures."""
    return state_effects(view.outcome, view.states)


def state_verdict(
    view: OutcomeView, effect: StateEffect, settings: Settings, *, chosen: bool
) -> Finding:
    """Return the verdict on one state.

    Parameters
    ----------
    view : OutcomeView
    effect : StateEffect
    settings : Settings
    chosen : bool
        Whether it stands on the list of findings.
    """
    line, state = effect.line, effect.state
    finding = Finding(
        view.outcome.ratings.name,
        state.name,
        state.level,
        Verdict.UNDECIDED,
        probability=effect.probability,
        effect=effect.size.centre,
        interval=effect.size.interval(settings.interval_level),
        peak_hours=effect.peak_hours,
        dose=effect.swing_words,
        count=state.count,
        days=int(np.isfinite(state.daily).sum()),
        robustness=checks.robustness(line),
        lead_check=_lead(view, state),
        split_half=checks.split_half(line, view.first_half),
    )
    positive = 1.0 - effect.size.below(0.0)
    if chosen and max(positive, 1.0 - positive) >= SIGN_SURE:
        return _found(finding, worse=positive > 0.5)
    low, high = finding.interval or (0.0, 0.0)
    inside = -settings.cleared_within < low and high < settings.cleared_within
    if inside and effect.probability < LEAST_PROBABILITY:
        reason = f"any effect of {finding.dose} lies within {settings.cleared_within:g} points"
        finding = replace(finding, verdict=Verdict.CLEARED, reason=reason)
        return replace(finding, sentence=words.cleared_sentence(finding))
    needs = forecast(effect.size, state.count, view.analysis, settings)
    reason = "there is not enough diary yet to say either way"
    finding = replace(finding, reason=reason, next_step="Keep logging it.", needs=needs)
    return replace(finding, sentence=words.undecided_sentence(finding))


def _found(finding: Finding, *, worse: bool) -> Finding:
    notes: tuple[str, ...] = ()
    if finding.lead_check and finding.lead_check.reversed:
        notes = (f"Your {finding.outcome} also changes {finding.name} the day after.",)
    finding = replace(
        finding,
        verdict=Verdict.SUSPECT if worse else Verdict.HELPER,
        credible_set=(finding.name,),
        reason="found: chance alone would rarely do this, everything logged being equal",
        next_step="Test it: let a coin decide on which days you change it.",
        notes=notes,
    )
    return replace(finding, sentence=words.found_sentence(finding, kind="state"))


def _lead(view: OutcomeView, state: State) -> LeadCheck:
    """Return whether ratings foretell the state of the next day."""
    errors = prediction_errors(view.outcome)
    known = state.daily[np.isfinite(state.daily)]
    filled = np.where(np.isfinite(state.daily), state.daily, known.mean())
    day = np.minimum(view.outcome.ratings.day + 1, filled.size - 1)
    basis = view.outcome.group.basis
    later = filled[day] - basis @ (basis.T @ filled[day])
    scale = float(np.sqrt((errors**2).mean() * (later**2).sum()))
    p_value = float(2 * ndtr(-abs(float(errors @ later)) / max(scale, 1e-9)))
    return LeadCheck(reversed=p_value < REVERSED_BELOW, p_value=p_value)


def untestable_state(outcome: str, state: State, reason: str) -> Finding:
    """Return the verdict on a state that could not be looked at."""
    finding = Finding(
        outcome,
        state.name,
        state.level,
        Verdict.UNTESTABLE,
        dose=state.unit or "a day with it",
        count=state.count,
        days=int(np.isfinite(state.daily).sum()),
        reason=reason,
        next_step="Log it on most days.",
    )
    return replace(finding, sentence=words.untestable_sentence(finding))

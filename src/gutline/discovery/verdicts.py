"""Verdicts: one for every exposure and outcome, never only the winners."""

from __future__ import annotations

from dataclasses import dataclass, replace

from gutline.discovery import checks, words
from gutline.discovery.analysis import Analysis
from gutline.discovery.findings import Finding, Verdict
from gutline.discovery.leading import lead_check
from gutline.discovery.listing import Candidate, OutcomeView
from gutline.discovery.missing import missing_ratings, tipping_point
from gutline.discovery.series import Exposure
from gutline.discovery.settings import Settings
from gutline.discovery.sizing import (
    EffectSize,
    lag_curve,
    peak_hours,
    size_effect,
    total_effect,
)
from gutline.discovery.testability import (
    always,
    forecast,
    too_few,
)
from gutline.stats.mixture import NormalMixture, intervals

SIGN_SURE = 0.95
SIZE_ABOVE = 0.3
PATTERN_SHARE = 0.75
TAGS_OVERLAP = 0.3


def verdicts_for(
    view: OutcomeView, chosen: list[Candidate], offered: list[Candidate], settings: Settings
) -> list[Finding]:
    """Return the verdict on every exposure of one fitted outcome, states aside.

    Parameters
    ----------
    view : OutcomeView
    chosen : list of Candidate
        Those on the list of findings.
    offered : list of Candidate
        Those that would be, but for which only a trial could tell.
    settings : Settings
    """
    view = replace(view)  # what it works out for these verdicts is large and goes with them
    analysis = view.analysis
    by_member = {m: c for c in chosen for m in c.members}
    waiting = {m for c in offered for m in c.members}
    rest = [p for p in range(len(analysis.tested)) if p not in by_member]
    sizes = _sizes(view, rest, settings)
    positions = {index: position for position, index in enumerate(analysis.tested)}
    findings = []
    for index, exposure in enumerate(analysis.exposures):
        position = positions.get(index, -1)
        if position < 0:
            findings.append(untested(view.outcome.ratings.name, exposure, analysis, settings))
        elif position in by_member:
            findings.append(_found(view, position, by_member[position], settings))
        else:
            only_trial = position in waiting
            findings.append(
                _not_found(view, position, sizes[position], settings, only_trial=only_trial)
            )
    return _mind_the_tags(findings, analysis)


@dataclass(frozen=True)
class _Sized:
    """An effect in points with its credible interval."""

    mixture: NormalMixture
    interval: tuple[float, float]


def _sizes(view: OutcomeView, positions: list[int], settings: Settings) -> dict[int, _Sized]:
    """Return the sizes of what was not found, closely where it is likely."""
    outcome, level = view.outcome, settings.interval_level
    close = [p for p in positions if outcome.probability[p] > SIZE_ABOVE]
    rest = [p for p in positions if outcome.probability[p] <= SIZE_ABOVE]
    mixtures = [view.searched[p] for p in rest]
    ends = intervals(mixtures, level)
    sized = {p: _Sized(m, e) for p, m, e in zip(rest, mixtures, ends, strict=True)}
    for p in close:
        mixture = size_effect(outcome.group, outcome.fit, outcome.unit_of(p), p).size
        sized[p] = _Sized(mixture, mixture.interval(level))
    return sized


def untested(
    outcome: str, exposure: Exposure, analysis: Analysis, settings: Settings, reason: str = ""
) -> Finding:
    """Return the verdict on an exposure that was not a candidate."""
    why = too_few(exposure, analysis, settings)
    finding = Finding(
        outcome,
        exposure.name,
        exposure.level,
        Verdict.UNTESTABLE,
        dose=exposure.dose_words,
        count=exposure.at_hours.size,
        days=exposure.day_count,
        foods=exposure.members,
        reason=reason or (why.reason if why else "it was not looked at"),
        next_step=why.change if why and not reason else "",
        needs=why.needs if why and not reason else None,
    )
    return replace(finding, sentence=words.untestable_sentence(finding))


def _base(view: OutcomeView, position: int, size: _Sized, probability: float) -> Finding:
    exposure = view.outcome.group.candidates.exposures[position]
    return Finding(
        view.outcome.ratings.name,
        exposure.name,
        exposure.level,
        Verdict.UNDECIDED,
        probability=probability,
        effect=size.mixture.centre,
        interval=size.interval,
        dose=exposure.dose_words,
        count=exposure.at_hours.size,
        days=exposure.day_count,
        lead_check=lead_check(float(view.leads[position])),
        foods=exposure.members,
    )


def _found(view: OutcomeView, position: int, candidate: Candidate, settings: Settings) -> Finding:
    effect = size_effect(view.outcome.group, view.outcome.fit, candidate.unit, position)
    size = _Sized(effect.size, effect.size.interval(settings.interval_level))
    finding = _base(view, position, size, candidate.probability)
    finding = _with_course(finding, effect, settings)
    finding = _with_checks(finding, view, effect, position)
    finding = _with_prior(finding, settings.prior_weight(finding.name), candidate.probability)
    positive = 1.0 - effect.size.below(0.0)
    if len(candidate.members) > 1:
        return _one_of(finding, view, position, candidate)
    if max(positive, 1.0 - positive) < SIGN_SURE:
        reason = "it goes with the outcome, but not clearly for better or worse"
        return _as_undecided(finding, effect.size, view, reason, settings)
    verdict = Verdict.SUSPECT if positive > 0.5 else Verdict.HELPER
    finding = replace(
        finding,
        verdict=verdict,
        credible_set=(finding.name,),
        reason="found: chance alone would rarely do this, everything logged being equal",
        next_step=f"Test it: a trial decides whether {finding.name} matters.",
    )
    slow = effect.kernels[effect.best].slow
    kind = "slow" if slow else "event"
    return replace(finding, sentence=words.found_sentence(finding, kind=kind))


def _one_of(finding: Finding, view: OutcomeView, position: int, candidate: Candidate) -> Finding:
    exposures = view.outcome.group.candidates.exposures
    names = tuple(exposures[m].name for m in candidate.members)
    share = dict(zip(candidate.unit.members, candidate.unit.share, strict=True))[position]
    others = words.either(tuple(n for n in names if n != finding.name))
    finding = replace(
        finding,
        verdict=Verdict.ONE_OF,
        probability=float(candidate.probability * share),
        credible_set=names,
        reason=f"it cannot be told apart from {others}",
        next_step=f"This week have {finding.name} without {others} twice, and the other way round.",
    )
    return replace(finding, sentence=words.set_sentence(finding, candidate.probability))


def _with_course(finding: Finding, effect: EffectSize, settings: Settings) -> Finding:
    total, interval = total_effect(effect, settings.interval_level)
    return replace(
        finding,
        total=total,
        total_interval=interval,
        peak_hours=peak_hours(effect),
        lag_curve=lag_curve(effect, settings.interval_level),
    )


def _with_checks(finding: Finding, view: OutcomeView, effect: EffectSize, position: int) -> Finding:
    outcome = view.outcome
    line = checks.line_of(outcome, effect)
    value = checks.robustness(line)
    return replace(
        finding,
        robustness=value,
        robustness_words=_strength(view, effect, value),
        split_half=checks.split_half(line, view.first_half),
        notes=tuple(_notes(finding, view, effect, position)),
    )


def _with_prior(finding: Finding, weight: float, probability: float) -> Finding:
    """Tell of a prior weight, and how sure it would be without."""
    if weight == 1.0:
        return finding
    odds = probability / max(1.0 - probability, 1e-12) / weight
    without = words.sureness(odds / (1.0 + odds))
    note = f"It was given {weight:g} times the usual odds beforehand; without them: {without}."
    return replace(finding, notes=(*finding.notes, note))


def _strength(view: OutcomeView, effect: EffectSize, value: float) -> str:
    freedom = view.outcome.fit.regression.rows
    strongest = checks.strongest_rival(view.rivals, effect, freedom)
    if strongest is None or strongest[1] <= 0:
        share = f"{100 * value:.0f} % of what is left of both"
        return f"a hidden cause would have to explain {share} to undo this"
    times = value / strongest[1]
    name = strongest[0]
    if times < 1:
        return f"a hidden cause weaker than {name} could undo this"
    strength = f"{times:.1f}" if times < 10 else "more than 10"
    return f"a hidden cause would have to be {strength} times as strong as {name} to undo this"


def _notes(finding: Finding, view: OutcomeView, effect: EffectSize, position: int) -> list[str]:
    outcome, notes = view.outcome, []
    patterns = checks.slope_without_patterns(view.doses, outcome, effect, position)
    if patterns * effect.size.centre <= 0 or abs(patterns) < PATTERN_SHARE * abs(
        effect.size.centre
    ):
        notes.append(
            f"With the commonest patterns in what else you eat taken out, the effect is "
            f"{words.signed_points(patterns)} points: something eaten alongside may be behind it."
        )
    if not checks.ordinal_agrees(outcome, effect):
        notes.append("Read as ordered steps instead of numbers, the ratings show it less clearly.")
    if finding.lead_check and finding.lead_check.reversed:
        notes.append(
            f"Your {finding.outcome} also changes how often you have {finding.name}: "
            "only a trial can tell the two apart."
        )
    if missing_ratings(outcome.ratings).share > 0.1:
        exposure = outcome.group.candidates.exposures[position]
        tip = tipping_point(outcome.ratings, exposure, effect.size.centre)
        if tip is not None:
            way = "lower" if tip < 0 else "higher"
            notes.append(
                f"To undo this, the ratings missing after it would have to be "
                f"{words.points(tip)} points {way} than the others."
            )
    return notes


def _not_found(
    view: OutcomeView, position: int, size: _Sized, settings: Settings, *, only_trial: bool
) -> Finding:
    probability = float(view.outcome.probability[position])
    finding = _base(view, position, size, probability)
    if only_trial:
        reason = f"your {finding.outcome} changes how often you have it, so only a trial could tell"
        return _as_undecided(finding, size.mixture, view, reason, settings)
    low, high = finding.interval or (0.0, 0.0)
    if -settings.cleared_within < low and high < settings.cleared_within and probability < 0.5:
        finding = replace(
            finding,
            verdict=Verdict.CLEARED,
            reason=f"any effect lies within {settings.cleared_within:g} points a dose",
        )
        return replace(finding, sentence=words.cleared_sentence(finding))
    return _unclear(finding, size.mixture, view, position, settings)


def _unclear(
    finding: Finding,
    size: NormalMixture,
    view: OutcomeView,
    position: int,
    settings: Settings,
) -> Finding:
    """Return untestable where the diary can never tell, else undecided with a forecast."""
    exposure = view.outcome.group.candidates.exposures[position]
    why = always(exposure, view.analysis)
    partner = None if why else view.partners.get(position)
    if why is None and partner is None:
        reason = "there is not enough diary yet to say either way"
        return _as_undecided(finding, size, view, reason, settings)
    reason = why.reason if why else f"you never had it without {partner}"
    change = why.change if why else f"Have it without {partner} a few times."
    finding = replace(
        finding,
        verdict=Verdict.UNTESTABLE,
        probability=None,
        effect=None,
        interval=None,
        reason=reason,
        next_step=change,
        needs=why.needs if why else None,
    )
    return replace(finding, sentence=words.untestable_sentence(finding))


def _as_undecided(
    finding: Finding, size: NormalMixture, view: OutcomeView, reason: str, settings: Settings
) -> Finding:
    needs = forecast(size, finding.count, view.analysis, settings)
    step = "Keep logging, or test it in a trial to know sooner."
    finding = replace(
        finding, verdict=Verdict.UNDECIDED, reason=reason, next_step=step, needs=needs
    )
    return replace(finding, sentence=words.undecided_sentence(finding))


def _mind_the_tags(findings: list[Finding], analysis: Analysis) -> list[Finding]:
    """Take "cleared" back where a tag of the food, or a food of the tag, was found."""
    members = {e.name: set(e.members) for e in analysis.exposures if e.members}
    found = {f.name for f in findings if f.verdict.found}
    return [_settle_first(f, _related(f, members) & found) for f in findings]


def _related(finding: Finding, members: dict[str, set[str]]) -> set[str]:
    """Return the tags that hold a food, or the foods that a tag holds."""
    if finding.name not in members:
        return {tag for tag, foods in members.items() if finding.name in foods}
    own = members.get(finding.name, set())
    alike = {tag for tag, foods in members.items() if len(own & foods) > TAGS_OVERLAP * len(own)}
    return own | alike


def _settle_first(finding: Finding, related: set[str]) -> Finding:
    if finding.verdict is not Verdict.CLEARED or not related:
        return finding
    name = min(related)
    return replace(
        finding,
        verdict=Verdict.UNDECIDED,
        reason=f"apart from what {name} does there is no sign of it, but they belong together",
        next_step=f"Settle {name} first.",
        sentence=f"{words.capital(finding.name)} shows nothing of its own for {finding.outcome}, "
        f"but it belongs with {name}: settle that first.",
    )

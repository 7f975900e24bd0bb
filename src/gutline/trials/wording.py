"""A trial's result in plain sentences."""

from __future__ import annotations

from gutline.trials.deciding import Rule
from gutline.trials.result import TrialResult
from gutline.trials.units import amount, change, change_figure

_DECISIONS = {
    "helps": "{active!r} helps with {outcome}",
    "harms": "{active!r} makes {outcome} worse",
    "no_meaningful_difference": "{active!r} makes no meaningful difference to {outcome}",
    "not_conclusive": "Not conclusive: whether {active!r} changes {outcome} is still open",
}


def result_text(result: TrialResult, rule: Rule) -> str:
    """Return the result as a few lines for people."""
    words = {"active": result.active, "outcome": result.outcome}
    first = _DECISIONS[result.decision].format(**words)
    first += f" ({result.grade} confidence)." if result.grade else "."
    lines = [first]
    if result.because:
        lines.append(f"Why: {result.because}.")
    lines += [*figure_lines(result, rule), _longer(result, rule)]
    return "\n".join(line for line in lines if line)


def figure_lines(result: TrialResult, rule: Rule) -> tuple[str, ...]:
    """Return the lines that hold the figures, for who shows those otherwise."""
    lines = (_effect(result), _chances(result, rule))
    return tuple(line for line in lines if line)


def _effect(result: TrialResult) -> str:
    if result.effect is None:
        return ""
    unit = result.unit
    text = f"{result.active!r} against {result.reference!r}: {change(result.effect, unit)}"
    if result.interval is not None and result.interval_level is not None:
        low, high = result.interval
        level = f"{100.0 * result.interval_level:.4g}"
        ends = (change_figure(end, unit, result.effect) for end in (low, high))
        text += f", {level}% interval {' to '.join(ends)}"
    text += f"; randomisation p = {result.p_randomisation:.3g}"
    text += f" over {result.schedules:,} schedules"
    return f"{text}, e-value {result.e_value:.3g}."


def _chances(result: TrialResult, rule: Rule) -> str:
    posterior = result.posterior
    if posterior is None:
        return ""
    return (
        f"A benefit of {amount(rule.smallest_difference, result.unit)} or more: "
        f"{posterior.p_benefit:.0%}; harm of as much: {posterior.p_harm:.0%}; no meaningful "
        f"difference: {posterior.p_no_meaningful_difference:.0%}."
    )


def _longer(result: TrialResult, rule: Rule) -> str:
    """Say what a longer trial would cost, where this one left the question open."""
    if result.decision != "not_conclusive" or result.posterior is None or not result.interval:
        return ""
    low, high = result.interval
    # A 95 % interval is about four standard errors wide; 2.8 of them are found with a chance of .8.
    times = ((high - low) / 4.0 * 2.8 / rule.smallest_difference) ** 2
    first, last = result.periods[0].start, result.periods[-1].end
    days = round((last - first).total_seconds() / 86_400.0)
    if times <= 1.0:
        return ""
    return (
        f"To find {amount(rule.smallest_difference, result.unit)} with a chance of 80 % it would "
        "take about "
        f"{round(days * times)} days instead of {days}."
    )

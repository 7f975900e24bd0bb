"""From plans and results to what the pages of trials show; runs in the worker only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from gutline.reports.trial_charts import periods_chart, posterior_chart
from gutline.reports.trial_json import trial_document
from gutline.reports.wording import between, number, percent, signed
from gutline.trials.calendar import lay_days
from gutline.trials.planner import Form
from gutline.trials.preparing import Prepared
from gutline.trials.randomising import Proof
from gutline.trials.result import TrialResult
from gutline.trials.running import condition_words
from gutline.trials.trial import Trial
from gutline.trials.units import amount, decimals, is_rating, unit_words
from gutline.trials.wording import figure_lines

Plain = dict[str, Any]
_LEAST_P = 0.0005
_MARKS = {True: "✓", False: "!", None: "·"}


def shape_plan(prepared: Prepared) -> Plain:
    """Return a plan that was not locked yet, with what it can find."""
    plan, design = prepared.plan, prepared.design
    return {
        "plan": plan.as_dict(),
        "hash": plan.digest(),
        "days": plan.days,
        "design": {"id": design.id, "name": design.name, "description": design.description,
                   "warnings": list(design.warnings), "least_pairs": design.minimum_pairs},
        "outlook": _outlook(asdict(prepared.outlook)),
        "forms": [_form(form) for form in prepared.forms],
        "sentence": prepared.sentence,
        "unit": unit_words(plan.unit),
        "rated": is_rating(plan.unit),
        "smallest": amount(plan.smallest_difference, plan.unit),
        "own_noise": prepared.own_noise,
        "ratings": prepared.ratings,
    }  # fmt: skip


def _form(form: Form) -> Plain:
    return {
        "period_days": form.period_days,
        "rows": [_outlook(asdict(one)) for one in form.outlooks],
    }


def _outlook(one: Plain) -> Plain:
    shares = ("power", "clearing", "conclusive")
    return one | {f"{name}_words": percent(one[name]) for name in shares}


def shape_result(
    trial: Trial, result: TrialResult, proofs: Sequence[Proof], *, over: bool
) -> Plain:
    """Return a result as its page shows it, charts drawn."""
    rule = trial.plan.rule
    first, *rest = result.text.splitlines()
    return {
        "over": over,
        "sentence": first,
        "more": [line for line in rest if line not in figure_lines(result, rule)],
        "decision": result.decision,
        "grade": result.grade,
        "facts": _facts(result),
        "periods": _periods(result),
        "chart": periods_chart(result),
        "posterior": posterior_chart(result, rule.smallest_difference),
        "smallest": amount(rule.smallest_difference, result.unit),
        "unit": unit_words(result.unit),
        "checks": [
            {"mark": _MARKS[check.passed], "text": check.text}
            for check in result.checks
            if not (over and check.name == "stopping")
        ],
        "proofs": [{"passed": p.passed, "text": p.text} for p in proofs],
        "next": _next(trial, result, over=over),
        "active": result.active,
        "reference": result.reference,
        "json": trial_document(result),
    }


def _facts(result: TrialResult) -> list[Plain]:
    if result.effect is None or result.posterior is None:
        return []
    kept = result.adherence
    kept_words = "not logged"
    if kept is not None:
        kept_words = f"{percent(kept.kept)} of {kept.logged} days"
        if kept.kept in {0.0, 1.0}:
            kept_words = f"{'all' if kept.kept else 'none'} of {kept.logged} days"
    facts = [
        ("Difference", f"{_figure(result.effect, result)} {unit_words(result.unit)}"),
        ("Between", _between(result)),
        ("Helps by enough to matter", percent(result.posterior.p_benefit)),
        ("Worsens by enough to matter", percent(result.posterior.p_harm)),
        ("No difference that matters", percent(result.posterior.p_no_meaningful_difference)),
        ("Chance alone", _by_chance(result)),
        ("Kept to", kept_words),
    ]
    return [{"term": term, "words": words} for term, words in facts]


def _between(result: TrialResult) -> str:
    """Return the interval with its level: a narrow one of few schedules holds little."""
    if result.interval is None or result.interval_level is None:
        return "not known"
    places = decimals(max(map(abs, result.interval)), result.unit, 1)
    return f"{between(result.interval, places)} ({percent(result.interval_level)} interval)"


def _by_chance(result: TrialResult) -> str:
    p_value = result.p_randomisation or 0.0
    return "p < 0.001" if p_value < _LEAST_P else f"p = {number(p_value, 3)}"


def _figure(number_: float, result: TrialResult) -> str:
    return signed(number_, decimals(number_, result.unit, 1))


def _periods(result: TrialResult) -> list[Plain]:
    values: dict[int, list[str]] = {}
    for one in result.ratings:
        values.setdefault(one.period, []).append(f"{one.value:g}")
    return [
        {
            "number": place + 1,
            "start": period.start.date().isoformat(),
            "condition": period.condition,
            "active": period.condition == result.active,
            "mean": number(period.mean, decimals(period.mean or 0.0, result.unit, 1)),
            "ratings": ", ".join(values.get(place, [])) or "none",
        }
        for place, period in enumerate(result.periods)
    ]


def _next(trial: Trial, result: TrialResult, *, over: bool) -> str:
    """Return what to do next, in a sentence or two."""
    plan = trial.plan
    if not over:
        return (
            "The trial goes on. Looking early is allowed: the e-value stays right however often "
            "you look. It may be stopped for success when that reaches 20."
        )
    back = f"Have {plan.exposure} again as you used to. " if plan.eliminates else ""
    if result.decision == "no_meaningful_difference":
        return f"{back}It is cleared for {plan.outcome}: nothing to mind about it."
    if result.decision == "not_conclusive":
        return (
            f"{back}Nothing is decided. Keep logging; a longer trial, or a smaller question, can "
            "be planned with this noise."
        )
    if (result.decision == "harms") == plan.eliminates:
        return (
            f"{plan.exposure} matters for your {plan.outcome}. Try how much of it you bear, a "
            "smaller portion first, before it is left out for long; a dietitian can replace it."
            if plan.eliminates
            else f"Keep {plan.exposure} if it fits your days; look at it again in half a year."
        )
    if result.decision == "helps":
        return f"{plan.exposure} helps your {plan.outcome}. Keep it if it fits your days."
    return f"{plan.exposure} makes your {plan.outcome} worse. Stop it, or take less."


def shape_schedule(trial: Trial, today: date) -> list[Plain]:
    """Return the whole schedule, for the partner who keeps it: one row a period."""
    rows: list[Plain] = []
    for day in lay_days(trial, today):
        words = "paused" if day.slot is None else condition_words(trial, day)
        if rows and rows[-1]["words"] == words:
            rows[-1]["until"] = day.day.isoformat()
        else:
            rows.append({"from": day.day.isoformat(), "until": day.day.isoformat(), "words": words})
    return rows

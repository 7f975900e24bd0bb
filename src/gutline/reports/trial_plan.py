"""A plan in words: what is compared for how long, and what it can find."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gutline.trials.units import amount

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gutline.catalog.designs import Design
    from gutline.trials.plan import Plan
    from gutline.trials.planner import Form, Outlook


def plan_lines(
    plan: Plan, design: Design, outlook: Outlook, forms: Sequence[Form], sentence: str
) -> tuple[str, ...]:
    """Return the plan as lines for people."""
    return (
        f"{design.name}: {plan.active!r} against {plan.reference!r}, rated by {plan.outcome}.",
        f"{'More' if plan.higher_is_better else 'Less'} of it counts as better.",
        f"{2 * plan.pairs} periods of {plan.period_days} days in {plan.pairs} pairs"
        + (f", {plan.run_in_days} days before" if plan.run_in_days else "")
        + (f", {plan.washout_days} days in between" if plan.washout_days else "")
        + f": {plan.days} days from {plan.start}.",
        _chances(plan, outlook),
        "",
        *_side_by_side(forms),
        "",
        sentence,
        *(f"Note: {warning}" for warning in design.warnings),
        *([f"Put it back by {plan.put_back}, whatever the result."] if plan.put_back else []),
    )


def _chances(plan: Plan, outlook: Outlook) -> str:
    return (
        f"A difference of {amount(plan.smallest_difference, plan.unit)}, the smallest that "
        f"matters, is found with a chance of {outlook.power:.0%}; where there is none, that is "
        f"said with a chance of {outlook.clearing:.0%}; a "
        f"conclusive answer: {outlook.conclusive:.0%}."
    )


def _side_by_side(forms: Sequence[Form]) -> list[str]:
    """Return two lengths of period beside each other: days, power, chance of an answer."""
    head = "   ".join(f"{f'periods of {form.period_days} days':<32}" for form in forms).rstrip()
    lines = [head, "   ".join(["pairs  days   found  conclusive  "] * len(forms)).rstrip()]
    for number in range(max(len(form.outlooks) for form in forms)):
        cells = [_cell(form, number) for form in forms]
        lines.append("   ".join(cells).rstrip())
    return lines


def _cell(form: Form, number: int) -> str:
    if number >= len(form.outlooks):
        return " " * 32
    one = form.outlooks[number]
    return f"{one.pairs:>5}  {one.days:>4}  {one.power:>6.0%}  {one.conclusive:>10.0%}  "

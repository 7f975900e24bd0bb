"""What is looked at beside the main analysis, each told in a plain sentence."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from gutline.stats.assignment_test import AssignmentTest
from gutline.stats.randomisation import Reference
from gutline.trials.answers import Answers, Blinding, expected_more
from gutline.trials.carry_over import CarryOver
from gutline.trials.deciding import ENOUGH_EVIDENCE, FUTILE_WITHIN, SURE, Rule
from gutline.trials.missing import FARTHEST, find_missing, tipping_point
from gutline.trials.result import Check, TrialResult
from gutline.trials.trial_data import TrialData
from gutline.trials.units import amount, change, change_figure, decimals, is_rating, unit_words

CARRY_OVER_DAYS = (0.0, 1.0, 2.0, 3.0)
_UNEVEN = 0.15
_EXPECTED_ALIKE = 2.0


def make_checks(
    data: TrialData,
    rule: Rule,
    result: TrialResult,
    test: AssignmentTest,
    blinding: Blinding | None,
    answers: Answers,
    *,
    blinded: bool,
) -> tuple[Check, ...]:
    """Return every check that has something to say."""
    return (
        *_schedules(result, test.reference, rule),
        *_ratings(data),
        *_missing(data, rule, result, test.reference),
        *_carry_over(data, rule, result),
        *_adherence(result),
        *_stopping(result, rule),
        *_expectation(data, answers),
        *_blinding(result, blinding, blinded=blinded),
    )


def _schedules(result: TrialResult, reference: Reference, rule: Rule) -> Iterator[Check]:
    words = "all of them" if reference.exact else "the real one and random draws"
    low = reference.smallest_p
    enough = low <= rule.alpha
    text = f"Compared over {reference.size:,} possible schedules ({words})"
    text += "." if enough else f"; p cannot fall below {low:.3g}, so p < .05 is out of reach."
    yield Check("schedules", enough, text)
    if result.interval_level is not None and result.interval_level < rule.level - 1e-9:
        text = (
            f"The interval is a {result.interval_level:.1%} one: so few schedules allow no other."
        )
        yield Check("interval level", False, text)


def _ratings(data: TrialData) -> Iterator[Check]:
    if data.outside:
        text = f"{data.outside:,} ratings lie outside the periods and were left out."
        yield Check("ratings outside", None, text)
    empty = np.flatnonzero(data.counts == 0)
    if empty.size:
        first = data.schedule.periods[int(empty[0])].start
        text = f"{empty.size} periods have no ratings, the first from {first:%Y-%m-%d}."
        if empty.size == 1:
            text = f"The period from {first:%Y-%m-%d} has no ratings."
        yield Check("periods without ratings", False, text)
    if data.timeline.void_days:
        days = len(data.timeline.void_days)
        text = f"{days} day{'' if days == 1 else 's'} that do not count (void, ill or paused) "
        text += "were left out." if days > 1 else "was left out."
        yield Check("void days", None, text)


def _missing(
    data: TrialData, rule: Rule, result: TrialResult, reference: Reference
) -> Iterator[Check]:
    missing = find_missing(data)
    if not missing.count or missing.days == 0:
        return
    own = np.array(data.schedule.assignment)
    share = missing.count / missing.days
    by_side = [int(missing.active.sum()), int((~missing.active).sum())]
    even = abs(by_side[0] - by_side[1]) <= max(_UNEVEN * missing.days / 2, 2)
    yield Check(
        "missing ratings", even,
        f"{missing.count} of {missing.days} days ({share:.0%}) have no rating: {by_side[0]} under "
        f"{data.schedule.active!r}, {by_side[1]} under {data.schedule.reference!r}.",
    )  # fmt: skip
    if result.decision in {"helps", "harms"} and own.any() and missing.active.any():
        shift = tipping_point(data, missing, reference, rule)
        way = "higher" if (result.effect or 0.0) < 0 else "lower"
        far = f"more than {amount(FARTHEST * rule.step, result.unit)}"
        if shift is not None:
            places = decimals(shift, result.unit, 1)
            far = f"{shift:,.{places}f} {unit_words(result.unit)}"
        text = f"The unrated days under {data.schedule.active!r} would have to be {far} {way} than "
        yield Check(
            "tipping point",
            shift is None or shift >= rule.step,
            text + "guessed to undo the result.",
        )


def _carry_over(data: TrialData, rule: Rule, result: TrialResult) -> Iterator[Check]:
    own = data.assignments.assigned(np.array([data.assignments.tosses(data.schedule.assignment)]))
    alone = Reference(np.asarray(own, dtype=np.int8), 0, exact=False)
    effects = []
    for days in CARRY_OVER_DAYS:
        other = data.with_carry_over(CarryOver.fading(24.0 * days))
        effects.append(AssignmentTest.of(other.columns, alone, data.grid).observed()[0])
    shown = ", ".join(change_figure(e, result.unit, max(map(abs, effects))) for e in effects)
    main = result.effect or 0.0
    steady = max(abs(e - main) for e in effects) <= 0.5 * max(rule.step, abs(main))
    text = f"With 0, 1, 2 and 3 days of carry-over the effect is {shown} {unit_words(result.unit)}."
    yield Check("carry-over", steady, text)


def _adherence(result: TrialResult) -> Iterator[Check]:
    adherence = result.adherence
    if adherence is None or not adherence.logged:
        return
    text = f"Kept to on {adherence.kept:.0%} of {adherence.logged} logged days"
    if adherence.effect is not None:
        done = change(adherence.effect, result.unit)
        text += f"; for what was really done the effect is {done}"
        if adherence.interval is not None:
            own = adherence.effect
            low, high = (change_figure(end, result.unit, own) for end in adherence.interval)
            text += f" ({low} to {high})"
    yield Check("adherence", adherence.kept >= 0.8, text + ".")


def _stopping(result: TrialResult, rule: Rule) -> Iterator[Check]:
    """Say whether the stopping rule is met, for who looks before the end.

    Where less than half a point matters, an effect below half a point is no reason to stop. Where
    nothing is rated from 0 to 10, half the smallest important difference stands for half a point.
    """
    if result.e_value is not None and result.e_value >= ENOUGH_EVIDENCE:
        text = f"The e-value is {result.e_value:.3g}: it may be stopped for success at any time."
        yield Check("stopping", None, text)
    elif rule.smallest_difference < FUTILE_WITHIN * rule.step or result.posterior is None:
        return
    elif result.posterior.p_within_half > SURE:
        share = result.posterior.p_within_half
        half = "half a point"
        if not is_rating(rule.unit):
            half = amount(FUTILE_WITHIN * rule.step, rule.unit)
        text = f"The effect is below {half} with {share:.0%}: going on is futile."
        yield Check("stopping", None, text)


def _expectation(data: TrialData, answers: Answers) -> Iterator[Check]:
    more = expected_more(data, answers)
    if more is not None:
        text = (
            f"Before {data.schedule.active!r} you expected {more:+.1f} points more of a difference"
        )
        yield Check("expectation", abs(more) < _EXPECTED_ALIKE, f"{text} than before the other.")


def _blinding(result: TrialResult, blinding: Blinding | None, *, blinded: bool) -> Iterator[Check]:
    if blinding is not None:
        index = ", ".join(
            f"{name!r} {value:+.2f}"
            for name, value in (
                (result.active, blinding.active),
                (result.reference, blinding.reference),
            )
            if value is not None
        )
        told = "could tell" if blinding.broken else "could not be shown to tell"
        text = (
            f"{blinding.right} of {blinding.guesses} guesses were right; you {told} the conditions"
        )
        text += f" (blinding index: {index}; p = {blinding.p_value:.2g})."
        yield Check("blinding", not blinding.broken, text)
    elif not blinded and result.decision in {"helps", "harms"}:
        text = (
            "You knew the condition, and expecting a difference can make one: one grade less sure."
        )
        yield Check("blinding", False, text)

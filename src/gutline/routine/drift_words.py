"""Drifting in words: one sentence for what moved, with its figures, and what may be done."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gutline.routine.drift import Drift, Kept, Slip
    from gutline.routine.drift_evidence import Size
    from gutline.routine.drift_spells import Spell

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def drift_sentences(drift: Drift, names: Mapping[str, str]) -> tuple[str, ...]:
    """Return what is to be said, at most two sentences; none when nothing moved.

    Parameters
    ----------
    drift : Drift
    names : Mapping of str to str
        Names of the items of the plan by their ids.
    """
    said = []
    if drift.spell is not None:
        said.append(spell_sentence(drift.spell, names, drift.outcome))
    if drift.slip is not None:
        said.append(slip_sentence(drift.slip, drift.outcome))
    return tuple(said)


def spell_sentence(spell: Spell, names: Mapping[str, str], outcome: str) -> str:
    """Return the sentence of a spell off one item."""
    name = names.get(spell.item, spell.item)
    later = {0: "on the same day", 1: "a day later"}.get(
        spell.later_days, f"{_number(spell.later_days)} days later"
    )
    return (
        f"{_number(spell.days).capitalize()} days off “{name}”; after {_number(spell.earlier)} such"
        f" spells before, your {outcome} was {spell.size.points:.1f} points worse {later}"
        f" ({_interval(spell.size)})."
    )


def slip_sentence(slip: Slip, outcome: str) -> str:
    """Return the sentence of a change for the worse."""
    since = f"Since {_day(slip.since)}"
    routine = _kept_words(slip.kept, slip.usual)
    if slip.size is None:
        return f"{since} {routine}. Your {outcome} has not moved away from its usual."
    worse = (
        f"{since} your {outcome} has been about {slip.size.points:.1f} points above its usual"
        f" ({_interval(slip.size)})"
    )
    return f"{worse}; in these days {routine}." if routine else f"{worse}."


def _kept_words(kept: Kept | None, usual: Kept | None) -> str:
    if kept is None or usual is None:
        return ""
    return (
        f"you kept {kept.done:g} of {kept.known} things of your plan, where"
        f" {usual.done / usual.known * kept.known:.0f} of {kept.known} are usual for you"
    )


def _interval(size: Size) -> str:
    return f"between {_signed(size.low)} and {_signed(size.high)}"


def _signed(value: float) -> str:
    return f"{value:.1f}".replace("-", "−")


def _number(count: int) -> str:
    return _NUMBERS[count] if 0 <= count < len(_NUMBERS) else str(count)


def _day(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B}"

"""Questionnaires, scored: what the answers add up to, and what published cut-offs say of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from gutline.catalog.questionnaires import Band, Item, Questionnaire, load_questionnaires
from gutline.safety.answers import AnswerError


@dataclass(frozen=True, slots=True)
class Score:
    """A questionnaire's result.

    Attributes
    ----------
    questionnaire : str
    value : float or None
        None while items are missing: they are unknown, never zero.
    lowest, highest : float
        What it may still become; both are `value` when nothing is missing.
    band : Band or None
        What it means by published cut-offs; given with items missing when they cannot change it.
    missing : tuple of str
        Ids of items without an answer.
    applies : bool or None
        Whether what must be so first is so; None is not known.
    """

    questionnaire: str
    value: float | None
    lowest: float
    highest: float
    band: Band | None
    missing: tuple[str, ...]
    applies: bool | None


def score(questionnaire: str, answers: Mapping[str, bool | float | None]) -> Score:
    """Return the score of a questionnaire.

    Parameters
    ----------
    questionnaire : str
        Its id.
    answers : Mapping of str to bool, float or None
        By id of the item; for questions of yes and no, true and false. Facts that must be so
        first may be given too.

    Raises
    ------
    AnswerError
        When there is no such questionnaire, or an answer cannot be.
    """
    about = load_questionnaires().get(questionnaire)
    if about is None:
        known = ", ".join(load_questionnaires())
        raise AnswerError(f"there is no questionnaire {questionnaire!r}; there are {known}")
    _refuse_unknown(about, answers)
    given = {item.id: _value(item, answers.get(item.id)) for item in about.items}
    missing = tuple(ident for ident, value in given.items() if value is None)
    low = _scored(about, [_or(given[i.id], i.lowest) for i in about.items])
    high = _scored(about, [_or(given[i.id], i.highest) for i in about.items])
    first = [answers.get(name) for name in about.needed_first]
    return Score(
        questionnaire=about.id,
        value=None if missing else low,
        lowest=low,
        highest=high,
        band=_band(about, low, high),
        missing=missing,
        applies=_all_so(first),
    )


def _refuse_unknown(about: Questionnaire, answers: Mapping[str, object]) -> None:
    known = {item.id for item in about.items} | set(about.needed_first)
    strange = sorted(set(answers) - known)
    if strange:
        raise AnswerError(
            f"{about.name} has no item {strange[0]!r}; it has {', '.join(sorted(known))}"
        )


def _value(item: Item, answer: object) -> float | None:
    if answer is None:
        return None
    if item.is_yes_no != isinstance(answer, bool) or not isinstance(answer, int | float):
        wanted = "true or false" if item.is_yes_no else f"{item.lowest} to {item.highest}"
        raise AnswerError(f"{item.id} is {answer!r}; give {wanted}, or leave it out")
    value = float(answer)
    if not item.lowest <= value <= item.highest or value != int(value):
        raise AnswerError(
            f"{item.id} is {answer!r}; give a whole number from {item.lowest} to {item.highest}"
        )
    return value


def _or(value: float | None, otherwise: float) -> float:
    return otherwise if value is None else value


def _scored(about: Questionnaire, values: Sequence[float]) -> float:
    total = sum(values)
    return total / len(values) if about.method == "mean" else total


def _band(about: Questionnaire, low: float, high: float) -> Band | None:
    return next((band for band in about.bands if band.low <= low and high <= band.high), None)


def _all_so(values: Sequence[object]) -> bool | None:
    if all(value is True for value in values):
        return True
    return False if any(value is False for value in values) else None


@dataclass(frozen=True, slots=True)
class Change:
    """How a score moved from one time to the next.

    Attributes
    ----------
    first, last : date
    by : float
        In points; below 0 is lower.
    important : bool or None
        Whether it is at least the smallest change that people notice; None where none is known.
    """

    first: date
    last: date
    by: float
    important: bool | None


def change(questionnaire: str, taken: Mapping[date, Score]) -> Change | None:
    """Return how a score moved from the first to the last whole result; None without two.

    Parameters
    ----------
    questionnaire : str
    taken : Mapping of date to Score
    """
    about = load_questionnaires()[questionnaire]
    whole = sorted((day, one.value) for day, one in taken.items() if one.value is not None)
    if len(whole) < 2:
        return None
    (first, before), (last, after) = whole[0], whole[-1]
    by = after - before
    enough = about.important_change
    return Change(first, last, by, None if enough is None else abs(by) >= enough)

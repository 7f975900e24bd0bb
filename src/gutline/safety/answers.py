"""Answers: checked against the facts there are, and put together with what a diary shows."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from gutline.catalog.facts import Fact, load_facts

Value: TypeAlias = "bool | float | str"
Answers: TypeAlias = "Mapping[str, bool | float | str | None]"
Origin = Literal["answer", "worked out", "diary", "note"]


class AnswerError(ValueError):
    """An answer cannot be; the message says which, why and what to give."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What is known of one fact, and from where.

    Attributes
    ----------
    value : bool, float or str
    origin : {"answer", "worked out", "diary", "note"}
    words : str
        What the person said or wrote, in a few words.
    """

    value: Value
    origin: Origin
    words: str


Known: TypeAlias = "dict[str, Seen]"


def read_answers(answers: Answers) -> Known:
    """Return what answers make known; an answer of None is left out, as not given.

    Raises
    ------
    AnswerError
        When there is no such question, or the value cannot be its answer.
    """
    facts = load_facts()
    known: Known = {}
    for name, value in answers.items():
        fact = facts.get(name)
        if fact is None:
            raise AnswerError(_no_such(name, facts))
        if value is not None:
            known[name] = Seen(_checked(fact, value), "answer", f"you said: {fact.ask}")
    return known


def _no_such(name: str, facts: Iterable[str]) -> str:
    close = difflib.get_close_matches(str(name), list(facts), n=1)
    hint = f"did you mean {close[0]!r}?" if close else "see the list of questions"
    return f"there is no question {str(name)[:60]!r}; {hint}"


def _checked(fact: Fact, value: object) -> Value:
    match fact.kind:
        case "yes_no" if isinstance(value, bool):
            return value
        case "choice" if isinstance(value, str) and value in fact.choices:
            return value
        case "number" if isinstance(value, int | float) and not isinstance(value, bool):
            if fact.lowest <= value <= fact.highest:
                return float(value)
            between = f"from {fact.lowest:g} to {fact.highest:g} {fact.unit}".rstrip()
            raise AnswerError(f"{fact.id} is {value!r}; give a number {between}")
    wanted = {"yes_no": "true or false", "number": "a number", "choice": _choices(fact)}
    raise AnswerError(f"{fact.id} is {value!r}; give {wanted[fact.kind]}, or leave it out")


def _choices(fact: Fact) -> str:
    return " or ".join(fact.choices)


def joined(*sources: Known) -> Known:
    """Return all that several sources make known, the strictest of what they say.

    A yes stands against a no from elsewhere; of two numbers the higher stays; otherwise the first
    source is believed.
    """
    found: Known = {}
    for source in sources:
        for name, seen in source.items():
            before = found.get(name)
            if before is None or _is_stricter(seen.value, before.value):
                found[name] = seen
    return found


def _is_stricter(value: Value, than: Value) -> bool:
    if isinstance(value, str) or isinstance(than, str):
        return False
    return value > than


def with_worked_out(known: Known) -> Known:
    """Return what is known, with what follows from it."""
    found = dict(known)
    _add_bmi(found)
    _add_phq(found)
    sex = found.get("sex")
    if sex is not None and sex.value == "male":
        for name in ("pregnant", "breastfeeding"):
            found.setdefault(name, Seen(False, "worked out", "you said: male"))
    return found


def _add_bmi(known: Known) -> None:
    height, weight = number(known, "height_cm"), number(known, "weight_kg")
    if height is not None and weight is not None and "bmi" not in known:
        bmi = weight / (height / 100) ** 2
        known["bmi"] = Seen(bmi, "worked out", f"{weight:g} kg at {height:g} cm")


def _add_phq(known: Known) -> None:
    parts = [number(known, name) for name in ("phq_interest", "phq_down")]
    given = [part for part in parts if part is not None]
    # One answer of 3 reaches the cut-off whatever the other is: a sum so far is a lower bound.
    if given and "phq2_score" not in known and (len(given) == len(parts) or sum(given) >= 3):
        known["phq2_score"] = Seen(sum(given), "worked out", "your answers about mood")


def number(known: Mapping[str, Seen], name: str) -> float | None:
    """Return a number that is known; None where it is not."""
    seen = known.get(name)
    if seen is None or isinstance(seen.value, str | bool):
        return None
    return seen.value


NEEDED_FOR: Mapping[str, tuple[str, ...]] = {
    "bmi": ("height_cm", "weight_kg"),
    "phq2_score": ("phq_interest", "phq_down"),
}
"""What has to be asked where a fact is worked out."""

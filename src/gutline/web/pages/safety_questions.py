"""Questions of the check as a form shows them, and what a form answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gutline.catalog.facts import Fact, load_facts
from gutline.diary.measures import number_text
from gutline.reports.wording import capital
from gutline.safety.gates import OF_ONE_PLAN
from gutline.store.errors import StoreError

if TYPE_CHECKING:
    from django.http import QueryDict

    from gutline.safety.answers import Value
    from gutline.safety.holding import Given

MOST_ASKED = 40
_ACUTE_DAYS = 14


@dataclass(frozen=True, slots=True)
class QuestionView:
    """One question.

    Attributes
    ----------
    id, words : str
    kind : {"yes_no", "number", "choice"}
    lowest, highest : str
        Bounds of a number.
    unit : str
    choices : tuple of str
    value : str
        What was answered before; "yes" for a tick.
    """

    id: str
    words: str
    kind: str
    lowest: str
    highest: str
    unit: str
    choices: tuple[str, ...]
    value: str


def question_views(facts: Iterable[str], given: Mapping[str, Given]) -> tuple[QuestionView, ...]:
    """Return questions with what was answered before; what is asked as new is not ticked again."""
    return tuple(_view(load_facts()[name], given.get(name)) for name in facts)


def _view(fact: Fact, given: Given | None) -> QuestionView:
    return QuestionView(
        id=fact.id,
        words=capital(fact.ask),
        kind=fact.kind,
        lowest=number_text(fact.lowest),
        highest=number_text(fact.highest),
        unit=fact.unit,
        choices=fact.choices,
        value=_before(fact, given),
    )


def _before(fact: Fact, given: Given | None) -> str:
    if given is None or fact.holds_days <= _ACUTE_DAYS:
        return ""
    if isinstance(given.value, bool):
        return "yes" if given.value else ""
    return given.value if isinstance(given.value, str) else number_text(given.value)


def asked_facts(text: str) -> tuple[str, ...]:
    """Return the facts that an address asks for, each once; what cannot be asked is left out."""
    facts = load_facts()
    named = dict.fromkeys(name.strip() for name in text.split(",")[:MOST_ASKED])
    return tuple(
        name
        for name in named
        if name in facts and not facts[name].computed and name not in OF_ONE_PLAN
    )


def read_ticks(form: QueryDict) -> list[str]:
    """Return what was ticked."""
    return form.getlist("so")


def read_values(form: QueryDict, facts: Iterable[str]) -> dict[str, Value]:
    """Return the numbers and choices of a form; what was left empty stays unknown.

    Raises
    ------
    StoreError
        When something is no number.
    """
    found: dict[str, Value] = {}
    for name in facts:
        fact, text = load_facts()[name], form.get(f"fact-{name}", "").strip()
        if fact.kind != "yes_no" and text:
            found[name] = _number(fact, text) if fact.kind == "number" else text
    return found


def _number(fact: Fact, text: str) -> float:
    try:
        number = float(text[:20].replace(",", "."))
    except ValueError:
        raise StoreError(
            f"{fact.ask}: {text[:20]!r} is no number; write it as 42 or leave it empty"
        ) from None
    if not fact.lowest <= number <= fact.highest:
        between = f"from {number_text(fact.lowest)} to {number_text(fact.highest)}"
        raise StoreError(f"{fact.ask}: {text[:20]!r} cannot be; give a number {between}")
    return number

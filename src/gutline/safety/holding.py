"""Which answers still hold: people change, and what was denied long ago is asked again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from gutline.catalog.facts import Fact, load_facts
from gutline.safety.answers import Value


@dataclass(frozen=True, slots=True)
class Given:
    """An answer, and the local day on which it was given."""

    value: Value
    day: date


def holding(given: Mapping[str, Given], today: date) -> dict[str, Value]:
    """Return the answers that still hold on a day; the others are unknown again.

    A "yes" and a choice hold until something else is said, a "no" and a number for as long as
    their fact says: a sign is never forgotten by itself, and never denied for good.

    Parameters
    ----------
    given : Mapping of str to Given
        By id of the fact; facts that no longer exist are passed over.
    today : date
    """
    facts = load_facts()
    return {
        name: one.value
        for name, one in given.items()
        if name in facts and _holds(facts[name], one, today)
    }


def _holds(fact: Fact, given: Given, today: date) -> bool:
    if given.value is True or isinstance(given.value, str):
        return True
    return (today - given.day).days < fact.holds_days

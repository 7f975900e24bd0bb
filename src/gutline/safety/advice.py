"""Advice: what a rule says to a person, how urgent it is and why it is said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from gutline.catalog.cautions import Caution
from gutline.catalog.conditions import Condition
from gutline.catalog.red_flags import RedFlag
from gutline.catalog.rules import URGENCIES, Urgency
from gutline.catalog.sources import Source
from gutline.safety.answers import Seen
from gutline.safety.truth import reasons

Rule: TypeAlias = "RedFlag | Caution"


@dataclass(frozen=True, slots=True)
class Advice:
    """What one rule says.

    Attributes
    ----------
    rule, code, name : str
        Id of the rule's file, its number in the list of rules, and its name.
    urgency : {"emergency", "urgent", "soon", "info"}
    message, base_rate : str
        What to do; how often it is something serious, where that is known.
    does : tuple of str
        Ids of what the program does.
    why : tuple of str
        What the person said or logged that made it speak.
    sources : tuple of Source
    settled : bool
        Whether a source was read itself. Where none was, the rule is marked so, and is never the
        only reason for an emergency.
    reviewed : date
    clinician : str
        Who of the health professions has read it; empty while nobody has.
    blocks : bool
        For a supplement: whether it may not be tested.
    """

    rule: str
    code: str
    name: str
    urgency: Urgency
    message: str
    base_rate: str
    does: tuple[str, ...]
    why: tuple[str, ...]
    sources: tuple[Source, ...]
    settled: bool
    reviewed: date
    clinician: str
    blocks: bool = False

    @property
    def stops_everything(self) -> bool:
        """Whether nothing else should be shown or started."""
        return self.urgency == "emergency"


def rank(urgency: Urgency) -> int:
    """Return 0 for the strictest urgency, more for milder ones."""
    return URGENCIES.index(urgency)


def strictest_first(advice: Iterable[Advice]) -> list[Advice]:
    """Return advice in the order in which it is shown."""
    return sorted(advice, key=lambda one: (rank(one.urgency), not one.settled, one.code, one.rule))


def advice_of(rule: Rule, condition: Condition, known: Mapping[str, Seen]) -> Advice:
    """Return what a rule says whose condition is so."""
    said = dict.fromkeys(known[fact].words for fact in reasons(condition, known))
    return Advice(
        rule=rule.id,
        code=rule.code,
        name=rule.name,
        urgency=rule.urgency,
        message=rule.message,
        base_rate=rule.base_rate if isinstance(rule, RedFlag) else "",
        does=rule.does,
        why=tuple(said),
        sources=rule.sources,
        settled=rule.settled,
        reviewed=rule.reviewed,
        clinician=rule.clinician,
        blocks=isinstance(rule, Caution) and rule.blocks,
    )

"""Advice as pages show it: what to do, why it is said, whom to call."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.http import url_has_allowed_host_and_scheme

from gutline.catalog.emergency_numbers import ELSEWHERE, numbers_for
from gutline.catalog.rules import ACTIONS
from gutline.reports.advice import URGENCY_WORDS, why_lines
from gutline.reports.wording import plain
from gutline.safety.whom_to_call import crisis_words, emergency_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gutline.safety.advice import Advice
    from gutline.store.queries.safety import Kept

_CRISIS = "crisis_card"
_TELL = "tell"


@dataclass(frozen=True, slots=True)
class SourceView:
    """Where a statement comes from, and whether that text itself was read."""

    title: str
    address: str
    read: bool
    says: str = ""


@dataclass(frozen=True, slots=True)
class AdviceView:
    """What one rule says.

    Attributes
    ----------
    rule, urgency, when : str
        Its id; how urgent it is, as an id and in words.
    name, message, base_rate : str
    why, deeds : tuple of str
        What made it speak, and what follows from it here, in sentences.
    source : SourceView or None
        The first that was read; None where none was.
    clinician : str
        Who has read the rule; empty while nobody has.
    noted : bool
        Whether the person has said that they read it.
    """

    rule: str
    urgency: str
    when: str
    name: str
    message: str
    base_rate: str
    why: tuple[str, ...]
    deeds: tuple[str, ...]
    source: SourceView | None
    clinician: str
    noted: bool


@dataclass(frozen=True, slots=True)
class CallView:
    """Whom to call; `country` is empty where it was not set."""

    emergency: str
    crisis: str
    country: str


def advice_views(advice: Iterable[Advice], kept: Kept) -> tuple[AdviceView, ...]:
    """Return advice as pages show it, in its order."""
    return tuple(_view(one, noted=kept.is_noted(one)) for one in advice)


def _view(one: Advice, *, noted: bool) -> AdviceView:
    read = next((source for source in one.sources if source.seen == "primary"), None)
    return AdviceView(
        rule=one.rule,
        urgency=one.urgency,
        when=URGENCY_WORDS[one.urgency],
        name=plain(one.name),
        message=plain(one.message),
        base_rate=plain(one.base_rate),
        why=tuple(why_lines(one.why)),
        deeds=tuple(ACTIONS[act] for act in one.does if act != _TELL),
        source=None if read is None else SourceView(plain(read.title), read.address, read=True),
        clinician=one.clinician,
        noted=noted,
    )


def call_view(advice: Iterable[Advice], choices: Mapping[str, object]) -> CallView:
    """Return whom to call in the person's country; the crisis line where advice asks for it."""
    numbers = numbers_for(country_set(choices))
    needs = any(_CRISIS in one.does for one in advice)
    country = "" if numbers.country == ELSEWHERE else numbers.name
    return CallView(emergency_words(numbers), crisis_words(numbers) if needs else "", country)


def country_set(choices: Mapping[str, object]) -> str:
    """Return the country a person has set, two letters; empty where none."""
    country = choices.get("country")
    return country if isinstance(country, str) else ""


def way_on(asked: str, otherwise: str) -> str:
    """Return the address of this site that a form leads on to; another site's is never used."""
    local = asked.startswith("/") and asked.isprintable()
    own = local and url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if own else otherwise

"""What red flags, gates and cautions have in common: a condition, a message, sources, examples."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, Literal, TypeAlias, cast

from gutline.catalog.conditions import Condition, read_condition
from gutline.catalog.data_files import id_problems, name_problems, text_problems
from gutline.catalog.facts import when_problems
from gutline.catalog.sources import Source, is_settled, read_sources, source_problems

Urgency = Literal["emergency", "urgent", "soon", "info"]
URGENCIES: tuple[Urgency, ...] = ("emergency", "urgent", "soon", "info")
"""The strictest first: now; the same day to a few days; within weeks; good to know."""

ACTIONS: Mapping[str, str] = MappingProxyType(
    {
        "stop_everything": "Every test stops, and nothing new can be started.",
        "pause_tests": "Tests are paused, and nothing new can be started until this is settled.",
        "pause_eliminations": "No food is taken out until this is settled.",
        "pause_supplements": "No supplement is tested until this is settled.",
        "stop_supplements": "Supplements should be left out until a doctor has looked.",
        "crisis_card": "Numbers of people who listen are shown.",
        "refer": "A note to take to your doctor can be printed.",
        "hide_weight": "Leave weight and amounts out for now; nothing here asks you for them.",
        "log_less": "One entry a day is enough; more of them make nothing surer.",
        "note_confounder": "The analysis takes it into account.",
        "ask_again": "The short check is asked again.",
        "lower_dose": "The dose is pointed out wherever it is logged.",
        "keep_apart": "Times that lie far enough apart are shown.",
        "watch": "Urgent advice comes earlier than it would otherwise.",
        "tell": "This is shown, and nothing else changes.",
    }
)
"""What the program does, in words."""

Answer: TypeAlias = "bool | float | str"


@dataclass(frozen=True, slots=True)
class Example:
    """What a person said and logged: an example that a rule must see, or must not.

    Attributes
    ----------
    answers : Mapping of str to bool, float or str
        By id of the fact.
    diary : str
        A diary in plain text.
    """

    answers: Mapping[str, Answer]
    diary: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule of safety.

    Attributes
    ----------
    id, code, name : str
        Stem of its file; its number in the list of rules; what it is called.
    when : Condition
        When it speaks.
    message : str
        What it says, in plain words.
    does : tuple of str
        Ids of `ACTIONS`.
    sources : tuple of Source
    reviewed : date
        When its words were last compared with its sources.
    clinician : str
        Who of the health professions has read it; empty while nobody has.
    note : str
        What is not in the sources; empty where all is.
    fires, silent : Example
        An example in which it speaks, and one in which it does not.
    """

    id: str
    code: str
    name: str
    when: Condition
    message: str
    does: tuple[str, ...]
    sources: tuple[Source, ...]
    reviewed: date
    clinician: str
    note: str
    fires: Example
    silent: Example

    @property
    def settled(self) -> bool:
        """Whether a source of it was read itself."""
        return is_settled(self.sources)


RULE_TEXTS = ("id", "code", "name", "message")
_MAY = {"base_rate", "replaces", "clinician", "note", "spacing"}
_ALWAYS = {"when", "does", "sources", "reviewed", "fires", "silent"}


def shared_fields(fields: Mapping[str, object]) -> dict[str, Any]:
    """Return what the constructor of every rule takes, after `rule_problems` found none."""
    return {
        **{name: fields[name] for name in RULE_TEXTS},
        **{name: fields.get(name, "") for name in ("clinician", "note")},
        "when": read_condition(fields["when"]),
        "does": texts_of(fields, "does"),
        "sources": read_sources(fields["sources"]),
        "reviewed": fields["reviewed"],
        "fires": _example(fields["fires"]),
        "silent": _example(fields["silent"]),
    }


def texts_of(fields: Mapping[str, object], name: str) -> tuple[str, ...]:
    """Return a list of texts of a checked file; none where the field is left out."""
    return tuple(cast("list[str]", fields.get(name, [])))


def _example(raw: object) -> Example:
    table = cast("Mapping[str, object]", raw)
    answers = cast("Mapping[str, Answer]", table.get("answers", {}))
    return Example(MappingProxyType(dict(answers)), str(table.get("diary", "")))


def rule_problems(
    stem: str,
    fields: Mapping[str, object],
    texts: tuple[str, ...] = (),
    more: frozenset[str] = frozenset(),
) -> Iterator[str]:
    """Yield what is wrong with a rule's file; the caller stops at the first.

    Parameters
    ----------
    stem : str
        Stem of the file.
    fields : Mapping of str to object
    texts : tuple of str
        Texts that must be there beside `RULE_TEXTS`.
    more : frozenset of str
        Further fields that must be there, checked by the caller.
    """
    all_texts = (*RULE_TEXTS, *texts)
    needed = {*all_texts, *_ALWAYS, *more}
    yield from name_problems(fields, needed, _MAY)
    yield from text_problems(fields, all_texts)
    yield from id_problems(stem, fields)
    if fields.get("urgency", "info") not in URGENCIES:
        yield f"urgency must be one of {', '.join(URGENCIES)}"
    if not isinstance(fields["does"], list) or not set(fields["does"]) <= set(ACTIONS):
        yield f"does must be a list of some of {', '.join(ACTIONS)}"
    if type(fields["reviewed"]) is not date:
        yield "reviewed must be a day, such as 2026-03-01"
    yield from source_problems(fields["sources"])
    yield from when_problems(fields["when"])
    for name in ("fires", "silent"):
        yield from _example_problems(name, fields[name])


def _example_problems(name: str, raw: object) -> Iterator[str]:
    if not isinstance(raw, dict) or not set(raw) <= {"answers", "diary"}:
        yield f"{name} must be a table with answers, a diary, or both"
    elif not isinstance(raw.get("answers", {}), dict) or not isinstance(raw.get("diary", ""), str):
        yield f"{name}: answers must be a table and diary a text"

"""Red flags: signs that a doctor should look at before anything is tested, one file each."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Literal, TypeAlias, cast

from gutline.catalog.conditions import Condition, ConditionError, denies, read_condition
from gutline.catalog.data_files import DATA, CatalogError, read_toml
from gutline.catalog.facts import condition_problems
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
        "crisis_card": "Numbers of people who listen are shown, and reminders are silent.",
        "refer": "A note to take to your doctor can be printed.",
        "hide_weight": "Weight and amounts are no longer shown.",
        "log_less": "One entry a day is offered in place of many.",
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


@dataclass(frozen=True, slots=True)
class RedFlag:
    """A sign to act on.

    Attributes
    ----------
    id, code, domain, name : str
        Stem of its file; its number in the list of rules; what it is about; what it is called.
    urgency : {"emergency", "urgent", "soon", "info"}
    when : Condition
        Never asks that something is not so: more signs cannot make it fall silent.
    message : str
        What to do, in plain words.
    base_rate : str
        How often it is something serious, where a source says so; empty otherwise.
    does : tuple of str
        Ids of `ACTIONS`.
    replaces : tuple of str
        Ids of milder red flags that need not be shown beside it.
    sources : tuple of Source
    reviewed : date
        When its words were last compared with its sources.
    clinician : str
        Who of the health professions has read it; empty while nobody has.
    note : str
        What is not in the sources; empty where all is.
    fires, silent : Example
    """

    id: str
    code: str
    domain: str
    name: str
    urgency: Urgency
    when: Condition
    message: str
    base_rate: str
    does: tuple[str, ...]
    replaces: tuple[str, ...]
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


@functools.cache
def load_red_flags() -> Mapping[str, RedFlag]:
    """Return every red flag by its id, in order of id.

    Raises
    ------
    CatalogError
        When a file is wrong or replaces a red flag that does not exist.
    """
    paths = sorted((DATA / "red_flags").glob("*.toml"))
    found = {path.stem: read_red_flag(path) for path in paths}
    for flag in found.values():
        for other in flag.replaces:
            if other not in found or not _may_replace(flag, found[other]):
                raise CatalogError(
                    f"{flag.id}.toml: replaces {other!r}, which must exist, be no stricter, and"
                    " rest on no better sources"
                )
    return MappingProxyType(found)


def _may_replace(flag: RedFlag, other: RedFlag) -> bool:
    milder = URGENCIES.index(other.urgency) >= URGENCIES.index(flag.urgency)
    return milder and flag.settled >= other.settled and other.id != flag.id


def read_red_flag(path: Path) -> RedFlag:
    """Read and check one red flag.

    Raises
    ------
    CatalogError
        When the file is not TOML, or something in it is missing, unknown or wrong.
    """
    fields = read_toml(path)
    for problem in rule_problems(path.stem, fields, _OWN_TEXTS):
        raise CatalogError(f"{path}: {problem}")
    when = read_condition(fields["when"])
    if denies(when):
        raise CatalogError(f"{path}: when asks that something is not so; a red flag must not")
    texts = cast("Mapping[str, str]", fields)
    return RedFlag(
        id=texts["id"],
        code=texts["code"],
        domain=texts["domain"],
        name=texts["name"],
        urgency=cast("Urgency", texts["urgency"]),
        when=when,
        message=texts["message"],
        base_rate=texts.get("base_rate", ""),
        does=tuple(cast("list[str]", fields["does"])),
        replaces=tuple(cast("list[str]", fields.get("replaces", []))),
        sources=read_sources(fields["sources"]),
        reviewed=cast("date", fields["reviewed"]),
        clinician=texts.get("clinician", ""),
        note=texts.get("note", ""),
        fires=read_example(fields["fires"]),
        silent=read_example(fields["silent"]),
    )


def read_example(raw: object) -> Example:
    """Return an example of a file, after `rule_problems` found nothing wrong."""
    table = cast("Mapping[str, object]", raw)
    answers = cast("Mapping[str, Answer]", table.get("answers", {}))
    return Example(MappingProxyType(dict(answers)), str(table.get("diary", "")))


_OWN_TEXTS = ("id", "code", "domain", "name", "urgency", "message")
_MAY = {"base_rate", "replaces", "clinician", "note", "spacing"}
_ALWAYS = {"when", "does", "sources", "reviewed", "fires", "silent"}


def rule_problems(
    stem: str,
    fields: Mapping[str, object],
    texts: tuple[str, ...],
    more: frozenset[str] = frozenset(),
) -> Iterator[str]:
    """Yield what is wrong with a rule's file; the caller stops at the first.

    Parameters
    ----------
    stem : str
        Stem of the file.
    fields : Mapping of str to object
    texts : tuple of str
        Texts that must be there.
    more : frozenset of str
        Further fields that must be there, checked by the caller.
    """
    needed = {*texts, *_ALWAYS, *more}
    for name in sorted(needed - set(fields)):
        yield f"the field {name!r} is missing"
    for name in sorted(set(fields) - needed - _MAY):
        yield f"the field {name!r} is not known"
    for name in texts:
        if not isinstance(fields[name], str) or not str(fields[name]).strip():
            yield f"{name} must be a text that is not empty"
    if fields["id"] != stem:
        yield f"id is {fields['id']!r} but the file is called {stem!r}; they must be the same"
    if fields.get("urgency", "info") not in URGENCIES:
        yield f"urgency must be one of {', '.join(URGENCIES)}"
    if not isinstance(fields["does"], list) or not set(fields["does"]) <= set(ACTIONS):
        yield f"does must be a list of some of {', '.join(ACTIONS)}"
    if type(fields["reviewed"]) is not date:
        yield "reviewed must be a day, such as 2026-03-01"
    yield from source_problems(fields["sources"])
    yield from _condition_problems(fields["when"])
    for name in ("fires", "silent"):
        yield from _example_problems(name, fields[name])


def _condition_problems(raw: object) -> Iterator[str]:
    try:
        condition = read_condition(raw)
    except ConditionError as error:
        yield f"when: {error}"
        return
    for problem in condition_problems(condition):
        yield f"when: {problem}"


def _example_problems(name: str, raw: object) -> Iterator[str]:
    if not isinstance(raw, dict) or not set(raw) <= {"answers", "diary"}:
        yield f"{name} must be a table with answers, a diary, or both"
    elif not isinstance(raw.get("answers", {}), dict) or not isinstance(raw.get("diary", ""), str):
        yield f"{name}: answers must be a table and diary a text"

"""Facts: all that safety rules can ask about a person, each with the words of its question."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Literal, cast

from gutline.catalog.conditions import Condition, ConditionError, read_condition, tests_of
from gutline.catalog.data_files import DATA, CatalogError, read_toml, refuse
from gutline.catalog.takings import load_medicine_classes, load_substances

FactKind = Literal["yes_no", "number", "choice"]
KINDS = ("yes_no", "number", "choice")
_FIELDS = {"ask", "kind", "lowest", "highest", "unit", "choices", "computed", "holds_days"}
_HIGHEST_DOSE = 1e6
HOLDS_DAYS = 183
"""Days for which an answer is believed where its fact does not say otherwise."""


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that is known of a person, or not.

    Attributes
    ----------
    id : str
    group : str
        What it is about; the name of its file.
    ask : str
        The question's words, to follow "do you have" or "what is".
    kind : {"yes_no", "number", "choice"}
    lowest, highest : float
        Bounds of a number.
    unit : str
        Unit of a number.
    choices : tuple of str
    computed : bool
        True when it is worked out from the diary or from other facts, and never asked.
    holds_days : int
        Days for which a "no" or a number is believed, before it is asked again.
    """

    id: str
    group: str
    ask: str
    kind: FactKind = "yes_no"
    lowest: float = 0.0
    highest: float = 0.0
    unit: str = ""
    choices: tuple[str, ...] = ()
    computed: bool = False
    holds_days: int = HOLDS_DAYS


@functools.cache
def load_facts() -> Mapping[str, Fact]:
    """Return every fact by its id, those of medicines and supplements included.

    Raises
    ------
    CatalogError
        When a file is wrong, or two files have the same fact.
    """
    found: dict[str, Fact] = {}
    for path in sorted((DATA / "facts").glob("*.toml")):
        for fact in read_facts(path):
            if fact.id in found:
                raise CatalogError(f"{path}: {fact.id!r} is in {found[fact.id].group}.toml too")
            found[fact.id] = fact
    for fact in _of_takings():
        found[fact.id] = fact
    return MappingProxyType(dict(sorted(found.items())))


def _of_takings() -> Iterator[Fact]:
    for medicine in load_medicine_classes().values():
        yield Fact(medicine.fact, "medicines", f"you take {medicine.name}")
    for substance in load_substances().values():
        yield Fact(substance.fact, "supplements", f"you take {substance.name}")
        if substance.dose_fact:
            yield Fact(
                substance.dose_fact,
                "supplements",
                f"{substance.name} a day",
                "number",
                0.0,
                _HIGHEST_DOSE,
                substance.unit,
            )


def read_facts(path: Path) -> tuple[Fact, ...]:
    """Read and check one file of facts.

    Raises
    ------
    CatalogError
        When the file is not TOML, or a fact is wrong.
    """
    facts = []
    for ident, fields in read_toml(path).items():
        refuse(f"{path}: {ident}", _problems(ident, fields))
        facts.append(_fact(ident, path.stem, cast("Mapping[str, object]", fields)))
    return tuple(facts)


def _fact(ident: str, group: str, fields: Mapping[str, object]) -> Fact:
    return Fact(
        id=ident,
        group=group,
        ask=str(fields["ask"]),
        kind=cast("FactKind", fields.get("kind", "yes_no")),
        lowest=float(cast("float", fields.get("lowest", 0))),
        highest=float(cast("float", fields.get("highest", 0))),
        unit=str(fields.get("unit", "")),
        choices=tuple(cast("list[str]", fields.get("choices", []))),
        computed=fields.get("computed") is True,
        holds_days=cast("int", fields.get("holds_days", HOLDS_DAYS)),
    )


def _problems(ident: str, fields: object) -> Iterator[str]:
    if not isinstance(fields, dict):
        yield "is a value; make it a table"
        return
    for name in sorted(set(fields) - _FIELDS):
        yield f"the field {name!r} is not known"
    if not ident.isascii() or ident != ident.lower() or not ident.replace("_", "a").isalnum():
        yield "an id has small letters, figures and underscores only"
    if not str(fields.get("ask", "")).strip():
        yield "ask must be a text that is not empty"
    holds = fields.get("holds_days", HOLDS_DAYS)
    if type(holds) is not int or holds < 1:
        yield "holds_days must be a whole number above 0"
    kind = fields.get("kind", "yes_no")
    if kind not in KINDS:
        yield f"kind must be one of {', '.join(KINDS)}"
    if (kind == "number") != ("highest" in fields):
        yield "lowest and highest must be given for a number, and only for one"
    if kind == "number" and not fields.get("lowest", 0) < fields["highest"]:
        yield "lowest must be less than highest"
    if (kind == "choice") != bool(fields.get("choices")):
        yield "choices must be given for a choice, and only for one"


def condition_problems(condition: Condition) -> Iterator[str]:
    """Yield what is wrong with the facts and values that a condition names."""
    facts = load_facts()
    for test in tests_of(condition):
        fact = facts.get(test.fact)
        if fact is None:
            yield f"there is no fact {test.fact!r}; add it to a file in facts, or correct the name"
        elif (test.sign == "so") != (fact.kind == "yes_no"):
            yield f"{test.fact!r} is of kind {fact.kind}, so it cannot be asked like this"
        elif fact.kind == "choice" and test.value not in fact.choices:
            yield f"{test.fact!r} is one of {', '.join(fact.choices)}, never {test.value!r}"
        elif fact.kind == "number" and isinstance(test.value, str):
            yield f"{test.fact!r} is a number, never {test.value!r}"


def when_problems(raw: object) -> Iterator[str]:
    """Yield what is wrong with the field `when` of a file: its form, its facts, its values."""
    try:
        condition = read_condition(raw)
    except ConditionError as error:
        yield f"when: {error}"
        return
    for problem in condition_problems(condition):
        yield f"when: {problem}"

"""Gates: what must be so before a change of food, supplements or meal times may be tested."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import cast

from gutline.catalog.conditions import Condition, read_condition
from gutline.catalog.data_files import DATA, CatalogError, read_toml
from gutline.catalog.red_flags import Example, read_example, rule_problems
from gutline.catalog.sources import Source, is_settled, read_sources

PLAN_FACTS = MappingProxyType(
    {
        "any": "any plan",
        "elimination": "taking a food out",
        "gluten_elimination": "taking gluten out",
        "alcohol_elimination": "leaving alcohol out",
        "reintroduction": "bringing a food back, or eating it on purpose",
        "alcohol_challenge": "drinking alcohol on purpose",
        "meal_timing": "skipping or moving meals",
        "supplement": "testing a supplement",
        "fermented": "eating live ferments on purpose",
    }
)
"""What a plan may be, in words: gates are written for these."""


@dataclass(frozen=True, slots=True)
class Gate:
    """Something that keeps a plan from starting.

    Attributes
    ----------
    id, code, name : str
    plans : tuple of str
        Ids of `PLAN_FACTS` that it guards.
    when : Condition
        When this is so the plan may not start; while it is not known it may not start either.
    message : str
        Why not.
    first : str
        What to do first.
    does : tuple of str
        Ids of `ACTIONS`.
    sources : tuple of Source
    reviewed : date
    clinician, note : str
    fires, silent : Example
        Answers for which the gate is closed, and for which it is open.
    """

    id: str
    code: str
    name: str
    plans: tuple[str, ...]
    when: Condition
    message: str
    first: str
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


@functools.cache
def load_gates() -> Mapping[str, Gate]:
    """Return every gate by its id, in order of id."""
    paths = sorted((DATA / "gates").glob("*.toml"))
    return MappingProxyType({path.stem: read_gate(path) for path in paths})


_TEXTS = ("id", "code", "name", "message", "first")


def read_gate(path: Path) -> Gate:
    """Read and check one gate.

    Raises
    ------
    CatalogError
        When the file is not TOML, or something in it is missing, unknown or wrong.
    """
    fields = read_toml(path)
    for problem in rule_problems(path.stem, fields, _TEXTS, frozenset({"plans"})):
        raise CatalogError(f"{path}: {problem}")
    plans = fields["plans"]
    if not isinstance(plans, list) or not plans or not set(plans) <= set(PLAN_FACTS):
        raise CatalogError(f"{path}: plans must be a list of some of {', '.join(PLAN_FACTS)}")
    texts = cast("Mapping[str, str]", fields)
    return Gate(
        id=texts["id"],
        code=texts["code"],
        name=texts["name"],
        plans=tuple(plans),
        when=read_condition(fields["when"]),
        message=texts["message"],
        first=texts["first"],
        does=tuple(cast("list[str]", fields["does"])),
        sources=read_sources(fields["sources"]),
        reviewed=cast("date", fields["reviewed"]),
        clinician=texts.get("clinician", ""),
        note=texts.get("note", ""),
        fires=read_example(fields["fires"]),
        silent=read_example(fields["silent"]),
    )

"""Gates: what must be so before a change of food, supplements or meal times may be tested."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from gutline.catalog.data_files import CatalogError, read_folder, read_toml, refuse
from gutline.catalog.rules import Rule, rule_problems, shared_fields

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate(Rule):
    """Something that keeps a plan from starting.

    When its condition is so the plan may not start; while that is not known it may not start
    either. `message` says why not, and of the examples the gate is closed in `fires`.

    Attributes
    ----------
    plans : tuple of str
        Ids of `PLAN_FACTS` that it guards.
    first : str
        What to do first.
    """

    plans: tuple[str, ...]
    first: str


@functools.cache
def load_gates() -> Mapping[str, Gate]:
    """Return every gate by its id, in order of id."""
    return read_folder("gates", read_gate)


def read_gate(path: Path) -> Gate:
    """Read and check one gate.

    Raises
    ------
    CatalogError
        When the file is not TOML, or something in it is missing, unknown or wrong.
    """
    fields = read_toml(path)
    refuse(path, rule_problems(path.stem, fields, ("first",), frozenset({"plans"})))
    plans = fields["plans"]
    if not isinstance(plans, list) or not plans or not set(plans) <= set(PLAN_FACTS):
        raise CatalogError(f"{path}: plans must be a list of some of {', '.join(PLAN_FACTS)}")
    return Gate(**shared_fields(fields), plans=tuple(plans), first=str(fields["first"]))

"""Cautions: what to mind with a supplement, a medicine, or the two together, one file each."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import cast

from gutline.catalog.conditions import Condition, denies, facts_of, read_condition
from gutline.catalog.data_files import DATA, CatalogError, read_toml
from gutline.catalog.red_flags import Example, Urgency, read_example, rule_problems
from gutline.catalog.sources import Source, is_settled, read_sources
from gutline.catalog.takings import load_medicine_classes, load_substances


@dataclass(frozen=True, slots=True)
class Spacing:
    """How many hours should lie between a supplement and something else.

    Attributes
    ----------
    other : str
        Id of a class of medicines or of a substance.
    hours : float
        At least so many.
    """

    other: str
    hours: float


@dataclass(frozen=True, slots=True)
class Caution:
    """What to mind with some substances.

    Attributes
    ----------
    id, code, name : str
    substances : tuple of str
        Ids of the substances it is about; it is shown when one of them is used.
    urgency : {"emergency", "urgent", "soon", "info"}
    blocks : bool
        Whether the substance may not be tested while it holds.
    when : Condition
    message : str
    does : tuple of str
    spacing : tuple of Spacing
    sources : tuple of Source
    reviewed : date
    clinician, note : str
    fires, silent : Example
    """

    id: str
    code: str
    name: str
    substances: tuple[str, ...]
    urgency: Urgency
    blocks: bool
    when: Condition
    message: str
    does: tuple[str, ...]
    spacing: tuple[Spacing, ...]
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
def load_cautions() -> Mapping[str, Caution]:
    """Return every caution by its id, in order of id."""
    paths = sorted((DATA / "cautions").glob("*.toml"))
    return MappingProxyType({path.stem: read_caution(path) for path in paths})


_TEXTS = ("id", "code", "name", "urgency", "message")
_MORE = frozenset({"substances", "blocks"})


def read_caution(path: Path) -> Caution:
    """Read and check one caution.

    Raises
    ------
    CatalogError
        When the file is not TOML, or something in it is missing, unknown or wrong.
    """
    fields = read_toml(path)
    for problem in rule_problems(path.stem, fields, _TEXTS, _MORE):
        raise CatalogError(f"{path}: {problem}")
    for problem in _problems(fields):
        raise CatalogError(f"{path}: {problem}")
    texts = cast("Mapping[str, str]", fields)
    spaced = cast("list[Mapping[str, object]]", fields.get("spacing", []))
    return Caution(
        id=texts["id"],
        code=texts["code"],
        name=texts["name"],
        substances=tuple(cast("list[str]", fields["substances"])),
        urgency=cast("Urgency", texts["urgency"]),
        blocks=fields["blocks"] is True,
        when=read_condition(fields["when"]),
        message=texts["message"],
        does=tuple(cast("list[str]", fields["does"])),
        spacing=tuple(Spacing(str(s["with"]), float(cast("float", s["hours"]))) for s in spaced),
        sources=read_sources(fields["sources"]),
        reviewed=cast("date", fields["reviewed"]),
        clinician=texts.get("clinician", ""),
        note=texts.get("note", ""),
        fires=read_example(fields["fires"]),
        silent=read_example(fields["silent"]),
    )


def _problems(fields: Mapping[str, object]) -> Iterator[str]:
    substances = fields["substances"]
    if not isinstance(substances, list) or not set(substances) <= set(load_substances()):
        yield "substances must be a list of ids of files in substances"
    if type(fields["blocks"]) is not bool:
        yield "blocks must be true or false"
    when = read_condition(fields["when"])
    if denies(when):
        yield "when asks that something is not so; a caution must not"
    own = {load_substances()[s].fact for s in cast("list[str]", substances)}
    if own and not own & set(facts_of(when)):
        yield f"when must name one of {', '.join(sorted(own))}"
    known = {*load_medicine_classes(), *load_substances()}
    for table in cast("list[object]", fields.get("spacing", [])):
        if not isinstance(table, dict) or set(table) != {"with", "hours"}:
            yield "spacing must be tables of with and hours"
        elif table["with"] not in known or type(table["hours"]) not in {int, float}:
            yield f"spacing: {table['with']!r} must be a medicine class or substance, with hours"

"""Cautions: what to mind with a supplement, a medicine, or the two together, one file each."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from gutline.catalog.conditions import denies, facts_of, read_condition
from gutline.catalog.data_files import read_folder, read_toml, refuse
from gutline.catalog.rules import Rule, Urgency, rule_problems, shared_fields, texts_of
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Caution(Rule):
    """What to mind with some substances.

    Attributes
    ----------
    substances : tuple of str
        Ids of the substances it is about; it is shown when one of them is used.
    urgency : {"emergency", "urgent", "soon", "info"}
    blocks : bool
        Whether the substance may not be tested while it holds.
    spacing : tuple of Spacing
    """

    substances: tuple[str, ...]
    urgency: Urgency
    blocks: bool
    spacing: tuple[Spacing, ...]


@functools.cache
def load_cautions() -> Mapping[str, Caution]:
    """Return every caution by its id, in order of id."""
    return read_folder("cautions", read_caution)


_MORE = frozenset({"substances", "blocks"})


def read_caution(path: Path) -> Caution:
    """Read and check one caution.

    Raises
    ------
    CatalogError
        When the file is not TOML, or something in it is missing, unknown or wrong.
    """
    fields = read_toml(path)
    refuse(path, rule_problems(path.stem, fields, ("urgency",), _MORE))
    refuse(path, _problems(fields))
    spaced = cast("list[Mapping[str, object]]", fields.get("spacing", []))
    return Caution(
        **shared_fields(fields),
        substances=texts_of(fields, "substances"),
        urgency=cast("Urgency", fields["urgency"]),
        blocks=fields["blocks"] is True,
        spacing=tuple(Spacing(str(s["with"]), float(cast("float", s["hours"]))) for s in spaced),
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

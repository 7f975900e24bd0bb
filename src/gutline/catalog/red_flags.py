"""Red flags: signs that a doctor should look at before anything is tested, one file each."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from gutline.catalog.conditions import denies
from gutline.catalog.data_files import CatalogError, read_folder, read_toml, refuse
from gutline.catalog.rules import (
    URGENCIES,
    Rule,
    Urgency,
    rule_problems,
    shared_fields,
    texts_of,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RedFlag(Rule):
    """A sign to act on. Its condition never asks that something is not so.

    So more signs cannot make it fall silent.

    Attributes
    ----------
    domain : str
        What it is about.
    urgency : {"emergency", "urgent", "soon", "info"}
    base_rate : str
        How often it is something serious, where a source says so; empty otherwise.
    replaces : tuple of str
        Ids of milder red flags that need not be shown beside it.
    """

    domain: str
    urgency: Urgency
    base_rate: str
    replaces: tuple[str, ...]


@functools.cache
def load_red_flags() -> Mapping[str, RedFlag]:
    """Return every red flag by its id, in order of id.

    Raises
    ------
    CatalogError
        When a file is wrong or replaces a red flag that does not exist.
    """
    found = read_folder("red_flags", read_red_flag)
    for flag in found.values():
        for other in flag.replaces:
            if other not in found or not _may_replace(flag, found[other]):
                raise CatalogError(
                    f"{flag.id}.toml: replaces {other!r}, which must exist, be no stricter, and"
                    " rest on no better sources"
                )
    return found


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
    refuse(path, rule_problems(path.stem, fields, ("domain", "urgency")))
    shared = shared_fields(fields)
    if denies(shared["when"]):
        raise CatalogError(f"{path}: when asks that something is not so; a red flag must not")
    return RedFlag(
        **shared,
        domain=str(fields["domain"]),
        urgency=cast("Urgency", fields["urgency"]),
        base_rate=str(fields.get("base_rate", "")),
        replaces=texts_of(fields, "replaces"),
    )

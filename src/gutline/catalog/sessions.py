"""Rules by which sessions of movement are put together: how long, and what comes after what."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from gutline.catalog.data_files import DATA, CatalogError, read_tables, text_problems
from gutline.catalog.exercises import PARTS, PLACES

MOST_MINUTES = 60
_FIELDS = {"minutes", "name", "parts", "change_s", "places"}


@dataclass(frozen=True, slots=True)
class PartShare:
    """How much of a session goes to one part."""

    part: str
    share: float


@dataclass(frozen=True, slots=True)
class SessionRule:
    """How a session of some length is put together.

    Attributes
    ----------
    id, name : str
    minutes : int
        How long it is at most.
    parts : tuple of PartShare
        What comes after what, with the share of the time.
    change_s : int
        Seconds to get ready for each exercise.
    places : tuple of str
        Where it is done unless the person says otherwise.
    """

    id: str
    name: str
    minutes: int
    parts: tuple[PartShare, ...]
    change_s: int
    places: tuple[str, ...]


@functools.cache
def load_session_rules() -> Mapping[int, SessionRule]:
    """Return every rule by its minutes, the shortest first."""
    rules = read_session_rules(DATA / "sessions.toml")
    return {rule.minutes: rule for rule in sorted(rules, key=lambda rule: rule.minutes)}


def read_session_rules(path: Path) -> tuple[SessionRule, ...]:
    """Read and check a file of rules.

    Raises
    ------
    CatalogError
        When the file is not TOML, or something in it is missing, unknown or wrong.
    """
    rules = [_rule(ident, fields) for ident, fields in read_tables(path, _problems).items()]
    if len({rule.minutes for rule in rules}) != len(rules):
        raise CatalogError(f"{path}: two sessions are equally long; keep one of them")
    return tuple(rules)


def _rule(ident: str, fields: Mapping[str, object]) -> SessionRule:
    parts = cast("list[Mapping[str, object]]", fields["parts"])
    return SessionRule(
        id=ident,
        name=str(fields["name"]),
        minutes=cast("int", fields["minutes"]),
        parts=tuple(PartShare(str(p["part"]), float(cast("float", p["share"]))) for p in parts),
        change_s=cast("int", fields["change_s"]),
        places=tuple(cast("list[str]", fields["places"])),
    )


def _problems(fields: object) -> Iterator[str]:
    if not isinstance(fields, dict) or set(fields) != _FIELDS:
        yield f"a session must have {', '.join(sorted(_FIELDS))} and nothing else"
        return
    yield from text_problems(fields, ("name",))
    for name, most in (("minutes", MOST_MINUTES), ("change_s", 30)):
        if type(fields[name]) is not int or not 1 <= fields[name] <= most:
            yield f"{name} must be a whole number from 1 to {most}"
    places = fields["places"]
    if not isinstance(places, list) or not places or not set(places) <= set(PLACES):
        yield f"places must be some of {', '.join(PLACES)}"
    yield from _part_problems(fields["parts"])


def _part_problems(parts: object) -> Iterator[str]:
    if not isinstance(parts, list) or not parts:
        yield "parts must be tables of part and share, one at least"
        return
    for part in parts:
        if not isinstance(part, dict) or set(part) != {"part", "share"}:
            yield "parts must be tables of part and share"
        elif part["part"] not in PARTS:
            yield f"part must be one of {', '.join(PARTS)}"
        elif type(part["share"]) not in {int, float} or not 0 < part["share"] <= 1:
            yield "share must be a number above 0, at most 1"

"""Body sites: the named regions, front and back, left and right, where something is felt."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Literal, cast

from gutline.catalog.data_files import DATA, CatalogError, read_tables

Face = Literal["front", "back"]
Side = Literal["left", "middle", "right"]

FACES = ("front", "back")
SIDES = ("left", "middle", "right")
_FIELDS = {"name": str, "face": str, "sides": list, "joint": bool, "words": list}


@dataclass(frozen=True, slots=True)
class BodySite:
    """One place on the body that a person can point at.

    Attributes
    ----------
    id : str
        The region and the side: "lower_back_left". Never changes.
    name : str
        For people: "lower back, left".
    region : str
        Id of the region, the same for all its sides.
    face : {"front", "back"}
        The side of the drawing it lies on.
    side : {"left", "middle", "right"}
        The person's own left and right.
    joint : bool
        Whether it is a joint.
    words : tuple of str
        Other words for the region.
    retired : str
        Date since which it is no longer offered, ISO; empty while it is.
    """

    id: str
    name: str
    region: str
    face: Face
    side: Side
    joint: bool
    words: tuple[str, ...]
    retired: str = ""


@functools.cache
def load_body_sites() -> Mapping[str, BodySite]:
    """Return every body site by its id, from head to foot, front before back."""
    return read_body_sites(DATA / "body_sites.toml")


def read_body_sites(path: Path) -> Mapping[str, BodySite]:
    """Read and check a file of body sites.

    Raises
    ------
    CatalogError
        When the file is not TOML, or a field is missing, unknown or of the wrong type.
    """
    sites: dict[str, BodySite] = {}
    for region, fields in read_tables(path, _problems).items():
        for site in _sites(region, fields):
            if site.id in sites:
                raise CatalogError(f"{path}: {site.id!r} is there twice; rename one of them")
            sites[site.id] = site
    return MappingProxyType(sites)


def _sites(region: str, fields: Mapping[str, object]) -> Iterator[BodySite]:
    name = cast("str", fields["name"])
    sides = cast("list[Side]", fields["sides"])
    for side in sides:
        yield BodySite(
            id=f"{region}_{side}",
            name=name if sides == ["middle"] else f"{name}, {side}",
            region=region,
            face=cast("Face", fields["face"]),
            side=side,
            joint=cast("bool", fields["joint"]),
            words=tuple(cast("list[str]", fields["words"])),
            retired=str(fields.get("retired", "")),
        )


def _problems(fields: object) -> Iterator[str]:
    if not isinstance(fields, dict):
        yield "is a value; make it a table"
        return
    for name in sorted(set(fields) - set(_FIELDS) - {"retired"}):
        yield f"the field {name!r} is not known; remove it"
    for name, wanted in _FIELDS.items():
        if not isinstance(fields.get(name), wanted):
            yield f"the field {name!r} must be given, as {wanted.__name__}"
    if fields["face"] not in FACES:
        yield "face must be 'front' or 'back'"
    if not fields["sides"] or not set(fields["sides"]) <= set(SIDES):
        yield "sides must be some of left, middle, right"

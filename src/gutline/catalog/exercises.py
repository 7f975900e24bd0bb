"""Exercises: gentle movement with steps, how much, how it presses the belly, and a drawing."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Literal, cast

from gutline.catalog.data_files import (
    id_problems,
    name_problems,
    read_checked,
    read_folder,
    text_problems,
)
from gutline.catalog.evidence import card_problems
from gutline.catalog.poses import Pose, pose_problems, read_pose

Belly = Literal["none", "low", "high"]
BELLY: Mapping[str, str] = MappingProxyType(
    {
        "none": "does not press the belly",
        "low": "presses or braces the belly a little",
        "high": "presses or braces the belly",
    }
)
PARTS: Mapping[str, str] = MappingProxyType(
    {
        "loosen": "loosen",
        "strengthen": "strengthen",
        "stretch": "stretch",
        "settle": "settle",
        "walk": "walk",
    }
)
PLACES: Mapping[str, str] = MappingProxyType(
    {"standing": "standing", "chair": "on a chair", "floor": "on the floor"}
)
MOST_STEPS = 6


@dataclass(frozen=True, slots=True)
class Exercise:
    """One exercise.

    Attributes
    ----------
    id, name : str
        The id is the stem of the file, the name what it is logged as.
    part : {"loosen", "strengthen", "stretch", "settle", "walk"}
        What it does in a session.
    place : {"standing", "chair", "floor"}
    belly : {"none", "low", "high"}
        How much it presses the belly.
    helps : str
        What it is for.
    steps : tuple of str
    dose : str
        How often or how long, in words.
    seconds : int
        How long one set takes, both sides together.
    sides : bool
        Whether it is done on both sides.
    easier, harder, stop_if : str
    card : str
        Id of the evidence card it rests on.
    words : tuple of str
        Further words it is found by.
    poses : tuple of Pose
        Its drawing.
    """

    id: str
    name: str
    part: str
    place: str
    belly: Belly
    helps: str
    steps: tuple[str, ...]
    dose: str
    seconds: int
    sides: bool
    easier: str
    harder: str
    stop_if: str
    card: str
    words: tuple[str, ...]
    poses: tuple[Pose, ...]

    @property
    def logged_as(self) -> str:
        """What it is called in a diary: every walk is walking."""
        return "walking" if self.part == "walk" else self.name

    @property
    def presses(self) -> bool:
        """Whether it presses the belly at all."""
        return self.belly != "none"


@functools.cache
def load_exercises() -> Mapping[str, Exercise]:
    """Return every exercise by its id, in order of id.

    Raises
    ------
    CatalogError
        When a file does not hold a valid exercise.
    """
    return read_folder("exercises", read_exercise)


_TEXTS = ("id", "name", "part", "place", "belly", "helps", "dose", "easier", "harder", "stop_if",
          "card")  # fmt: skip
_NEEDED = {*_TEXTS, "steps", "seconds", "sides", "words", "poses"}


def read_exercise(path: Path) -> Exercise:
    """Read and check one exercise's file.

    Raises
    ------
    CatalogError
        When the file is not TOML, or something in it is missing, unknown or wrong.
    """
    fields = read_checked(path, _problems)
    texts = {name: str(fields[name]) for name in _TEXTS}
    lists = {name: tuple(cast("list[str]", fields[name])) for name in ("steps", "words")}
    return Exercise(
        id=texts["id"],
        name=texts["name"],
        part=texts["part"],
        place=texts["place"],
        belly=cast("Belly", texts["belly"]),
        helps=texts["helps"],
        steps=lists["steps"],
        dose=texts["dose"],
        seconds=cast("int", fields["seconds"]),
        sides=fields["sides"] is True,
        easier=texts["easier"],
        harder=texts["harder"],
        stop_if=texts["stop_if"],
        card=texts["card"],
        words=lists["words"],
        poses=tuple(read_pose(p) for p in cast("list[Mapping[str, object]]", fields["poses"])),
    )


def _problems(stem: str, fields: Mapping[str, object]) -> Iterator[str]:
    """Yield what is wrong with one file, most basic first; the caller stops at the first."""
    yield from name_problems(fields, _NEEDED)
    yield from text_problems(fields, _TEXTS)
    yield from id_problems(stem, fields)
    for name, allowed in (("part", PARTS), ("place", PLACES), ("belly", BELLY)):
        if fields[name] not in allowed:
            yield f"{name} must be one of {', '.join(allowed)}"
    yield from card_problems(fields)
    yield from _list_problems(fields)


def _list_problems(fields: Mapping[str, object]) -> Iterator[str]:
    for name in ("steps", "words"):
        items = fields[name]
        if not isinstance(items, list) or not all(isinstance(i, str) and i for i in items):
            yield f"{name} must be a list of texts"
        elif name == "steps" and not 2 <= len(items) <= MOST_STEPS:
            yield f"steps must be 2 to {MOST_STEPS}"
    seconds = fields["seconds"]
    if type(seconds) is not int or not 20 <= seconds <= 3600:
        yield "seconds must be a whole number from 20 to 3600"
    if type(fields["sides"]) is not bool:
        yield "sides must be true or false"
    poses = fields["poses"]
    if not isinstance(poses, list) or not 1 <= len(poses) <= 2:
        yield "poses must be one or two tables"
        return
    for pose in poses:
        yield from pose_problems(pose)

"""The drawing of a body, front and back: a shape for every site, beside its tick box."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass

from gutline.catalog.body_sites import FACES, BodySite, load_body_sites

WIDTH, HEIGHT = 140, 440
_MIDDLE = WIDTH / 2
# Distance from the middle, height, and half the width and height of each region's shapes. A front
# is seen as in a mirror turned round, so that the person's left is on the right; a back is not.
_SHAPES: Mapping[str, tuple[float, float, float, float]] = {
    "head": (12.5, 20, 6, 11), "face": (9, 41, 9, 8), "jaw": (8, 56, 8, 5),
    "throat": (0, 69, 9, 6), "shoulder": (40, 85, 12, 9), "chest": (18, 97, 8.5, 20),
    "upper_arm": (47, 117, 8, 21), "forearm": (51, 161, 7.5, 21), "wrist": (54, 189, 7, 5),
    "hand": (56, 206, 9, 10), "finger_joints": (58, 228, 9, 10),
    "upper_abdomen": (18, 132, 8.5, 13), "navel": (0, 155, 26, 8),
    "lower_abdomen": (18, 178, 8.5, 13), "hip": (34, 192, 6.5, 15), "pelvis": (0, 202, 8.5, 9),
    "groin": (18, 202, 8.5, 9), "thigh": (19, 246, 15, 33), "knee": (19, 295, 12, 14),
    "shin": (19, 341, 10, 30), "ankle": (19, 382, 9, 9), "foot": (21, 403, 11, 10),
    "toe_joints": (22, 424, 12, 9),
    "back_of_head": (12.5, 28, 6, 19), "neck": (12, 60, 5.5, 11),
    "shoulder_blade": (35, 96, 13, 19),
    "upper_back": (14, 95, 6.5, 20), "middle_back": (16, 133, 7.5, 16),
    "lower_back": (16, 168, 7.5, 17), "elbow": (50, 139, 8.5, 11), "sacroiliac": (14, 198, 8, 11),
    "tailbone": (0, 200, 5, 13), "buttock": (19, 227, 17, 16), "back_of_thigh": (19, 270, 14, 25),
    "back_of_knee": (19, 308, 11, 11), "calf": (19, 349, 11, 28), "heel": (19, 391, 9, 12),
    "sole": (21, 418, 11, 13),
}  # fmt: skip
# Drawn on the back so that it looks like a body; what hurts there is on the other face.
_ONLY_DRAWN = (
    (46, 120, 8, 8), (51, 166, 7.5, 15), (54, 189, 7, 5), (56, 206, 9, 10), (58, 228, 9, 10),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Box:
    """Where a shape lies on the drawing."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Spot:
    """One site: its tick box, and the shape on the drawing that stands for it."""

    id: str
    name: str
    box: Box


@dataclass(frozen=True, slots=True)
class Face:
    """One side of the drawing."""

    id: str
    spots: tuple[Spot, ...]
    drawn: tuple[Box, ...]


@functools.cache
def faces() -> tuple[Face, ...]:
    """Return the back and the front, each with its sites from head to foot."""
    sites = [site for site in load_body_sites().values() if not site.retired]
    return tuple(
        Face(face, tuple(_spot(site) for site in sites if site.face == face), _drawn(face))
        for face in reversed(FACES)
    )


def _spot(site: BodySite) -> Spot:
    away, y, rx, ry = _SHAPES[site.region]
    turned = -1 if site.face == "front" else 1
    side = {"left": -1, "middle": 0, "right": 1}[site.side]
    return Spot(site.id, site.name, _box(turned * side * away, y, rx, ry))


def _drawn(face: str) -> tuple[Box, ...]:
    if face == "front":
        return ()
    return tuple(_box(side * away, *rest) for away, *rest in _ONLY_DRAWN for side in (-1, 1))


def _box(away: float, y: float, rx: float, ry: float) -> Box:
    return Box(_MIDDLE + away - rx, y - ry, 2 * rx, 2 * ry)

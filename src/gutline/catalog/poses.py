"""Poses of the line figure that shows an exercise: a few points, the joints between worked out.

A panel is 120 wide and 100 high, with the floor at 90. Limbs are as long as a limb is, so that
the figure is the same person in every drawing: what a file cannot reach it may not say.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias, cast

Point: TypeAlias = tuple[float, float]

WIDTH, HEIGHT, FLOOR = 120.0, 100.0, 90.0
UPPER_ARM, FOREARM, THIGH, SHIN = 12.0, 12.0, 19.0, 19.0
TORSO, NECK = 28.0, 9.0
SLACK = 2.0
"""How much shorter or longer than it is a part may look, since a drawing is flat."""
DIRECTIONS: Mapping[str, Point] = {
    "up": (0.0, -1.0), "down": (0.0, 1.0), "left": (-1.0, 0.0), "right": (1.0, 0.0),
}  # fmt: skip
THINGS: Mapping[str, int] = {"floor": 0, "wall": 1, "chair": 1, "cushion": 4, "strap": 4}
"""What may stand beside the figure, and how many numbers place it."""
_FIELDS = {"back", "head", "arms", "legs", "things", "arrow", "front"}


@dataclass(frozen=True, slots=True)
class Thing:
    """Something beside the figure: a floor, a wall, a chair, a cushion, a strap."""

    name: str
    at: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Pose:
    """One moment of an exercise, every joint placed.

    Attributes
    ----------
    back : tuple of Point
        Hip and neck, with a point between them where the back is round or hollow.
    head : Point
        Its middle.
    arms, legs : tuple of tuple of Point
        From shoulder to hand and from hip to ankle or toe; the far one first.
    things : tuple of Thing
    arrow : tuple of Point
        Where something moves: from, by way of, to; empty when nothing does.
    front : bool
        Whether the figure is seen from the front, with the width of shoulders and hips.
    """

    back: tuple[Point, ...]
    head: Point
    arms: tuple[tuple[Point, ...], ...]
    legs: tuple[tuple[Point, ...], ...]
    things: tuple[Thing, ...] = ()
    arrow: tuple[Point, ...] = ()
    front: bool = False


def joint(start: Point, end: Point, upper: float, lower: float, bend: Point) -> Point:
    """Return the elbow or knee of a limb between two points.

    Parameters
    ----------
    start, end : Point
        Shoulder or hip, and hand or foot.
    upper, lower : float
        Lengths of its two parts.
    bend : Point
        The direction in which the joint lies.
    """
    far = math.dist(start, end)
    if far == 0.0:
        return (start[0] + bend[0] * upper, start[1] + bend[1] * upper)
    along = ((end[0] - start[0]) / far, (end[1] - start[1]) / far)
    near = min(max((upper**2 - lower**2 + far**2) / (2 * far), -upper), upper)
    out = math.sqrt(max(upper**2 - near**2, 0.0))
    across = (-along[1], along[0])
    side = 1.0 if across[0] * bend[0] + across[1] * bend[1] >= 0 else -1.0
    return (
        start[0] + along[0] * near + across[0] * out * side,
        start[1] + along[1] * near + across[1] * out * side,
    )


def read_pose(fields: Mapping[str, object]) -> Pose:
    """Return a pose as its table in a file says; `pose_problems` must have found nothing."""
    back = tuple(_point(p) for p in cast("list[object]", fields["back"]))
    front = fields.get("front") is True
    shoulders, hips = _starts(back[-1], 7.0, front), _starts(back[0], 4.0, front)
    arms = cast("list[Mapping[str, object]]", fields.get("arms", []))
    legs = cast("list[Mapping[str, object]]", fields.get("legs", []))
    return Pose(
        back=back,
        head=_point(fields["head"]),
        arms=tuple(_limb(shoulders[i % 2], a, UPPER_ARM, FOREARM) for i, a in enumerate(arms)),
        legs=tuple(_limb(hips[i % 2], a, THIGH, SHIN) for i, a in enumerate(legs)),
        things=tuple(_thing(words) for words in cast("list[str]", fields.get("things", []))),
        arrow=tuple(_point(p) for p in cast("list[object]", fields.get("arrow", []))),
        front=front,
    )


def _starts(middle: Point, half: float, front: bool) -> tuple[Point, Point]:  # noqa: FBT001
    if not front:
        return middle, middle
    return (middle[0] - half, middle[1]), (middle[0] + half, middle[1])


def _limb(
    start: Point, said: Mapping[str, object], upper: float, lower: float
) -> tuple[Point, ...]:
    end = _point(said["to"])
    bent = _point(said["at"]) if "at" in said else joint(start, end, upper, lower, _bend(said))
    limb: tuple[Point, ...] = (start, bent, end)
    if "toe" in said:
        away = DIRECTIONS[str(said["toe"])]
        limb += ((end[0] + away[0] * 6, end[1] + away[1] * 6),)
    return limb


def _bend(said: Mapping[str, object]) -> Point:
    return DIRECTIONS[str(said.get("bend", "up"))]


def _thing(words: str) -> Thing:
    name, *numbers = words.split()
    return Thing(name, tuple(map(float, numbers)))


def _point(value: object) -> Point:
    x, y = cast("Sequence[float]", value)
    return float(x), float(y)


def pose_problems(fields: object) -> Iterator[str]:
    """Yield what is wrong with the table of a pose, most basic first."""
    if not isinstance(fields, dict) or not {"back", "head"} <= set(fields) <= _FIELDS:
        yield f"a pose must have back and head and nothing but {', '.join(sorted(_FIELDS))}"
        return
    points = [*_listed(fields["back"]), fields["head"], *_listed(fields.get("arrow", []))]
    limbs = [*_listed(fields.get("arms", [])), *_listed(fields.get("legs", []))]
    tables = [limb for limb in limbs if isinstance(limb, dict) and "to" in limb]
    if len(tables) != len(limbs):
        yield "arms and legs must be tables with at least `to`"
        return
    points += [limb[name] for limb in tables for name in ("to", "at") if name in limb]
    if not all(_is_point(point) for point in points):
        yield f"every point must be [x, y], 0 to {WIDTH:g} and 0 to {HEIGHT:g}"
        return
    yield from _word_problems(fields, limbs)
    yield from _length_problems(fields)


def _listed(value: object) -> list[object]:
    return list(value) if isinstance(value, list) else [value]


def _is_point(value: object) -> bool:
    numbers = isinstance(value, list) and all(type(v) in {int, float} for v in value)
    if not numbers or len(cast("list[float]", value)) != 2:
        return False
    x, y = cast("list[float]", value)
    return 0 <= x <= WIDTH and 0 <= y <= HEIGHT


def _word_problems(fields: Mapping[str, object], limbs: Sequence[object]) -> Iterator[str]:
    if len(_listed(fields["back"])) not in {2, 3}:
        yield "back must be two points, or three where it is round"
    if len(_listed(fields.get("arrow", []))) not in {0, 3}:
        yield "arrow must be three points: from, by way of, to"
    for limb in cast("Sequence[Mapping[str, object]]", limbs):
        if not set(limb) <= {"to", "at", "bend", "toe"}:
            yield "a limb has nothing but to, at, bend and toe"
        elif not {str(limb[n]) for n in ("bend", "toe") if n in limb} <= set(DIRECTIONS):
            yield f"bend and toe must be one of {', '.join(DIRECTIONS)}"
    for words in _listed(fields.get("things", [])):
        name, *numbers = str(words).split()
        if THINGS.get(name) != len(numbers) or not all(n.isdigit() for n in numbers):
            yield f"{words!r} is no thing with its numbers; there are {dict(THINGS)}"


def _length_problems(fields: Mapping[str, object]) -> Iterator[str]:
    """Yield what is longer than a body is; shorter is fine, since limbs may point at the viewer."""
    try:
        pose = read_pose(fields)
    except (TypeError, ValueError, KeyError, IndexError):
        return
    if len(pose.back) < 2:
        return
    if math.dist(pose.back[0], pose.back[-1]) > TORSO + SLACK:
        yield f"hip and neck lie more than {TORSO + SLACK:g} apart"
    if not NECK - 3 <= math.dist(pose.back[-1], pose.head) <= NECK + SLACK:
        yield f"head must lie about {NECK:g} from the neck"
    for limbs, upper, lower in ((pose.arms, UPPER_ARM, FOREARM), (pose.legs, THIGH, SHIN)):
        for start, bent, end, *_ in limbs:
            if math.dist(start, bent) > upper + SLACK or math.dist(bent, end) > lower + SLACK:
                yield f"a limb to {end} is longer than {upper + lower:g}; move it closer"

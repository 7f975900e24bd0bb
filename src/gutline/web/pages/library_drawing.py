"""Line drawings of exercises as small SVG, in the colour of the text, told in words as well."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from gutline.catalog.exercises import Exercise
from gutline.catalog.poses import FLOOR, HEIGHT, WIDTH, Point, Pose, Thing

HEAD_RADIUS = 6.5
_SEAT, _LEG = 68.0, 18.0


def draw(exercise: Exercise, *, small: bool = False) -> SafeString:
    """Return the drawing of an exercise; its title and description are read aloud in its place.

    Parameters
    ----------
    exercise : Exercise
    small : bool
        Only the first of its poses, for a list.
    """
    poses = exercise.poses[:1] if small else exercise.poses
    width, top = WIDTH * len(poses), _top(poses)
    title, description = f"d-{exercise.id}", f"e-{exercise.id}"
    panels = "".join(
        f'<g transform="translate({_n(index * WIDTH)})">{"".join(_panel(pose))}</g>'
        for index, pose in enumerate(poses)
    )
    return mark_safe(  # noqa: S308 - numbers of the catalog, and texts that are escaped
        f'<svg class="figure panels-{len(poses)}" role="img" '
        f'viewBox="0 {_n(top)} {_n(width)} {_n(HEIGHT - top)}" '
        f'aria-labelledby="{title} {description}" fill="none" stroke="currentColor" '
        f'stroke-width="3.5" stroke-linecap="round" stroke-linejoin="round">'
        f'<title id="{title}">{escape(exercise.name)}</title>'
        f'<desc id="{description}">{escape(described(exercise))}</desc>{panels}</svg>'
    )


def described(exercise: Exercise) -> str:
    """Return what the drawing shows, in words: what is done, first and last."""
    return " ".join(exercise.steps)


def _top(poses: Iterable[Pose]) -> float:
    """Return the height above which nothing is drawn."""
    points = [
        point
        for pose in poses
        for line in (pose.back, pose.arrow, *pose.arms, *pose.legs)
        for point in line
    ]
    points += [(pose.head[0], pose.head[1] - HEAD_RADIUS) for pose in poses]
    things = [thing for pose in poses for thing in pose.things]
    points += [(t.at[0], t.at[1]) for t in things if t.name == "cushion"]
    stands = any(thing.name in {"wall", "chair"} for thing in things)
    return 0.0 if stands else max(0.0, min(y for _, y in points) - 6)


def _panel(pose: Pose) -> Iterator[str]:
    for thing in pose.things:
        lines = "".join(_thing(thing, front=pose.front))
        yield f'<g stroke-width="1.5" opacity=".7">{lines}</g>'
    far, near = _far_and_near(pose)
    yield f'<g opacity=".55">{"".join(map(_line, far))}</g>' if far else ""
    yield _back(pose.back)
    if pose.front:
        yield from _girdles(pose)
    yield from map(_line, near)
    x, y = pose.head
    yield f'<circle class="head" cx="{_n(x)}" cy="{_n(y)}" r="{HEAD_RADIUS}"/>'
    if pose.arrow:
        yield _arrow(pose.arrow)


def _far_and_near(pose: Pose) -> tuple[list[tuple[Point, ...]], list[tuple[Point, ...]]]:
    """Return the limbs on the far side, which are drawn fainter, and those on the near side."""
    far: list[tuple[Point, ...]] = []
    near: list[tuple[Point, ...]] = []
    for limbs in (pose.legs, pose.arms):
        behind = 1 if len(limbs) > 1 and not pose.front else 0
        far += limbs[:behind]
        near += limbs[behind:]
    return far, near


def _back(back: Sequence[Point]) -> str:
    if len(back) == 2:
        return _line(back)
    hip, middle, neck = back
    control = (2 * middle[0] - (hip[0] + neck[0]) / 2, 2 * middle[1] - (hip[1] + neck[1]) / 2)
    return f'<path d="M{_at(hip)}Q{_at(control)} {_at(neck)}"/>'


def _girdles(pose: Pose) -> Iterator[str]:
    for limbs in (pose.arms, pose.legs):
        if len(limbs) == 2:
            yield _line((limbs[0][0], limbs[1][0]))


def _arrow(points: Sequence[Point]) -> str:
    start, by, end = points
    dx, dy = end[0] - by[0], end[1] - by[1]
    if not dx and not dy:
        dx, dy = end[0] - start[0], end[1] - start[1]
    length = (dx * dx + dy * dy) ** 0.5 or 1.0
    ux, uy = dx / length * 4, dy / length * 4
    tips = [(end[0] - ux - uy, end[1] - uy + ux), end, (end[0] - ux + uy, end[1] - uy - ux)]
    tip = "M" + "L".join(map(_at, tips))
    return (
        f'<g class="way" stroke-width="2"><path d="M{_at(start)}Q{_at(by)} {_at(end)}"/>'
        f'<path d="{tip}"/></g>'
    )


def _thing(thing: Thing, *, front: bool) -> Iterator[str]:
    at = thing.at
    if thing.name == "floor":
        yield _line(((4, FLOOR + 3), (WIDTH - 4, FLOOR + 3)))
    elif thing.name == "wall":
        yield _line(((at[0], 6), (at[0], FLOOR + 3)))
    elif thing.name == "chair":
        yield from _chair(at[0], front=front)
    elif thing.name == "cushion":
        x, y, width, height = map(_n, at)
        yield f'<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="6"/>'
    else:
        yield _line(((at[0], at[1]), (at[2], at[3])))


def _chair(x: float, *, front: bool) -> Iterator[str]:
    left, right = x - _LEG, x + (_LEG if front else _LEG - 4)
    yield _line(((left, _SEAT - 28), (left, FLOOR + 3)))
    yield _line(((left, _SEAT + 3), (right, _SEAT + 3), (right, FLOOR + 3)))
    if front:
        yield _line(((left, _SEAT - 28), (right, _SEAT - 28), (right, _SEAT + 3)))


def _line(points: Iterable[Point]) -> str:
    return f'<path d="M{"L".join(map(_at, points))}"/>'


def _at(point: Point) -> str:
    return f"{_n(point[0])} {_n(point[1])}"


def _n(number: float) -> str:
    return f"{number:.1f}".rstrip("0").rstrip(".")

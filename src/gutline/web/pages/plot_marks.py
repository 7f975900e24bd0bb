"""What every plot drawn for a template needs: marks of its axes, and numbers for its paths."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TickView:
    """A mark of an axis: where it stands, and its words."""

    place: str
    words: str


def path_number(value: float) -> str:
    """Return a number for a path: at most one decimal, no trailing zero."""
    return f"{value:.1f}".removesuffix(".0")

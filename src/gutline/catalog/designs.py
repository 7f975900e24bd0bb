"""Designs of trials on oneself: what each is for, how long it is, and what to be told before it."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from gutline.catalog.data_files import (
    id_problems,
    name_problems,
    read_checked,
    read_folder,
    text_problems,
)


@dataclass(frozen=True, slots=True)
class Design:
    """One design.

    Attributes
    ----------
    id, name, description : str
    logic : str
        Module of `gutline.trials.designs` that lays out its days.
    kinds : tuple of str
        Entry kinds whose things it suits.
    eliminates : bool
        Whether something usual is left out for days on end.
    minimum_pairs, advised_pairs : int
        Fewest pairs, and how many are proposed.
    period_days, slow_period_days : int
        Days of a period where the effect is over in two days, and where it takes longer.
    washout_days, severe_washout_days, run_in_days : int
        Days in between, days in between after a strong reaction, and days before the first period.
    carry_over_hours : float
        Mean time that an effect takes, where the suspect's lag curve does not say; 0 is none.
    reference_words, active_words : str
        The two conditions, `{exposure}` standing for the thing tested.
    portions : tuple of str
        What is taken on each day of an active period; the last one stays.
    warnings : tuple of str
        What is told before it starts.
    """

    id: str
    name: str
    description: str
    logic: str
    kinds: tuple[str, ...]
    eliminates: bool
    minimum_pairs: int
    advised_pairs: int
    period_days: int
    slow_period_days: int
    washout_days: int
    severe_washout_days: int
    run_in_days: int
    carry_over_hours: float
    reference_words: str
    active_words: str
    portions: tuple[str, ...]
    warnings: tuple[str, ...]


_TEXTS = ("id", "name", "description", "logic", "reference_words", "active_words")
_LISTS = ("kinds", "portions", "warnings")
_AT_LEAST = {
    "minimum_pairs": 1, "advised_pairs": 1, "period_days": 1, "slow_period_days": 1,
    "washout_days": 0, "severe_washout_days": 0, "run_in_days": 0,
}  # fmt: skip
_MOST_HOURS = 24.0 * 60


@functools.cache
def load_designs() -> Mapping[str, Design]:
    """Return every design by its id, in order of id.

    Raises
    ------
    CatalogError
        When a file does not hold a valid design.
    """
    return read_folder("designs", read_design)


def read_design(path: Path) -> Design:
    """Read and check one design's file.

    Raises
    ------
    CatalogError
        When the file is not TOML, a field is missing, unknown or of the wrong type, or the fields
        contradict each other.
    """
    fields = read_checked(path, _problems)
    values: dict[str, Any] = dict(fields)
    values |= {name: tuple(values[name]) for name in _LISTS}
    values["carry_over_hours"] = float(values["carry_over_hours"])
    return Design(**values)


def _problems(stem: str, fields: Mapping[str, object]) -> Iterable[str]:
    """Yield what is wrong with one file, most basic first; the caller stops at the first."""
    expected = {*_TEXTS, *_LISTS, *_AT_LEAST, "eliminates", "carry_over_hours"}
    yield from name_problems(fields, expected)
    yield from text_problems(fields, _TEXTS)
    for name in _LISTS:
        items = fields[name]
        if not isinstance(items, list) or not all(isinstance(i, str) and i.strip() for i in items):
            yield f"{name} must be a list of texts"
    for name, least in _AT_LEAST.items():
        if type(fields[name]) is not int or cast("int", fields[name]) < least:
            yield f"{name} must be a whole number from {least}"
    yield from _contradictions(stem, fields)


def _contradictions(stem: str, fields: Mapping[str, object]) -> Iterable[str]:
    yield from id_problems(stem, fields)
    if type(fields["eliminates"]) is not bool:
        yield "eliminates must be true or false"
    hours = fields["carry_over_hours"]
    if type(hours) not in {int, float} or not 0 <= cast("float", hours) <= _MOST_HOURS:
        yield f"carry_over_hours must be a number from 0 to {_MOST_HOURS:g}"
    if cast("int", fields["advised_pairs"]) < cast("int", fields["minimum_pairs"]):
        yield "advised_pairs must not be below minimum_pairs"
    for name in ("reference_words", "active_words"):
        if "{exposure}" not in str(fields[name]):
            yield f"{name} must hold {{exposure}}"
    if fields["reference_words"] == fields["active_words"]:
        yield "reference_words and active_words must differ"

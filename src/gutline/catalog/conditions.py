"""Conditions over what is known of a person: a small language in which rules are written.

A condition is a text or a table::

    "fever"                          the fact is so
    "age >= 50", "sex = female"      a comparison
    { all = [...] }                  every one of these
    { any = [...] }                  at least one of these
    { not = ... }                    this is known not to be so
    { at_least = 4, of = [...] }     so many of these
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias, cast

Sign = Literal["so", "=", "<", "<=", ">", ">="]
_TEXT = re.compile(r"([a-z][a-z0-9_]*)(?:\s*(<=|>=|=|<|>)\s*([a-z0-9_.]+))?")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


class ConditionError(ValueError):
    """A condition cannot be read; the message says which part and what to write."""


@dataclass(frozen=True, slots=True)
class Holds:
    """One fact is so, or compares so with a value."""

    fact: str
    sign: Sign = "so"
    value: float | str = ""


@dataclass(frozen=True, slots=True)
class AtLeast:
    """At least `count` of the parts are so; all of them, any of them, or a number."""

    count: int
    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part is known not to be so."""

    part: Condition


Condition: TypeAlias = "Holds | AtLeast | Not"


def read_condition(raw: object) -> Condition:
    """Return the condition that a value of a data file stands for.

    Raises
    ------
    ConditionError
        When it is none.
    """
    if isinstance(raw, str):
        return _comparison(raw)
    if not isinstance(raw, dict):
        raise ConditionError(f"{raw!r} is no condition; write a text or a table")
    match sorted(raw):
        case ["all"]:
            parts = _parts(raw["all"])
            return AtLeast(len(parts), parts)
        case ["any"]:
            return AtLeast(1, _parts(raw["any"]))
        case ["not"]:
            return Not(read_condition(raw["not"]))
        case ["at_least", "of"]:
            return _counted(raw)
    raise ConditionError(
        f"{', '.join(sorted(raw)) or 'an empty table'} is no condition; use all, any, not, or"
        " at_least with of"
    )


def _comparison(text: str) -> Holds:
    found = _TEXT.fullmatch(text.strip())
    if found is None:
        raise ConditionError(f"{text!r} is no condition; write fever, age >= 50 or sex = female")
    fact, sign, value = found.groups()
    if sign is None:
        return Holds(fact)
    number = _NUMBER.fullmatch(value)
    if number is None and sign != "=":
        raise ConditionError(f"{text!r} compares with {value!r}, which is no number")
    return Holds(fact, cast("Sign", sign), float(value) if number else value)


def _parts(raw: object) -> tuple[Condition, ...]:
    if not isinstance(raw, list) or not raw:
        raise ConditionError("all, any and of need a list with something in it")
    return tuple(read_condition(part) for part in raw)


def _counted(raw: Mapping[str, object]) -> AtLeast:
    parts, count = _parts(raw["of"]), raw["at_least"]
    if type(count) is not int or not 1 <= count <= len(parts):
        raise ConditionError(f"at_least must be a whole number from 1 to {len(parts)}")
    return AtLeast(count, parts)


def tests_of(condition: Condition) -> Iterator[Holds]:
    """Yield every single fact that a condition asks about, in order."""
    match condition:
        case Holds():
            yield condition
        case Not(part):
            yield from tests_of(part)
        case AtLeast(_, parts):
            for part in parts:
                yield from tests_of(part)


def facts_of(condition: Condition) -> tuple[str, ...]:
    """Return the ids of the facts of a condition, each once, in order."""
    return tuple(dict.fromkeys(test.fact for test in tests_of(condition)))


def denies(condition: Condition) -> bool:
    """Return whether a condition asks anywhere that something is not so."""
    match condition:
        case Holds():
            return False
        case Not():
            return True
        case AtLeast(_, parts):
            return any(denies(part) for part in parts)

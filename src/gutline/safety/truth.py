"""Whether a condition is so, is not so, or cannot be told: what is not known stays unknown."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping

from gutline.catalog.conditions import AtLeast, Condition, Holds, Not
from gutline.safety.answers import Seen


def truth(condition: Condition, known: Mapping[str, Seen]) -> bool | None:
    """Return whether a condition is so; None where what is known does not tell."""
    match condition:
        case Holds():
            seen = known.get(condition.fact)
            return None if seen is None else _holds(condition, seen)
        case Not(part):
            inner = truth(part, known)
            return None if inner is None else not inner
        case AtLeast(count, parts):
            values = [truth(part, known) for part in parts]
            if values.count(True) >= count:
                return True
            return None if values.count(True) + values.count(None) >= count else False


def _holds(test: Holds, seen: Seen) -> bool:
    if test.sign == "so":
        return seen.value is True
    if isinstance(seen.value, str) or isinstance(test.value, str):
        return seen.value == test.value
    return _COMPARED[test.sign](seen.value, test.value)


_COMPARED: Mapping[str, Callable[[float, float], bool]] = {
    "=": operator.eq,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def reasons(condition: Condition, known: Mapping[str, Seen]) -> Iterator[str]:
    """Yield the facts by which a condition is so, each once it is reached."""
    if truth(condition, known) is not True:
        return
    match condition:
        case Holds():
            yield condition.fact
        case AtLeast(_, parts):
            for part in parts:
                yield from reasons(part, known)


def unknown(condition: Condition, known: Mapping[str, Seen]) -> Iterator[str]:
    """Yield the facts that have to be known before a condition can be told."""
    if truth(condition, known) is not None:
        return
    match condition:
        case Holds():
            yield condition.fact
        case Not(part):
            yield from unknown(part, known)
        case AtLeast(_, parts):
            for part in parts:
                yield from unknown(part, known)

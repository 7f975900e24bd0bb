"""What a diary is made of: entries, and what was wrong with the file they came from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal

NONE = "none"
"""Name of a food, drink or symptom entry that says there was none."""
KINDS_WITH_NONE = frozenset({"food", "drink", "symptom"})

LONGEST_SHOWN = 80


class DiaryError(ValueError):
    """A diary cannot be read, written or built; the message says what, where and what to do."""


class RowError(DiaryError):
    """One row cannot be used: which field, what stood there, and why."""

    def __init__(self, field: str, value: str, reason: str) -> None:
        super().__init__(f"{field} {value[:LONGEST_SHOWN]!r}: {reason}")
        self.field = field
        self.value = value
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that was logged.

    Attributes
    ----------
    at : datetime
        When, aware.
    kind : str
        Id of an entry kind of the catalog, such as "food".
    name : str
        What: "rye bread", "back pain". `none` for food, drink or a symptom says there was none.
    value : float or None
        How much, in `unit`; None where nothing was said (for food: one serving).
    unit : str
        Unit of `value`; empty without a value.
    note, source, id : str
        Free text, where the entry came from, and its id there.
    day_only : bool
        True when only the day is known; `at` is then 12:00 local time.
    """

    at: datetime
    kind: str
    name: str
    value: float | None = None
    unit: str = ""
    note: str = ""
    source: str = ""
    id: str = ""
    day_only: bool = False


Severity = Literal["refused", "warning"]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with one row of a file.

    Attributes
    ----------
    line : int or None
        Line of the file, from 1; None when the whole file is meant.
    field : str
        The column or part of the line.
    value : str
        What stood there, shortened and with control characters made visible.
    reason : str
        What is wrong and what to do, one plain sentence.
    severity : {"refused", "warning"}
        Whether the row was left out, or used all the same.
    """

    line: int | None
    field: str
    value: str
    reason: str
    severity: Severity

    def __str__(self) -> str:
        """Return the problem as one line for people."""
        where = "the file" if self.line is None else f"line {self.line}"
        shown = f" {self.value!r}" if self.value else ""
        return f"{where}, {self.field}{shown}: {self.reason}"


class DayState(StrEnum):
    """What is known of one day's food or symptoms.

    `complete`: marked as complete. `none`: said to be none. `logged`: something was logged but
    perhaps not all of it. `unlogged`: nothing is known.
    """

    COMPLETE = "complete"
    NONE = "none"
    LOGGED = "logged"
    UNLOGGED = "unlogged"


def shown(value: str) -> str:
    """Return a value from a file, safe and short enough to be shown on a terminal."""
    short = value if len(value) <= LONGEST_SHOWN else value[: LONGEST_SHOWN - 3] + "..."
    if short.isprintable():
        return short
    return "".join(c if c.isprintable() else _escaped(c) for c in short)[:LONGEST_SHOWN]


def _escaped(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")

"""One day of a plan: what was done, partly done or skipped, and which reminders were given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from gutline.routine.adherence import OFF, DayMarks, Mark, check_mark
from gutline.routine.errors import RoutineError
from gutline.store.errors import StoreError
from gutline.store.plain_data import refuse_other_fields

FIELDS = ("marks", "off", "given", "put_off")
_MARK = ("state", "reason", "at", "entry")
_MOST = 500
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class DayNotes:
    """What is kept of one day of a plan.

    Attributes
    ----------
    marks : DayMarks
    given : frozenset of str
        Keys of the reminders that were given.
    put_off : Mapping of str to tuple of datetime
        By item: until when it was put off, each time.
    """

    marks: DayMarks
    given: frozenset[str] = frozenset()
    put_off: Mapping[str, tuple[datetime, ...]] = field(default_factory=dict)


def check(body: Mapping[str, Any]) -> None:
    """Refuse what is no day of a plan.

    Raises
    ------
    StoreError
        When a field is missing, not known or of the wrong sort.
    """
    refuse_other_fields("adherence", body, FIELDS)
    try:
        notes_from(date(2000, 1, 1), body)
    except RoutineError as error:
        raise StoreError(f"adherence: {error}") from None
    except (AttributeError, KeyError, TypeError, ValueError):
        raise StoreError("adherence: this day cannot be read; keep it as it was written") from None
    sizes = (body["marks"], body["given"], body["put_off"])
    if any(len(part) > _MOST for part in sizes) or body["off"] not in {"", *OFF}:
        raise StoreError(f"adherence: off must be one of {', '.join(OFF)}, or empty")


def notes_from(day: date, body: Mapping[str, Any]) -> DayNotes:
    """Return the notes of a day that `body_of` wrote.

    Raises
    ------
    RoutineError, AttributeError, KeyError, TypeError, ValueError
        When it did not.
    """
    marks = {str(ident)[:_LONGEST]: _mark_from(said) for ident, said in body["marks"].items()}
    put_off = {
        str(ident)[:_LONGEST]: tuple(datetime.fromisoformat(at) for at in times)
        for ident, times in body["put_off"].items()
    }
    given = frozenset(str(key)[:_LONGEST] for key in body["given"])
    return DayNotes(DayMarks(day, marks, str(body["off"])), given, put_off)


def _mark_from(said: Mapping[str, Any]) -> Mark:
    state, reason, at, entry = (said[name] for name in _MARK)
    moment = datetime.fromisoformat(at) if at else None
    return check_mark(Mark(state, str(reason), moment, str(entry)[:_LONGEST]))


def body_of(notes: DayNotes) -> dict[str, Any]:
    """Return the notes of a day as plain data."""
    marks = {
        ident: {
            "state": mark.state,
            "reason": mark.reason,
            "at": mark.at.isoformat() if mark.at else "",
            "entry": mark.entry,
        }
        for ident, mark in notes.marks.marks.items()
    }
    put_off = {ident: [at.isoformat() for at in times] for ident, times in notes.put_off.items()}
    given = sorted(notes.given)
    return {"marks": marks, "off": notes.marks.off, "given": given, "put_off": put_off}

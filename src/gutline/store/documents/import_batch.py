"""One import: which files, what it brought, and whether it was undone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from gutline.store.errors import StoreError
from gutline.store.plain_data import refuse_other_fields

_COUNTS = ("added", "known", "problems", "doubts", "removed", "kept")
_TABLES = ("kinds", "left_out")
_LISTS = ("sources", "files", "answered")
_TIMES = ("made_at", "undone_at")
_DAYS = ("first_day", "last_day")
FIELDS = frozenset({*_COUNTS, *_TABLES, *_LISTS, *_TIMES, *_DAYS})


def check(body: Mapping[str, Any]) -> None:
    """Refuse what is no import.

    Raises
    ------
    StoreError
        When a field is missing, not known or of the wrong sort.
    """
    # Imports of earlier versions brought entries alone.
    body = {"answered": [], **body}
    refuse_other_fields("import", body, FIELDS)
    for name in _COUNTS:
        if not _is_count(body[name]):
            raise _odd(f"{name} must be a whole number")
    for name in _TABLES:
        if not isinstance(body[name], dict) or not all(map(_is_count, body[name].values())):
            raise _odd(f"{name} must be a table of whole numbers")
    for name in _LISTS:
        if not isinstance(body[name], list) or not all(isinstance(n, str) for n in body[name]):
            raise _odd(f"{name} must be a list of texts")
    _check_times(body)


def _check_times(body: Mapping[str, Any]) -> None:
    try:
        for name in _TIMES:
            at = body[name] and datetime.fromisoformat(body[name])
            if (at is None and name == "made_at") or (at is not None and at.tzinfo is None):
                raise _odd(f"{name} must be a time with an offset")
        for name in _DAYS:
            if body[name] is not None:
                date.fromisoformat(body[name])
    except (TypeError, ValueError) as error:
        if isinstance(error, StoreError):
            raise
        raise _odd("a time or day cannot be read") from None


def _is_count(value: object) -> bool:
    return type(value) is int and value >= 0


def _odd(what: str) -> StoreError:
    return StoreError(f"import: {what}; keep it as it was written")

"""A rule that a finished trial leaves behind: "dairy: cleared by trial"."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date
from typing import Any

from gutline.store.errors import StoreError
from gutline.store.plain_data import refuse_other_fields

VERDICTS = ("cleared", "helps", "harms", "open")
_TEXTS = ("name", "outcome", "verdict", "words", "trial", "ended")
_NUMBERS = ("effect", "low", "high", "weight")
FIELDS = frozenset({*_TEXTS, *_NUMBERS})
UNIT = "unit"
_LONGEST = 500


def check(body: Mapping[str, Any]) -> None:
    """Refuse what is no rule.

    Raises
    ------
    StoreError
        When a field is missing, not known or of the wrong sort.
    """
    # Rules that were kept before there was a unit are of ratings from 0 to 10.
    refuse_other_fields("rule", {UNIT: "", **body}, FIELDS | {UNIT})
    if not isinstance(body.get(UNIT, ""), str) or len(body.get(UNIT, "")) > _LONGEST:
        raise StoreError(f"rule: {UNIT} must be a text of at most {_LONGEST} characters")
    for name in _TEXTS:
        if not isinstance(body[name], str) or not 0 < len(body[name]) <= _LONGEST:
            raise StoreError(f"rule: {name} must be a text of at most {_LONGEST} characters")
    for name in _NUMBERS:
        if body[name] is not None and not _is_number(body[name]):
            raise StoreError(f"rule: {name} must be a number, or nothing")
    if body["verdict"] not in VERDICTS:
        raise StoreError(f"rule: {body['verdict'][:40]!r} is no verdict; use {', '.join(VERDICTS)}")
    try:
        date.fromisoformat(body["ended"])
    except ValueError:
        raise StoreError("rule: ended is no date; write it as 2026-03-31") from None


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and type(value) is not bool and math.isfinite(value)

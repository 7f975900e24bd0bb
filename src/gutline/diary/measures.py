"""Values and units: read as typed, and checked against what the kind of entry allows."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from gutline.catalog import load_units
from gutline.diary.entries import KINDS_WITH_NONE, NONE, RowError

if TYPE_CHECKING:
    from gutline.catalog import EntryKind

_NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d+)?", re.ASCII)
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(,\d{3})+", re.ASCII)


def read_number(text: str, *, decimal_comma: bool) -> float:
    """Return a number with a decimal point or comma.

    Raises
    ------
    RowError
        When it is not a finite number, or "1,500" could be a thousand and more.
    """
    if not _NUMBER.fullmatch(text):
        raise RowError("value", text, _why_no_number(text))
    if not decimal_comma and _THOUSANDS.fullmatch(text):
        reason = "this may mean thousands or a decimal comma; write 1500 or 1.5"
        raise RowError("value", text, reason)
    number = float(text.replace(",", "."))
    if not math.isfinite(number):
        raise RowError("value", text, "the number is too large; check it")
    return number


def _why_no_number(text: str) -> str:
    if text.strip("+-").lower() in {"nan", "inf", "infinity", "null", "none", "na", "n/a", "-"}:
        return "not a finite number; leave it empty when there is none"
    return "not a number; write it as 7.5"


def read_measure(
    kind: EntryKind, name: str, value: str, unit: str, *, decimal_comma: bool = False
) -> tuple[float | None, str]:
    """Return an entry's value and the id of its unit from their texts.

    Raises
    ------
    RowError
        When they are unreadable, impossible for this kind, or missing where they are needed.
    """
    number = read_number(value, decimal_comma=decimal_comma) if value else None
    return check_measure(kind, name, number, unit)


def check_measure(
    kind: EntryKind, name: str, value: float | None, unit: str
) -> tuple[float | None, str]:
    """Return an entry's value and unit in the form a diary keeps, after checking them.

    Raises
    ------
    RowError
        As in `read_measure`.
    """
    unit = unit.strip()
    says_none = name == NONE and kind.id in KINDS_WITH_NONE
    if value is None or says_none or kind.value == "none":
        return _without_value(kind, value, says_none=says_none)
    unit = load_units().get(unit, load_units().get(unit.lower(), unit)) or kind.unit
    if unit not in kind.range:
        reason = f"{kind.id} is measured in {' or '.join(kind.units)}, not in this; check the unit"
        raise RowError("unit", unit, reason)
    lowest, highest = kind.range[unit]
    value = _plain_float(value)
    if not math.isfinite(value):
        raise RowError("value", str(value), "not a finite number; leave it empty for none")
    if not lowest <= value <= highest:
        reason = f"{kind.id} lies between {lowest:g} and {highest:g} {unit}; check it"
        raise RowError("value", f"{value:g}", reason)
    return value, unit


def _plain_float(value: object) -> float:
    try:
        return float(value) + 0.0  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError):
        raise RowError("value", str(value), "not a number; give it as one") from None


def _without_value(kind: EntryKind, value: float | None, *, says_none: bool) -> tuple[None, str]:
    if value:
        what = f"{kind.id} 'none'" if says_none else kind.id
        raise RowError("value", str(value), f"{what} takes no value; remove it")
    if kind.value == "required" and not says_none:
        lowest, highest = kind.range[kind.unit]
        reason = f"{kind.id} needs a value, from {lowest:g} to {highest:g} {kind.unit}"
        raise RowError("value", "", reason)
    return None, ""


def number_text(value: float | None) -> str:
    """Return a number as the shortest text that reads back as exactly the same; "" for None."""
    if value is None:
        return ""
    text = repr(float(value))
    return text.removesuffix(".0")

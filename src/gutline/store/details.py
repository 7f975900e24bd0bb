"""Checking what an entry says beyond its name and value: where it hurts, how long it was stiff."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

from gutline.catalog.body_sites import load_body_sites
from gutline.catalog.entry_details import load_entry_details
from gutline.diary.entries import RowError, shown

if TYPE_CHECKING:
    from gutline.catalog.entry_details import EntryDetail

Detail = dict[str, object]


def checked_detail(kind: str, detail: Mapping[str, object]) -> Detail:
    """Return a detail in the form in which it is kept, with empty parts left out.

    Raises
    ------
    RowError
        When a part is unknown, not for this kind, or impossible; the field is "detail.<part>".
    """
    if not isinstance(detail, Mapping):
        raise RowError("detail", str(detail), "give it as a table of names and values")
    kept: Detail = {}
    for name in sorted(map(str, detail)):
        value = _checked_part(kind, name, detail[name])
        if value not in (None, []):
            kept[name] = value
    return kept


def _checked_part(kind: str, name: str, value: object) -> object:
    part = load_entry_details().get(name)
    field = f"detail.{shown(name[:40])}"
    if part is None:
        known = ", ".join(load_entry_details())
        raise RowError(field, "", f"there is no such detail; use one of {known}")
    if kind not in part.kinds:
        raise RowError(field, "", f"only {', '.join(part.kinds)} can have this; leave it out")
    if value is None:
        return None
    return _CHECKS[part.holds](part, field, value)


def _sites(part: EntryDetail, field: str, value: object) -> list[str]:
    if not isinstance(value, (list, tuple)) or not all(isinstance(site, str) for site in value):
        raise RowError(field, str(value), "give a list of body sites")
    known = load_body_sites()
    chosen = set(value)
    unknown = sorted(chosen - set(known))
    if unknown:
        raise RowError(field, unknown[0], "there is no such body site; choose one from the map")
    if len(chosen) > part.most:
        raise RowError(field, str(len(chosen)), f"more than {part.most} sites; choose fewer")
    return [site for site in known if site in chosen]


def _number(part: EntryDetail, field: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise RowError(field, str(value), "not a number; give it as one")
    bounds = f"between {part.lowest:g} and {part.highest:g} {part.unit}"
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not part.lowest <= number <= part.highest:
        raise RowError(field, str(value), f"it lies {bounds}; check it")
    return number


_CHECKS = {"sites": _sites, "number": _number}

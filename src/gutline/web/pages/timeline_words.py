"""Entries in words, and what each is, seen from the person: eaten, felt, done or noted."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from gutline.catalog import load_kinds
from gutline.catalog.body_sites import load_body_sites
from gutline.diary.entries import NONE
from gutline.diary.measures import number_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gutline.diary import Entry

_EATING = frozenset({"ate", "drank"})
_RATED = frozenset({"nrs", "bristol"})
_UNSAID = frozenset({"", "nrs", "bristol", "day"})


@functools.cache
def group_of(kind: str) -> str:
    """Return "ate", "felt", "did" or "noted" for a kind of entry."""
    known = load_kinds().get(kind)
    if known is None or known.has_role("text") or known.has_role("marker"):
        return "noted"
    if known.verb in _EATING:
        return "ate"
    return "felt" if known.unit in _RATED else "did"


def subject_of(entry: Entry) -> str:
    """Return what an entry is about: "rye bread", "supplement: magnesium", "no symptoms"."""
    kind = load_kinds().get(entry.kind)
    if kind is None:
        return entry.name
    if entry.name == NONE:
        return _("no %(what)s") % {"what": _(kind.many)}
    if entry.kind == "complete":
        whole = entry.name == kind.default_name
        return _("day complete") if whole else _("%(what)s complete") % {"what": entry.name}
    if entry.name == kind.default_name:
        return _(kind.default_name)
    return entry.name if group_of(entry.kind) in {"ate", "felt"} else f"{_(kind.one)}: {entry.name}"


def amount_of(entry: Entry) -> str:
    """Return how much: "3", "150 g", "×2"; "" where nothing or one serving was said."""
    return "" if entry.value is None else amount_words(entry.value, entry.unit)


def amount_words(value: float, unit: str) -> str:
    """Return a value with its unit in words."""
    number = number_text(value)
    if unit in _UNSAID:
        return number
    if unit == "serving":
        return "" if value == 1 else f"×{number}"
    return f"{number} {_(unit)}"


def detail_words(detail: Mapping[str, object]) -> Iterator[str]:
    """Yield where it hurt and how long it was stiff."""
    sites = detail.get("sites")
    if isinstance(sites, list) and sites:
        known = load_body_sites()
        yield ", ".join(_(known[site].name) if site in known else str(site) for site in sites)
    stiff = detail.get("stiffness_min")
    if isinstance(stiff, int | float):
        yield _("stiff for %s min") % number_text(float(stiff))

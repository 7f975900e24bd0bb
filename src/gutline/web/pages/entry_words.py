"""One entry in words, for a list and for the bar that offers to take it back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from gutline.catalog import load_kinds
from gutline.catalog.body_sites import load_body_sites
from gutline.diary.entries import NONE, Entry
from gutline.diary.measures import number_text
from gutline.store.records import Record

_UNSAID = frozenset({"", "nrs", "bristol", "day"})
_NAMED_ALONE = frozenset({"food", "drink", "symptom", "supplement", "medicine", "practice"})
_EATEN = frozenset({"food", "drink"})


@dataclass(frozen=True, slots=True)
class EntryLine:
    """An entry as it stands in the list of a day."""

    key: int
    time: str
    name: str
    amount: str
    more: str
    note: str


def entry_line(record: Record) -> EntryLine:
    """Return an entry as a line."""
    entry = record.entry
    return EntryLine(
        key=record.key,
        time="" if entry.day_only else f"{entry.at:%H:%M}",
        name=subject(entry),
        amount=amount(entry.value, entry.unit),
        more="; ".join(_more(record.content.detail)),
        note=" ".join(entry.note.split()),
    )


def subject(entry: Entry) -> str:
    """Return what an entry is about: "coffee", "no symptoms", "walk"."""
    kind = load_kinds()[entry.kind]
    if entry.name == NONE:
        return _("nothing eaten") if entry.kind in _EATEN else _("no symptoms")
    if entry.kind == "complete":
        return _("day complete") if entry.name == "all" else _("complete: %s") % entry.name
    if entry.name == kind.default_name:
        return _(kind.default_name)
    if entry.kind in _NAMED_ALONE or entry.kind == "note":
        return entry.name
    return f"{_(kind.name).lower()}: {entry.name}"


def amount(value: float | None, unit: str) -> str:
    """Return how much: "64 g", "x 2", "6"; nothing where nothing was said."""
    if value is None or (unit == "serving" and value == 1):
        return ""
    number = number_text(round(value, 2))
    if unit == "serving":
        return f"× {number}"
    return number if unit in _UNSAID else f"{number} {_(unit)}"


def short(record: Record) -> str:
    """Return an entry in a few words: "back pain 6"."""
    said = amount(record.entry.value, record.entry.unit)
    return " ".join(filter(None, (subject(record.entry), said)))


def listed(words: Iterable[str]) -> str:
    """Return some words as a person lists them: "a, b and c"."""
    every = list(words)
    if len(every) < 2:
        return "".join(every)
    return _("%(first)s and %(last)s") % {"first": ", ".join(every[:-1]), "last": every[-1]}


def _more(detail: Mapping[str, object]) -> Iterator[str]:
    known = load_body_sites()
    sites = detail.get("sites")
    if isinstance(sites, list):
        yield ", ".join(_(known[site].name) if site in known else str(site) for site in sites)
    stiff = detail.get("stiffness_min")
    if isinstance(stiff, (int, float)):
        yield _("stiff for %s minutes") % number_text(float(stiff))

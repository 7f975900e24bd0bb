"""The gate for imported entries: the diary's own rules, quick enough for a million of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from gutline.catalog import load_kinds
from gutline.diary.entries import Entry, RowError
from gutline.diary.measures import check_measure
from gutline.diary.texts import LONGEST_NAME, tidy_name, tidy_note
from gutline.diary.zones import check_year

_MOST_REMEMBERED = 100_000
_AHEAD = timedelta(days=1)
_COMPLETE = frozenset({"all", "food", "symptoms"})


class EntryCheck:
    """Checks entries one by one, and remembers names and amounts that it has seen.

    Parameters
    ----------
    today : date or None
        Entries more than a day later are refused.
    """

    def __init__(self, today: date | None = None) -> None:
        self._latest = None if today is None else today + _AHEAD
        self._kinds = load_kinds()
        self._names: dict[tuple[str, str], str] = {}
        self._measures: dict[tuple[str, bool, float | None, str], tuple[float | None, str]] = {}

    def checked(self, entry: Entry) -> Entry:
        """Return an entry in the form in which a diary keeps it.

        Raises
        ------
        RowError
            When it is not a possible entry.
        """
        self._check_time(entry.at)
        name = self._names.get((entry.kind, entry.name))
        if name is None:
            name = self._name_of(entry)
        key = (entry.kind, name == "none", entry.value, entry.unit)
        measure = self._measures.get(key)
        if measure is None:
            measure = check_measure(self._kinds[entry.kind], name, entry.value, entry.unit)
            _bound(self._measures)
            self._measures[key] = measure
        note = tidy_note(entry.note) if entry.note else ""
        same = name == entry.name and note == entry.note
        plain = _is_plain(entry.id) and _is_plain(entry.source)
        if same and plain and measure == (entry.value, entry.unit):
            return entry
        ident, source = tidy_name(entry.id, "id"), tidy_name(entry.source, "source")
        value, unit = measure
        return replace(entry, name=name, value=value, unit=unit, note=note, source=source, id=ident)

    def _check_time(self, at: datetime) -> None:
        if at.tzinfo is None:
            raise RowError("time", str(at), "has no zone; say which it is in")
        check_year(at)
        if self._latest is not None and at.date() > self._latest:
            raise RowError("time", f"{at:%Y-%m-%d %H:%M}", "lies in the future; check the date")

    def _name_of(self, entry: Entry) -> str:
        kind = self._kinds.get(entry.kind)
        if kind is None:
            raise RowError("kind", entry.kind, "there is no such kind of entry")
        name = tidy_name(entry.name) or kind.default_name
        if not name:
            raise RowError("name", "", f"{kind.id} needs a name")
        if kind.id == "complete" and name not in _COMPLETE:
            raise RowError("name", name, "a day is complete for food, symptoms or all")
        _bound(self._names)
        self._names[entry.kind, entry.name] = name
        return name


def _is_plain(ident: str) -> bool:
    return (
        ident.isascii() and ident.isprintable() and " " not in ident and len(ident) < LONGEST_NAME
    )


def _bound(remembered: dict[Any, Any]) -> None:
    if len(remembered) >= _MOST_REMEMBERED:
        remembered.clear()

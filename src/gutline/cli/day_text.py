"""One day of the diary, for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from gutline.catalog import load_kinds
from gutline.catalog.body_sites import load_body_sites
from gutline.diary.entries import NONE, Entry
from gutline.diary.measures import number_text

if TYPE_CHECKING:
    from gutline.store.queries import DayPage
    from gutline.store.records import Record

_UNSAID = frozenset({"", "nrs", "bristol", "day"})
_NO_TIME = "     "
_FOOD_KINDS = frozenset({"food", "drink"})


def day_lines(page: DayPage, today: date) -> Iterator[str]:
    """Yield the lines of a day: a heading, then what was logged in order of time."""
    yield f"{_named(page.day, today)}, {page.day:%A} {page.day.day} {page.day:%B %Y}".lstrip(", ")
    if not page.records:
        yield "Nothing is logged for this day."
    for record in page.records:
        yield record_line(record)


def _named(day: date, today: date) -> str:
    return {0: "Today", 1: "Yesterday"}.get((today - day).days, "")


def record_line(record: Record) -> str:
    """Return one entry as a line: its time, what it is, how much, where and the note."""
    entry = record.entry
    time = _NO_TIME if entry.day_only else f"{entry.at:%H:%M}"
    said = " ".join(filter(None, (_subject(entry), _amount(entry))))
    more = [*_where(record.content.detail), _shown_note(entry)]
    return "  ".join([time, said, *filter(None, more)])


def _subject(entry: Entry) -> str:
    kind = load_kinds()[entry.kind]
    if entry.name == NONE:
        return f"no {kind.many}"
    if entry.kind == "complete":
        return f"complete: {entry.name}"
    if entry.name == kind.default_name or entry.kind in _FOOD_KINDS or entry.kind == "symptom":
        return entry.name
    return f"{kind.one}: {entry.name}"


def _amount(entry: Entry) -> str:
    if entry.value is None:
        return ""
    number = number_text(entry.value)
    if entry.unit in _UNSAID:
        return number
    if entry.unit == "serving":
        return "" if number == "1" else f"x {number}"
    return f"{number} {entry.unit}"


def _where(detail: object) -> Iterator[str]:
    if not isinstance(detail, dict):
        return
    sites = detail.get("sites", [])
    if sites:
        yield "(" + "; ".join(_site_names(sites)) + ")"
    if "stiffness_min" in detail:
        yield f"stiff for {number_text(detail['stiffness_min'])} min"


def _site_names(sites: Iterable[str]) -> Iterator[str]:
    known = load_body_sites()
    for site in sites:
        yield known[site].name if site in known else site


def _shown_note(entry: Entry) -> str:
    words = " ".join(entry.note.split())
    return f"“{words}”" if words else ""

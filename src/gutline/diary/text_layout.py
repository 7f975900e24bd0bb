"""Plain text, written: each entry in the plainest form that reads back as the same entry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gutline.catalog import load_kinds
from gutline.diary.csv_layout import time_text
from gutline.diary.entries import KINDS_WITH_NONE, NONE, Entry, RowError
from gutline.diary.measures import number_text
from gutline.diary.quoting import quoted
from gutline.diary.tagging import Tags, tag_line
from gutline.diary.text_grammar import Said, first_words, read_clause
from gutline.diary.zones import zone_named

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_UNSAID_UNITS = frozenset({"serving", "nrs", "bristol", "day"})
_SETTINGS = frozenset({"zone", "tag"})


def plain_text(entries: Iterable[Entry], zone: str, tags: Tags) -> str:
    """Return entries as a diary in plain text."""
    return "".join(line + "\n" for line in _lines(entries, zone, tags))


def _lines(entries: Iterable[Entry], zone: str, tags: Tags) -> Iterator[str]:
    yield f"zone {zone}"
    for name, own in tags.items():
        yield "tag " + tag_line(name, own, ":")
    tz = zone_named(zone)
    heading = ""
    for entry in entries:
        day, _, clock = time_text(entry, tz, " ").partition(" ")
        if day != heading:
            heading = day
            yield ""
            yield day
        yield " ".join(filter(None, (clock, _clause(entry))))


def _clause(entry: Entry) -> str:
    if entry.kind == "note":
        return _note(entry)
    words = _words(entry)
    for field in ("note", "source", "id"):
        text = getattr(entry, field)
        if text:
            words += f" | {field} {quoted(text)}"
    return words


def _note(entry: Entry) -> str:
    words = "note " + quoted(entry.note)
    if entry.name != "note":
        words += " | name " + quoted(entry.name)
    for field in ("source", "id"):
        text = getattr(entry, field)
        if text:
            words += f" | {field} {quoted(text)}"
    return words


def _words(entry: Entry) -> str:
    value = number_text(entry.value)
    if entry.name == NONE and entry.kind in KINDS_WITH_NONE:
        return "no symptoms" if entry.kind == "symptom" else f"{_verb(entry)} nothing"
    if entry.kind == "complete":
        return f"complete {entry.name}"
    plain = _plain_words(entry, value)
    wanted = Said(entry.kind, entry.name, value, entry.unit)
    odd = entry.name[:1].isdigit() or '"' in entry.name
    if not odd and _safe_start(plain) and _reads_as(plain, wanted):
        return plain
    return " ".join(filter(None, (entry.kind, quoted(entry.name), value, entry.unit)))


def _plain_words(entry: Entry, value: str) -> str:
    kind = load_kinds()[entry.kind]
    unit = "" if entry.unit == kind.unit and entry.unit in _UNSAID_UNITS else entry.unit
    if entry.kind == "symptom":
        return f"{entry.name} {value}"
    word = _verb(entry)
    if first_words()[word][1] or entry.name == kind.default_name:
        return " ".join(filter(None, (word, value, unit)))
    return " ".join(filter(None, (word, value, unit, entry.name)))


def _verb(entry: Entry) -> str:
    """Return the word that says the kind, best with the name in it: "walked" for walking."""
    kind = load_kinds()[entry.kind]
    for word, name in kind.words.items():
        if name == entry.name:
            return word
    return kind.verb if kind.words.get(kind.verb) == "" else kind.id


def _safe_start(words: str) -> bool:
    first = words.partition(" ")[0]
    return first[:1].isalpha() and first.casefold() not in _SETTINGS


def _reads_as(words: str, wanted: Said) -> bool:
    """Return whether the words are read as one entry that is the one wanted."""
    kind = load_kinds()[wanted.kind]
    try:
        said = read_clause(words).said
    except RowError:
        return False
    return [
        (s.kind, s.name or kind.default_name, s.value, s.unit or (kind.unit if s.value else ""))
        for s in said
    ] == [(wanted.kind, wanted.name, wanted.value, wanted.unit)]

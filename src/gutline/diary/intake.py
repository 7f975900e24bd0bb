"""The one gate into a diary: every row is tidied, checked, compared with the rows before it."""

from __future__ import annotations

import difflib
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, NamedTuple

from gutline.catalog import EntryKind, load_kinds
from gutline.diary.entries import DiaryError, Entry, Problem, RowError, Severity, shown
from gutline.diary.measures import check_measure, read_measure
from gutline.diary.texts import same_name, tidy_name, tidy_note
from gutline.diary.zones import LocalClock, Moment, check_year, noon_of, settled, zone_named

if TYPE_CHECKING:
    from collections.abc import Mapping

_COMPLETE = {
    "": "all", "all": "all", "everything": "all", "food": "food", "foods": "food",
    "symptom": "symptoms", "symptoms": "symptoms",
}  # fmt: skip
_SHIFTS = {
    "gap": "the clocks skip this time; moved on to {0:%Y-%m-%d %H:%M}",
    "fold": "the clocks show this time twice; the first is meant ({0:%z}); add an offset",
}
MOST_REFUSED = 10_000
"""Rows that may be refused before the first good one; then the whole file is."""


class Row(NamedTuple):
    """One row of a file, as typed."""

    time: str
    kind: str
    name: str = ""
    value: str = ""
    unit: str = ""
    note: str = ""
    source: str = ""
    id: str = ""


class Intake:
    """Collects entries and problems for one diary.

    Parameters
    ----------
    zone : str
        The diary's zone.
    where : str
        What is read, for messages: a file's name.
    strict : bool
        Raise `DiaryError` at the first row that is refused.
    decimal_comma : bool
        Whether "1,500" means one and a half.
    """

    def __init__(
        self, zone: str, *, where: str = "", strict: bool = False, decimal_comma: bool = False
    ) -> None:
        self.zone = zone
        self.entries: list[Entry] = []
        self.problems: list[Problem] = []
        self._tz = _zone(zone, where)
        self._clock = LocalClock(self._tz)
        self._where = where
        self._strict = strict
        self._decimal_comma = decimal_comma
        self._kinds = load_kinds()
        self._kind_of: dict[str, EntryKind] = dict(self._kinds)
        self._moments: dict[str, Moment] = {}
        self._names: dict[str, str] = {}
        self._spellings: dict[str, tuple[str, int | None]] = {}
        self._measures: dict[tuple[str, str, str, bool], tuple[float | None, str]] = {}
        self._lines: dict[Entry, int | None] = {}
        self._ids: dict[str, Entry] = {}
        self._offset_told = False

    def refuse(self, line: int | None, field: str, value: str, reason: str) -> None:
        """Note a row that is left out; raises `DiaryError` when strict."""
        problem = self._note(line, field, value, reason, "refused")
        if self._strict:
            raise DiaryError(": ".join(filter(None, (self._where, str(problem)))))
        if not self.entries and len(self.problems) >= MOST_REFUSED:
            raise DiaryError(
                f"{self._where or 'this'} does not look like a diary: none of its first "
                f"{MOST_REFUSED:,} rows can be used; {self.problems[0]}"
            )

    def warn(self, line: int | None, field: str, value: str, reason: str) -> None:
        """Note something odd about a row that is used all the same."""
        self._note(line, field, value, reason, "warning")

    def _note(
        self, line: int | None, field: str, value: str, reason: str, severity: Severity
    ) -> Problem:
        problem = Problem(line, field, shown(value), reason, severity)
        self.problems.append(problem)
        return problem

    def add_row(self, line: int | None, row: Row) -> None:
        """Take one row of a file."""
        try:
            entry = self._entry_of(line, row)
        except RowError as error:
            self.refuse(line, error.field, error.value, error.reason)
        else:
            self._keep(line, entry)

    def add_entry(self, entry: Entry) -> None:
        """Take an entry that a program made.

        Raises
        ------
        DiaryError
            When the entry is not a possible one.
        """
        try:
            self._keep(None, self._settled_entry(entry), forgiving=True)
        except RowError as error:
            raise DiaryError(f"the entry at {entry.at} cannot be kept: {error}") from None

    def _entry_of(self, line: int | None, row: Row) -> Entry:
        time, kind_text, name, value, unit, note, source, ident = row
        moment = self._moments.get(time) or self._moment_of(time)
        kind = self._kind_of.get(kind_text) or self._kind_named(kind_text)
        name = self._name_of(line, kind, name)
        measure = self._measure_of(kind, name, value, unit)
        if note:
            note = tidy_note(note)
        if source:
            source = tidy_name(source, "source")
        if ident:
            ident = tidy_name(ident, "id")
        if moment.shift or (moment.foreign and not self._offset_told):
            self._tell_of_time(line, time, moment)
        if unit and not measure[1]:
            self.warn(line, "unit", unit, "a unit without a value says nothing; left out")
        return Entry(
            moment.at, kind.id, name, measure[0], measure[1], note, source, ident, moment.day_only
        )

    def _moment_of(self, text: str) -> Moment:
        moment = self._clock.read(text.strip())
        self._moments[text] = moment
        return moment

    def _tell_of_time(self, line: int | None, time: str, moment: Moment) -> None:
        if moment.shift:
            self.warn(line, "time", time, _SHIFTS[moment.shift].format(moment.at))
        else:
            self._offset_told = True
            reason = f"has another offset than {self.zone}; kept as typed, as are all such times"
            self.warn(line, "time", time, reason)

    def _kind_named(self, text: str) -> EntryKind:
        word = text.strip().casefold()
        kind = self._kinds.get(word)
        if kind is None:
            raise RowError("kind", text, _unknown_kind(word, self._kinds))
        self._kind_of[text] = kind
        return kind

    def _name_of(self, line: int | None, kind: EntryKind, text: str) -> str:
        if kind.id == "complete":
            return _complete_name(text)
        name = self._names.get(text)
        if name is None:
            name = self._spelled(line, tidy_name(text))
            self._names[text] = name
        name = name or kind.default_name
        if not name:
            raise RowError("name", "", f"{kind.id} needs a name")
        return name

    def _spelled(self, line: int | None, name: str) -> str:
        """Return the name as it was first spelled in this diary."""
        if not self._spellings:
            fixed = {"none", *(k.default_name for k in self._kinds.values())}
            self._spellings = {word: (word, None) for word in fixed}
        first, where = self._spellings.setdefault(same_name(name), (name, line))
        if first != name and where is not None:
            self.warn(line, "name", name, f"read as {first!r}, as spelled on line {where}")
        return first

    def _measure_of(
        self, kind: EntryKind, name: str, value: str, unit: str
    ) -> tuple[float | None, str]:
        key = (kind.id, value, unit, name == "none")
        measure = self._measures.get(key)
        if measure is None:
            measure = read_measure(
                kind, name, value.strip(), unit.strip(), decimal_comma=self._decimal_comma
            )
            self._measures[key] = measure
        return measure

    def _settled_entry(self, entry: Entry) -> Entry:
        _check_types(entry)
        check_year(entry.at)
        kind = self._kind_of.get(entry.kind) or self._kind_named(entry.kind)
        name = self._name_of(None, kind, entry.name)
        value, unit = check_measure(kind, name, entry.value, entry.unit)
        at = settled(entry.at, self._tz)
        if entry.day_only:
            at = noon_of(entry.at.date(), self._tz)[0]
        note, source = tidy_note(entry.note), tidy_name(entry.source, "source")
        ident = tidy_name(entry.id, "id")
        return Entry(at, kind.id, name, value, unit, note, source, ident, bool(entry.day_only))

    def _keep(self, line: int | None, entry: Entry, *, forgiving: bool = False) -> None:
        twin = self._ids.get(entry.id) if entry.id else None
        if twin is not None and twin != entry:
            reason = "another entry has this id and says something else; give this one its own"
            if forgiving:
                raise RowError("id", entry.id, reason)
            self.refuse(line, "id", entry.id, reason + self._at_line(twin))
            return
        known = len(self._lines)
        self._lines.setdefault(entry, line)
        if len(self._lines) > known:
            self.entries.append(entry)
            if entry.id:
                self._ids[entry.id] = entry
            return
        reason = "a duplicate: the same in everything as one before" + self._at_line(entry)
        if forgiving:
            self._note(line, "row", entry.name, reason, "refused")
        else:
            self.refuse(line, "row", entry.name, reason)

    def _at_line(self, entry: Entry) -> str:
        line = self._lines[entry]
        return "" if line is None else f" (line {line})"


def _zone(name: str, where: str) -> tzinfo:
    try:
        return zone_named(name)
    except DiaryError as error:
        raise DiaryError(": ".join(filter(None, (where, str(error))))) from None


def _check_types(entry: Entry) -> None:
    at: object = entry.at
    if not isinstance(at, datetime) or at.utcoffset() is None:
        raise RowError("at", str(entry.at), "not a time with a zone; give it one")
    for field in ("kind", "name", "unit", "note", "source", "id"):
        if not isinstance(getattr(entry, field), str):
            raise RowError(field, str(getattr(entry, field)), "not a text; give it as one")


def _complete_name(text: str) -> str:
    name = _COMPLETE.get(text.strip().casefold())
    if name is None:
        raise RowError("name", text, "a complete day is complete for food, symptoms or all")
    return name


def _unknown_kind(word: str, kinds: Mapping[str, EntryKind]) -> str:
    close = difflib.get_close_matches(word[:80], kinds, n=1)
    if close:
        return f"there is no such kind; did you mean {close[0]!r}?"
    return "there is no such kind; use one of " + ", ".join(kinds)

"""Plain-text diaries, for people and for tests.

A diary in plain text is read line by line::

    # a comment
    zone Europe/Berlin
    tag milk: dairy, lactose

    2026-03-01 08:00 ate rye bread, butter, 150 g yoghurt
    2026-03-01 08:00 drank red wine x2
    2026-03-02
    07:30 slept 7.5 h
    09:00 back pain 6, bloating 3 | note "after the walk"
    ate nothing
    no symptoms
    complete food

A date alone is a heading: the lines below it belong to that day, with a time or, when only the day
is known, without. A time may carry an offset (`08:00+02:00`).

- **Lists** `ate`, `drank`, `took` (a supplement), `medicine` and `did` (a practice) take names
  separated by commas, each with an amount before it (`2 rye bread`, `150 g yoghurt`) or behind it
  (`red wine x2`, `magnesium 400 mg`).
- **Symptoms** are a name and a rating from 0 to 10: `back pain 6`.
- **Of their own** `slept 7.5 h`, `stress 4`, `mood 6`, `sat 6 h`, `stool 4`, `walked 30 min`,
  `cycle day 3`, `ill`, `travel Rome`.
- **Facts** `ate nothing`, `drank nothing`, `no symptoms`; `complete food`, `complete symptoms` or
  `complete` say that all of that day was logged.
- **Notes** `note slept at Anna's`.

Behind a bar stand a note, a source and an id: `ate milk | note cold | source phone | id 7`. A name
that could be taken for something else stands in double quotes, with backslash escapes as in JSON:
`ate "7 up", "fish, fried"`. The first words come from the catalog's entry kinds, whose ids work as
first words too.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gutline.diary.byte_lines import BadLine, Source, lines_of, name_of, opened, text_stream
from gutline.diary.diary import Diary
from gutline.diary.entries import DiaryError, RowError
from gutline.diary.intake import Intake, Row
from gutline.diary.tagging import TagSource, merged_tags, read_tag_line
from gutline.diary.text_grammar import read_clause

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_TEXT = 100_000
_DATE = r"\d{4}-\d\d-\d\d"
_CLOCK = r"\d{1,2}:\d\d(?::\d\d(?:[.,]\d+)?)?(?:Z|z|[+-]\d\d(?::?\d\d(?::?\d\d)?)?)?"
_LINE = re.compile(rf"(?:({_DATE})(?:[T ]+|$))?(?:({_CLOCK})(?:\s+|$))?(.*)", re.ASCII | re.DOTALL)
_HEADING = re.compile(rf"({_DATE})\s*:?", re.ASCII)
_ZONE = re.compile(r"zone\s+(\S+)", re.IGNORECASE)
_TAG = re.compile(r"tag\s+(.*:.*)", re.IGNORECASE)


def read_text(
    source: Source, *, zone: str | None = None, strict: bool = False, tags: TagSource | None = None
) -> Diary:
    """Read a diary from plain text; the module's docstring says how it is written.

    Parameters
    ----------
    source : path, or stream of bytes or text
    zone : str, optional
        Zone of local times; by default the one the file names, else UTC.
    strict : bool
        Raise at the first line that cannot be used, instead of reporting it in `problems`.
    tags : mapping or path, optional
        Tags of foods, added to those in the file.

    Raises
    ------
    DiaryError
        When the whole file is unusable, or at the first refused line if strict.
    """
    where = name_of(source)
    with opened(source) as stream:
        numbered = enumerate(lines_of(stream, where), 1)
        reader = _Reader(numbered, where, zone, strict=strict)
        reader.run()
    return Diary.from_intake(reader.intake, merged_tags(reader.tags, tags))


def parse_text(
    text: str, *, zone: str | None = None, strict: bool = False, tags: TagSource | None = None
) -> Diary:
    """Read a diary from a text in plain text; see `read_text`."""
    return read_text(text_stream(text), zone=zone, strict=strict, tags=tags)


class _Reader:
    """Goes through the lines once; the zone is settled at the first entry."""

    def __init__(
        self,
        numbered: Iterator[tuple[int, str | BadLine]],
        where: str,
        zone: str | None,
        *,
        strict: bool,
    ) -> None:
        self.tags: dict[str, list[str]] = {}
        self._numbered = numbered
        self._where = where
        self._asked = zone
        self._strict = strict
        self._heading = ""
        self._intake: Intake | None = None
        self._named_zone = ""

    @property
    def intake(self) -> Intake:
        """The gate that all entries go through, made when the zone is known."""
        if self._intake is None:
            zone = self._asked or self._named_zone or "UTC"
            self._intake = Intake(zone, where=self._where, strict=self._strict)
            if self._asked and self._named_zone not in {"", self._asked}:
                reason = f"the file's zone is not used, because {zone} was asked for"
                self._intake.warn(None, "zone", self._named_zone, reason)
        return self._intake

    def run(self) -> None:
        """Read every line."""
        for number, line in self._numbered:
            if isinstance(line, BadLine):
                self.intake.refuse(number, "line", "", line.reason)
                continue
            if len(line) > LONGEST_TEXT:
                reason = f"longer than {LONGEST_TEXT:,} characters; use several lines"
                self.intake.refuse(number, "line", line, reason)
                continue
            text = line.strip()
            if text and not text.startswith("#"):
                self._read_line(number, text)
        if not self.intake.entries and not self.intake.problems:
            self.intake.warn(None, "file", "", "the file has no entries")

    def _read_line(self, number: int, text: str) -> None:
        if match := _HEADING.fullmatch(text):
            self._heading = match[1]
        elif match := _ZONE.fullmatch(text):
            self._set_zone(number, match[1])
        elif match := _TAG.fullmatch(text):
            self._add_tags(number, match[1])
        else:
            self._read_entries(number, text)

    def _set_zone(self, number: int, zone: str) -> None:
        if self._intake is None:
            self._named_zone = zone
        elif zone != self.intake.zone:
            reason = "the zone must stand before the first entry; move the line up"
            self.intake.refuse(number, "zone", zone, reason)

    def _add_tags(self, number: int, text: str) -> None:
        try:
            name, own = read_tag_line(text, ":")
        except DiaryError as error:
            self.intake.refuse(number, "tag", text, str(error))
        else:
            self.tags.setdefault(name, []).extend(own)

    def _read_entries(self, number: int, text: str) -> None:
        match = _LINE.fullmatch(text)
        day, clock, rest = match.groups() if match else (None, None, text)
        day = day or self._heading
        if not day:
            reason = "no date; start the line with one, or put one on a line above"
            self.intake.refuse(number, "time", text, reason)
            return
        try:
            clause = read_clause(rest)
        except RowError as error:
            self.intake.refuse(number, error.field, error.value, error.reason)
            return
        time = f"{day} {clock}" if clock else day
        for said in clause.said:
            row = Row(time, said.kind, said.name, said.value, said.unit, **clause.extras)
            self.intake.add_row(number, row)

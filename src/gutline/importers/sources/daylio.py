"""Daylio: its CSV export, moods in words and activities as a list."""

from __future__ import annotations

from collections.abc import Iterator

from gutline.diary.texts import same_name
from gutline.importers.app_times import read_clock, read_day
from gutline.importers.entry_making import EntryMaker, Said
from gutline.importers.kind_guess import guess_kind
from gutline.importers.source import Head, ImportFile, ImportSettings, LeftOut, Problem, Read
from gutline.importers.table_source import Table, TableRow, read_table
from gutline.importers.tracker_values import Tracked, said_of

ID = "daylio"
NAME = "Daylio"
EXPERIMENTAL = False

TABLE = Table(
    {"day": ("full_date",), "date": ("date",), "weekday": ("weekday",), "time": ("time",),
     "mood": ("mood",), "activities": ("activities",), "title": ("note_title",),
     "note": ("note",), "scales": ("scales",)},
    ("day", "time", "mood", "activities"),
)  # fmt: skip
_MOODS = (
    ("awful", "terrible", "furchtbar", "horrible", "affreux", "fatal"),
    ("bad", "schlecht", "mal", "mauvais", "malo"),
    ("meh", "okay", "naja", "ok", "regular", "bof", "so lala"),
    ("good", "gut", "bien", "bueno"),
    ("rad", "super", "genial", "great", "amazing", "increíble", "au top"),
)
_MOOD_OF = {word: 2.5 * step for step, words in enumerate(_MOODS) for word in words}
_SEPARATOR = "|"


def score(head: Head) -> float:
    """Return how sure it is that the file is Daylio's."""
    return TABLE.score(head)


def read(file: ImportFile, settings: ImportSettings) -> Iterator[Read]:
    """Yield moods, activities and notes.

    Raises
    ------
    ImporterError
        When it has no such header.
    """
    yield from read_table(file, settings, TABLE, ID, _entries)


def _entries(row: TableRow, maker: EntryMaker) -> Iterator[Read]:
    moment = maker.local(read_day(row["day"]), read_clock(row["time"]))
    when = (row["day"], row["time"])
    if not any(row[role] for role in ("mood", "title", "note", "scales", "activities")):
        yield LeftOut("rows with nothing in them")
    value = _MOOD_OF.get(same_name(row["mood"]))
    note = "\n".join(filter(None, (row["title"], row["note"])))
    if value is not None:
        said = Said(moment, "mood", "mood", value, "nrs", note, key=(*when, "mood"))
        yield from maker.made(row.line, said)
    else:
        if row["mood"]:
            reason = (
                "a mood of your own; the file does not say how good it is, so it is kept as a note"
            )
            yield Problem(row.line, "mood", row["mood"], reason, used=True)
        text = "\n".join(filter(None, (row["mood"], note)))
        if text:
            said = Said(moment, "note", "mood", note=text, key=(*when, "mood"))
            yield from maker.made(row.line, said)
    if row["scales"]:
        said = Said(moment, "note", "scales", note=row["scales"], key=(*when, "scales"))
        yield from maker.made(row.line, said)
    for activity in filter(None, map(str.strip, row["activities"].split(_SEPARATOR))):
        if guess_kind(activity, "practice").kind in {"symptom", "stress", "mood"}:
            reason = "what was only ticked has no level, so it is kept as a note"
            yield from maker.once("activities", activity, reason)
        tracked = Tracked(activity, otherwise="practice")
        yield from maker.made(row.line, said_of(tracked, moment, key=(*when, "activity", activity)))

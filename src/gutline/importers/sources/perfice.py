"""Perfice: the export of one form, as CSV or JSON; times in milliseconds, lists with "|||"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from gutline.diary.entries import RowError
from gutline.diary.texts import same_name
from gutline.importers.amounts import read_figure
from gutline.importers.entry_making import EntryMaker, Said, reported
from gutline.importers.json_fields import items, number, part
from gutline.importers.json_or_table import read_document_or_table
from gutline.importers.json_stream import read_json
from gutline.importers.kind_guess import guess_kind
from gutline.importers.source import (
    Head,
    ImporterError,
    ImportFile,
    ImportSettings,
    LeftOut,
    Problem,
    Read,
)
from gutline.importers.table_source import Table, TableRow
from gutline.importers.tracker_values import Tracked, said_of

ID = "perfice"
NAME = "Perfice"
EXPERIMENTAL = False

TABLE = Table({"time": ("timestamp",)}, ("time",), 0.3)
_LIST = "|||"
_FOODS = frozenset({"food", "foods", "what did you eat?", "meal", "meals", "ate"})


def score(head: Head) -> float:
    """Return how sure it is that the file is Perfice's."""
    start = head.text[:8_000].lstrip()
    if start.startswith("{"):
        return 0.9 if '"questions"' in start[:400] and '"entries"' in head.text else 0.0
    lines = start.splitlines()[:2]
    if len(lines) < 2 or not lines[0].strip('"').startswith("Timestamp"):
        return 0.0
    first = lines[1].split(",")[0].strip('"')
    return 0.75 if first.isdigit() and len(first) == 13 else 0.0


def read(file: ImportFile, settings: ImportSettings) -> Iterator[Read]:
    """Yield the answers to every question of the form.

    Raises
    ------
    ImporterError
        When it is neither form.
    """
    yield from read_document_or_table(file, settings, _document, TABLE, ID, _row)


def _row(row: TableRow, maker: EntryMaker) -> Iterator[Read]:
    stamp = read_figure(row["time"])
    if not any(row.others()):
        yield LeftOut("entries without answers")
    for question, answer in row.others():
        yield from _answer(row.line, maker, stamp, question, _split(answer))


def _split(text: str) -> Sequence[object]:
    return text.split(_LIST)


def _document(file: ImportFile, settings: ImportSettings) -> Iterator[Read]:
    with file.open() as stream:
        document = read_json(stream, file.name)
    questions = [one if isinstance(one, str) else "" for one in items(document, "questions")]
    if not questions:
        raise ImporterError(f"{file.name} has no questions; export the form of Perfice again")
    maker = EntryMaker(ID, settings)
    for count, record in enumerate(items(document, "entries"), 1):
        yield from reported(count, _record(count, part(record), maker, questions))


def _record(
    count: int, entry: Mapping[str, object], maker: EntryMaker, questions: Sequence[str]
) -> Iterator[Read]:
    stamp = _stamp(entry)
    if all(answer in (None, "", []) for answer in items(entry, "answers")):
        yield LeftOut("entries without answers")
    for question, answer in zip(questions, items(entry, "answers"), strict=False):
        if answer is not None and question:
            answers = answer if isinstance(answer, list) else [answer]
            yield from _answer(count, maker, stamp, question, answers)


def _stamp(entry: Mapping[str, object]) -> float:
    stamp = number(entry, "timestamp")
    if stamp is None:
        raise RowError("timestamp", "", "an entry without a time; check the file")
    return stamp


def _answer(
    line: int, maker: EntryMaker, stamp: float, question: str, answers: Sequence[object]
) -> Iterator[Read]:
    moment = maker.instant(stamp / 1000)
    for answer in answers:
        key = (f"{stamp:.0f}", question, answer)
        if isinstance(answer, (dict, list)):
            reason = "an answer that is neither a text nor a number; write it down by hand"
            yield Problem(line, question, str(answer)[:80], reason)
            continue
        said_text = "" if answer is None else str(answer).strip()
        if not said_text:
            continue
        value = _value(answer)
        if value is not None:
            otherwise = "symptom" if 0 <= value <= 10 else "note"
            tracked = Tracked(question, value, otherwise=otherwise)
            said = said_of(tracked, moment, key=key)
        elif isinstance(answer, bool) or said_text.casefold() in {"true", "false"}:
            done = said_text.casefold() == "true"
            tracked = Tracked(question, None if done else 0.0, otherwise="practice")
            said = said_of(tracked, moment, key=key)
        elif same_name(question) in _FOODS or guess_kind(said_text, "note").kind in {
            "food",
            "drink",
        }:
            kind = guess_kind(said_text, "food").kind
            said = Said(moment, kind if kind in {"food", "drink"} else "food", said_text, key=key)
        else:
            said = Said(moment, "note", question, note=said_text, key=key)
        yield from maker.made(line, said)


def _value(answer: object) -> float | None:
    if isinstance(answer, bool) or not isinstance(answer, (int, float, str)):
        return None
    try:
        return read_figure(str(answer))
    except RowError:
        return None

"""Files to checked entries: recognised, read, named and passed through the diary's own gate."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from gutline.diary.entries import Entry, RowError, shown
from gutline.importers.answer_check import check_answered
from gutline.importers.checking import EntryCheck
from gutline.importers.errors import ImporterError
from gutline.importers.finding import recognised, source_named
from gutline.importers.names import NameTable
from gutline.importers.source import (
    Answered,
    ImportFile,
    ImportSettings,
    LeftOut,
    Placed,
    Problem,
    Read,
    Source,
)
from gutline.importers.stable_ids import StableIds

# What a file that nobody checked can make of us in a source that is not careful enough.
_SURPRISES = (LookupError, TypeError, ValueError, ArithmeticError, AttributeError, RecursionError,
              AssertionError)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Checked:
    """One thing that was read and may be kept.

    Attributes
    ----------
    placed : Placed
        The entry under its name here, with zone and detail.
    named_as : str
        Its name as the app spells it.
    """

    placed: Placed
    named_as: str


_Row = Entry | Placed | Problem | LeftOut
Item = Checked | Answered | Problem | LeftOut


def chosen_sources(
    files: Sequence[ImportFile], source: str | Source = ""
) -> tuple[tuple[ImportFile, Source], ...]:
    """Return each file with its source.

    Parameters
    ----------
    files : sequence of ImportFile
        The files that were given together.
    source : str or Source
        The source they are said to be from; by default each is recognised.

    Raises
    ------
    ImporterError
        When a file is not recognised or cannot be opened, or there is no such source.
    """
    if not files:
        raise ImporterError("there is no file to import; give the file that the app exported")
    if isinstance(source, str):
        said = source_named(source) if source else None
        return tuple((file, said or recognised(file)) for file in files)
    return tuple((file, source) for file in files)


def read_files(
    files: Sequence[ImportFile],
    settings: ImportSettings,
    *,
    names: NameTable | None = None,
    source: str | Source = "",
) -> Iterator[Item]:
    """Yield everything in some files, one after the other.

    Raises
    ------
    ImporterError
        As `chosen_sources`; and when a file cannot be read to its end, after what came before.
    """
    table = names or NameTable()
    check = EntryCheck(settings.today)
    made: dict[str, StableIds] = {}
    for file, chosen in chosen_sources(files, source):
        beside = {other.name: other for other in files if other is not file}
        ids = made.setdefault(chosen.ID, StableIds(chosen.ID))
        for read in _read_safely(chosen, file, replace(settings, beside=beside)):
            if isinstance(read, Answered):
                yield _answered(read, settings.today)
            else:
                yield _item(_with_id(read, ids), table, check)


def _read_safely(source: Source, file: ImportFile, settings: ImportSettings) -> Iterator[Read]:
    try:
        yield from source.read(file, settings)
    except ImporterError:
        raise
    except (*_SURPRISES, OSError) as error:
        raise ImporterError(
            f"{file.name} cannot be read as a file of {source.NAME} ({type(error).__name__}); "
            "export it again, or check that nothing in it was changed"
        ) from error


def _answered(read: Answered, today: date | None) -> Item:
    try:
        check_answered(read, today)
    except RowError as error:
        return Problem(None, error.field, error.value, error.reason)
    return read


def _with_id(read: _Row, ids: StableIds) -> _Row:
    """Give an entry that came without an id one that stays the same."""
    if isinstance(read, (Problem, LeftOut)):
        return read
    entry = read.entry if isinstance(read, Placed) else read
    if entry.id:
        return read
    said = (entry.at.isoformat(), entry.kind, entry.name, entry.value, entry.unit, entry.note)
    named = replace(entry, id=ids.of(*said))
    return replace(read, entry=named) if isinstance(read, Placed) else named


def _item(read: _Row, names: NameTable, check: EntryCheck) -> Item:
    if isinstance(read, (Problem, LeftOut)):
        return _shortened(read) if isinstance(read, Problem) else read
    placed = read if isinstance(read, Placed) else Placed(read)
    entry = placed.entry
    named = names.named(entry, own=placed.own)
    if named is None:
        return LeftOut(f"entries named {shown(entry.name)}, which your own rules leave out")
    try:
        kept = check.checked(named)
    except RowError as error:
        return _refused(entry, error)
    return Checked(placed if kept is entry else replace(placed, entry=kept), entry.name)


def _refused(entry: Entry, error: RowError) -> Problem:
    when = f"{entry.at:%Y-%m-%d %H:%M}"
    what = shown(f"{entry.kind} {entry.name} {error.value}".strip())
    return Problem(None, error.field, what, f"{error.reason} (at {when})")


def _shortened(problem: Problem) -> Problem:
    return replace(problem, value=shown(problem.value))

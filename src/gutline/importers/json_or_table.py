"""Apps that export either a JSON document or a table, under names that do not tell which."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from gutline.importers.entry_making import EntryMaker
from gutline.importers.source import Head, ImportFile, ImportSettings, Read
from gutline.importers.table_source import Table, TableRow, read_table


def begins_with(file: ImportFile, mark: str) -> bool:
    """Return whether a file's first letter that is no blank is this one, in any encoding."""
    return Head(file.name, file.head()).text.lstrip("\ufeff \r\n\t").startswith(mark)


def read_document_or_table(
    file: ImportFile,
    settings: ImportSettings,
    document: Callable[[ImportFile, ImportSettings], Iterator[Read]],
    table: Table,
    source: str,
    entries_of: Callable[[TableRow, EntryMaker], Iterator[Read]],
) -> Iterator[Read]:
    """Yield what a JSON document says, or each row of a table, whichever the file is.

    Parameters
    ----------
    file, settings
        As for every source.
    document : callable
        Reads the file as a JSON document.
    table, source, entries_of
        As for `read_table`.

    Raises
    ------
    ImporterError
        When it is neither.
    """
    if begins_with(file, "{"):
        yield from document(file, settings)
    else:
        yield from read_table(file, settings, table, source, entries_of)

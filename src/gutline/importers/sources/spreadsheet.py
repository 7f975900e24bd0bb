"""Any table of a person's own, CSV or XLSX, read through a mapping that they made once."""

from __future__ import annotations

from collections.abc import Iterator

from gutline.importers.errors import ImporterError
from gutline.importers.mapping_file import TableMapping
from gutline.importers.source import Head, ImportFile, ImportSettings, Read
from gutline.importers.table_reading import TableReading

ID, NAME, EXPERIMENTAL = "spreadsheet", "A table of your own", False


def score(head: Head) -> float:
    """Return 0: what the columns of a table mean is not known without a mapping."""
    del head
    return 0.0


def read(file: ImportFile, settings: ImportSettings) -> Iterator[Read]:
    """Refuse: what the columns mean is not known.

    Raises
    ------
    ImporterError
        Always.
    """
    del settings
    raise ImporterError(
        f"{file.name}: nobody has said what its columns mean; do so on the import page, or begin"
        " with gutline import --propose-mapping FILE"
    )


class MappedTable:
    """A source for tables whose columns a mapping explains.

    Parameters
    ----------
    mapping : TableMapping
        What the columns mean.
    """

    def __init__(self, mapping: TableMapping) -> None:
        self.ID, self.NAME, self.EXPERIMENTAL = ID, NAME, EXPERIMENTAL
        self.mapping = mapping

    def score(self, head: Head) -> float:
        """Return 0: a mapping is chosen by the person."""
        return score(head)

    def read(self, file: ImportFile, settings: ImportSettings) -> Iterator[Read]:
        """Yield what the rows of a table say.

        Raises
        ------
        ImporterError
            When the file is no table, or lacks a column of the mapping.
        """
        yield from TableReading(ID, self.mapping, file, settings).entries()


def reader(mapping: TableMapping) -> MappedTable:
    """Return the source that reads tables by a mapping."""
    return MappedTable(mapping)

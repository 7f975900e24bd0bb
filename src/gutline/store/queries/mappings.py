"""The mappings a person made of their own tables, and which of them explains a table."""

from __future__ import annotations

from gutline.importers.errors import ImporterError
from gutline.importers.finding import TABLES
from gutline.importers.mapping_file import TableMapping, mapping_of
from gutline.importers.mapping_guess import TableLook, look_at
from gutline.importers.source import ImportFile
from gutline.store.queries.documents import documents

MAPPINGS = "mapping"


def mappings(person: int) -> tuple[TableMapping, ...]:
    """Return the mappings a person made, the newest first."""
    return tuple(mapping_of(one.body) for one in reversed(documents(person, MAPPINGS)))


def table_look(file: ImportFile, sheet: str = "", header_row: int = 0) -> TableLook | None:
    """Return how a file looks as a table; None where it is none.

    Parameters
    ----------
    file : ImportFile
        Any file.
    sheet, header_row
        As for `look_at`.
    """
    if not file.name.casefold().endswith(TABLES):
        return None
    try:
        look = look_at(file, sheet, header_row)
    except ImporterError:
        return None
    return look if len(look.columns) > 1 else None


def fitting_mapping(person: int, look: TableLook) -> TableMapping | None:
    """Return the newest mapping of a person that explains a table; None where none does."""
    header = [column.name for column in look.columns]
    fitting = (
        mapping
        for mapping in mappings(person)
        if mapping.fits(header) and mapping.header_row == look.header_row
    )
    return next(fitting, None)

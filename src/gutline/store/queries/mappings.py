"""The mappings a person made of their own tables, and which of them explains a table."""

from __future__ import annotations

from gutline.importers.mapping_file import TableMapping, mapping_of
from gutline.importers.mapping_guess import TableLook
from gutline.store.queries.documents import documents

MAPPINGS = "mapping"


def mappings(person: int) -> tuple[TableMapping, ...]:
    """Return the mappings a person made, the newest first."""
    return tuple(mapping_of(one.body) for one in reversed(documents(person, MAPPINGS)))


def fitting_mapping(person: int, look: TableLook) -> TableMapping | None:
    """Return the newest mapping of a person that explains a table; None where none does."""
    header = [column.name for column in look.columns]
    fitting = (
        mapping
        for mapping in mappings(person)
        if mapping.fits(header) and mapping.header_row == look.header_row
    )
    return next(fitting, None)

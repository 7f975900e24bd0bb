"""A person's imports, and their own rules for names."""

from __future__ import annotations

from gutline.importers.names import NameRule
from gutline.store.documents.import_names import rules_of
from gutline.store.errors import NotThereError
from gutline.store.import_records import KIND, ImportBatch, batch_of
from gutline.store.queries.documents import document, documents

NAMES_KIND, NAMES_KEY = "import_names", "rules"


def import_batches(person: int) -> tuple[ImportBatch, ...]:
    """Return the imports a person made, the newest first."""
    return tuple(batch_of(one) for one in reversed(documents(person, KIND)))


def import_batch(person: int, batch: str) -> ImportBatch:
    """Return one import.

    Raises
    ------
    NotThereError
        When the person made no such import.
    """
    found = document(person, KIND, batch)
    if found is None:
        raise NotThereError(f"there is no import {batch[:60]!r}; look at the list of imports")
    return batch_of(found)


def name_rules(person: int) -> tuple[NameRule, ...]:
    """Return a person's own rules for names."""
    found = document(person, NAMES_KIND, NAMES_KEY)
    return () if found is None else rules_of(found.body)

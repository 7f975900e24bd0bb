"""Keeping what a person said about the columns of a table of their own."""

from __future__ import annotations

import re
from datetime import datetime

from gutline.importers.mapping_file import TableMapping, spelled
from gutline.store.queries.mappings import MAPPINGS
from gutline.store.services.documents import keep_document

_LONGEST_KEY = 60


def keep_mapping(person: int, mapping: TableMapping, now: datetime) -> None:
    """Keep a mapping for the next time, under its name.

    Raises
    ------
    StoreError
        When it is not a possible one.
    NotThereError
        When there is no such person.
    """
    slug = re.sub(r"[^\w-]+", "-", spelled(mapping.name)).strip("-")[:_LONGEST_KEY]
    keep_document(person, MAPPINGS, slug or "table", mapping.body(), now)

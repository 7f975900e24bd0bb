"""A mapping: what the columns of a person's own table mean."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gutline.importers.errors import ImporterError
from gutline.importers.mapping_file import mapping_of
from gutline.store.errors import StoreError


def check(body: Mapping[str, Any]) -> None:
    """Refuse what is no mapping.

    Raises
    ------
    StoreError
        When a field is missing, not known or wrong.
    """
    try:
        mapping_of(body)
    except ImporterError as error:
        raise StoreError(str(error)) from None

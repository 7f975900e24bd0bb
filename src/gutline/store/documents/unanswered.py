"""A trial that is over and that could not be analysed: why, and with what data that was tried."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from gutline.store.errors import StoreError
from gutline.store.plain_data import refuse_other_fields

FIELDS = frozenset({"trial", "because", "needs"})
_LONGEST = 1_000
_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)


def check(body: Mapping[str, Any]) -> None:
    """Refuse what does not say of a trial why there is no result.

    Raises
    ------
    StoreError
        When a field is missing, not known or of the wrong sort.
    """
    refuse_other_fields("unanswered", body, FIELDS)
    for name in ("trial", "because"):
        if not isinstance(body[name], str) or not 0 < len(body[name]) <= _LONGEST:
            raise StoreError(
                f"unanswered: {name} must be a text of at most {_LONGEST:,} characters"
            )
    if not isinstance(body["needs"], str) or not _DIGEST.fullmatch(body["needs"]):
        raise StoreError("unanswered: needs is no SHA-256; keep it as it was written")

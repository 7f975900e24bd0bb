"""The address under which a calendar program may fetch a plan's reminders, as a digest."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from gutline.store.errors import StoreError

_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)


def check(body: Mapping[str, Any]) -> None:
    """Refuse what is no digest of an address.

    Raises
    ------
    StoreError
    """
    if set(body) != {"digest"} or not _DIGEST.fullmatch(str(body["digest"])):
        raise StoreError("plan_feed: digest must be 64 hexadecimal digits; make a new address")

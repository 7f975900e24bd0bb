"""Plain data: what any database can keep as JSON, and tables of just the fields they need."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any

from gutline.store.errors import StoreError


def json_text(
    value: object, what: str, largest: int, refusal: type[StoreError] = StoreError
) -> str:
    """Return a value as JSON that any database can keep.

    Parameters
    ----------
    value : object
    what : str
        What the value is, to begin a message with.
    largest : int
        Bytes that it may have.
    refusal : type of StoreError
        What to raise.

    Raises
    ------
    StoreError
        When it is not plain, is too large, or holds what a database cannot keep.
    """
    try:
        text = json.dumps(value, allow_nan=False, ensure_ascii=False)
        size = len(text.encode("utf-8"))
    except (TypeError, ValueError, RecursionError):
        raise refusal(f"{what} cannot be kept; use text, numbers and lists") from None
    if "\\u0000" in text:
        raise refusal(f"{what} holds a control character; remove it")
    if size > largest:
        raise refusal(f"{what} is too large; keep it under {largest:,} bytes")
    return text


def refuse_other_fields(kind: str, body: Mapping[str, Any], fields: Collection[str]) -> None:
    """Refuse a document that lacks a field of its kind, or has one more.

    Raises
    ------
    StoreError
        When its fields are not just these.
    """
    odd = sorted(set(fields) ^ set(body))
    if odd:
        word = "missing" if odd[0] in fields else "not known"
        raise StoreError(f"{kind}: the field {odd[0][:40]!r} is {word}; keep it as it was written")

"""Kinds of documents, one module each: what their bodies must look like.

A module here is a kind, by its name, and has one function `check(body)`, which raises `StoreError`
with what is wrong, where, and what to do.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from gutline.store.errors import StoreError
from gutline.store.plain_data import json_text

LARGEST_BODY = 5_000_000
"""Bytes of JSON that one document may have."""


def document_kinds() -> tuple[str, ...]:
    """Return the kinds of documents there are."""
    return tuple(sorted(module.name for module in iter_modules(__path__)))


def checked(kind: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """Return a body as any database can keep it.

    Raises
    ------
    StoreError
        When there is no such kind, or the body is not one of it.
    """
    if kind not in document_kinds():
        known = ", ".join(document_kinds())
        raise StoreError(f"there is no kind of document {str(kind)[:40]!r}; there are {known}")
    plain = _plain(kind, body)
    import_module(f"{__name__}.{kind}").check(plain)
    return plain


def _plain(kind: str, body: Mapping[str, Any]) -> dict[str, Any]:
    plain = json.loads(json_text(body, f"this {kind}", LARGEST_BODY))
    if not isinstance(plain, dict):
        raise StoreError(f"this {kind} is not made of named fields; use a table of them")
    return plain

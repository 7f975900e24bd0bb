"""Errors as answers: one shape for all of them, a status that says whose turn it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel, Field

from gutline.store.errors import (
    BusyError,
    ConflictError,
    EntryRefusedError,
    FullDiskError,
    KeyReusedError,
    MissingKeyError,
    NotThereError,
    StoreError,
)


class FieldError(BaseModel):
    """What is wrong with one field."""

    field: str = Field(description="Path of the field: `value`, `entries.3.at`.")
    message: str = Field(description="What is wrong and what to do.")


class Refusal(BaseModel):
    """Why a request was not done. Nothing of it was kept."""

    detail: str = Field(description="One sentence for people.")
    errors: list[FieldError] = Field(description="The fields that are wrong, if any are.")


STATUS: tuple[tuple[type[StoreError], int], ...] = (
    (MissingKeyError, 400),
    (NotThereError, 404),
    (ConflictError, 409),
    (KeyReusedError, 422),
    (FullDiskError, 507),
    (BusyError, 503),
    (StoreError, 422),
)
"""The status of each error of the store; the first that fits."""
READING: Mapping[int, type[Refusal]] = MappingProxyType(dict.fromkeys((403, 404, 422), Refusal))
"""Errors that any call may answer with."""
WRITING: Mapping[int, type[Refusal]] = MappingProxyType(
    dict.fromkeys((400, 403, 404, 409, 413, 415, 422, 503, 507), Refusal)
)
"""Errors that a call that changes something may answer with."""
_WORDS = {
    "missing": "is missing; send it",
    "extra_forbidden": "there is no such field; leave it out",
    "float_type": "not a number; send it as one",
    "float_parsing": "not a number; send it as one",
    "int_type": "not a whole number; send it as one",
    "int_parsing": "not a whole number; send it as one",
    "int_from_float": "not a whole number; send it as one",
    "string_type": "not a text; send it as one",
    "bool_type": "neither true nor false; send one of them",
    "dict_type": "not a table of names and values; send one",
    "model_type": "not a table of names and values; send one",
    "model_attributes_type": "not a table of names and values; send one",
    "list_type": "not a list; send one",
}
_PLACES = frozenset({"body", "query", "path", "header"})


def refusal(detail: str, errors: Sequence[tuple[str, str]] = ()) -> dict[str, Any]:
    """Return an error as plain data, in the form of `Refusal`."""
    return {"detail": detail, "errors": [{"field": f, "message": m} for f, m in errors]}


def status_of(error: StoreError) -> int:
    """Return the status with which an error of the store is answered."""
    return next(status for kind, status in STATUS if isinstance(error, kind))


def told_store_error(error: StoreError, *, many: bool) -> dict[str, Any]:
    """Return an error of the store; the field of one of many entries says which of them."""
    if not isinstance(error, EntryRefusedError):
        return refusal(str(error))
    where = f"entries.{error.index}.{error.field}" if many else error.field
    return refusal(f"{where}: {error.reason}", [(where, error.reason)])


def told_wrong_fields(errors: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return what the shapes of the API found wrong."""
    found = [(_path(error["loc"]), _reason(error)) for error in errors[:100]]
    first = ": ".join(filter(None, found[0])) if found else "the request cannot be read"
    return refusal(first, found)


def _path(places: Sequence[str | int]) -> str:
    """Return the path of a field as the sender knows it, without the names of our arguments."""
    inside = list(places)
    if inside and inside[0] in _PLACES:
        dropped = 2 if inside[0] == "body" else 1
        inside = inside[dropped:]
    return ".".join(str(place)[:40] for place in inside) or "body"


def _reason(error: Mapping[str, Any]) -> str:
    if error["type"] == "value_error":
        return str(error["msg"]).removeprefix("Value error, ")
    return _WORDS.get(error["type"], str(error["msg"])[:200])

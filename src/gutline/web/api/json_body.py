"""Reading the JSON of a request: nothing that only Python's own reader would accept."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

from django.core.exceptions import RequestDataTooBig
from ninja.parser import Parser

if TYPE_CHECKING:
    from django.http import HttpRequest
    from ninja.types import DictStrAny

LARGEST_BODY = 2_000_000
"""Bytes in one request; far more than a year of a busy diary's day pages."""
LARGEST_NUMBER = 2**63 - 1
LONGEST_NUMBER = 400
DEEPEST = 20


class BodyError(ValueError):
    """A request's body cannot be read; the message says why and what to do."""

    def __init__(self, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.status = status


class StrictParser(Parser):
    """The reader that the API uses for every body."""

    def parse_body(self, request: HttpRequest) -> DictStrAny:
        """Return the body as plain data."""
        said: DictStrAny = read_json(bounded_body(request))
        return said


def bounded_body(request: HttpRequest) -> bytes:
    """Return the body of a request, unless it is too large.

    Raises
    ------
    BodyError
    """
    too_large = f"the request is larger than {LARGEST_BODY:,} bytes; send it in parts"
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length[:20]) > LARGEST_BODY:
        raise BodyError(too_large, 413)
    try:
        body = request.body
    except RequestDataTooBig:
        raise BodyError(too_large, 413) from None
    if len(body) > LARGEST_BODY:
        raise BodyError(too_large, 413)
    return body


def read_json(body: bytes) -> Any:  # noqa: ANN401 - whatever a stranger sent
    """Return what JSON says, refusing what is no JSON though Python reads it.

    Raises
    ------
    BodyError
        When it is no JSON, says NaN, a number no computer holds, or a name twice.
    """
    try:
        said = json.loads(
            body.decode("utf-8"),
            parse_constant=_no_constant,
            parse_float=_float,
            parse_int=_int,
            object_pairs_hook=_once,
        )
    except UnicodeDecodeError:
        raise BodyError("the body is not UTF-8; send it as UTF-8") from None
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise BodyError(f"the body is not JSON ({error.msg}, {where}); check it there") from None
    except RecursionError:
        raise BodyError("the body is nested too deeply; send a plain table") from None
    _check_depth(said)
    return said


def _no_constant(name: str) -> float:
    raise BodyError(f"{name} is not JSON; leave out a value that is not known")


def _float(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise BodyError(f"the number {text[:20]} is too large; check it")
    return number


def _int(text: str) -> int:
    if len(text) > LONGEST_NUMBER or abs(int(text)) > LARGEST_NUMBER:
        raise BodyError(f"the number {text[:20]}... is too large; check it")
    return int(text)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    told = dict(pairs)
    if len(told) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise BodyError(f"the field {twice[:40]!r} is there twice; keep one of them")
    return told


def _check_depth(said: object) -> None:
    level = [said]
    for _ in range(DEEPEST):
        level = [inner for outer in level for inner in _inside(outer)]
        if not level:
            return
    raise BodyError("the body is nested too deeply; send a plain table")


def _inside(value: object) -> list[object]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []

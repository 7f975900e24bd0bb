"""JSON from strangers: depth, size and numbers bounded, long arrays read item by item."""

from __future__ import annotations

import codecs
import json
import math
import re
from collections.abc import Iterator
from typing import BinaryIO, NoReturn

from gutline.importers.errors import ImporterError
from gutline.importers.text_stream import whole_text

DEEPEST = 60
LARGEST_WHOLE = 64 << 20
"""Bytes of a document that is read in one go."""
LARGEST_ITEM = 8 << 20
"""Letters of one item of an array."""
_PIECE = 1 << 16
_BLANK = re.compile(r"[ \t\r\n]*")
_LARGEST_INT = 2**63
_DIGITS = 20


def read_json(stream: BinaryIO, name: str, most_bytes: int = LARGEST_WHOLE) -> object:
    """Return a whole document.

    Raises
    ------
    ImporterError
        When it is no JSON, too large, nested too deeply, or holds NaN or infinite numbers.
    """
    text = whole_text(stream, name, most_bytes)
    try:
        document: object = _DECODER.decode(text)
    except (ValueError, RecursionError) as error:
        raise _refused(name, error) from None
    _check_depth(document, name)
    return document


def json_items(stream: BinaryIO, name: str, *path: str) -> Iterator[object]:
    """Yield the items of one array, each as soon as it is read.

    Parameters
    ----------
    stream : BinaryIO
        A document in UTF-8 or UTF-16.
    name : str
        Its name, for messages.
    *path : str
        Keys that lead from the top to the array; none when the document is the array. A document
        without them has no items.

    Raises
    ------
    ImporterError
        When it is no JSON, an item is too large or nested too deeply, or it is cut short; items
        before that were yielded.
    """
    text = _Text(stream, name)
    if not all(text.enter(key) for key in path):
        return
    if text.peek() != "[":
        raise ImporterError(f"{name} has no list {'.'.join(path)!r} where one should be")
    text.skip()
    if text.peek() == "]":
        return
    while True:
        item = text.value()
        _check_depth(item, name)
        yield item
        mark = text.peek()
        text.skip()
        if mark == "]":
            return
        if mark != ",":
            text.fail("a comma or ] is missing after an item")


def _refused(name: str, error: Exception) -> ImporterError:
    if isinstance(error, RecursionError):
        return ImporterError(f"{name} is nested too deeply to be an export")
    if isinstance(error, json.JSONDecodeError):
        where = f"line {error.lineno}, column {error.colno}"
        return ImporterError(f"{name} is not JSON, or cut short ({where}: {error.msg})")
    return ImporterError(f"{name} holds a number that is none ({error}); export it again")


def _check_depth(value: object, name: str) -> None:
    level = [value]
    for _ in range(DEEPEST):
        level = [
            inner
            for outer in level
            if isinstance(outer, (dict, list))
            for inner in (outer.values() if isinstance(outer, dict) else outer)
            if isinstance(inner, (dict, list))
        ]
        if not level:
            return
    raise ImporterError(f"{name} is nested deeper than {DEEPEST} levels, so it is no export")


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text[:20]} is too large")
    return number


def _whole(text: str) -> int | float:
    if len(text) <= _DIGITS and abs(int(text)) < _LARGEST_INT:
        return int(text)
    return _finite(text)


def _constant(text: str) -> NoReturn:
    raise ValueError(text)


_DECODER = json.JSONDecoder(parse_float=_finite, parse_int=_whole, parse_constant=_constant)


class _Text:
    """A document that is read as far as it is needed."""

    def __init__(self, stream: BinaryIO, name: str) -> None:
        self._stream = stream
        self._name = name
        head = stream.read(_PIECE)
        encoding = "utf-16" if head[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")
        self._ended = not head
        self._text = self._decoder.decode(head)
        self._place = 0

    def peek(self) -> str:
        """Return the next letter that is no blank, empty at the end."""
        while True:
            match = _BLANK.match(self._text, self._place)
            self._place = match.end() if match else self._place
            if self._place < len(self._text) or not self._more(_PIECE):
                return self._text[self._place : self._place + 1]

    def skip(self) -> None:
        """Pass over one letter."""
        self._place += 1

    def enter(self, key: str) -> bool:
        """Go to the value of a key of the object that comes next; return whether there is one."""
        if self.peek() != "{":
            return False
        self.skip()
        while self.peek() not in {"}", ""}:
            found = self.value()
            if self.peek() != ":" or not isinstance(found, str):
                self.fail("a key and a colon are missing")
            self.skip()
            if found == key:
                return True
            _check_depth(self.value(), self._name)
            if self.peek() == ",":
                self.skip()
            elif self.peek() != "}":
                self.fail("a comma is missing")
        return False

    def value(self) -> object:
        """Return the value that comes next."""
        self.peek()
        step = _PIECE
        while True:
            try:
                value, end = _DECODER.raw_decode(self._text, self._place)
            except RecursionError as error:
                raise _refused(self._name, error) from None
            except ValueError as error:
                # Perhaps only cut off where the part read so far ends.
                if not self._more(step):
                    raise _refused(self._name, error) from None
                step *= 2
                continue
            if end < len(self._text) or not self._more(_PIECE):
                self._place = end
                return value

    def fail(self, what: str) -> NoReturn:
        """Raise that the document is not JSON."""
        near = self._text[self._place : self._place + 20]
        raise ImporterError(f"{self._name} is not JSON, or cut short: {what} (near {near!r})")

    def _more(self, size: int) -> bool:
        if self._ended:
            return False
        piece = self._stream.read(size)
        self._ended = not piece
        rest = self._text[self._place :]
        if len(rest) > LARGEST_ITEM:
            raise ImporterError(f"one part of {self._name} is too large to be an export's")
        self._text = rest + self._decoder.decode(piece, final=self._ended)
        self._place = 0
        return True

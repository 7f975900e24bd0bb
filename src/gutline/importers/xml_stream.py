"""XML from strangers, piece by piece: no entities, nothing fetched, no part without bounds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import BinaryIO, NoReturn
from xml.parsers import expat

from gutline.importers.errors import ImporterError

LONGEST_PART = 4 << 20
"""Bytes of one tag, comment or text; no real export comes near."""
_PIECE = 1 << 18
_LATEST_DTD = 4096
_INNER = re.compile(rb"<!DOCTYPE\s+[\w:.-]+\s*\[")

Start = Callable[[str, list[str]], None]
End = Callable[[str], None]


class XmlStream:
    """Reads a document and calls a function for every element that opens.

    Parameters
    ----------
    stream : BinaryIO
        The document.
    name : str
        Its name, for messages.
    on_start : callable
        Called with the element's name and its attributes, names and values by turns.
    """

    def __init__(self, stream: BinaryIO, name: str, on_start: Start) -> None:
        self._stream = stream
        self._name = name
        self._parser = parser = expat.ParserCreate()
        parser.ordered_attributes = True
        parser.buffer_text = False
        parser.StartElementHandler = on_start
        parser.EntityDeclHandler = self._refuse_entity
        parser.ExternalEntityRefHandler = self._refuse_external
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)

    @property
    def line(self) -> int:
        """The line of the element that opened last."""
        return self._parser.CurrentLineNumber

    def on_end(self, handler: End | None) -> None:
        """Call a function for every element that closes, from now on; None for no longer."""
        self._parser.EndElementHandler = handler

    def pieces(self) -> Iterator[None]:
        """Read on piece by piece, with a pause after each.

        Raises
        ------
        ImporterError
            When it is no XML, is cut short, declares entities or has a part that is too long.
        """
        fed = 0
        try:
            for piece in self._bytes():
                self._parser.Parse(piece, False)
                fed += len(piece)
                self._refuse_long(fed - self._parser.CurrentByteIndex)
                yield
            self._parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise self._damaged(error) from None
        except ImporterError:
            raise
        except (ValueError, LookupError):
            raise ImporterError(f"{self._name} is in an encoding that cannot be read") from None
        yield

    def _bytes(self) -> Iterator[bytes]:
        """Yield the document without its inner DTD, which some versions of apps write wrongly."""
        head = self._stream.read(_PIECE)
        start = head.find(b"<!DOCTYPE", 0, _LATEST_DTD)
        if start >= 0:
            head = self._without_dtd(head, start)
        while head:
            yield head
            head = self._stream.read(_PIECE)

    def _without_dtd(self, head: bytes, start: int) -> bytes:
        if not _INNER.match(head, start):
            return head
        end = head.find(b"]>", start) + len(b"]>")
        if end < len(b"]>"):
            self._refuse_long(LONGEST_PART + 1)
        if b"<!ENTITY" in head[start:end]:
            self._refuse_entity()
        return head[:start] + b"\n" * head.count(b"\n", start, end) + head[end:]

    def _refuse_long(self, length: int) -> None:
        if length > LONGEST_PART:
            raise ImporterError(f"one part of {self._name} is too long to be an export's")

    def _damaged(self, error: expat.ExpatError) -> ImporterError:
        where = f"line {error.lineno}, column {error.offset}"
        what = expat.ErrorString(error.code) or "it is damaged"
        return ImporterError(
            f"{self._name} is not whole or no XML ({where}: {what}); export it again"
        )

    def _refuse_entity(self, *_: object) -> NoReturn:
        raise ImporterError(f"{self._name} declares entities, which no export does; not read")

    def _refuse_external(self, *_: object) -> NoReturn:
        raise ImporterError(f"{self._name} asks for another file, which no export does; not read")


def attributes(flat: list[str]) -> Mapping[str, str]:
    """Return attributes by name."""
    return dict(zip(flat[::2], flat[1::2], strict=True))

"""Ciqual's XML: three files that name the foods, the constituents, and the content of each."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple
from xml.parsers import expat

from gutline.meals.food_archives import FoodFiles
from gutline.meals.table_nutrients import Meant, meant_by_column
from gutline.meals.table_records import (
    CellError,
    Record,
    Row,
    Step,
    TableError,
    TableFood,
    figure,
    read_amount,
    read_code,
    read_name,
)

KINDS = ("alim", "const", "compo")
LONGEST_FIELD = 10_000
MOST_FIELDS = 200
MOST_CONSTITUENTS = 10_000
_PIECE = 1 << 16
_LESS = re.compile(r"<.*|traces?|tr|-", re.IGNORECASE)
Fields = dict[str, str]


def file_of(files: FoodFiles, kind: str) -> str | None:
    """Return the name of the file of one kind: "alim_2020_07_07.xml"."""
    pattern = re.compile(rf"{kind}[_ ]?\d[\d_]*\.xml|{kind}\.xml")
    return next((name for name in files.names if pattern.fullmatch(name)), None)


def used(files: FoodFiles) -> tuple[str, ...]:
    """Return the names of the three files, as far as they are there."""
    return tuple(name for kind in KINDS if (name := file_of(files, kind)))


def steps(files: FoodFiles) -> list[Step]:
    """Return the files to be read, foods first.

    Raises
    ------
    TableError
        When one of the three is missing, or names no constituent that is known.
    """
    names = {kind: file_of(files, kind) for kind in KINDS}
    missing = [kind for kind, name in names.items() if name is None]
    if missing:
        raise TableError(
            f"{files.path.name!r} lacks {missing[0]}_….xml; put the files alim, const and compo of "
            "the download in one folder and name it"
        )
    foods, constituents, contents = (str(names[kind]) for kind in KINDS)
    meanings = _meanings(files, constituents)
    return [
        Step(foods, lambda after: _rows(files, foods, "ALIM", _Foods(), after)),
        Step(contents, lambda after: _rows(files, contents, "COMPO", _Contents(meanings), after)),
    ]


class _Foods:
    """Reads one food."""

    def __call__(self, fields: Fields) -> list[Record]:
        code = "ciqual:" + read_code("alim_code", fields.get("alim_code", ""))
        french = fields.get("alim_nom_fr", "")
        english = fields.get("alim_nom_eng", "")
        name = read_name("alim_nom_eng", english or french)
        other = read_name("alim_nom_fr", french) if english and french else ""
        return [TableFood(code, name, other, "Ciqual")]


class _Contents:
    """Reads what one food holds of one constituent."""

    def __init__(self, meanings: Mapping[str, Meant]) -> None:
        self._meanings = meanings

    def __call__(self, fields: Fields) -> list[Record]:
        meant = self._meanings.get(fields.get("const_code", ""))
        if meant is None:
            return []
        code = "ciqual:" + read_code("alim_code", fields.get("alim_code", ""))
        text = fields.get("teneur", "")
        value = known_amount("teneur", text)
        return [] if value is None else [figure(code, meant, value, "teneur", text)]


def known_amount(field: str, text: str) -> float | None:
    """Return an amount; None for "-", "traces" and "< 0.5", whose amount is not known.

    Raises
    ------
    CellError
        When it is anything else than a number.
    """
    bare = text.strip()
    return None if _LESS.fullmatch(bare) else read_amount(field, bare, decimal_comma=True)


def _meanings(files: FoodFiles, name: str) -> Mapping[str, Meant]:
    found: dict[str, Meant] = {}
    for number, _, fields in _elements(files, name, "CONST"):
        if number > MOST_CONSTITUENTS:
            raise TableError(f"{name!r} names more constituents than any table has")
        meant = meant_by_column(fields.get("const_nom_eng", "")) or meant_by_column(
            fields.get("const_nom_fr", "")
        )
        if meant is not None:
            found[fields.get("const_code", "")] = meant
    if not found:
        raise TableError(f"{name!r} names no constituent that is known; download the table again")
    return found


def _rows(
    files: FoodFiles, name: str, tag: str, read: _Foods | _Contents, after: int
) -> Iterator[Row]:
    for element in _elements(files, name, tag):
        if element.number <= after:
            continue
        try:
            yield element.number, read(element.fields)
        except CellError as error:
            yield element.number, [error.at(name, element.line)]


class Element(NamedTuple):
    """One element: its number in the file from 1, the line it ends on, and its fields."""

    number: int
    line: int
    fields: Fields


@dataclass(slots=True)
class _Collector:
    """Collects the fields of each element as the parser meets them."""

    tag: str
    parser: expat.XMLParserType
    done: deque[Element] = field(default_factory=deque)
    number: int = 0
    _fields: Fields | None = None
    _name: str = ""
    _text: list[str] = field(default_factory=list)

    def start(self, name: str, _: object) -> None:
        if name == self.tag:
            self._fields, self._name = {}, ""
        elif self._fields is not None:
            self._name, self._text = name, []

    def text(self, text: str) -> None:
        if self._name and len(self._text) < LONGEST_FIELD:
            self._text.append(text[:LONGEST_FIELD])

    def end(self, name: str) -> None:
        if self._fields is None:
            return
        if name == self.tag:
            self.number += 1
            self.done.append(Element(self.number, self.parser.CurrentLineNumber, self._fields))
            self._fields = None
        elif name == self._name and len(self._fields) < MOST_FIELDS:
            self._fields[name] = " ".join("".join(self._text).split())
            self._name = ""


def _elements(files: FoodFiles, name: str, tag: str) -> Iterator[Element]:
    """Yield each element of a file; nothing is held in memory."""
    parser = expat.ParserCreate()
    collector = _Collector(tag, parser)
    _connect(parser, collector, name)
    with files.open(name) as stream:
        while True:
            piece = stream.read(_PIECE)
            _feed(parser, piece, name)
            while collector.done:
                yield collector.done.popleft()
            if not piece:
                return


def _connect(parser: expat.XMLParserType, collector: _Collector, name: str) -> None:
    def refuse(*_: object) -> None:
        raise TableError(f"{name!r} declares entities, which no food table does; it was not read")

    parser.buffer_text = True
    parser.StartElementHandler = collector.start
    parser.EndElementHandler = collector.end
    parser.CharacterDataHandler = collector.text
    parser.EntityDeclHandler = refuse


def _feed(parser: expat.XMLParserType, piece: bytes, name: str) -> None:
    try:
        parser.Parse(piece, not piece)
    except (expat.ExpatError, ValueError, LookupError) as error:
        if isinstance(error, TableError):
            raise
        raise TableError(f"{name!r} is damaged ({error}); download it again") from None

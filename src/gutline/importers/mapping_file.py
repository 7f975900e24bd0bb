"""Mappings: what the columns of a person's own table mean, made once and kept as a file.

format = "gutline-mapping"
version = 1
name = "Pain log"
day = "Date"
clock = "Time"

[[things]]
column = "Back"
kind = "symptom"
name = "back pain"

[[things]]
name_column = "Breakfast"
kind = "food"
split = ","
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, cast

from gutline.catalog.kinds import load_kinds, load_units
from gutline.diary.entries import RowError, shown
from gutline.diary.texts import LONGEST_NAME, tidy_name
from gutline.importers.errors import ImporterError

FORMAT, VERSION = "gutline-mapping", 1
MOST_THINGS = 200
MOST_WORDS = 50
LARGEST_FILE = 1_000_000
_ORDERS = ("", "dmy", "mdy")


class MappingError(ImporterError):
    """A mapping cannot be used; the message says what, where and what to do."""


@dataclass(frozen=True, slots=True)
class Thing:
    """One kind of entry that a row of the table gives.

    Attributes
    ----------
    kind : str
        Id of the entry kind; empty where a column says it.
    name : str
        Name of the entries; empty where a column says it.
    column : str
        The column of the value; empty where there is none.
    unit : str
        Unit of the value; empty for the kind's own.
    kind_column, name_column, unit_column, note_column : str
        Columns that say these things; empty for none.
    split : str
        What stands between several names in one cell; empty where there is one name.
    factor : float
        What values are multiplied by: 2 brings a scale of 0 to 5 to one of 0 to 10.
    words : Mapping of str to float
        Values that are written as words: {"mild": 3.0}.
    """

    kind: str = ""
    name: str = ""
    column: str = ""
    unit: str = ""
    kind_column: str = ""
    name_column: str = ""
    unit_column: str = ""
    note_column: str = ""
    split: str = ""
    factor: float = 1.0
    words: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Freeze the words, which may be in upper or lower case."""
        words = {word.strip().casefold(): float(value) for word, value in self.words.items()}
        object.__setattr__(self, "words", MappingProxyType(words))

    def __hash__(self) -> int:
        """Return a hash that equal things share."""
        return hash((self.kind, self.name, self.column, self.name_column))

    def columns(self) -> Iterator[str]:
        """Yield the columns it reads."""
        yield from filter(None, (
            self.column, self.kind_column, self.name_column, self.unit_column, self.note_column,
        ))  # fmt: skip

    def body(self) -> dict[str, Any]:
        """Return it as plain data, without what is as by default."""
        plain = Thing()
        told = {f.name: getattr(self, f.name) for f in fields(self)}
        told["words"] = dict(self.words)
        return {k: v for k, v in told.items() if v != getattr(plain, k) and v != {}}


@dataclass(frozen=True, slots=True)
class TableMapping:
    """What the columns of a table mean.

    Attributes
    ----------
    name : str
        What the person calls it.
    day : str
        The column of the day, perhaps with a time.
    things : tuple of Thing
        What each row gives.
    clock : str
        The column of the time of day; empty where there is none.
    sheet : str
        The sheet of a workbook; empty for its first.
    header_row : int
        The row that names the columns, from 1.
    order : {"", "dmy", "mdy"}
        Which of day and month comes first in dates such as 03/04/2026; "" to tell from the file.
    decimal_comma : bool or None
        Whether 1,5 means one and a half; None to tell from the file.
    carry_day : bool
        Whether an empty day means that of the row above.
    """

    name: str
    day: str
    things: tuple[Thing, ...]
    clock: str = ""
    sheet: str = ""
    header_row: int = 1
    order: Literal["", "dmy", "mdy"] = ""
    decimal_comma: bool | None = None
    carry_day: bool = False

    def columns(self) -> frozenset[str]:
        """Return every column that is read."""
        read = {column for thing in self.things for column in thing.columns()}
        return frozenset(read | set(filter(None, (self.day, self.clock))))

    def fits(self, header: Sequence[str]) -> bool:
        """Return whether a table with these columns has all that are read."""
        return {spelled(c) for c in self.columns()} <= {spelled(c) for c in header}

    def body(self) -> dict[str, Any]:
        """Return the mapping as plain data, for a document or a file."""
        told = {k: v for k, v in fields_of(self).items() if k != "things"}
        if not self.carry_day:
            del told["carry_day"]
        kept = {k: v for k, v in told.items() if v is not None and v != ""}
        things = [thing.body() for thing in self.things]
        return {"format": FORMAT, "version": VERSION, **kept, "things": things}


def fields_of(mapping: TableMapping) -> dict[str, Any]:
    """Return the fields of a mapping by name."""
    return {f.name: getattr(mapping, f.name) for f in fields(mapping)}


def spelled(column: str) -> str:
    """Return a column's name as columns are compared."""
    return " ".join(column.split()).casefold()


def read_mapping(source: bytes | Path) -> TableMapping:
    """Read a mapping from a file, TOML or JSON, or from its bytes.

    Raises
    ------
    MappingError
        When it cannot be read, is no mapping, or a field of it is wrong.
    """
    name = "the mapping" if isinstance(source, bytes) else source.name
    data = source if isinstance(source, bytes) else _bytes_at(source)
    if len(data) > LARGEST_FILE:
        raise MappingError(f"{name} is larger than 1 MB; it is no mapping")
    try:
        text = data.decode("utf-8-sig")
        body = json.loads(text) if text.lstrip().startswith("{") else tomllib.loads(text)
    except (ValueError, RecursionError):
        raise MappingError(f"{name} is neither TOML nor JSON; make a mapping anew") from None
    return mapping_of(body)


def _bytes_at(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(LARGEST_FILE + 1)
    except OSError as error:
        raise MappingError(f"{path} cannot be opened: {error.strerror}") from None


def format_mapping(mapping: TableMapping) -> str:
    """Return a mapping as the text of a TOML file."""
    body = mapping.body()
    lines = [f"{key} = {_toml(value)}" for key, value in body.items() if key != "things"]
    for thing in body["things"]:
        lines += ["", "[[things]]"]
        lines += [f"{key} = {_toml(value)}" for key, value in thing.items() if key != "words"]
        if "words" in thing:
            words = ", ".join(f"{_toml(w)} = {_toml(v)}" for w, v in thing["words"].items())
            lines.append(f"words = {{ {words} }}")
    return "\n".join(lines) + "\n"


def _toml(value: object) -> str:
    # JSON's texts, numbers and truth values are TOML's, but for one character.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def mapping_of(body: object) -> TableMapping:
    """Return a mapping from plain data.

    Raises
    ------
    MappingError
        When a field is missing, unknown or wrong; the message names it.
    """
    if not isinstance(body, Mapping) or body.get("format") != FORMAT:
        raise MappingError(f'this is no mapping; a mapping begins with format = "{FORMAT}"')
    if body.get("version") != VERSION:
        raise MappingError("the mapping was made by a newer Gutline; make it anew here")
    given = {k: v for k, v in body.items() if k not in {"format", "version", "things"}}
    _check_fields(given, _MAPPING_TYPES, "the mapping")
    things = body.get("things")
    if not isinstance(things, (list, tuple)) or not things:
        raise MappingError("the mapping says of no column what it holds; choose at least one")
    if len(things) > MOST_THINGS:
        raise MappingError(f"the mapping has more than {MOST_THINGS} things; make it two")
    read = tuple(_thing(number, thing) for number, thing in enumerate(things, 1))
    mapping = TableMapping(things=read, **{"name": "", "day": "", **given})
    _check_mapping(mapping)
    return mapping


_MAPPING_TYPES: Mapping[str, tuple[type, ...]] = {
    "name": (str,), "day": (str,), "clock": (str,), "sheet": (str,), "header_row": (int,),
    "order": (str,), "decimal_comma": (bool,), "carry_day": (bool,),
}  # fmt: skip
_THING_TYPES: Mapping[str, tuple[type, ...]] = {
    **{f.name: (str,) for f in fields(Thing)}, "factor": (int, float), "words": (Mapping,),
}  # fmt: skip


def _check_fields(given: Mapping[str, Any], types: Mapping[str, tuple[type, ...]], of: str) -> None:
    for key, value in given.items():
        if key not in types:
            raise MappingError(f"{of}: the field {shown(str(key))!r} is not known; remove it")
        is_truth = isinstance(value, bool)
        if not isinstance(value, types[key]) or (is_truth and bool not in types[key]):
            raise MappingError(f"{of}: {key} is of the wrong type; make the mapping anew")
        if isinstance(value, str) and len(value) > LONGEST_NAME:
            raise MappingError(f"{of}: {key} is longer than {LONGEST_NAME} letters; shorten it")


def _check_mapping(mapping: TableMapping) -> None:
    if not mapping.day.strip():
        raise MappingError("the mapping does not say which column holds the day; choose one")
    if mapping.order not in _ORDERS:
        raise MappingError("order is 'dmy' or 'mdy': which of day and month comes first")
    if not 1 <= mapping.header_row <= 1000:
        raise MappingError("header_row lies between 1 and 1000: the row that names the columns")


def _thing(number: int, body: object) -> Thing:
    of = f"thing {number} of the mapping"
    if not isinstance(body, Mapping):
        raise MappingError(f"{of} is not made of named fields; make the mapping anew")
    _check_fields(body, _THING_TYPES, of)
    _check_words(body.get("words", {}), of)
    thing = Thing(**cast("dict[str, Any]", dict(body)))
    _check_kind(thing, of)
    if not (thing.name or thing.name_column or thing.column):
        raise MappingError(f"{of} reads no column; say which")
    if not -1e6 < thing.factor < 1e6 or thing.factor == 0:
        raise MappingError(f"{of}: factor is a number such as 2, and not 0")
    try:
        tidy_name(thing.name)
    except RowError as error:
        raise MappingError(f"{of}: {error}") from None
    return thing


def _check_words(words: Mapping[str, Any], of: str) -> None:
    numbers = all(type(value) in {int, float} and -1e6 < value < 1e6 for value in words.values())
    if len(words) > MOST_WORDS or not numbers or not all(isinstance(w, str) for w in words):
        raise MappingError(f"{of}: words are up to {MOST_WORDS} words, each with its number")


def _check_kind(thing: Thing, of: str) -> None:
    kinds = load_kinds()
    if not thing.kind and not thing.kind_column:
        raise MappingError(f"{of} has no kind; use one of {', '.join(kinds)}")
    if thing.kind and thing.kind not in kinds:
        raise MappingError(f"{of}: there is no kind {thing.kind!r}; use one of {', '.join(kinds)}")
    unit = load_units().get(thing.unit.casefold(), thing.unit)
    if thing.unit and thing.kind and unit not in kinds[thing.kind].units:
        known = ", ".join(kinds[thing.kind].units) or "no unit"
        raise MappingError(f"{of}: {thing.kind} is measured in {known}, not in {thing.unit!r}")

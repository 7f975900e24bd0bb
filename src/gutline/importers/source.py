"""What every source of entries offers, and what it reads from and answers with.

A module of `gutline.importers.sources` is a source, and so is an object that another package
offers under the entry point group `gutline.importers`. Its names are those of `Source`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Protocol, runtime_checkable

from gutline.diary.entries import Entry
from gutline.importers.errors import ImporterError
from gutline.importers.import_file import HEAD_BYTES, ImportFile

__all__ = [
    "HEAD_BYTES", "Answered", "Head", "ImportFile", "ImportSettings", "ImporterError", "LeftOut",
    "Placed", "Problem", "Read", "Source", "head_of",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Problem:
    """A row that could not be read, or was read with a doubt.

    Attributes
    ----------
    line : int or None
        Line, row or record of the file, from 1; None when the whole file is meant.
    field : str
        The column or part: "time", "value".
    value : str
        What stood there.
    reason : str
        What is wrong and what to do, one plain sentence.
    used : bool
        True when an entry was made of the row all the same, as of a doubtful time.
    """

    line: int | None
    field: str
    value: str
    reason: str
    used: bool = False


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Rows that are left out by design, counted so that nothing vanishes silently.

    Attributes
    ----------
    what : str
        What they are, in the plural: "heart rate records", "totals of a day".
    count : int
        How many. A source may yield one for each row or sum them up; they are added together.
    """

    what: str
    count: int = 1


@dataclass(frozen=True, slots=True)
class Placed:
    """An entry with what only Gutline's own files say beside it.

    Attributes
    ----------
    entry : Entry
        The entry.
    zone : str
        The zone in force when it was logged; empty for that of `entry.at`, else the person's.
    detail : Mapping
        Body sites and such, by `catalog/data/entry_details.toml`.
    own : bool
        True for what Gutline itself wrote: no table renames it, only a rule of the person's own.
    """

    entry: Entry
    zone: str = ""
    detail: Mapping[str, object] = field(default_factory=dict)
    own: bool = False


@dataclass(frozen=True, slots=True)
class Answered:
    """A questionnaire of the catalog that was answered on a day.

    Attributes
    ----------
    questionnaire : str
        Its id.
    day : date
        The local day.
    answers : Mapping of str to bool or float
        By id of the item; what was not answered is left out.
    """

    questionnaire: str
    day: date
    answers: Mapping[str, bool | float]


Read = Entry | Placed | Answered | Problem | LeftOut


@dataclass(frozen=True, slots=True)
class Head:
    """The beginning of a file, by which a source recognises it.

    Attributes
    ----------
    name : str
        The file's name without folders.
    data : bytes
        Its first 64 KiB; of a zip, those of the zip itself.
    members : tuple of str
        Names inside a zip; empty for any other file.
    """

    name: str
    data: bytes
    members: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The beginning as text, whatever its encoding; what is not text shows as U+FFFD."""
        if self.data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
            return self.data.decode("utf-16", "replace")
        return self.data.decode("utf-8-sig", "replace")


def head_of(file: ImportFile) -> Head:
    """Return the beginning of a file.

    Raises
    ------
    ImporterError
        When it cannot be opened, or is a zip that is not safe to open.
    """
    return Head(file.name, file.head(), file.members())


@dataclass(frozen=True)
class ImportSettings:
    """What a person says about their files.

    Attributes
    ----------
    zone : str
        IANA zone of times that carry none.
    decimal_comma : bool or None
        Whether 1,5 means one and a half; None to tell from the file.
    today : date or None
        The day of the import; times after it are doubtful. None when it is not known.
    beside : Mapping of str to ImportFile
        Other files given together, by name.
    workplace : Path or None
        A folder of the person's own, for copies that are needed while a file is read; None for the
        system's folder for such files.
    """

    zone: str
    decimal_comma: bool | None = None
    today: date | None = None
    beside: Mapping[str, ImportFile] = field(default_factory=dict)
    workplace: Path | None = None


@runtime_checkable
class Source(Protocol):
    """One kind of file of one app.

    Attributes
    ----------
    ID : str
        The stem of the module: "apple_health".
    NAME : str
        For people: "Apple Health".
    EXPERIMENTAL : bool
        True when the format is known only from descriptions.

    A source of Gutline's own files also has `OWN_SOURCES = True`: it keeps the source and the id
    that each entry had.
    """

    ID: str
    NAME: str
    EXPERIMENTAL: bool

    def score(self, head: Head) -> float:
        """Return how sure it is that the file is its own, 0 to 1."""
        ...

    def read(self, file: ImportFile, settings: ImportSettings) -> Iterator[Read]:
        """Yield entries, problems and what is left out, one after the other as they are read.

        Every entry has `source` equal to `ID` and an `id` that stays the same in a later, longer
        export ("apple_health:3f2a..."). Names are given as the app spells them; the table of
        names is applied afterwards, by `gutline.importers.reading`.
        """
        ...

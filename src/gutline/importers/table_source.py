"""CSV files of other apps, told as data: which columns there are, by role, in every language."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from types import MappingProxyType

from gutline.importers.csv_rows import DELIMITERS, Row, csv_rows
from gutline.importers.entry_making import EntryMaker, reported
from gutline.importers.errors import ImporterError
from gutline.importers.source import Head, ImportFile, ImportSettings, Problem, Read

_HEADER_WITHIN = 30
_UTF16_MARKS = frozenset({b"\xff\xfe", b"\xfe\xff"})
_ROWS_LOOKED_AT = 20_000


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row below the header.

    Attributes
    ----------
    line : int
        The line on which it begins.
    cells : sequence of str
        All its cells.
    places : Mapping of str to int
        Place of each role that the file has.
    header : tuple of str
        Names of all columns as the file spells them.
    """

    line: int
    cells: Sequence[str]
    places: Mapping[str, int]
    header: tuple[str, ...]

    def __getitem__(self, role: str) -> str:
        """Return the cell of a role, empty where the file has no such column or cell."""
        place = self.places.get(role, -1)
        return self.cells[place] if 0 <= place < len(self.cells) else ""

    def others(self) -> Iterator[tuple[str, str]]:
        """Yield name and cell of the columns that have no role, those with something in them."""
        taken = set(self.places.values())
        for place, (name, cell) in enumerate(zip(self.header, self.cells, strict=False)):
            if place not in taken and name and cell:
                yield name, cell


@dataclass(frozen=True, slots=True)
class Table:
    """One kind of CSV file.

    Attributes
    ----------
    columns : Mapping of str to tuple of str
        Spellings of each role's column, in lower case; a spelling ends with "*" where more may
        follow.
    needed : tuple of str
        Roles without which it is another file.
    weight : float
        How sure the needed columns make it, 0 to 1: less for columns that many apps have.
    delimiter : str
        What separates cells; by default told from the file.
    """

    columns: Mapping[str, tuple[str, ...]]
    needed: tuple[str, ...]
    weight: float = 0.9
    delimiter: str = ""
    _spelled: Mapping[str, str] = field(init=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Turn the spellings round, so that a column finds its role."""
        spelled = {word: role for role, words in self.columns.items() for word in words}
        object.__setattr__(self, "_spelled", MappingProxyType(spelled))

    def score(self, head: Head) -> float:
        """Return how sure it is that a file begins with this header."""
        wide = head.data[:2] in _UTF16_MARKS
        if head.members or (not wide and b"\x00" in head.data[:200]):
            return 0.0
        return max(map(self._fit, _first_lines(head)), default=0.0)

    def rows(self, file: ImportFile) -> Iterator[TableRow | Problem]:
        """Yield the rows below the header.

        Raises
        ------
        ImporterError
            When the file has no such header.
        """
        places: dict[str, int] | None = None
        header: tuple[str, ...] = ()
        delimiter = self._delimiter_of(file)
        with file.open() as stream:
            for number, row in enumerate(csv_rows(stream, file.name, delimiter)):
                if isinstance(row, Problem):
                    yield row
                elif places is None:
                    found = self._places(row)
                    if all(role in found for role in self.needed):
                        places, header = found, tuple(row.cells)
                    elif number >= _HEADER_WITHIN:
                        break
                else:
                    yield TableRow(row.line, row.cells, places, header)
        if places is None:
            wanted = ", ".join(self.columns[role][0] for role in self.needed)
            raise ImporterError(f"{file.name} has no line that names the columns {wanted}")

    def column(self, file: ImportFile, role: str) -> Iterator[str]:
        """Yield one column's cells, of as many rows as tell how the file is written."""
        rows = (row for row in self.rows(file) if isinstance(row, TableRow))
        for row in islice(rows, _ROWS_LOOKED_AT):
            yield row[role]

    def _delimiter_of(self, file: ImportFile) -> str:
        """Return what stands between the columns' names, whatever the lines above them hold."""
        lines = _first_lines(Head(file.name, file.head()))
        header = next((line for line in lines if self._fit(line)), "")
        return self.delimiter or (_most_frequent(header) if header else "")

    def _places(self, row: Row) -> dict[str, int]:
        places: dict[str, int] = {}
        for place, cell in enumerate(row.cells):
            role = self._role_of(cell)
            if role:
                places.setdefault(role, place)
        return places

    def _role_of(self, cell: str) -> str:
        word = cell.strip().casefold()
        if word in self._spelled:
            return self._spelled[word]
        starts = (s for s in self._spelled if s.endswith("*") and word.startswith(s[:-1]))
        return next((self._spelled[s] for s in starts), "")

    def _fit(self, line: str) -> float:
        delimiter = self.delimiter or _most_frequent(line)
        cells = next(csv.reader([line[:20_000]], delimiter=delimiter, skipinitialspace=True), [])
        roles = {self._role_of(cell) for cell in cells} - {""}
        if not set(self.needed) <= roles:
            return 0.0
        return min(1.0, self.weight + 0.1 * len(roles) / len(self.columns))


def _first_lines(head: Head) -> list[str]:
    return head.text[:20_000].splitlines()[:_HEADER_WITHIN]


def _most_frequent(line: str) -> str:
    """Return what stands between the cells of a line, by what it holds most of outside quotes."""
    bare = "".join(line.split('"')[::2])
    return max(DELIMITERS, key=bare.count)


EntriesOf = Callable[[TableRow, EntryMaker], Iterator[Read]]


def read_table(
    file: ImportFile, settings: ImportSettings, table: Table, source: str, entries_of: EntriesOf
) -> Iterator[Read]:
    """Yield what each row of a table says; a row that cannot be read becomes a problem.

    Parameters
    ----------
    file : ImportFile
        The table.
    settings : ImportSettings
        Of the person.
    table : Table
        Its columns.
    source : str
        The source's id.
    entries_of : callable
        What to make of one row.
    """
    maker = EntryMaker(source, settings)
    for row in table.rows(file):
        if isinstance(row, Problem):
            yield row
            continue
        yield from reported(row.line, entries_of(row, maker))

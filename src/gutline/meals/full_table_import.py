"""Loading a public table: in pieces, each kept before the next, so that it can be gone on with."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from gutline.catalog import load_nutrients
from gutline.diary.entries import shown
from gutline.meals.food_archives import FoodFiles
from gutline.meals.full_table_formats import Recognised, recognised
from gutline.meals.private_files import locked
from gutline.meals.table_records import (
    LeftOut,
    Record,
    Refusal,
    Row,
    TableBrand,
    TableError,
    TableFigure,
    TableFood,
    TablePortion,
)
from gutline.meals.tables_database import opened, transaction

PIECE_ROWS = 5_000
MOST_REFUSED = 10_000
"""Rows that may be refused before the first good one; then the whole file is."""
LOCK = ".tables-lock"
_CACHED = 20_000
Progress = Callable[[float, str], None]


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What came of loading one table.

    Attributes
    ----------
    digest : str
        SHA-256 of what the table's files hold.
    what, file : str
        What it is, and the file's name.
    foods, figures, rows, refused : int
        How many foods and nutrient figures were kept, how many rows were read, and how many rows
        or fields of them were refused.
    already : bool
        True when the same table had been loaded before; nothing was added.
    resumed : bool
        True when an earlier run had been cut off and this one went on from there.
    """

    digest: str
    what: str
    file: str
    foods: int
    figures: int
    rows: int
    refused: int
    already: bool = False
    resumed: bool = False


def import_table(path: Path, home: Path, *, progress: Progress | None = None) -> ImportReport:
    """Load a public table into a person's folder.

    Parameters
    ----------
    path : Path
        A zip, a folder or a file.
    home : Path
        The person's folder; the tables lie in its `tables.db`.
    progress : callable, optional
        Called after every piece with the share done and what is read now.

    Raises
    ------
    TableError
        When the file is no table that is known, is damaged, or none of its rows can be used.
    HomeError
        When another import is running.
    """
    files = FoodFiles(path)
    try:
        table = recognised(files)
        digest = files.digest(table.files)
        with locked(home, LOCK), opened(home) as connection:
            return _Import(connection, files, table, digest, progress).run()
    finally:
        files.close()


def refusals(home: Path, digest: str) -> Iterator[Refusal]:
    """Yield every row that was refused of one table, in the order in which it was read."""
    with opened(home) as connection:
        rows = connection.execute(
            "SELECT r.file, r.line, r.field, r.value, r.reason FROM refusal AS r JOIN source"
            " ON source.id = r.source WHERE digest = ? ORDER BY r.id",
            (digest,),
        )
        for row in rows:
            yield Refusal(*row)


class _Import:
    """One table on its way into the database."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        files: FoodFiles,
        table: Recognised,
        digest: str,
        progress: Progress | None,
    ) -> None:
        self._db = connection
        self._files = files
        self._table = table
        self._digest = digest
        self._progress = progress
        self._nutrients = _numbered_nutrients(connection)
        self._ids: dict[str, int | None] = {}
        self._count = {"foods": 0, "figures": 0, "rows": 0, "refused": 0}
        self._source = 0

    def run(self) -> ImportReport:
        """Load all that was not loaded by an earlier run."""
        self._source, step, line, done = self._begin()
        resumed = not done and (step, line) != (0, 0)
        if not done:
            for number, part in enumerate(self._table.steps):
                if number >= step:
                    self._read(number, part.file, part.rows(line if number == step else 0))
            self._end()
        return self._report(already=done, resumed=resumed)

    def _begin(self) -> tuple[int, int, int, bool]:
        with transaction(self._db):
            self._db.execute(
                "INSERT INTO source (digest, what, file) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                (self._digest, self._table.what, shown(self._files.path.name)),
            )
            row = self._db.execute(
                "SELECT id, step, line, done FROM source WHERE digest = ?",
                (self._digest,),
            ).fetchone()
        return row[0], row[1], row[2], bool(row[3])

    def _read(self, number: int, file: str, rows: Iterator[Row]) -> None:
        while piece := list(islice(rows, PIECE_ROWS)):
            with transaction(self._db):
                for line, records in piece:
                    self._keep_row(file, line, records)
                self._count["rows"] += len(piece)
                self._note(number, piece[-1][0])
            self._tell(f"{file}: {piece[-1][0]:,} lines")
            self._check_sense()
        with transaction(self._db):
            self._note(number + 1, 0)

    def _note(self, step: int, line: int) -> None:
        """Keep how far it has come, in the same transaction as what was read."""
        changes = ", ".join(f"{name} = {name} + ?" for name in self._count)
        self._db.execute(
            f"UPDATE source SET step = ?, line = ?, {changes} WHERE id = ?",  # noqa: S608 - our own names
            (step, line, *self._count.values(), self._source),
        )
        self._count = dict.fromkeys(self._count, 0)

    def _end(self) -> None:
        with transaction(self._db):
            self._db.execute("UPDATE source SET done = 1 WHERE id = ?", (self._source,))
            self._db.execute("DELETE FROM left_out")
        self._db.execute("INSERT INTO food_words (food_words) VALUES ('optimize')")
        self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def _check_sense(self) -> None:
        foods, refused = self._db.execute(
            "SELECT foods, refused FROM source WHERE id = ?", (self._source,)
        ).fetchone()
        if foods or refused < MOST_REFUSED:
            return
        first = next(self._db.execute("SELECT file, line, reason FROM refusal LIMIT 1"))
        with transaction(self._db):
            self._db.execute("DELETE FROM refusal WHERE source = ?", (self._source,))
            self._db.execute("DELETE FROM source WHERE id = ?", (self._source,))
        raise TableError(
            f"{self._files.path.name!r} does not look like a food table: none of its first "
            f"{MOST_REFUSED:,} rows can be used ({first[0]}, line {first[1]}: {first[2]})"
        )

    def _tell(self, words: str) -> None:
        if self._progress is not None:
            whole = max(1, self._files.size(*self._table.files))
            self._progress(min(1.0, self._files.read_bytes / whole), words)

    def _report(self, *, already: bool, resumed: bool) -> ImportReport:
        row = self._db.execute(
            "SELECT digest, what, file, foods, figures, rows, refused FROM source WHERE id = ?",
            (self._source,),
        ).fetchone()
        names = ("digest", "what", "file", "foods", "figures", "rows", "refused")
        return ImportReport(**dict(zip(names, row, strict=True)), already=already, resumed=resumed)

    def _keep_row(self, file: str, line: int, records: list[Record]) -> None:
        for record in records:
            if isinstance(record, TableFood):
                if not self._keep_food(file, line, record):
                    return
            else:
                self._keep(file, line, record)

    def _keep(self, file: str, line: int, record: Record) -> None:
        if isinstance(record, TableFigure):
            self._keep_figure(file, line, record)
        elif isinstance(record, TablePortion):
            self._keep_portion(file, line, record)
        elif isinstance(record, Refusal):
            self._refuse(record)
        elif isinstance(record, TableBrand):
            self._keep_brand(record)
        elif isinstance(record, LeftOut):
            self._leave_out(record)

    def _keep_figure(self, file: str, line: int, figure: TableFigure) -> None:
        food = self._food(file, line, figure.code)
        if food is None:
            return
        self._db.execute(
            "INSERT INTO figure VALUES (?, ?, ?, ?) ON CONFLICT (food, nutrient) DO UPDATE"
            " SET value = excluded.value, rank = excluded.rank WHERE excluded.rank < figure.rank",
            (food, self._nutrients[figure.nutrient], figure.value, figure.rank),
        )
        self._count["figures"] += 1

    def _keep_food(self, file: str, line: int, food: TableFood) -> bool:
        """Keep a food; False when its row cannot be used."""
        known = self._db.execute(
            "SELECT id, source FROM food WHERE code = ?", (food.code,)
        ).fetchone()
        if known is not None and known[1] == self._source:
            self._refuse(Refusal(file, line, "code", food.code, "stands there twice"))
            return False
        if known is not None:
            self._forget(known[0])
        row = (known[0] if known else None, food.code, food.name, food.other, food.table)
        done = self._db.execute(
            'INSERT INTO food (id, code, name, other, "table", source) VALUES (?, ?, ?, ?, ?, ?)',
            (*row, self._source),
        )
        self._db.execute(
            "INSERT INTO food_words (rowid, name, other) VALUES (?, ?, ?)",
            (done.lastrowid, food.name, food.other),
        )
        self._count["foods"] += 1
        self._remember(food.code, done.lastrowid)
        return True

    def _forget(self, food: int) -> None:
        """Take a food of an older table away; its number stays."""
        self._unindex(food)
        for table in ("figure", "portion"):
            self._db.execute(f"DELETE FROM {table} WHERE food = ?", (food,))  # noqa: S608 - our own names
        self._db.execute("DELETE FROM food WHERE id = ?", (food,))

    def _unindex(self, food: int) -> None:
        self._db.execute(
            "INSERT INTO food_words (food_words, rowid, name, other)"
            " SELECT 'delete', id, name, other FROM food WHERE id = ?",
            (food,),
        )

    def _keep_portion(self, file: str, line: int, portion: TablePortion) -> None:
        food = self._food(file, line, portion.code)
        if food is None:
            return
        if portion.usual:
            self._db.execute("UPDATE food SET serving_g = ? WHERE id = ?", (portion.grams, food))
        else:
            self._db.execute(
                "INSERT OR IGNORE INTO portion VALUES (?, ?, ?)",
                (food, portion.words, portion.grams),
            )

    def _keep_brand(self, brand: TableBrand) -> None:
        food = self._id_of(brand.code)
        if food is None:
            return
        self._unindex(food)
        self._db.execute("UPDATE food SET other = ? WHERE id = ?", (brand.other, food))
        self._db.execute(
            "INSERT INTO food_words (rowid, name, other) SELECT id, name, other FROM food"
            " WHERE id = ?",
            (food,),
        )

    def _leave_out(self, row: LeftOut) -> None:
        self._db.execute("INSERT OR IGNORE INTO left_out VALUES (?)", (row.code,))

    def _refuse(self, refusal: Refusal) -> None:
        self._db.execute(
            "INSERT INTO refusal (source, file, line, field, value, reason)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (
                self._source,
                refusal.file,
                refusal.line,
                refusal.field,
                refusal.value,
                refusal.reason,
            ),
        )
        self._count["refused"] += 1

    def _food(self, file: str, line: int, code: str) -> int | None:
        """Return the number of a food; a row of a food that is not there is refused."""
        food = self._id_of(code)
        if food is None and not self._is_left_out(code):
            self._refuse(Refusal(file, line, "code", code, "there is no food with this code"))
        return food

    def _id_of(self, code: str) -> int | None:
        if code not in self._ids:
            row = self._db.execute("SELECT id FROM food WHERE code = ?", (code,)).fetchone()
            self._remember(code, None if row is None else row[0])
        return self._ids[code]

    def _is_left_out(self, code: str) -> bool:
        found = self._db.execute("SELECT 1 FROM left_out WHERE code = ?", (code,)).fetchone()
        return found is not None

    def _remember(self, code: str, food: int | None) -> None:
        if len(self._ids) > _CACHED:
            self._ids.clear()
        self._ids[code] = food


def _numbered_nutrients(connection: sqlite3.Connection) -> dict[str, int]:
    with transaction(connection):
        connection.executemany(
            "INSERT INTO nutrient (name) VALUES (?) ON CONFLICT DO NOTHING",
            [(name,) for name in load_nutrients()],
        )
    return dict(connection.execute("SELECT name, id FROM nutrient"))

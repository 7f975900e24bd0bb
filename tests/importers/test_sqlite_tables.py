"""SQLite files from strangers: only plain tables are read, and nothing in them is run."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from gutline.importers.source import ImporterError, ImportFile
from gutline.importers.sqlite_tables import Tables, _limit, number_of, sqlite_tables, text_of

ENDLESS = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x FROM n"


def _file(tmp_path: Path, script: str) -> ImportFile:
    path = tmp_path / "a.db"
    with sqlite3.connect(path) as connection:
        connection.executescript(script)
    connection.close()
    return ImportFile.at(path)


def test_rows_are_read_by_columns_in_any_case(tmp_path: Path):
    file = _file(tmp_path, "CREATE TABLE A (Id, Name); INSERT INTO A VALUES (1, 'x'), (2, NULL);")
    with sqlite_tables(file) as tables:
        assert tables.column("A", "title", "name") == "Name"
        assert tables.column("A", "none") == ""
        assert list(tables.rows("A", ["Id", "", "Name"])) == [(1, None, "x"), (2, None, None)]


def test_a_table_that_is_not_there_has_no_rows(tmp_path: Path):
    with sqlite_tables(_file(tmp_path, "CREATE TABLE a (b);")) as tables:
        assert tables.columns("nothing") == ()
        assert list(tables.rows("nothing", ["b"])) == []


def test_a_view_is_no_table_so_that_what_it_computes_never_runs(tmp_path: Path):
    with sqlite_tables(_file(tmp_path, f"CREATE VIEW steps AS {ENDLESS};")) as tables:
        assert tables.columns("steps") == ()


def test_names_with_quotes_are_only_names(tmp_path: Path):
    file = _file(tmp_path, 'CREATE TABLE "a""; DROP TABLE b" ("c""d"); CREATE TABLE b (x);')
    with sqlite_tables(file) as tables:
        assert tables.columns('a"; DROP TABLE b') == ('c"d',)
        assert list(tables.rows('a"; DROP TABLE b', ['c"d'])) == []
        assert tables.columns("b") == ("x",)


@pytest.mark.parametrize("data", [b"", b"not a database", b"SQLite format 3\x00" + bytes(600)])
def test_what_is_no_database_is_refused_with_a_sentence(data: bytes):
    file = ImportFile("a.db", data=data)
    with pytest.raises(ImporterError, match=r"a\.db"), sqlite_tables(file) as tables:
        tables.columns("a")


def test_a_database_that_is_cut_is_refused(tmp_path: Path):
    file = _file(tmp_path, "CREATE TABLE a (b);" + "INSERT INTO a VALUES (zeroblob(9000));" * 9)
    with file.open() as stream:
        data = stream.read()
    cut = ImportFile("a.db", data=data[: len(data) // 2])
    with pytest.raises(ImporterError, match="damaged"), sqlite_tables(cut) as tables:
        list(tables.rows("a", ["b"]))


def test_a_value_of_many_megabytes_is_not_taken_into_memory(tmp_path: Path):
    file = _file(tmp_path, "CREATE TABLE a (b); INSERT INTO a VALUES (zeroblob(3000000));")
    with pytest.raises(ImporterError, match="damaged"), sqlite_tables(file) as tables:
        list(tables.rows("a", ["b"]))


class _OutOfMemory:
    """A connection to a database of which a page asks for more memory than there is."""

    def set_progress_handler(self, *_: object) -> None:
        """Do nothing."""

    def execute(self, query: str) -> object:
        """Fail as SQLite's module does."""
        raise MemoryError(query)


def test_a_page_that_asks_for_all_memory_is_refused():
    tables = Tables(_OutOfMemory(), "phone.db")  # type: ignore[arg-type]
    with pytest.raises(ImporterError, match=r"phone\.db is damaged: .* more memory than there is"):
        tables.columns("a")


def test_a_database_beyond_all_sense_is_refused_before_it_is_opened(tmp_path, monkeypatch):
    file = _file(tmp_path, "CREATE TABLE a (b);")
    monkeypatch.setattr("gutline.importers.sqlite_tables.MOST_BYTES", 100)
    with pytest.raises(ImporterError, match="larger than"), sqlite_tables(file):
        pass


def test_a_module_that_cannot_bound_values_reads_all_the_same(tmp_path: Path):
    """The program may run on another build of SQLite's module, which has no limits."""
    pysqlite3 = pytest.importorskip("pysqlite3")
    with sqlite3.connect(tmp_path / "a.db") as connection:
        connection.execute("CREATE TABLE a (b)")
    connection.close()
    other = pysqlite3.connect(tmp_path / "a.db")
    _limit(other)
    assert other.execute("SELECT count(*) FROM a").fetchone() == (0,)
    other.close()


def test_text_that_is_no_text_is_shown_not_raised(tmp_path: Path):
    file = _file(tmp_path, "CREATE TABLE a (b); INSERT INTO a VALUES (CAST(x'ff41' AS TEXT));")
    with sqlite_tables(file) as tables:
        assert list(tables.rows("a", ["b"])) == [("\ufffdA",)]


@pytest.mark.parametrize(
    ("value", "text", "number"),
    [(None, "", None), (-1, "", None), ("-1", "", None), ("null", "", None), (b"x", "", None),
     (0, "0", 0.0), ("7.5", "7.5", 7.5), ("many", "many", None), (3, "3", 3.0), ("nan", "nan", None), (1e999, "inf", None)],
)  # fmt: skip
def test_minus_one_and_null_are_nothing_and_zero_is_zero(value: object, text: str, number: object):
    assert text_of(value) == text
    assert number_of(value) == number

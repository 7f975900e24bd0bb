"""The database of full tables when something goes wrong: locked, full, unreadable, unfinished."""

from __future__ import annotations

import os
import sqlite3

import pytest

from gutline.meals import tables_database
from gutline.meals.food_archives import FoodFiles
from gutline.meals.full_table_import import import_table, refusals
from gutline.meals.full_tables import FullTables
from gutline.meals.table_csv import read_header, rows_of
from gutline.meals.table_records import CellError, TableError, read_amount, read_code, read_name
from gutline.meals.tables_database import opened, transaction
from tests.meals.table_files import fdc_files, write_folder, write_zip

# The library the module uses: the store may have put a sounder one in the place of Python's own.
SQLITE = vars(tables_database)["sqlite3"]


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (SQLITE.OperationalError("database is locked"), "another Gutline is writing"),
        (SQLITE.OperationalError("database or disk is full"), "the disk is full"),
        (
            SQLITE.OperationalError("unable to open database file"),
            "cannot be used: unable to open",
        ),
        (SQLITE.DatabaseError("database disk image is malformed"), "is damaged"),
    ],
)
def test_an_error_of_the_database_is_a_sentence_with_what_to_do(tmp_path, error, said):
    with pytest.raises(TableError, match=said), opened(tmp_path):
        raise error


def test_a_folder_in_its_place_is_a_sentence(tmp_path):
    (tmp_path / "tables.db").mkdir()
    with pytest.raises(TableError, match=r"tables\.db' cannot be opened"), opened(tmp_path):
        pass


def test_a_transaction_is_all_or_nothing(tmp_path):
    def fail(db: sqlite3.Connection) -> None:
        with transaction(db):
            db.execute("INSERT INTO left_out VALUES ('a')")
            raise KeyboardInterrupt

    with opened(tmp_path) as db:
        with pytest.raises(KeyboardInterrupt):
            fail(db)
        assert list(db.execute("SELECT * FROM left_out")) == []
        with transaction(db):
            db.execute("INSERT INTO left_out VALUES ('b')")
        assert list(db.execute("SELECT * FROM left_out")) == [("b",)]


def test_readers_go_on_while_a_table_is_loaded(tmp_path):
    import_table(write_folder(tmp_path / "one", fdc_files()), tmp_path)
    with opened(tmp_path) as db, transaction(db):
        db.execute("INSERT INTO left_out VALUES ('a')")
        assert len(FullTables(tmp_path).search("milk")) == 1


def test_what_was_refused_is_told_for_each_table_alone(tmp_path):
    for name, amount in (("one", "much"), ("two", "more")):
        files = fdc_files(amounts=[("2705385", "1003", amount)])
        write_folder(tmp_path / name, files)
    first = import_table(tmp_path / "one", tmp_path)
    second = import_table(tmp_path / "two", tmp_path)
    assert [r.value for r in refusals(tmp_path, first.digest)] == ["much"]
    assert [r.value for r in refusals(tmp_path, second.digest)] == ["more"]
    assert list(refusals(tmp_path, "no such digest")) == []


def test_a_locked_member_is_told_to_be_unpacked(tmp_path):
    path = write_zip(tmp_path / "locked.zip", {"food.csv": "x"}, "")
    data = bytearray(path.read_bytes())
    data[6] |= 1
    central = data.rindex(b"PK\x01\x02")
    data[central + 8] |= 1
    path.write_bytes(data)
    files = FoodFiles(path)
    with (
        pytest.raises(TableError, match="locked with a password; unpack it first"),
        files.open("food.csv"),
    ):
        pass
    files.close()


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="everything can be read here")
def test_a_file_that_may_not_be_read_is_told_of(tmp_path):
    path = tmp_path / "secret.csv"
    path.write_text("alim_code\n")
    path.chmod(0)
    with pytest.raises(TableError, match="Permission denied"):
        FoodFiles(path)


def rows(tmp_path, text, after=0):
    (tmp_path / "t.csv").write_bytes(text)
    files = FoodFiles(tmp_path / "t.csv")
    header = read_header(files, "t.csv")
    return list(rows_of(files, "t.csv", header, lambda _, cells: list(cells), after))


def test_rows_have_their_lines_also_when_a_cell_runs_over_two(tmp_path):
    text = b'a,b\n1,"two\nlines"\n3,4\n'
    assert rows(tmp_path, text) == [(2, ["1", "two\nlines"]), (4, ["3", "4"])]


def test_rows_can_be_gone_on_with_after_a_line(tmp_path):
    text = b'a,b\n1,"two\nlines"\n3,4\n\n5,6\n'
    assert [line for line, _ in rows(tmp_path, text, after=2)] == [4, 6]


def test_blank_lines_are_no_rows(tmp_path):
    assert rows(tmp_path, b"a,b\n\n,\n1,2\n") == [(4, ["1", "2"])]


@pytest.mark.parametrize(
    ("text", "value"),
    [("", None), ("  ", None), ("0", 0.0), ("1.5", 1.5), (" 2 ", 2.0), ("1e2", 100.0), (".5", 0.5)],
)
def test_amounts_are_read(text, value):
    assert read_amount("x", text) == value


@pytest.mark.parametrize("text", ["1,5", "one", "--", "1 2", "0x10", "١", "inf", "1_000"])
def test_what_is_no_amount_is_refused(text):
    with pytest.raises(CellError, match="not a number"):
        read_amount("x", text)


def test_a_decimal_comma_is_read_where_the_table_has_it():
    assert read_amount("x", "1,5", decimal_comma=True) == 1.5


@pytest.mark.parametrize("text", ["", "1.5", "-1", "٣", "1" * 16, "a"])
def test_what_is_no_code_is_refused(text):
    with pytest.raises(CellError, match="a code is a whole number"):
        read_code("fdc_id", text)


def test_names_are_composed_and_their_spaces_single():
    assert read_name("name", "  cre\u0300me   bru\u0302le\u0301e ") == "crème brûlée"

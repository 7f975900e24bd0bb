"""Loading a table: twice, cut off, from files that mean harm, in little memory."""

from __future__ import annotations

import contextlib
import functools
import gzip
import os
import random
import signal
import sqlite3
import stat
import subprocess
import sys
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gutline.meals import food_archives, full_table_import, table_csv, tables_database
from gutline.meals.full_table_import import import_table, refusals
from gutline.meals.full_tables import FullTables
from gutline.meals.home import HomeError
from gutline.meals.private_files import locked
from gutline.meals.table_records import TableError
from gutline.meals.tables_database import check_full_text, opened
from tests.meals.table_files import (
    CIQUAL_CSV,
    FOODS,
    fdc_files,
    write_ciqual_xml,
    write_folder,
    write_zip,
)

KEEP = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)


class Cut(BaseException):
    """The import ends here, as if the power went."""


def many(foods: int, figures: int = 2) -> dict[str, str]:
    """A download of this many foods."""
    rows = [(str(n), "survey_fndds_food", f"food number {n}") for n in range(1, foods + 1)]
    amounts = [(str(n), "1003", str(n % 50)) for n in range(1, foods + 1) for _ in range(figures)]
    return fdc_files(foods=rows, amounts=amounts, portions=())


def everything(home: Path) -> dict[str, object]:
    """All rows of the tables of a home, but for their numbers."""
    with opened(home) as db:
        return {
            "food": sorted(db.execute('SELECT code, name, other, "table", serving_g FROM food')),
            "figure": sorted(
                db.execute(
                    "SELECT f.code, n.name, value, rank FROM figure JOIN food AS f ON f.id = food"
                    " JOIN nutrient AS n ON n.id = nutrient"
                )
            ),
            "portion": sorted(
                db.execute("SELECT code, words, grams FROM portion JOIN food ON id = food")
            ),
            "refusal": sorted(db.execute("SELECT file, line, field, value, reason FROM refusal")),
            "source": list(
                db.execute("SELECT step, line, foods, figures, rows, refused, done FROM source")
            ),
            "words": sorted(
                db.execute("SELECT name FROM food_words WHERE food_words MATCH 'food'")
            ),
        }


@pytest.fixture
def small_pieces(monkeypatch):
    monkeypatch.setattr(full_table_import, "PIECE_ROWS", 7)


def test_the_same_table_twice_adds_nothing(tmp_path):
    folder = write_folder(tmp_path / "fdc", fdc_files())
    first = import_table(folder, tmp_path / "home")
    before = everything(tmp_path / "home")
    again = import_table(folder, tmp_path / "home")
    assert (first.already, again.already, again.foods) == (False, True, 5)
    assert everything(tmp_path / "home") == before


def test_the_same_table_packed_otherwise_is_the_same(tmp_path):
    import_table(write_folder(tmp_path / "fdc", fdc_files()), tmp_path / "home")
    assert import_table(write_zip(tmp_path / "a.zip", fdc_files()), tmp_path / "home").already


def test_a_newer_table_takes_the_place_of_its_foods(tmp_path):
    import_table(write_folder(tmp_path / "old", fdc_files()), tmp_path / "home")
    newer = fdc_files(
        foods=[("2705385", "survey_fndds_food", "Cow milk")],
        amounts=[("2705385", "1079", "0.1")],
        portions=(),
    )
    import_table(write_folder(tmp_path / "new", newer), tmp_path / "home")
    tables = FullTables(tmp_path / "home")
    entry = tables.food("fndds:2705385")
    assert entry is not None
    assert (entry.food.name, dict(entry.food.nutrients)) == ("Cow milk", {"fibre_g": 0.1})
    assert entry.portions == ()
    assert [hit.name for hit in tables.search("milk")] == ["Cow milk"]
    assert len(tables.search("rye")) == 1


@pytest.mark.usefixtures("small_pieces")
@pytest.mark.parametrize("seed", range(12))
def test_an_import_cut_anywhere_goes_on_and_ends_the_same(tmp_path, seed):
    rng = random.Random(seed)
    files = many(60)
    files["food_nutrient.csv"] += '"1","9","1003","much","",""\n"1","999","1003","1","",""\n'
    folder = write_folder(tmp_path / "fdc", files)
    import_table(folder, tmp_path / "whole")
    cuts = 0
    while True:
        left = rng.randint(0, 6)

        def cut(share: float, words: str) -> None:
            nonlocal left
            left -= 1
            if left < 0:
                raise Cut

        try:
            report = import_table(folder, tmp_path / "cut", progress=cut)
        except Cut:
            cuts += 1
            continue
        break
    assert cuts > 0
    assert report.resumed
    assert everything(tmp_path / "cut") == everything(tmp_path / "whole")


@pytest.mark.usefixtures("small_pieces")
def test_what_was_kept_before_a_cut_is_not_read_into_the_database_again(tmp_path):
    folder = write_folder(tmp_path / "fdc", many(60))
    told: list[str] = []

    def cut(share: float, words: str) -> None:
        told.append(words)
        if len(told) == 5:
            raise Cut

    with pytest.raises(Cut):
        import_table(folder, tmp_path / "home", progress=cut)
    assert not FullTables(tmp_path / "home").loaded()[0].whole
    more: list[str] = []
    import_table(folder, tmp_path / "home", progress=lambda _, words: more.append(words))
    assert told[4] == "food.csv: 36 lines"
    assert more[0] == "food.csv: 43 lines"
    assert FullTables(tmp_path / "home").loaded()[0].whole


@pytest.mark.usefixtures("small_pieces")
def test_xml_goes_on_too(tmp_path):
    foods = "".join(
        f"<ALIM><alim_code>{n}</alim_code><alim_nom_eng>food {n}</alim_nom_eng></ALIM>"
        for n in range(1000, 1040)
    )
    changed = {"alim_2020_07_07.xml": f"<TABLE>{foods}</TABLE>"}
    folder = write_ciqual_xml(tmp_path / "xml", **changed)
    import_table(folder, tmp_path / "whole")
    calls = 0

    def cut(share: float, words: str) -> None:
        nonlocal calls
        calls += 1
        if calls == 3:
            raise Cut

    with pytest.raises(Cut):
        import_table(folder, tmp_path / "cut", progress=cut)
    assert import_table(folder, tmp_path / "cut").resumed
    assert everything(tmp_path / "cut") == everything(tmp_path / "whole")


KILLED = """
import os, signal, sys
from pathlib import Path
from gutline.meals import full_table_import
full_table_import.PIECE_ROWS = 50
def kill(share, words):
    if words.startswith("food_nutrient.csv: 30"):
        os.kill(os.getpid(), signal.SIGKILL)
full_table_import.import_table(Path(sys.argv[1]), Path(sys.argv[2]), progress=kill)
"""


@pytest.mark.skipif(os.name == "nt", reason="there is no such signal there")
def test_a_killed_import_goes_on_where_the_last_piece_ended(tmp_path):
    folder = write_folder(tmp_path / "fdc", many(400))
    import_table(folder, tmp_path / "whole")
    arguments = [sys.executable, "-c", KILLED, str(folder), str(tmp_path / "home")]
    done = subprocess.run(arguments, check=False, timeout=60)
    assert done.returncode == -signal.SIGKILL
    with opened(tmp_path / "home") as db:
        step, line, finished = db.execute("SELECT step, line, done FROM source").fetchone()
    assert (step, finished) == (1, 0)
    assert 300 <= line < 310
    assert import_table(folder, tmp_path / "home").resumed
    assert everything(tmp_path / "home") == everything(tmp_path / "whole")


def test_two_imports_at_once_wait_or_are_told(tmp_path, monkeypatch):
    folder = write_folder(tmp_path / "fdc", fdc_files())
    impatient = functools.partial(locked, patience_s=0.05)
    monkeypatch.setattr(full_table_import, "locked", impatient)
    with (
        locked(tmp_path / "home", full_table_import.LOCK),
        pytest.raises(HomeError, match="another Gutline is writing"),
    ):
        import_table(folder, tmp_path / "home")


@pytest.mark.slow
def test_memory_stays_flat_however_long_the_table(tmp_path):
    def peak(foods: int) -> int:
        files = many(foods, figures=1)
        folder = write_folder(tmp_path / f"fdc{foods}", files)
        del files
        tracemalloc.start()
        report = import_table(folder, tmp_path / f"home{foods}")
        highest = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert report.rows >= 2 * foods
        return highest

    small, large = peak(10_000), peak(100_000)
    assert large < 1.5 * small
    assert large < 40_000_000


@pytest.mark.skipif(os.name == "nt", reason="permissions are others there")
def test_the_database_is_its_owners_alone_and_keeps_what_was_acknowledged(tmp_path):
    import_table(write_folder(tmp_path / "fdc", fdc_files()), tmp_path / "home")
    assert stat.S_IMODE((tmp_path / "home" / "tables.db").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "home").stat().st_mode) == 0o700
    with opened(tmp_path / "home") as db:
        said = {p: db.execute(f"PRAGMA {p}").fetchone()[0] for p in
                ("journal_mode", "synchronous", "foreign_keys", "trusted_schema", "mmap_size")}  # fmt: skip
        files = [p for p in (tmp_path / "home").iterdir() if p.name.startswith("tables.db")]
        assert {stat.S_IMODE(p.stat().st_mode) for p in files} == {0o600}
    assert said == {
        "journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "trusted_schema": 0,
        "mmap_size": 0,
    }  # fmt: skip


def test_a_sqlite_without_full_text_search_is_told_of():
    class Bare:
        def execute(self, sql: str) -> None:
            raise vars(tables_database)["sqlite3"].OperationalError("no such module: fts5")

    with pytest.raises(TableError, match=r"has no full-text search \(FTS5\)"):
        check_full_text(Bare())
    check_full_text(sqlite3.connect(":memory:"))


@pytest.mark.parametrize(
    "content", [b"no database at all" * 100, b"SQLite format 3\x00broken" * 50]
)
def test_a_damaged_database_is_a_sentence(tmp_path, content):
    (tmp_path / "tables.db").write_bytes(content)
    with pytest.raises(TableError, match=r"tables\.db' is damaged .* import your tables again"):
        FullTables(tmp_path).search("milk")


def test_a_database_of_a_newer_gutline_is_refused(tmp_path):
    with opened(tmp_path) as db:
        db.execute("PRAGMA user_version = 99")
    with pytest.raises(TableError, match="is from a newer Gutline; update this one"):
        FullTables(tmp_path).loaded()


def test_asking_where_nothing_was_loaded_makes_nothing(tmp_path):
    tables = FullTables(tmp_path / "none")
    assert (tables.there, tables.loaded(), tables.search("milk"), tables.food("fdc:1")) == (
        False, (), (), None,
    )  # fmt: skip
    assert not (tmp_path / "none").exists()


# --- files that mean harm -----------------------------------------------------------------------


def test_a_zip_bomb_is_refused_before_it_fills_anything(tmp_path, monkeypatch):
    monkeypatch.setattr(food_archives, "FREE_BYTES", 100_000)
    files = {**fdc_files(), "food.csv": fdc_files()["food.csv"] + "0" * 30_000_000}
    path = write_zip(tmp_path / "bomb.zip", files)
    assert path.stat().st_size < 100_000
    with pytest.raises(TableError, match="unpacks to more than 200 times its size"):
        import_table(path, tmp_path / "home")
    assert not (tmp_path / "home" / "tables.db").exists()


def test_a_gzip_bomb_is_refused_too(tmp_path, monkeypatch):
    monkeypatch.setattr(food_archives, "FREE_BYTES", 100_000)
    (tmp_path / "b.csv.gz").write_bytes(gzip.compress(CIQUAL_CSV.encode() + b"\n" * 30_000_000))
    with pytest.raises(TableError, match="unpacks to more than 200 times its size"):
        import_table(tmp_path / "b.csv.gz", tmp_path / "home")


def test_a_file_larger_than_any_table_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(food_archives, "MOST_BYTES", 1000)
    with pytest.raises(TableError, match="is larger than any food table"):
        import_table(write_folder(tmp_path / "fdc", many(100)), tmp_path / "home")


@pytest.mark.parametrize("inner", ["../", "/etc/", "a/../../", "C:\\", "..\\"])
def test_a_zip_that_points_outside_itself_is_refused(tmp_path, inner):
    path = write_zip(tmp_path / "bad.zip", fdc_files(), inner)
    with pytest.raises(TableError, match="points outside it"):
        import_table(path, tmp_path / "home")


def test_a_zip_with_a_file_twice_is_refused(tmp_path):
    path = write_zip(tmp_path / "twice.zip", fdc_files())
    with zipfile.ZipFile(path, "a") as packed:
        packed.writestr("other/FOOD.csv", "x")
    with pytest.raises(TableError, match=r"holds 'food\.csv' twice"):
        import_table(path, tmp_path / "home")


def test_a_zip_of_very_many_files_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(food_archives, "MOST_MEMBERS", 3)
    with pytest.raises(TableError, match="holds 6 files; no food table has that many"):
        import_table(write_zip(tmp_path / "many.zip", fdc_files()), tmp_path / "home")


def test_what_a_mac_adds_to_a_zip_is_passed_over(tmp_path):
    path = write_zip(tmp_path / "mac.zip", fdc_files())
    with zipfile.ZipFile(path, "a") as packed:
        packed.writestr("__MACOSX/food.csv", "x")
    assert import_table(path, tmp_path / "home").foods == 5


@pytest.mark.parametrize("share", [0.3, 0.6, 0.97])
def test_a_zip_that_was_cut_is_refused(tmp_path, share):
    path = write_zip(tmp_path / "cut.zip", fdc_files())
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(TableError):
        import_table(path, tmp_path / "home")


def test_a_zip_with_a_flipped_byte_is_refused(tmp_path):
    path = write_zip(tmp_path / "flip.zip", many(200))
    data = bytearray(path.read_bytes())
    data[len(data) // 3] ^= 0xFF
    path.write_bytes(data)
    with pytest.raises(TableError, match=r"is damaged|no food table"):
        import_table(path, tmp_path / "home")


def test_a_thousand_columns_are_refused(tmp_path):
    header = ",".join(["alim_code", "alim_nom_eng", *[f"c{n} (g)" for n in range(1000)]])
    (tmp_path / "wide.csv").write_text(header + "\n", encoding="utf-8")
    with pytest.raises(TableError, match="has 1,002 columns; no food table has that many"):
        import_table(tmp_path / "wide.csv", tmp_path / "home")
    assert table_csv.MOST_COLUMNS < 1000


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (b'"9","survey_fndds_food","nul\x00","",""', "holds a NUL byte"),
        (b'"9","survey_fndds_food","\xff\xfe","",""', "not UTF-8"),
        (b'"9","survey_fndds_food","open', "a quote is opened and not closed"),
        (b'"9","survey_fndds_food"', "2 fields where the header has 5"),
        (b'"9","survey_fndds_food","' + b"x" * 90_000 + b'","",""', "at most 500 characters"),
        (b'"9","survey_fndds_food","' + b"x" * 200_000 + b'","",""', "not closed properly"),
        (b"9" * 1_200_000, "longer than 1,000,000 bytes"),
    ],
)
def test_a_row_that_means_harm_costs_that_row_alone(tmp_path, row, said):
    # Far enough from the start that the whole file is not taken for something else.
    folder = write_folder(tmp_path / "fdc", many(2500))
    with (folder / "food.csv").open("ab") as file:
        file.write(row + b"\n")
    report = import_table(folder, tmp_path / "home")
    told = [str(r) for r in refusals(tmp_path / "home", report.digest)]
    assert any(said in words for words in told)
    assert report.foods == 2500


def test_a_file_none_of_whose_rows_can_be_used_is_given_up(tmp_path, monkeypatch):
    monkeypatch.setattr(full_table_import, "MOST_REFUSED", 20)
    monkeypatch.setattr(full_table_import, "PIECE_ROWS", 10)
    rows = [("x", "survey_fndds_food", "bad")] * 50
    folder = write_folder(tmp_path / "fdc", fdc_files(foods=rows))
    with pytest.raises(TableError, match="none of its first 20 rows can be used"):
        import_table(folder, tmp_path / "home")
    assert FullTables(tmp_path / "home").loaded() == ()


@KEEP
@given(st.binary(max_size=400))
def test_any_bytes_are_a_table_or_refused_in_a_sentence(tmp_path_factory, content):
    folder = tmp_path_factory.mktemp("bytes")
    (folder / "x.csv").write_bytes(b"alim_code,alim_nom_eng,Protein (g/100g)\n" + content)
    try:
        report = import_table(folder / "x.csv", folder / "home")
    except TableError:
        assert not FullTables(folder / "home").loaded()
    else:
        told = list(refusals(folder / "home", report.digest))
        assert len(told) == report.refused
        assert report.foods + len({r.line for r in told}) >= report.foods


@KEEP
@given(st.data())
def test_any_change_of_a_download_is_told_or_harmless(tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("changed")
    files = {n: t.encode() for n, t in fdc_files().items()}
    name = data.draw(st.sampled_from(sorted(files)))
    content = bytearray(files[name])
    for _ in range(data.draw(st.integers(1, 5))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    files[name] = bytes(content)
    write_folder(folder / "fdc", {})
    for file, held in files.items():
        (folder / "fdc" / file).write_bytes(held)
    with contextlib.suppress(TableError):
        report = import_table(folder / "fdc", folder / "home")
        assert report.refused == len(list(refusals(folder / "home", report.digest)))
        assert report.foods <= len(FOODS)

"""Public tables with names, numbers, units and files that nobody should have to trust."""

from __future__ import annotations

import gzip
import os
import sqlite3
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gutline.meals import food_archives, fooddata_central, tables_database
from gutline.meals.food_archives import FoodFiles
from gutline.meals.full_table_import import ImportReport, import_table, refusals
from gutline.meals.full_tables import FullTables, is_code
from gutline.meals.table_nutrients import HIGHEST, meant_by_column, meant_by_number
from gutline.meals.table_records import TableError
from gutline.meals.tables_database import opened
from tests.meals.table_files import (
    CIQUAL_CSV,
    CIQUAL_XML,
    FOODS,
    NUTRIENTS,
    fdc_files,
    write_ciqual_xml,
    write_folder,
    write_zip,
)

FEW = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
HEADER = "alim_code,alim_nom_eng,Protein (g/100g),Magnesium (mg/100g)\n"


def load(folder: Path, text: str | bytes, name: str = "t.csv") -> tuple[ImportReport, list[str]]:
    """Load one file; return the report and what was refused."""
    data = text.encode() if isinstance(text, str) else text
    (folder / name).write_bytes(data)
    report = import_table(folder / name, folder / "home")
    return report, [str(one) for one in refusals(folder / "home", report.digest)]


def nutrients(folder: Path, code: str) -> dict[str, float]:
    entry = FullTables(folder / "home").food(code)
    assert entry is not None
    return dict(entry.food.nutrients)


def cell(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


# --- names ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        '=HYPERLINK("http://x")', "+1", "@SUM(A1)", "'; DROP TABLE food; --", "%s%n{0}",
        "<b>bread</b>", "../../etc/passwd", "NULL", "nan", "\u05dc\u05d7\u05dd", "飯",
        "🍎🍏", "a\u0301", "ﬁsh", "x" * 500, '"quoted"', "a|b", "#", "food_words", "NEAR(a b)",
    ],
)  # fmt: skip
def test_a_name_that_only_looks_like_harm_is_kept_as_it_is(tmp_path, name):
    report, told = load(tmp_path, f"{HEADER}7,{cell(name)},1,2\n8,plain,3,4\n")
    assert (report.foods, told) == (2, [])
    entry = FullTables(tmp_path / "home").food("ciqual:7")
    assert entry is not None
    assert entry.food.name in {name, "á", "ﬁsh"}
    assert [hit.code for hit in FullTables(tmp_path / "home").search("plain")] == ["ciqual:8"]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("", "the name is missing"),
        ("   ", "the name is missing"),
        ("\u00a0\u2003", "the name is missing"),
        ("x" * 501, "at most 500 characters"),
        ("a\x1b[31mb", "control character"),
        ("a\x7fb", "control character"),
        ("a\x85b\x9b", "control character"),
    ],
)
def test_a_name_that_is_none_costs_its_row_and_is_told_harmlessly(tmp_path, name, reason):
    report, told = load(tmp_path, f"{HEADER}7,{cell(name)},1,2\n8,plain,3,4\n")
    assert (report.foods, report.refused) == (1, 1)
    assert reason in told[0]
    assert told[0].startswith("t.csv, line 2, name")
    assert told[0].isprintable()


@FEW
@given(st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=60))
def test_any_name_is_kept_or_told_of_and_never_both(tmp_path_factory, name):
    folder = tmp_path_factory.mktemp("names")
    report, told = load(folder, f"{HEADER}7,{cell(name)},1,2\n8,plain,3,4\n")
    assert report.foods + len(told) == 2
    kept = FullTables(folder / "home").food("ciqual:7")
    assert (kept is None) == bool(told)
    assert all(one.isprintable() for one in told)
    if kept is not None:
        assert " ".join(kept.food.name.split()) == kept.food.name


@pytest.mark.parametrize("code", ["", "-1", "1.0", "1e3", "x", "٣", "1" * 16, "0x10", "1 2", "=1"])
def test_a_code_that_is_no_number_costs_its_row(tmp_path, code):
    report, told = load(tmp_path, f"{HEADER}{cell(code)},bread,1,2\n8,plain,3,4\n")
    assert report.foods == 1
    assert "a code is a whole number" in told[0]


def test_codes_that_differ_by_their_zeros_are_different_foods(tmp_path):
    report, _ = load(tmp_path, f"{HEADER}07,one,1,2\n7,two,3,4\n")
    assert report.foods == 2
    assert nutrients(tmp_path, "ciqual:7")["protein_g"] == 3.0
    assert nutrients(tmp_path, "ciqual:07")["protein_g"] == 1.0


def test_a_code_that_stands_there_twice_keeps_the_first(tmp_path):
    report, told = load(tmp_path, f"{HEADER}7,one,1,2\n7,two,3,4\n")
    assert (report.foods, nutrients(tmp_path, "ciqual:7")["protein_g"]) == (1, 1.0)
    assert told == ["t.csv, line 3, code 'ciqual:7': stands there twice"]


# --- numbers and units ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("-1", "less than nothing"),
        ("1e999", "too large"),
        ("nan", "not a number"),
        ("inf", "not a number"),
        ("1 000", "not a number"),
        ("1_000", "not a number"),
        ("٣", "not a number"),
        ("½", "not a number"),
        ("5 g", "not a number"),
        ("=1+1", "not a number"),
        ("101.5", "more than 100 g of food can hold"),
        ("0x1f", "not a number"),
        ("1.2.3", "not a number"),
        ("~3", "not a number"),
    ],
)
def test_a_figure_that_cannot_be_costs_that_figure_alone(tmp_path, text, reason):
    report, told = load(tmp_path, f"{HEADER}7,bread,{cell(text)},20\n")
    assert (report.foods, report.refused) == (1, 1)
    assert reason in told[0]
    assert nutrients(tmp_path, "ciqual:7") == {"magnesium_mg": 20.0}


@pytest.mark.parametrize(
    "text", ["-", "traces", "Traces", "trace", "tr", "TR", "< 0.5", "<1", "", " "]
)
def test_what_is_not_known_is_absent_and_not_zero(tmp_path, text):
    report, told = load(tmp_path, f"{HEADER}7,bread,{cell(text)},20\n")
    assert (report.refused, told) == (0, [])
    assert "protein_g" not in nutrients(tmp_path, "ciqual:7")


@pytest.mark.parametrize(("text", "value"), [("0", 0.0), ("0,0", 0.0), ("2,5", 2.5), ("1e1", 10.0), (".5", 0.5), ("+3", 3.0)])  # fmt: skip
def test_a_figure_is_read_in_every_form_it_has(tmp_path, text, value):
    load(tmp_path, f"{HEADER}7,bread,{cell(text)},20\n")
    assert nutrients(tmp_path, "ciqual:7")["protein_g"] == value


@pytest.mark.parametrize(
    ("heading", "nutrient", "value"),
    [
        ("Protein (g/100g)", "protein_g", 10.0),
        ("Protein (mg/100g)", "protein_g", 0.01),
        ("Protein (µg/100g)", "protein_g", 1e-5),
        ("Protein (G)", "protein_g", 10.0),
        ("protein_g", "protein_g", 10.0),
        ("protein_mg", "protein_g", 0.01),
        ("Magnesium (g/100g)", "magnesium_mg", 10_000.0),
        ("Magnesium (mcg)", "magnesium_mg", 0.01),
        ("Vitamin D (IU)", "vitamin_d_ug", 0.25),
        ("vitamin_d_iu", "vitamin_d_ug", 0.25),
    ],
)
def test_another_unit_is_turned_into_ours(tmp_path, heading, nutrient, value):
    load(tmp_path, f"alim_code,alim_nom_eng,{cell(heading)},Water (g/100g)\n7,bread,10,1\n")
    assert nutrients(tmp_path, "ciqual:7")[nutrient] == pytest.approx(value)


@pytest.mark.parametrize(
    "heading",
    [
        "Protein (oz)", "Protein (%)", "Protein (kJ/100g)", "Energy (kJ/100g)", "Vitamin A (IU)",
        "Protein (g/serving)", "Protein (g/100oz)", "Vitamin E (IU)", "Magnesium (mmol)",
    ],
)  # fmt: skip
def test_a_unit_that_cannot_be_turned_into_ours_is_not_guessed(tmp_path, heading):
    load(tmp_path, f"alim_code,alim_nom_eng,{cell(heading)},Water (g/100g)\n7,bread,10,1\n")
    assert nutrients(tmp_path, "ciqual:7") == {"water_g": 1.0}


def test_a_table_of_nothing_but_units_we_cannot_turn_is_refused(tmp_path):
    with pytest.raises(TableError, match="no figures that are known"):
        load(tmp_path, "alim_code,alim_nom_eng,Protein (oz)\n7,bread,10\n")


@pytest.mark.parametrize("unit", ["G", "MG", "UG", "KCAL", "IU", "kJ", "", "PH", "\u202eG"])
@pytest.mark.parametrize("number", ["203", "304", "328", "208"])
def test_a_number_with_any_unit_is_a_figure_of_its_nutrient_or_nothing(number, unit):
    meant = meant_by_number(number, unit)
    if meant is not None:
        assert meant.factor > 0
        assert meant.nutrient.rsplit("_", 1)[-1] in HIGHEST


@given(st.text(max_size=80))
def test_any_heading_means_a_nutrient_or_nothing(heading):
    meant = meant_by_column(heading)
    assert meant is None or meant.factor > 0


def test_the_same_nutrient_in_two_columns_counts_once_the_better_one_first(tmp_path):
    head = 'alim_code,alim_nom_eng,"Energy, N x Jones (kcal/100g)",Energy (kcal/100g)\n'
    load(tmp_path, head + "7,bread,90,95\n8,roll,90,-\n")
    assert nutrients(tmp_path, "ciqual:7") == {"energy_kcal": 95.0}
    assert nutrients(tmp_path, "ciqual:8") == {"energy_kcal": 90.0}


# --- the shape of a file --------------------------------------------------------------------------


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_every_way_of_saving_gives_the_same_foods(tmp_path, delimiter, end, mark):
    rows = [["alim_code", "alim_nom_eng", "Protein (g/100g)"], ["7", "bread", "8.5"]]
    text = mark + end.join(delimiter.join(row) for row in rows) + end
    report, told = load(tmp_path, text)
    assert (report.foods, report.figures, told) == (1, 1, [])


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "has no header"),
        (b"\n\n\n", "has no header"),
        (b"alim_code,alim_nom_eng\n7,bread\n", "no figures that are known"),
        (b"alim_code,Protein (g/100g)\n7,8\n", "no column with the names"),
        (HEADER.encode("utf-16"), "UTF-8"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "no text in UTF-8|has no header"),
        (b"%PDF-1.7\n" + b"\x00\xff" * 300, "no text in UTF-8|has no header"),
        (b"PK\x03\x04 not a zip at all", "no text in UTF-8|has no header"),
        (b"\x1f\x8b\x08 not gzip at all", "damaged"),
        (b"<html><body>404</body></html>\n", "has no header"),
        (b'{"foods": []}\n', "has no header"),
    ],
)
def test_what_is_no_table_is_told_in_a_sentence_and_makes_nothing(tmp_path, data, said):
    with pytest.raises(TableError, match=said):
        load(tmp_path, data)
    assert not (tmp_path / "home").exists()


def test_a_header_far_down_is_not_looked_for(tmp_path):
    with pytest.raises(TableError, match="has no header"):
        load(tmp_path, "title\n" * 6 + HEADER + "7,bread,1,2\n")


def test_a_header_alone_is_a_table_of_no_foods(tmp_path):
    report, told = load(tmp_path, HEADER)
    assert (report.foods, report.rows, told) == (0, 0, [])
    assert FullTables(tmp_path / "home").search("bread") == ()


def test_a_row_cut_in_the_middle_costs_that_row(tmp_path):
    report, told = load(tmp_path, f"{HEADER}7,bread,1,2\n8,ro")
    assert report.foods == 1
    assert "2 fields where the header has 4" in told[0]


def test_a_gzip_cut_in_the_middle_is_damaged(tmp_path):
    packed = gzip.compress((HEADER + "7,bread,1,2\n" * 1000).encode())
    with pytest.raises(TableError, match=r"'t\.csv\.gz' is damaged"):
        load(tmp_path, packed[: len(packed) // 2], "t.csv.gz")


# --- files and folders ----------------------------------------------------------------------------


@pytest.mark.skipif(os.name != "posix", reason="pipes have no names here")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.csv")
    with pytest.raises(TableError, match="is no ordinary file; save it as one first"):
        import_table(tmp_path / "pipe.csv", tmp_path / "home")


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there is no device of zeros here")
def test_a_device_that_never_ends_is_refused_at_once(tmp_path):
    with pytest.raises(TableError, match="is no ordinary file"):
        import_table(Path("/dev/zero"), tmp_path / "home")


def test_a_folder_with_a_pipe_and_a_dead_link_in_it_is_read(tmp_path):
    folder = write_folder(tmp_path / "fdc", fdc_files())
    (folder / "dead.csv").symlink_to(tmp_path / "nowhere")
    if os.name == "posix":
        os.mkfifo(folder / "pipe.csv")
    assert import_table(folder, tmp_path / "home").foods == len(FOODS) - 1


def test_an_empty_folder_is_no_table(tmp_path):
    (tmp_path / "empty").mkdir()
    with pytest.raises(TableError, match="'empty' is no food table that is known"):
        import_table(tmp_path / "empty", tmp_path / "home")


def test_a_link_that_goes_round_is_not_there(tmp_path):
    (tmp_path / "a.csv").symlink_to(tmp_path / "b.csv")
    (tmp_path / "b.csv").symlink_to(tmp_path / "a.csv")
    with pytest.raises(TableError, match=r"no file|cannot be read"):
        import_table(tmp_path / "a.csv", tmp_path / "home")


@pytest.mark.skipif(os.name != "posix", reason="names are Unicode here")
@pytest.mark.parametrize(
    "raw", [b"caf\xe9.csv", b"\x1b[2J.csv", "\u202efdp.csv".encode(), b"a\nb.csv"]
)
def test_a_file_name_nobody_can_type_is_loaded_and_told_harmlessly(tmp_path, raw):
    name = os.fsdecode(raw)
    report, told = load(tmp_path, f"{HEADER}x,bread,1,2\n7,roll,1,2\n", name)
    assert (report.foods, report.refused) == (1, 1)
    assert all(text.isprintable() for text in (report.file, *told))
    (table,) = FullTables(tmp_path / "home").loaded()
    assert table.file.isprintable()


def test_a_member_name_that_would_clear_the_screen_is_spelled(tmp_path):
    write_zip(tmp_path / "z.zip", {"fo\x1b[2Jod.csv": f"{HEADER}x,bread,1,2\n7,roll,1,2\n"})
    report = import_table(tmp_path / "z.zip", tmp_path / "home")
    (told,) = refusals(tmp_path / "home", report.digest)
    assert str(told) == "fo\\x1b[2jod.csv, line 2, code 'x': a code is a whole number"


def test_a_zip_in_a_zip_is_not_unpacked(tmp_path):
    write_zip(tmp_path / "in.zip", fdc_files())
    with zipfile.ZipFile(tmp_path / "out.zip", "w") as packed:
        packed.write(tmp_path / "in.zip", "in.zip")
    with pytest.raises(TableError, match=r"is no food table|UTF-8|has no header"):
        import_table(tmp_path / "out.zip", tmp_path / "home")


def test_an_unknown_way_of_packing_is_told_of(tmp_path):
    path = write_zip(tmp_path / "z.zip", {"t.csv": HEADER + "7,bread,1,2\n"}, inner="")
    data = bytearray(path.read_bytes())
    for start in (data.index(b"PK\x03\x04") + 8, data.index(b"PK\x01\x02") + 10):
        data[start : start + 2] = (97).to_bytes(2, "little")
    path.write_bytes(data)
    with pytest.raises(TableError, match=r"z.zip' is damaged \("):
        import_table(path, tmp_path / "home")


def test_a_file_that_goes_while_it_is_read_is_told_of(tmp_path):
    folder = write_folder(tmp_path / "fdc", fdc_files())
    files = FoodFiles(folder)
    (folder / "food.csv").unlink()
    with (
        pytest.raises(TableError, match=r"fdc: food\.csv' cannot be read: No such file"),
        files.open("food.csv"),
    ):
        pass


def test_reading_everything_at_once_is_bounded_too(tmp_path, monkeypatch):
    monkeypatch.setattr(food_archives, "MOST_BYTES", 50)
    (tmp_path / "x.csv").write_text("a" * 200)
    files = FoodFiles(tmp_path / "x.csv")
    with (
        pytest.raises(TableError, match="larger than any food table"),
        files.open("x.csv") as stream,
    ):
        stream.read()


def test_sizes_are_for_progress_and_never_wrong_by_a_missing_name(tmp_path):
    write_folder(tmp_path / "fdc", {"food.csv": "abc", "other.csv": "de"})
    files = FoodFiles(tmp_path / "fdc")
    assert (files.size("food.csv"), files.size("food.csv", "other.csv", "none")) == (3, 5)
    files.close()


# --- FoodData Central and Ciqual ------------------------------------------------------------------


def test_a_list_of_nutrients_that_never_ends_is_given_up(tmp_path, monkeypatch):
    monkeypatch.setattr(fooddata_central, "MOST_NUTRIENTS", 5)
    folder = write_folder(tmp_path / "fdc", fdc_files())
    with pytest.raises(TableError, match="more than 5 rows, which no table has"):
        import_table(folder, tmp_path / "home")


def test_a_row_that_is_broken_among_the_nutrients_refuses_the_download(tmp_path):
    files = {**fdc_files(), "nutrient.csv": NUTRIENTS + '"1"\n'}
    with pytest.raises(TableError, match=r"nutrient\.csv, line 17, row.*download the table again"):
        import_table(write_folder(tmp_path / "fdc", files), tmp_path / "home")


def test_figures_portions_and_brands_of_foods_that_are_not_there_are_told_or_passed_over(tmp_path):
    files = fdc_files(
        foods=FOODS[:1],
        amounts=[("404", "1003", "1")],
        portions=[("405", "", "9999", "1 cup", "", "5")],
    )
    report = import_table(write_folder(tmp_path / "fdc", files), tmp_path / "home")
    told = [str(one) for one in refusals(tmp_path / "home", report.digest)]
    assert told == [
        "food_nutrient.csv, line 2, code 'fdc:404': there is no food with this code",
        "food_portion.csv, line 2, code 'fdc:405': there is no food with this code",
    ]


@pytest.mark.parametrize("grams", ["-1", "x", "nan"])
def test_a_portion_that_weighs_nothing_that_can_be_is_told(tmp_path, grams):
    files = fdc_files(portions=[("2705385", "", "9999", "1 cup", "", grams)])
    report = import_table(write_folder(tmp_path / "fdc", files), tmp_path / "home")
    assert report.refused == 1
    entry = FullTables(tmp_path / "home").food("fndds:2705385")
    assert entry is not None
    assert (entry.portions, dict(entry.food.measures)) == ((), {})


def test_a_brand_without_words_changes_no_name(tmp_path):
    files = fdc_files()
    files["branded_food.csv"] = "fdc_id,brand_owner,brand_name,subbrand_name\n2000001,, ,\n"
    import_table(write_folder(tmp_path / "fdc", files), tmp_path / "home")
    entry = FullTables(tmp_path / "home").food("fdc:2000001")
    assert entry is not None
    assert entry.food.aliases == ()


@pytest.mark.parametrize(
    "attack",
    [
        '<!DOCTYPE T [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>',
        '<!DOCTYPE T [<!ENTITY x SYSTEM "/etc/passwd">]>',
        '<!DOCTYPE T [<!ENTITY % p SYSTEM "http://localhost/x">]>',
    ],
)
def test_xml_that_declares_entities_is_not_read(tmp_path, attack):
    head, _, rest = CIQUAL_XML["alim_2020_07_07.xml"].partition("\n")
    changed = {"alim_2020_07_07.xml": head + attack + rest.replace(" Pastis ", " &x; ", 1)}
    with pytest.raises(TableError, match=r"declares entities|is damaged"):
        import_table(write_ciqual_xml(tmp_path / "c", **changed), tmp_path / "home")
    assert FullTables(tmp_path / "home").search("root") == ()


def test_xml_nested_without_end_is_read_flat(tmp_path):
    deep = "<x>" * 3000 + "</x>" * 3000
    changed = {
        "alim_2020_07_07.xml": CIQUAL_XML["alim_2020_07_07.xml"].replace(
            "</TABLE>", deep + "</TABLE>"
        )
    }
    report = import_table(write_ciqual_xml(tmp_path / "c", **changed), tmp_path / "home")
    assert report.foods == 2


def test_an_element_with_a_field_that_never_ends_is_cut(tmp_path):
    long = CIQUAL_XML["alim_2020_07_07.xml"].replace(" Pastis (anise", " x" * 20_000 + "(anise")
    folder = write_ciqual_xml(tmp_path / "c", **{"alim_2020_07_07.xml": long})
    report = import_table(folder, tmp_path / "home")
    assert report.foods == 1
    assert "at most 500" in str(next(refusals(tmp_path / "home", report.digest)))


# --- the database ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "one"),
    [
        ("fdc:1", True), (" FNDDS:1 ", True), ("ciqual:" + "9" * 15, True), ("ciqual:" + "9" * 16, False),
        ("sr:1", False), ("fdc:", False), ("fdc:-1", False), ("fdc:١", False), ("fdc:1;--", False),
        ("fdc:\udce9", False), ("", False),
    ],
)  # fmt: skip
def test_only_a_code_is_looked_up_as_one(tmp_path, text, one):
    load(tmp_path, CIQUAL_CSV)
    assert is_code(text) is one
    assert FullTables(tmp_path / "home").food(text) is None


def test_a_table_whose_rows_were_tampered_with_is_told_of(tmp_path):
    load(tmp_path, CIQUAL_CSV)
    with opened(tmp_path / "home") as db:
        db.execute("DROP TABLE portion")
    with pytest.raises(TableError, match=r"tables\.db' cannot be used: no such table: portion"):
        FullTables(tmp_path / "home").food("ciqual:25601")


def test_an_import_onto_a_full_disk_says_so_and_can_be_done_again(tmp_path):
    (tmp_path / "t.csv").write_text(HEADER + "".join(f"{n},food {n},1,2\n" for n in range(4000)))
    home = tmp_path / "home"
    with opened(home) as db:
        pages = db.execute("PRAGMA page_count").fetchone()[0]
    library = vars(tables_database)["sqlite3"]
    real = library.connect

    def small(*args: object, **kwargs: object) -> sqlite3.Connection:
        connection: sqlite3.Connection = real(*args, **kwargs)
        connection.execute(f"PRAGMA max_page_count = {pages + 5}")
        return connection

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(library, "connect", small)
        with pytest.raises(TableError, match="the disk is full"):
            import_table(tmp_path / "t.csv", home)
    assert import_table(tmp_path / "t.csv", home).foods == 4000
    assert len(FullTables(home).search("food 17", 3)) == 3


def test_a_table_loaded_while_another_reads_is_seen_whole_afterwards(tmp_path, monkeypatch):
    impatient = tables_database._PRAGMAS.replace("10000", "100")
    monkeypatch.setattr(tables_database, "_PRAGMAS", impatient)
    load(tmp_path, f"{HEADER}7,bread,1,2\n", "one.csv")
    with opened(tmp_path / "home") as reader:
        reader.execute("BEGIN")
        assert reader.execute("SELECT count(*) FROM food").fetchone() == (1,)
        load(tmp_path, f"{HEADER}8,roll,1,2\n", "two.csv")
        assert reader.execute("SELECT count(*) FROM food").fetchone() == (1,)
        reader.execute("COMMIT")
    assert {hit.name for hit in FullTables(tmp_path / "home").search("bread roll")} == {
        "bread",
        "roll",
    }

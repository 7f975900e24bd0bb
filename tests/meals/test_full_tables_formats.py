"""Public tables in the layouts they are published in: what is kept, what is refused, and where."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from gutline.catalog import load_nutrients
from gutline.meals.full_table_import import import_table, refusals
from gutline.meals.full_tables import FullTables
from gutline.meals.table_nutrients import (
    _NAMES,
    _NUMBERS,
    meant_by_column,
    meant_by_number,
    with_derived,
)
from gutline.meals.table_records import TableError
from tests.meals.table_files import (
    CIQUAL_CSV,
    FOODS,
    fdc_files,
    write_ciqual_xml,
    write_folder,
    write_zip,
)

SHARED = Path(__file__).parents[2].parent / "shared" / "data" / "foods"


def nutrients_of(home, code):
    entry = FullTables(home).food(code)
    assert entry is not None
    return dict(entry.food.nutrients)


def told(home, report):
    return [str(refusal) for refusal in refusals(home, report.digest)]


@pytest.mark.parametrize("how", ["zip", "folder"])
def test_a_download_of_fooddata_central_is_kept_food_by_food(tmp_path, how):
    files = fdc_files()
    path = (
        write_zip(tmp_path / "fdc.zip", files)
        if how == "zip"
        else write_folder(tmp_path / "fdc", files)
    )
    report = import_table(path, tmp_path / "home")
    assert (report.foods, report.refused, report.what) == (5, 0, "FoodData Central")
    milk = nutrients_of(tmp_path / "home", "fndds:2705385")
    assert milk == pytest.approx(
        {
            "protein_g": 3.27, "lactose_g": 4.8, "fructose_g": 0.5, "glucose_g": 0.2,
            "excess_fructose_g": 0.3, "epa_g": 0.001, "dha_g": 0.002, "epa_dha_g": 0.003,
            "vitamin_d_ug": 1.1,
        }
    )  # fmt: skip


def test_an_empty_amount_is_not_known_and_never_zero(tmp_path):
    import_table(write_folder(tmp_path / "fdc", fdc_files()), tmp_path / "home")
    assert nutrients_of(tmp_path / "home", "fndds:2707755") == {"protein_g": 8.5, "fibre_g": 5.8}


def test_the_better_way_of_measuring_counts_whatever_comes_first(tmp_path):
    import_table(write_folder(tmp_path / "fdc", fdc_files()), tmp_path / "home")
    assert nutrients_of(tmp_path / "home", "fdc:171705")["ala_g"] == 0.111


def test_samples_of_a_laboratory_are_left_out_and_not_refused(tmp_path):
    report = import_table(write_folder(tmp_path / "fdc", fdc_files()), tmp_path / "home")
    assert FullTables(tmp_path / "home").food("fdc:319874") is None
    assert report.refused == 0


def test_portions_become_measures_servings_and_words(tmp_path):
    import_table(write_folder(tmp_path / "fdc", fdc_files()), tmp_path / "home")
    tables = FullTables(tmp_path / "home")
    milk, bread, avocado = (
        tables.food(code) for code in ("fndds:2705385", "fndds:2707755", "fdc:171705")
    )
    assert milk is not None
    assert bread is not None
    assert avocado is not None
    assert (milk.food.serving_g, dict(milk.food.measures)) == (250.0, {"cup": 244.0})
    assert (bread.food.serving_g, dict(bread.food.measures)) == (None, {"slice": 32.0})
    assert bread.portions == (("1 slice, regular", 32.0),)
    assert avocado.portions == (("1.0 cup pureed", 230.0),)


def test_a_branded_food_is_found_by_its_brand(tmp_path):
    import_table(write_folder(tmp_path / "fdc", fdc_files()), tmp_path / "home")
    (hit,) = FullTables(tmp_path / "home").search("mill sons morning")
    assert (hit.code, hit.name, hit.other) == ("fdc:2000001", "OAT CRUNCH", "Mill & Sons Morning")


def test_a_release_that_writes_numbers_of_nutrients_is_read_too(tmp_path):
    files = fdc_files(amounts=[("2705385", "203", "3.3"), ("2705385", "304", "12")])
    import_table(write_folder(tmp_path / "fdc", files), tmp_path / "home")
    assert nutrients_of(tmp_path / "home", "fndds:2705385") == {
        "protein_g": 3.3,
        "magnesium_mg": 12.0,
    }


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        (("2705385", "1003", "much"), "line 2, amount 'much': not a number"),
        (("2705385", "1003", "-1"), "line 2, amount '-1': less than nothing"),
        (("2705385", "1003", "nan"), "line 2, amount 'nan': not a number"),
        (("2705385", "1003", "1e400"), "line 2, amount '1e400': the number is too large"),
        (("2705385", "1003", "300"), "line 2, amount '300': more than 100 g of food can hold"),
        (("2705385", "1008", "5000"), "line 2, amount '5000': more than 100 g of food can hold"),
        (("9", "1003", "3"), "line 2, code 'fdc:9': there is no food with this code"),
        (("x", "1003", "3"), "line 2, fdc_id 'x': a code is a whole number"),
    ],
)
def test_a_row_that_cannot_be_used_is_told_with_line_field_value_and_reason(tmp_path, amount, said):
    files = fdc_files(amounts=[amount, ("2707755", "1003", "8")])
    report = import_table(write_folder(tmp_path / "fdc", files), tmp_path / "home")
    assert report.refused == 1
    assert f"food_nutrient.csv, {said}" in told(tmp_path / "home", report)[0]
    assert nutrients_of(tmp_path / "home", "fndds:2707755") == {"protein_g": 8.0}


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (("1", "survey_fndds_food", ""), "description: the name is missing"),
        (("1", "survey_fndds_food", "x" * 501), "a name is at most 500 characters"),
        (("1", "survey_fndds_food", "bell\x07"), "holds a control character"),
        (("2705385", "survey_fndds_food", "again"), "stands there twice"),
        (("1.5", "survey_fndds_food", "x"), "a code is a whole number"),
    ],
)
def test_a_food_that_cannot_be_used_is_told(tmp_path, row, said):
    files = fdc_files(foods=[*FOODS, row], amounts=())
    report = import_table(write_folder(tmp_path / "fdc", files), tmp_path / "home")
    assert (report.foods, report.refused) == (5, 1)
    assert said in told(tmp_path / "home", report)[0]
    assert told(tmp_path / "home", report)[0].startswith("food.csv, line 8")


def test_control_characters_are_made_visible_in_what_is_told(tmp_path):
    files = fdc_files(foods=[*FOODS, ("1", "survey_fndds_food", "bell\x07")], amounts=())
    report = import_table(write_folder(tmp_path / "fdc", files), tmp_path / "home")
    assert "\x07" not in told(tmp_path / "home", report)[0]


@pytest.mark.parametrize("name", ["food_nutrient.csv", "nutrient.csv"])
def test_a_part_of_a_download_is_refused(tmp_path, name):
    files = {n: text for n, text in fdc_files().items() if n != name}
    with pytest.raises(TableError, match=f"lacks {name}; name the zip or the folder"):
        import_table(write_folder(tmp_path / "fdc", files), tmp_path / "home")


def test_a_download_without_portions_is_enough(tmp_path):
    files = {
        n: t
        for n, t in fdc_files().items()
        if n in {"food.csv", "nutrient.csv", "food_nutrient.csv"}
    }
    assert import_table(write_folder(tmp_path / "fdc", files), tmp_path / "home").foods == 5


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("food.csv", "a,b\n", "lacks the column 'fdc_id'"),
        ("food.csv", "", "has no header"),
        (
            "nutrient.csv",
            '"id","name","unit_name","nutrient_nbr"\n"1","x","G","1"\n',
            "names no nutrient",
        ),
        ("nutrient.csv", '"id","name","unit_name","nutrient_nbr"\n"1"\n', "line 2, row"),
    ],
)
def test_a_download_that_was_changed_is_refused(tmp_path, name, text, said):
    with pytest.raises(TableError, match=said):
        import_table(write_folder(tmp_path / "fdc", {**fdc_files(), name: text}), tmp_path / "home")


def test_ciqual_as_csv(tmp_path):
    (tmp_path / "ciqual.csv").write_text(CIQUAL_CSV, encoding="utf-8")
    report = import_table(tmp_path / "ciqual.csv", tmp_path / "home")
    assert (report.foods, told(tmp_path / "home", report)) == (2, [])
    assert nutrients_of(tmp_path / "home", "ciqual:25601") == pytest.approx(
        {
            "energy_kcal": 95.0, "protein_g": 9.15, "fructose_g": 0.82, "glucose_g": 0.78,
            "excess_fructose_g": 0.04, "alcohol_g": 0.0, "epa_g": 0.008,
        }
    )  # fmt: skip
    fig = FullTables(tmp_path / "home").food("ciqual:13004")
    assert fig is not None
    assert (fig.food.name, fig.food.aliases) == ("Figue, fraîche (fig)", ("Ficus carica",))
    assert (fig.food.nutrients["protein_g"], fig.food.nutrients["energy_kcal"]) == (0.9, 74.0)
    assert fig.food.nutrients["excess_fructose_g"] == 0.0


def test_traces_and_less_than_are_not_known(tmp_path):
    (tmp_path / "ciqual.csv").write_text(CIQUAL_CSV, encoding="utf-8")
    import_table(tmp_path / "ciqual.csv", tmp_path / "home")
    assert not {"lactose_g", "selenium_ug"} & set(nutrients_of(tmp_path / "home", "ciqual:25601"))


def test_one_bad_cell_costs_that_cell(tmp_path):
    (tmp_path / "c.csv").write_text(CIQUAL_CSV.replace("9.15,", "lots,"), encoding="utf-8")
    report = import_table(tmp_path / "c.csv", tmp_path / "home")
    assert told(tmp_path / "home", report) == [
        "c.csv, line 2, Protein (g/100g) 'lots': not a number"
    ]
    assert nutrients_of(tmp_path / "home", "ciqual:25601")["energy_kcal"] == 95.0


@pytest.mark.parametrize("ending", ["ciqual.csv.gz", "ciqual.csv", "no ending"])
def test_a_table_is_told_by_what_it_holds(tmp_path, ending):
    data = CIQUAL_CSV.encode()
    (tmp_path / ending).write_bytes(gzip.compress(data) if ending.endswith("gz") else data)
    assert import_table(tmp_path / ending, tmp_path / "home").foods == 2


def test_semicolons_and_a_title_above_the_header(tmp_path):
    text = "FNDDS Nutrient Values\n\nFood code;Main food description;Protein (g);Total Fat (g)\n"
    (tmp_path / "glance.csv").write_text(text + "11100000;Milk, NFS;3,33;2.14\n", encoding="utf-8")
    import_table(tmp_path / "glance.csv", tmp_path / "home")
    assert nutrients_of(tmp_path / "home", "fndds:11100000") == {"protein_g": 3.33, "fat_g": 2.14}


def test_ciqual_as_xml_in_its_own_letters(tmp_path):
    report = import_table(write_ciqual_xml(tmp_path / "xml"), tmp_path / "home")
    assert (report.what, report.foods, report.figures, report.refused) == ("Ciqual", 2, 2, 0)
    assert nutrients_of(tmp_path / "home", "ciqual:1000") == {"alcohol_g": 35.2}
    fig = FullTables(tmp_path / "home").food("ciqual:13004")
    assert fig is not None
    assert (fig.food.name, fig.food.aliases) == ("Fig, raw", ("Figue fraîche",))
    assert dict(fig.food.nutrients) == {"fibre_g": 2.9}


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"const_2020_07_07.xml": "<TABLE></TABLE>"}, "names no constituent"),
        ({"alim_2020_07_07.xml": "<TABLE><ALIM>"}, "is damaged"),
        (
            {"alim_2020_07_07.xml": '<!DOCTYPE a [<!ENTITY b "c">]><TABLE>&b;</TABLE>'},
            "declares entities",
        ),
    ],
)
def test_xml_that_is_wrong_is_refused(tmp_path, changed, said):
    with pytest.raises(TableError, match=said):
        import_table(write_ciqual_xml(tmp_path / "xml", **changed), tmp_path / "home")


def test_xml_without_its_other_files_is_refused(tmp_path):
    folder = write_ciqual_xml(tmp_path / "xml")
    (folder / "compo_2020_07_07.xml").unlink()
    with pytest.raises(TableError, match="lacks compo"):
        import_table(folder, tmp_path / "home")


def test_a_bad_element_is_told_with_its_line(tmp_path):
    text = "<TABLE>\n<ALIM>\n<alim_code>x</alim_code></ALIM></TABLE>"
    folder = write_ciqual_xml(tmp_path / "xml", **{"alim_2020_07_07.xml": text})
    report = import_table(folder, tmp_path / "home")
    assert "alim_2020_07_07.xml, line 3, alim_code 'x'" in told(tmp_path / "home", report)[0]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("x.csv", b"name,colour\napple,red\n", "has no header with the column fdc id"),
        ("x.csv", b"alim_code,alim_nom_eng\n1,Apple\n", "holds names and no figures"),
        ("x.csv", b"alim_code,Protein (g/100g)\n1,2\n", "no column with the names"),
        ("x.csv", b"", "has no header"),
        ("x.csv", b"\x00\x01\x02", "is no text in UTF-8"),
        ("x.csv", "alim_code,alim_nom_eng,Café (g)\n".encode("latin-1"), "UTF-8"),
        ("x.csv", "alim_code".encode("utf-16"), "is no text in UTF-8"),
        ("x.pdf", b"%PDF-1.7", "is no food table that is known"),
        ("x.xlsx", b"not a zip", "is no food table that is known"),
    ],
)
def test_what_is_no_table_is_refused_in_a_sentence(tmp_path, name, content, said):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(TableError, match=said):
        import_table(tmp_path / name, tmp_path / "home")


def test_a_workbook_is_told_to_be_saved_as_csv(tmp_path):
    path = write_zip(tmp_path / "x.xlsx", {"[Content_Types].xml": "", "workbook.xml": ""}, "")
    with pytest.raises(TableError, match="is an Excel workbook; save the sheet"):
        import_table(path, tmp_path / "home")


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(TableError, match="There is no file"):
        import_table(tmp_path / "none.zip", tmp_path / "home")


def test_every_name_and_number_belongs_to_a_nutrient_of_the_catalog():
    assert set(_NUMBERS) | set(_NAMES) <= set(load_nutrients())
    for nutrient, numbers in _NUMBERS.items():
        unit = load_nutrients()[nutrient].unit.upper()
        for rank, number in enumerate(numbers):
            meant = meant_by_number(number, unit)
            assert meant is not None
            assert (meant.nutrient, meant.rank, meant.factor) == (nutrient, rank, 1.0)


@pytest.mark.parametrize(
    ("heading", "nutrient", "factor"),
    [
        ("Vitamin D (D2 + D3) (mcg)", "vitamin_d_ug", 1.0),
        ("Carbohydrate (g)", "carbohydrate_g", 1.0),
        ("Fiber, total dietary (g)", "fibre_g", 1.0),
        ("Vitamin A, RAE (mcg_RAE)", "vitamin_a_ug", 1.0),
        ("Magnesium (g/100g)", "magnesium_mg", 1000.0),
        ("Protéines, N x facteur de Jones (g/100 g)", "protein_g", 1.0),
        ("Énergie, Règlement UE N° 1169/2011 (kcal/100 g)", "energy_kcal", 1.0),
        ("fiber_g", "fibre_g", 1.0),
    ],
)
def test_columns_are_known_in_the_words_of_the_tables(heading, nutrient, factor):
    meant = meant_by_column(heading)
    assert meant is not None
    assert meant.nutrient == nutrient
    assert meant.factor == pytest.approx(factor)


@pytest.mark.parametrize(
    "heading",
    ["Energy, N x Jones' factor, with fibres (kJ/100g)", "Protein, crude, N x 6.25 (g/100g)",
     "Salt (g/100g)", "Vitamin K1 (µg/100g)", "protein", "Magnesium (kcal)", ""],
)  # fmt: skip
def test_other_columns_are_left_alone(heading):
    assert meant_by_column(heading) is None


def test_what_rests_on_an_unknown_stays_unknown():
    assert with_derived({"epa_g": 1.0}) == {"epa_g": 1.0}
    assert with_derived({"fructose_g": 1.0, "glucose_g": 3.0})["excess_fructose_g"] == 0.0


def shared(name):
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"the public table {name} is not beside this checkout")
    return path


@pytest.mark.parametrize(
    ("name", "foods", "code", "figures"),
    [
        ("ciqual_2020_en.csv.gz", 3185, "ciqual:25601", {"protein_g": 9.15, "fibre_g": 2.7}),
        ("fndds_2021_2023_foods.csv.gz", 5431, "fndds:2705385", {"protein_g": 3.27, "fat_g": 3.2}),
    ],
)
def test_the_real_tables(tmp_path, name, foods, code, figures):
    report = import_table(shared(name), tmp_path / "home")
    assert report.foods == foods
    assert report.refused <= 1
    held = nutrients_of(tmp_path / "home", code)
    assert {n: held[n] for n in figures} == figures


def test_a_list_of_names_alone_is_told_to_be_one(tmp_path):
    with pytest.raises(TableError, match="names and no figures"):
        import_table(shared("ciqual_2025_names.csv.gz"), tmp_path / "home")

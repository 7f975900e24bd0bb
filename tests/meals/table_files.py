"""Public tables made for the tests, in the layouts in which they are published."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

NUTRIENTS = """\
"id","name","unit_name","nutrient_nbr","rank"
"1003","Protein","G","203","600.0"
"1004","Total lipid (fat)","G","204","800.0"
"1008","Energy","KCAL","208","300.0"
"1062","Energy","kJ","268","400.0"
"1079","Fiber, total dietary","G","291","1200.0"
"1013","Lactose","G","213","2000.0"
"1011","Glucose","G","211","1700.0"
"1012","Fructose","G","212","1800.0"
"1110","Vitamin D (D2 + D3), International Units","IU","324","8650.0"
"1114","Vitamin D (D2 + D3)","UG","328","8700.0"
"1278","PUFA 20:5 n-3 (EPA)","G","629","15000.0"
"1272","PUFA 22:6 n-3 (DHA)","G","621","15300.0"
"1404","PUFA 18:3 n-3 c,c,c (ALA)","G","851","13900.0"
"1270","PUFA 18:3","G","619","13800.0"
"1090","Magnesium, Mg","MG","304","5500.0"
"""
UNITS = '"id","name"\n"1000","cup"\n"9999","undetermined"\n'
FOODS = (
    ("2705385", "survey_fndds_food", "Milk, whole"),
    ("2707755", "survey_fndds_food", "Bread, rye"),
    ("171705", "sr_legacy_food", "Avocados, raw, all commercial varieties"),
    ("321358", "foundation_food", "Hummus, commercial"),
    ("319874", "sub_sample_food", "HUMMUS, SABRA CLASSIC"),
    ("2000001", "branded_food", "OAT CRUNCH"),
)
AMOUNTS = (
    ("2705385", "1003", "3.27"), ("2705385", "1013", "4.8"), ("2705385", "1012", "0.5"),
    ("2705385", "1011", "0.2"), ("2705385", "1278", "0.001"), ("2705385", "1272", "0.002"),
    ("2705385", "1114", "1.1"), ("2705385", "1110", "60"), ("2705385", "1062", "255"),
    ("2707755", "1003", "8.5"), ("2707755", "1079", "5.8"), ("2707755", "1090", ""),
    ("171705", "1270", "0.125"), ("171705", "1404", "0.111"), ("171705", "1008", "160"),
    ("319874", "1003", "7.0"), ("321358", "1003", "7.35"), ("2000001", "1003", "9.1"),
)  # fmt: skip
PORTIONS = (
    ("2705385", "", "9999", "1 cup", "10205", "244"),
    ("2705385", "", "9999", "Quantity not specified", "90000", "250"),
    ("2707755", "", "9999", "1 slice, regular", "10", "32"),
    ("2707755", "", "9999", "1 crumb", "11", "0"),
    ("171705", "1.0", "1000", "", "pureed", "230"),
)


def quoted(header: tuple[str, ...], rows) -> str:
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue()


def fdc_files(foods=FOODS, amounts=AMOUNTS, portions=PORTIONS) -> dict[str, str]:
    """The files of a FoodData Central download."""
    return {
        "food.csv": quoted(
            ("fdc_id", "data_type", "description", "food_category_id", "publication_date"),
            [(*food, "1", "2024-10-31") for food in foods],
        ),
        "nutrient.csv": NUTRIENTS,
        "food_nutrient.csv": quoted(
            ("id", "fdc_id", "nutrient_id", "amount", "data_points", "derivation_id"),
            [(str(n), *amount, "", "71") for n, amount in enumerate(amounts)],
        ),
        "food_portion.csv": quoted(
            ("id", "fdc_id", "seq_num", "amount", "measure_unit_id", "portion_description",
             "modifier", "gram_weight"),
            [(str(n), p[0], "1", *p[1:]) for n, p in enumerate(portions)],
        ),
        "measure_unit.csv": UNITS,
        "branded_food.csv": quoted(
            ("fdc_id", "brand_owner", "brand_name", "subbrand_name", "gtin_upc"),
            [("2000001", "Mill & Sons", "Morning", "", "0001")],
        ),
    }  # fmt: skip


def write_folder(folder: Path, files: dict[str, str]) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def write_zip(path: Path, files: dict[str, str], inner: str = "FoodData_Central_csv/") -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in files.items():
            packed.writestr(inner + name, text)
    return path


CIQUAL_CSV = """\
alim_grp_code,alim_code,alim_nom_eng,alim_nom_sci,"Energy, Regulation EU No 1169/2011 (kJ/100g)",\
"Energy, Regulation EU No 1169/2011 (kcal/100g)","Energy, N x Jones' factor, with fibres (kcal/100g)",\
Protein (g/100g),"Protein, crude, N x 6.25 (g/100g)",lactose (g/100g),fructose (g/100g),\
glucose (g/100g),Alcohol (g/100g),Selenium (µg/100g),"FA 20:5 5c,8c,11c,14c,17c (n-3) EPA (g/100g)"
1,25601,"Tuna salad, canned",,400,,95,9.15,9.3,< 0.3,0.82,0.78,0,tr,0.008
4,13004,"Figue, fraîche (fig)",Ficus carica,,74,70,"0,9",-,,2.8,3.7,,-,
"""
CIQUAL_XML = {
    "alim_2020_07_07.xml": """\
<?xml version="1.0" encoding="windows-1252" ?>
<TABLE>
 <ALIM> <alim_code> 1000 </alim_code> <alim_nom_fr> Pastis </alim_nom_fr>
  <alim_nom_eng> Pastis (anise-flavoured spirit) </alim_nom_eng> </ALIM>
 <ALIM> <alim_code> 13004 </alim_code> <alim_nom_fr> Figue fra\u00eeche </alim_nom_fr>
  <alim_nom_eng> Fig, raw </alim_nom_eng> </ALIM>
</TABLE>
""",
    "const_2020_07_07.xml": """\
<?xml version="1.0" encoding="windows-1252" ?>
<TABLE>
 <CONST> <const_code> 60000 </const_code> <const_nom_fr> Alcool (g/100 g) </const_nom_fr>
  <const_nom_eng> Alcohol (g/100g) </const_nom_eng> </CONST>
 <CONST> <const_code> 34100 </const_code> <const_nom_fr> Fibres alimentaires (g/100 g)</const_nom_fr>
  <const_nom_eng> </const_nom_eng> </CONST>
 <CONST> <const_code> 10004 </const_code> <const_nom_eng> Ash (g/100g) </const_nom_eng> </CONST>
</TABLE>
""",
    "compo_2020_07_07.xml": """\
<?xml version="1.0" encoding="windows-1252" ?>
<TABLE>
 <COMPO> <alim_code> 1000 </alim_code> <const_code> 60000 </const_code> <teneur> 35,2 </teneur>
  <min missing=" " /> <max missing=" " /> <code_confiance> A </code_confiance> </COMPO>
 <COMPO> <alim_code> 13004 </alim_code> <const_code> 60000 </const_code> <teneur> - </teneur> </COMPO>
 <COMPO> <alim_code> 13004 </alim_code> <const_code> 34100 </const_code> <teneur> 2,9 </teneur> </COMPO>
 <COMPO> <alim_code> 13004 </alim_code> <const_code> 10004 </const_code> <teneur> 1 </teneur> </COMPO>
</TABLE>
""",
}


def write_ciqual_xml(folder: Path, **changed: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in {**CIQUAL_XML, **changed}.items():
        (folder / name).write_text(text, encoding="windows-1252")
    return folder

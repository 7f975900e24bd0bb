"""What public tables call the nutrients of the catalog: numbers, names of columns, units."""

from __future__ import annotations

import functools
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gutline.catalog import load_nutrients

if TYPE_CHECKING:
    from collections.abc import Mapping

GRAMS_OF = {"g": 1.0, "mg": 1e-3, "ug": 1e-6}
_UNIT_WORDS = {"mcg": "ug", "µg": "ug", "μg": "ug", "mcg_rae": "ug", "mcg_dfe": "ug"}
# Vitamin D alone has a fixed exchange: 40 international units are one microgram.
_UG_PER_IU = {"vitamin_d_ug": 1 / 40}
HIGHEST = {"kcal": 950.0, "g": 101.0, "mg": 101_000.0, "ug": 101_000_000.0}
"""No 100 g of food hold more than this; a little is left for rounding."""


@dataclass(frozen=True, slots=True)
class Meant:
    """What a number or a column of a table means.

    Attributes
    ----------
    nutrient : str
        Id of the catalog's nutrient.
    rank : int
        Where a table measures one nutrient in several ways, the lowest rank counts.
    factor : float
        What a figure is multiplied with to be in the nutrient's own unit.
    """

    nutrient: str
    rank: int
    factor: float = 1.0


# Nutrient numbers of FoodData Central, the best way of measuring first.
_NUMBERS = {
    "energy_kcal": ("208", "958", "957"), "protein_g": ("203",), "carbohydrate_g": ("205", "205.2"),
    "fat_g": ("204", "298"), "saturated_fat_g": ("606",), "monounsaturated_g": ("645",),
    "polyunsaturated_g": ("646",), "trans_fat_g": ("605",), "cholesterol_mg": ("601",),
    "fibre_g": ("291", "293"), "sugars_g": ("269", "269.3"), "added_sugar_g": ("539",),
    "lactose_g": ("213",), "fructose_g": ("212",), "glucose_g": ("211",), "polyols_g": ("299",),
    "alcohol_g": ("221",), "caffeine_mg": ("262",), "water_g": ("255",), "ala_g": ("851", "619"),
    "epa_g": ("629",), "dha_g": ("621",), "linoleic_g": ("675", "618"), "vitamin_a_ug": ("320",),
    "beta_carotene_ug": ("321",), "vitamin_c_mg": ("401",), "vitamin_d_ug": ("328", "324"),
    "vitamin_e_mg": ("323",), "thiamin_mg": ("404",), "riboflavin_mg": ("405",),
    "niacin_mg": ("406",), "vitamin_b6_mg": ("415",), "vitamin_b12_ug": ("418",),
    "folate_ug": ("417",), "calcium_mg": ("301",), "iron_mg": ("303",), "magnesium_mg": ("304",),
    "zinc_mg": ("309",), "selenium_ug": ("317",), "sodium_mg": ("307",), "potassium_mg": ("306",),
}  # fmt: skip
_BY_NUMBER = {
    number: (nutrient, rank)
    for nutrient, numbers in _NUMBERS.items()
    for rank, number in enumerate(numbers)
}

# Names of columns, without accents, marks and units, in the English and the French of the tables.
_NAMES = {
    "energy_kcal": (r"(energy|energie)( (regulation|reglement) .*)?", r"(energy|energie) n x .*"),
    "protein_g": (r"protein|proteines?( n x facteur de jones)?",),
    "carbohydrate_g": (r"carb|carbohydrates?|glucides",),
    "fat_g": (r"fat|total fat|lipides",),
    "saturated_fat_g": (r"fa saturated|ag satures|sat fat|fatty acids total saturated",),
    "monounsaturated_g": (r"fa mono|ag monoinsatures|mufa|fatty acids total monounsaturated",),
    "polyunsaturated_g": (r"fa poly|ag polyinsatures|pufa|fatty acids total polyunsaturated",),
    "cholesterol_mg": (r"cholesterol",),
    "fibre_g": (r"fibres?|fiber|fiber total dietary|fibres alimentaires",),
    "sugars_g": (r"sugars?|sugars total|sucres",),
    "added_sugar_g": (r"added sugars?",),
    "lactose_g": (r"lactose",),
    "fructose_g": (r"fructose",),
    "glucose_g": (r"glucose",),
    "polyols_g": (r"polyols( totaux)?",),
    "alcohol_g": (r"alcohol|alcool",),
    "caffeine_mg": (r"caffeine",),
    "water_g": (r"water|eau",),
    "ala_g": (r"(fa|ag) 18 3 .*n 3.*|ala( 18 3)?|18 3",),
    "epa_g": (r".*\bepa|epa|20 5 n 3",),
    "dha_g": (r".*\bdha|dha|22 6 n 3",),
    "linoleic_g": (r"(fa|ag) 18 2 .*n 6.*|la 18 2|18 2",),
    "vitamin_a_ug": (r"vitamin a rae",),
    "beta_carotene_ug": (r"beta carotene|carotene beta",),
    "vitamin_c_mg": (r"vitamine? c",),
    "vitamin_d_ug": (r"vitamine? d( d2 d3)?",),
    "vitamin_e_mg": (r"vitamine? e( alpha tocopherol)?",),
    "thiamin_mg": (r"(vitamine? b1 (or|ou) )?thiamine?",),
    "riboflavin_mg": (r"(vitamine? b2 (or|ou) )?riboflavine?",),
    "niacin_mg": (r"(vitamine? b3 (or|ou) (pp (or|ou) )?)?niacine?",),
    "vitamin_b6_mg": (r"vitamine? b ?6",),
    "vitamin_b12_ug": (r"vitamine? b ?12",),
    "folate_ug": (r"folate( total)?|vitamine? b9 (or|ou) folates?( totaux)?",),
    "calcium_mg": (r"calcium",),
    "iron_mg": (r"iron|fer",),
    "magnesium_mg": (r"magnesium",),
    "zinc_mg": (r"zinc",),
    "selenium_ug": (r"selenium",),
    "sodium_mg": (r"sodium",),
    "potassium_mg": (r"potassium",),
}


def meant_by_number(number: str, unit: str) -> Meant | None:
    """Return what a nutrient number of FoodData Central means; None for what is not kept.

    Parameters
    ----------
    number : str
        As in the column `nutrient_nbr`: "203".
    unit : str
        As in the column `unit_name`: "G", "MG", "UG", "KCAL", "IU".
    """
    known = _BY_NUMBER.get(number.strip().removesuffix(".0"))
    return None if known is None else _with_unit(known[0], known[1], unit)


def meant_by_column(heading: str) -> Meant | None:
    """Return what a column means, such as "Protein (g/100g)" or `protein_g`; None for another."""
    name, unit = _parted(heading)
    for nutrient, patterns in _patterns().items():
        for rank, pattern in enumerate(patterns):
            if pattern.fullmatch(name):
                return _with_unit(nutrient, rank, unit)
    return None


@functools.cache
def _patterns() -> Mapping[str, tuple[re.Pattern[str], ...]]:
    return {
        nutrient: tuple(re.compile(pattern) for pattern in patterns)
        for nutrient, patterns in _NAMES.items()
    }


def _parted(heading: str) -> tuple[str, str]:
    """Return a heading's plain name and its unit."""
    text = heading.strip().lower()
    match = re.fullmatch(r"(.*)\(([^()/]*)(?:/ ?100 ?[gl])?\)", text)
    if match is None:
        match = re.fullmatch(r"(.*)_(kcal|kj|g|mg|ug|iu)", text)
    name, unit = match.groups() if match else (text, "")
    return plain(name), unit.strip()


def plain(text: str) -> str:
    """Return a text in lower case without accents, every other mark as one space."""
    letters = unicodedata.normalize("NFKD", text)
    bare = "".join(c for c in letters if not unicodedata.combining(c))
    return " ".join(re.findall(r"[a-z0-9]+", bare.casefold()))


def _with_unit(nutrient: str, rank: int, unit: str) -> Meant | None:
    wanted = load_nutrients()[nutrient].unit
    given = unit.strip().lower()
    given = _UNIT_WORDS.get(given, given)
    if given == wanted:
        return Meant(nutrient, rank)
    if given in GRAMS_OF and wanted in GRAMS_OF:
        return Meant(nutrient, rank, GRAMS_OF[given] / GRAMS_OF[wanted])
    if given == "iu" and nutrient in _UG_PER_IU:
        return Meant(nutrient, rank, _UG_PER_IU[nutrient])
    return None


def highest(nutrient: str) -> float:
    """Return more than which 100 g of food cannot hold, in the nutrient's unit."""
    return HIGHEST[load_nutrients()[nutrient].unit]


def with_derived(nutrients: Mapping[str, float]) -> dict[str, float]:
    """Return nutrients with those that follow from them; what rests on an unknown stays unknown."""
    known = dict(nutrients)
    if "epa_g" in known and "dha_g" in known:
        known.setdefault("epa_dha_g", known["epa_g"] + known["dha_g"])
    if "fructose_g" in known and "glucose_g" in known:
        excess = max(0.0, known["fructose_g"] - known["glucose_g"])
        known.setdefault("excess_fructose_g", excess)
    return known

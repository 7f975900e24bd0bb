"""Nutrients per 100 g of each food, from the one table its code names.

What a table does not have stays missing. Sugars that FNDDS lacks (lactose, fructose, glucose) and
trans fat are summed over the ingredients where SR26 knows them for at least four fifths of the
weight. A sugar counts as known to be nil in an ingredient without any sugar, and lactose in one
that is no dairy and no mixture, since only milk has it; in plain milk, cream, butter and cheese all
sugar is lactose. Foods sold as free of lactose are made of ordinary milk in the recipes, so theirs
stays missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from scripts.foods_build.leaf_rules import is_mixture, leaf_has
from scripts.foods_build.tables import Leaf, Row, Tables

KNOWN_SHARE = 0.8
MILK_CUP_LACTOSE_G = 12.0
LEAST_OF_MILK_LACTOSE = 0.3
_PLAIN_DAIRY = re.compile(
    r"^(?!.*(?:sweetened|flavor|chocolate|fruit|vegetable|substitute))"
    r"(?:cheese|milk|butter|cream\b|yogurt, plain|yogurt, greek, plain)",
    re.IGNORECASE,
)
_LACTOSE_FREE = re.compile(r"lactose", re.IGNORECASE)
SUGAR_TEASPOON_G = 4.2

FNDDS = {
    "energy_kcal": "energy_kcal", "protein_g": "protein_g", "carb_g": "carbohydrate_g",
    "fat_g": "fat_g", "sat_fat_g": "saturated_fat_g", "mufa_g": "monounsaturated_g",
    "pufa_g": "polyunsaturated_g", "cholesterol_mg": "cholesterol_mg", "fiber_g": "fibre_g",
    "sugars_g": "sugars_g", "alcohol_g": "alcohol_g", "caffeine_mg": "caffeine_mg",
    "water_g": "water_g", "ala_18_3_g": "ala_g", "epa_g": "epa_g", "dha_g": "dha_g",
    "la_18_2_g": "linoleic_g", "vitamin_a_rae_ug": "vitamin_a_ug",
    "beta_carotene_ug": "beta_carotene_ug", "vitamin_c_mg": "vitamin_c_mg",
    "vitamin_d_ug": "vitamin_d_ug", "vitamin_e_mg": "vitamin_e_mg", "thiamin_mg": "thiamin_mg",
    "riboflavin_mg": "riboflavin_mg", "niacin_mg": "niacin_mg", "vitamin_b6_mg": "vitamin_b6_mg",
    "vitamin_b12_ug": "vitamin_b12_ug", "folate_ug": "folate_ug", "calcium_mg": "calcium_mg",
    "iron_mg": "iron_mg", "magnesium_mg": "magnesium_mg", "zinc_mg": "zinc_mg",
    "selenium_ug": "selenium_ug", "sodium_mg": "sodium_mg", "potassium_mg": "potassium_mg",
}  # fmt: skip
_SR_ONLY = {
    "lactose_g": "lactose_g", "fructose_g": "fructose_g", "glucose_g": "glucose_g",
    "trans_fat_g": "trans_fat_g", "fa_18_2_g": "linoleic_g",
}  # fmt: skip
SR = {**{k: v for k, v in FNDDS.items() if k not in {"ala_18_3_g", "la_18_2_g"}}, **_SR_ONLY}
CIQUAL = {
    "Energy, Regulation EU No 1169/2011 (kcal/100g)": "energy_kcal",
    "Protein (g/100g)": "protein_g", "Fat (g/100g)": "fat_g", "Sugars (g/100g)": "sugars_g",
    "fructose (g/100g)": "fructose_g", "glucose (g/100g)": "glucose_g",
    "lactose (g/100g)": "lactose_g", "Fibres (g/100g)": "fibre_g",
    "Polyols (g/100g)": "polyols_g", "Alcohol (g/100g)": "alcohol_g", "Water (g/100g)": "water_g",
    "FA saturated (g/100g)": "saturated_fat_g", "FA mono (g/100g)": "monounsaturated_g",
    "FA poly (g/100g)": "polyunsaturated_g", "Cholesterol (mg/100g)": "cholesterol_mg",
    "FA 18:2 9c,12c (n-6) (g/100g)": "linoleic_g", "FA 18:3 c9,c12,c15 (n-3) (g/100g)": "ala_g",
    "FA 20:5 5c,8c,11c,14c,17c (n-3) EPA (g/100g)": "epa_g",
    "FA 22:6 4c,7c,10c,13c,16c,19c (n-3) DHA (g/100g)": "dha_g",
    "Beta-carotene (µg/100g)": "beta_carotene_ug", "Vitamin C (mg/100g)": "vitamin_c_mg",
    "Vitamin D (µg/100g)": "vitamin_d_ug", "Vitamin E (mg/100g)": "vitamin_e_mg",
    "Vitamin B1 or Thiamin (mg/100g)": "thiamin_mg",
    "Vitamin B2 or Riboflavin (mg/100g)": "riboflavin_mg",
    "Vitamin B3 or Niacin (mg/100g)": "niacin_mg", "Vitamin B6 (mg/100g)": "vitamin_b6_mg",
    "Vitamin B12 (µg/100g)": "vitamin_b12_ug", "Vitamin B9 or Folate (µg/100g)": "folate_ug",
    "Calcium (mg/100g)": "calcium_mg", "Iron (mg/100g)": "iron_mg",
    "Magnesium (mg/100g)": "magnesium_mg", "Zinc (mg/100g)": "zinc_mg",
    "Selenium (µg/100g)": "selenium_ug", "Sodium (mg/100g)": "sodium_mg",
    "Potassium (mg/100g)": "potassium_mg",
}  # fmt: skip
CIQUAL_CARBOHYDRATE = "Carbohydrate (g/100g)"
CIQUAL_RETINOL = "Retinol (µg/100g)"
CAROTENE_PER_RETINOL = 12.0
# A figure given as "less than x" is nil when x is next to nothing in 100 g, else it is not known.
NEGLIGIBLE_BY_UNIT = {"g": 0.5, "mg": 0.5, "ug": 0.5, "kcal": 1.0}
NEGLIGIBLE = {
    "epa_g": 0.02, "dha_g": 0.02, "ala_g": 0.05, "linoleic_g": 0.05, "vitamin_b12_ug": 0.1,
    "thiamin_mg": 0.02, "riboflavin_mg": 0.02, "vitamin_b6_mg": 0.02, "sodium_mg": 5.0,
    "potassium_mg": 10.0, "calcium_mg": 5.0, "cholesterol_mg": 2.0, "selenium_ug": 2.0,
    "beta_carotene_ug": 10.0, "folate_ug": 5.0, "alcohol_g": 0.1, "iron_mg": 0.1, "zinc_mg": 0.1,
}  # fmt: skip


def fndds_nutrients(tables: Tables, row: Row, recipe: str) -> dict[str, float]:
    """Return the nutrients of an FNDDS food, and those its recipe adds.

    Parameters
    ----------
    tables : Tables
        The public tables.
    row : Mapping of str to str
        The row of FNDDS 2021-2023.
    recipe : str
        Code of the recipe in FNDDS 2017-18; "" when there is none.
    """
    figures = _numbers(row, FNDDS)
    if recipe:
        figures |= _summed(tables, tables.leaves[recipe], figures.get("sugars_g", 100.0))
        figures |= added_sugar(tables, recipe, figures)
        figures = _believable(tables, row, recipe, figures)
    return completed(figures)


def _believable(
    tables: Tables, row: Row, recipe: str, figures: dict[str, float]
) -> dict[str, float]:
    """Return the figures without a lactose that does not fit the milk in the food."""
    milk = float(tables.patterns[recipe]["d_milk"]) * MILK_CUP_LACTOSE_G
    lactose = figures.get("lactose_g", 0.0)
    if _LACTOSE_FREE.search(row["description"]) or lactose < milk * LEAST_OF_MILK_LACTOSE:
        return {name: value for name, value in figures.items() if name != "lactose_g"}
    return figures


def sr_nutrients(row: Row) -> dict[str, float]:
    """Return the nutrients of a food of SR26."""
    figures = _numbers(row, SR)
    ala = _number(row["ala_n3_g"])
    ala = _number(row["fa_18_3_g"]) if ala is None else ala
    return completed(figures if ala is None else {**figures, "ala_g": ala})


def ciqual_nutrients(row: Row) -> dict[str, float]:
    """Return the nutrients of a food of Ciqual; carbohydrate with fibre, as the others have it."""
    figures = {
        nutrient: value
        for column, nutrient in CIQUAL.items()
        if (value := ciqual_number(row[column], nutrient)) is not None
    }
    carbohydrate = ciqual_number(row[CIQUAL_CARBOHYDRATE], "carbohydrate_g")
    if carbohydrate is not None and "fibre_g" in figures:
        figures["carbohydrate_g"] = carbohydrate + figures["fibre_g"]
    retinol = ciqual_number(row[CIQUAL_RETINOL], "vitamin_a_ug")
    if retinol is not None and "beta_carotene_ug" in figures:
        carotene = figures["beta_carotene_ug"] / CAROTENE_PER_RETINOL
        figures["vitamin_a_ug"] = retinol + carotene
    return completed(figures)


def added_sugar(tables: Tables, recipe: str, figures: Mapping[str, float]) -> dict[str, float]:
    """Return added sugar after FPED, never more than there is sugar."""
    grams = float(tables.patterns[recipe]["add_sugars"]) * SUGAR_TEASPOON_G
    return {"added_sugar_g": min(grams, figures.get("sugars_g", grams))}


def completed(figures: Mapping[str, float]) -> dict[str, float]:
    """Return the figures with those that follow from two others."""
    result = dict(figures)
    if {"epa_g", "dha_g"} <= set(result):
        result["epa_dha_g"] = result["epa_g"] + result["dha_g"]
    if {"fructose_g", "glucose_g"} <= set(result):
        result["excess_fructose_g"] = max(0.0, result["fructose_g"] - result["glucose_g"])
    if result.get("sugars_g") == 0.0:
        result["added_sugar_g"] = 0.0
    return result


def ciqual_number(text: str, nutrient: str) -> float | None:
    """Return a figure of Ciqual: "tr" is nil, "< x" nil or not known, "" not known."""
    if text.startswith("<"):
        unit = nutrient.rpartition("_")[2]
        least = NEGLIGIBLE.get(nutrient, NEGLIGIBLE_BY_UNIT[unit])
        return 0.0 if float(text[1:]) <= least else None
    return 0.0 if text == "tr" else _number(text)


def _number(text: str) -> float | None:
    return float(text) if text else None


def _numbers(row: Row, columns: Mapping[str, str]) -> dict[str, float]:
    return {name: float(row[column]) for column, name in columns.items() if row[column]}


def _summed(tables: Tables, leaves: Sequence[Leaf], sugars_g: float) -> dict[str, float]:
    """Return what is summed over ingredients, without sugars that exceed all sugar there is."""
    names = ("lactose_g", "fructose_g", "glucose_g", "trans_fat_g")
    totals = {name: _sum_of(tables, leaves, name) for name in names}
    figures = {name: total for name, total in totals.items() if total is not None}
    sugars = [n for n in figures if n != "trans_fat_g"]
    if sum(figures[n] for n in sugars) > sugars_g * 1.1 + 0.3:
        return {n: v for n, v in figures.items() if n not in sugars}
    return figures


def _sum_of(tables: Tables, leaves: Iterable[Leaf], nutrient: str) -> float | None:
    """Return grams in 100 g of food, or None when too little of its weight is known."""
    total = known = weight = 0.0
    for leaf in leaves:
        weight += leaf.grams
        per_100_g = _in_leaf(tables, leaf, nutrient)
        if per_100_g is not None:
            known += leaf.grams
            total += leaf.grams * per_100_g / 100.0
    return total if weight and known >= KNOWN_SHARE * weight else None


def _in_leaf(tables: Tables, leaf: Leaf, nutrient: str) -> float | None:
    """Return grams of one sugar or of trans fat in 100 g of an ingredient."""
    no_milk = not leaf_has(tables, leaf, "dairy") and not is_mixture(tables, leaf)
    if nutrient == "lactose_g" and no_milk:
        return 0.0
    measured = tables.sr.get(leaf.code, {}).get(nutrient, "")
    if measured:
        return float(measured)
    totals = tables.leaf_nutrients.get(leaf.code, {})
    total = totals.get("Total Fat" if nutrient == "trans_fat_g" else "Sugars, total", "")
    if total and nutrient == "lactose_g" and _PLAIN_DAIRY.search(leaf.name):
        return float(total)
    return 0.0 if total == "0.0" else None

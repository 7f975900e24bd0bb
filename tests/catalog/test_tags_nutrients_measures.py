"""Every tag, nutrient and measure is sound, and an unsound one is refused with its reason."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest

from gutline.catalog import CatalogError, load_measures, load_nutrients, load_tags
from gutline.catalog.data_files import DATA
from gutline.catalog.measures import read_measures
from gutline.catalog.nutrients import read_nutrient
from gutline.catalog.tags import read_tag

TAGS = sorted((DATA / "tags").glob("*.toml"))
NUTRIENTS = sorted((DATA / "nutrients").glob("*.toml"))
TAG_IDS = {
    "gluten", "oats", "refined_grain", "whole_grain", "dairy", "fermented_live", "allium", "legume",
    "fructan_grain", "excess_fructose", "polyols", "crucifer", "crucifer_raw", "leafy_green",
    "raw_leafy", "nightshade", "cured_meat", "red_meat", "oily_fish", "egg", "soy", "nut", "fried",
    "ultra_processed", "histamine_prone", "red_wine", "alcohol", "caffeine", "added_sugar",
    "sweetener", "bone_broth", "turmeric", "ginger", "spicy", "protein_shake",
}  # fmt: skip
EXPOSURES = {
    "fibre_g", "protein_g", "lactose_g", "excess_fructose_g", "polyols_g", "added_sugar_g",
    "alcohol_g", "caffeine_mg", "magnesium_mg", "vitamin_d_ug", "epa_dha_g", "ala_g", "water_g",
}  # fmt: skip
COVERAGE = {
    "fibre_g", "protein_g", "magnesium_mg", "vitamin_d_ug", "epa_dha_g", "ala_g", "water_g",
}  # fmt: skip

GOOD_TAG = """
id = "kelp"
name = "kelp"
description = "Kelp and other brown algae."
dose = "grams"
words = ["kelp", "kombu"]
not_words = ["kelp blue"]
free = ["no kelp"]
weak = false
exposure = true
"""
GOOD_NUTRIENT = """
id = "iodine_ug"
name = "iodine"
unit = "ug"
exposure = false
coverage = false
index = ""
"""
GOOD_MEASURES = """
[jar]
name = "jar"
words = ["jar", "jars"]
usual_g = 300

[kg]
words = ["kilo"]
grams = 1000
"""

FileOf = Callable[[str, str], Path]


@pytest.fixture
def file_of(tmp_path: Path) -> FileOf:
    """Write a file and return its path."""

    def write(name: str, text: str) -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.mark.parametrize("path", TAGS, ids=lambda path: path.stem)
def test_every_tag_is_sound(path):
    tag = read_tag(path)
    assert tag.id == path.stem
    assert tag.description.endswith(".")
    assert tag.words
    assert tag.dose == "grams" or tag.dose in load_nutrients()


@pytest.mark.parametrize("path", NUTRIENTS, ids=lambda path: path.stem)
def test_every_nutrient_is_sound(path):
    nutrient = read_nutrient(path)
    assert nutrient.id == path.stem
    assert nutrient.name == nutrient.name.strip() != ""


@pytest.mark.parametrize("measure", load_measures().values(), ids=lambda measure: measure.id)
def test_every_measure_is_sound(measure):
    assert measure.id in measure.words
    amounts = [measure.grams, measure.ml, measure.usual_g]
    assert sum(amount is not None for amount in amounts) <= 1
    assert all(amount > 0 for amount in amounts if amount is not None)


def test_the_tags_are_those_a_diary_is_asked_about():
    assert set(load_tags()) == TAG_IDS
    assert {tag.id for tag in load_tags().values() if tag.weak} == {"histamine_prone"}
    assert all(tag.exposure for tag in load_tags().values())


def test_the_doses_of_some_tags_are_nutrients():
    doses = {tag.id: tag.dose for tag in load_tags().values() if tag.dose != "grams"}
    assert doses["alcohol"] == "alcohol_g"
    assert doses["caffeine"] == "caffeine_mg"
    assert doses["added_sugar"] == "added_sugar_g"


def test_exposures_and_coverage_are_those_of_the_design():
    nutrients = load_nutrients().values()
    assert {n.id for n in nutrients if n.exposure} == EXPOSURES
    assert {n.id for n in nutrients if n.coverage} == COVERAGE
    assert len(nutrients) == 43


@pytest.mark.parametrize(
    ("measure", "grams", "ml"),
    [("g", 1.0, None), ("kg", 1000.0, None), ("oz", 28.35, None), ("lb", 453.6, None),
     ("ml", None, 1.0), ("l", None, 1000.0), ("cup", None, 240.0), ("pint", None, 568.0),
     ("tbsp", None, 15.0), ("tsp", None, 5.0)],
)  # fmt: skip
def test_weights_and_volumes_are_fixed(measure, grams, ml):
    assert (load_measures()[measure].grams, load_measures()[measure].ml) == (grams, ml)


def test_no_word_means_two_measures():
    words = [word for measure in load_measures().values() for word in measure.words]
    assert len(words) == len(set(words))


def test_all_are_loaded_once_and_frozen():
    assert load_tags() is load_tags()
    assert load_nutrients() is load_nutrients()
    assert load_measures() is load_measures()
    with pytest.raises(dataclasses.FrozenInstanceError):
        load_tags()["gluten"].name = "x"  # type: ignore[misc]
    with pytest.raises(TypeError):
        load_measures()["cup"] = load_measures()["g"]  # type: ignore[index]


def test_good_files_are_read(file_of):
    tag = read_tag(file_of("kelp.toml", GOOD_TAG))
    assert (tag.words, tag.not_words, tag.free) == (("kelp", "kombu"), ("kelp blue",), ("no kelp",))
    assert read_nutrient(file_of("iodine_ug.toml", GOOD_NUTRIENT)).unit == "ug"
    measures = read_measures(file_of("measures.toml", GOOD_MEASURES))
    assert measures["kg"].words == ("kg", "kilo")
    assert (measures["jar"].usual_g, measures["kg"].grams, measures["kg"].name) == (300, 1000, "kg")


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('id = "kelp"', 'id = "weed"', "they must be the same"),
        ('name = "kelp"', "", "'name' is missing"),
        ('name = "kelp"', 'name = " "', "name must not be empty"),
        ('name = "kelp"', "name = 3", "name must be a text"),
        ('dose = "grams"', 'dose = "spoons"', "dose 'spoons' must be 'grams' or the id"),
        ('"kombu"', '"Kombu"', "words must be a list of different texts in lower case"),
        ('"kombu"', '"kelp"', "words must be a list of different texts"),
        ('"kombu"', "3", "words must be a list"),
        ('["no kelp"]', '["kelp"]', "'kelp' is in words and in free"),
        ('["kelp blue"]', '["kelp"]', "'kelp' is in words and in not_words"),
        ("weak = false", 'weak = "no"', "weak must be true or false"),
        ("weak = false", "weak = false\nnew = 1", "'new' is not known"),
        ("weak = false", "weak = ", "cannot be read as TOML"),
    ],
)
def test_a_bad_tag_is_refused_with_its_reason(file_of, old, new, reason):
    assert old in GOOD_TAG
    with pytest.raises(CatalogError) as error:
        read_tag(file_of("kelp.toml", GOOD_TAG.replace(old, new, 1)))
    assert reason in str(error.value)
    assert "kelp.toml" in str(error.value)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('id = "iodine_ug"', 'id = "iodine"', "they must be the same"),
        ('unit = "ug"', 'unit = "pinch"', "unit must be one of g, kcal, mg, ug"),
        ('unit = "ug"', 'unit = "mg"', "id must end in its unit, _mg"),
        ('name = "iodine"', 'name = ""', "name must not be empty"),
        ("exposure = false", "exposure = 0", "exposure must be true or false"),
        ('index = ""', "", "'index' is missing"),
    ],
)
def test_a_bad_nutrient_is_refused_with_its_reason(file_of, old, new, reason):
    assert old in GOOD_NUTRIENT
    with pytest.raises(CatalogError) as error:
        read_nutrient(file_of("iodine_ug.toml", GOOD_NUTRIENT.replace(old, new, 1)))
    assert reason in str(error.value)
    assert "iodine_ug.toml" in str(error.value)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('["jar", "jars"]', '["jar", "kilo"]', "'kilo' is a word of jar and of kg"),
        ('["kilo"]', '"kilo"', "kg: words must be a list"),
        ("grams = 1000", "grams = 0", "kg: grams must be a number above 0"),
        ("grams = 1000", "grams = inf", "kg: grams must be a number above 0"),
        ("grams = 1000", "grams = 1000\nml = 1000", "kg: give one of grams, ml, usual_g"),
        ("grams = 1000", "weight = 1000", "kg: the field 'weight' is not known"),
        ('words = ["kilo"]', "", "kg: the field 'words' is missing"),
        ("[jar]", "spoon = 3\n[jar]", "spoon: must be a table"),
    ],
)
def test_a_bad_measure_is_refused_with_its_reason(file_of, old, new, reason):
    assert old in GOOD_MEASURES
    with pytest.raises(CatalogError) as error:
        read_measures(file_of("measures.toml", GOOD_MEASURES.replace(old, new, 1)))
    assert reason in str(error.value)
    assert "measures.toml" in str(error.value)

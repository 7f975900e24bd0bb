"""Diaries looked up in the package's own catalog, by the reader everybody has."""

from __future__ import annotations

import csv
import gzip
from datetime import datetime
from pathlib import Path

import pytest

from gutline.catalog import load_nutrients, load_tags
from gutline.diary import Diary, Entry, parse_text
from gutline.meals.contents import describe, look_up
from gutline.meals.coverage import coverage
from gutline.meals.inflammatory_index import inflammatory_index
from gutline.meals.own_foods import OwnFoods
from tests.meals.foods_by_hand import START, eaten

LOGS = Path(__file__).parents[2].parent / "shared" / "data" / "diaries" / "treets_food_logs.csv.gz"
KINDS = {"f": "food", "b": "drink", "w": "drink", "m": "medicine"}


def test_a_breakfast_as_people_type_it():
    diary = describe(Diary(tuple(eaten("2 slices rye bread w/ butter", "rye bread", "butter"))))
    assert set(diary.names("food")) == {"rye bread", "butter"}
    bread = diary.contents["rye bread"]
    assert "gluten" in bread.tags
    assert "dairy" not in bread.tags
    assert "dairy" in diary.contents["butter"].tags
    assert bread.nutrients["fibre_g"] > 0.5
    first = next(entry for entry in diary.entries if entry.name == "rye bread")
    assert first.unit == "serving"


def test_contents_speak_of_tags_and_nutrients_of_the_catalog():
    diary = describe(
        Diary(tuple(eaten("large red wine", "onion soup", "cappuccino", "garlic blob")))
    )
    assert "red_wine" in {tag for own in diary.contents.values() for tag in own.tags}
    for own in diary.contents.values():
        assert set(own.tags) <= set(load_tags())
        assert set(own.nutrients) <= set(load_nutrients())


@pytest.mark.parametrize(
    ("name", "value", "unit", "nutrient", "amount"),
    [
        ("vitamin d", 2000.0, "iu", "vitamin_d_ug", 50.0),
        ("vitamin d", 25.0, "ug", "vitamin_d_ug", 25.0),
        ("magnesium glycinate", 300.0, "mg", "magnesium_mg", 300.0),
        ("fish oil", 2.0, "serving", "epa_dha_g", 0.6),
    ],
)
def test_doses_of_supplements_reach_the_sums(name, value, unit, nutrient, amount):
    diary = describe(Diary(tuple(eaten(name, kind="supplement", value=value, unit=unit))))
    (entry,) = diary.entries
    servings = diary.contents[entry.name].servings(entry.value, entry.unit)
    assert servings is not None
    assert servings * diary.contents[entry.name].nutrients[nutrient] == pytest.approx(amount)


def test_a_medicine_is_counted_in_tablets():
    diary = describe(Diary(tuple(eaten("ibuprofen", kind="medicine", value=400.0, unit="mg"))))
    assert [(e.value, e.unit) for e in diary.entries] == [(2.0, "serving")]


def test_what_the_person_confirmed_comes_first():
    own = OwnFoods(choices={"the usual": "porridge"})
    diary = describe(Diary(tuple(eaten("the usual", "porridge", "porridge"))), own)
    assert diary.names("food") == ("porridge",)
    assert look_up(Diary(tuple(eaten("the usual")))).unknown == ("the usual",)


def test_decaf_is_not_coffee():
    diary = describe(Diary(tuple(eaten("coffee", "decaf coffee"))))
    assert len(diary.names("food")) == 2
    assert [name for name, own in diary.contents.items() if "caffeine" in own.tags] == ["coffee"]


def test_absurd_amounts_are_told_of():
    result = look_up(Diary(tuple(eaten("900 glasses of wine"))))
    assert result.amounts_left_out == ("900 glasses of wine",)
    assert [entry.value for entry in result.diary.entries] == [None]


@pytest.mark.parametrize(
    "name",
    ["🍕🍕", "牛奶", "'; drop table foods; --", "x" * 500, "100%", "---", "NEAR(a, b)", "* OR *"],
)
def test_odd_names_keep_their_entry(name):
    diary = describe(Diary((Entry(START, "food", name),)))
    assert len(diary.entries) >= 1
    assert {entry.at for entry in diary.entries} == {START}


def test_a_day_of_ordinary_food_has_an_index_and_coverage():
    text = "".join(
        f"2026-03-{day:02} 08:00 ate porridge, banana\n2026-03-{day:02} 10:00 drank coffee\n"
        f"2026-03-{day:02} 13:00 ate cheese sandwich, apple\n2026-03-{day:02} 15:00 drank water\n"
        f"2026-03-{day:02} 19:00 ate salmon, rice, broccoli\n2026-03-{day:02} 22:00 complete\n"
        for day in range(1, 5)
    )
    diary = describe(parse_text(text))
    found = {n.nutrient: n for n in coverage(diary).nutrients}
    assert found["fibre_g"].known > 0.9
    assert found["fibre_g"].total is not None
    assert 10 < found["fibre_g"].total.mean < 50
    assert found["epa_dha_g"].status == "reached"
    index = inflammatory_index(diary)
    assert len(index) == 4
    assert len({day.value for day in index}) == 1
    assert index[0].value is not None
    assert -7 < index[0].value < 7


def real_diaries() -> dict[str, Diary]:
    entries: dict[str, list[Entry]] = {}
    with gzip.open(LOGS, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if name := row["desc_text"].strip():
                at = datetime.fromisoformat(row["logged_at_utc"])
                entry = Entry(at, KINDS[row["food_type"]], name)
                entries.setdefault(row["person"], []).append(entry)
    return {person: Diary.from_entries(logged) for person, logged in sorted(entries.items())}


def test_real_logs_lose_nothing_and_looking_up_twice_changes_nothing():
    if not LOGS.exists():
        pytest.skip(f"the logs of seven people are not at {LOGS}")
    for person, diary in real_diaries().items():
        result = look_up(diary)
        assert {e.at for e in result.diary.entries} == {e.at for e in diary.entries}, person
        assert len(result.diary.entries) >= len(diary.entries), person
        assert len(result.unknown) < 0.1 * len(result.names), person
        assert describe(result.diary) == result.diary, person

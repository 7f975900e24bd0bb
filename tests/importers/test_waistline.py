"""Waistline: foods by reference, portions times quantities, days as midnight in UTC."""

from __future__ import annotations

import json

import pytest

from gutline.importers.source import ImporterError
from tests.importers.source_texts import got, score

FOODS = [{"id": 1, "name": "Rye bread", "unit": "g", "portion": "50"},
         {"id": 2, "name": "Quick", "barcode": "quick-add", "portion": 1}]  # fmt: skip


def _backup(*items: dict, **day) -> str:
    diary = [{"dateTime": "2026-06-10T00:00:00.000Z", "items": list(items)} | day]
    return json.dumps({"foodList": FOODS, "recipes": [{"id": 1, "name": "Soup"}], "diary": diary})


def test_a_portion_times_a_quantity_is_what_was_eaten():
    text = _backup({"id": 1, "category": 0, "portion": "50", "quantity": 2})
    entry = got("waistline", text, "b.json").one()
    assert (entry.name, entry.value, entry.unit) == ("Rye bread", 100.0, "g")
    assert entry.at.isoformat() == "2026-06-10T08:00:00+02:00"


def test_a_recipe_is_found_among_the_recipes():
    text = _backup({"id": 1, "type": "recipe", "category": 2, "quantity": 1})
    entry = got("waistline", text, "b.json").one()
    assert (entry.name, entry.value, entry.unit) == ("Soup", 1.0, "serving")


def test_an_items_own_time_is_kept_and_midnight_in_utc_is_none():
    text = _backup({"id": 1, "category": 3, "dateTime": "2026-06-10T06:10:00.000Z"})
    assert got("waistline", text, "b.json").one().at.isoformat() == "2026-06-10T08:10:00+02:00"
    text = _backup({"id": 1, "category": 3, "dateTime": "2026-06-10T00:00:00.000Z"})
    assert got("waistline", text, "b.json").one().day_only


def test_energy_without_a_food_is_left_out_and_counted():
    found = got("waistline", _backup({"id": 2, "category": 0, "portion": 250}), "b.json")
    assert not found.entries
    assert found.left_out["amounts that were added without a food"] == 1


def test_weights_are_kept_and_bad_numbers_reported():
    text = _backup({"id": 1, "portion": "many"}, stats={"weight": "71.4"})
    found = got("waistline", text, "b.json")
    assert found.said() == [("weight", "weight", 71.4, "kg")]
    assert found.refused[0].field == "portion"


def test_a_day_that_is_none_costs_that_day_only():
    text = json.dumps({"foodList": FOODS, "diary": [
        {"dateTime": "soon", "items": []},
        {"dateTime": "2026-06-10T00:00:00.000Z", "items": [{"id": 1, "category": 0}]}]})  # fmt: skip
    found = got("waistline", text, "b.json")
    assert len(found.entries) == len(found.refused) == 1


def test_the_csv_names_no_foods_so_only_weights_are_read():
    text = "Datum;Gewicht (kg);Kalorien (kcal)\n10.6.2026;71,4;2100\n11.6.2026;;1900\n"
    found = got("waistline", text, "diary_export.csv")
    assert found.said() == [("weight", "weight", 71.4, "kg")]
    assert found.left_out["sums of nutrients of a day"] == 2
    assert score("waistline", text) > 0.7


def test_pounds_stay_pounds():
    text = "Date;Weight (lb);Calories (kcal)\n2026-06-10;157.4;2100\n"
    assert got("waistline", text).said() == [("weight", "weight", 157.4, "lb")]


def test_another_json_is_refused():
    assert score("waistline", '{"foods": []}', "b.json") == 0.0
    with pytest.raises(ImporterError, match="diary"):
        got("waistline", '{"foodList": []}', "b.json")

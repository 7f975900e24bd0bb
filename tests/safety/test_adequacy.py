"""Whether a diet is enough while something is out."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from gutline.diary import Contents, Diary, Entry
from gutline.meals.reference import Person
from gutline.safety.adequacy import adequacy

FIRST = datetime(2026, 1, 1, tzinfo=UTC)
SINCE = date(2026, 1, 29)
WOMAN = Person("female", 40)
FOODS = {
    "milk": Contents(200.0, {"dairy": None}, {"protein_g": 30.0, "fibre_g": 0.0}, frozenset()),
    "bread": Contents(50.0, {"gluten": None}, {"protein_g": 10.0, "fibre_g": 12.0}, frozenset()),
}


def diary(before, after, foods=FOODS) -> Diary:
    """Four weeks of what was eaten before, and four of what is eaten now, in whole days."""
    entries = []
    for day in range(56):
        at = FIRST + timedelta(days=day, hours=8)
        for number, food in enumerate(before if day < 28 else after):
            entries.append(Entry(at + timedelta(hours=number), "food", food))
        entries.append(Entry(at + timedelta(hours=12), "complete", "all"))
    return Diary.from_entries(entries, contents=foods)


def test_a_nutrient_that_falls_below_the_reference_is_told():
    found = adequacy(diary(["milk", "bread", "bread"], ["bread", "bread"]), ["dairy"], SINCE, WOMAN)
    assert found.can_tell
    assert [one.nutrient for one in found.below] == ["protein_g"]


def test_what_came_from_the_food_that_is_out_is_told_with_its_share():
    found = adequacy(diary(["milk", "bread", "bread"], ["bread"]), ["dairy"], SINCE, WOMAN)
    assert [one.nutrient for one in found.lost] == ["protein_g"]
    assert found.lost[0].share == pytest.approx(0.6)
    assert found.lost[0].below


@pytest.mark.parametrize("out", [["dairy"], ["milk"], ["dairy", "milk"]])
def test_a_food_is_out_by_its_name_or_a_tag(out):
    found = adequacy(diary(["milk", "bread"], ["bread"]), out, SINCE, WOMAN)
    assert [one.nutrient for one in found.lost] == ["protein_g"]


def test_a_diet_that_is_still_enough_lacks_nothing():
    found = adequacy(
        diary(["milk", "bread", "bread"], ["milk", "bread", "bread"]), ["egg"], SINCE, WOMAN
    )
    assert (found.below, found.lost) == ((), ())


def test_what_was_short_before_is_not_put_down_to_the_test():
    found = adequacy(diary(["bread"], ["bread"]), ["dairy"], SINCE, WOMAN)
    assert found.below == ()
    assert {n.nutrient for n in found.during.nutrients if n.status == "below"} >= {"protein_g"}


def test_without_days_logged_in_full_nothing_is_told():
    entries = [Entry(FIRST + timedelta(days=day, hours=8), "food", "milk") for day in range(28)]
    found = adequacy(Diary.from_entries(entries, contents=FOODS), ["dairy"], SINCE, WOMAN)
    assert not found.can_tell
    assert found.below == ()


def test_amounts_by_weight_and_in_litres_count():
    entries = [
        Entry(FIRST + timedelta(hours=8), "drink", "milk", 0.4, "l"),
        Entry(FIRST + timedelta(hours=9), "food", "bread", 100.0, "g"),
        Entry(FIRST + timedelta(hours=10), "food", "unknown", 100.0, "g"),
    ]
    found = adequacy(Diary.from_entries(entries, contents=FOODS), ["dairy"], SINCE, WOMAN)
    assert [one.share for one in found.lost] == pytest.approx([0.75])

"""Whom reference intakes are meant for: what was answered, and nothing made up."""

from __future__ import annotations

from gutline.meals.reference import Person
from gutline.safety.people import reference_person


def test_nothing_answered_is_nobody_in_particular():
    assert reference_person({}) == Person()
    assert reference_person({"sex": None, "age": None, "pregnant": None}) == Person()


def test_what_was_answered_is_used():
    found = reference_person({"sex": "female", "age": 34.0, "pregnant": True, "weight_kg": 61.5})
    assert found == Person("female", 34, "pregnancy", 61.5)
    assert reference_person({"sex": "female", "breastfeeding": True}).life_stage == "lactation"


def test_what_no_table_knows_is_left_out():
    assert reference_person({"sex": "other", "age": 50}) == Person(age=50)
    assert reference_person({"sex": "male", "pregnant": True}).life_stage is None
    assert reference_person({"pregnant": False}).life_stage is None

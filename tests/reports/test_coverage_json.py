"""Coverage as JSON."""

from __future__ import annotations

import json

import pytest

from gutline.diary import Diary
from gutline.meals.coverage import NUTRIENTS, coverage
from gutline.meals.reference import Person
from gutline.reports import coverage_document, render_coverage_json
from tests.reports.test_coverage import WOMAN, diary


def test_the_document_holds_what_the_coverage_does():
    document = coverage_document(coverage(diary(extra=2, tablets=2.0), WOMAN))
    assert document["schema"] == 1
    assert document["window"] == {
        "first_day": "2026-03-01", "last_day": "2026-03-12", "days": 12, "counted": 10,
        "incomplete": 2, "unlogged": 0, "marked": True,
    }  # fmt: skip
    assert document["person"] == {
        "sex": "female", "age": 42, "life_stage": None, "weight_kg": None, "missing": [],
    }  # fmt: skip
    assert list(document["nutrients"]) == list(NUTRIENTS)
    magnesium = document["nutrients"]["magnesium_mg"]
    assert magnesium["mean"] == pytest.approx(640.0)
    assert magnesium["interval"] == pytest.approx([640.0, 640.0])
    assert (magnesium["food"], magnesium["supplements"]) == pytest.approx((240.0, 400.0))
    assert (magnesium["status"], magnesium["known_share"], magnesium["days"]) == (
        "reached",
        1.0,
        10,
    )
    assert magnesium["upper_limit"]["days_above_from_supplements"] == 10
    assert magnesium["references"][0] == {
        "low": 320.0, "high": 320.0, "authority": "US National Academies", "per_kg": None,
    }  # fmt: skip


def test_nothing_to_say_is_null_and_says_why():
    document = json.loads(render_coverage_json(coverage(Diary(()))))
    assert document["why"]
    assert document["window"]["first_day"] is None
    fibre = document["nutrients"]["fibre_g"]
    assert (fibre["mean"], fibre["interval"], fibre["days"]) == (None, None, 0)
    assert fibre["upper_limit"] is None
    assert document["person"]["missing"] == ["sex", "age"]


@pytest.mark.parametrize("person", [Person(), WOMAN, Person(age=60, life_stage="pregnancy")])
def test_the_text_is_ascii_and_the_same_every_time(person):
    found = coverage(diary(extra=1, tablets=1.0), person)
    text = render_coverage_json(found)
    assert text.isascii()
    assert text.endswith("}\n")
    assert text == render_coverage_json(found)
    assert json.loads(text) == coverage_document(found)

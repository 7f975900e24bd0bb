"""Trackers that people named themselves: what kind they are, and how their values are stretched."""

from __future__ import annotations

from datetime import date

import pytest

from gutline.importers.entry_making import EntryMaker
from gutline.importers.kind_guess import guess_kind, guess_taken
from gutline.importers.source import ImportSettings
from gutline.importers.tracker_values import Scale, Tracked, said_of

MOMENT = EntryMaker("nomie", ImportSettings("UTC")).local(date(2026, 6, 10))


def _said(name: str, value: float | None = None, **more) -> tuple[str, str, float | None, str]:
    said = said_of(Tracked(name, value, **more), MOMENT)
    return said.kind, said.name, said.value, said.unit


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("back_pain", "symptom"), ("Kopfschmerzen", "symptom"), ("Brain fog", "symptom"),
        ("Red wine", "drink"), ("Rye bread", "food"), ("Vitamin D", "supplement"),
        ("ibuprofen", "medicine"), ("Stretch routine", "practice"), ("Sleep", "sleep"),
        ("Yoga class", "movement"), ("Steps", "movement"), ("Stress", "stress"), ("Mood", "mood"),
        ("Bowel movement", "stool"),
    ],
)  # fmt: skip
def test_a_name_tells_what_a_tracker_is_about(name: str, kind: str):
    guess = guess_kind(name, "note")
    assert (guess.kind, guess.sure) == (kind, True)


def test_a_name_that_tells_nothing_is_what_is_likeliest():
    assert guess_kind("Zorp", "practice").kind == "practice"
    assert not guess_kind("Zorp", "practice").sure


@pytest.mark.parametrize(
    ("name", "kind"),
    [("Magnesium glycinate", "supplement"), ("my ibuprofen 400", "medicine"), ("Zorp", "medicine")],
)
def test_what_is_taken_is_a_supplement_where_its_name_says_so(name: str, kind: str):
    assert guess_taken(name) == kind


def test_other_scales_are_stretched_to_ten():
    assert _said("back pain", 2, scale=Scale(0, 4)) == ("symptom", "back pain", 5.0, "nrs")
    assert _said("back pain", 1, scale=Scale(1, 5))[2] == 0.0
    assert _said("back pain", 5, scale=Scale(1, 5))[2] == 10.0


def test_what_is_better_when_it_is_more_is_turned_round_and_named_so():
    assert _said("Energy", 8) == ("symptom", "low energy", 2.0, "nrs")
    assert _said("sleep quality", 10) == ("symptom", "poor sleep", 0.0, "nrs")


def test_zero_none_and_missing_stay_three_things():
    assert _said("back pain", 0)[2] == 0.0
    assert _said("stretching", 0) == ("practice", "stretching", 0.0, "min")
    assert _said("stretching") == ("practice", "stretching", None, "min")
    assert _said("back pain") == ("note", "back pain", None, "")


def test_a_rating_off_its_scale_is_kept_as_a_note():
    said = said_of(Tracked("back pain", 14, "points"), MOMENT)
    assert (said.kind, said.note) == ("note", "14 points")


@pytest.mark.parametrize(
    ("value", "unit", "hours"),
    [(7.5, "", 7.5), (450, "", 7.5), (27_000, "", 7.5), (7.5, "h", 7.5), (30, "min", 0.5)],
)
def test_sleep_is_in_hours_whatever_the_app_counts_in(value: float, unit: str, hours: float):
    assert _said("Sleep", value, unit=unit) == ("sleep", "sleep", hours, "h")


def test_counts_of_food_are_servings_and_counts_of_practice_are_not_minutes():
    assert _said("coffee", 2) == ("drink", "coffee", 2, "serving")
    assert _said("stretching", 3) == ("practice", "stretching", None, "min")
    assert _said("stretching", 20, unit="min") == ("practice", "stretching", 20, "min")


def test_steps_weights_and_stools_have_their_own_units():
    assert _said("Steps", 8000) == ("movement", "Steps", 8000, "steps")
    assert _said("Weight", 157, unit="lbs") == ("weight", "weight", 157, "lb")
    assert _said("Poop", 4) == ("stool", "stool", 4, "bristol")
    assert _said("Poop", 12) == ("stool", "stool", None, "bristol")


def test_exertion_is_a_load_not_a_symptom():
    assert _said("Physical exertion", 3, scale=Scale(0, 3)) == (
        "stress", "Physical exertion", 10.0, "nrs",
    )  # fmt: skip

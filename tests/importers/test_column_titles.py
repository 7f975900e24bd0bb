"""Titles of columns taken apart: scale, unit, and whether foods stand below."""

from __future__ import annotations

import pytest

from gutline.importers.column_titles import Title, listed_in, separator_in, title_of


@pytest.mark.parametrize(
    ("text", "name", "most"),
    [
        ("Bloating (0-5)", "Bloating", 5), ("Bloating 0-5", "Bloating", 5),
        ("Mood (1-10)", "Mood", 10), ("Mood 1 - 10", "Mood", 10), ("Pain [0–100]", "Pain", 100),
        ("Pain 0—4", "Pain", 4), ("pain_0-3", "pain", 3), ("Schmerz 0 bis 10", "Schmerz", 10),
        ("Dolor (0 a 10)", "Dolor", 10), ("Douleur 0 à 10", "Douleur", 10),
        ("Pain 1 to 5", "Pain", 5), ("Pain 0..10", "Pain", 10), ("Fatigue /10", "Fatigue", 10),
        ("Fatigue (/5)", "Fatigue", 5), ("Nausea, out of 10", "Nausea", 10),
        ("Stress: 0-10", "Stress", 10), ("Übelkeit von 10", "Übelkeit", 10),
    ],
)  # fmt: skip
def test_a_scale_in_a_title_is_told_from_the_name(text, name, most):
    assert title_of(text) == Title(name, most)


@pytest.mark.parametrize(
    ("text", "name", "unit"),
    [
        ("Weight [kg]", "Weight", "kg"), ("Weight (lb)", "Weight", "lb"), ("Sleep (h)", "Sleep", "h"),
        ("Walk ( min )", "Walk", "min"), ("Water (ml)", "Water", "ml"),
    ],
)  # fmt: skip
def test_a_unit_in_brackets_is_told_from_the_name(text, name, unit):
    assert title_of(text) == Title(name, unit=unit)


@pytest.mark.parametrize(
    "text",
    ["Bloating", "Day 15", "Back pain 20-5", "10", "0-10", "(0-5)", "[kg]", "", "Vitamin B12",
     "Omega 3", "Trial 2-5", "Cramps 0-7", "(left) knee", "Phase 1-2 review"],
)  # fmt: skip
def test_other_titles_stay_whole(text):
    assert title_of(text) == Title(text)


def test_words_in_brackets_are_no_unit_of_anything():
    title = title_of("Back pain (left)")
    assert title.unit_of("symptom") == ""
    assert title.factor("symptom") == 1.0


@pytest.mark.parametrize(
    ("most", "factor"), [(3, 3.3333333333), (4, 2.5), (5, 2.0), (10, 1.0), (100, 0.1), (0, 1.0)]
)
def test_a_scale_becomes_ten(most, factor):
    assert Title("x", most).factor("symptom") == factor
    assert Title("x", most).factor("mood") == factor


@pytest.mark.parametrize("kind", ["food", "weight", "sleep", "stool", "movement"])
def test_amounts_are_never_scaled(kind):
    assert Title("x", 5).factor(kind) == 1.0


@pytest.mark.parametrize(
    ("unit", "kind", "expected"),
    [
        ("kg", "weight", "kg"), ("KG", "weight", "kg"), ("Minutes", "movement", "min"),
        ("kg", "symptom", ""), ("left", "weight", ""), ("", "weight", ""), ("h", "sleep", "h"),
    ],
)  # fmt: skip
def test_a_unit_counts_only_where_a_kind_is_measured_in_it(unit, kind, expected):
    assert Title("x", unit=unit).unit_of(kind) == expected


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("What I ate", "food"), ("Foods eaten today", "food"), ("Meals", "food"),
        ("Was habe ich gegessen?", "food"), ("Mahlzeiten", "food"), ("Repas du soir", "food"),
        ("Drinks", "drink"), ("What I drank", "drink"), ("Getränke", "drink"),
        ("Food and drinks", "food"), ("Feelings", ""), ("Heat", ""), ("Treatment", ""), ("", ""),
        ("Foodie mood", ""),
    ],
)  # fmt: skip
def test_lists_of_foods_are_told_by_their_title(text, kind):
    assert listed_in(text) == kind


@pytest.mark.parametrize(
    ("examples", "mark"),
    [
        ((), ","), (("toast",), ","), (("toast, eggs",), ","), (("toast; eggs",), ";"),
        (("toast; eggs, fried",), ","), (("rice", "toast; eggs"), ";"),
    ],
)  # fmt: skip
def test_what_parts_names_is_told_by_the_cells(examples, mark):
    assert separator_in(examples) == mark

"""Coverage as text: what was taken in beside references, without shame and without calories."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from gutline.diary import Contents, Diary, Entry
from gutline.meals.coverage import coverage
from gutline.meals.reference import Person
from gutline.reports import render_coverage
from tests.meals.foods_by_hand import START, days_of

WOMAN = Person("female", 42)
MEAL = Contents(
    500.0,
    {},
    {
        "fibre_g": 4.5, "protein_g": 17.0, "magnesium_mg": 80.0, "vitamin_d_ug": 0.8,
        "epa_dha_g": 0.02, "ala_g": 0.4, "water_g": 420.0,
    },
)  # fmt: skip
SUPPLEMENTS = {
    "magnesium": Contents(None, {}, {"magnesium_mg": 200.0}),
    "vitamin D": Contents(None, {}, {"vitamin_d_ug": 25.0}),
}


def diary(*, days: int = 10, extra: int = 0, marked: bool = True, tablets: float = 0.0) -> Diary:
    """Three meals that are known a day, and tablets of two supplements."""
    food = days_of("meal", "meal", "meal", days=days, extra=extra, marked=marked)
    taken = [
        Entry(START + timedelta(days=n), "supplement", name, tablets, "serving")
        for n in range(days if tablets else 0)
        for name in SUPPLEMENTS
    ]
    return Diary((*food, *taken), contents={"meal": MEAL, **SUPPLEMENTS})


def text_of(known: Diary, person: Person | None = None, width: int = 2000) -> str:
    return render_coverage(coverage(known, person), width).replace("\u00a0", " ")


def line(text: str, head: str) -> str:
    return next(row for row in text.splitlines() if row.startswith(head))


def test_golden(golden):
    some = diary(extra=2, tablets=2.0)
    more = Diary((*some.entries, *days_of("grumph", days=10)), contents=some.contents)
    texts = [
        render_coverage(coverage(more, WOMAN)),
        render_coverage(coverage(diary(marked=False)), ascii_only=True),
        render_coverage(coverage(diary(days=1), WOMAN)),
    ]
    golden("coverage.txt", "\n".join(texts))


def test_says_for_whom_and_for_which_days():
    text = text_of(diary(extra=2), WOMAN)
    assert "Intake a day, 1 March 2026 to 12 March 2026, for a woman of 42" in text
    assert "10 days logged in full; left out: 2 with only some of the food" in text


@pytest.mark.parametrize(
    ("person", "words"),
    [
        (Person(), "for a person of any age"),
        (Person("male"), "for a man of any age"),
        (Person(age=30), "for a person of 30"),
        (Person(life_stage="pregnancy"), "for pregnancy"),
        (Person("female", 30, "lactation"), "for lactation at the age of 30"),
    ],
)
def test_says_whom_it_compares_for(person, words):
    assert words in text_of(diary(), person).splitlines()[0]


def test_intake_beside_the_reference():
    fibre = line(text_of(diary(), WOMAN), "Fibre")
    assert "14 g (14 to 14 g) from food and drinks; reference 25 g; 54 % of the reference" in fibre
    assert "known for" not in fibre


def test_a_reference_that_is_reached_is_said_to_be():
    assert line(text_of(diary(), WOMAN), "Protein").endswith("the reference is reached")


def test_food_and_supplements_are_said_apart():
    magnesium = line(text_of(diary(tablets=1.0), WOMAN), "Magnesium")
    assert (
        "440 mg (440 to 440 mg), 240 mg from food and drinks, 200 mg from supplements" in magnesium
    )


def test_amounts_are_in_the_units_people_use():
    text = text_of(diary(), WOMAN)
    assert "60 mg (60 to 60 mg)" in line(text, "Fish omega-3")
    assert "1.3 l (1.3 to 1.3 l)" in line(text, "Water")
    assert "reference 2.7 l (EFSA: 2.0 l)" in line(text, "Water")
    assert "2.4 µg" in line(text, "Vitamin D")
    assert "Plain water counts only where it was logged." in text


def test_protein_by_weight():
    protein = line(text_of(diary(), Person("female", 42, weight_kg=70.0)), "Protein")
    assert "reference 56 g, 0.80 g for each kg of weight" in protein


def test_a_lower_bound_is_said_to_be_one():
    known = diary()
    more = Diary((*known.entries, *days_of("grumph", days=10)), contents=known.contents)
    text = text_of(more, WOMAN)
    assert "at least 14 g" in line(text, "Fibre")
    assert "what is not known may make up the rest; known for 75 % of what was eaten" in text
    assert "What these hold is not known: grumph (10 times)." in text


def test_unknown_supplements_are_named():
    known = diary()
    more = Diary((*known.entries, Entry(START, "supplement", "blend")), contents=known.contents)
    assert "What these supplements hold is not known: blend." in text_of(more)


def test_without_age_and_sex_it_shows_the_range_and_says_what_is_needed():
    text = text_of(diary())
    assert "reference 21 to 38 g" in line(text, "Fibre")
    assert line(text, "Magnesium").endswith(
        "reference 310 to 420 mg; 57 % to 77 % of the reference"
    )
    assert "With --sex and --age the references are one figure in place of a range." in text
    assert "With --age the references" in text_of(diary(), Person("female"))
    assert "With --" not in text_of(diary(), WOMAN)


def test_days_that_vary_much_cannot_tell():
    entries = [
        Entry(START + timedelta(days=n), "food", "meal", amount, "serving")
        for n, amount in enumerate([1.0, 9.0, 1.0, 9.0])
    ]
    known = Diary(tuple(entries), contents={"meal": MEAL})
    fibre = line(text_of(Diary((*known.entries,), contents=known.contents), WOMAN), "Fibre")
    assert "these days cannot tell yet whether the reference is reached" in fibre


def test_days_that_are_not_marked_are_told_of():
    assert "Days are not marked as complete" in text_of(diary(marked=False))
    assert "Days are not marked as complete" not in text_of(diary())


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "Nothing to say yet, because no food or drink was logged in these days."),
        (1, "Intake a day, 1 March 2026, for a woman"),
        (1, "only 1 of 1 days was logged in full; 2 more days are enough for a first figure."),
    ],
)
def test_too_little_says_why(days, words):
    text = text_of(diary(days=days), WOMAN)
    assert words in text
    assert "Fibre" not in text


def test_a_nutrient_hardly_known_says_why():
    some = Diary(diary().entries, contents={"meal": Contents(500.0, {}, {"fibre_g": 4.5})})
    assert "nothing to say yet, because it is known for too little" in line(
        text_of(some), "Protein"
    )


# Upper limits -------------------------------------------------------------------------------


def test_supplements_above_the_limit_are_said_to_be_on_so_many_days():
    limits = text_of(diary(tablets=2.0), WOMAN).split("Supplements beside the upper limits:")[1]
    assert (
        "at most 400 mg on one day; above the upper limit from supplements, 350 mg, on 10 of 10 days;"
        " a pharmacist can tell" in line(limits, "Magnesium")
    )
    assert line(limits, "Vitamin D").endswith(
        "at most 50 µg on one day; the upper limit of 100 µg was not passed"
    )


def test_supplements_and_food_together_above_a_limit():
    known = diary(tablets=3.9)
    rich = Contents(500.0, {}, {**MEAL.nutrients, "vitamin_d_ug": 2.0})
    text = text_of(Diary(known.entries, contents={**known.contents, "meal": rich}), WOMAN)
    limits = text.split("Supplements beside the upper limits:")[1]
    assert "together with food above the upper limit, 100 µg, on 10 of 10" in limits


def test_without_supplements_there_is_no_word_of_limits():
    assert "limit" not in text_of(diary(), WOMAN)


def test_limits_are_told_even_when_nothing_else_can_be():
    taken = [Entry(START, "supplement", "magnesium", 2.0, "serving")]
    text = text_of(Diary(tuple(taken), contents=SUPPLEMENTS), WOMAN)
    assert "Nothing to say yet" in text
    assert "above the upper limit from supplements, 350 mg, on 1 of 1 day" in text


# The manner ---------------------------------------------------------------------------------


@pytest.mark.parametrize("person", [Person(), WOMAN, Person("female", 42, weight_kg=60.0)])
def test_no_shame_no_calories_no_diagnosis(person):
    text = text_of(diary(extra=1, tablets=2.0), person).lower()
    for word in ("calor", "kcal", "energy", "bad", "poor", "fail", "defici", "too little", "should",
                 "unhealthy", "cause", "trigger", "treat", "overweight", "diagnos"):  # fmt: skip
        assert not re.search(rf"\b{word}", text), word
    assert "less on these days does not mean that you lack anything" in text


@pytest.mark.parametrize("width", [50, 80, 100])
def test_fits_the_terminal(width):
    text = render_coverage(coverage(diary(tablets=2.0)), width, ascii_only=True)
    assert max(map(len, text.splitlines())) <= width
    assert text.isascii()


def test_names_from_a_file_are_made_harmless():
    known = diary()
    more = Diary((*known.entries, Entry(START, "food", "gru\u202emph")), contents=known.contents)
    assert "grumph (1 time)" in text_of(more)

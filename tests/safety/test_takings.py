"""What is taken: names sorted, doses counted once, and what nobody here knows left open."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gutline.catalog.cautions import load_cautions
from gutline.catalog.takings import load_medicine_classes, load_substances
from gutline.diary import Entry, parse_text
from gutline.safety import Profile, cautions, may_start, screen
from gutline.safety.diary_signs import diary_signs
from gutline.safety.gates import Plan, know_person
from gutline.safety.supplements import keep_apart, over_limits
from gutline.safety.takings import (
    Taken,
    dose_of,
    dose_words,
    is_known,
    logged_facts,
    medicines_in,
    spelled,
    substances_in,
    substances_taken,
    taken_facts,
)
from tests.safety.test_gates import whole_answers

MEDICINES = [(one.id, word) for one in load_medicine_classes().values() for word in one.words]
SUBSTANCES = [(one.id, word) for one in load_substances().values() for word in one.words]


def rules(taken, **profile) -> set[str]:
    return {one.rule for one in cautions(taken, Profile(**profile))}


@pytest.mark.parametrize(("ident", "word"), MEDICINES)
def test_every_name_of_a_medicine_is_found_however_it_is_written(ident, word):
    for said in (word, word.upper(), f"  {word} 20 mg", f"{word.title()}, evening"):
        assert ident in {one.id for one in medicines_in(said)}


@pytest.mark.parametrize(("ident", "word"), SUBSTANCES)
def test_every_name_of_a_supplement_is_found_however_it_is_written(ident, word):
    for said in (word, word.capitalize(), f"brand {word} forte"):
        assert ident in {one.id for one in substances_in(said)}


@pytest.mark.parametrize(("ident", "word"), [*MEDICINES, *SUBSTANCES])
def test_a_name_inside_another_word_is_not_that_name(ident, word):
    inside = f"x{word}x"
    assert ident not in {one.id for one in medicines_in(inside)}
    assert ident not in {one.id for one in substances_in(inside)}


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("Magnesium", "magnesium"),
        ("  magnesium  ", "magnesium"),
        ("Magnésium", "magnesium"),
        ("vitamin  D", "vitamin d"),
        ("St John's wort", "st john s wort"),
        ("omega-3", "omega-3"),
    ],
)
def test_names_are_compared_without_case_marks_and_spaces(text, same):
    assert spelled(text) == f" {same} "


@given(st.text(max_size=30))
@settings(max_examples=60, deadline=None)
def test_any_name_can_be_looked_up(text):
    assert spelled(text) == spelled(spelled(text))
    assert is_known(text) in {True, False}
    assert not (medicines_in(text) and not is_known(text))


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("warfarin", True),
        ("Lantus", True),
        ("magnesium glycinate", True),
        ("cod liver oil", True),
        ("Fiasp", False),
        ("unicorn dust", False),
        ("", False),
        ("Аспирин", False),
    ],
)
def test_what_the_catalog_does_not_know_is_said_to_be_unknown(name, known):
    assert is_known(name) is known


@pytest.mark.parametrize(
    ("dose", "unit", "words"),
    [
        (500.0, "mg", "500 mg"),
        (4000.0, "iu", "4,000 IU"),
        (10000.0, "iu", "10,000 IU"),
        (0.5, "g", "0.5 g"),
        (12.25, "ug", "12.25 ug"),
        (99999.0, "iu", "99,999 IU"),
    ],
)
def test_doses_are_written_as_people_write_them(dose, unit, words):
    assert dose_words(dose, unit) == words


@pytest.mark.parametrize(
    ("one", "other", "substance"),
    [
        (("magnesium", 1.0, "g"), ("magnesium", 1000.0, "mg"), "magnesium"),
        (("magnesium", 0.5, "g"), ("magnesium", 500_000.0, "ug"), "magnesium"),
        (("vitamin d", 25.0, "ug"), ("vitamin d", 1000.0, "iu"), "vitamin_d"),
        (("vitamin d", 0.1, "mg"), ("vitamin d", 4000.0, "iu"), "vitamin_d"),
        (("curcumin", 1.0, "g"), ("curcumin", 1000.0, "mg"), "curcumin"),
        (("magnesium", 2.0, "serving"), ("magnesium", 2.0, ""), "magnesium"),
        (("magnesium", None, ""), ("magnesium", 1.0, "serving"), "magnesium"),
    ],
)
def test_the_same_dose_in_two_units_is_the_same(one, other, substance):
    about = load_substances()[substance]
    first, second = dose_of(Taken(*one), about), dose_of(Taken(*other), about)
    assert first is not None
    assert first == pytest.approx(second)


@given(st.lists(st.integers(1, 900), min_size=1, max_size=6))
@settings(max_examples=40, deadline=None)
def test_doses_of_one_day_add_up_in_any_order(doses):
    taken = [Taken("magnesium", float(dose), "mg") for dose in doses]
    known = taken_facts(taken)["dose_magnesium_mg"].value
    assert known == pytest.approx(sum(doses))
    assert taken_facts(reversed(taken))["dose_magnesium_mg"].value == pytest.approx(known)


def test_a_dose_that_is_not_known_is_no_zero():
    known = taken_facts([Taken("magnesium powder", 5, "ml")])
    assert known["uses_magnesium"].value is True
    assert "dose_magnesium_mg" not in known


@pytest.mark.parametrize("listed", ["magnesium", "Magnesium", " magnesium "])
def test_what_is_on_the_list_and_looked_at_counts_once(listed):
    """A list shown on its own page, or a dose logged that stands on the list."""
    own = (Taken(listed, 300, "mg"),)
    assert "magnesium_dose" not in rules([Taken("magnesium", 300, "mg")], supplements=own)
    assert "magnesium_dose" in rules([Taken("magnesium", 400, "mg")], supplements=own)


def test_another_product_on_the_list_adds_up():
    own = (Taken("magnesium citrate", 200, "mg"),)
    assert "magnesium_dose" in rules([Taken("magnesium", 200, "mg")], supplements=own)
    assert "magnesium_dose" not in rules([Taken("magnesium", 100, "mg")], supplements=own)


def test_the_dose_that_is_said_is_the_dose_that_is_taken():
    own = (Taken("vitamin d", 10000, "iu"),)
    (found,) = [o for o in cautions(own, Profile({}, (), own)) if o.rule == "vitamin_d_much"]
    assert "your list: 10,000 IU of vitamin D a day" in found.why
    assert "20" not in " ".join(found.why)


@pytest.mark.parametrize("name", ["unicorn dust", "vitamin c", "zinc", "cetirizine"])
def test_something_else_brings_no_caution_of_what_is_on_the_list(name):
    own = (Taken("curcumin"),)
    found = rules([Taken(name)], medicines=("warfarin",), supplements=own)
    assert found == set()


def test_with_nothing_looked_at_everything_on_the_list_is():
    own = (Taken("curcumin"), Taken("magnesium", 500, "mg"))
    assert rules([], medicines=("warfarin",), supplements=own) == {
        "curcumin_bleeding",
        "magnesium_dose",
    }


@pytest.mark.parametrize("caution", sorted(load_cautions()))
def test_a_caution_speaks_by_its_example_and_is_silent_by_its_counterexample(caution):
    rule = load_cautions()[caution]
    assert caution in {one.rule for one in screen(rule.fires.answers)}
    assert caution not in {one.rule for one in screen(rule.silent.answers)}


@pytest.mark.parametrize(
    ("names", "pairs"),
    [
        (["magnesium", "magnesium"], []),
        (["levothyroxine", "magnesium"], [("magnesium", "levothyroxine")]),
        (
            ["magnesium", "levothyroxine", "doxycycline"],
            [("magnesium", "levothyroxine"), ("magnesium", "doxycycline")],
        ),
        (["ginger", "levothyroxine"], []),
        ([], []),
    ],
)
def test_each_pair_that_belongs_apart_is_named_once(names, pairs):
    assert [(one.one, one.other) for one in keep_apart(names)] == pairs


@pytest.mark.parametrize(
    ("taken", "over"),
    [
        ([Taken("magnesium", 350, "mg")], set()),
        ([Taken("magnesium", 200, "mg"), Taken("magnesium citrate", 200, "mg")], {"magnesium"}),
        ([Taken("vitamin d", 100, "ug")], set()),
        ([Taken("vitamin d", 101, "ug")], {"vitamin_d"}),
        ([Taken("iron", 900, "mg")], set()),
        ([], set()),
    ],
)
def test_upper_limits_are_of_the_whole_day(taken, over):
    from gutline.meals.reference import Person

    assert {one.substance for one in over_limits(taken, Person("female", 40))} == over


MEALS = Plan("meal_timing")


def meals(medicines, **more):
    answers = {k: v for k, v in whole_answers().items() if not k.startswith("takes_")}
    return may_start(MEALS, Profile({**answers, **more}, medicines))


@pytest.mark.parametrize(
    ("medicines", "allowed"),
    [
        ((), True),
        (("ibuprofen",), True),
        (("levothyroxine", "magnesium"), True),
        (("insulin",), False),
        (("Fiasp",), False),
        (("ibuprofen", "something for sugar"), False),
        (None, False),
    ],
)
def test_a_medicine_nobody_here_knows_may_be_any_medicine(medicines, allowed):
    assert meals(medicines).allowed is allowed


def test_the_question_behind_an_unknown_medicine_is_asked_and_settles_it():
    assert meals(("Fiasp",)).ask == ("takes_insulin_or_sulfonylurea",)
    assert meals(("Fiasp",), takes_insulin_or_sulfonylurea=False).allowed
    told = meals(("Fiasp",), takes_insulin_or_sulfonylurea=True)
    assert {reason.rule for reason in told.reasons} == {"insulin_and_meals"}


def test_a_medicine_that_is_known_is_told_beside_one_that_is_not():
    known = know_person(Profile({}, ("warfarin", "Fiasp")), None, None)
    assert known["takes_anticoagulant"].value is True
    assert "takes_insulin_or_sulfonylurea" not in known
    assert (
        know_person(Profile({}, ("warfarin",)), None, None)["takes_insulin_or_sulfonylurea"].value
        is False
    )


def entry(name, value, unit, kind="supplement", hour=8):
    return Entry(
        at=datetime(2026, 3, 1, hour, tzinfo=UTC), kind=kind, name=name, value=value, unit=unit
    )


def test_of_the_days_of_a_diary_the_one_with_most_counts():
    entries = [entry("magnesium", v, "mg") for v in (200.0, 200.0, 300.0)]
    days = {0: date(2026, 3, 1), 1: date(2026, 3, 1), 2: date(2026, 3, 2)}
    known = logged_facts(entries, days, {})
    assert known["dose_magnesium_mg"].value == 400.0
    assert known["dose_magnesium_mg"].words == "your diary: 400 mg of magnesium a day"


def test_a_medicine_in_a_diary_is_taken_and_has_no_dose_of_a_supplement():
    known = logged_facts([entry("warfarin", 5.0, "mg", "medicine")], {0: date(2026, 3, 1)}, {})
    assert known["takes_anticoagulant"].words == "you logged warfarin"
    assert not [name for name in known if name.startswith("dose_")]


@pytest.mark.parametrize(
    ("name", "substance"),
    [("turmeric", "curcumin"), ("Ginger", "ginger"), ("fibre", "fibre"), ("curcumin", "curcumin")],
)
def test_the_plain_name_of_a_spice_means_its_supplement_where_it_is_taken(name, substance):
    assert [one.id for one in substances_taken(name)] == [substance]


def test_a_meal_with_a_spice_is_no_supplement_and_a_supplement_of_it_is():
    eaten = "2026-03-01 20:00 ate ginger\n2026-03-01 20:00 ate turmeric\n"
    taken = "2026-03-01 20:00 supplement turmeric\n"
    used = {"uses_curcumin", "uses_ginger"}
    assert not used & {f for f, s in diary_signs(parse_text(eaten)).items() if s.value is True}
    assert diary_signs(parse_text(taken))["uses_curcumin"].value is True


def test_turmeric_is_not_tested_beside_a_blood_thinner():
    day = date(2026, 3, 1)
    profile = Profile(medicines=("warfarin",))
    decision = may_start(Plan("supplement", ("turmeric",), 28, day), profile, None, today=day)
    assert "curcumin_bleeding" in {reason.rule for reason in decision.reasons}
    assert "curcumin_bleeding" in {one.rule for one in cautions([Taken("turmeric")], profile)}

"""Cautions by medicine, condition, dose and combination; upper limits; hours apart."""

from __future__ import annotations

import pytest

from gutline.catalog.takings import load_substances
from gutline.diary import parse_text
from gutline.meals.reference import Person
from gutline.safety import Profile, cautions
from gutline.safety.supplements import keep_apart, over_limits, too_close
from gutline.safety.takings import Taken, dose_of, medicines_in, substances_in, taken_facts


def rules(taken, **profile) -> list[str]:
    return [one.rule for one in cautions(taken, Profile(**profile))]


@pytest.mark.parametrize(
    ("name", "medicine", "rule"),
    [
        ("curcumin", "warfarin", "curcumin_bleeding"),
        ("turmeric capsules", "Eliquis", "curcumin_bleeding"),
        ("magnesium citrate", "levothyroxine", "magnesium_spacing"),
        ("magnesium", "doxycycline", "magnesium_spacing"),
        ("magnesium", "amlodipine", "magnesium_pressure"),
        ("fish oil", "Xarelto", "omega3_much"),
        ("probiotic", "methotrexate", "live_bacteria"),
        ("kefir", "phenelzine", "ferments_and_maoi"),
        ("vitamin d", "hydrochlorothiazide", "vitamin_d_much"),
        ("l-glutamine", "valproate", "glutamine_conditions"),
        ("ginger capsule", "warfarin", "ginger_stomach"),
    ],
)
def test_a_supplement_with_a_medicine(name, medicine, rule):
    assert rule in rules([Taken(name)], medicines=(medicine,))
    assert rule not in rules([Taken(name)], medicines=("cetirizine",))


@pytest.mark.parametrize(
    ("name", "condition", "rule"),
    [
        ("curcumin", "liver_disease", "curcumin_liver_risk"),
        ("curcumin", "surgery_soon", "curcumin_bleeding"),
        ("magnesium", "kidney_disease", "magnesium_kidneys"),
        ("fish oil", "atrial_fibrillation", "omega3_heart_rhythm"),
        ("probiotic", "central_line", "live_bacteria"),
        ("glutamine", "epilepsy", "glutamine_conditions"),
        ("vitamin d", "sarcoidosis", "vitamin_d_much"),
        ("psyllium", "bowel_narrowing", "fibre_fluid"),
    ],
)
def test_a_supplement_with_a_condition(name, condition, rule):
    assert rule in rules([Taken(name)], answers={condition: True})
    assert rule not in rules([Taken(name)], answers={condition: False})


@pytest.mark.parametrize(
    ("taken", "rule", "shown"),
    [
        ([Taken("magnesium", 400, "mg")], "magnesium_dose", True),
        ([Taken("magnesium", 350, "mg")], "magnesium_dose", False),
        ([Taken("magnesium", 2)], "magnesium_dose", True),
        ([Taken("magnesium"), Taken("magnesium citrate")], "magnesium_dose", False),
        ([Taken("magnesium"), Taken("magnesium citrate", 2)], "magnesium_dose", True),
        ([Taken("vitamin d", 5000, "iu")], "vitamin_d_much", True),
        ([Taken("vitamin d", 4000, "iu")], "vitamin_d_much", False),
        ([Taken("vitamin d", 125, "ug")], "vitamin_d_much", True),
        ([Taken("fish oil", 4)], "omega3_heart_rhythm", True),
        ([Taken("fish oil", 1)], "omega3_heart_rhythm", False),
    ],
)
def test_doses_add_up_over_products(taken, rule, shown):
    assert (rule in rules(taken)) is shown


@pytest.mark.parametrize(
    ("taken", "rule"),
    [
        ([Taken("turmeric with black pepper")], "curcumin_liver_risk"),
        ([Taken("curcumin"), Taken("iron")], "curcumin_iron"),
        ([Taken("magnesium"), Taken("iron")], "magnesium_spacing"),
    ],
)
def test_combinations_are_seen(taken, rule):
    assert rule in rules(taken)


def test_pain_tablets_with_much_alcohol():
    assert "alcohol_and_painkillers" in rules(
        [Taken("ibuprofen")], answers={"alcohol_units_a_week": 20}
    )
    assert "alcohol_and_painkillers" not in rules(
        [Taken("ibuprofen")], answers={"alcohol_units_a_week": 10}
    )


def test_only_what_is_looked_at_is_shown():
    profile = Profile({"kidney_disease": True, "gallstones": True}, (), (Taken("curcumin"),))
    assert [one.rule for one in cautions([Taken("magnesium")], profile)] == ["magnesium_kidneys"]
    both = {one.rule for one in cautions([], Profile(profile.answers, (), (Taken("curcumin"),)))}
    assert both == {"curcumin_gallbladder"}


def test_a_medicine_that_is_looked_at_shows_what_it_does_with_supplements():
    profile = Profile({}, (), (Taken("magnesium"),))
    assert [one.rule for one in cautions([Taken("levothyroxine")], profile)] == [
        "magnesium_spacing"
    ]


def test_what_was_logged_lately_counts_as_taken():
    diary = parse_text("2026-03-01 08:00 medicine warfarin\n")
    found = [one.rule for one in cautions([Taken("curcumin")], None, diary)]
    assert found == ["curcumin_bleeding"]


def test_the_strictest_caution_comes_first_with_its_reason():
    found = cautions([Taken("curcumin")], Profile({"gallstones": True}, ("warfarin",)))
    assert [one.urgency for one in found] == ["urgent", "soon"]
    assert found[0].blocks
    assert "your medicines: warfarin" in found[0].why


@pytest.mark.parametrize(
    ("taken", "person", "over"),
    [
        ([Taken("magnesium", 400, "mg")], Person("male", 40), [("magnesium", 350.0)]),
        ([Taken("magnesium", 300, "mg")], Person("male", 40), []),
        ([Taken("vitamin d", 5000, "iu")], None, [("vitamin_d", 4000.0)]),
        ([Taken("vitamin d", 2000, "iu"), Taken("cod liver oil", 2)], None, []),
        ([Taken("something new", 9000, "mg")], None, []),
    ],
)
def test_upper_limits(taken, person, over):
    assert [(one.substance, one.limit) for one in over_limits(taken, person)] == over


@pytest.mark.parametrize(
    ("names", "hours"),
    [
        (("magnesium", "levothyroxine"), [4.0]),
        (("magnesium glycinate", "doxycycline"), [3.0]),
        (("magnesium", "iron"), [4.0]),
        (("magnesium", "ibuprofen"), []),
        (("vitamin c", "levothyroxine"), []),
    ],
)
def test_what_has_to_lie_hours_apart(names, hours):
    assert [pair.hours for pair in keep_apart(names)] == hours


def test_a_diary_shows_what_was_taken_too_close_together():
    text = (
        "2026-03-01 08:00 medicine levothyroxine\n2026-03-01 09:00 took magnesium\n"
        "2026-03-02 08:00 medicine levothyroxine\n2026-03-02 21:00 took magnesium\n"
        "2026-03-03 medicine levothyroxine\n2026-03-03 took magnesium\n"
    )
    (pair,) = too_close(parse_text(text))
    assert (pair.one, pair.other, pair.hours, pair.times) == ("magnesium", "levothyroxine", 4.0, 1)
    assert too_close(parse_text("2026-03-02 21:00 took magnesium\n")) == []


@pytest.mark.parametrize(
    ("taken", "substance", "dose"),
    [
        (Taken("magnesium"), "magnesium", 200.0),
        (Taken("magnesium", 3, "serving"), "magnesium", 600.0),
        (Taken("magnesium", 0.4, "g"), "magnesium", 400.0),
        (Taken("magnesium oxide", 300, "mg"), "magnesium", 300.0),
        (Taken("fish oil"), "omega3", 300.0),
        (Taken("vitamin d", 25, "ug"), "vitamin_d", 1000.0),
        (Taken("vitamin d", 0.025, "mg"), "vitamin_d", 1000.0),
        (Taken("vitamin d", 1000, "iu"), "vitamin_d", 1000.0),
        (Taken("l-glutamine", 5, "g"), "glutamine", 5.0),
        (Taken("a powder"), "magnesium", None),
        (Taken("magnesium", 5, "ml"), "magnesium", None),
        (Taken("probiotic"), "probiotic", None),
    ],
)
def test_a_dose_in_the_units_of_its_substance(taken, substance, dose):
    found = dose_of(taken, load_substances()[substance])
    assert found == (None if dose is None else pytest.approx(dose))


def test_a_weight_of_oil_is_not_a_weight_of_what_it_holds():
    dose = dose_of(Taken("fish oil", 1, "g"), load_substances()["omega3"])
    assert dose is not None
    assert dose < 600


@pytest.mark.parametrize(
    ("name", "classes"),
    [
        ("Warfarin 5mg", {"anticoagulant"}),
        ("WARFARIN", {"anticoagulant"}),
        ("warfare", set()),
        ("aspirin", {"antiplatelet", "nsaid"}),
        ("prednisolone", {"immunosuppressant"}),
        ("", set()),
    ],
)
def test_medicines_are_sorted_by_whole_words(name, classes):
    assert {one.id for one in medicines_in(name)} == classes


def test_substances_are_found_by_words_contents_and_tags():
    assert {one.id for one in substances_in("turmeric with black pepper")} == {
        "curcumin",
        "piperine",
    }
    assert {one.id for one in substances_in("cod liver oil")} == {"omega3", "vitamin_d"}
    assert {one.id for one in substances_in("jar", ["fermented_live"])} == {"fermented_food"}
    assert substances_in("bread") == ()


def test_a_list_makes_uses_and_doses_known():
    known = taken_facts([Taken("magnesium", 2), Taken("magnesium")])
    assert known["uses_magnesium"].value is True
    assert known["dose_magnesium_mg"].value == 600.0

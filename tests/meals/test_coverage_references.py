"""Which reference intakes hold for whom."""

from __future__ import annotations

import pytest

from gutline.meals.reference import Person, PersonError, references_for, upper_limit_for


def first(nutrient: str, *person: object) -> tuple[float, float]:
    reference = references_for(nutrient, Person(*person))[0]  # type: ignore[arg-type]
    return reference.low, reference.high


def test_a_known_age_and_sex_give_one_figure():
    assert first("fibre_g", "female", 42) == (25.0, 25.0)
    assert first("fibre_g", "male", 42) == (38.0, 38.0)
    assert not references_for("fibre_g", Person("male", 42))[0].is_range


def test_an_unknown_age_or_sex_gives_the_range_over_adults():
    assert first("fibre_g") == (21.0, 38.0)
    assert first("fibre_g", "female") == (21.0, 25.0)
    assert first("magnesium_mg", None, 25) == (310.0, 400.0)
    assert references_for("fibre_g", Person())[0].is_range


def test_what_is_missing_is_said():
    assert Person().missing == ("sex", "age")
    assert Person("female").missing == ("age",)
    assert Person(age=42).missing == ("sex",)
    assert Person(age=6).missing == ()
    assert Person(life_stage="pregnancy").missing == ("age",)
    assert Person("male", 42).missing == ()


def test_pregnancy_and_lactation_have_their_own():
    assert first("protein_g", "female", 30, "pregnancy") == (71.0, 71.0)
    assert first("magnesium_mg", None, None, "pregnancy") == (350.0, 360.0)
    assert first("water_g", None, 30, "lactation") == (3800.0, 3800.0)
    assert references_for("protein_g", Person(age=60, life_stage="pregnancy")) == ()


def test_children_have_their_own():
    assert first("magnesium_mg", "male", 6) == (130.0, 130.0)


def test_the_figure_of_another_body_follows():
    american, european = references_for("water_g", Person("female", 42))
    assert (american.high, american.authority) == (2700.0, "US National Academies")
    assert (european.high, european.authority) == (2000.0, "EFSA")
    assert [r.authority for r in references_for("epa_dha_g", Person("male", 42))] == ["EFSA"]


def test_protein_goes_by_weight_where_it_is_known():
    (reference,) = references_for("protein_g", Person("female", 42, weight_kg=70.0))
    assert reference.low == pytest.approx(56.0)
    assert reference.high == pytest.approx(56.0)
    assert reference.per_kg == 0.8
    assert references_for("fibre_g", Person("female", 42, weight_kg=70.0))[0].high == 25.0


def test_upper_limits():
    magnesium = upper_limit_for("magnesium_mg", Person("male", 42))
    vitamin_d = upper_limit_for("vitamin_d_ug", Person())
    assert magnesium is not None
    assert vitamin_d is not None
    assert (magnesium.high, magnesium.scope) == (350.0, "supplements")
    assert (vitamin_d.low, vitamin_d.high, vitamin_d.scope) == (100.0, 100.0, "all")
    assert upper_limit_for("fibre_g", Person()) is None


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"sex": "Female"}, "give female or male"),
        ({"age": 0}, "years from 1 to 120"),
        ({"age": 121}, "years from 1 to 120"),
        ({"life_stage": "retired"}, "pregnancy or lactation"),
        ({"sex": "male", "life_stage": "pregnancy"}, "has no reference intakes"),
        ({"weight_kg": 5.0}, "kilograms from 20 to 400"),
        ({"weight_kg": float("nan")}, "kilograms from 20 to 400"),
    ],
)
def test_impossible_persons_are_refused(fields, reason):
    with pytest.raises(PersonError, match=reason):
        Person(**fields)

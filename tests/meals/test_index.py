"""The literature inflammatory index, against values worked out by hand."""

from __future__ import annotations

from datetime import date, timedelta
from statistics import NormalDist

import pytest

from gutline.catalog import load_nutrients
from gutline.catalog.index_parameters import IndexParameter, load_index_parameters
from gutline.diary import Contents, Diary, Entry
from gutline.meals.inflammatory_index import LEAST_PARAMETERS, index_of, inflammatory_index
from tests.meals.foods_by_hand import START, days_of, described, eaten

FIBRE = IndexParameter("Fiber", "g", -0.663, 18.8, 4.9)
SATURATED = IndexParameter("Saturated fat", "g", 0.373, 28.6, 8.0)
TO_UNIT = {"g": 1000.0, "mg": 1.0, "ug": 0.001, "kcal": 1.0}


def amounts_at(z: float) -> dict[str, float]:
    """Nutrients of a day on which every parameter lies z standard deviations from its mean."""
    nutrients = {n.index: n for n in load_nutrients().values() if n.index and n.id != "ala_g"}
    amounts = {"ala_g": 0.0}
    for parameter in load_index_parameters():
        own = nutrients[parameter.name]
        amount = parameter.mean + z * parameter.sd
        amounts[own.id] = amount * TO_UNIT[parameter.unit] / TO_UNIT[own.unit]
    return amounts


def of_day(nutrients: dict[str, float]) -> Diary:
    return described(days_of("meal", days=1), meal=Contents(1000.0, {}, nutrients))


def test_the_mean_of_the_world_is_zero():
    assert index_of({"Fiber": 18.8, "Saturated fat": 28.6}, [FIBRE, SATURATED]) == 0.0


def test_one_standard_deviation_worked_out_by_hand():
    # The centred percentile of z = 1 is 2 * 0.841345 - 1 = 0.682689.
    assert index_of({"Fiber": 23.7}, [FIBRE]) == pytest.approx(-0.663 * 0.682689, abs=1e-5)
    assert index_of({"Saturated fat": 36.6}, [SATURATED]) == pytest.approx(0.254643, abs=1e-5)
    both = index_of({"Fiber": 23.7, "Saturated fat": 36.6}, [FIBRE, SATURATED])
    assert both == pytest.approx(-0.452623 + 0.254643, abs=1e-5)


def test_a_parameter_without_an_amount_is_passed_over():
    assert index_of({"Fiber": 23.7}, [FIBRE, SATURATED]) == index_of({"Fiber": 23.7}, [FIBRE])
    assert index_of({}, [FIBRE]) == 0


def test_a_whole_day_at_the_means_is_zero():
    (day,) = inflammatory_index(of_day(amounts_at(0.0)))
    assert day.day == date(2026, 3, 1)
    assert day.value == pytest.approx(0.0, abs=1e-9)
    assert (day.parameters, day.possible) == (28, 28)


@pytest.mark.parametrize("z", [-0.5, 0.5, 2.0])
def test_a_whole_day_away_from_the_means_is_the_sum_of_the_weights(z):
    (day,) = inflammatory_index(of_day(amounts_at(z)))
    weights = sum(parameter.weight for parameter in load_index_parameters())
    assert day.value == pytest.approx((2 * NormalDist().cdf(z) - 1) * weights, abs=1e-6)


def test_both_kinds_of_omega_3_are_added():
    plant = {**amounts_at(0.0), "ala_g": 0.53, "epa_dha_g": 0.53}
    (day,) = inflammatory_index(of_day(plant))
    assert day.value == pytest.approx(0.0, abs=1e-9)


def test_parameters_that_are_not_known_are_left_out_and_counted():
    some = dict(amounts_at(1.0))
    del some["fibre_g"]
    (day,) = inflammatory_index(of_day(some))
    rest = sum(p.weight for p in load_index_parameters() if p.name != "Fiber")
    assert day.parameters == 27
    assert day.value == pytest.approx(0.682689 * rest, abs=1e-4)


def test_too_few_parameters_give_no_figure():
    few = dict(list(amounts_at(1.0).items())[: LEAST_PARAMETERS - 2])
    (day,) = inflammatory_index(of_day(few))
    assert day.value is None
    assert day.parameters < LEAST_PARAMETERS


def test_a_parameter_known_for_too_little_of_the_food_is_left_out():
    entries = [*days_of("meal", days=1), *eaten("grumph")]
    diary = described(entries, meal=Contents(1000.0, {}, amounts_at(1.0)))
    (day,) = inflammatory_index(diary)
    assert (day.value, day.parameters) == (None, 0)


def test_days_that_are_not_logged_in_full_have_none():
    diary = described(days_of("meal", days=2, extra=1), meal=Contents(1000.0, {}, amounts_at(0.0)))
    assert [d.day for d in inflammatory_index(diary)] == [
        date(2026, 3, 1), date(2026, 3, 1) + timedelta(days=1),
    ]  # fmt: skip


def test_supplements_are_no_part_of_it():
    entries = [*days_of("meal", days=1), Entry(START, "supplement", "tablet")]
    diary = described(
        entries,
        meal=Contents(1000.0, {}, amounts_at(0.0)),
        tablet=Contents(None, {}, {"magnesium_mg": 400.0}),
    )
    assert inflammatory_index(diary)[0].value == pytest.approx(0.0, abs=1e-9)


def test_a_diary_without_days_has_none():
    assert inflammatory_index(Diary(())) == ()

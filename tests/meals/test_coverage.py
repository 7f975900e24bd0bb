"""Coverage: intake over a window beside reference intakes, and what keeps it from being told."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from gutline.diary import Contents, Diary, Entry
from gutline.meals.contents import describe
from gutline.meals.coverage import NUTRIENTS, Coverage, NutrientCoverage, WindowError, coverage
from gutline.meals.reference import Person
from tests.meals.foods_by_hand import START, CountingReader, days_of, described

WOMAN = Person("female", 42)
FULL = dict.fromkeys(NUTRIENTS, 0.0)


def meal(**nutrients: float) -> Contents:
    """Food of one day, of which all nutrients are known; those not given are 0."""
    return Contents(1000.0, {}, {**FULL, **nutrients})


def daily(*amounts: float, nutrient: str = "fibre_g") -> Diary:
    """A diary of complete days with such an intake of one nutrient."""
    entries = []
    for number, amount in enumerate(amounts):
        at = START + timedelta(days=number)
        entries.append(Entry(at, "food", "meal", amount, "serving"))
        entries.append(Entry(at, "complete", "all"))
    return described(entries, meal=meal(**{nutrient: 1.0}))


def of(found: Coverage, nutrient: str) -> NutrientCoverage:
    return next(n for n in found.nutrients if n.nutrient == nutrient)


def with_supplement(name: str, own: Contents, days: int, **amount: object) -> Diary:
    food = days_of("meal", days=days)
    taken = [
        Entry(START + timedelta(days=n), "supplement", name, **amount)  # type: ignore[arg-type]
        for n in range(days)
    ]
    return Diary((*food, *taken), contents={"meal": meal(), name: own})


# Intake and reference -----------------------------------------------------------------------


def test_a_mean_with_its_interval_beside_the_reference():
    fibre = of(coverage(daily(10.0, 20.0, 30.0), WOMAN), "fibre_g")
    assert fibre.total is not None
    assert (fibre.total.mean, fibre.total.days) == (20.0, 3)
    assert fibre.total.low == pytest.approx(3.1414, abs=1e-3)
    assert fibre.references[0].high == 25.0
    assert fibre.share == pytest.approx(0.8)
    assert (fibre.name, fibre.unit, fibre.known) == ("fibre", "g", 1.0)


@pytest.mark.parametrize(
    ("amounts", "status"),
    [
        ([30.0, 31.0, 32.0, 30.0], "reached"),
        ([25.0, 25.0, 25.0], "reached"),
        ([10.0, 11.0, 10.0, 11.0], "below"),
        ([24.0, 25.0, 24.0, 26.0], "around"),
        ([10.0, 20.0, 30.0], "open"),
        ([10.0, 20.0], "unknown"),
    ],
)
def test_what_the_interval_says_of_the_reference(amounts, status):
    assert of(coverage(daily(*amounts), WOMAN), "fibre_g").status == status


def test_food_and_supplements_are_kept_apart():
    tablet = Contents(None, {}, {"magnesium_mg": 100.0})
    diary = with_supplement("tablet", tablet, 4, value=2.0, unit="serving")
    diary = Diary(diary.entries, contents={**diary.contents, "meal": meal(magnesium_mg=150.0)})
    magnesium = of(coverage(diary, WOMAN), "magnesium_mg")
    assert magnesium.total is not None
    assert (magnesium.food, magnesium.supplements, magnesium.total.mean) == (150.0, 200.0, 350.0)
    assert magnesium.status == "reached"


def test_fish_omega_3_is_compared_with_the_one_figure_there_is():
    found = of(coverage(daily(0.3, 0.3, 0.3, nutrient="epa_dha_g"), WOMAN), "epa_dha_g")
    assert (found.status, found.references[0].authority) == ("reached", "EFSA")


def test_protein_by_weight():
    heavy = Person("female", 42, weight_kg=90.0)
    found = of(coverage(daily(60.0, 60.0, 60.0, nutrient="protein_g"), heavy), "protein_g")
    assert found.references[0].high == pytest.approx(72.0)
    assert found.status == "below"


def test_without_age_and_sex_there_is_a_range():
    fibre = of(coverage(daily(30.0, 30.0, 30.0)), "fibre_g")
    assert (fibre.references[0].low, fibre.references[0].high) == (21.0, 38.0)
    assert fibre.status == "open"
    assert of(coverage(daily(40.0, 40.0, 40.0)), "fibre_g").status == "reached"
    assert of(coverage(daily(5.0, 5.0, 5.0)), "fibre_g").status == "below"


def test_who_has_no_reference_is_told_the_intake_alone():
    nobody = Person(age=60, life_stage="pregnancy")
    fibre = of(coverage(daily(30.0, 30.0, 30.0), nobody), "fibre_g")
    assert (fibre.references, fibre.share, fibre.status) == ((), None, "open")


# What is not known --------------------------------------------------------------------------


def test_what_is_not_known_makes_the_intake_a_lower_bound():
    entries = days_of("meal", "grumph", days=4)
    fibre = of(coverage(described(entries, meal=meal(fibre_g=10.0)), WOMAN), "fibre_g")
    assert fibre.known == pytest.approx(0.5)
    assert fibre.status == "open"


def test_a_little_unknown_does_not_keep_from_telling():
    entries = days_of(*["meal"] * 12, "grumph", days=4)
    fibre = of(coverage(described(entries, meal=meal(fibre_g=1.0)), WOMAN), "fibre_g")
    assert fibre.known == pytest.approx(12 / 13)
    assert fibre.status == "below"


def test_enough_is_enough_whatever_is_unknown():
    entries = days_of("meal", "grumph", days=4)
    fibre = of(coverage(described(entries, meal=meal(fibre_g=40.0)), WOMAN), "fibre_g")
    assert fibre.status == "reached"


def test_days_of_which_too_little_is_known_are_left_out_for_that_nutrient():
    entries = days_of("meal", "grumph", "grumph", days=4)
    found = coverage(described(entries, meal=meal(fibre_g=10.0)), WOMAN)
    assert found.why == ""
    assert of(found, "fibre_g").total is None
    assert of(found, "fibre_g").status == "unknown"


def test_unknown_foods_are_named_the_most_frequent_first():
    entries = days_of("meal", "grumph", "blob", "grumph", days=3)
    found = coverage(described(entries, meal=meal(), blob=Contents()), WOMAN)
    assert found.unknown_foods == (("grumph", 6), ("blob", 3))


def test_unknown_supplements_are_named():
    found = coverage(with_supplement("mystery", Contents(), 3), WOMAN)
    assert found.unknown_supplements == ("mystery",)


# Which days count ---------------------------------------------------------------------------


def test_days_that_are_not_logged_in_full_are_left_out_and_counted():
    entries = days_of("meal", days=5, extra=2)
    entries.append(Entry(START + timedelta(days=9), "stress", "stress", 3.0, "nrs"))
    found = coverage(described(entries, meal=meal(fibre_g=10.0)), WOMAN)
    assert (found.days, found.counted, found.incomplete, found.unlogged) == (10, 5, 2, 3)
    assert found.marked
    assert found.first_day == date(2026, 3, 1)
    assert found.last_day == date(2026, 3, 10)


def test_only_the_last_days_are_looked_at():
    found = coverage(daily(*[5.0] * 30, *[20.0] * 7), WOMAN, days=7)
    assert found.days == 7
    fibre = of(found, "fibre_g")
    assert fibre.total is not None
    assert fibre.total.mean == 20.0
    assert coverage(daily(*[5.0] * 30), WOMAN).days == 28
    assert coverage(daily(*[5.0] * 30), WOMAN, days=1000).days == 30


@pytest.mark.parametrize("days", [0, -1])
def test_a_window_of_no_days_is_refused(days):
    with pytest.raises(WindowError, match="give 1 or more"):
        coverage(daily(1.0), days=days)


@pytest.mark.parametrize(
    ("entries", "why"),
    [
        ([], "no food or drink was logged in these days"),
        ([Entry(START, "stress", "stress", 3.0, "nrs")], "no food or drink was logged"),
        (days_of("meal", days=1), "only 1 of 1 days was logged in full; 2 more days are enough"),
        (days_of("meal", days=2), "only 2 of 2 days were logged in full; 1 more day is enough"),
    ],
)
def test_too_little_says_why(entries, why):
    found = coverage(described(entries, meal=meal()), WOMAN)
    assert found.why.startswith(why)
    assert all(n.total is None and n.status == "unknown" for n in found.nutrients)


def test_enough_days_say_nothing_of_the_kind():
    assert coverage(daily(1.0, 1.0, 1.0), WOMAN).why == ""


def test_a_day_without_food_counts_as_nothing_eaten():
    entries = [
        Entry(START + timedelta(days=n), "food", name, day_only=True)
        for n, name in enumerate(["meal", "none", "meal", "meal"])
    ]
    fibre = of(coverage(described(entries, meal=meal(fibre_g=20.0)), WOMAN), "fibre_g")
    assert fibre.total is not None
    assert (fibre.total.mean, fibre.total.days) == (15.0, 4)


# Upper limits -------------------------------------------------------------------------------

MAGNESIUM = Contents(None, {}, {"magnesium_mg": 200.0})
VITAMIN_D = Contents(None, {}, {"vitamin_d_ug": 25.0})


def test_the_limit_of_magnesium_is_for_supplements_alone():
    diary = with_supplement("mg", MAGNESIUM, 4, value=2.0, unit="serving")
    limit = of(coverage(diary, WOMAN), "magnesium_mg").limit
    assert limit is not None
    assert (limit.limit.high, limit.days, limit.days_above, limit.most) == (350.0, 4, 4, 400.0)
    rich = Diary(diary.entries, contents={**diary.contents, "meal": meal(magnesium_mg=900.0)})
    single = [e for e in rich.entries if e.kind != "supplement"]
    assert of(coverage(Diary(tuple(single), contents=rich.contents)), "magnesium_mg").limit is None


def test_the_limit_of_vitamin_d_counts_food_as_well():
    diary = with_supplement("d", VITAMIN_D, 4, value=3.0, unit="serving")
    limit = of(coverage(diary, WOMAN), "vitamin_d_ug").limit
    assert limit is not None
    assert (limit.days_above, limit.days_above_with_food) == (0, 0)
    rich = Diary(diary.entries, contents={**diary.contents, "meal": meal(vitamin_d_ug=30.0)})
    limit = of(coverage(rich, WOMAN), "vitamin_d_ug").limit
    assert limit is not None
    assert (limit.days_above, limit.days_above_with_food) == (0, 4)


def test_international_units_reach_the_limit():
    diary = with_supplement("d", VITAMIN_D, 3, value=5000.0, unit="iu")
    limit = of(coverage(diary, WOMAN), "vitamin_d_ug").limit
    assert limit is not None
    assert (limit.most, limit.days_above) == (125.0, 3)


def test_the_limit_is_looked_at_on_days_that_are_not_logged_in_full_too():
    taken = [Entry(START + timedelta(days=n), "supplement", "mg", 2.0, "serving") for n in range(5)]
    found = coverage(described(taken, mg=MAGNESIUM), WOMAN)
    assert found.why == "no food or drink was logged in these days"
    limit = of(found, "magnesium_mg").limit
    assert limit is not None
    assert (limit.days, limit.days_above) == (5, 5)


def test_exactly_the_limit_is_not_above_it():
    diary = with_supplement("mg", MAGNESIUM, 3, value=1.75, unit="serving")
    limit = of(coverage(diary, WOMAN), "magnesium_mg").limit
    assert limit is not None
    assert (limit.most, limit.days_above) == (350.0, 0)


# The whole ----------------------------------------------------------------------------------


def test_from_names_to_coverage():
    entries = days_of("2 rye bread with butter", "milk", days=4)
    found = coverage(describe(Diary(tuple(entries)), read=CountingReader()), WOMAN)
    fibre, protein = of(found, "fibre_g"), of(found, "protein_g")
    assert fibre.total is not None
    assert protein.total is not None
    assert fibre.total.mean == pytest.approx(4.8)
    assert protein.total.mean == pytest.approx(2 * 3.2 + 0.08 + 7.0)
    assert fibre.known == 1.0
    assert of(found, "magnesium_mg").total is None


def test_energy_and_weight_are_not_looked_at():
    assert not {n for n in NUTRIENTS if "energy" in n or "kcal" in n}
    assert len(coverage(daily(1.0, 1.0, 1.0)).nutrients) == 7

"""What a diary can never tell, and what would have to change."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gutline.catalog import load_nutrients
from gutline.diary import Contents, Diary, Entry
from gutline.discovery import Settings, discover
from gutline.discovery.testability import (
    MOST_DAYS,
    forecast,
    partners,
    rating_needs,
    too_few,
)
from gutline.stats.mixture import NormalMixture
from tests.discovery.diaries import (
    PAIN,
    Person,
    also,
    clock,
    diary_of,
    entries_of,
    fitted,
    keep,
    one,
)

EATS = {"milk": 0.4, "rye": 0.5, "egg": 0.3}
USUAL = Settings()
ANALYSIS = fitted(diary_of(Person(EATS, days=100)))


def size(centre: float, spread: float) -> NormalMixture:
    return NormalMixture(np.ones(1), np.array([centre]), np.array([spread]))


def test_an_effect_of_nothing_is_cleared_when_the_interval_is_narrow_enough():
    """1.645 sd = .5 points: at .608 it takes four times the diary of .304."""
    needs = forecast(size(0.0, 2 * 0.5 / 1.645), 30, ANALYSIS, USUAL)
    assert (needs.days, needs.exposures) == (300, 90)


def test_a_clear_effect_is_found_at_four_spreads():
    needs = forecast(size(2.0, 1.0), 30, ANALYSIS, USUAL)
    assert (needs.days, needs.exposures) == (300, 90)


def test_whatever_comes_first():
    assert forecast(size(0.3, 0.4), 30, ANALYSIS, USUAL).days == pytest.approx(983, abs=1)
    assert forecast(size(0.6, 0.2), 30, ANALYSIS, USUAL).days == 78


def test_at_the_margin_it_never_ends():
    needs = forecast(size(0.49, 1.0), 30, ANALYSIS, USUAL)
    assert needs.days == MOST_DAYS


def test_a_forecast_is_never_nothing():
    needs = forecast(size(5.0, 0.01), 30, ANALYSIS, USUAL)
    assert (needs.days, needs.exposures) == (6, 2)


@pytest.mark.parametrize(
    ("count", "days", "length", "more"),
    [(0, 0, 1, 100), (10, 10, 10, 10), (40, 7, 7, 7), (19, 14, 14, 1), (5, 5, 50, 75)],
)
def test_days_until_an_outcome_can_be_told(count, days, length, more):
    assert rating_needs(count, days, length, USUAL).days == more


def test_days_are_counted_once():
    milk = next(e for e in ANALYSIS.exposures if e.name == "milk")
    assert milk.day_count == milk.at_hours.size
    assert too_few(milk, ANALYSIS, USUAL) is None
    assert too_few(milk, ANALYSIS, Settings(least_count=99)).needs.exposures == (
        99 - milk.day_count
    )


def test_foods_eaten_apart_have_no_partner():
    assert partners(ANALYSIS.outcomes[PAIN].group) == {}


def test_foods_never_eaten_apart_are_partners():
    entries = entries_of(Person(EATS, days=100))
    butter = [Entry(e.at, "food", "butter") for e in entries if e.name == "rye"]
    outcome = fitted(Diary((*entries, *butter))).outcomes[PAIN]
    names = [e.name for e in outcome.group.candidates.exposures]
    found = {names[j]: other for j, other in partners(outcome.group).items()}
    assert found == {"butter": "rye", "rye": "butter"}


def test_a_supplement_is_measured_by_its_own_days():
    """Food is logged in the first month only; iron is taken in all three, every other day."""
    entries = keep(
        diary_of(Person(EATS, days=90)), lambda e: e.kind == "symptom" or e.at < clock(24 * 45)
    )
    iron = [Entry(clock(24.0 * d + 8.0), "supplement", "iron") for d in range(0, 90, 2)]
    f = one(discover(also(entries, iron)), "iron")
    assert f.verdict != "untestable", f.reason


def test_a_food_is_never_asked_to_be_had_without_its_own_tag():
    diary = diary_of(Person(EATS, {"milk": (2.0, 8.0)}, seed=5))
    cheese = [Entry(clock(24.0 * d + 8.0), "food", "cheese") for d in (10, 60)]
    tags = {"milk": ("dairy",), "cheese": ("dairy",)}
    milk = one(discover(Diary((*diary.entries, *cheese), tags=tags)), "milk")
    assert milk.verdict.found
    assert "milk without dairy" not in milk.next_step


def test_a_food_is_never_asked_to_be_had_without_a_nutrient_of_its_own():
    diary = diary_of(Person({"apple": 0.4, "tea": 0.5, "egg": 0.3}, {"apple": (0.5, 8.0)}))
    held = {"apple": 3.0, "tea": 0.01, "egg": 0.0}
    contents = {name: Contents(100.0, {}, {"polyols_g": grams}) for name, grams in held.items()}
    group = fitted(replace(diary, contents=contents)).outcomes[PAIN].group
    names = [(e.level, e.name) for e in group.candidates.exposures]
    found = {names[j]: other for j, other in partners(group).items()}
    assert found == {("nutrient", load_nutrients()["polyols_g"].name): "apple"}

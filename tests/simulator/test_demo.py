"""The fixed person of the demo."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from gutline.simulator import SimulatedPerson, demo_diary


@pytest.fixture(scope="module")
def person() -> SimulatedPerson:
    return demo_diary()


def test_is_always_the_same(person: SimulatedPerson) -> None:
    assert demo_diary().diary == person.diary


def test_is_half_a_year_up_to_a_fixed_day(person: SimulatedPerson) -> None:
    assert person.diary.days[0] == date(2026, 1, 2)
    assert person.diary.days[-1] == date(2026, 6, 30)
    assert len(person.diary.days) == 180


def test_holds_one_suspect_one_helper_and_one_confounder(person: SimulatedPerson) -> None:
    back = person.truth.effects["back pain"]
    assert {name for name, effect in back.items() if effect.effect_at_peak > 0} == {"lactose"}
    assert {name for name, effect in back.items() if effect.effect_at_peak < 0} == {"salmon"}
    assert set(person.truth.confounders["back pain"]) == {"stress"}


def test_most_foods_do_nothing(person: SimulatedPerson) -> None:
    acting = {m for es in person.truth.effects.values() for e in es.values() for m in e.members}
    assert len(acting) <= 4
    assert len(person.diary.names("food")) >= 20


def test_the_suspect_is_a_tag_of_several_foods(person: SimulatedPerson) -> None:
    assert set(person.truth.effects["back pain"]["lactose"].members) == {
        "milk",
        "yoghurt",
        "ice cream",
    }


def test_the_same_food_acts_sooner_on_the_belly(person: SimulatedPerson) -> None:
    effects = person.truth.effects
    assert effects["bloating"]["lactose"].peak_hours < effects["back pain"]["lactose"].peak_hours


def test_there_is_a_rare_food_that_cannot_be_judged(person: SimulatedPerson) -> None:
    counts = dict.fromkeys(person.diary.names("food"), 0)
    for entry in person.diary.of_kind("food"):
        counts[entry.name] += 1
    assert 0 < min(counts.values()) < 8
    assert max(counts.values()) > 150


def test_ratings_stay_in_mid_scale(person: SimulatedPerson) -> None:
    for rated in person.latent.rated.values():
        assert 2.5 < rated.values.mean() < 5.0
        assert np.mean((rated.values == 0) | (rated.values == 10)) < 0.1


def test_names_are_plain_words(person: SimulatedPerson) -> None:
    assert all(name == name.lower() for name in person.diary.names("food"))
    assert all("kind" not in name for name in person.diary.names("food"))

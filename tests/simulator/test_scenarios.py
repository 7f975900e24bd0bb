"""Every scenario, found by its file, keeps the same promises."""

from __future__ import annotations

import pkgutil
from typing import TYPE_CHECKING

import numpy as np
import pytest

from gutline.catalog import load_kinds
from gutline.simulator import SCENARIOS, ScenarioError, SimulatedPerson, draw_person, scenarios
from gutline.simulator.kernels import FAST, SLOW
from gutline.simulator.registry import NULL_PREFIX, find_scenario, scenario_names
from gutline.simulator.truth import RESPONSES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Draw = Callable[..., SimulatedPerson]

NULLS = [name for name in SCENARIOS if name.startswith(NULL_PREFIX)]
ACTING = [name for name in SCENARIOS if not name.startswith(NULL_PREFIX)]
FEWEST_KINDS = 8


@pytest.mark.parametrize("scenario", SCENARIOS)
class TestEveryScenario:
    def test_draws_a_diary_of_its_length(self, scenario: str, draw: Draw) -> None:
        person = draw(scenario, days=90)
        assert person.scenario == scenario
        assert 85 <= len(person.diary.days) <= 90

    def test_the_same_seed_gives_the_same_person(self, scenario: str) -> None:
        one, other = (
            draw_person(scenario, days=40, rng=np.random.default_rng(7)) for _ in range(2)
        )
        assert one.diary == other.diary
        assert repr(one.truth.confounders) == repr(other.truth.confounders)

    def test_another_seed_gives_another_person(self, scenario: str) -> None:
        one, other = (
            draw_person(scenario, days=40, rng=np.random.default_rng(seed)) for seed in (1, 2)
        )
        assert one.diary != other.diary

    def test_entries_are_of_known_kinds_units_and_ranges(self, scenario: str, draw: Draw) -> None:
        kinds = load_kinds()
        for entry in draw(scenario).diary.entries:
            kind = kinds[entry.kind]
            assert entry.unit in {"", *kind.units}
            if entry.value is not None:
                low, high = kind.range[entry.unit]
                assert low <= entry.value <= high

    def test_entries_are_in_order_of_time(self, scenario: str, draw: Draw) -> None:
        times = [entry.at for entry in draw(scenario).diary.entries]
        assert times == sorted(times)

    def test_three_outcomes_rated_at_the_same_times(self, scenario: str, draw: Draw) -> None:
        person = draw(scenario)
        times = {
            name: [e.at for e in person.diary.of_kind("symptom") if e.name == name]
            for name in person.truth.outcomes
        }
        assert len(times) == 3
        first, second, third = times.values()
        assert first == second == third

    def test_ratings_are_whole_numbers_that_the_latent_record_holds(
        self, scenario: str, draw: Draw
    ) -> None:
        person = draw(scenario)
        for outcome, rated in person.latent.rated.items():
            logged = [e.value for e in person.diary.of_kind("symptom") if e.name == outcome]
            assert logged == rated.values.tolist()
            assert set(logged) <= set(range(11))

    def test_ratings_follow_the_latent_value(self, scenario: str, draw: Draw) -> None:
        for rated in draw(scenario).latent.rated.values():
            assert np.array_equal(rated.values, np.clip(np.round(rated.latent), 0, 10))

    def test_latent_is_noise_effects_confounders_and_a_level(
        self, scenario: str, draw: Draw
    ) -> None:
        person = draw(scenario)
        for outcome, rated in person.latent.rated.items():
            rest = rated.latent - rated.noise
            for name, effect in person.truth.effects[outcome].items():
                rest = rest - effect.added(rated.hours, person.latent.taken[name])
            day = (rated.hours // 24).astype(int)
            columns = [np.ones(day.size)]
            for name in person.truth.confounders[outcome]:
                daily = person.latent.daily[name]
                columns += [daily[day], daily[np.maximum(day - 1, 0)]]
            design = np.column_stack(columns)
            fitted = design @ np.linalg.lstsq(design, rest, rcond=None)[0]
            assert np.allclose(rest, fitted, atol=0.02)

    def test_stress_sleep_movement_and_sitting_are_logged(self, scenario: str, draw: Draw) -> None:
        diary = draw(scenario).diary
        for kind in ("stress", "sleep", "movement", "sitting"):
            assert len(diary.of_kind(kind)) > 0.8 * 180

    def test_only_foods_of_the_menu_are_logged(self, scenario: str, draw: Draw) -> None:
        person = draw(scenario)
        assert set(person.diary.names("food")) <= set(person.latent.taken)
        assert len(person.diary.names("food")) >= 35

    def test_truth_names_things_of_the_diary(self, scenario: str, draw: Draw) -> None:
        person = draw(scenario)
        known = set(person.diary.names("food")) | set(person.diary.names("supplement"))
        known |= set(person.diary.names("practice"))
        known |= {tag for tags in person.diary.tags.values() for tag in tags}
        for effects in person.truth.effects.values():
            assert set(effects) <= known

    def test_truth_is_complete(self, scenario: str, draw: Draw) -> None:
        person = draw(scenario)
        assert set(person.truth.noise_sd) == set(person.truth.outcomes)
        assert set(person.truth.noise_family) == set(person.truth.outcomes)
        assert set(person.truth.confounders) == set(person.truth.outcomes)
        for effects in person.truth.effects.values():
            for name, effect in effects.items():
                assert effect.name == name
                assert effect.kernel.family in {*FAST, *SLOW}
                assert effect.response in RESPONSES
                assert effect.peak_hours > 0
                assert effect.effect_at_peak != 0

    def test_what_is_observed_hardly_exceeds_what_acts(self, scenario: str, draw: Draw) -> None:
        for effects in draw(scenario).truth.effects.values():
            for effect in effects.values():
                share = effect.observed_effect / effect.effect_at_peak
                assert 0.0 < share <= 1.02

    @pytest.mark.parametrize(("foods", "outcomes"), [(8, 1), (60, 5)])
    def test_other_sizes_draw_too(self, scenario: str, foods: int, outcomes: int) -> None:
        rng = np.random.default_rng(3)
        person = draw_person(scenario, days=30, rng=rng, foods=foods, outcomes=outcomes)
        assert len(person.truth.outcomes) == outcomes
        assert len(person.diary.names("food")) <= foods

    def test_tells_its_story(self, scenario: str) -> None:
        story = find_scenario(scenario).story
        assert story.endswith(".")
        assert len(story) > 20


@pytest.mark.parametrize("scenario", NULLS)
def test_null_people_have_no_effects(scenario: str, draw: Draw) -> None:
    person = draw(scenario)
    assert all(effects == {} for effects in person.truth.effects.values())


@pytest.mark.parametrize("scenario", ACTING)
def test_acting_people_have_effects_on_every_outcome(scenario: str, draw: Draw) -> None:
    person = draw(scenario)
    assert all(effects for effects in person.truth.effects.values())


def test_every_kind_has_its_null() -> None:
    assert [NULL_PREFIX + name for name in ACTING] == NULLS


def test_there_are_at_least_eight_kinds() -> None:
    assert len(ACTING) >= FEWEST_KINDS


def test_every_file_is_a_scenario() -> None:
    files = {module.name for module in pkgutil.iter_modules(scenarios.__path__)}
    assert files == set(ACTING)


def test_a_null_keeps_what_makes_its_kind_hard() -> None:
    with_foods, without = find_scenario("sparse_logging"), find_scenario("null_sparse_logging")
    assert without.logging == with_foods.logging
    assert without.eating == with_foods.eating
    assert without.effects.most == 0


def test_a_new_file_is_a_new_scenario(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "fasting.py").write_text(
        "from gutline.simulator.scenario import Scenario\n"
        "SCENARIO = Scenario(story='Nothing is eaten for days.')\n",
        encoding="utf-8",
    )
    monkeypatch.setattr(scenarios, "__path__", [*scenarios.__path__, str(tmp_path)])
    assert {"fasting", "null_fasting"} <= set(scenario_names())
    assert find_scenario("fasting").story == "Nothing is eaten for days."


def test_an_unknown_scenario_names_the_known_ones() -> None:
    with pytest.raises(ScenarioError, match=r"'fast'; choose one of: .*plain"):
        find_scenario("fast")


def test_one_day_is_too_short(rng: np.random.Generator) -> None:
    with pytest.raises(ValueError, match="at least 2 days, not 1"):
        draw_person("plain", days=1, rng=rng)

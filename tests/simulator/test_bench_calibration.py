"""Simulation-based calibration in its small form; `make bench` runs the large one."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import numpy as np
import pytest

import gutline
from bench.calibration import (
    FOODS,
    Place,
    calibration_tables,
    draw_from_prior,
    judged_places,
)
from gutline.discovery import Finding, Verdict

if TYPE_CHECKING:
    from gutline.simulator import SimulatedPerson

PEOPLE = 10


def finding(name: str, **others: object) -> Finding:
    usual = {"verdict": Verdict.SUSPECT, "probability": 0.95, "effect": 1.0, "interval": (0.5, 1.5)}
    return Finding("back pain", name, "food", **{**usual, **others})


def person(**effects: float) -> SimulatedPerson:
    observed = {name: SimpleNamespace(observed_effect=size) for name, size in effects.items()}
    made = SimpleNamespace(truth=SimpleNamespace(effects={"back pain": observed}))
    return cast("SimulatedPerson", made)


def place(*findings: Finding, **effects: float) -> Place:
    (only,) = judged_places(person(**effects), SimpleNamespace(findings=findings))
    return only


class TestPlaces:
    def test_a_truth_in_the_middle_has_the_middle_rank(self) -> None:
        assert place(finding("milk"), milk=1.0).rank == pytest.approx(0.5)

    @pytest.mark.parametrize(("truth", "rank"), [(0.5, 0.05), (1.5, 0.95)])
    def test_the_interval_ends_are_the_outer_twentieths(self, truth: float, rank: float) -> None:
        assert place(finding("milk"), milk=truth).rank == pytest.approx(rank)

    def test_an_idle_food_has_a_truth_of_nothing(self) -> None:
        assert place(finding("rice"), milk=1.0).truth == 0.0

    def test_a_cleared_food_is_known_as_such(self) -> None:
        assert place(finding("milk", verdict=Verdict.CLEARED), milk=0.1).cleared
        assert not place(finding("milk"), milk=0.1).cleared

    def test_what_was_not_judged_has_no_place(self) -> None:
        untestable = finding("milk", effect=None, interval=None, verdict=Verdict.UNTESTABLE)
        assert judged_places(person(milk=1.0), SimpleNamespace(findings=(untestable,))) == []

    def test_tags_have_no_place(self) -> None:
        tag = Finding("back pain", "dairy", "tag", Verdict.SUSPECT, 0.9, 1.0, (0.5, 1.5))
        assert judged_places(person(), SimpleNamespace(findings=(tag,))) == []


class TestPrior:
    def test_effects_are_as_many_and_as_large_as_said(self) -> None:
        people = [draw_from_prior(np.random.default_rng(seed)) for seed in range(30)]
        built = [effects for one in people for effects in one.truth.effects.values()]
        sizes = np.array([e.effect_at_peak for effects in built for e in effects.values()])
        assert np.mean([len(effects) for effects in built]) == pytest.approx(2.0, abs=0.5)
        assert sizes.std() == pytest.approx(1.2, abs=0.25)
        assert 0.35 < np.mean(sizes > 0) < 0.65

    def test_people_have_their_foods_and_no_confounder(self) -> None:
        drawn = draw_from_prior(np.random.default_rng(1))
        assert len(drawn.diary.names("food")) > 0.8 * FOODS
        assert all(acting == {} for acting in drawn.truth.confounders.values())

    def test_kernels_rise_from_nothing_to_one(self) -> None:
        drawn = [draw_from_prior(np.random.default_rng(seed)) for seed in range(10)]
        kernels = [
            effect.kernel
            for one in drawn
            for effects in one.truth.effects.values()
            for effect in effects.values()
        ]
        assert all(kernel.shape[0] == 0.0 for kernel in kernels)
        assert all(kernel.shape.max() == pytest.approx(1.0) for kernel in kernels)


@pytest.mark.slow
class TestTheEngine:
    @pytest.fixture(scope="class")
    @staticmethod
    def places() -> list[Place]:
        people = [draw_from_prior(np.random.default_rng([77, seed])) for seed in range(PEOPLE)]
        return [
            one for drawn in people for one in judged_places(drawn, gutline.discover(drawn.diary))
        ]

    def test_what_it_is_sure_of_is_true(self, places: list[Place]) -> None:
        sure = [one for one in places if one.probability > 0.9]
        assert len(sure) >= 5
        assert np.mean([one.truth != 0.0 for one in sure]) > 0.8

    def test_its_intervals_hold_most_of_these(self, places: list[Place]) -> None:
        ranks = [one.rank for one in places if one.probability > 0.9 and one.truth != 0.0]
        assert np.mean([0.05 <= rank <= 0.95 for rank in ranks]) > 0.65

    def test_what_it_clears_is_harmless(self, places: list[Place]) -> None:
        cleared = [abs(one.truth) for one in places if one.cleared]
        assert len(cleared) > 20
        assert np.mean(np.array(cleared) >= 0.5) < 0.05

    def test_effects_it_doubts_are_rare(self, places: list[Place]) -> None:
        doubted = [one for one in places if one.probability < 0.05]
        assert np.mean([abs(one.truth) >= 0.5 for one in doubted]) < 0.1


@pytest.mark.slow
def test_the_tables_say_all_three() -> None:
    said = "\n".join(calibration_tables(3, 2))
    assert "Rank of the true effect" in said
    assert "central interval of 50%" in said
    assert "Cleared foods" in said

"""True effects: what they add, and when."""

from __future__ import annotations

import numpy as np
import pytest

from gutline.simulator import Events, Kernel, TrueEffect, Truth
from gutline.simulator.truth import RESPONSES

KERNEL = Kernel("ramp", np.array([0.0, 10.0, 20.0]), np.array([0.0, 1.0, 0.0]))


def effect(points: float = 2.0, response: str = "linear") -> TrueEffect:
    return TrueEffect("milk", "food", points, KERNEL, response, ("milk",))


@pytest.mark.parametrize("response", sorted(RESPONSES))
class TestResponses:
    def test_nothing_for_nothing(self, response: str) -> None:
        assert RESPONSES[response](np.array([0.0]))[0] == 0.0

    def test_one_for_one_serving(self, response: str) -> None:
        assert RESPONSES[response](np.array([1.0]))[0] == pytest.approx(1.0)

    def test_more_is_never_less(self, response: str) -> None:
        answers = RESPONSES[response](np.linspace(0.0, 5.0, 50))
        assert np.all(np.diff(answers) >= 0)

    def test_never_more_than_in_proportion(self, response: str) -> None:
        doses = np.linspace(1.0, 5.0, 20)
        assert np.all(RESPONSES[response](doses) <= doses + 1e-12)


@pytest.mark.parametrize("response", ["emax", "log", "step"])
def test_saturating_responses_saturate(response: str) -> None:
    two = RESPONSES[response](np.array([2.0]))[0]
    assert two < 1.6


def test_an_effect_adds_its_points_at_the_peak() -> None:
    events = Events(np.array([5.0]), np.array([1.0]))
    added = effect().added(np.array([4.0, 5.0, 10.0, 15.0, 25.0]), events)
    assert added.tolist() == [0.0, 0.0, 1.0, 2.0, 0.0]


def test_a_helper_takes_points_away() -> None:
    events = Events(np.array([0.0]), np.array([1.0]))
    assert effect(-1.5).added(np.array([10.0]), events)[0] == -1.5


def test_the_response_applies_to_each_dose_apart() -> None:
    events = Events(np.array([0.0, 5.0]), np.array([2.0, 2.0]))
    history = effect(response="step").history(np.array([10.0]), events)
    assert history[0] == pytest.approx(1.0 + 0.5)


def test_history_is_the_effect_of_one_point() -> None:
    events = Events(np.array([0.0, 5.0]), np.array([2.0, 0.5]))
    at = np.linspace(0.0, 30.0, 20)
    assert np.allclose(effect(3.0).added(at, events), 3.0 * effect(3.0).history(at, events))


def test_an_effect_knows_its_peak() -> None:
    assert effect().peak_hours == 10.0


def test_truth_lists_its_outcomes_in_order() -> None:
    truth = Truth({"b": {}, "a": {"milk": effect()}}, {"b": {}, "a": {}})
    assert truth.outcomes == ("b", "a")

"""Expectations before and guesses after periods, and what they tell of the blinding."""

from __future__ import annotations

import numpy as np
import pytest

from bench.trials.people import Body, Form
from gutline.trials.answers import Answers, expected_more, read_blinding
from tests.trials.conftest import make


@pytest.fixture(scope="module")
def data():
    """Six pairs of three days."""
    return make(Form(6, 3), Body(), 0.0).data()


@pytest.fixture(scope="module")
def reference(data):
    return data.assignments.reference(data.schedule.assignment, np.random.default_rng(0))


def guesses(data, how) -> Answers:
    own = data.schedule.assignment
    return Answers(guesses={k: how(k, own[k]) for k in range(len(own))})


@pytest.mark.parametrize(
    ("how", "active", "other", "right", "broken"),
    [
        (lambda _k, own: own, 1.0, 1.0, 12, True),
        (lambda _k, own: 1 - own, -1.0, -1.0, 0, False),
        (lambda _k, _own: 1, 1.0, -1.0, 6, False),
        (lambda _k, _own: 0, -1.0, 1.0, 6, False),
        (lambda _k, _own: -1, 0.0, 0.0, 0, False),
    ],
    ids=["knows", "is always wrong", "says active", "says reference", "cannot tell"],
)
def test_the_index_says_who_could_tell(data, reference, how, active, other, right, broken):
    found = read_blinding(data, guesses(data, how), reference)
    assert (found.active, found.reference) == (active, other)
    assert (found.right, found.guesses) == (right, 12)
    assert found.broken is broken


def test_the_chance_of_so_many_right_guesses_is_that_over_the_schedules(data, reference):
    found = read_blinding(data, guesses(data, lambda _k, own: own), reference)
    assert found.p_value == pytest.approx(1 / 64)
    nothing = read_blinding(data, guesses(data, lambda _k, _own: 1), reference)
    assert nothing.p_value == 1.0


@pytest.mark.parametrize("count", [0, 1, 3])
def test_a_few_guesses_tell_nothing(data, reference, count):
    own = data.schedule.assignment
    answers = Answers(guesses={k: own[k] for k in range(count)})
    assert read_blinding(data, answers, reference) is None


def test_guesses_about_periods_that_are_not_there_are_left_out(data, reference):
    own = data.schedule.assignment
    answers = Answers(guesses={k: own[k] for k in range(4)} | {-1: 1, 99: 0})
    assert read_blinding(data, answers, reference).guesses == 4


def test_a_side_without_guesses_has_no_index(data, reference):
    own = data.schedule.assignment
    answers = Answers(guesses={k: 1 for k in range(12) if own[k]})
    found = read_blinding(data, answers, reference)
    assert (found.active, found.reference) == (1.0, None)


@pytest.mark.parametrize(
    ("active", "other", "more"), [(8.0, 3.0, 5.0), (2.0, 6.0, -4.0), (5.0, 5.0, 0.0)]
)
def test_what_was_expected_is_compared_between_the_sides(data, active, other, more):
    own = data.schedule.assignment
    said = {k: active if own[k] else other for k in range(12)}
    assert expected_more(data, Answers(said)) == pytest.approx(more)


@pytest.mark.parametrize("side", [0, 1])
def test_an_expectation_on_one_side_alone_compares_nothing(data, side):
    own = data.schedule.assignment
    said = {k: 4.0 for k in range(12) if own[k] == side}
    assert expected_more(data, Answers(said)) is None
    assert expected_more(data, Answers(said | {40: 9.0, -1: 9.0})) is None

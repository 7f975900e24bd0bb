"""The planner: quick, honest, and from the person's own noise."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from bench.trials.people import Body, Form
from gutline.stats.noise import NoiseModel
from gutline.trials.planner import (
    USUAL_NOISE,
    compare_forms,
    fit_own_noise,
    foresee,
    honest_sentence,
    ratings_a_day,
)
from tests.effort import yardsticks
from tests.trials.conftest import make


def rng():
    return np.random.default_rng(0)


def test_it_takes_a_moment(plan):
    forms = compare_forms(plan, USUAL_NOISE, 2, rng())
    assert yardsticks(lambda: compare_forms(plan, USUAL_NOISE, 2, rng()), rounds=2) < 200
    assert [form.period_days for form in forms] == [3, 6]


def test_more_days_and_less_noise_find_more(plan):
    short, _ = compare_forms(plan, USUAL_NOISE, 2, rng())
    powers = [outlook.power for outlook in short.outlooks]
    assert powers == sorted(powers)
    assert powers[0] == 0.0
    calm, _ = compare_forms(plan, replace(USUAL_NOISE, variance=1.0), 2, rng())
    assert calm.days_needed() < short.days_needed()


def test_rating_more_often_never_hurts(plan):
    once, often = (foresee(plan, USUAL_NOISE, times, rng()) for times in (1, 4))
    assert often.error < once.error


def test_the_sentence_names_effect_and_days(plan):
    forms = compare_forms(plan, USUAL_NOISE, 2, rng())
    assert "1-point effect needs about" in honest_sentence(plan, forms)
    loud = compare_forms(plan, replace(USUAL_NOISE, variance=60.0), 2, rng())
    assert "cannot be found" in honest_sentence(plan, loud)


def test_the_noise_is_that_of_the_ratings():
    quiet = make(Form(15, 3), Body(sd=1.0), 0.0).readings
    loud = make(Form(15, 3), Body(sd=3.0), 0.0).readings
    ratio = fit_own_noise(loud).variance / fit_own_noise(quiet).variance
    assert ratio == pytest.approx(9.0, rel=0.05)
    assert ratings_a_day(quiet) == 2


def test_with_few_or_equal_ratings_a_usual_noise_is_taken():
    few = make(Form(2, 2), Body(), 0.0).readings
    assert fit_own_noise(few) == USUAL_NOISE
    flat = make(Form(8, 3), Body(), 0.0).readings
    assert fit_own_noise(replace(flat, values=np.full(flat.values.size, 2.0))) == USUAL_NOISE


def test_challenges_are_foreseen_too(plan):
    own = replace(plan, design="challenges", layout="complete", pairs=4, washout_days=3)
    outlook = foresee(own, NoiseModel(30.0, 0.5, 0.3), 2, rng())
    assert outlook.power > 0.8
    assert 0.0 <= outlook.conclusive <= 1.0

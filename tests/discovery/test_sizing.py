"""How large an effect is, when it peaks and what it sums to."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from gutline.discovery.candidates import CURVE_HOURS, doses_under
from gutline.discovery.fits import Unit
from gutline.discovery.sizing import (
    EffectSize,
    lag_curve,
    peak_hours,
    size_effect,
    total_effect,
)
from tests.discovery.diaries import (
    PAIN,
    Person,
    bump,
    diary_of,
    discovered,
    fitted,
    one,
)

EATS = {"milk": 0.35, "rye": 0.5, "egg": 0.3}


def sized(points: float, peak: float, days: int = 200, noise: float = 0.7) -> EffectSize:
    person = Person(EATS, {"milk": (points, peak)}, days, noise)
    outcome = fitted(diary_of(person)).outcomes[PAIN]
    names = [e.name for e in outcome.group.candidates.exposures]
    at = names.index("milk")
    return size_effect(outcome.group, outcome.fit, outcome.unit_of(at), at)


@pytest.fixture(scope="module", params=[(2.0, 5.0), (2.0, 12.0), (-2.0, 12.0), (1.5, 26.0)])
def known(request):
    points, peak = request.param
    return points, peak, sized(points, peak)


def test_the_curve_is_highest_near_the_true_peak(known):
    points, peak, effect = known
    curve = lag_curve(effect, 0.9)
    highest = curve.hours[int(np.argmax(np.array(curve.estimate) * np.sign(points)))]
    assert abs(highest - peak) <= 3.0 + 0.25 * peak
    assert abs(peak_hours(effect) - peak) <= 3.0 + 0.25 * peak


def test_the_curve_is_about_the_true_one(known):
    points, peak, effect = known
    curve = lag_curve(effect, 0.9)
    truth = points * bump(np.array(curve.hours), peak)
    assert np.abs(np.array(curve.estimate) - truth).max() < 0.8
    assert (
        np.mean((np.array(curve.lower) - 0.25 <= truth) & (truth <= np.array(curve.upper) + 0.25))
        > 0.8
    )


def test_the_curve_lies_within_its_band(known):
    curve = lag_curve(known[2], 0.9)
    assert len(curve.hours) == len(curve.estimate) == len(curve.lower) == len(curve.upper)
    assert curve.hours == CURVE_HOURS
    assert (curve.hours[0], curve.hours[-1]) == (0.0, 72.0)
    assert all(a < b for a, b in pairwise(curve.hours))
    assert all(
        low <= mid <= high
        for low, mid, high in zip(curve.lower, curve.estimate, curve.upper, strict=True)
    )


def test_a_higher_level_is_a_wider_band(known):
    narrow, wide = lag_curve(known[2], 0.5), lag_curve(known[2], 0.99)
    assert wide.estimate == narrow.estimate
    assert all(w <= n for w, n in zip(wide.lower, narrow.lower, strict=True))
    assert sum(wide.upper) > sum(narrow.upper)


def test_the_total_has_the_sign_and_about_the_size_of_the_area(known):
    points, peak, effect = known
    total, (low, high) = total_effect(effect, 0.9)
    hours = np.arange(0.0, 72.5, 0.5)
    area = float(np.trapezoid(points * bump(hours, peak), hours))
    assert np.sign(total) == np.sign(points)
    assert low < total < high
    assert abs(total - area) < 0.4 * abs(area)


def test_the_size_holds_the_truth(known):
    points, _, effect = known
    low, high = effect.size.interval(0.99)
    assert low < points < high
    assert abs(effect.size.centre - points) < 0.5


def test_the_shapes_share_all_probability(known):
    effect = known[2]
    assert effect.kernel.sum() == pytest.approx(1.0)
    assert effect.kernel.min() >= 0.0
    assert effect.kernel[effect.best] == effect.kernel.max()
    assert len(effect.kernels) == effect.kernel.size == effect.white.shape[1]


@pytest.mark.parametrize("response", ["linear", "saturating", "presence"])
def test_every_dose_response_is_one_at_one_dose(response):
    assert doses_under(response, np.array([1.0])).tolist() == [1.0]


def test_dose_responses_in_figures():
    doses = np.array([0.5, 2.0, 4.0])
    assert doses_under("linear", doses) is doses
    assert doses_under("saturating", doses) == pytest.approx([0.75, 1.2, 6.0 / 4.5])
    assert doses_under("presence", doses).tolist() == [1.0, 1.0, 1.0]


def test_equal_doses_need_no_dose_response():
    assert sized(2.0, 8.0, days=60).kernel.size == 1 * _shapes()


def _shapes() -> int:
    from gutline.stats.kernels import shape_bank

    return shape_bank().size


def test_a_unit_that_is_not_in_the_fit_is_sized_from_what_is_left():
    person = Person(EATS, {"milk": (2.0, 8.0)}, 90)
    outcome = fitted(diary_of(person)).outcomes[PAIN]
    names = [e.name for e in outcome.group.candidates.exposures]
    egg = names.index("egg")
    alone = size_effect(outcome.group, outcome.fit, Unit((egg,), (1.0,), 0.0), egg)
    assert abs(alone.size.centre) < 1.0


def test_more_diary_is_a_narrower_interval():
    widths = []
    for days in (60, 240):
        f = one(discovered(Person(EATS, {"milk": (2.0, 8.0)}, days)), "milk")
        widths.append(f.interval[1] - f.interval[0])
    assert widths[1] < 0.75 * widths[0]

"""The lag kernels: what a coefficient means depends on their peaks and areas."""

from __future__ import annotations

import numpy as np
import pytest

from gutline.stats.kernels import (
    BROAD_SPANS_HOURS,
    FAST_PEAKS_HOURS,
    FAST_SPAN_HOURS,
    SLOW_SPANS_DAYS,
    bump,
    dense_bank,
    fast_bank,
    gamma_shape,
    plateau,
    shape_bank,
    slow_bank,
    tent,
    two_rates,
    window,
)

UNIT_PEAK = [fast_bank, dense_bank, shape_bank]
ALL = [*UNIT_PEAK, slow_bank]


@pytest.mark.parametrize("make", UNIT_PEAK)
def test_every_kernel_of_a_unit_peak_bank_peaks_at_one(make):
    assert make().table.max(axis=1) == pytest.approx(1.0)


@pytest.mark.parametrize("make", ALL)
def test_the_prior_of_a_bank_sums_to_one_and_leaves_no_kernel_out(make):
    bank = make()
    assert bank.prior.sum() == pytest.approx(1.0)
    assert bank.prior.shape == (bank.size,)
    assert (bank.prior > 0).all()


@pytest.mark.parametrize("make", ALL)
def test_no_kernel_is_ever_negative_or_unknown(make):
    table = make().table
    assert np.isfinite(table).all()
    assert (table >= 0).all()


@pytest.mark.parametrize("make", ALL)
def test_names_are_unique_and_as_many_as_kernels(make):
    bank = make()
    assert len(set(bank.names)) == bank.size == bank.table.shape[0]


@pytest.mark.parametrize("make", UNIT_PEAK)
def test_a_fast_bank_reaches_exactly_three_days(make):
    bank = make()
    assert bank.span_hours == FAST_SPAN_HOURS == 72.0
    assert bank.lags_hours[[0, -1]].tolist() == [0.0, 72.0]
    assert np.diff(bank.lags_hours) == pytest.approx(bank.step_hours)


@pytest.mark.parametrize("make", UNIT_PEAK)
def test_no_two_kernels_of_a_bank_are_the_same(make):
    table = make().table
    unit = table / np.linalg.norm(table, axis=1, keepdims=True)
    likeness = unit @ unit.T - 2 * np.eye(unit.shape[0])
    assert likeness.max() < 0.9999


def test_the_fast_bank_has_bumps_where_it_says_and_then_plateaus():
    bank = fast_bank()
    assert bank.size == len(FAST_PEAKS_HOURS) + len(BROAD_SPANS_HOURS)
    bumps = bank.peaks_hours[: len(FAST_PEAKS_HOURS)]
    assert np.abs(bumps - np.array(FAST_PEAKS_HOURS)).max() <= bank.step_hours
    assert bank.names[0] == "peak 1.5 h"
    assert bank.names[-1] == "lasting 48 h"


def test_bumps_next_to_each_other_overlap_so_that_no_lag_is_left_out():
    highest = fast_bank().table[: len(FAST_PEAKS_HOURS)].max(axis=0)
    lags = fast_bank().lags_hours
    assert highest[(lags >= 1) & (lags <= 66)].min() > 0.85


def test_what_was_eaten_this_very_moment_does_nothing_yet():
    assert bump(np.array([0.0]), 4.0).item() == 0.0
    assert plateau(np.arange(0.0, 24.0, 0.5), 12.0)[0] == 0.0
    assert gamma_shape(np.array([0.0]), 6.0, 2.0).item() == 0.0
    assert two_rates(np.arange(0.0, 24.0, 0.5), 4.0, 1.5, 3.0)[:9] == pytest.approx(0.0)


def test_a_bump_rises_faster_than_it_falls():
    lags = np.arange(0.0, 72.0, 0.1)
    shape = bump(lags, 13.0)
    up = lags[np.argmax(shape > 0.5)]
    down = lags[lags > 13.0][np.argmax(shape[lags > 13.0] < 0.5)]
    assert lags[np.argmax(shape)] == pytest.approx(13.0, abs=0.1)
    assert down - 13.0 > 13.0 - up


def test_a_wider_bump_has_a_larger_area():
    lags = np.arange(0.0, 72.0, 0.5)
    areas = [bump(lags, 13.0, width).sum() for width in (0.2, 0.42, 0.8)]
    assert areas == sorted(areas)


@pytest.mark.parametrize("span", BROAD_SPANS_HOURS)
def test_a_plateau_has_fallen_to_one_half_at_its_span(span):
    lags = np.arange(0.0, 96.0, 0.01)
    shape = plateau(lags, span)
    assert shape.max() == 1.0
    assert np.interp(span, lags, shape) == pytest.approx(0.5, abs=0.02)
    assert shape[(lags > 0.4 * span) & (lags < 0.7 * span)].min() > 0.9


@pytest.mark.parametrize("power", [0.8, 2.0, 12.0])
def test_a_gamma_shape_peaks_at_its_peak(power):
    lags = np.arange(0.0, 72.0, 0.01)
    shape = gamma_shape(lags, 18.0, power)
    assert shape.max() == pytest.approx(1.0)
    assert lags[shape.argmax()] == pytest.approx(18.0, abs=0.011)


def test_a_higher_power_makes_a_narrower_gamma_shape():
    lags = np.arange(0.0, 72.0, 0.5)
    areas = [gamma_shape(lags, 18.0, power).sum() for power in (12.0, 5.0, 2.0, 0.8)]
    assert areas == sorted(areas)


def test_a_window_is_up_inside_and_down_outside():
    lags = np.array([0.0, 26.0, 60.0])
    before, inside, after = window(lags, 20.0, 14.0)
    assert inside > 0.95
    assert max(before, after) < 1e-3


def test_a_tent_is_made_of_straight_lines():
    shape = tent(np.array([2.0, 4.0, 7.0, 10.0, 13.0, 16.0, 20.0]), 4.0, 10.0, 16.0)
    assert shape == pytest.approx([0.0, 0.0, 0.5, 1.0, 0.5, 0.0, 0.0])


def test_two_rates_peak_where_calculus_says():
    lags = np.arange(0.0, 72.0, 0.01)
    onset, offset, delay = 3.0, 10.5, 4.0
    peak = delay + np.log(offset / onset) / (1 / onset - 1 / offset)
    shape = two_rates(lags, delay, onset, offset)
    assert lags[shape.argmax()] == pytest.approx(peak, abs=0.02)


@pytest.mark.parametrize("make", ALL)
def test_the_area_is_the_integral_of_the_piecewise_linear_kernel(make):
    bank = make()
    fine = np.arange(0.0, bank.span_hours + 1e-9, bank.step_hours / 8)
    for k in (0, bank.size - 1):
        values = np.interp(fine, bank.lags_hours, bank.table[k])
        assert bank.areas[k] == pytest.approx(np.trapezoid(values, fine), rel=1e-9)


@pytest.mark.parametrize("row", range(len(SLOW_SPANS_DAYS)))
def test_slow_kernels_sum_to_one_over_daily_doses(row):
    bank = slow_bank()
    each_phase = bank.table[row][:-1].reshape(-1, 4).sum(axis=0)
    assert each_phase.mean() == pytest.approx(1.0, abs=2e-3)
    assert np.abs(each_phase - 1.0).max() < 0.15


def test_slow_kernels_forget_at_their_own_pace():
    bank = slow_bank()
    for row, days in zip(bank.table, SLOW_SPANS_DAYS, strict=True):
        later = np.interp(days * 24.0, bank.lags_hours, row)
        assert later / row[0] == pytest.approx(np.exp(-1.0), rel=1e-3)


def test_the_grid_can_be_finer_without_moving_anything():
    coarse, fine = fast_bank(), fast_bank(0.25)
    assert fine.table[:, ::2] == pytest.approx(coarse.table, abs=2e-3)
    assert fine.areas == pytest.approx(coarse.areas, rel=5e-3)


def test_families_of_the_widest_bank_hold_the_mass_that_is_promised():
    bank = shape_bank()
    masses = {round(float(p), 12) for p in bank.prior}
    assert len(masses) == 4
    assert bank.prior[:64].sum() == pytest.approx(0.4)
    assert bank.prior[64:79].sum() == pytest.approx(0.2)


def test_a_bank_is_made_once():
    assert fast_bank() is fast_bank()

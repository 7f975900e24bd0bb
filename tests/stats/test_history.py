"""Exposure histories against a double loop that nobody could misread."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gutline.stats import history
from gutline.stats.history import Events, dose_at_lags, exposure_history
from gutline.stats.kernels import KernelBank, fast_bank, slow_bank

SMALL = KernelBank(
    ("falling", "late"),
    np.array([[1.0, 0.5, 0.25, 0.0], [0.0, 0.2, 1.0, 0.6]]),
    2.0,
    np.array([0.5, 0.5]),
)


def events(rows, count):
    """Events in time order from (hour, exposure, dose) rows."""
    ordered = sorted(rows)
    at, which, dose = (np.array(c) for c in zip(*ordered, strict=True)) if ordered else ([], [], [])
    return Events(
        np.asarray(at, dtype=float), np.asarray(which, np.int64), np.asarray(dose, float), count
    )


def double_loop(given_events, at_hours, bank):
    grid = bank.lags_hours
    table = np.zeros((at_hours.size, given_events.count * bank.size))
    for i, t in enumerate(at_hours):
        for h, j, d in zip(
            given_events.at_hours, given_events.exposure, given_events.dose, strict=True
        ):
            if 0 <= t - h <= bank.span_hours:
                for k in range(bank.size):
                    table[i, j * bank.size + k] += d * np.interp(t - h, grid, bank.table[k])
    return table


# Quarters of an hour are exact in binary, so that a lag at the very edge is the same for both.
HOURS = st.integers(0, 400).map(lambda quarter: quarter / 4)
ROWS = st.lists(
    st.tuples(HOURS, st.integers(0, 2), st.floats(0, 5, allow_subnormal=False)), max_size=25
)
TIMES = st.lists(HOURS, min_size=1, max_size=15).map(lambda hours: np.sort(np.array(hours)))


@given(rows=ROWS, at_hours=TIMES)
def test_history_is_the_double_loop(rows, at_hours):
    some = events(rows, 3)
    expected = double_loop(some, at_hours, SMALL)
    assert exposure_history(some, at_hours, SMALL) == pytest.approx(expected, abs=1e-12)


@given(rows=ROWS, at_hours=TIMES)
def test_history_is_the_double_loop_under_the_real_banks(rows, at_hours):
    some = events(rows, 3)
    for bank in (fast_bank(), slow_bank()):
        expected = double_loop(some, at_hours, bank)
        assert exposure_history(some, at_hours, bank) == pytest.approx(expected, abs=1e-10)


@given(rows=ROWS, at_hours=TIMES, pairs=st.sampled_from([7, 500_000]))
def test_one_exposure_alone_is_told_the_same_at_its_lags(rows, at_hours, pairs):
    some = events([(at, 0, dose) for at, _, dose in rows], 1)
    expected = double_loop(some, at_hours, SMALL)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(history, "_CHUNK_PAIRS", pairs)
        lagged = dose_at_lags(some, at_hours, SMALL)
        assert exposure_history(some, at_hours, SMALL) == pytest.approx(expected, abs=1e-12)
    assert lagged.shape == (at_hours.size, SMALL.table.shape[1])
    assert lagged @ SMALL.by_lag == pytest.approx(expected, abs=1e-12)


@given(rows=ROWS, at_hours=TIMES, factor=st.floats(0.01, 100))
def test_history_is_linear_in_the_dose(rows, at_hours, factor):
    some = events(rows, 3)
    more = Events(some.at_hours, some.exposure, factor * some.dose, 3)
    once = exposure_history(some, at_hours, SMALL)
    assert exposure_history(more, at_hours, SMALL) == pytest.approx(factor * once)


@given(first=ROWS, second=ROWS, at_hours=TIMES)
def test_histories_of_two_diaries_add_up(first, second, at_hours):
    parts = [exposure_history(events(rows, 3), at_hours, SMALL) for rows in (first, second)]
    both = exposure_history(events(first + second, 3), at_hours, SMALL)
    assert both == pytest.approx(parts[0] + parts[1], abs=1e-12)


@given(rows=ROWS, at_hours=TIMES, shift=st.integers(-100_000, 100_000))
def test_moving_everything_in_time_changes_nothing(rows, at_hours, shift):
    some = events(rows, 3)
    moved = Events(some.at_hours + shift, some.exposure, some.dose, 3)
    before = exposure_history(some, at_hours, SMALL)
    assert np.array_equal(exposure_history(moved, at_hours + shift, SMALL), before)


@given(rows=ROWS, at_hours=TIMES, pairs=st.integers(1, 30))
def test_many_small_chunks_give_what_one_gives(rows, at_hours, pairs):
    some = events(rows, 3)
    whole = exposure_history(some, at_hours, SMALL)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(history, "_CHUNK_PAIRS", pairs)
        assert exposure_history(some, at_hours, SMALL) == pytest.approx(whole, abs=1e-12)


def test_chunks_are_made_one_at_a_time_and_keep_to_their_size(monkeypatch):
    monkeypatch.setattr(history, "_CHUNK_PAIRS", 50)
    hours = np.arange(0.0, 200.0, 2.0)
    chunks = history._pairs(hours, hours, 24.0)
    assert iter(chunks) is chunks
    sizes = [rows.size for _, _, rows, _ in chunks]
    assert max(sizes) <= 50
    assert sum(sizes) == sum(min(i, 12) + 1 for i in range(100))


def test_what_comes_after_a_rating_does_not_count():
    later = events([(10.25, 0, 1.0)], 1)
    assert not exposure_history(later, np.array([0.0, 10.0]), SMALL).any()


def test_what_lies_beyond_the_span_does_not_count():
    once = events([(0.0, 0, 1.0)], 1)
    table = exposure_history(once, np.array([5.0, 6.0, 6.25, 100.0]), SMALL)
    assert table[:, 1] == pytest.approx([0.8, 0.6, 0.0, 0.0])


def test_a_lag_between_two_grid_points_is_interpolated():
    once = events([(0.0, 0, 2.0)], 1)
    table = exposure_history(once, np.array([0.0, 0.5, 1.0, 2.0]), SMALL)
    assert table[:, 0] == pytest.approx([2.0, 1.75, 1.5, 1.0])


def test_two_events_at_the_same_minute_add_up():
    twice = events([(3.0, 0, 1.0), (3.0, 0, 0.5)], 1)
    assert exposure_history(twice, np.array([5.0]), SMALL)[0] == pytest.approx([0.75, 0.3])


def test_columns_are_ordered_by_exposure_then_kernel():
    some = events([(0.0, 1, 1.0)], 3)
    row = exposure_history(some, np.array([4.0]), SMALL)[0]
    assert np.flatnonzero(row).tolist() == [2, 3]


def test_ratings_at_the_same_time_see_the_same_history():
    some = events([(0.0, 0, 1.0), (1.0, 1, 2.0)], 2)
    table = exposure_history(some, np.array([4.0, 4.0]), SMALL)
    assert np.array_equal(table[0], table[1])
    assert table.any()


@pytest.mark.parametrize("ratings", [0, 3])
def test_a_diary_without_events_has_an_empty_history(ratings):
    table = exposure_history(events([], 2), np.arange(float(ratings)), SMALL)
    assert table.shape == (ratings, 4)
    assert not table.any()


def test_the_table_is_stored_column_by_column():
    some = events([(0.0, 0, 1.0)], 2)
    assert exposure_history(some, np.arange(5.0), SMALL).flags.f_contiguous

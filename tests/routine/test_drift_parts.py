"""The parts of the drift alarm, each by itself: series, taming, thresholds, spells, words."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from gutline.routine.adherence import DayKept
from gutline.routine.drift import Drift, Kept, Slip
from gutline.routine.drift_alarm import THRESHOLD_SD, as_series, find_alarms, threshold
from gutline.routine.drift_evidence import (
    LEAST_VALUES,
    LONGEST_DAYS,
    Size,
    change_evidence,
    change_size,
    oddness,
    regression_size,
    tamed,
)
from gutline.routine.drift_spells import SPELL_DAYS, Spell, find_spell
from gutline.routine.drift_words import drift_sentences, slip_sentence, spell_sentence
from tests.routine.samples import MONDAY, days


def noisy(count: int, rise: float = 0.0, at: int | None = None, seed: int = 3) -> list[float]:
    """Independent days about 4 with a spread of 1, risen from a day on."""
    found = np.random.default_rng(seed).normal(4.0, 1.0, count)
    if at is not None:
        found[at:] += rise
    return [float(value) for value in found]


# --- series -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "where"),
    [([], []), ([None, None], []), ([1.0, None, 3.0], [0, 2]), ([None, 0.0], [1])],
)
def test_a_series_holds_the_days_that_have_a_value_and_zero_is_one(values, where):
    series = as_series(values)
    assert series.day.tolist() == where
    assert series.value.tolist() == [value for value in values if value is not None]


@pytest.mark.parametrize("odd", [-50.0, 50.0])
def test_an_odd_day_is_brought_nearer_and_the_others_are_left(odd):
    values = noisy(40)
    values[30] = odd
    found = tamed(as_series(values), 0.4).value
    assert abs(found[30] - 4.0) < 8.0
    assert np.sign(found[30] - 4.0) == np.sign(odd)
    rest = [n for n in range(40) if n != 30]
    assert np.abs(found[rest] - np.array(values)[rest]).max() < 1.0


def test_the_first_days_and_days_that_never_vary_are_not_tamed():
    values = [3.0] * 9 + [9.0]
    assert tamed(as_series(values), 0.4).value.tolist() == values
    still = [3.0] * 30 + [5.0]
    assert tamed(as_series(still), 1.0).value[-1] == 5.0


def test_what_comes_later_does_not_tame_what_was():
    values = noisy(40)
    early, late = oddness(as_series(values[:25])), oddness(as_series(values))
    np.testing.assert_allclose(early, late[: early.size])
    short, whole = tamed(as_series(values[:25]), 0.4), tamed(as_series(values), 0.4)
    assert np.array_equal(short.value, whole.value[:25])


# --- evidence -----------------------------------------------------------------------------------


def test_no_days_give_no_evidence():
    found = change_evidence(as_series([]), (1.0,), 5, 0.4)
    assert found.ratio.shape == (5, LONGEST_DAYS)
    assert np.isnan(found.ratio).all()


def test_the_evidence_is_largest_for_the_day_of_the_step():
    found = change_evidence(as_series(noisy(50, 3.0, 42)), (1.5, 2.5), 50, 0.4).ratio
    assert int(np.nanargmax(found[49])) in {6, 7, 8}
    assert np.nanmax(found[49]) > 100 * np.nanmax(found[40])


def test_a_change_needs_two_days_with_a_value():
    found = change_evidence(as_series(noisy(30)), (1.0,), 30, 0.4).ratio
    assert np.isnan(found[29, : LEAST_VALUES - 1]).all()
    assert np.isfinite(found[29, LEAST_VALUES - 1 : LONGEST_DAYS]).all()


@pytest.mark.parametrize("rise", [0.0, 1.0, 2.5])
def test_the_size_of_a_step_lies_in_its_interval(rise):
    values = noisy(80, rise, 50)
    found = change_size(as_series(values), 50)
    plain = np.mean(values[50:]) - np.mean(values[:50])
    assert found.low < found.points < found.high
    assert abs(found.points - plain) < 0.5
    assert found.low - 0.2 < rise < found.high + 0.2


def test_a_shift_of_all_values_changes_no_size():
    values = noisy(60, 2.0, 40)
    lifted = [value + 3.0 for value in values]
    one, other = change_size(as_series(values), 40), change_size(as_series(lifted), 40)
    assert one.points == pytest.approx(other.points, abs=0.02)


def test_a_column_that_never_varies_tells_nothing():
    series = as_series(noisy(30))
    assert regression_size(series, np.zeros(30)).points == 0.0
    assert regression_size(series, np.zeros(30)).high == np.inf


# --- how odd the odd days are -------------------------------------------------------------------


def test_steps_of_a_bell_curve_are_not_odd_and_rare_large_ones_are():
    bell = oddness(as_series(noisy(2000)))[-1]
    assert bell == pytest.approx(1.0, abs=0.03)
    jumps = noisy(2000)
    for day in range(0, 2000, 60):
        jumps[day] += 12.0
    assert oddness(as_series(jumps))[-1] > 1.3
    assert oddness(as_series([10 * value for value in noisy(2000)]))[-1] == pytest.approx(bell)


@pytest.mark.parametrize("values", [[], [3.0], [3.0, 4.0], [3.0] * 40, [1.0, None] * 20])
def test_few_steps_or_none_are_taken_for_usual(values):
    series = as_series(values)
    found = oddness(series)
    assert found.shape == (series.value.size + 1,)
    assert (found == 1.0).all()


def test_odd_days_raise_the_threshold_up_to_a_bound():
    odd = np.array([0.5, 1.0, 1.2, 1.4, 3.0, 30.0])
    found = threshold(np.full(6, 0.5), np.full(6, 0.8), odd)
    assert found[0] == found[1] < found[2] < found[3] < found[4] == found[5]


# --- the threshold and the alarm ----------------------------------------------------------------


BELL = np.ones(1)
"""Steps from day to day that are as odd as those of a bell curve."""


@pytest.mark.parametrize(("drag", "limit"), [(0.0, 19.0), (0.1, 19.0), (0.45, 25.0), (1.0, 10.0)])
def test_the_threshold_is_the_measured_one_at_the_usual_spread(drag, limit):
    found = threshold(np.array([drag]), np.array([THRESHOLD_SD]), BELL)
    assert found[0] == pytest.approx(limit)


@pytest.mark.parametrize("sd", [0.0, 0.1, 100.0])
def test_no_spread_makes_the_threshold_nothing_or_endless(sd):
    found = float(threshold(np.array([0.5]), np.array([sd]), BELL)[0])
    assert 1.0 < found < 500.0


@pytest.mark.parametrize(
    ("values", "raised"),
    [
        (noisy(27, 4.0, 20), False), (noisy(60, 3.0, 50), True), (noisy(60, -3.0, 50), False),
        ([4.0] * 60, False), ([], False), (noisy(19), False),
    ],
)  # fmt: skip
def test_an_alarm_needs_a_usual_and_a_change_for_the_worse(values, raised):
    found = find_alarms(as_series(values), None, len(values))
    assert bool(found) is raised
    assert all(alarm.evidence >= 1.0 and alarm.since <= alarm.day for alarm in found)


def test_an_alarm_of_the_symptom_alone_blames_no_routine():
    (alarm, *_) = find_alarms(as_series(noisy(60, 3.0, 50)), None, 60)
    assert alarm.symptom
    assert not alarm.routine
    assert 50 <= alarm.day <= 56


# --- spells -------------------------------------------------------------------------------------


@pytest.mark.parametrize("letters", ["", "s", "ss", "sss", "ddd", "uuu", "ooo", "---", "sssd"])
def test_a_few_days_say_nothing_of_spells(letters):
    series = as_series(noisy(max(len(letters), 1)))
    assert find_spell(days(letters), series, MONDAY.toordinal()) is None


def weeks_of_spells(last: str) -> tuple[list[DayKept], list[float]]:
    """Ten weeks with three days off each, worse on those days, then `last`."""
    letters = "ddddsss" * 10 + last
    rng = np.random.default_rng(5)
    values = [(6.0 if one in "s-o" else 3.0) + float(rng.normal(0, 0.3)) for one in letters]
    return days(letters), values


@pytest.mark.parametrize(
    ("last", "length"),
    [
        ("ddsss", 3),
        ("ddssss", 4),
        ("ddss-s", 3),
        ("ddssos", 3),
        ("ddss", 0),
        ("ddsssu", 0),
        ("d", 0),
    ],
)
def test_days_off_and_days_without_it_neither_end_a_spell_nor_lengthen_it(last, length):
    kept, values = weeks_of_spells(last)
    found = find_spell(kept, as_series(values), MONDAY.toordinal())
    assert (found.days if found else 0) == length
    assert found is None or (
        found.earlier >= 10 and found.size.low > 0 and found.days >= SPELL_DAYS
    )


# --- words --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("spell", "words"),
    [
        (Spell("x", 3, 0, Size(1.0, 0.5, 1.5), 4), "Three days off “tea”; after four such spells"),
        (Spell("x", 10, 1, Size(1.0, 0.5, 1.5), 9), "Ten days off “tea”"),
        (Spell("x", 11, 3, Size(1.0, 0.5, 1.5), 40), "11 days off “tea”; after 40 such spells"),
        (Spell("x", 3, 0, Size(1.0, 0.5, 1.5), 4), "worse on the same day ("),
        (Spell("x", 3, 1, Size(1.0, 0.5, 1.5), 4), "worse a day later ("),
        (Spell("x", 3, 3, Size(1.0, 0.5, 1.5), 4), "worse three days later ("),
        (Spell("x", 3, 3, Size(1.04, -0.26, 1.96), 4), "1.0 points worse three days later (between −0.3 and 2.0)"),
    ],
)  # fmt: skip
def test_a_spell_is_told_with_its_days_its_figures_and_its_delay(spell, words):
    assert words in spell_sentence(spell, {"x": "tea"}, "back pain")


def test_an_item_that_is_long_gone_is_told_by_its_id():
    said = spell_sentence(Spell("wind-down", 3, 0, Size(1, 0.5, 1.5), 4), {}, "bloating")
    assert "“wind-down”" in said
    assert "your bloating was" in said


@pytest.mark.parametrize(
    ("size", "kept", "there", "not_there"),
    [
        (Size(1.5, 0.4, 2.6), None, "about 1.5 points above its usual", "kept"),
        (Size(1.5, 0.4, 2.6), Kept(2, 10), "in these days you kept 2 of 10 things", "not moved"),
        (None, Kept(2.5, 10), "you kept 2.5 of 10 things", "above its usual"),
    ],
)
def test_a_slip_says_what_moved_and_only_that(size, kept, there, not_there):
    usual = Kept(8, 10) if kept else None
    said = slip_sentence(Slip(date(2026, 3, 5), date(2026, 3, 8), size, 4, kept, usual), "pain")
    assert said.startswith("Since Thursday 5 March ")
    assert there in said
    assert not_there not in said
    assert said.endswith(".")


@pytest.mark.parametrize(
    ("size", "rated", "lasting"),
    [(None, 30, False), (Size(1, 0.5, 2), 4, False), (Size(1, 0.5, 2), 5, True)],
)
def test_only_a_symptom_that_stays_worse_is_lasting(size, rated, lasting):
    slip = Slip(MONDAY, MONDAY + timedelta(days=3), size, rated, None, None)
    assert slip.lasting is lasting


def test_at_most_two_sentences_are_said_and_none_when_nothing_moved():
    spell = Spell("x", 3, 0, Size(1, 0.5, 1.5), 4)
    slip = Slip(MONDAY, MONDAY, Size(1, 0.5, 1.5), 9, None, None)
    assert len(drift_sentences(Drift("pain", 40, slip, spell), {})) == 2
    assert drift_sentences(Drift("pain", 40, quiet="Nothing."), {}) == ()


# --- the same by hand ---------------------------------------------------------------------------


def by_hand(day: np.ndarray, value: np.ndarray, at: int, size: float, least: float) -> float:
    """The evidence for one step of one size at one value, with nothing shortened."""
    from scipy.linalg import solve_triangular

    from gutline.routine.drift_evidence import LEVEL_SD, PROCESSES

    likely = {0.0: 2.0, 0.85: 0.6, 0.95: 0.25}
    n, found = day.size, {True: 0.0, False: 0.0}
    for phi, drag in PROCESSES:
        apart = np.abs(day[:, None] - day[None, :])
        noise = drag * phi**apart + (1 - drag) * np.eye(n) if phi else np.eye(n)
        root = np.linalg.cholesky(noise + LEVEL_SD**2)
        for changed in found:
            rest = value - size * (np.arange(n) >= at) * changed
            white = solve_triangular(root, rest, lower=True)
            floor = least**2 + 0.5 * least**2 * n
            log = -np.log(np.diag(root)).sum() - (2 + n / 2) * np.log(floor + white @ white / 2)
            found[changed] += likely.get(phi, 1.0) * np.exp(log + 60.0)
    return found[True] / found[False]


@pytest.mark.parametrize(("days", "ago"), [(12, 2), (25, 5), (40, 20)])
def test_the_evidence_is_what_a_calculator_gives(days, ago):
    values = noisy(days, 1.0, days - 4)
    values[3] = values[7] = None  # days are missing
    series = as_series(values)
    found = change_evidence(series, (1.5,), days, 0.4).ratio[days - 1, ago]
    at = int(np.searchsorted(series.day, days - 1 - ago))
    assert found == pytest.approx(by_hand(series.day, series.value, at, 1.5, 0.4), rel=1e-6)

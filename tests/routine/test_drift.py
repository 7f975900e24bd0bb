"""The drift alarm: quiet on quiet days, quick after a shift, and honest about what it does not know."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import ttest_ind

from bench.drift import (
    DRAGS,
    KINDS,
    METHODS,
    control_chart,
    drift_tables,
    gutline_alarms,
    rates,
    seer_rates,
    t_test_window,
)
from bench.drift_people import Person, Scene, draw
from bench.drift_seer import THRESHOLDS, seer_alarms, seer_evidence, seer_threshold
from gutline.diary import Diary, Entry
from gutline.routine.adherence import DayKept, State
from gutline.routine.drift import LASTING_DAYS, Drift, Kept, Slip, find_drift
from gutline.routine.drift_alarm import LEAST_RATED, WAIT_DAYS, as_series, find_alarms, threshold
from gutline.routine.drift_evidence import Series, Size, change_evidence, change_size
from gutline.routine.drift_spells import Spell, find_spell
from gutline.routine.drift_words import drift_sentences, slip_sentence, spell_sentence
from tests.routine.samples import BERLIN

FIRST = date(2026, 1, 5)


def rng(seed=1):
    return np.random.default_rng(seed)


def shifted(points=2.0, at=60, days=90, sd=0.7, seed=1):
    values = 3.0 + sd * rng(seed).standard_normal(days)
    values[at:] += points
    return [float(v) for v in np.clip(np.round(2 * values) / 2, 0, 10)]


def diary(values, name="back pain"):
    start = datetime(2026, 1, 5, 20, tzinfo=BERLIN)
    return Diary.from_entries(
        [
            Entry(start + timedelta(days=n), "symptom", name, value, "nrs")
            for n, value in enumerate(values)
            if value is not None
        ],
        zone="Europe/Berlin",
    )


def kept(letters, ident="wind-down"):
    names: dict[str, State] = {"d": "done", "s": "skipped", "u": "unknown", "p": "partly"}
    return [DayKept(FIRST + timedelta(days=n), {ident: names[x]}) for n, x in enumerate(letters)]


# --- the evidence -------------------------------------------------------------------------------


def test_a_clear_step_is_found_with_its_day_and_size():
    series = as_series(shifted())
    (alarm,) = find_alarms(series, None, 90)
    assert alarm.since == 60
    assert 60 < alarm.day <= 64
    assert (alarm.symptom, alarm.routine) == (True, False)
    size = change_size(series, 60)
    assert size.low < 2.0 < size.high
    assert size.low < size.points < size.high


def test_what_the_future_holds_changes_nothing_that_was_said():
    """The evidence of a day uses that day and earlier ones alone."""
    values = shifted()
    whole = change_evidence(as_series(values), (1.5,), 90, 0.4)
    early = change_evidence(as_series(values[:70]), (1.5,), 70, 0.4)
    np.testing.assert_allclose(whole.ratio[:70], early.ratio, rtol=1e-8)
    np.testing.assert_allclose(whole.drag[:70], early.drag, rtol=1e-8)


@given(st.floats(-5, 5), st.integers(0, 40))
@settings(max_examples=4)
def test_the_evidence_knows_no_zero_and_no_first_day(moved, later):
    """A usual that lies higher, and a diary that begins later, change hardly anything."""
    values = np.array(shifted(days=50, at=40))
    plain = change_evidence(Series(np.arange(50), values), (1.5,), 50, 0.4)
    other = change_evidence(Series(np.arange(50) + later, values + moved), (1.5,), 50 + later, 0.4)
    np.testing.assert_allclose(other.ratio[later + 21 :], plain.ratio[21:], rtol=0.08)


def test_under_no_change_the_evidence_is_one_on_average():
    """A likelihood ratio: its mean over quiet people is at most one, whatever the process."""
    means = []
    for seed in range(60):
        person = draw(Scene(0.5, plan=False), 60, None, rng(seed))
        found = change_evidence(person.symptom, (1.5,), 60, 0.4)
        means.append(float(np.nan_to_num(found.ratio[55, 3])))
    assert np.mean(means) < 1.5
    assert np.median(means) < 0.5


def test_days_without_a_rating_are_left_out_and_not_filled():
    values = shifted()
    gappy = [v if n % 4 else None for n, v in enumerate(values)]
    (alarm,) = find_alarms(as_series(gappy), None, 90)
    assert 60 <= alarm.since <= 61
    assert alarm.day <= 66
    nothing_since = [v if n < 62 else None for n, v in enumerate(values)]
    assert len(find_alarms(as_series(nothing_since), None, 90)) <= 1


def test_one_bad_day_is_no_drift():
    values = shifted(0.0)
    values[70] = 9.0
    assert find_alarms(as_series(values), None, 90) == ()


def test_a_change_for_the_better_is_no_alarm():
    assert find_alarms(as_series(shifted(-2.0)), None, 90) == ()


def test_a_level_that_stays_is_told_once():
    alarms = find_alarms(as_series(shifted(2.5, at=60, days=160)), None, 160)
    assert [alarm.day for alarm in alarms if alarm.day < 100] == [61]


def test_a_routine_that_slips_is_found_before_the_symptom_follows():
    symptom = as_series(shifted(0.0, days=70))
    plan = as_series([10.0 * (0.75 if n % 3 else 1.0) if n < 60 else 2.5 for n in range(70)])
    (alarm,) = find_alarms(symptom, plan, 70)
    assert alarm.routine
    assert not alarm.symptom
    assert 59 <= alarm.since <= alarm.day <= 64


def test_the_threshold_rises_with_the_spread_of_the_days():
    low, high = threshold(np.array([0.3, 0.3]), np.array([0.8, 1.6]), np.ones(2))
    assert 0 < low < high


def test_days_that_never_vary_are_no_trouble():
    assert find_alarms(as_series([0.0] * 80), as_series([10.0] * 80), 80) == ()


@given(
    st.lists(st.none() | st.floats(0, 10), max_size=70),
    st.lists(st.none() | st.floats(0, 10), max_size=70),
)
@settings(max_examples=15)
def test_whatever_the_days_every_alarm_lies_among_them(ratings, shares):
    days = max(len(ratings), 1)
    alarms = find_alarms(as_series(ratings), as_series(shares), days)
    assert all(WAIT_DAYS <= alarm.day < days for alarm in alarms)
    assert all(alarm.since <= alarm.day for alarm in alarms)


# --- error rates: a quick look; `make bench` looks longer ---------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("drag", [0.0, 0.7])
def test_quiet_days_give_at_most_one_false_alarm_in_180(drag):
    found = rates(Scene(drag, plan=False), 0, 12, seed=5)
    assert found.false_alarms <= 1.6  # one, and twice the standard error of 12 people
    assert found.missed <= 0.5


@pytest.mark.slow
def test_with_the_routine_a_shift_is_found_within_four_days():
    found = rates(Scene(0.5, sd=1.2, slips=True), 0, 8, seed=6)
    assert found.delay_days <= 4.0
    assert found.false_alarms <= 1.5


def test_the_simple_charts_cry_wolf_when_days_drag():
    """The control: what the alarm is measured against fails where it should."""
    quiet = [draw(Scene(0.9, plan=False), 208, None, rng(seed)) for seed in range(5)]
    assert np.mean([len(control_chart(one)) for one in quiet]) > 1.5
    assert np.mean([len(t_test_window(one)) for one in quiet]) > 2.0


def test_the_window_of_the_bench_is_the_t_test_of_scipy():
    """Worked out by hand for speed: the same days as by the library."""
    person = draw(Scene(0.5, plan=False), 120, 80, rng(4))
    day, value = person.symptom.day, person.symptom.value
    found = []
    for today in range(WAIT_DAYS + 7, person.days):
        late = value[(day > today - 7) & (day <= today)]
        early = value[(day > today - 35) & (day <= today - 7)]
        if late.size > 2 and early.size > 7:
            found += [today] * int(ttest_ind(late, early, alternative="greater").pvalue < 0.05)
    kept = [day for n, day in enumerate(found) if n == 0 or day - found[n - 1] > 1]
    raised = t_test_window(person)
    assert raised
    assert set(raised) <= set(found)
    assert raised[0] == kept[0]


# --- the seer: what could be had at most ---------------------------------------------------------


def test_the_seer_is_quick_and_keeps_to_one_false_alarm():
    found = seer_rates(Scene(0.0, plan=False), 30, seed=3)
    assert found.false_alarms <= 1.0
    assert found.delay_days <= 4.0
    assert found.missed == 0.0
    assert 0.0 < found.false_error < 0.5


def test_the_seer_knows_the_likelihood():
    """Of independent days it is what a calculator gives."""
    person = Person(as_series([4.0, 5.0, 5.5]), None, 3)
    scene = Scene(0.0, sd=1.0, step=1e-9)
    ratio = seer_evidence(scene, person)
    by_hand = np.exp(1.5 * (1.0 - 0.75) + 1.5 * (1.5 - 0.75))
    assert ratio[2, 1] == pytest.approx(by_hand, rel=1e-6)
    assert ratio[2, 2] == pytest.approx(np.exp(1.5 * 0.75), rel=1e-6)


def test_the_seer_raises_at_its_threshold_and_begins_anew():
    day = np.arange(60)
    evidence = np.zeros((60, 60))
    evidence[40, 39] = evidence[41, 39] = evidence[55, 50] = 20.0
    assert seer_alarms(evidence, day, 15.0) == [40, 55]
    assert seer_alarms(evidence, day, 25.0) == []
    assert seer_threshold([(evidence, day)]) > 20.0
    assert seer_threshold([(np.zeros((60, 60)), day)]) == THRESHOLDS[0]


def test_the_bench_draws_rhythms_steps_and_gaps():
    drawn = draw(Scene(0.0, sd=0.01, weekend=2.0, step=1.0, missing=0.3), 700, None, rng())
    assert set(np.unique(drawn.symptom.value)) == {4.0, 6.0}
    assert drawn.symptom.value.mean() == pytest.approx(4 + 2 * 2 / 7, abs=0.1)
    assert drawn.symptom.day.size == pytest.approx(490, abs=50)
    slow = draw(Scene(0.0, sd=0.01, wander=1.0, missing=0.0), 180, None, rng()).symptom.value
    assert slow.max() - slow.min() == pytest.approx(2.0, abs=0.5)
    assert np.abs(np.diff(slow)).max() <= 0.5


def test_the_bench_draws_what_it_says():
    scene = Scene(0.7, sd=1.0, slips=True)
    person = draw(scene, 4000, 2000, rng())
    before = person.symptom.value[person.symptom.day < 2000]
    after = person.symptom.value[person.symptom.day >= 2000]
    assert after.mean() - before.mean() == pytest.approx(1.5, abs=0.25)
    assert before.std() == pytest.approx(1.0, abs=0.15)
    assert person.kept is not None
    assert person.kept.value[person.kept.day > 2000].mean() < 4.0
    assert draw(Scene(0.0, plan=False), 50, None, rng()).kept is None


def test_the_table_has_a_row_for_every_autocorrelation(monkeypatch):
    monkeypatch.setattr("bench.drift.METHODS", METHODS[1:2])
    monkeypatch.setattr("bench.drift.KINDS", KINDS[:2])
    lines = drift_tables(1, 2, 1)
    assert sum(line.startswith("| 0.9 |") for line in lines) == 2
    assert sum(line.startswith("| 0") for line in lines) == 2 * len(DRAGS)
    assert "2 people a row" in "".join(lines)
    assert lines[0] == "## Has it drifted?"


def test_the_alarm_of_the_bench_is_the_one_that_is_shipped():
    series = as_series(shifted())
    assert gutline_alarms(Person(series, None, 90)) == [
        a.day for a in find_alarms(series, None, 90)
    ]


# --- spells off one item ------------------------------------------------------------------------


def spells(points, seed=3, days=170):
    """Four days off every twelve; two days after the third of them the back is worse."""
    letters = "".join("s" if n % 12 >= 8 else "d" for n in range(days))
    values = 3.0 + 0.5 * rng(seed).standard_normal(days)
    for n in range(days - 2):
        if letters[max(n - 2, 0) : n + 1] == "sss":
            values[n + 2] += points
    return letters, [float(v) for v in values]


def test_what_followed_earlier_spells_is_told_with_its_figures():
    letters, values = spells(1.0)
    found = find_spell(kept(letters[:167]), as_series(values[:167]), FIRST.toordinal())
    assert found is not None
    assert (found.item, found.days, found.later_days) == ("wind-down", 3, 2)
    assert found.size.low < 1.0 < found.size.high
    assert found.earlier >= 10


def test_no_spell_is_told_of_that_is_over_or_after_which_nothing_came():
    letters, values = spells(1.0)
    over = letters[:164] + "d"
    assert find_spell(kept(over), as_series(values[:165]), FIRST.toordinal()) is None
    letters, values = spells(0.0)
    assert find_spell(kept(letters[:167]), as_series(values[:167]), FIRST.toordinal()) is None


def test_days_that_are_not_known_are_no_spell():
    letters, values = spells(1.0)
    unknown = letters[:167].replace("s", "u")
    assert find_spell(kept(unknown), as_series(values[:167]), FIRST.toordinal()) is None


def test_too_few_earlier_spells_say_nothing():
    letters, values = spells(2.0, days=40)
    assert find_spell(kept(letters[:35]), as_series(values[:35]), FIRST.toordinal()) is None


# --- from a diary to a sentence -----------------------------------------------------------------


def test_a_slip_is_told_with_its_figures_and_goes_on_to_safety():
    values = shifted(2.0, at=60, days=67)
    plan = kept("d" * 60 + "s" * 7)
    found = find_drift(diary(values), plan, FIRST + timedelta(days=66))
    assert found.slip is not None
    assert found.outcome == "back pain"
    assert abs((found.slip.since - FIRST).days - 60) <= 1
    assert found.slip.rated_days >= LASTING_DAYS
    assert found.slip.lasting
    (said,) = drift_sentences(found, {})
    assert " March your back pain has been about " in said
    assert "in these days you kept " in said


def test_quiet_days_say_that_nothing_moved():
    found = find_drift(diary(shifted(0.0)), (), FIRST + timedelta(days=89))
    assert (found.slip, found.spell) == (None, None)
    assert found.quiet == "Nothing has moved away from your own usual."
    assert drift_sentences(found, {}) == ()


def test_an_old_slip_is_not_told_for_ever():
    found = find_drift(diary(shifted(2.0, at=60, days=100)), (), FIRST + timedelta(days=99))
    assert found.slip is None


@pytest.mark.parametrize("values", [[], [3.0] * 5])
def test_without_a_usual_it_says_so(values):
    found = find_drift(diary(values), (), FIRST + timedelta(days=40))
    assert found.slip is None
    assert "usual" in found.quiet
    assert str(LEAST_RATED - len(values)) in found.quiet or not values


def test_the_symptom_that_is_rated_most_is_looked_at_unless_another_is_named():
    both = Diary.from_entries(
        [*diary(shifted(0.0)).entries, *diary([5.0] * 30, "bloating").entries], zone="Europe/Berlin"
    )
    day = FIRST + timedelta(days=89)
    assert find_drift(both, (), day).outcome == "back pain"
    assert find_drift(both, (), day, "bloating").outcome == "bloating"


def test_the_sentences_say_figures_and_blame_nobody():
    spell = Spell("wind-down", 3, 2, Size(0.8, 0.2, 1.4), 6)
    assert spell_sentence(spell, {"wind-down": "wind-down"}, "back pain") == (
        "Three days off “wind-down”; after six such spells before, your back pain was 0.8 points"
        " worse two days later (between 0.2 and 1.4)."
    )
    slip = Slip(FIRST, FIRST, None, 0, Kept(1.5, 6), Kept(50.0, 60))
    assert slip_sentence(slip, "back pain") == (
        "Since Monday 5 January you kept 1.5 of 6 things of your plan, where 5 of 6 are usual for"
        " you. Your back pain has not moved away from its usual."
    )
    alone = Slip(FIRST, FIRST, Size(1.6, -0.1, 2.3), 3, None, None)
    assert "between −0.1 and 2.3" in slip_sentence(alone, "back pain")
    assert drift_sentences(Drift("back pain", 40, alone, spell), {})[0].startswith("Three days")

"""From a diary to arrays: times, doses, names, tags and daily states."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from gutline.diary import Diary, Entry
from gutline.discovery.daily import read_states
from gutline.discovery.exposures import read_exposures
from gutline.discovery.series import (
    Exposure,
    Shelf,
    State,
    default_outcomes,
    key_of,
    make_axis,
    read_ratings,
)
from tests.discovery.diaries import clock


def exposures(diary: Diary) -> dict[tuple[str, str], Exposure]:
    read = read_exposures(diary, make_axis(diary), Shelf.of(diary))
    assert len({(e.level, e.name) for e in read}) == len(read)
    return {(e.level, e.name): e for e in read}


def states(diary: Diary, *, mediators: bool = False) -> dict[str, State]:
    return {
        s.name: s
        for s in read_states(diary, make_axis(diary), Shelf.of(diary), mediators=mediators)
    }


def test_time_starts_at_the_first_local_midnight(diary):
    """
    zone Europe/Berlin
    2026-03-01 09:30 back pain 6
    2026-03-03 21:00 back pain 2
    """
    axis = make_axis(diary)
    assert (axis.first, axis.length) == (date(2026, 3, 1), 3)
    assert [axis.hours(e.at) for e in diary.entries] == [9.5, 69.0]


def test_ratings_know_their_day_and_local_hour(diary):
    """
    zone Europe/Berlin
    2026-03-28 09:30 back pain 6
    2026-03-29 09:30 back pain 4
    2026-03-30 09:30 back pain 2
    """
    (read,) = read_ratings(diary, make_axis(diary), Shelf.of(diary), ("Back Pain",))
    assert read.name == "back pain"
    assert read.day.tolist() == [0, 1, 2]
    assert read.clock_hours.tolist() == [9.5, 9.5, 9.5]
    assert np.diff(read.at_hours).tolist() == [23.0, 24.0]


@pytest.mark.parametrize(
    ("name", "key"),
    [("Rye  Bread", "rye bread"), (" MILK ", "milk"), ("Straße", "strasse"), ("a\tb", "a b")],
)
def test_names_are_the_same_whatever_their_case_and_spaces(name, key):
    assert key_of(name) == key


def test_a_name_is_shown_as_most_often_written():
    written = ["Milk", "milk", "milk", "MILK"]
    diary = Diary(tuple(Entry(clock(24.0 * d), "food", name) for d, name in enumerate(written)))
    assert list(exposures(diary)) == [("food", "milk")]
    assert exposures(diary)["food", "milk"].days.tolist() == [0, 1, 2, 3]


def test_nothing_eaten_marks_and_notes_are_no_exposures(diary):
    """
    2026-03-01 08:00 ate nothing
    2026-03-02 08:00 drank nothing
    2026-03-03 complete food
    2026-03-04 08:00 note slept at Anna's
    2026-03-05 08:00 ate rye
    """
    assert list(exposures(diary)) == [("food", "rye")]


def test_food_and_drink_of_one_name_are_two(diary):
    """
    2026-03-01 08:00 ate milk
    2026-03-02 08:00 drank milk
    """
    assert set(exposures(diary)) == {("food", "milk"), ("drink", "milk")}


def test_servings_count_as_they_are(diary):
    """
    2026-03-01 08:00 ate 2 milk
    2026-03-02 08:00 ate 4 milk
    2026-03-03 08:00 ate milk
    """
    milk = exposures(diary)["food", "milk"]
    assert milk.dose.tolist() == [2.0, 4.0, 1.0]
    assert milk.dose_words == "1 serving"


def test_grams_count_by_the_usual_amount(diary):
    """
    2026-03-01 08:00 ate 100 g yoghurt
    2026-03-02 08:00 ate 150 g yoghurt
    2026-03-03 08:00 ate 300 g yoghurt
    """
    yoghurt = exposures(diary)["food", "yoghurt"]
    assert yoghurt.dose.tolist() == pytest.approx([2 / 3, 1.0, 2.0])
    assert yoghurt.dose_words == "150 g"


def test_mixed_units_each_have_their_usual_amount(diary):
    """
    2026-03-01 08:00 ate 150 g yoghurt
    2026-03-02 08:00 ate yoghurt
    2026-03-03 08:00 ate 2 yoghurt
    2026-03-04 08:00 ate 300 ml yoghurt
    """
    yoghurt = exposures(diary)["food", "yoghurt"]
    assert yoghurt.dose.tolist() == [1.0, 1.0, 2.0, 1.0]
    assert yoghurt.dose_words == "1 serving"


def test_an_amount_of_zero_is_not_an_exposure(diary):
    """
    2026-03-01 08:00 ate 0 g yoghurt
    2026-03-02 08:00 ate 200 g yoghurt
    """
    assert exposures(diary)["food", "yoghurt"].days.tolist() == [1]


def test_a_food_never_really_eaten_is_no_exposure(diary):
    """
    2026-03-01 08:00 ate 0 g yoghurt
    2026-03-02 08:00 ate rye
    """
    assert list(exposures(diary)) == [("food", "rye")]


def test_a_day_without_a_time_is_spread(diary):
    """
    2026-03-01 ate rye
    2026-03-02 08:00 ate rye
    """
    assert exposures(diary)["food", "rye"].spread.tolist() == [True, False]


def test_a_tag_is_everything_that_carries_it(diary):
    """
    tag milk: dairy, lactose
    tag cheese: dairy
    2026-03-01 08:00 ate 2 cheese
    2026-03-01 20:00 ate milk
    2026-03-02 08:00 drank Milk
    2026-03-03 08:00 ate rye
    """
    read = exposures(diary)
    dairy = read["tag", "dairy"]
    assert dairy.at_hours.tolist() == [8.0, 20.0, 32.0]
    assert dairy.dose.tolist() == [2.0, 1.0, 1.0]
    assert set(dairy.members) == {"cheese", "milk"}


def test_a_tag_of_a_single_food_is_that_food(diary):
    """
    tag milk: lactose
    2026-03-01 08:00 ate milk
    """
    assert list(exposures(diary)) == [("food", "milk")]


def test_lags_are_those_of_the_kind(diary):
    """
    2026-03-01 08:00 ate rye
    2026-03-01 08:00 took magnesium 400 mg
    """
    read = exposures(diary)
    assert read["food", "rye"].lags == "fast"
    assert read["supplement", "magnesium"].lags == "both"
    assert read["supplement", "magnesium"].dose_words == "400 mg"


def test_outcomes_are_the_symptoms(diary):
    """
    2026-03-01 08:00 back pain 3
    2026-03-01 08:00 Bloating 3
    2026-03-01 08:00 mood 3
    2026-03-02 08:00 no symptoms
    """
    assert default_outcomes(Shelf.of(diary)) == ("back pain", "Bloating")


def test_states_are_daily_means_or_sums(diary):
    """
    2026-03-01 08:00 stress 2
    2026-03-01 20:00 stress 6
    2026-03-01 08:00 walked 30 min
    2026-03-01 20:00 walked 20 min
    2026-03-03 08:00 stress 1
    """
    read = states(diary)
    assert read["stress"].daily[[0, 2]].tolist() == [4.0, 1.0]
    assert np.isnan(read["stress"].daily[1])
    (walked,) = [s for s in read.values() if s.level == "movement"]
    assert walked.daily[0] == 50.0
    assert walked.count == 2


def test_days_without_illness_are_days_without_it(diary):
    """
    2026-03-01 08:00 back pain 3
    2026-03-02 08:00 ill
    2026-03-03 08:00 back pain 3
    """
    (ill,) = [s for s in states(diary).values() if s.level == "illness"]
    assert ill.daily.tolist() == [0.0, 1.0, 0.0]


def test_mediators_are_read_when_asked_for(diary):
    """
    2026-03-01 08:00 back pain 3
    2026-03-01 09:00 mood 4
    2026-03-02 10:00 stool 4
    2026-03-02 10:00 stress 4
    """
    assert set(states(diary)) == {"stress"}
    assert set(states(diary, mediators=True)) == {"stress", "back pain", "mood", "stool"}


def read_pain(diary: Diary) -> list[tuple[int, float]]:
    axis, shelf = make_axis(diary), Shelf.of(diary)
    (pain,) = read_ratings(diary, axis, shelf, ("back pain",))
    return [(int(day), float(value)) for day, value in zip(pain.day, pain.value, strict=True)]


def test_a_day_complete_for_symptoms_without_one_had_none(diary):
    """
    2026-03-01 09:00 back pain 6
    2026-03-02 complete symptoms
    2026-03-03 09:00 back pain 2
    2026-03-03 complete symptoms
    2026-03-04 complete food
    2026-03-05 complete
    """
    assert read_pain(diary) == [(0, 6.0), (1, 0.0), (2, 2.0), (4, 0.0)]


def test_a_complete_day_with_said_absence_counts_once(diary):
    """
    2026-03-01 09:00 back pain 6
    2026-03-02 08:00 no symptoms
    2026-03-02 complete symptoms
    """
    assert read_pain(diary) == [(0, 6.0), (1, 0.0)]


def test_a_symptom_that_is_adjusted_for_is_zero_where_there_was_none(diary):
    """
    2026-03-01 09:00 back pain 6
    2026-03-01 09:00 bloating 4
    2026-03-02 08:00 no symptoms
    2026-03-03 complete symptoms
    2026-03-04 09:00 back pain 1
    """
    axis, shelf = make_axis(diary), Shelf.of(diary)
    states = {s.name: s.daily for s in read_states(diary, axis, shelf, mediators=True)}
    assert states["bloating"][:3].tolist() == [4.0, 0.0, 0.0]
    assert np.isnan(states["bloating"][3])

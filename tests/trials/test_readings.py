"""The ratings of an outcome, from a diary."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest

from gutline.diary import Diary, Entry
from gutline.trials.errors import TrialError
from gutline.trials.readings import read_readings


def at(day: int, hour: int = 20) -> datetime:
    return datetime(2026, 3, day, hour, tzinfo=UTC)


@pytest.fixture
def diary() -> Diary:
    return Diary.from_entries([
        Entry(at(1), "symptom", "Back  pain", 4, "nrs"),
        Entry(at(2), "symptom", "none"),
        Entry(at(3), "symptom", "headache", 2, "nrs"),
        Entry(at(4), "symptom", "headache", 1, "nrs"),
        Entry(at(4, 23), "complete", "all"),
        Entry(at(5), "mood", "mood", 7),
    ])  # fmt: skip


def test_a_symptom_said_to_be_absent_counts_as_nought(diary):
    own = read_readings(diary, "back pain")
    assert own.values.tolist() == [4.0, 0.0, 0.0]
    assert [a.day for a in own.at] == [1, 2, 4]


def test_a_day_without_a_word_is_missing_and_never_nought(diary):
    assert 3 not in {a.day for a in read_readings(diary, "BACK PAIN").at}


def test_more_of_a_mood_is_better_and_of_a_symptom_worse(diary):
    assert read_readings(diary, "mood").higher_is_better
    assert not read_readings(diary, "headache").higher_is_better


def test_an_outcome_that_is_not_there_is_refused_with_what_is(diary):
    with pytest.raises(TrialError, match="headache"):
        read_readings(diary, "knee pain")


def test_hours_are_those_of_the_instants(diary):
    own = read_readings(diary, "headache")
    assert np.diff(own.hours).tolist()[-1] == 24.0
    assert own.clock_hours.tolist()[-1] == 20.0


def test_ratings_of_the_same_moment_count_as_their_mean():
    twice = Diary.from_entries([
        Entry(at(1), "symptom", "headache", 2, "nrs"),
        Entry(at(1), "symptom", "headache", 7, "nrs"),
    ])  # fmt: skip
    assert read_readings(twice, "headache").values.tolist() == [4.5]


def test_what_a_device_measured_is_an_outcome_where_it_is_asked_for():
    device = Diary.from_entries([Entry(at(1), "measurement", "reaction", 300, "ms")])
    assert read_readings(device, "reaction", measured=True).unit == "ms"
    with pytest.raises(TrialError, match="no ratings of 'reaction'"):
        read_readings(device, "reaction")

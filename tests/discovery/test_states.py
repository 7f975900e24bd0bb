"""Stress, sleep, movement, mood and stool: adjusted for, suspected themselves, or asked about."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gutline.diary import Diary, Entry
from gutline.discovery import Settings, discover
from gutline.discovery.series import State
from gutline.discovery.states import state_histories, swing_in_words, usual_swing
from tests.discovery.diaries import (
    PAIN,
    Person,
    also,
    clock,
    diary_of,
    entries_of,
    fitted,
    one,
)

EATS = {"milk": 0.4, "rye": 0.5, "egg": 0.3}
DAYS = 150
RNG = np.random.default_rng(12)
STRESS = np.clip(np.round(4.0 + 2.0 * RNG.normal(size=DAYS)), 0, 10)
SLEEP = np.clip(np.round(2 * (7.0 + RNG.normal(size=DAYS))) / 2, 3, 11)


def daily(kind: str, values, unit: str, hour: float = 7.0) -> list[Entry]:
    return [Entry(clock(24.0 * d + hour), kind, kind, float(v), unit) for d, v in enumerate(values)]


def stressed(points: float = 0.7, **kwargs) -> list[Entry]:
    """Pain follows the day's stress."""
    person = Person(EATS, days=DAYS, usual=4.0 - 4.0 * points + 1.0, **kwargs)
    felt = entries_of(person, lambda at: points * STRESS[(at // 24).astype(int)])
    return [*felt, *daily("stress", STRESS, "nrs")]


def state(level: str, values: list[float], unit: str = "nrs") -> State:
    return State(level, level, np.array(values), frozenset({"exposure"}), unit, len(values))


def test_stress_that_drives_the_pain_is_a_suspect():
    f = one(discover(Diary(tuple(stressed()))), "stress")
    assert f.verdict == "suspect"
    assert f.level == "stress"
    assert f.dose == "4 points more"
    assert f.interval[0] < 2.8 < f.interval[1]
    assert f.peak_hours < 12.0
    assert f.sentence.startswith("With 4 points more (stress) your back pain was on average")
    assert "coin" in f.next_step
    assert f.lag_curve is None


def test_long_nights_that_ease_the_pain_are_a_helper():
    entries = entries_of(
        Person(EATS, days=DAYS, usual=6.0),
        lambda at: -1.0 * (SLEEP[(at // 24).astype(int)] - 7.0),
    )
    f = one(discover(Diary((*entries, *daily("sleep", SLEEP, "h")))), "sleep")
    assert f.verdict == "helper"
    assert f.effect < 0
    assert f.dose == "2 h more"


def test_a_bad_night_can_act_on_the_day_after():
    def after(at):
        day = (at // 24).astype(int)
        return np.where(day > 0, -1.2 * (SLEEP[np.maximum(day - 1, 0)] - 7.0), 0.0)

    entries = entries_of(Person(EATS, days=DAYS, usual=6.0), after)
    f = one(discover(Diary((*entries, *daily("sleep", SLEEP, "h")))), "sleep")
    assert f.verdict == "helper"
    assert 15.0 < f.peak_hours < 60.0


def test_a_food_eaten_under_stress_is_not_blamed_for_it():
    """Chocolate is had on stressed days, and stress hurts."""
    sweet = [
        Entry(clock(24.0 * d + 16.0), "food", "chocolate")
        for d in range(DAYS)
        if STRESS[d] + np.random.default_rng(d).normal() > 5.0
    ]
    known = discover(Diary((*stressed(), *sweet)))
    assert not one(known, "chocolate").verdict.found
    assert one(known, "stress").verdict == "suspect"


def test_stress_that_does_nothing_is_no_suspect():
    entries = [*entries_of(Person(EATS, days=DAYS)), *daily("stress", STRESS, "nrs")]
    f = one(discover(Diary(tuple(entries))), "stress")
    assert not f.verdict.found
    assert f.probability < 0.5


def test_states_that_do_nothing_are_hardly_ever_suspects():
    """Of 50 states that change from day to day as states do; 5 alarms would be a fluke at 4 %."""
    alarms = []
    for seed in range(25):
        rng = np.random.default_rng(900 + seed)
        wave = np.zeros((2, 90))
        for d in range(1, 90):
            wave[:, d] = 0.5 * wave[:, d - 1] + 0.87 * rng.normal(size=2)
        stress = np.clip(np.round(4.0 + 2.0 * wave[0]), 0, 10)
        sleep = np.clip(np.round(2 * (7.0 + wave[1])) / 2, 3, 11)
        states = [*daily("stress", stress, "nrs"), *daily("sleep", sleep, "h")]
        said = discover(Diary((*entries_of(Person(EATS, days=90, seed=50 + seed)), *states)))
        alarms += [
            f.name for f in said.of(PAIN) if f.level in {"stress", "sleep"} and f.verdict.found
        ]
    assert len(alarms) <= 5, alarms


def test_stress_after_pain_is_flagged():
    """Pain makes the next day stressful, and stress does nothing."""
    felt = entries_of(Person(EATS, days=DAYS, noise=2.0, rated_at=(20.0,)))
    pain = {(e.at - clock(0.0)).days: float(e.value) for e in felt if e.kind == "symptom"}
    noise = np.random.default_rng(4).normal(size=DAYS)
    stress = [min(max(round(pain.get(d - 1, 4.0) + noise[d]), 0), 10) for d in range(DAYS)]
    f = one(discover(Diary((*felt, *daily("stress", stress, "nrs", 9.0)))), "stress")
    assert f.lead_check.reversed
    assert f.lead_check.p_value < 1e-4


def test_robustness_is_told_against_the_stress_that_was_logged():
    person = {"milk": (2.0, 8.0)}
    f = one(discover(Diary(tuple(stressed(acts=person)))), "milk")
    assert f.verdict == "suspect"
    assert "stress" in f.robustness_words
    assert f.robustness_words.startswith("a hidden cause")


def test_without_a_logged_confounder_robustness_is_told_as_a_share():
    f = one(discover(diary_of(Person(EATS, {"milk": (2.0, 8.0)}))), "milk")
    assert f.robustness_words == (
        f"a hidden cause would have to explain {100 * f.robustness:.0f} % of what is left of both "
        "to undo this"
    )


def test_a_state_that_never_changes_cannot_be_tested():
    entries = [*entries_of(Person(EATS, days=60)), *daily("sleep", [7.0] * 60, "h")]
    f = one(discover(Diary(tuple(entries))), "sleep")
    assert f.verdict == "untestable"
    assert f.reason == "it never changes in this diary"


def test_a_mood_can_be_asked_about_by_name():
    mood = np.clip(np.round(6.0 - 0.6 * STRESS + np.random.default_rng(2).normal(size=DAYS)), 0, 10)
    diary = Diary((*stressed(), *daily("mood", mood, "nrs", 20.0)))
    assert list(discover(diary).outcomes) == [PAIN]
    said = discover(diary, outcomes=["mood"])
    assert list(said.outcomes) == ["mood"]
    assert one(said, "stress", "mood").verdict == "helper"


def test_stool_and_sleep_can_be_asked_about_by_name():
    stool = np.clip(np.round(4.0 + np.random.default_rng(2).normal(size=DAYS)), 1, 7)
    entries = [
        *entries_of(Person(EATS, days=DAYS)),
        *daily("stool", stool, "bristol"),
        *daily("sleep", SLEEP, "h"),
    ]
    said = discover(Diary(tuple(entries)), outcomes=["stool", "sleep"])
    assert set(said.outcomes) == {"stool", "sleep"}
    assert said.outcomes["sleep"].ratings == DAYS
    assert "sleep" not in {f.name for f in said.of("sleep")}
    assert {f.name for f in said.of("stool")} == {"milk", "rye", "egg"} | {"sleep"} - (
        {"sleep"} if "sleep" in {f.name for f in said.of("sleep")} else set()
    )


def test_asking_about_stress_too_changes_nothing_for_the_pain():
    entries = [
        replace(e, at=e.at.replace(hour=21)) if e.kind == "stress" else e for e in stressed()
    ]
    only = [e for e in entries if e.kind != "symptom" or e.at.hour == 21]
    alone = one(discover(Diary(tuple(only)), outcomes=[PAIN]), "stress")
    both = one(discover(Diary(tuple(only)), outcomes=[PAIN, "stress"]), "stress")
    assert alone.verdict == both.verdict == "suspect"


def bloated(hour: float) -> Diary:
    """Milk bloats, and bloating is what hurts."""
    person = Person(EATS, {"milk": (3.0, 8.0)}, days=DAYS, noise=0.3, usual=2.0, rated_at=(20.0,))
    bloating = [replace(e, name="bloating") for e in entries_of(person) if e.kind == "symptom"]
    felt = {e.at.date(): e.value for e in bloating}
    rng = np.random.default_rng(5)
    pain = [
        Entry(
            e.at,
            "symptom",
            PAIN,
            min(float(np.round(felt[e.at.date()] + rng.normal())), 10.0),
            "nrs",
        )
        for e in bloating
    ]
    pain = [replace(e, value=max(float(e.value), 0.0)) for e in pain]
    food = [e for e in entries_of(person) if e.kind != "symptom"]
    moved = [replace(e, at=e.at.replace(hour=int(hour))) for e in bloating]
    return Diary((*food, *pain, *moved))


def test_the_total_effect_goes_through_other_symptoms():
    assert one(discover(bloated(18.0)), "milk").verdict == "suspect"


def test_the_direct_effect_leaves_other_symptoms_out():
    total = one(discover(bloated(18.0)), "milk")
    direct = one(discover(bloated(18.0), settings=Settings(direct=True)), "milk")
    assert direct.probability < total.probability
    assert not direct.verdict.found


def test_the_direct_effect_leaves_out_symptoms_rated_at_the_same_time_too():
    direct = one(discover(bloated(20.0), settings=Settings(direct=True)), "milk")
    assert not direct.verdict.found


def test_mood_is_adjusted_for_only_when_asked():
    diary = Diary((*entries_of(Person(EATS, days=60)), *daily("mood", STRESS[:60], "nrs")))
    assert "mood" not in {s.name for s in fitted(diary).states}
    assert "mood" in {s.name for s in fitted(diary, Settings(direct=True)).states}
    assert "mood" not in {f.name for f in discover(diary).of(PAIN)}


def test_medicine_and_illness_are_adjusted_for_and_never_judged():
    diary = also(
        diary_of(Person(EATS, days=60)),
        [Entry(clock(24.0 * d + 9.0), "illness", "cold") for d in range(10, 15)],
    )
    (cold,) = fitted(diary).states
    assert cold.daily.sum() == 5.0
    assert cold.daily[12] == 1.0
    assert "cold" not in {f.name for f in discover(diary).of(PAIN)}


def test_histories_of_a_state():
    daily_values = np.array([1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0])
    got = state_histories(daily_values, np.array([7, 2]))
    assert got[0].tolist() == [8.0, 7.0, 7.0, 5.0]
    assert got[1] == pytest.approx([3.0, 2.0, 2.0, (1 + 2 + 3 + 4 * 4.5) / 7])


def test_missing_days_of_a_state_stand_at_the_mean():
    got = state_histories(np.array([2.0, np.nan, 4.0]), np.array([1]))
    assert got[0] == pytest.approx([3.0, 2.0, (3.0 + 2.0 + 3.0) / 3, (6 * 3.0 + 2.0) / 7])


def test_a_state_nobody_logged_stands_at_zero():
    assert state_histories(np.full(3, np.nan), np.array([0, 2])).tolist() == [[0.0] * 4] * 2


@pytest.mark.parametrize(
    ("level", "unit", "values", "swing", "words"),
    [
        ("stress", "nrs", [1.0, 3.0] * 9, 2.0, "2 points more"),
        ("stress", "nrs", [2.0, 2.2] * 9, 1.0, "1 point more"),
        ("sleep", "h", [6.0, 7.5] * 9, 1.5, "1.5 h more"),
        ("sleep", "h", [7.0, 7.1] * 9, 0.5, "0.5 h more"),
        ("movement", "min", [10.0, 50.0] * 9, 40.0, "40 min more"),
        ("movement", "steps", [2000.0, 9000.0] * 9, 7000.0, "7000 steps more"),
        ("illness", "", [0.0, 1.0] * 9, 1.0, "a day with it"),
    ],
)
def test_a_usual_change_of_a_state_is_a_plain_figure(level, unit, values, swing, words):
    one_state = state(level, values, unit)
    assert usual_swing(one_state) == swing
    assert swing_in_words(one_state, swing) == words

"""What was not logged is not known: it is neither "not eaten" nor "no pain"."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from gutline.diary import Diary, Entry
from gutline.discovery import discover
from gutline.discovery.daily import food_coverage
from gutline.discovery.series import Shelf, make_axis, read_ratings
from tests.discovery.diaries import (
    PAIN,
    Person,
    also,
    clock,
    diary_of,
    discovered,
    each,
    entries_of,
    keep,
    one,
)

EATS = {"milk": 0.4, "rye": 0.5, "egg": 0.3}


def ratings(diary: Diary, name: str = PAIN) -> list[float]:
    (read,) = read_ratings(diary, make_axis(diary), Shelf.of(diary), (name,))
    return read.value.tolist()


def test_no_symptoms_is_a_rating_of_zero_for_every_symptom(diary):
    """
    2026-03-01 09:00 back pain 6
    2026-03-02 09:00 no symptoms
    2026-03-03 09:00 bloating 2
    2026-03-04 09:00 no symptoms
    """
    assert ratings(diary) == [6.0, 0.0, 0.0]
    assert ratings(diary, "bloating") == [0.0, 2.0, 0.0]


def test_a_rating_at_the_same_time_wins_over_no_symptoms(diary):
    """
    2026-03-01 09:00 back pain 6
    2026-03-01 09:00 no symptoms
    """
    assert ratings(diary) == [6.0]


def test_no_symptoms_is_not_a_rating_of_mood(diary):
    """
    2026-03-01 09:00 mood 6
    2026-03-02 09:00 no symptoms
    """
    assert ratings(diary, "mood") == [6.0]


def test_a_day_without_a_rating_is_no_rating(diary):
    """
    2026-03-01 09:00 back pain 6
    2026-03-02 09:00 ate rye
    2026-03-03 09:00 back pain 2
    """
    assert ratings(diary) == [6.0, 2.0]
    assert discover(diary).outcomes[PAIN].days == 2


def test_how_much_of_each_day_is_known(diary):
    """
    2026-03-01 09:00 ate rye
    2026-03-02 09:00 back pain 2
    2026-03-03 09:00 ate nothing
    2026-03-04 complete food
    2026-03-05 09:00 drank water
    2026-03-06 complete symptoms
    """
    known = food_coverage(diary, make_axis(diary))
    assert known.tolist() == [1.0, 0.0, 1.0, 1.0, 1.0, 0.0]


def careless(seed: int, *, marked: bool) -> Diary:
    """Food is logged on good days only, so that what is logged seems to go with feeling well.

    With `marked` the days without food are said to be complete: then nothing was eaten.
    """
    person = Person({"rye": 1.0, "egg": 0.4}, days=150, noise=1.6, seed=seed, complete=False)
    entries = entries_of(person)
    pain: dict[date, list[float]] = {}
    for e in entries:
        if e.kind == "symptom":
            pain.setdefault(e.at.date(), []).append(e.value)
    good = {day for day, felt in pain.items() if np.mean(felt) < 4.0}
    marks = [Entry(clock(24.0 * d + 22.0), "complete", "food") for d in range(150)]
    kept = [e for e in entries if e.kind == "symptom" or e.at.date() in good]
    return Diary(tuple(kept + (marks if marked else [])))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_food_logged_on_good_days_only_is_no_helper(seed):
    assert not one(discover(careless(seed, marked=False)), "rye").verdict.found


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_read_as_facts_the_same_days_would_make_it_one(seed):
    """The counterpart: were those days complete, eating rye would go with less pain."""
    said = one(discover(careless(seed, marked=True)), "rye")
    assert said.probability > 0.9
    assert said.interval[1] < 0.0


def test_share_of_food_logged_is_checked():
    diary = careless(1, marked=False)
    for marked, passed in ((False, False), (True, True)):
        said = discover(careless(1, marked=marked))
        check = next(c for c in said.checks if c.name == "food logged")
        assert check.passed is passed
    known = len({e.at.date() for e in diary.of_kind("food")}) / 150
    check = next(c for c in discover(diary).checks if c.name == "food logged")
    assert check.value == pytest.approx(known)
    assert "unknown, not as eating nothing" in check.sentence


def test_effects_survive_days_without_any_log():
    diary = diary_of(Person(EATS, {"milk": (1.8, 8.0)}, days=150, complete=False))
    rng = np.random.default_rng(3)
    away = set(rng.choice(150, 40, replace=False).tolist())
    holes = keep(diary, lambda e: (e.at - clock(0.0)).days not in away)
    f = one(discover(holes), "milk")
    assert f.verdict == "suspect"
    assert abs(f.effect - 1.8) < 0.6


def test_ratings_missed_at_random_leave_the_effect_as_it_is():
    diary = diary_of(Person(EATS, {"milk": (1.8, 8.0)}, days=150))
    rng = np.random.default_rng(4)
    lucky = iter(rng.random(len(diary.entries)) < 0.6)
    fewer = keep(diary, lambda e: next(lucky) or e.kind != "symptom")
    f = one(discover(fewer), "milk")
    assert f.verdict == "suspect"
    assert abs(f.effect - 1.8) < 0.6


def test_food_without_a_time_of_day_is_found_all_the_same():
    diary = diary_of(Person(EATS, {"milk": (2.0, 14.0)}, days=150))
    vague = each(
        diary,
        lambda e: replace(e, at=e.at.replace(hour=12), day_only=True) if e.kind == "food" else e,
    )
    f = one(discover(vague), "milk")
    assert f.verdict == "suspect"
    assert 1.0 < f.effect < 3.0
    assert one(discover(vague), "egg").verdict != "suspect"


def test_a_mixture_of_exact_and_vague_times_is_found():
    diary = diary_of(Person(EATS, {"milk": (2.0, 14.0)}, days=150))
    vague = each(
        diary,
        lambda e: (
            replace(e, at=e.at.replace(hour=12), day_only=True)
            if e.kind == "food" and e.at.day % 2
            else e
        ),
    )
    assert one(discover(vague), "milk").verdict == "suspect"


def test_meals_logged_hours_late_are_found_all_the_same():
    diary = diary_of(Person(EATS, {"milk": (2.0, 14.0)}, days=150))
    late = each(
        diary,
        lambda e: (
            replace(e, at=e.at.replace(hour=22)) if e.kind == "food" and e.at.day % 5 == 0 else e
        ),
    )
    assert one(discover(late), "milk").verdict == "suspect"


def test_days_of_fasting_are_days():
    """Eating nothing is known, so a week of fasting is logged food."""
    diary = diary_of(Person(EATS, days=60, complete=False))
    week = range(20, 27)
    hungry = keep(diary, lambda e: e.kind != "food" or (e.at - clock(0.0)).days not in week)
    fasting = [Entry(clock(24.0 * d + 12.0), "food", "none") for d in week]
    share = [
        next(c.value for c in discover(d).checks if c.name == "food logged")
        for d in (hungry, also(hungry, fasting))
    ]
    assert share[1] - share[0] == pytest.approx(7 / 60)


def test_pain_that_keeps_people_from_rating_is_noticed():
    """Days after a bad rating go unrated: the gaps themselves tell something."""
    diary = diary_of(Person(EATS, days=200, noise=2.0))
    bad: dict[int, float] = {}
    for e in diary.of_kind("symptom"):
        bad[(e.at - clock(0.0)).days] = float(e.value)
    gone = {d + 1 for d, felt in bad.items() if felt >= 6.0}
    said = discover(
        keep(diary, lambda e: e.kind != "symptom" or (e.at - clock(0.0)).days not in gone)
    )
    check = next(c for c in said.checks if c.name == "missing")
    assert not check.passed
    assert "more of them after worse ratings" in check.sentence
    assert check.sentence in said.outcomes[PAIN].notes


def test_every_rating_there_is_nothing_missing():
    check = next(c for c in discovered(Person(EATS, days=60)).checks if c.name == "missing")
    assert (check.value, check.passed) == (0.0, True)
    assert check.sentence == "0 % of the days have no rating of back pain."


def test_clocks_that_change_do_not_move_the_finding():
    """The same person in Berlin, where an hour is lost in March, and in UTC."""
    zone = ZoneInfo("Europe/Berlin")
    diary = diary_of(Person(EATS, {"milk": (1.8, 8.0)}, days=120))
    there = Diary(
        tuple(replace(e, at=e.at.astimezone(zone)) for e in diary.entries), "Europe/Berlin"
    )
    here, abroad = one(discover(diary), "milk"), one(discover(there), "milk")
    assert here.verdict == abroad.verdict == "suspect"
    assert abs(here.effect - abroad.effect) < 0.1
    assert discover(there).outcomes[PAIN].times[0].endswith("+01:00")
    assert discover(there).outcomes[PAIN].times[-1].endswith("+02:00")

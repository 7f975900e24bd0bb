"""Each of the six verdicts, reached by a diary made for it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gutline.diary import Diary, Entry
from gutline.discovery import Settings, discover
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

EATS = {"milk": 0.4, "rye": 0.5, "egg": 0.35, "rice": 0.3}
ACTS = {"milk": (2.0, 8.0), "rye": (-1.5, 12.0)}


@pytest.fixture(scope="module")
def said():
    return discovered(Person(EATS, ACTS, days=150))


def together(days: int = 120, apart: int = 0, seed: int = 3) -> Diary:
    """Toast hurts; butter is eaten with it on all days but a few."""
    person = Person({"toast": 0.4, "egg": 0.3, "rice": 0.3}, {"toast": (2.0, 8.0)}, days, seed=seed)
    entries = entries_of(person)
    toast = [e for e in entries if e.name == "toast"]
    butter = [replace(e, name="butter") for e in toast[: len(toast) - apart]]
    return Diary((*entries, *butter))


def test_suspect(said):
    f = one(said, "milk")
    assert f.verdict == "suspect"
    assert f.interval[0] < 2.0 < f.interval[1]
    assert f.probability > 0.99
    assert f.next_step == "Test it: a trial decides whether milk matters."
    assert f.split_half.agrees
    assert f.split_half.first > 0 < f.split_half.second


def test_helper(said):
    f = one(said, "rye")
    assert f.verdict == "helper"
    assert f.interval[1] < 0
    assert "points lower" in f.sentence
    assert f.sentence.endswith("A helper: test it.")


def test_cleared():
    said = discovered(Person(EATS, ACTS, days=240, noise=0.7))
    cleared = [f for f in said.of(PAIN) if f.verdict == "cleared"]
    assert {f.name for f in cleared} == {"egg", "rice"}
    for f in cleared:
        assert f.reason == "any effect lies within 0.5 points a dose"
        assert f.probability < 0.5
        assert f.needs is None


def test_a_narrower_margin_clears_less():
    person = Person(EATS, ACTS, days=240, noise=0.7)
    said = discovered(person, settings=Settings(cleared_within=0.05))
    assert [f.name for f in said.of(PAIN) if f.verdict == "cleared"] == []
    wide = discovered(person, settings=Settings(cleared_within=3.0))
    assert {f.verdict for f in wide.of(PAIN)} == {"suspect", "helper", "cleared"}


def test_undecided_with_a_forecast():
    said = discovered(Person(EATS, days=40, noise=2.0))
    unclear = [f for f in said.of(PAIN) if f.verdict == "undecided"]
    assert len(unclear) >= 3
    for f in unclear:
        assert f.reason == "there is not enough diary yet to say either way"
        assert 1 <= f.needs.days <= 3650
        assert f.needs.exposures == pytest.approx(f.count * f.needs.days / 40, abs=1.01)
        assert f.next_step


def test_more_diary_leaves_less_undecided():
    open_questions = []
    for days in (40, 120, 360):
        said = discovered(Person(EATS, days=days))
        open_questions.append(sum(f.verdict == "undecided" for f in said.of(PAIN)))
    assert open_questions[0] >= open_questions[1] >= open_questions[2]
    assert open_questions[2] < open_questions[0]


def test_the_forecast_is_of_the_right_order():
    """What a diary of 60 days foretells for foods that do nothing, a diary of 400 keeps."""
    short = discovered(Person(EATS, days=60))
    long = discovered(Person(EATS, days=400))
    asked = [f for f in short.of(PAIN) if f.verdict == "undecided" and f.needs.days < 200]
    assert all(one(long, f.name).verdict != "undecided" for f in asked)


def test_one_of_two_foods_that_are_always_eaten_together():
    said = discover(together(apart=1))
    toast, butter = one(said, "toast"), one(said, "butter")
    assert toast.verdict == butter.verdict == "one_of"
    assert set(toast.credible_set) == set(butter.credible_set) == {"toast", "butter"}
    assert toast.reason == "it cannot be told apart from butter"
    assert toast.next_step == (
        "This week have toast without butter twice, and the other way round."
    )
    assert toast.probability + butter.probability == pytest.approx(1.0, abs=0.02)
    assert toast.probability > 0.2 < butter.probability
    assert "toast or butter" in toast.sentence or "butter or toast" in toast.sentence


def test_enough_days_apart_tell_them_apart():
    said = discover(together(days=180, apart=25))
    assert one(said, "toast").verdict == "suspect"
    assert one(said, "butter").verdict not in {"suspect", "one_of"}


def test_innocent_foods_never_had_apart_cannot_be_tested():
    person = Person({"milk": 0.4, "egg": 0.3, "jam": 0.3}, {"milk": (2.0, 8.0)}, days=90, noise=2.5)
    entries = entries_of(person)
    bread = [replace(e, name="bread") for e in entries if e.name == "jam"]
    said = discover(Diary((*entries, *bread)))
    bread_said, jam = one(said, "bread"), one(said, "jam")
    assert bread_said.verdict == jam.verdict == "untestable"
    assert bread_said.reason == "you never had it without jam"
    assert jam.next_step == "Have it without bread a few times."
    assert bread_said.probability is None


def test_too_few_times():
    diary = diary_of(Person(EATS, ACTS))
    rare = [Entry(clock(24.0 * d + 8.0), "food", "oysters") for d in (10, 40, 70)]
    f = one(discover(also(diary, rare)), "oysters")
    assert f.verdict == "untestable"
    assert f.reason == "it was logged only 3 times; 8 times are needed"
    assert (f.needs.exposures, f.needs.days) == (5, 200)
    assert "about 5 more times" in f.next_step


def test_once_is_said_as_once():
    diary = also(diary_of(Person(EATS)), [Entry(clock(200.0), "food", "oysters")])
    f = one(discover(diary), "oysters")
    assert f.reason == "it was logged only once; 8 times are needed"


def test_how_many_times_are_needed_can_be_set():
    diary = diary_of(Person(EATS, ACTS, days=60))
    said = discover(diary, settings=Settings(least_count=1000))
    assert {f.verdict for f in said.of(PAIN)} == {"untestable"}
    assert all("1000 times are needed" in f.reason for f in said.of(PAIN))


def test_eaten_every_day_in_the_same_amount():
    person = Person(EATS | {"coffee": 1.0}, ACTS, days=60, noise=2.5)
    entries = [
        replace(e, at=e.at.replace(hour=8)) if e.name == "coffee" else e for e in entries_of(person)
    ]
    f = one(discover(Diary(tuple(entries))), "coffee")
    assert f.verdict == "untestable"
    assert f.reason == "you had it on 100% of the days with food logged, in about the same amount"
    assert f.next_step.startswith("Leave it out on four to six days")
    assert f.needs.days == 14


def test_eaten_every_day_in_changing_amounts_can_be_tested():
    """Coffee is drunk every day, now one cup, now three, and each cup hurts."""
    rng = np.random.default_rng(8)
    cups = rng.integers(1, 4, 120)
    entries = entries_of(
        Person({"egg": 0.4, "rice": 0.3}, days=120),
        lambda at: np.array([0.9 * cups[int(h // 24)] * (h % 24 > 10) for h in at]),
    )
    coffee = [
        Entry(clock(24.0 * d + 8.0), "drink", "coffee", float(n), "serving")
        for d, n in enumerate(cups)
    ]
    f = one(discover(Diary((*entries, *coffee))), "coffee")
    assert f.verdict == "suspect"
    assert 0.4 < f.effect < 1.6


def test_weak_evidence_is_no_finding_at_a_stricter_list():
    person = Person(EATS, {"milk": (0.8, 8.0)}, days=90, noise=1.2)
    certain = one(discovered(person), "milk").probability
    strict = one(discovered(person, settings=Settings(claimed_fdr=1e-9)), "milk")
    assert certain < 1.0 - 1e-9
    assert not strict.verdict.found


def test_a_looser_list_is_longer_but_never_less_likely_than_not():
    person = Person({f"food {i}": 0.3 for i in range(12)}, {"food 1": (2.0, 8.0)}, days=60)
    usual, loose = discovered(person), discovered(person, settings=Settings(claimed_fdr=0.9))
    found = [[f for f in said.of(PAIN) if f.verdict.found] for said in (usual, loose)]
    assert len(found[1]) >= len(found[0]) >= 1
    assert all(f.probability > 0.5 for f in found[1] if f.verdict != "one_of")


def test_a_wider_interval_can_be_asked_for():
    person = Person(EATS, ACTS)
    usual, wide = discovered(person), discovered(person, settings=Settings(interval_level=0.99))
    assert wide.interval_level == 0.99
    for name in EATS:
        narrow, broad = one(usual, name).interval, one(wide, name).interval
        assert broad[0] < narrow[0] < narrow[1] < broad[1]


def test_a_slow_helper_has_no_hourly_course():
    """Magnesium is taken for five weeks, left out for five, and so on; it takes 3 points off."""
    days, on = 280, [d for d in range(280) if (d // 35) % 2]
    level = np.zeros(days)
    for d in range(1, days):
        level[d] = level[d - 1] + ((d in set(on)) - level[d - 1]) / 5.0
    entries = entries_of(
        Person({"egg": 0.4, "rice": 0.3}, days=days, usual=6.0, rated_at=(20.0,)),
        lambda at: np.array([-3.0 * level[int(h // 24)] for h in at]),
    )
    taken = [Entry(clock(24.0 * d + 8.0), "supplement", "magnesium", 400.0, "mg") for d in on]
    f = one(discover(Diary((*entries, *taken))), "magnesium")
    assert f.verdict == "helper"
    assert (f.lag_curve, f.peak_hours, f.dose) == (None, None, "400 mg")
    assert f.sentence.startswith("While magnesium was kept up daily your back pain was on average")
    assert f.total < -1.0


def test_food_of_unrated_days_is_counted_all_the_same():
    diary = keep(diary_of(Person(EATS)), lambda e: e.kind != "symptom" or e.at.day % 2 == 0)
    said = discover(diary)
    assert one(said, "milk").count == len([e for e in diary.entries if e.name == "milk"])


def test_ratings_off_by_a_constant_are_the_same_finding():
    person = Person(EATS, ACTS, noise=0.8)
    lower = each(
        diary_of(person),
        lambda e: replace(e, value=max(e.value - 1.0, 0.0)) if e.kind == "symptom" else e,
    )
    assert one(discover(lower), "milk").effect == pytest.approx(
        one(discovered(person), "milk").effect, abs=0.15
    )

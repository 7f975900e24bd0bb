"""The same diary gives the same answer, whoever wrote it down in whatever order and unit."""

from __future__ import annotations

import random
import time
from dataclasses import replace
from datetime import timedelta, timezone

import numpy as np
import pytest

from gutline.diary import Diary, Entry
from gutline.discovery import Finding, Findings, discover
from tests.discovery.diaries import (
    PAIN,
    Person,
    also,
    clock,
    diary_of,
    drawn,
    each,
    found_in,
    keep,
    one,
)

PERSON = Person({"milk": 0.4, "rye": 0.5, "egg": 0.3}, {"milk": (1.5, 8.0)}, days=90)


@pytest.fixture(scope="module")
def plain() -> Diary:
    return drawn("plain", 4, 80, 12, 2).diary


@pytest.fixture(scope="module")
def said() -> Findings:
    return found_in("plain", 4, 80, 12, 2)


def figures(f: Finding) -> list[float]:
    interval = f.interval or (0.0, 0.0)
    return [f.probability or 0.0, f.effect or 0.0, *interval, f.peak_hours or 0.0]


def assert_alike(left: Findings, right: Findings, *, within: float = 1e-6) -> None:
    """The same verdicts and figures, exposure by exposure."""
    mine = {(f.outcome, f.level, f.name): f for f in left.findings}
    theirs = {(f.outcome, f.level, f.name): f for f in right.findings}
    assert set(mine) == set(theirs)
    for key, f in mine.items():
        assert f.verdict is theirs[key].verdict, key
        assert figures(f) == pytest.approx(figures(theirs[key]), abs=within), key


def test_twice_the_same_diary_is_twice_the_same_answer(plain, said):
    assert discover(plain) == said


def test_no_clock_is_read(plain, said, monkeypatch):
    def stopped(*_: object) -> float:
        raise AssertionError("the engine read the clock")

    for name in ("time", "time_ns", "monotonic", "localtime", "gmtime"):
        monkeypatch.setattr(time, name, stopped)
    assert discover(plain) == said


def test_global_randomness_is_neither_used_nor_touched(plain, said):
    for seed in (1, 2):
        np.random.seed(seed)  # noqa: NPY002 - the global state is what this test is about
        random.seed(seed)
        before = (np.random.get_state()[1].tolist(), random.getstate())  # noqa: NPY002
        assert discover(plain) == said
        assert (np.random.get_state()[1].tolist(), random.getstate()) == before  # noqa: NPY002


@pytest.mark.parametrize("weeks", [1, 52, -700])
def test_another_year_gives_the_same_answer(plain, said, weeks):
    moved = each(plain, lambda e: replace(e, at=e.at + timedelta(weeks=weeks)))
    assert_alike(discover(moved), said, within=1e-4)


def test_another_time_zone_gives_the_same_answer(plain, said):
    zone = timezone(timedelta(hours=9))
    there = each(plain, lambda e: replace(e, at=e.at.replace(tzinfo=zone)))
    assert_alike(discover(replace(there, zone="+09:00")), said, within=1e-4)


def test_the_order_of_entries_does_not_matter(plain, said):
    shuffled = list(plain.entries)
    random.Random(5).shuffle(shuffled)
    assert_alike(discover(replace(plain, entries=tuple(shuffled))), said)


def test_names_do_not_matter(plain, said):
    """Names decide the order of the columns, so this is the order of the foods as well."""
    foods = sorted({e.name for e in plain.of_kind("food")})
    called = {name: f"food {len(foods) - i:02d}" for i, name in enumerate(foods)}
    back = {new: old for old, new in called.items()}
    renamed = each(plain, lambda e: replace(e, name=called.get(e.name, e.name)))
    tags = {called.get(name, name): own for name, own in plain.tags.items()}
    theirs = discover(replace(renamed, tags=tags))
    undone = tuple(replace(f, name=back.get(f.name, f.name)) for f in theirs.findings)
    assert_alike(replace(theirs, findings=undone), said, within=5e-3)


def test_case_and_spaces_of_a_name_do_not_matter():
    diary = diary_of(PERSON)
    odd = each(
        diary, lambda e: replace(e, name="  MILK ") if e.name == "milk" and e.at.day % 3 == 0 else e
    )
    assert_alike(discover(odd), discover(diary))


@pytest.mark.parametrize(
    ("amount", "unit"), [(150.0, "g"), (300.0, "g"), (0.2, "ml"), (1.0, "serving")]
)
def test_a_usual_amount_is_one_dose_in_any_unit(amount, unit):
    plainly = discover(diary_of(PERSON))
    weighed = discover(diary_of(replace(PERSON, amount=amount, unit=unit)))
    assert_alike(weighed, plainly)
    dose = "1 serving" if unit == "serving" else f"{amount:g} {unit}"
    assert one(weighed, "milk").dose == dose


def test_twice_the_grams_of_everything_is_the_same_effect_a_dose():
    def eaten(times: float) -> Diary:
        grams = [50.0, 100.0, 100.0, 200.0]
        return each(
            diary_of(PERSON),
            lambda e: (
                replace(e, value=times * grams[e.at.day % 4], unit="g") if e.kind == "food" else e
            ),
        )

    once, twice = discover(eaten(1.0)), discover(eaten(2.0))
    assert_alike(twice, once)
    assert (one(once, "milk").dose, one(twice, "milk").dose) == ("100 g", "200 g")


def test_a_food_never_eaten_changes_nothing():
    diary = diary_of(PERSON)
    air = [Entry(clock(24.0 * d + 8.0), "food", "air", 0.0, "serving") for d in range(40)]
    assert_alike(discover(also(diary, air)), discover(diary))


def test_a_food_had_too_seldom_changes_nothing_else():
    diary = diary_of(PERSON)
    rare = [Entry(clock(24.0 * d + 8.0), "food", "oysters") for d in (3, 30, 60)]
    more = discover(also(diary, rare))
    assert one(more, "oysters").verdict == "untestable"
    others = tuple(f for f in more.findings if f.name != "oysters")
    assert_alike(replace(more, findings=others), discover(diary))


def test_notes_change_nothing():
    diary = diary_of(PERSON)
    notes = [Entry(clock(24.0 * d + 10.0), "note", "", note="a long day") for d in range(20)]
    assert_alike(discover(also(diary, notes)), discover(diary))


def test_irregular_times_say_what_a_regular_grid_says():
    """Each rating moved by up to two hours: the same person, so nearly the same answer."""
    diary = diary_of(replace(PERSON, days=150))
    rng = np.random.default_rng(7)
    shift = rng.uniform(-2.0, 2.0, len(diary.entries))
    wobbly = Diary(
        tuple(
            replace(e, at=e.at + timedelta(hours=float(h))) if e.kind == "symptom" else e
            for e, h in zip(diary.entries, shift, strict=True)
        )
    )
    grid, off = one(discover(diary), "milk"), one(discover(wobbly), "milk")
    assert grid.verdict == off.verdict == "suspect"
    assert abs(grid.effect - off.effect) < 0.3
    assert abs(grid.peak_hours - off.peak_hours) < 4.0


def test_only_what_is_asked_for_is_reported_and_all_is_fitted():
    diary = diary_of(PERSON)
    every, some = discover(diary), discover(diary, exposures=["Milk", "egg"])
    assert {f.name for f in some.findings} == {"milk", "egg"}
    assert set(some.findings) < set(every.findings)
    assert discover(diary, exposures=[]).findings == ()


def test_an_outcome_asked_for_alone_is_sized_as_among_others(plain, said):
    name = next(iter(said.outcomes))
    alone = discover(plain, outcomes=[name.upper()])
    assert list(alone.outcomes) == [name]
    for f in alone.findings:
        other = next(g for g in said.of(name) if (g.level, g.name) == (f.level, f.name))
        if f.verdict.found and other.verdict.found:
            assert f.effect == pytest.approx(other.effect, abs=0.2)


def test_progress_rises_from_zero_to_one(plain):
    told: list[tuple[float, str]] = []
    discover(plain, progress=lambda share, what: told.append((share, what)))
    shares = [share for share, _ in told]
    assert shares == sorted(shares)
    assert (shares[0], told[-1]) == (0.0, (1.0, "done"))
    assert all(what for _, what in told)


def test_a_shorter_diary_is_a_part_of_it():
    """A diary cut before the last month does not know that month."""
    diary = diary_of(PERSON)
    cut = keep(diary, lambda e: e.at < clock(60 * 24.0))
    assert discover(cut).outcomes[PAIN].days == 60
    assert one(discover(cut), "milk").count < one(discover(diary), "milk").count


def test_a_second_symptom_that_is_noise_adds_no_finding():
    diary = diary_of(PERSON)
    rng = np.random.default_rng(2)
    noise = [
        replace(e, name="itch", value=float(rng.integers(0, 9))) for e in diary.of_kind("symptom")
    ]
    said = discover(also(diary, noise))
    assert one(said, "milk").verdict == one(discover(diary), "milk").verdict == "suspect"
    assert [f.name for f in said.of("itch") if f.verdict.found] == []


def test_the_same_symptom_twice_is_found_twice():
    diary = diary_of(PERSON)
    twin = [replace(e, name="ache") for e in diary.of_kind("symptom")]
    said = discover(also(diary, twin))
    ache, pain = one(said, "milk", "ache"), one(said, "milk", PAIN)
    assert figures(ache) == pytest.approx(figures(pain))
    assert ache.sentence == pain.sentence.replace(PAIN, "ache")


def test_a_food_logged_twice_a_meal_in_halves_is_one_serving():
    def halved(diary: Diary) -> Diary:
        whole = [e for e in diary.entries if e.name != "milk"]
        milk = [e for e in diary.entries if e.name == "milk"]
        half = [replace(e, value=0.5, unit="serving", id=i) for e in milk for i in ("a", "b")]
        return Diary((*whole, *half))

    once, twice = discover(diary_of(PERSON)), discover(halved(diary_of(PERSON)))
    assert one(twice, "milk").verdict == "suspect"
    assert one(twice, "milk").days == one(once, "milk").days
    assert one(twice, "milk").probability == pytest.approx(one(once, "milk").probability, abs=0.01)

"""Foods, and what they hold: how the answer changes, and how it must not, with what is known."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from gutline.diary import Contents, Diary, Entry
from gutline.discovery import Findings, discover
from gutline.discovery.exposures import read_exposures
from gutline.discovery.series import Exposure, Shelf, make_axis
from tests.discovery.diaries import Person, clock, each, entries_of, one

CARRIERS = ("bread", "pasta", "cake")
EATS = {"bread": 0.4, "pasta": 0.3, "cake": 0.25, "milk": 0.4, "rice": 0.4, "egg": 0.3}
PERSON = Person(EATS, dict.fromkeys(CARRIERS, (1.4, 8.0)), days=90, seed=2)
HOLDS = {
    "bread": Contents(60.0, {"gluten": 30.0}, {"fibre_g": 4.0, "protein_g": 5.0}),
    "pasta": Contents(150.0, {"gluten": 60.0}, {"fibre_g": 5.0, "protein_g": 12.0}),
    "cake": Contents(80.0, {"gluten": 20.0, "dairy": 10.0}, {"fibre_g": 1.0, "protein_g": 4.0}),
    "milk": Contents(200.0, {"dairy": 200.0}, {"fibre_g": 0.0, "protein_g": 7.0}),
    "rice": Contents(150.0, {}, {"fibre_g": 1.0, "protein_g": 4.0}),
    "egg": Contents(60.0, {}, {"fibre_g": 0.0, "protein_g": 7.0}),
}


def diary_with(contents: Mapping[str, Contents], person: Person = PERSON) -> Diary:
    return replace(Diary(tuple(entries_of(person))), contents=dict(contents))


def read(diary: Diary) -> dict[tuple[str, str], Exposure]:
    return {(e.level, e.name): e for e in read_exposures(diary, make_axis(diary), Shelf.of(diary))}


def figures(findings: Findings) -> dict[tuple[str, str], tuple[str, float, float]]:
    return {
        (f.level, f.name): (str(f.verdict), f.probability or 0.0, f.effect or 0.0)
        for f in findings.findings
    }


def assert_alike(left: Findings, right: Findings, within: float, but: tuple[str, ...] = ()) -> None:
    mine, theirs = figures(left), figures(right)
    shared = {key for key in mine if key[1] not in but}
    assert shared == {key for key in theirs if key[1] not in but}
    for key in shared:
        assert mine[key][0] == theirs[key][0], key
        assert mine[key][1:] == pytest.approx(theirs[key][1:], abs=within), key


@pytest.fixture(scope="module")
def said() -> Findings:
    return discover(diary_with(HOLDS))


def test_the_tag_that_acts_is_found(said):
    assert one(said, "gluten", level="tag").verdict == "suspect"


def test_the_order_in_which_foods_are_described_does_not_matter(said):
    turned = dict(reversed(HOLDS.items()))
    assert discover(diary_with(turned)) == said


def test_what_was_never_eaten_may_hold_anything(said):
    more = HOLDS | {
        "wine": Contents(150.0, {"alcohol": 16.0, "gluten": 500.0}, {"alcohol_g": 16.0}),
        "bread roll": Contents(None, {"gluten": None, "unheard of": 3.0}),
    }
    told = discover(diary_with(more))
    assert (told.outcomes, told.findings) == (said.outcomes, said.findings)


def test_twice_the_grams_of_everything_change_nothing_but_the_words(said):
    twice = {
        name: Contents(
            2.0 * (c.serving_g or 1.0),
            {tag: 2.0 * (grams or 0.0) for tag, grams in c.tags.items()},
            {n: 2.0 * amount for n, amount in c.nutrients.items()},
        )
        for name, c in HOLDS.items()
    }
    doubled = discover(diary_with(twice))
    assert_alike(doubled, said, 1e-9)
    grams = [float(one(f, "gluten").dose.split()[0]) for f in (said, doubled)]
    assert grams[1] == pytest.approx(2.0 * grams[0], rel=0.06)


def test_foods_called_otherwise_are_the_same_foods(said):
    called = {name: f"{len(name)} {name[::-1]}" for name in EATS}
    renamed = each(
        diary_with({}), lambda e: replace(e, name=called[e.name]) if e.kind == "food" else e
    )
    theirs = discover(replace(renamed, contents={called[n]: c for n, c in HOLDS.items()}))
    back = {new: old for old, new in called.items()}
    undone = tuple(replace(f, name=back.get(f.name, f.name)) for f in theirs.findings)
    assert_alike(replace(theirs, findings=undone), said, 5e-3)


def test_an_idle_tag_changes_the_others_by_little(said):
    idle = {
        name: Contents(c.serving_g, {**c.tags, **({"soy": 50.0} if name in {"rice", "egg"} else {})}, c.nutrients)
        for name, c in HOLDS.items()
    }  # fmt: skip
    more = discover(diary_with(idle))
    assert not one(more, "soya").verdict.found
    assert_alike(more, said, 0.06, but=("soya",))


def test_a_tag_on_every_food_is_never_a_reason_by_itself():
    """Whoever eats always eats it; what is left of it is how much of it was in the meal."""
    on_all = {
        name: Contents(c.serving_g, {**c.tags, "legume": None}, c.nutrients)
        for name, c in HOLDS.items()
    }
    person = replace(PERSON, acts={}, seed=8)
    assert not [f for f in discover(diary_with(on_all, person)).findings if f.verdict.found]


def test_two_tags_on_the_same_foods_are_told_together_or_not_at_all():
    both = {
        name: Contents(c.serving_g, {**c.tags, **({"soy": c.tags["gluten"]} if "gluten" in c.tags else {})}, c.nutrients)
        for name, c in HOLDS.items()
    }  # fmt: skip
    found = discover(diary_with(both))
    gluten, soy = one(found, "gluten", level="tag"), one(found, "soya", level="tag")
    assert gluten.verdict == soy.verdict
    assert gluten.probability == pytest.approx(soy.probability, abs=0.02)
    assert (gluten.probability or 0.0) + (soy.probability or 0.0) <= 1.05


def test_a_nutrient_that_is_in_nothing_is_not_looked_at():
    none = {name: Contents(c.serving_g, c.tags, {"fibre_g": 0.0}) for name, c in HOLDS.items()}
    assert not [key for key in read(diary_with(none)) if key[0] == "nutrient"]


def test_a_nutrient_in_one_food_is_that_food():
    alone = {
        name: Contents(c.serving_g, {}, {"fibre_g": 5.0 if name == "bread" else 0.0})
        for name, c in HOLDS.items()
    }
    assert not [key for key in read(diary_with(alone)) if key[0] == "nutrient"]


def test_half_known_amounts_stand_at_the_middle_and_keep_the_verdict(said):
    half = dict(HOLDS)
    half["pasta"] = Contents(150.0, {"gluten": None}, {"fibre_g": 5.0, "protein_g": 12.0})
    exposure = read(diary_with(half))["tag", "gluten"]
    # Of bread 30 g and of cake 20 g, so of pasta 25 g: every dose is a sum of these.
    usual = float(exposure.dose_words.split()[0])
    sums = {30.0, 20.0, 25.0, 50.0, 55.0, 45.0, 75.0}
    assert {float(g) for g in (exposure.dose * usual).round(6)} <= sums
    assert one(discover(diary_with(half)), "gluten").verdict == one(said, "gluten").verdict


def test_amounts_of_which_none_is_known_are_servings():
    unknown = {name: Contents(None, dict.fromkeys(c.tags), {}) for name, c in HOLDS.items()}
    exposure = read(diary_with(unknown))["tag", "gluten"]
    assert exposure.dose_words == "1 serving"
    assert (exposure.dose >= 1.0).all()
    assert np.array_equal(exposure.dose, exposure.dose.round())


def test_a_dose_of_nothing_is_no_event():
    diary = diary_with(HOLDS)
    before = read(diary)["tag", "gluten"]
    none = [Entry(clock(24.0 * d + 10.0), "food", "bread", 0.0, "serving") for d in range(20)]
    after = read(replace(diary, entries=(*diary.entries, *none)))["tag", "gluten"]
    assert after.at_hours.tolist() == before.at_hours.tolist()
    assert after.dose.tolist() == before.dose.tolist()


def test_one_name_as_food_and_as_drink_is_read_twice_and_breaks_nothing():
    """Soup is eaten by some and drunk by others, and by one person on different days."""
    entries = [
        Entry(clock(24.0 * day + hour), kind, "soup")
        for day in range(12)
        for hour, kind in ((12.0, "food"), (18.0, "drink"))
    ]
    held = Contents(250.0, {"dairy": 20.0}, {"fibre_g": 3.0, "protein_g": 4.0})
    found = read(Diary(tuple(entries), contents={"soup": held}))
    assert found["tag", "dairy"].at_hours.size == 24
    assert found["nutrient", "fibre"].members == ("soup", "soup")


def test_the_persons_own_tag_is_the_catalogs_of_that_name_however_it_is_spelled():
    diary = diary_with(HOLDS)
    own = replace(diary, tags={"rice": ("Gluten",), "EGG": ("  gluten ",)})
    found = read(own)
    assert [key for key in found if key[1].casefold() == "gluten"] == [("tag", "gluten")]
    assert found["tag", "gluten"].members == ("bread", "cake", "egg", "pasta", "rice")


def test_two_spellings_of_an_own_tag_are_one_tag():
    diary = replace(diary_with({}), tags={"rice": ("Late Food",), "egg": ("late  food",)})
    found = read(diary)
    (key,) = (key for key in found if key[0] == "tag")
    assert key[1].casefold().split() == ["late", "food"]
    assert found[key].members == ("egg", "rice")


def test_days_without_times_are_one_dose_a_day():
    diary = diary_with(HOLDS)
    untimed = each(diary, lambda e: replace(e, day_only=True, at=e.at.replace(hour=12)) if e.kind == "food" else e)  # fmt: skip
    timed, spread = read(diary)["tag", "gluten"], read(untimed)["tag", "gluten"]
    assert spread.spread.all()
    assert not timed.spread.any()
    per_day = np.bincount(timed.days, weights=timed.dose * 60.0)
    assert np.unique(spread.days).size == spread.days.size
    assert np.flatnonzero(per_day).tolist() == spread.days.tolist()
    shares = spread.dose / spread.dose.sum()
    assert shares == pytest.approx(per_day[spread.days] / per_day.sum())


def test_the_seconds_of_a_meal_do_not_split_it():
    """A food and a drink of one minute are one dose; a minute apart they are two."""
    at = clock(8.0)
    together = [Entry(at, "food", "bread"), Entry(at, "food", "pasta")]
    apart = [together[0], replace(together[1], at=at + timedelta(minutes=1))]
    more = [Entry(clock(24.0 * d), "food", name) for d in (1, 2) for name in CARRIERS[:2]]
    sizes = [
        read(Diary((*some, *more), contents=HOLDS))["tag", "gluten"].dose.size
        for some in (together, apart)
    ]
    assert sizes == [3, 4]


@pytest.mark.parametrize("level", ["tag", "nutrient"])
def test_every_dose_is_positive_and_every_time_has_its_day(level):
    for key, exposure in read(diary_with(HOLDS)).items():
        if key[0] == level:
            assert (exposure.dose > 0).all()
            assert np.isfinite(exposure.dose).all()
            assert np.array_equal(exposure.days, np.floor(exposure.at_hours / 24.0))
            assert (np.diff(exposure.at_hours) >= 0).all()
            assert set(exposure.members) <= set(EATS)


@pytest.mark.parametrize("seed", range(3))
def test_all_of_a_tag_is_all_that_its_foods_hold(seed):
    rng = np.random.default_rng(seed)
    names = [f"food {n}" for n in range(8)]
    held = {n: Contents(100.0, {"gluten": float(rng.integers(1, 90))}, {}) for n in names}
    entries = [
        Entry(clock(float(hour)), "food", names[int(rng.integers(8))], float(rng.integers(1, 4)), "serving")
        for hour in rng.integers(0, 24 * 40, 200)
    ]  # fmt: skip
    exposure = read(Diary(tuple(entries), contents=held))["tag", "gluten"]
    whole = sum((e.value or 0.0) * (held[e.name].tags["gluten"] or 0.0) for e in entries)
    hours = sorted({e.at for e in entries})
    assert exposure.at_hours.size == len(hours)
    # Doses are in usual ones, which stand in the words to two digits.
    usual = whole / exposure.dose.sum()
    assert exposure.dose_words == f"{float(f'{usual:.2g}'):g} g"


@pytest.mark.slow
def test_reading_ten_years_takes_ten_times_as_long_as_one():
    def years(count: int) -> Diary:
        return diary_with(HOLDS, replace(PERSON, days=365 * count, rated_at=(9.0,)))

    def taken(diary: Diary) -> float:
        axis, shelf = make_axis(diary), Shelf.of(diary)
        spent = []
        for _ in range(3):
            start = time.process_time()
            read_exposures(diary, axis, shelf)
            spent.append(time.process_time() - start)
        return min(spent)

    one_year, ten_years = years(1), years(10)
    assert taken(ten_years) < 20.0 * taken(one_year) + 0.05

"""Intake adds up: over entries, over servings, over days, however it was written down."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gutline.diary import Contents, DayState, Diary, Entry
from gutline.meals.coverage import NUTRIENTS, Coverage, coverage
from gutline.meals.inflammatory_index import inflammatory_index
from gutline.meals.intake import daily_intake, marks_days, whole_days
from gutline.meals.intervals import mean_over_days, t_quantile
from gutline.meals.reference import Person
from tests.meals.foods_by_hand import START

MANY = settings(max_examples=70)
CONTENTS = {
    "bread": Contents(40.0, {}, {"fibre_g": 2.5, "water_g": 16.0, "protein_g": 3.0}),
    "milk": Contents(200.0, {}, {"fibre_g": 0.0, "water_g": 176.0, "protein_g": 7.0}),
    "soup": Contents(300.0, {}, {"water_g": 270.0}),
    "cake": Contents(None, {}, {"fibre_g": 1.0, "protein_g": 2.0}),
    "tablet": Contents(None, {}, {"magnesium_mg": 100.0}),
    "oil": Contents(1.0, {}, {"epa_dha_g": 0.3, "vitamin_d_ug": 5.0}),
}
MEALS = {
    name: Contents(500.0, {}, dict.fromkeys(NUTRIENTS, amount))
    for name, amount in (("small", 1.0), ("large", 30.0), ("nothing", 0.0))
}
foods = st.builds(
    lambda minute, kind, name, value, unit: Entry(
        START + timedelta(minutes=minute), kind, name, value, "" if value is None else unit
    ),
    st.integers(0, 9_000),
    st.sampled_from(["food", "drink"]),
    st.sampled_from(["bread", "milk", "soup", "cake", "grumph"]),
    st.one_of(st.none(), st.floats(0.1, 5.0).map(lambda v: round(v, 3))),
    st.sampled_from(["serving", "g"]),
)
pills = st.builds(
    lambda minute, kind, name, value: Entry(
        START + timedelta(minutes=minute), kind, name, value, "serving"
    ),
    st.integers(0, 9_000),
    st.sampled_from(["supplement", "medicine"]),
    st.sampled_from(["tablet", "oil", "mystery"]),
    st.floats(0.5, 4.0).map(lambda v: round(v, 2)),
)
marks = st.builds(
    lambda day: Entry(START + timedelta(days=day), "complete", "all"), st.integers(0, 6)
)
diaries = st.builds(
    lambda a, b, c: Diary((*a, *b, *c), contents=CONTENTS),
    st.lists(foods, max_size=15), st.lists(pills, max_size=4), st.lists(marks, max_size=4),
)  # fmt: skip
windows = st.builds(
    lambda days: Diary(
        tuple(
            entry
            for n, (name, servings, taken) in enumerate(days)
            for entry in (
                Entry(START + timedelta(days=n), "food", name, servings, "serving"),
                Entry(START + timedelta(days=n), "complete", "all"),
                *([Entry(START + timedelta(days=n), "supplement", "oil")] if taken else []),
            )
        ),
        contents={**CONTENTS, **MEALS},
    ),
    st.lists(
        st.tuples(st.sampled_from(sorted(MEALS)), st.floats(0.5, 3.0), st.booleans()),
        min_size=1, max_size=12,
    ),
)  # fmt: skip


def totals(diary: Diary) -> dict[str, float]:
    sums: dict[str, float] = {}
    for day in daily_intake(diary):
        for held in (day.food, day.supplements):
            for nutrient, amount in held.items():
                sums[nutrient] = sums.get(nutrient, 0.0) + amount
    return sums


def shuffled(diary: Diary, chance) -> Diary:
    entries = list(diary.entries)
    chance.shuffle(entries)
    return replace(diary, entries=tuple(entries))


# --- days -----------------------------------------------------------------------------------------


@MANY
@given(diaries, diaries)
def test_what_two_diaries_hold_is_what_they_hold_together(one, other):
    both = Diary((*one.entries, *other.entries), contents=CONTENTS)
    sums = {n: totals(one).get(n, 0.0) + totals(other).get(n, 0.0) for n in totals(both)}
    assert totals(both) == pytest.approx(sums)


@MANY
@given(diaries, st.randoms(use_true_random=False))
def test_the_order_of_entering_does_not_matter(diary, chance):
    for one, other in zip(daily_intake(diary), daily_intake(shuffled(diary, chance)), strict=True):
        assert (one.day, one.state, one.whole) == (other.day, other.state, other.whole)
        assert dict(one.food) == pytest.approx(dict(other.food))
        assert dict(one.supplements) == pytest.approx(dict(other.supplements))
        assert dict(one.known) == pytest.approx(dict(other.known))


@MANY
@given(diaries, st.floats(0.25, 4.0))
def test_twice_as_much_of_everything_is_twice_as_much(diary, factor):
    more = [
        replace(e, value=(1.0 if e.value is None else e.value) * factor, unit=e.unit or "serving")
        if e.kind != "complete" else e
        for e in diary.entries
    ]  # fmt: skip
    scaled = totals(replace(diary, entries=tuple(more)))
    assert scaled == pytest.approx({n: v * factor for n, v in totals(diary).items()})


@MANY
@given(diaries)
def test_an_entry_in_two_goes_is_the_entry_at_once(diary):
    halves = [
        replace(
            e, value=(1.0 if e.value is None else e.value) / 2, unit=e.unit or "serving", note=note
        )
        for e in diary.entries
        if e.kind != "complete"
        for note in ("first", "second")
    ]
    split = Diary((*halves, *diary.of_kind("complete")), contents=CONTENTS)
    assert totals(split) == pytest.approx(totals(diary))


@MANY
@given(diaries)
def test_shares_are_shares_and_sums_are_never_negative(diary):
    for day in daily_intake(diary):
        assert all(0.0 <= share <= 1.0 for share in day.known.values())
        assert all(v >= 0.0 for v in (*day.food.values(), *day.supplements.values()))
        assert {n for n in day.food if n not in day.known} <= {"fibre_g", "protein_g", "water_g"}
        assert set(day.unknown_supplements) <= {"mystery"}


@MANY
@given(diaries)
def test_every_day_of_the_diary_is_there_once_and_in_order(diary):
    found = daily_intake(diary)
    assert tuple(day.day for day in found) == diary.days
    assert {day.day for day in found if day.whole} == whole_days(diary)
    assert all(day.whole for day in found if day.state in {DayState.COMPLETE, DayState.NONE})


@MANY
@given(diaries)
def test_only_the_nutrients_asked_for_and_each_once(diary):
    for day in daily_intake(diary, ["fibre_g", "fibre_g", "nonsense_g"]):
        assert set(day.food) <= {"fibre_g", "nonsense_g"}
        assert set(day.supplements) <= {"nonsense_g"}


@MANY
@given(diaries)
def test_marking_every_day_makes_every_day_count(diary):
    every = [Entry(START + timedelta(days=n), "complete", "all") for n in range(7)]
    marked = Diary((*diary.entries, *every), contents=CONTENTS)
    assert marks_days(marked)
    assert whole_days(marked) == frozenset(marked.days)


def test_intake_cannot_be_changed_by_whoever_reads_it():
    (day,) = daily_intake(Diary((Entry(START, "food", "bread"),), contents=CONTENTS))
    assert all(isinstance(m, MappingProxyType) for m in (day.food, day.supplements, day.known))


@MANY
@given(diaries)
def test_the_index_is_bounded_by_its_weights_and_only_of_days_that_count(diary):
    found = inflammatory_index(diary)
    assert {one.day for one in found} == whole_days(diary)
    assert all(0 <= one.parameters <= one.possible for one in found)
    assert all(one.value is None for one in found if one.parameters < 20)


# --- coverage -------------------------------------------------------------------------------------


def figures(found: Coverage) -> dict[str, tuple[object, ...]]:
    return {
        n.nutrient: (n.total and (n.total.mean, n.total.low, n.total.high), n.food, n.known)
        for n in found.nutrients
    }


def close(one: Coverage, other: Coverage) -> None:
    assert [n.status for n in one.nutrients] == [n.status for n in other.nutrients]
    for nutrient, (total, food, known) in figures(one).items():
        assert total == pytest.approx(figures(other)[nutrient][0])
        assert food == pytest.approx(figures(other)[nutrient][1])
        assert known == pytest.approx(figures(other)[nutrient][2])


@MANY
@given(diaries, st.randoms(use_true_random=False))
def test_coverage_does_not_depend_on_the_order_of_entering(diary, chance):
    one, other = coverage(diary), coverage(shuffled(diary, chance))
    close(one, other)
    assert (one.unknown_foods, one.why, one.counted) == (
        other.unknown_foods, other.why, other.counted,
    )  # fmt: skip


@MANY
@given(windows, st.integers(1, 400))
def test_coverage_is_the_same_in_any_season(diary, days):
    moved = replace(
        diary, entries=tuple(replace(e, at=e.at + timedelta(days=days)) for e in diary.entries)
    )
    close(coverage(diary, days=10), coverage(moved, days=10))


@MANY
@given(windows, st.integers(1, 12))
def test_a_window_sees_its_own_days_alone(diary, days):
    first = diary.days[-1] - timedelta(days=days - 1)
    close(coverage(diary, days=days), coverage(diary.restrict(first=first), days=days))


@MANY
@given(windows)
def test_food_and_supplements_add_up_to_the_whole(diary):
    for nutrient in coverage(diary).nutrients:
        assert (nutrient.total is None) == (nutrient.food is None) == (nutrient.supplements is None)
        if nutrient.total is not None:
            parts = (nutrient.food or 0.0) + (nutrient.supplements or 0.0)
            assert parts == pytest.approx(nutrient.total.mean)
            assert 0.0 <= nutrient.total.low <= nutrient.total.mean <= nutrient.total.high


@MANY
@given(diaries, st.integers(1, 40))
def test_the_days_of_a_window_add_up(diary, days):
    found = coverage(diary, days=days)
    assert found.counted + found.incomplete + found.unlogged == found.days <= days
    assert bool(found.why) == (found.counted < 3)
    if found.why:
        assert all(n.status == "unknown" for n in found.nutrients)


people = st.builds(
    Person,
    sex=st.sampled_from([None, "female"]),
    age=st.one_of(st.none(), st.integers(1, 120)),
    life_stage=st.sampled_from([None, "pregnancy", "lactation"]),
    weight_kg=st.one_of(st.none(), st.floats(20, 400)),
) | st.builds(Person, sex=st.just("male"), age=st.one_of(st.none(), st.integers(1, 120)))


@MANY
@given(windows, people)
def test_what_is_said_of_a_reference_follows_from_the_interval(diary, person):
    for nutrient in coverage(diary, person).nutrients:
        if nutrient.total is None or not nutrient.references:
            assert nutrient.status in {"unknown", "open"}
            continue
        reference = nutrient.references[0]
        assert (nutrient.status == "reached") == (nutrient.total.low >= reference.high)
        if nutrient.status == "below":
            assert nutrient.total.high < reference.low
        assert nutrient.share == pytest.approx(nutrient.total.mean / reference.high)


@MANY
@given(windows, people)
def test_who_it_is_for_changes_no_intake(diary, person):
    assert figures(coverage(diary, person)) == figures(coverage(diary))


@MANY
@given(windows, st.floats(0.5, 30.0))
def test_days_above_a_limit_never_pass_the_days_there_are(diary, servings):
    taken = [
        replace(e, value=servings, unit="serving") if e.name == "oil" else e for e in diary.entries
    ]
    for nutrient in coverage(replace(diary, entries=tuple(taken)), Person("female", 40)).nutrients:
        if nutrient.limit is not None:
            assert 0 <= nutrient.limit.days_above <= nutrient.limit.days_above_with_food or (
                nutrient.limit.limit.scope == "supplements"
            )
            assert nutrient.limit.days_above_with_food <= nutrient.limit.days <= len(diary.days)
            assert nutrient.limit.most > 0


# --- intervals ------------------------------------------------------------------------------------


@given(st.lists(st.floats(0.0, 1e4), min_size=2, max_size=40), st.floats(0.1, 10.0))
def test_an_interval_goes_with_the_unit_it_is_in(values, factor):
    one, other = mean_over_days(values), mean_over_days([v * factor for v in values])
    assert one is not None
    assert other is not None
    assert (other.mean, other.low, other.high) == pytest.approx(
        (one.mean * factor, one.low * factor, one.high * factor), abs=1e-6
    )


@given(st.lists(st.floats(0.0, 1e4), min_size=2, max_size=20))
def test_the_same_days_again_make_an_interval_narrower(values):
    one, more = mean_over_days(values), mean_over_days(values * 3)
    assert one is not None
    assert more is not None
    assert more.mean == pytest.approx(one.mean)
    assert more.high - more.mean <= one.high - one.mean + 1e-9


@given(st.integers(1, 500), st.floats(0.55, 0.97))
def test_more_days_make_the_quantile_smaller_and_more_certainty_larger(freedom, p):
    assert t_quantile(p, freedom + 1) <= t_quantile(p, freedom) + 1e-3
    assert t_quantile(p + 0.01, freedom) > t_quantile(p, freedom)

"""Looking a diary up: no entry is lost, no order matters, and twice is once."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gutline.diary import Contents, Diary, Entry
from gutline.meals.contents import KINDS, MOST_SERVINGS, describe, look_up
from gutline.meals.intake import daily_intake
from tests.meals import kitchen
from tests.meals.foods_by_hand import START, CountingReader

MANY = settings(max_examples=80)
NAMES = (
    "rye bread", "pumpernickel", "Rye Bread", "butter", "milk", "cow's milk", "soup", "onion soup",
    "coffee", "decaf coffee", "cuppa joe", "magnesium", "ibuprofen", "grumph", "grumph with garlic",
    "rye bread and butter", "2 rye bread", "20 g butter", "3 grumph and milk", "200 mg magnesium",
    "100 rye bread", "milk, milk and soup", "none", "=1+1", "\u05dc\u05d7\u05dd", "飯 and milk",
)  # fmt: skip
units = st.sampled_from(["", "serving", "g", "ml", "mg"])
entries = st.lists(
    st.builds(
        lambda minute, kind, name, value, unit, ident: Entry(
            START + timedelta(minutes=minute), kind, name,
            value, unit if value is not None else "", id=ident,
        ),
        st.integers(0, 6_000),
        st.sampled_from([*KINDS, "symptom", "note"]),
        st.sampled_from(NAMES),
        st.one_of(st.none(), st.floats(0.25, 400.0).map(lambda v: round(v, 2))),
        units,
        st.sampled_from(["", "a", "b"]),
    ),
    max_size=14,
)  # fmt: skip
tagged = st.dictionaries(
    st.sampled_from(NAMES), st.lists(st.sampled_from(["gluten", "mine"]), min_size=1).map(tuple),
    max_size=2,
)  # fmt: skip


def read(diary: Diary) -> Diary:
    return describe(diary, read=CountingReader())


def in_kitchen(diary: Diary) -> Diary:
    return describe(diary, read=kitchen.read)


@MANY
@given(entries, tagged)
def test_looking_up_twice_is_looking_up_once(given_entries, tags):
    once = read(Diary(tuple(given_entries), tags=tags))
    assert read(once) == once
    assert read(once).digest() == once.digest()


@MANY
@given(entries, tagged)
def test_every_entry_is_still_there_at_its_time(given_entries, tags):
    diary = Diary(tuple(given_entries), tags=tags)
    found = look_up(diary, read=CountingReader())
    before, after = Counter(e.at for e in diary.entries), Counter(e.at for e in found.diary.entries)
    assert set(before) == set(after)
    assert all(after[at] >= count for at, count in before.items())
    for entry in diary.of_kind(*KINDS):
        if entry.name != "none":
            there = {e.name for e in found.diary.entries if e.at == entry.at}
            assert there & set(found.names[entry.name])


@MANY
@given(entries)
def test_what_is_no_food_is_left_as_it_is(given_entries):
    diary = Diary(tuple(given_entries))
    found = read(diary)
    assert found.of_kind("symptom", "note") == diary.of_kind("symptom", "note")
    nothing = [e for e in diary.entries if e.name == "none"]
    assert [e for e in found.entries if e.name == "none"] == nothing


@MANY
@given(entries, st.randoms(use_true_random=False))
def test_the_order_of_entering_does_not_matter(given_entries, chance):
    mixed = given_entries.copy()
    chance.shuffle(mixed)
    one, other = read(Diary(tuple(given_entries))), read(Diary(tuple(mixed)))
    assert one.contents == other.contents
    assert Counter(one.entries) == Counter(other.entries)


@MANY
@given(entries)
def test_every_name_is_known_guessed_or_unknown_and_only_one_of_them(given_entries):
    diary = Diary(tuple(given_entries))
    found = look_up(diary, read=CountingReader())
    names = {e.name for e in diary.of_kind(*KINDS)} - {"none"}
    assert sorted([*found.known, *found.guessed, *found.unknown]) == sorted(names)
    assert set(found.names) == names
    assert all(found.names.values())
    assert set(found.amounts_left_out) <= names


@MANY
@given(entries)
def test_ids_stay_apart_when_an_entry_becomes_several(given_entries):
    diary = Diary(tuple(e for e in given_entries if e.id and e.kind in KINDS))
    before = Counter((e.at, e.id) for e in diary.entries)
    after = {(e.at, e.id.partition("#")[0]) for e in read(diary).entries}
    assert after == set(before)


@MANY
@given(entries)
def test_no_amount_becomes_more_than_anybody_eats_by_being_looked_up(given_entries):
    diary = Diary(tuple(given_entries))
    most = max((e.value or 1.0 for e in diary.entries), default=1.0)
    for entry in read(diary).of_kind(*KINDS):
        if entry.unit == "serving" and entry.value is not None:
            assert entry.value <= max(MOST_SERVINGS, most)
            assert entry.value >= 0


@MANY
@given(entries, st.integers(1, 40))
def test_another_week_is_looked_up_the_same(given_entries, days):
    here = Diary(tuple(given_entries))
    moved = [
        Entry(e.at + timedelta(days=days), e.kind, e.name, e.value, e.unit, id=e.id)
        for e in given_entries
    ]
    there = read(Diary(tuple(moved)))
    assert there.contents == read(here).contents
    assert [(e.kind, e.name, e.value) for e in there.entries] == [
        (e.kind, e.name, e.value) for e in read(here).entries
    ]


@MANY
@given(entries, entries)
def test_days_that_come_later_join_what_was_looked_up(first, later):
    looked_up = read(Diary(tuple(first)))
    after = [Entry(e.at + timedelta(days=30), e.kind, e.name, e.value, e.unit) for e in later]
    joined = read(Diary((*looked_up.entries, *after), contents=looked_up.contents))
    assert set(looked_up.contents) <= set(joined.contents)
    assert all(joined.contents[n] == own for n, own in looked_up.contents.items())
    assert Counter(looked_up.entries) <= Counter(joined.entries)


@settings(max_examples=40)
@given(
    st.lists(st.sampled_from([one.name for one in kitchen.KITCHEN]), min_size=1, max_size=4),
    st.sampled_from([", ", " and ", " with ", " + "]),
    st.integers(1, 3),
)
def test_meals_as_people_type_them_are_settled_after_once(names, joint, count):
    words = joint.join(f"{count} {name}" if count > 1 else name for name in names)
    diary = Diary((Entry(START, "food", words), Entry(START, "food", names[0], 2.0, "serving")))
    once = in_kitchen(diary)
    assert in_kitchen(once) == once
    assert once.entries


@settings(max_examples=40)
@given(st.lists(st.sampled_from(["milk", "coffee", "eggs", "grumph"]), min_size=1, max_size=5))
def test_what_one_line_says_is_what_several_lines_say(names):
    apart = in_kitchen(Diary(tuple(
        Entry(START + timedelta(minutes=n), "food", name) for n, name in enumerate(names)
    )))  # fmt: skip
    together = in_kitchen(Diary((Entry(START, "food", ", ".join(names)),)))
    (one,), (other,) = daily_intake(apart), daily_intake(together)
    assert dict(one.food) == pytest.approx(dict(other.food))


def test_contents_given_by_hand_are_never_overwritten():
    mine = Contents(1.0, {"mine": None}, {"fibre_g": 99.0})
    diary = Diary((Entry(START, "food", "rye bread"),), contents={"rye bread": mine})
    assert read(diary).contents == {"rye bread": mine}
    assert read(diary).entries == diary.entries


def test_contents_of_a_name_nobody_logged_are_kept():
    mine = Contents(1.0, {}, {"fibre_g": 1.0})
    found = read(Diary((Entry(START, "food", "butter"),), contents={"other": mine}))
    assert found.contents["other"] == mine


@pytest.mark.parametrize(
    "name", ["x" * 500, "a\u202eb", "🍎" * 100, "2 " * 100 + "milk", "," * 50, "and"]
)
@pytest.mark.parametrize("kind", KINDS)
def test_a_name_nobody_would_type_keeps_its_entry(name, kind):
    diary = Diary((Entry(START, kind, name),))
    for found in (read(diary), in_kitchen(diary), describe(diary)):
        assert found.entries
        assert {e.at for e in found.entries} == {START}


def test_the_diary_that_was_given_is_not_changed():
    diary = Diary((Entry(START, "food", "rye bread and butter"),), tags={"milk": ("mine",)})
    before = diary.digest()
    read(diary)
    assert (diary.digest(), dict(diary.contents)) == (before, {})

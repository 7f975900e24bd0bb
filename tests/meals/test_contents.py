"""Foods of a diary looked up: split, folded, with their contents, and nothing lost."""

from __future__ import annotations

import dataclasses
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from gutline.catalog import Amount
from gutline.diary import Contents, Diary, Entry, format_csv, parse_csv, parse_text
from gutline.meals.contents import describe, look_up
from gutline.meals.name_readings import food_contents, pieces
from tests.effort import yardsticks
from tests.meals.foods_by_hand import FOODS, START, CountingReader, eaten


def looked_up(*entries: Entry, tags: dict[str, list[str]] | None = None) -> Diary:
    return describe(Diary.from_entries(entries, tags=tags), read=CountingReader())


def as_text(diary: Diary) -> list[str]:
    return [
        f"{e.kind} {e.name}" + (f" {e.value:g} {e.unit}" if e.value is not None else "")
        for e in diary.entries
    ]


# Contents -----------------------------------------------------------------------------------


def test_a_known_food_gets_what_one_serving_holds():
    diary = looked_up(*eaten("rye bread"))
    assert diary.contents == {
        "rye bread": Contents(
            40.0,
            {"gluten": 20.0, "whole_grain": None},
            {"fibre_g": 2.4, "protein_g": 3.2, "water_g": 16.0},
        )
    }


def test_the_dose_of_a_tag_may_be_a_nutrient():
    assert looked_up(*eaten("coffee")).contents["coffee"].tags == {"caffeine": 96.0}


def test_a_tag_of_some_versions_is_kept_as_possible():
    soup = looked_up(*eaten("soup")).contents["soup"]
    assert soup.possible == {"allium"}
    assert soup.tags == {"allium": 15.0}


def test_a_supplement_is_counted_by_the_piece():
    diary = looked_up(*eaten("2 magnesium", "magnesium", kind="supplement"))
    assert diary.contents == {"magnesium": Contents(None, {}, {"magnesium_mg": 100.0})}
    assert as_text(diary) == ["supplement magnesium 2 serving", "supplement magnesium"]


def test_other_kinds_of_entries_are_left_alone():
    entries = [Entry(START, "symptom", "rye bread", 3.0, "nrs"), Entry(START, "practice", "milk")]
    diary = looked_up(*entries)
    assert set(diary.entries) == set(entries)
    assert diary.contents == {}


def test_none_is_not_a_food():
    reader = CountingReader()
    diary = parse_text("2026-03-01 ate nothing\n2026-03-02 drank nothing\n")
    assert describe(diary, read=reader) == diary
    assert reader.read == []


# Amounts ------------------------------------------------------------------------------------


def test_an_amount_in_the_name_becomes_servings():
    assert as_text(looked_up(*eaten("2 rye bread", "100 g rye bread"))) == [
        "food rye bread 2 serving", "food rye bread 2.5 serving",
    ]  # fmt: skip


def test_an_entrys_own_servings_multiply():
    (entry,) = eaten("2 rye bread", value=3.0, unit="serving")
    assert as_text(looked_up(entry)) == ["food rye bread 6 serving"]


def test_an_entrys_own_weight_stands():
    (entry,) = eaten("rye bread", value=60.0, unit="g")
    diary = looked_up(entry)
    assert as_text(diary) == ["food rye bread 60 g"]
    assert diary.contents["rye bread"].servings(60.0, "g") == 1.5


@pytest.mark.parametrize("name", ["900 milk", "milk, 900 milk"])
def test_amounts_nobody_eats_are_left_out_and_told_of(name):
    result = look_up(Diary(tuple(eaten(name))), read=CountingReader())
    assert result.diary.names(result.diary.entries[0].kind) == ("milk",)
    assert result.diary.entries[0].value in {None, 2.0}
    assert result.amounts_left_out == (name,)


def test_more_than_anybody_eats_by_an_entrys_own_servings_is_left_at_those():
    (entry,) = eaten("8 rye bread", value=9.0, unit="serving")
    result = look_up(Diary((entry,)), read=CountingReader())
    assert as_text(result.diary) == ["food rye bread 9 serving"]
    assert result.amounts_left_out == ("8 rye bread",)


def test_a_dose_in_the_name_of_a_supplement_is_counted_in_pieces():
    assert as_text(looked_up(*eaten("250 mg magnesium", kind="supplement"))) == [
        "supplement magnesium 2.5 serving"
    ]


@pytest.mark.parametrize(
    ("value", "unit", "pieces"), [(250.0, "mg", 2.5), (0.1, "g", 1.0), (3.0, "serving", 3.0)]
)
def test_a_dose_of_a_supplement_is_counted_in_pieces(value, unit, pieces):
    (entry,) = eaten("magnesium", kind="supplement", value=value, unit=unit)
    assert as_text(looked_up(entry)) == [f"supplement magnesium {pieces:g} serving"]


def test_a_dose_of_which_no_piece_can_be_told_stays_as_it_was():
    (entry,) = eaten("magnesium", kind="supplement", value=400.0, unit="iu")
    assert as_text(looked_up(entry)) == ["supplement magnesium 400 iu"]


FISH_OIL = {"epa": Amount(180.0, "mg"), "dha": Amount(120.0, "mg")}


@pytest.mark.parametrize(
    ("actives", "serving_g", "amount", "unit", "count"),
    [
        ({"ibuprofen": Amount(200.0, "mg")}, 0.4, 400.0, "mg", 2.0),
        ({"vitamin_d": Amount(25.0, "ug")}, 0.3, 2000.0, "iu", 2.0),
        (FISH_OIL, 1.4, 1000.0, "mg", 1000 / 1400),
        (FISH_OIL, 1.4, 600.0, "mg", 2.0),
        (FISH_OIL, 1.4, 300.0, "mg", 1.0),
        (
            {"vitamin_d": Amount(50.0, "ug"), "vitamin_k2": Amount(75.0, "ug")},
            0.4,
            100.0,
            "ug",
            2.0,
        ),
        ({"fibre": Amount(3.5, "g")}, 5.0, 5.0, "g", 1.0),
        ({"bacteria": Amount(1e10, "cfu")}, 0.4, 2e10, "cfu", 2.0),
        ({"ibuprofen": Amount(200.0, "mg")}, 0.4, 2.0, "iu", None),
    ],
)
def test_what_a_dose_is_of(actives, serving_g, amount, unit, count):
    known = dataclasses.replace(FOODS[-1], actives=actives, serving_g=serving_g)
    found = pieces(known, amount, unit)
    assert found == (None if count is None else pytest.approx(count))


def test_both_parts_of_fish_omega_3_are_added():
    oil = dataclasses.replace(FOODS[-1], kind="supplement", actives=FISH_OIL, serving_g=1.4)
    assert food_contents(oil).nutrients["epa_dha_g"] == pytest.approx(0.3)


def test_a_dose_that_cannot_be_counted_is_told_of():
    result = look_up(
        Diary(tuple(eaten("400 mg ibuprofen", kind="medicine"))), read=CountingReader()
    )
    assert as_text(result.diary) == ["medicine ibuprofen"]
    assert result.amounts_left_out == ("400 mg ibuprofen",)


def test_no_amount_stays_no_amount():
    assert as_text(looked_up(*eaten("rye bread"))) == ["food rye bread"]


# Several foods ------------------------------------------------------------------------------


def test_an_entry_with_several_foods_becomes_one_for_each():
    diary = looked_up(
        Entry(START, "food", "2 rye bread and butter, milk", note="late", source="app", id="7")
    )
    assert as_text(diary) == ["drink milk", "food butter", "food rye bread 2 serving"]
    assert {entry.id for entry in diary.entries} == {"7", "7#2", "7#3"}
    assert {(e.at, e.note, e.source) for e in diary.entries} == {(START, "late", "app")}


def test_the_first_food_keeps_the_id():
    diary = looked_up(Entry(START, "food", "rye bread and butter", id="7"))
    assert {entry.id: entry.name for entry in diary.entries} == {"7": "rye bread", "7#2": "butter"}
    assert {entry.id for entry in looked_up(*eaten("rye bread and butter")).entries} == {""}


def test_servings_of_the_whole_multiply_each_part():
    (entry,) = eaten("2 rye bread and butter", value=2.0, unit="serving")
    assert as_text(looked_up(entry)) == ["food butter 2 serving", "food rye bread 4 serving"]


def test_the_weight_of_the_whole_is_given_to_no_part_and_told_of():
    (entry,) = eaten("rye bread and butter", value=80.0, unit="g")
    result = look_up(Diary((entry,)), read=CountingReader())
    assert as_text(result.diary) == ["food butter", "food rye bread"]
    assert result.amounts_left_out == ("rye bread and butter",)


def test_the_same_food_twice_in_one_entry_is_one_with_both_amounts():
    assert as_text(looked_up(*eaten("rye bread, 2 rye bread"))) == ["food rye bread 3 serving"]


def test_a_supplement_among_food_is_a_supplement():
    assert as_text(looked_up(*eaten("milk and magnesium"))) == [
        "drink milk", "supplement magnesium",
    ]  # fmt: skip


def test_food_among_supplements_stays_with_them():
    diary = looked_up(*eaten("magnesium with milk", kind="supplement"))
    assert as_text(diary) == ["supplement magnesium", "supplement milk"]


def test_what_the_person_tagged_is_kept_whole():
    diary = looked_up(*eaten("rye bread and butter"), tags={"rye bread and butter": ["breakfast"]})
    assert as_text(diary) == ["food rye bread and butter"]
    whole = diary.contents["rye bread and butter"]
    assert whole.serving_g == 50.0
    assert whole.tags == {
        "gluten": 20.0, "whole_grain": None, "dairy": 10.0, "breakfast": None,
    }  # fmt: skip
    assert whole.nutrients["fibre_g"] == 2.4


def test_what_one_of_several_lacks_is_not_known_of_the_whole():
    diary = looked_up(*eaten("soup and butter"), tags={"soup and butter": ["lunch"]})
    assert set(diary.contents["soup and butter"].nutrients) == {"fibre_g"}


def test_a_part_that_nobody_knows_keeps_its_number():
    assert as_text(looked_up(*eaten("rye bread and 2 grumph"))) == [
        "food grumph 2 serving", "food rye bread",
    ]  # fmt: skip


def test_a_part_that_nobody_knows_keeps_its_weight_in_its_name():
    assert as_text(looked_up(*eaten("rye bread and 30 g grumph")))[0] == "food 30 g grumph"


def test_a_part_that_nobody_knows_stays_under_its_words():
    diary = looked_up(*eaten("rye bread and grumph"))
    assert as_text(diary) == ["food grumph", "food rye bread"]
    assert "grumph" not in diary.contents


# Names of one food --------------------------------------------------------------------------


def test_other_names_of_a_food_become_the_one_used_most():
    diary = looked_up(*eaten("cow's milk", "milk", "cow's milk", "whole milk"))
    assert diary.names("food") == ("cow's milk",)
    assert list(diary.contents) == ["cow's milk"]


def test_names_used_equally_often_become_the_foods_own():
    assert looked_up(*eaten("cow's milk", "milk")).names("food") == ("milk",)


def test_a_name_with_an_amount_is_no_name_for_a_food():
    assert looked_up(*eaten("2 rye bread", "2 rye bread")).names("food") == ("rye bread",)


def test_names_within_entries_count_too():
    diary = looked_up(*eaten("pumpernickel and milk", "pumpernickel and butter", "rye bread"))
    assert diary.names("food") == ("butter", "pumpernickel")


def test_a_choice_of_the_persons_own_folds():
    diary = describe(
        Diary(tuple(eaten("the usual", "milk", "milk"))),
        read=CountingReader(**{"the usual": "milk"}),
    )
    assert diary.names("food") == ("milk",)


def test_a_mere_guess_keeps_its_own_name_but_gets_contents():
    diary = looked_up(*eaten("grandma's soup", "soup"))
    assert diary.names("food") == ("grandma's soup", "soup")
    assert diary.contents["grandma's soup"].serving_g == 300.0


def test_a_guess_with_an_amount_stands_for_that_amount():
    diary = looked_up(*eaten("2 grandma's soup"))
    assert as_text(diary) == ["food 2 grandma's soup"]
    assert diary.contents["2 grandma's soup"].serving_g == 600.0


def test_a_food_without_something_is_not_the_food():
    diary = looked_up(*eaten("decaf coffee", "coffee"))
    assert diary.names("food") == ("coffee", "decaf coffee")
    assert "caffeine" not in diary.contents["decaf coffee"].tags
    assert "caffeine" in diary.contents["coffee"].tags


def test_an_unknown_food_stays_as_it_is():
    diary = looked_up(*eaten("2 grumph", value=3.0, unit="serving"))
    assert as_text(diary) == ["food 2 grumph 3 serving"]
    assert diary.contents == {}


def test_an_unknown_food_has_the_tags_of_its_words():
    assert looked_up(*eaten("garlic grumph")).contents == {
        "garlic grumph": Contents(tags={"allium": None})
    }


def test_a_food_is_never_guessed_for_a_supplement():
    diary = looked_up(*eaten("moon milk", kind="supplement"))
    assert diary.contents == {}
    assert looked_up(*eaten("moon milk")).contents != {}


# Tags of the person -------------------------------------------------------------------------


def test_tags_of_the_person_are_added_to_those_of_the_food():
    diary = looked_up(*eaten("milk"), tags={"milk": ["bedtime"]})
    assert diary.contents["milk"].tags == {"dairy": 200.0, "bedtime": None}
    assert diary.tags == {"milk": ("bedtime",)}


def test_the_persons_word_makes_a_possible_tag_certain():
    soup = looked_up(*eaten("soup"), tags={"soup": ["Allium"]}).contents["soup"]
    assert soup.tags == {"allium": 15.0}
    assert soup.possible == frozenset()


def test_the_persons_word_takes_a_tag_away():
    diary = looked_up(*eaten("rye bread"), tags={"rye bread": ["Gluten free"]})
    assert diary.contents["rye bread"].tags == {"whole_grain": None}


def test_tags_follow_a_name_that_is_folded():
    entries = eaten("cow's milk", "milk", "milk")
    diary = looked_up(*entries, tags={"cow's milk": ["bedtime"], "milk": ["white"]})
    assert diary.tags == {"milk": ("bedtime", "white")}
    assert "bedtime" in diary.contents["milk"].tags


def test_tags_are_spelled_as_the_catalog_spells_them():
    diary = looked_up(*eaten("grumph"), tags={"grumph": ["Whole grain", "My tag"]})
    assert diary.tags == {"grumph": ("My tag", "whole_grain")}


def test_tags_of_foods_that_were_not_eaten_are_kept():
    assert looked_up(*eaten("milk"), tags={"durian": ["smelly"]}).tags == {"durian": ("smelly",)}


# The whole ----------------------------------------------------------------------------------

MIXED = [
    *eaten("2 rye bread and butter", "decaf coffee", "grandma's soup", "2 grumph, 3 milk"),
    *eaten("cow's milk", "100 g pumpernickel", value=2.0, unit="serving"),
    *eaten("magnesium", "moon milk", kind="supplement"),
]  # fmt: skip


def test_looking_up_twice_changes_nothing():
    once = looked_up(*MIXED, tags={"grandma's soup": ["Allium", "gluten free"]})
    twice = describe(once, read=CountingReader())
    assert twice == once
    assert twice.digest() == once.digest()


def test_entries_added_later_join_those_looked_up_before():
    once = looked_up(*eaten("cow's milk", "2 rye bread"))
    later = dataclasses.replace(eaten("2 milk")[0], at=START + timedelta(days=1))
    grown = Diary((*once.entries, later), once.zone, once.tags, contents=once.contents)
    again = describe(grown, read=CountingReader())
    assert as_text(again)[-1] == "food cow's milk 2 serving"
    assert again.contents == once.contents


def test_nothing_is_lost():
    result = look_up(Diary.from_entries(MIXED), read=CountingReader())
    assert set(result.names) == {entry.name for entry in MIXED}
    now = {entry.name for entry in result.diary.entries}
    assert {name for names in result.names.values() for name in names} == now
    assert {entry.at for entry in result.diary.entries} == {entry.at for entry in MIXED}


def test_the_summary_says_what_was_known_guessed_and_unknown():
    result = look_up(Diary.from_entries(MIXED), read=CountingReader())
    assert result.known == (
        "100 g pumpernickel", "2 rye bread and butter", "cow's milk", "decaf coffee", "magnesium",
    )  # fmt: skip
    assert result.guessed == ("2 grumph, 3 milk", "grandma's soup")
    assert result.unknown == ("moon milk",)
    assert result.names["2 grumph, 3 milk"] == ("grumph", "cow's milk")


def test_problems_and_zone_are_kept():
    diary = parse_csv("# zone: Asia/Tokyo\ntime,kind,name\n2026-03-01 08:00,food,milk\nx,food,y\n")
    found = describe(diary, read=CountingReader())
    assert found.zone == "Asia/Tokyo"
    assert found.problems == diary.problems
    assert found.refused == 1


def test_a_looked_up_diary_can_be_written_and_read_and_looked_up_again():
    once = looked_up(*MIXED)
    again = describe(parse_csv(format_csv(once)), read=CountingReader())
    assert again == once


def test_an_empty_diary_stays_empty():
    assert describe(Diary(()), read=CountingReader()) == Diary(())


@pytest.mark.parametrize("name", ["🍕", "牛奶", "'; drop table foods; --", "a" * 500, "0 g", ","])
def test_odd_names_are_kept(name):
    diary = looked_up(Entry(START, "food", name))
    assert [entry.name for entry in diary.entries] == [name]


def test_each_name_is_read_once_and_ten_years_take_about_a_second():
    names = ["rye bread and butter", "2 rye bread", "cow's milk", "soup", "coffee", "grumph"]
    entries = tuple(
        Entry(START + timedelta(hours=n * 1.6), "food", names[n % 6]) for n in range(55_000)
    )
    reader, diary = CountingReader(), Diary(entries)
    found = describe(diary, read=reader)
    assert sorted(reader.read) == sorted(names)
    assert len(found.entries) > 60_000
    assert yardsticks(lambda: describe(diary, read=CountingReader()), rounds=1) < 200


def test_two_names_of_one_food_that_are_both_used_often_stay_apart():
    names = ["red wine"] * 9 + ["merlot"] * 8 + ["shiraz"] * 2
    diary = Diary.from_entries(
        Entry(datetime(2026, 3, 1, 20, tzinfo=UTC) + timedelta(days=n), "drink", name)
        for n, name in enumerate(names)
    )
    now = Counter(entry.name for entry in describe(diary).entries)
    assert now == {"red wine": 11, "merlot": 8}


def test_spellings_of_a_name_that_is_used_often_go_by_the_commonest():
    names = ["eggs"] * 6 + ["egg"] * 3 + ["Egg"]
    diary = Diary.from_entries(
        Entry(datetime(2026, 3, 1, 8, tzinfo=UTC) + timedelta(days=n), "food", name)
        for n, name in enumerate(names)
    )
    assert {entry.name for entry in describe(diary).entries} == {"eggs"}

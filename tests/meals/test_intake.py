"""Daily intake: sums by local day, food and supplements apart, and how much of it is known."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from gutline.diary import Contents, DayState, Diary, Entry, parse_text
from gutline.meals.intake import daily_intake, marks_days, whole_days
from tests.effort import yardsticks
from tests.meals.foods_by_hand import START, days_of, described, eaten

BREAD = Contents(40.0, {}, {"fibre_g": 2.4, "water_g": 16.0})
MILK = Contents(200.0, {}, {"fibre_g": 0.0, "water_g": 176.0})
TABLET = Contents(None, {}, {"magnesium_mg": 100.0})
FIRST = date(2026, 3, 1)


def test_amounts_of_a_day_add_up():
    entries = [
        *eaten("bread", "bread"),
        Entry(START, "drink", "milk", 100.0, "ml"),
        Entry(START, "food", "bread", 2.0, "serving"),
    ]
    (day,) = daily_intake(described(entries, bread=BREAD, milk=MILK))
    assert day.food["fibre_g"] == pytest.approx(4 * 2.4)
    assert day.food["water_g"] == pytest.approx(4 * 16.0 + 88.0)
    assert day.known == {"fibre_g": 1.0, "water_g": 1.0}
    assert day.supplements == {}


def test_supplements_and_medicines_are_kept_apart_from_food():
    entries = [
        *eaten("bread"),
        Entry(START, "supplement", "magnesium", 3.0, "serving"),
        Entry(START, "medicine", "antacid"),
    ]
    diary = described(entries, bread=BREAD, magnesium=TABLET, antacid=TABLET)
    (day,) = daily_intake(diary)
    assert day.supplements == {"magnesium_mg": 400.0}
    assert "magnesium_mg" not in day.food
    assert day.known["magnesium_mg"] == 0.0


def test_a_supplement_nobody_knows_is_named_and_adds_nothing():
    entries = [*eaten("mystery pill", "magnesium", kind="supplement")]
    (day,) = daily_intake(described(entries, magnesium=TABLET))
    assert day.supplements == {"magnesium_mg": 100.0}
    assert day.unknown_supplements == ("mystery pill",)


def test_what_is_missing_is_not_zero():
    (day,) = daily_intake(described(eaten("soup"), soup=Contents(300.0, {}, {"water_g": 270.0})),
                          ["fibre_g", "water_g"])  # fmt: skip
    assert "fibre_g" not in day.food
    assert day.known["fibre_g"] == 0.0
    assert day.known["water_g"] == 1.0


def test_the_known_share_is_by_weight_without_water():
    # 24 g of bread without its water against 24 g of milk solids, of which nothing is known.
    half = Contents(200.0, {}, {"water_g": 176.0})
    entries = [*eaten("bread"), *eaten("milk", kind="drink")]
    (day,) = daily_intake(described(entries, bread=BREAD, milk=half))
    assert day.known["fibre_g"] == pytest.approx(24 / 48)
    assert day.food["fibre_g"] == pytest.approx(2.4)


def test_an_unknown_food_weighs_what_the_foods_of_the_diary_usually_do():
    (day,) = daily_intake(described(eaten("bread", "bread", "bread", "grumph"), bread=BREAD))
    assert day.known["fibre_g"] == pytest.approx(3 / 4)
    assert day.known["water_g"] == pytest.approx(3 / 4)


def test_a_weight_of_a_food_without_a_serving_cannot_be_counted():
    sauce = Contents(None, {}, {"fibre_g": 1.0})
    entries = [Entry(START, "food", "sauce", 30.0, "g"), Entry(START, "food", "bread")]
    (day,) = daily_intake(described(entries, sauce=sauce, bread=BREAD))
    assert day.food["fibre_g"] == pytest.approx(2.4)
    assert day.known["fibre_g"] < 1


def test_days_are_those_of_the_clock_that_was_shown():
    diary = parse_text(
        "zone Asia/Tokyo\n2026-03-01 23:30 ate bread\n2026-03-02 00:30 ate bread\n"
        "2026-03-02 12:00 ate bread\n"
    )
    known = Diary(diary.entries, diary.zone, contents={"bread": BREAD})
    assert [day.food["fibre_g"] for day in daily_intake(known)] == [2.4, 4.8]


def test_a_day_said_to_be_without_food_is_a_zero_and_an_unlogged_one_is_nothing():
    diary = parse_text(
        "2026-03-01 ate nothing\n2026-03-02 stress 3\n2026-03-03 08:00 ate bread\n"
        "2026-03-04 complete\n"
    )
    fasted, unlogged, logged, fasted_too = daily_intake(
        Diary(diary.entries, contents={"bread": BREAD})
    )
    assert (fasted.state, fasted.food["fibre_g"], fasted.known["fibre_g"]) == (DayState.NONE, 0, 1)
    assert (unlogged.state, unlogged.food, unlogged.known) == (DayState.UNLOGGED, {}, {})
    assert logged.food["fibre_g"] == 2.4
    assert (fasted_too.food["fibre_g"], fasted_too.known["fibre_g"]) == (0, 1)


def test_only_the_nutrients_asked_for_are_summed():
    (day,) = daily_intake(described(eaten("bread"), bread=BREAD), ["water_g"])
    assert dict(day.food) == {"water_g": 16.0}


def test_an_empty_diary_has_no_days():
    assert daily_intake(Diary(())) == ()
    assert whole_days(Diary(())) == frozenset()


def test_a_diary_that_was_not_looked_up_has_days_of_which_nothing_is_known():
    (day,) = daily_intake(Diary(tuple(eaten("bread"))), ["fibre_g"])
    assert (dict(day.food), dict(day.known)) == ({}, {"fibre_g": 0.0})


# Whole days ---------------------------------------------------------------------------------


def test_days_marked_complete_count_and_the_others_do_not():
    diary = Diary(tuple(days_of("bread", "soup", days=3, extra=2)))
    assert marks_days(diary)
    assert whole_days(diary) == {FIRST + timedelta(days=n) for n in range(3)}


def test_who_never_marks_a_day_is_taken_at_their_word_for_well_filled_days():
    entries = days_of("a", "b", "c", "d", days=5, marked=False)
    entries.append(Entry(START + timedelta(days=5), "food", "a"))
    diary = Diary(tuple(entries))
    assert not marks_days(diary)
    assert whole_days(diary) == {FIRST + timedelta(days=n) for n in range(5)}


def test_a_day_with_half_the_usual_entries_counts():
    entries = days_of("a", "b", "c", "d", days=5, marked=False)
    last = START + timedelta(days=5)
    entries += [Entry(last, "food", "a"), Entry(last, "drink", "b")]
    assert len(whole_days(Diary(tuple(entries)))) == 6


def test_one_mark_among_many_days_tells_nothing_of_the_others():
    entries = [*days_of("a", "b", days=1), *days_of("a", "b", days=9, marked=False)]
    diary = Diary(tuple(entries))
    assert not marks_days(diary)
    assert len(whole_days(diary)) == 9


def test_a_day_without_food_said_so_counts():
    diary = parse_text("2026-03-01 ate nothing\n2026-03-02 stress 3\n")
    assert whole_days(diary) == {FIRST}


def test_ten_years_take_a_moment():
    contents = {f"food {n}": BREAD for n in range(200)}
    entries = [
        Entry(START + timedelta(hours=4 * n), "food", f"food {n % 200}") for n in range(22_000)
    ]
    diary = Diary(tuple(entries), contents=contents)
    assert len(diary.days) > 3600
    assert yardsticks(lambda: daily_intake(diary)) < 60

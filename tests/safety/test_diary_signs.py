"""What a diary makes known: pain, weight, food and stool over time, notes, and what was taken."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from gutline.diary import Contents, Diary, Entry, parse_text
from gutline.safety import screen
from gutline.safety.diary_signs import diary_signs
from gutline.safety.food_variety import expected_variety, is_shrinking
from gutline.safety.pain_course import pain_rise
from gutline.safety.weights import weight_loss_percent
from tests.effort import yardsticks

FIRST = datetime(2026, 1, 1, 20, tzinfo=UTC)


def at(day: int, hour: float = 20.0) -> datetime:
    return FIRST.replace(hour=0) + timedelta(days=day, hours=hour)


def rated(values, name="back pain", start=0) -> list[Entry]:
    """A rating an evening; None is a day without one."""
    return [
        Entry(at(start + day), "symptom", name, float(value), "nrs")
        for day, value in enumerate(values)
        if value is not None
    ]


def diary(entries) -> Diary:
    return Diary.from_entries(entries, zone="UTC")


def known(entries, **options) -> dict[str, object]:
    return {name: seen.value for name, seen in diary_signs(diary(entries), **options).items()}


STEADY = [3, 4, 3, 2, 3, 4, 3, 3, 2, 3, 3, 4]


@pytest.mark.parametrize(
    ("values", "rises"),
    [
        ([*STEADY, 5, 5, 6, 5, 5], True),
        ([*STEADY, 5, 5, 4, 5, 5], False),
        ([*STEADY, 5, 5, 6, 5], False),
        ([*STEADY, 5, 5, None, 6, 5, 5], True),
        ([*STEADY, 5, None, None, None, 5, 6, 5, 5], False),
        ([3, 3, 3, 6, 6, 6, 6, 6], False),
        ([*STEADY, 3, 3, 3, 3, 3], False),
        ([], False),
    ],
)
def test_pain_up_by_two_for_five_rated_days(values, rises):
    entries = rated(values) or [Entry(at(0), "note", "note", note="fine")]
    assert (known(entries).get("pain_up_2_for_5_days") is True) == rises


def test_a_rise_that_is_over_is_no_longer_told():
    entries = rated([*STEADY, 6, 6, 6, 6, 6])
    assert pain_rise(diary(entries), date(2026, 1, 17)) == ("back pain", 3.0)
    assert pain_rise(diary(entries), date(2026, 1, 25)) is None


def test_only_pain_counts_as_pain():
    assert pain_rise(diary(rated([*STEADY, 6, 6, 6, 6, 6], "tiredness")), date(2026, 1, 17)) is None


def weighed(*kilos, every=10, unit="kg") -> list[Entry]:
    return [
        Entry(at(every * n, 8), "weight", "weight", float(kg), unit) for n, kg in enumerate(kilos)
    ]


@pytest.mark.parametrize(
    ("kilos", "percent"),
    [
        ((80, 80, 76, 76), 5.0),
        ((80, 80, 80, 80), 0.0),
        ((80, 80, 84, 84), 0.0),
        ((80, 180, 80, 80), 0.0),
        ((80, 80, 80, 60), 0.0),
        ((78, 80, 80, 72, 72), 10.0),
        ((80, 76), None),
    ],
)
def test_weight_that_falls_needs_two_weighings_at_both_ends(kilos, percent):
    found = weight_loss_percent(diary(weighed(*kilos)), at(10 * len(kilos)).date())
    assert found == (None if percent is None else pytest.approx(percent))


def test_pounds_are_weighed_as_kilograms():
    pounds = weighed(200, 200, 190, 190, unit="lb")
    assert weight_loss_percent(diary(pounds), at(31).date()) == pytest.approx(5.0)


def test_old_weighings_say_nothing_about_now():
    assert weight_loss_percent(diary(weighed(80, 80, 70, 70)), at(90).date()) is None


def test_weight_during_a_test_counts_from_its_first_day():
    entries = weighed(90, 90, 80, 80, 77, 77)
    signs = known(entries, test_since=at(19).date())
    assert signs["weight_loss_percent_test"] == pytest.approx(3.75)
    assert "weight_loss_percent_test" not in known(entries)


def eaten(kinds_a_week, entries_a_day=4) -> list[Entry]:
    """Weeks in which so many different foods were eaten in turn."""
    entries = []
    for week, kinds in enumerate(kinds_a_week):
        for day in range(7):
            for meal in range(entries_a_day):
                food = f"food {(day * entries_a_day + meal) % kinds}"
                entries.append(Entry(at(7 * week + day, 8 + meal), "food", food))
    return entries


@pytest.mark.parametrize(
    ("kinds", "shrinking"),
    [
        ((20, 16, 12, 8), True),
        ((20, 20, 20, 20), False),
        ((20, 19, 18, 17), False),
        ((20, 12, 14, 8), False),
        ((8, 12, 16, 20), False),
        ((20, 12, 8), None),
    ],
)
def test_foods_that_get_fewer_week_by_week(kinds, shrinking):
    entries = eaten(kinds)
    assert is_shrinking(diary(entries), at(7 * len(kinds) - 1).date()) is shrinking


def test_logging_less_is_not_eating_less():
    weeks = [eaten((60,), entries_a_day=n) for n in (8, 7, 6, 5)]
    entries = [
        Entry(e.at + timedelta(days=7 * n), e.kind, e.name) for n, w in enumerate(weeks) for e in w
    ]
    assert is_shrinking(diary(entries), at(27).date()) is False


@pytest.mark.parametrize(
    ("counts", "size", "variety"),
    [({"a": 5, "b": 5}, 10, 2.0), ({"a": 5, "b": 5}, 1, 1.0), ({"a": 2, "b": 1}, 2, 5 / 3)],
)
def test_variety_is_what_so_many_entries_would_show(counts, size, variety):
    assert expected_variety(counts, size) == pytest.approx(variety)


def stools(forms, hour=8.0) -> list[Entry]:
    return [
        Entry(at(day, hour), "stool", "stool", float(form), "bristol")
        for day, form in enumerate(forms)
        if form
    ]


def test_loose_stool_on_most_days_of_four_weeks():
    assert known(stools([6, 7, 6, 4] * 7))["diarrhoea_over_4_weeks"] is True
    assert "diarrhoea_over_4_weeks" not in known(stools([6, 7, 6, 4] * 6 + [4] * 7))
    assert "diarrhoea_over_4_weeks" not in known(stools([6, 0, 0, 0, 0, 0, 0] * 4))


def test_loose_stool_at_night_is_told_and_by_day_is_not():
    assert known(stools([7, 4, 7], hour=3.0))["night_diarrhoea"] is True
    assert "night_diarrhoea" not in known(stools([7, 4, 7], hour=9.0))


def test_an_entry_without_a_time_of_day_is_not_at_night():
    text = "2026-01-01 stool 7\n2026-01-02 stool 7\n2026-01-03 stool 7\n"
    signs = diary_signs(parse_text(text))
    assert "night_diarrhoea" not in signs
    assert signs["diarrhoea"].value is True


def test_hard_stool_on_three_days_is_constipation():
    assert known(stools([1, 2, 1]))["constipation"] is True
    assert "constipation" not in known(stools([1, 3, 4]))


def test_painkillers_are_counted_by_the_day():
    entries = [
        Entry(at(day, hour), "medicine", "ibuprofen") for day in range(11) for hour in (8, 20)
    ]
    assert known(entries)["painkiller_days_a_month"] == 11
    assert [a.rule for a in screen({}, diary(entries)) if a.rule == "many_painkillers"]
    assert "painkiller_days_a_month" not in known([Entry(at(0), "medicine", "paracetamol")])


def test_what_is_taken_is_known_with_its_highest_dose_a_day():
    entries = [
        Entry(at(1, 8), "supplement", "magnesium citrate", 2.0, "serving"),
        Entry(at(2, 8), "supplement", "magnesium", 400.0, "mg"),
        Entry(at(2, 20), "medicine", "Euthyrox 50"),
        Entry(at(2, 12), "food", "kefir"),
    ]
    signs = known(entries)
    assert signs["uses_magnesium"] is True
    assert signs["dose_magnesium_mg"] == 400.0
    assert signs["takes_levothyroxine"] is True
    assert signs["uses_fermented_food"] is True


def test_a_food_with_a_tag_counts_as_what_the_tag_means():
    entries = [Entry(at(1, 8), "food", "grandma's jar")]
    tagged = Diary.from_entries(entries, tags={"grandma's jar": ["fermented_live"]})
    assert diary_signs(tagged)["uses_fermented_food"].value is True


def test_supplements_that_are_new_this_week_are_counted():
    old = [Entry(at(day, 8), "supplement", "vitamin d") for day in range(30)]
    new = [Entry(at(28, 9), "supplement", name) for name in ("curcumin", "zinc")]
    assert known([*old, *new])["supplements_started_this_week"] == 2
    assert known(old)["supplements_started_this_week"] == 0
    assert "supplements_started_this_week" not in known(old[:5])


def test_ratings_a_day_are_a_mean_of_the_week():
    entries = [
        Entry(at(day, 6 + n), "symptom", "bloating", 2.0, "nrs")
        for day in range(7)
        for n in range(12)
    ]
    assert known(entries)["symptom_ratings_a_day"] == 12
    assert "logging_too_much" in {one.rule for one in screen({}, diary(entries))}


def test_alcohol_is_known_where_the_contents_of_drinks_are():
    entries = [Entry(at(day), "drink", "wine", 2.0, "serving") for day in range(28)]
    wine = Contents(150.0, {"alcohol": 16.0}, {"alcohol_g": 16.0}, frozenset())
    with_contents = Diary.from_entries(entries, contents={"wine": wine})
    assert diary_signs(with_contents)["alcohol_units_a_week"].value == pytest.approx(28.0)
    assert "alcohol_units_a_week" not in known(entries)


def test_notes_count_for_two_weeks_and_are_quoted():
    text = "2026-01-01 08:00 note blood in my stool\n{} 08:00 note fine\n"
    near = diary_signs(parse_text(text.format("2026-01-14")))
    far = diary_signs(parse_text(text.format("2026-01-15")))
    assert near["rectal_bleeding"].words == "you wrote on 1 January: “blood in my stool”"
    assert "rectal_bleeding" not in far


def test_a_symptom_rated_zero_was_not_there():
    assert "chest_pain" in known([Entry(at(0), "symptom", "chest tightness", 4.0, "nrs")])
    assert "chest_pain" not in known([Entry(at(0), "symptom", "chest tightness", 0.0, "nrs")])


def test_the_note_of_any_entry_is_read():
    entry = Entry(at(0), "food", "soup", note="threw up blood after it")
    assert known([entry])["vomiting_blood"] is True


def test_guilt_that_gets_more_is_told():
    notes = [
        Entry(at(day), "note", "note", note="felt guilty about eating") for day in (20, 22, 25)
    ]
    start = [Entry(at(0), "note", "note", note="fine")]
    assert known([*start, *notes])["food_guilt_rising"] is True
    assert "food_guilt_rising" not in known([*start, *notes[:2]])
    before = [
        Entry(at(day), "note", "note", note="felt guilty about eating") for day in (5, 6, 7, 8)
    ]
    assert "food_guilt_rising" not in known([*start, *before, *notes])


def test_an_empty_diary_makes_nothing_known():
    assert diary_signs(Diary(())) == {}


def test_a_diary_of_ten_years_is_read_quickly():
    entries = [e for year in range(3650 // 7) for e in rated([3] * 7, start=7 * year)]
    long = diary(entries)
    assert yardsticks(lambda: diary_signs(long), rounds=1) < 40

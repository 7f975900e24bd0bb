"""What `gutline check` says before any analysis."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from gutline.diary import Diary, Entry, parse_text
from gutline.reports import render_readiness
from tests.reports import samples

SHORT = """\
2026-03-01 08:00 ate rye bread
2026-03-01 20:00 back pain 4
2026-03-02 08:00 ate rye bread, butter
2026-03-02 20:00 back pain 3
2026-03-05 20:00 back pain 5
"""


def readiness(text: str, width: int = 80) -> str:
    return render_readiness(parse_text(text), width)


def rated(days: int) -> Diary:
    entries = [
        Entry(samples.START + timedelta(days=day), "symptom", "back pain", day % 7.0, "nrs")
        for day in range(days)
    ]
    return Diary(tuple(entries))


def test_golden(golden):
    golden("readiness.txt", readiness(SHORT) + "\n" + render_readiness(samples.diary()))


def test_says_what_was_read():
    text = readiness(SHORT)
    assert "5 days, 1 March to 5 March 2026, 6 entries, times in UTC" in text
    assert "Every row of the diary could be read." in text


def test_gaps_are_named():
    assert "1 gap, the longest 2 days from 2026-03-03" in readiness(SHORT)
    assert "none: something was logged on every day" in readiness(
        SHORT.split("2026-03-05", maxsplit=1)[0]
    )


def test_an_outcome_waits_at_the_pace_kept_so_far():
    # 3 ratings in 5 days: 17 more ratings take 29 days, 11 more days with one take fewer.
    assert "3 ratings on 3 days: nothing to say yet; about 29 more days" in readiness(SHORT, 100)


def test_enough_ratings_are_enough():
    assert "20 ratings on 20 days: enough" in render_readiness(rated(20))
    assert "19 ratings on 19 days: nothing to say yet; about 1 more day\n" in render_readiness(
        rated(19), 100
    )


def test_a_day_without_symptoms_is_a_rating_of_0():
    days = [f"2026-03-{d:02} 08:00 ate rye bread\n2026-03-{d:02} 20:00 " for d in range(6, 24)]
    nothing = "".join(f"{day}no symptoms\n" for day in days)
    assert "21 ratings on 21 days:" in readiness(SHORT + nothing, 100)


def test_only_days_without_symptoms():
    text = " ".join(readiness("2026-03-01 20:00 no symptoms\n").split())
    assert "Nothing to say yet, because there is no symptom rating" in text


def test_names_that_differ_in_case_are_one_outcome():
    assert "4 ratings on 4 days" in readiness(SHORT + "2026-03-06 20:00 Back  Pain 2\n")


def test_ratings_that_are_all_the_same_say_nothing():
    alike = replace(
        rated(20), entries=tuple(replace(entry, value=3.0) for entry in rated(20).entries)
    )
    text = " ".join(render_readiness(alike).split())
    assert "20 ratings on 20 days: nothing to say yet, because all 20 ratings of" in text
    assert "more day" not in text


def test_food_hardly_ever_logged_when_the_symptom_changed():
    food = Entry(samples.START, "food", "rye bread")
    text = " ".join(render_readiness(Diary((*rated(40).entries, food))).split())
    assert "nothing to say yet, because on the days when back pain changed, food was hardly" in text
    assert "enough" not in text


def test_exposures_wait_the_soonest_first():
    text = readiness(SHORT)
    # 2 of 8 in 5 days, then 1 of 8.
    assert text.index("rye bread") < text.index("butter")
    assert "rye bread               2 times; about 15 more days" in text
    assert "butter                  1 time; about 35 more days" in text


def test_things_logged_often_enough_are_counted():
    assert "4 things you logged have the 8 times" in render_readiness(samples.diary())


def test_daily_states_need_no_number_of_times():
    states = "2026-03-01 07:00 slept 7.5 h\n2026-03-01 21:00 stress 4\n2026-03-02 21:00 sat 6 h\n"
    text = readiness(SHORT + states)
    assert text.split("Nothing you logged")[1] == readiness(SHORT).split("Nothing you logged")[1]


def test_a_tag_can_be_tested_before_its_foods():
    eaten = [
        Entry(samples.START + timedelta(days=day), "food", ("milk", "cheese")[day % 2])
        for day in range(8)
    ]
    tags = {"milk": ("dairy",), "cheese": ("dairy",)}
    text = render_readiness(Diary(tuple(eaten), tags=tags))
    assert "1 thing you logged has the 8 times" in text
    assert "dairy  " not in text
    assert "milk                    4 times; about 8 more days" in text


def test_what_comes_once_in_ten_years_is_given_no_date():
    entries = [
        Entry(samples.START, "food", "durian"),
        Entry(samples.START + timedelta(days=3650), "food", "rye bread"),
    ]
    text = render_readiness(Diary(tuple(entries)))
    assert "durian                  1 time; more of the same will hardly decide it" in text


def test_nothing_logged_often_enough():
    assert "Nothing you logged has the 8 times it takes to be tested." in readiness(SHORT)


def test_none_is_not_an_exposure():
    text = readiness("2026-03-01 08:00 ate none\n2026-03-01 20:00 back pain 4\n")
    assert "none  " not in text.split("back pain")[1]


def test_an_empty_diary_says_so():
    text = render_readiness(samples.diary(0))
    assert "Nothing to say yet, because there is no symptom rating" in text
    assert "2 rows of the diary could not be read" in text


def test_a_diary_without_symptoms_says_what_to_do():
    text = " ".join(readiness("2026-03-01 08:00 ate rye bread\n").split())
    assert "rate one a day, 0 when there is none, for about 20 more days." in text


@pytest.mark.parametrize("width", [50, 80, 100])
def test_fits_the_terminal(width):
    lines = render_readiness(samples.diary(), width, ascii_only=True).splitlines()
    assert max(map(len, lines)) <= width
    assert "\x1b" not in "\n".join(lines)


def test_ascii_only():
    assert render_readiness(samples.diary(6), 60, ascii_only=True).isascii()

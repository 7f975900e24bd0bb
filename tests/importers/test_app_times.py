"""Days, times and meals as other apps write them."""

from __future__ import annotations

import contextlib
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gutline.diary.entries import RowError
from gutline.importers.app_times import OrderWatch, meal_named, order_of, read_clock, read_day

DAY = date(2026, 6, 10)


@pytest.mark.parametrize(
    "text",
    ["2026-06-10", "2026/6/10", "2026-06-10T00:00:00.000Z", "10th Jun 2026", "June 10, 2026",
     "10 June 2026", "10. Juni 2026", "10 de junio de 2026", "10 juin 2026", "10.06.2026",
     "Wednesday, June 10, 2026"],
)  # fmt: skip
def test_a_day_is_read_in_many_spellings(text: str):
    assert read_day(text) == DAY


def test_the_order_of_day_and_month_is_told_by_the_whole_file():
    assert order_of(["03/04/2026", "03/28/2026"]) == "mdy"
    assert order_of(["03/04/2026", "28/03/2026"]) == "dmy"
    assert order_of(["3.4.2026"]) == "dmy"
    assert order_of(["03/04/2026", "x"]) == ""


def test_a_day_by_numbers_follows_the_order():
    assert read_day("06/10/2026", "mdy") == DAY
    assert read_day("10/06/2026", "dmy") == DAY
    assert read_day("28/03/2026", "mdy") == date(2026, 3, 28)
    assert read_day("05/05/2026") == date(2026, 5, 5)


@pytest.mark.parametrize(
    "text", ["", "yesterday", "2026-02-30", "31st June 2021", "99/99/2026", "10th Foo 2026", "2026"]
)
def test_what_is_no_day_is_refused(text: str):
    with pytest.raises(RowError):
        read_day(text)


def test_a_day_that_could_be_two_days_is_refused():
    with pytest.raises(RowError, match="cannot be told apart"):
        read_day("03/04/2026")


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("7:30", time(7, 30)), ("07:30:15", time(7, 30, 15)), ("7:00 PM", time(19)),
        ("12:05 am", time(0, 5)), ("12:05 pm", time(12, 5)), ("8 pm", time(20)),
        ("7:00\u202fa.m.", time(7)), ("19h30", time(19, 30)), ("19.30", time(19, 30)), ("", None),
    ],
)  # fmt: skip
def test_a_time_of_day_is_read_in_many_spellings(text: str, clock: time | None):
    assert read_clock(text) == clock


@pytest.mark.parametrize("text", ["24:00", "24:00:00", "24.00 Uhr", "24h00"])
def test_the_end_of_a_day_is_not_its_beginning(text: str):
    assert read_clock(text).fold == 1
    assert read_clock("0:00").fold == 0


@pytest.mark.parametrize("text", ["25:10", "13:00 PM", "noon", "7:60", "0 pm"])
def test_what_is_no_time_of_day_is_refused(text: str):
    with pytest.raises(RowError):
        read_clock(text)


@pytest.mark.parametrize(
    ("word", "meal"),
    [
        ("Breakfast", "breakfast"), ("Frühstück", "breakfast"), ("Desayuno", "breakfast"),
        ("Petit-déjeuner", "breakfast"), ("Déjeuner", "lunch"), ("Almuerzo", "lunch"),
        ("Mittagessen", "lunch"), ("Cena", "dinner"), ("Abendessen", "dinner"), ("Dîner", "dinner"),
        ("Snacks 2", "snack"), ("Zwischenmahlzeit", "snack"), ("Drinks", "drink"), ("Tuesday", None),
    ],
)  # fmt: skip
def test_meals_are_known_in_several_languages(word: str, meal: str | None):
    assert meal_named(word) == meal


def test_six_after_a_quarter_to_one_is_doubtful():
    watch = OrderWatch()
    assert watch.doubt(DAY, time(8)) == ""
    assert watch.doubt(DAY, time(12, 45)) == ""
    assert watch.doubt(DAY, time(6)) == "06:00 after 12:45: pm?"


def test_a_file_with_the_newest_first_goes_back_without_doubt():
    watch = OrderWatch()
    assert watch.doubt(date(2026, 6, 11), time(20)) == ""
    assert watch.doubt(DAY, time(19)) == ""
    assert watch.doubt(DAY, time(8)) == ""


def test_small_disorder_is_no_doubt():
    watch = OrderWatch()
    watch.doubt(DAY, time(8))
    assert watch.doubt(DAY, time(7)) == ""
    assert watch.doubt(DAY, None) == ""


def test_a_dinner_in_the_morning_is_doubtful_by_itself():
    assert OrderWatch().doubt(DAY, time(7, 40), "dinner") == "dinner at 07:40: pm?"
    assert OrderWatch().doubt(DAY, time(1, 10), "lunch") == "lunch at 01:10: pm?"
    assert OrderWatch().doubt(DAY, time(1, 10), "dinner") == ""


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text: str):
    for read in (read_day, read_clock):
        with contextlib.suppress(RowError):
            assert isinstance(read(text), (date, time, type(None)))


@given(st.dates(date(1970, 1, 1), date(2100, 1, 1)))
def test_days_read_back_in_every_order(day: date):
    assert read_day(day.isoformat()) == day
    assert read_day(f"{day:%m/%d/%Y}", "mdy") == day
    assert read_day(f"{day:%d/%m/%Y}", "dmy") == day

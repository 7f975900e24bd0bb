"""Days and clocks of other languages and habits, and the doubts that a file's order raises."""

from __future__ import annotations

import unicodedata
from datetime import date, time, timedelta

import pytest

from gutline.diary.entries import RowError
from gutline.importers.app_times import (
    PARTS_OF_DAY,
    USUAL_TIMES,
    OrderWatch,
    meal_named,
    order_of,
    read_clock,
    read_day,
)

DAY = date(2026, 6, 10)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        (" 2026-06-10 ", DAY),
        ("2026-6-1", date(2026, 6, 1)),
        ("2026.06.10", DAY),
        ("2026-06-10 08:15", DAY),
        ("2026-06-10 08:15:00.000 +0200", DAY),
        ("2026-06-10T23:59:59+14:00", DAY),
        ("10. 6. 2026", DAY),
        ("10.6.2026", DAY),
        ("01.02.2026", date(2026, 2, 1)),
        ("12-31-2026", date(2026, 12, 31)),
        ("31/12/2026", date(2026, 12, 31)),
        ("1st January 2026", date(2026, 1, 1)),
        ("2nd Feb 2026", date(2026, 2, 2)),
        ("3rd MARCH 2026", date(2026, 3, 3)),
        ("Dec. 31, 2025", date(2025, 12, 31)),
        ("Sept 30, 2026", date(2026, 9, 30)),
        ("30. Mrz 2026", date(2026, 3, 30)),
        ("1er août 2026", date(2026, 8, 1)),
        (unicodedata.normalize("NFD", "1er août 2026"), date(2026, 8, 1)),
        ("Mittwoch, 10. Juni 2026", DAY),
        ("29 February 2024", date(2024, 2, 29)),
        ("29/02/2024", date(2024, 2, 29)),
        ("31 de diciembre de 2026", date(2026, 12, 31)),
    ],
)
def test_a_day_is_read_however_an_app_spells_it(text: str, day: date):
    assert read_day(text) == day


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "missing"), ("   ", "missing"), ("2026-02-29", "no such day"),
        ("29/02/2026", "no such day"), ("2026-13-01", "no such day"), ("0000-01-01", "no such day"),
        ("30 February 2026", "no such day"), ("00/00/2026", "no such day"),
        ("2026-06-10x", "not a day"), ("2026-06-10 noon", "not a day"), ("10/06/26", "not a day"),
        ("Total", "not a day"), ("date", "not a day"), ("20260610", "not a day"),
        ("46183", "not a day"), ("Juneteenth 19, 2026", "not a day"), ("🗓 2026", "not a day"),
        ("03/04/2026", "cannot be told apart"), ("3-4-2026", "cannot be told apart"),
    ],
)  # fmt: skip
def test_what_is_no_day_says_why(text: str, reason: str):
    with pytest.raises(RowError, match=reason) as refused:
        read_day(text)
    assert (refused.value.field, refused.value.value) == ("date", text)


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("03/04/2026", "mdy", date(2026, 3, 4)),
        ("03/04/2026", "dmy", date(2026, 4, 3)),
        ("3.4.2026", "mdy", date(2026, 4, 3)),
        ("13/04/2026", "mdy", date(2026, 4, 13)),
        ("04/13/2026", "dmy", date(2026, 4, 13)),
        ("2026-03-04", "dmy", date(2026, 3, 4)),
        ("12/12/2026", "", date(2026, 12, 12)),
    ],
)
def test_an_order_only_decides_what_could_be_two_days(text: str, order, day: date):
    assert read_day(text, order) == day


@pytest.mark.parametrize(
    ("texts", "order"),
    [
        ([], ""),
        (["", "Total"], ""),
        (["2026-06-10", "2026-10-06"], ""),
        (["01/02/2026", "02/03/2026", "12/12/2026"], ""),
        (["01/02/2026", "13/02/2026", "01/13/2026"], "dmy"),
        (["x", "1/31/2026"], "mdy"),
        (["31-01-2026"], "dmy"),
        (["1.2.2026"], "dmy"),
    ],
)
def test_the_order_is_told_by_the_first_day_that_can_be_only_one(texts: list[str], order: str):
    assert order_of(texts) == order


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("0:00", time(0)), ("00:00:00", time(0)), ("23:59:59.999", time(23, 59, 59)),
        ("12 am", time(0)), ("12 PM", time(12)), ("12:00AM", time(0)), ("12:30 p.m.", time(12, 30)),
        ("1:05 a. m.", time(1, 5)), ("7:30 p. m.", time(19, 30)), ("7:30\u00a0PM", time(19, 30)),
        ("7:30\u2009PM", time(19, 30)), ("19:30 Uhr", time(19, 30)), ("7.05 UHR", time(7, 5)),
        ("19:30 h", time(19, 30)), ("7h05", time(7, 5)), (" 7:05 ", time(7, 5)),
        ("7:05 P", time(19, 5)),
    ],
)  # fmt: skip
def test_a_clock_of_twelve_or_twenty_four_hours_is_read(text: str, clock: time):
    assert read_clock(text) == clock


@pytest.mark.parametrize("text", ["", " ", "\u202f", "\u00a0 "])
def test_no_time_is_no_time_and_not_midnight(text: str):
    assert read_clock(text) is None


@pytest.mark.parametrize(
    "text",
    ["24:00 pm", "24:01", "24:00:01", "-1:30", "7:5", "7", "1930", "7:30:60", "7:30:15:00", "13:00 am", "0:30 PM",
     "7:30 xm", "07:30+02:00", "all day", "12:75 PM", "🕖", "99:99", "7:30 AM PM", "x" * 500],
)  # fmt: skip
def test_what_is_no_clock_is_refused_with_its_text(text: str):
    with pytest.raises(RowError, match="07:30") as refused:
        read_clock(text)
    assert (refused.value.field, refused.value.value) == ("time", text)


@pytest.mark.parametrize("hour", range(24))
def test_every_hour_reads_back_on_both_clocks(hour: int):
    clock = time(hour, 7)
    assert read_clock(f"{clock:%H:%M}") == clock
    assert read_clock(f"{clock:%I:%M %p}") == clock
    assert read_clock(f"{clock:%I:%M%p}".lower().lstrip("0")) == clock


@pytest.mark.parametrize(
    ("word", "meal"),
    [
        (" BREAKFAST ", "breakfast"), ("Brunch", "breakfast"), ("Lunch 2", "lunch"),
        ("Comida", "lunch"), ("SUPPER", "dinner"), ("Souper", "dinner"), ("En-cas", "snack"),
        ("Getränke", "drink"), ("Meal 4", None), ("", None), ("7", None), ("pre-breakfast", None),
    ],
)  # fmt: skip
def test_a_meal_is_known_by_its_word_alone(word: str, meal: str | None):
    assert meal_named(word) == meal


def test_every_meal_with_a_usual_time_is_in_the_order_of_a_day():
    clocks = [USUAL_TIMES[meal] for meal in ("breakfast", "lunch", "dinner")]
    assert clocks == sorted(clocks)
    assert all(isinstance(clock, time) for clock in PARTS_OF_DAY.values())


def _doubts(*said: tuple[int, str, str | None]) -> list[str]:
    watch = OrderWatch()
    return [
        watch.doubt(DAY + timedelta(days=day), read_clock(clock), meal)  # type: ignore[arg-type]
        for day, clock, meal in said
    ]


@pytest.mark.parametrize(
    ("said", "doubts"),
    [
        ([(0, "08:00", None), (0, "12:45", None), (0, "06:00", None)], [0, 0, 1]),
        ([(0, "23:30", None), (1, "00:10", None)], [0, 0]),
        ([(0, "12:45", None), (1, "06:00", None)], [0, 0]),
        ([(0, "12:45", None), (0, "", None), (0, "06:00", None)], [0, 0, 1]),
        ([(0, "21:00", None), (0, "07:00", None)], [0, 0]),
        ([(0, "12:45", None), (0, "07:00", "breakfast")], [0, 0]),
        ([(0, "14:00", None), (0, "12:00", None)], [0, 0]),
        ([(1, "09:00", None), (0, "20:00", None), (0, "10:00", None)], [0, 0, 0]),
        ([(0, "03:00", "dinner"), (0, "10:59", "dinner"), (0, "11:00", "dinner")], [1, 1, 0]),
        ([(0, "05:59", "lunch"), (0, "06:00", "lunch")], [1, 0]),
    ],
)
def test_only_a_jump_that_half_a_day_explains_is_doubtful(said, doubts: list[int]):
    found = _doubts(*said)
    assert [int(bool(doubt)) for doubt in found] == doubts
    assert all(doubt.endswith("pm?") for doubt in found if doubt)

"""Bearable's rows as people really have them: gaps, clocks, lists and levels."""

from __future__ import annotations

import itertools

import pytest

from gutline.importers.source import ImporterError
from tests.importers.source_texts import got, score

COLUMNS = ("date", "weekday", "time of day", "category", "rating/amount", "detail", "notes")
HEAD = ",".join(COLUMNS) + "\n"


def _row(category: str, rating: str = "", detail: str = "", when: str = "13:05", note: str = "",
         day: str = "9th May 2021") -> str:  # fmt: skip
    cells = (day, "Sunday", when, category, rating, detail, note)
    return ",".join('"' + cell.replace('"', '""') + '"' for cell in cells) + "\n"


@pytest.mark.parametrize("gone", ["weekday", "notes"])
def test_a_column_that_is_not_needed_may_be_gone(gone: str):
    kept = [name for name in COLUMNS if name != gone]
    cells = {"date": "9th May 2021", "category": "Symptom", "rating/amount": "2",
             "detail": "Bloating (Moderate)"}  # fmt: skip
    text = ",".join(kept) + "\n" + ",".join(cells.get(name, "") for name in kept) + "\n"
    assert score("bearable", text) > 0.8
    assert got("bearable", text).one().value == 5.0


@pytest.mark.parametrize("gone", ["date", "time of day", "category", "rating/amount", "detail"])
def test_without_a_needed_column_it_is_another_file(gone: str):
    text = ",".join(name for name in COLUMNS if name != gone) + "\n"
    assert score("bearable", text) == 0.0
    with pytest.raises(ImporterError, match="names the columns"):
        got("bearable", text)


@pytest.mark.parametrize(
    "order", list(itertools.islice(itertools.permutations(COLUMNS), 0, 5040, 997))
)
def test_columns_may_stand_in_any_order(order: tuple[str, ...]):
    cells = dict(
        zip(COLUMNS, ("9th May 2021", "Sunday", "am", "Mood", "7", "", "fine"), strict=True)
    )
    text = ",".join(order) + "\n" + ",".join(cells[name] for name in order) + "\n"
    entry = got("bearable", text).one()
    assert (entry.kind, entry.value, entry.note, entry.at.hour) == ("mood", 7.0, "fine", 9)


@pytest.mark.parametrize(
    ("rating", "detail", "name", "level"),
    [
        ("", "Bloating (none)", "Bloating", 0.0),
        ("0", "Bloating", "Bloating", 0.0),
        ("", "Pain (Unbearable)", "Pain", 10.0),
        ("1.5", "Pain (Mild)", "Pain", 3.75),
        ("1,5", "Pain (Mild)", "Pain", 3.75),
        ("3", "Pain (left knee)", "Pain (left knee)", 7.5),
        ("2", "Pain (a) (Moderate)", "Pain (a)", 5.0),
        ("2", "😖 cramps (Moderate)", "😖 cramps", 5.0),
    ],
)
def test_levels_and_brackets(rating: str, detail: str, name: str, level: float):
    entry = got("bearable", HEAD + _row("Symptom", rating, detail)).one()
    assert (entry.name, entry.value) == (name, level)


@pytest.mark.parametrize("rating", ["5", "-1", "NaN", "inf", "high", "1/2/3", "9" * 30])
def test_a_level_that_cannot_be_is_reported_with_line_and_value(rating: str):
    found = got("bearable", HEAD + _row("Mood", "5") + _row("Symptom", rating, "Pain"))
    (problem,) = found.refused
    assert (problem.line, problem.field) == (3, "value")
    assert problem.reason
    assert found.one().kind == "mood"


@pytest.mark.parametrize(
    ("when", "at", "day_only"),
    [
        ("12:00 AM", "00:00", False), ("12:00 PM", "12:00", False), ("11:59 pm", "23:59", False),
        ("0:00", "00:00", False), ("7:30 p. m.", "19:30", False), ("Night", "03:00", False),
        ("ALL DAY", "12:00", True), (" ", "12:00", True), ("Evening", "20:00", False),
    ],
)  # fmt: skip
def test_times_of_both_clocks_and_parts_of_a_day(when: str, at: str, day_only: bool):
    entry = got("bearable", HEAD + _row("Mood", "5", when=when)).one()
    assert (f"{entry.at:%H:%M}", entry.day_only) == (at, day_only)


@pytest.mark.parametrize("when", ["25:00", "am, pm", "13:00 PM", "later"])
def test_a_time_that_is_none_is_reported(when: str):
    found = got("bearable", HEAD + _row("Mood", "5", when=when))
    assert [(one.line, one.field, one.value) for one in found.refused] == [(2, "time", when)]


@pytest.mark.parametrize(
    ("detail", "woke"),
    [
        ("In bed 23:10 - 05:55", "05:55"), ("In bed 11:10 PM - 5:55 AM", "05:55"),
        ("In bed 3:10 AM - 1:30 PM", "13:30"), ("23:10 \u2013 06:00", "06:00"),
        ("23:10-06:00", "06:00"), ("In bed 23:10 - 99:99", "12:00"), ("slept well", "12:00"),
    ],
)  # fmt: skip
def test_a_night_ends_when_its_detail_says_on_either_clock(detail: str, woke: str):
    entry = got("bearable", HEAD + _row("Sleep", "7:30", detail, "")).one()
    assert f"{entry.at:%H:%M}" == woke
    assert (entry.value, entry.note) == (7.5, detail)


@pytest.mark.parametrize(
    ("rating", "hours"), [("0:30", 0.5), ("7.25", 7.25), ("7,5", 7.5), ("10:00:00", 10)]
)
def test_a_night_is_in_hours(rating: str, hours: float):
    assert got("bearable", HEAD + _row("Sleep", rating)).one().value == hours


@pytest.mark.parametrize("rating", ["", "25:00", "-1", "long", "7:75"])
def test_a_night_of_no_possible_length_is_reported(rating: str):
    found = got("bearable", HEAD + _row("Sleep", rating, "x"))
    assert not found.entries
    assert len(found.refused) == 1


@pytest.mark.parametrize(
    ("rating", "detail", "form", "note"),
    [
        ("Type 1", "", 1.0, ""), ("7", "", 7.0, ""), ("", "type 4", 4.0, ""), ("4.5", "", None, "4.5"),
        ("10", "", None, "10"), ("", "Hard", None, "Hard"), ("0", "", None, "0"), ("8", "x", None, "8; x"),
    ],
)  # fmt: skip
def test_a_stool_has_a_form_from_one_to_seven_or_a_note(rating, detail, form, note):
    entry = got("bearable", HEAD + _row("Bowel movements", rating, detail)).one()
    assert (entry.value, entry.note) == (form, note)


@pytest.mark.parametrize(
    ("detail", "names"),
    [
        ("Meals: Rice|Kale", ["Rice", "Kale"]), ("Rice | | Kale | ", ["Rice", "Kale"]),
        ("Drinks: Tea | Meals: Rice", ["Tea", "Rice"]), ("Soup: hot", ["Soup: hot"]),
        ("a; b, c", ["a; b, c"]), ("Meals:Rice", ["Rice"]), ("Snacks: 🍎", ["🍎"]),
    ],
)  # fmt: skip
def test_lists_of_foods_are_taken_apart_with_or_without_blanks(detail: str, names: list[str]):
    found = got("bearable", HEAD + _row("Food diary", "", detail, note="out"))
    assert [entry.name for entry in found.entries] == names
    assert all(entry.note == "out" for entry in found.entries)


@pytest.mark.parametrize("category", ["Food diary", "Nutrition", "Factors", "Lifestyle factors"])
@pytest.mark.parametrize(("rating", "note"), [("3", ""), ("", "ate out"), ("3", "ate out")])
def test_a_list_with_nothing_in_it_keeps_what_stands_beside_it(
    category: str, rating: str, note: str
):
    entry = got("bearable", HEAD + _row(category, rating, "", note=note)).one()
    assert entry.kind == "note"
    assert rating in entry.note
    assert note in entry.note


@pytest.mark.parametrize(
    "category", ["Symptom", "Mood", "Food diary", "Sleep", "Factors", "Zorp", ""]
)
def test_a_row_with_nothing_in_it_is_counted(category: str):
    found = got("bearable", HEAD + _row(category))
    assert found.left_out == {"rows with nothing in them": 1}
    assert not found.entries
    assert not found.problems


@pytest.mark.parametrize(
    ("rating", "detail", "said"),
    [
        ("0", "Ibuprofen (tablet)", ("medicine", "Ibuprofen", 0.0, "serving")),
        ("", "Ibuprofen", ("medicine", "Ibuprofen", None, "")),
        ("1.5", "Vitamin D (drops)", ("supplement", "Vitamin D", 1.5, "serving")),
        ("1000", "Vitamin D (IU)", ("supplement", "Vitamin D", 1000.0, "iu")),
        ("2", "Zorp (🍀)", ("medicine", "Zorp", 2.0, "serving")),
    ],
)
def test_what_is_taken_keeps_zero_and_nothing_apart(rating: str, detail: str, said: tuple):
    assert got("bearable", HEAD + _row("Meds", rating, detail)).said() == [said]


@pytest.mark.parametrize(("rating", "level"), [("1", 10.0), ("5", 0.0), ("3", 5.0)])
@pytest.mark.parametrize(
    ("category", "name"), [("Energy", "low energy"), ("Sleep quality", "poor sleep")]
)
def test_energy_and_quality_run_from_one_to_five_and_are_turned(category, name, rating, level):
    assert got("bearable", HEAD + _row(category, rating)).said() == [
        ("symptom", name, level, "nrs")
    ]


@pytest.mark.parametrize(
    "day", ["", "Total", "31st June 2021", "9th May 1921", "9th May 2621", "03/04/2021"]
)
def test_a_day_that_is_none_costs_only_its_row(day: str):
    found = got("bearable", HEAD + _row("Mood", "5", day=day) + _row("Mood", "6"))
    assert [one.line for one in found.refused] == [2]
    assert found.one().value == 6.0


def test_equal_rows_keep_their_number_and_two_exports_that_overlap_their_ids():
    rows = [_row("Mood", str(n), day=f"{n}th May 2021") for n in range(4, 9)]
    twice = got("bearable", HEAD + rows[0] * 2)
    assert len({entry.id for entry in twice.entries}) == 2
    early, late = (got("bearable", HEAD + "".join(part)).entries for part in (rows[:3], rows[1:]))
    assert [e.id for e in early][1:] == [e.id for e in late][:2]


def test_a_note_of_ten_thousand_letters_with_quotes_and_lines_is_kept_whole():
    note = ('He said "no"; and went on with it\n' * 400)[:10_000].strip()
    assert got("bearable", HEAD + _row("Mood", "5", note=note)).one().note == note

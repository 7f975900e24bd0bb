"""A first mapping of a table: what a person would have said, or less, but nothing wrong."""

from __future__ import annotations

import pytest

from gutline.diary.entries import Entry
from gutline.importers.errors import ImporterError
from gutline.importers.mapping_file import TableMapping, Thing, mapping_of
from gutline.importers.mapping_guess import Column, guess_mapping, look_at
from gutline.importers.source import ImportFile, LeftOut, Problem
from gutline.importers.sources.spreadsheet import reader
from tests.importers.reading_tools import SETTINGS


def table(*lines: str, name: str = "log.csv") -> ImportFile:
    return ImportFile(name, data="\n".join(lines).encode() + b"\n")


def guessed(*lines: str) -> TableMapping:
    return guess_mapping(look_at(table(*lines)), "log")


def by_column(mapping: TableMapping) -> dict[str, Thing]:
    return {thing.column or thing.name_column: thing for thing in mapping.things}


def read(*lines: str) -> list[tuple[str, str, float | None, str]]:
    """Read a table by its own guess; nothing of it may be refused."""
    items = list(reader(mapping_of(guessed(*lines).body())).read(table(*lines), SETTINGS))
    assert [one for one in items if isinstance(one, Problem)] == []
    return [(e.kind, e.name, e.value, e.unit) for e in items if isinstance(e, Entry)]


DIARY = (
    "Date,Mood (1-10),Bloating 0-5,What I ate",
    '2026-06-01,7,3,"toast, eggs"', "2026-06-02,6,,rice", "2026-06-03,0,0,none",
)  # fmt: skip


def test_scales_in_titles_are_used_and_not_part_of_the_name():
    things = by_column(guessed(*DIARY))
    assert things["Mood (1-10)"] == Thing("mood", "mood", "Mood (1-10)")
    assert things["Bloating 0-5"] == Thing("symptom", "bloating", "Bloating 0-5", factor=2.0)
    assert things["What I ate"] == Thing("food", name_column="What I ate", split=",")


def test_what_was_guessed_reads_as_it_was_meant():
    assert read(*DIARY) == [
        ("mood", "mood", 7.0, "nrs"), ("symptom", "bloating", 6.0, "nrs"),
        ("food", "toast", None, ""), ("food", "eggs", None, ""),
        ("mood", "mood", 6.0, "nrs"), ("food", "rice", None, ""),
        ("mood", "mood", 0.0, "nrs"), ("symptom", "bloating", 0.0, "nrs"),
        ("food", "none", None, ""),
    ]  # fmt: skip


def test_units_in_titles_are_used_where_they_fit():
    things = by_column(guessed("Day,Weight [lb],Back pain (left)", "2026-06-01,150,3"))
    assert things["Weight [lb]"].unit == "lb"
    assert things["Weight [lb]"].name == "weight"
    assert things["Back pain (left)"].unit == ""


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Mood", "mood"), ("Stress", "stress"), ("Sleep", "sleep"), ("Weight", "weight"),
        ("slept", "sleep"), ("Hours slept", "sleep"), ("Hours of sleep", "sleep"),
        ("Steps", "movement"), ("Stretching", "practice"), ("Headache", "symptom"),
        ("Kopfschmerzen", "symptom"), ("Something else", "symptom"),
    ],
)  # fmt: skip
def test_a_column_of_numbers_has_the_kind_of_its_title(title, kind):
    (thing,) = guessed(f"Date,{title}", "2026-06-01,4", "2026-06-02,5").things
    assert (thing.kind, thing.column) == (kind, title)


@pytest.mark.parametrize(
    ("title", "cells", "expected"),
    [
        ("Breakfast", "toast", Thing("food", name_column="Breakfast", split=",")),
        ("Abendessen", "Brot; Käse", Thing("food", name_column="Abendessen", split=";")),
        ("Drinks", "tea", Thing("drink", name_column="Drinks", split=",")),
        ("Notes", "slept badly", Thing("note", column="Notes")),
        ("Bemerkungen", "müde", Thing("note", column="Bemerkungen")),
        ("Location", "left", Thing("note", column="Location")),
    ],
)
def test_a_column_of_texts_is_a_list_or_a_note(title, cells, expected):
    mapping = guessed(f"Date;Pain;{title}", f"2026-06-01;4;{cells}".replace("; ", "; "))
    if ";" in cells:
        mapping = guessed(f"Date,Pain,{title}", f"2026-06-01,4,{cells}")
    assert expected in mapping.things


def test_figures_beside_a_food_are_not_lost():
    things = guessed("Date,Food,Bloating", "2026-06-01,rice,3", "2026-06-02,milk,5").things
    assert things == (
        Thing("food", name_column="Food", split=","), Thing("symptom", "bloating", "Bloating"),
    )  # fmt: skip


def test_figures_beside_a_row_an_entry_are_read_too():
    lines = ("Date,Food,Amount,Bloating 0-5", "2026-06-01,rice,1,3", "2026-06-02,milk,2,5")
    row, beside = guessed(*lines).things
    assert (row.kind, row.name_column, row.column) == ("food", "Food", "Amount")
    assert beside == Thing("symptom", "bloating", "Bloating 0-5", factor=2.0)
    assert ("symptom", "bloating", 10.0, "nrs") in read(*lines)


@pytest.mark.parametrize(
    ("header", "row", "expected"),
    [
        ("Date,Symptom,Severity,Notes", "2026-06-01,bloating,4,bad",
         Thing("symptom", column="Severity", name_column="Symptom", note_column="Notes")),
        ("Date,Kind,Name,Amount,Unit", "2026-06-01,food,rice,80,g",
         Thing(column="Amount", kind_column="Kind", name_column="Name", unit_column="Unit")),
        ("Datum,Lebensmittel,Menge", "2026-06-01,Reis,80",
         Thing("food", column="Menge", name_column="Lebensmittel")),
        ("Date,Item", "2026-06-01,bloating", Thing("symptom", name_column="Item")),
    ],
)  # fmt: skip
def test_one_row_an_entry_is_seen_by_the_titles(header, row, expected):
    assert guessed(header, row).things == (expected,)


def test_the_day_is_the_column_that_says_so_even_beside_another_with_days():
    mapping = guessed("Born,Date,Pain", "1980-05-01,2026-06-01,4", "1980-05-01,2026-06-02,5")
    assert mapping.day == "Date"


def test_without_a_day_the_guess_is_no_mapping_and_says_so():
    mapping = guessed("What,Pain", "morning,4", "evening,5")
    assert mapping.day == ""
    with pytest.raises(ImporterError, match="which column holds the day"):
        mapping_of(mapping.body())


@pytest.mark.parametrize(
    ("rows", "carried"),
    [(("2026-06-01,08:00,4", ",12:00,5"), True), (("2026-06-01,08:00,4",), False)],
)
def test_empty_days_are_those_of_the_row_above(rows, carried):
    mapping = guessed("Date,Time,Pain", *rows)
    assert (mapping.clock, mapping.carry_day) == ("Time", carried)


def test_a_heading_above_the_table_is_passed_over():
    look = look_at(table("My diary 2026", "", "Date,Pain,Mood", "2026-06-01,4,5"))
    assert look.header_row == 3
    assert [column.name for column in look.columns] == ["Date", "Pain", "Mood"]


def test_the_row_of_titles_can_be_said():
    look = look_at(table("a,b", "Date,Pain", "2026-06-01,4"), header_row=2)
    assert [column.name for column in look.columns] == ["Date", "Pain"]


def test_columns_are_counted_by_what_stands_in_them():
    look = look_at(table("Date,Time,Pain,Said", "2026-06-01,08:00,4,x", "2026-06-02,,n/a,y"))
    day, clock, pain, said = look.columns
    assert (day.days, day.filled) == (2, 2)
    assert (clock.clocks, clock.filled) == (1, 1)
    assert (pain.numbers, pain.filled) == (1, 1)
    assert said.examples == ("x", "y")
    assert look.rows == (("2026-06-01", "08:00", "4", "x"), ("2026-06-02", "", "n/a", "y"))


@pytest.mark.parametrize("lines", [("Date,Pain",), ("",), (",,", ",,")])
def test_what_has_no_rows_is_no_table(lines):
    with pytest.raises(ImporterError):
        look_at(table(*lines))


def test_an_empty_column_is_mostly_nothing():
    assert not Column("x", (), 0, 0, 0, 0).mostly(0)


def test_what_the_guess_leaves_unread_is_counted_when_it_is_read():
    lines = ("Date,Symptom,Severity,Where", "2026-06-01,bloating,4,left")
    items = list(reader(guessed(*lines)).read(table(*lines), SETTINGS))
    (left,) = [one for one in items if isinstance(one, LeftOut)]
    assert "“Where”" in left.what
    assert left.count == 1


def test_a_column_that_cannot_be_told_is_named_in_the_problem():
    lines = ("Date,Kind,Name,Amount", "2026-06-01,food,rice,2", "2026-06-02,coffee,x,1")
    items = list(reader(guessed(*lines)).read(table(*lines), SETTINGS))
    (problem,) = [one for one in items if isinstance(one, Problem)]
    assert (problem.line, problem.field, problem.value) == (3, "Kind", "coffee")


@pytest.mark.parametrize("text", ["1,2\n3,4\n", "-,-\n-,-\n"])
def test_a_table_whose_columns_have_no_names_says_so(text):
    with pytest.raises(ImporterError, match=r"no row of names|no columns are named"):
        look_at(ImportFile("a.csv", data=text.encode()))

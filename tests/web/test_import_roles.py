"""The form about columns: every choice becomes a mapping, and shows again as it was chosen."""

from __future__ import annotations

from typing import Any

import pytest

from gutline.importers.mapping_file import TableMapping, Thing, mapping_of
from gutline.importers.mapping_guess import Column, TableLook, look_at
from gutline.importers.source import ImportFile
from gutline.web.pages.import_roles import (
    ROLE_GROUPS,
    ROW_KINDS,
    SCALES,
    UNITS,
    MappingForm,
    column_rows,
    mapping_from,
    said_twice,
)

NAMES = ("Date", "Time", "Back", "Eaten", "Said")
ROLES = [role for _, roles in ROLE_GROUPS for role, _ in roles]


def look(*names: str) -> TableLook:
    columns = tuple(Column(name, ("1",), 1, 0, 0, 1) for name in names)
    return TableLook((), "", 1, columns)


def mapped(typed: dict[str, str], *names: str) -> TableMapping:
    return mapping_from(MappingForm(typed, look(*(names or NAMES)), 60))


@pytest.mark.parametrize("role", [role for role in ROLES if role not in {"day", "clock"}])
def test_every_role_makes_a_mapping_that_is_one(role):
    typed = {"role-0": "day", "role-2": role, "role-3": "row:name", "row_kind": "food"}
    mapping = mapping_of(mapped(typed).body())
    assert mapping.day == "Date"
    read = {column for thing in mapping.things for column in thing.columns()}
    assert read == ({"Eaten"} if role == "row:name" else {"Back", "Eaten"})


@pytest.mark.parametrize("role", ROLES)
def test_what_was_chosen_is_shown_again(role):
    typed = {"role-0": "day", "role-1": "clock", "role-2": role, "row_kind": "food"}
    if role.startswith("row:") and role != "row:name":
        typed["role-3"] = "row:name"
    rows = column_rows(look(*NAMES).columns, mapped(typed))
    assert rows[1]["role"] == "clock" or role == "clock"
    assert rows[2]["role"] == role or role in {"day", "clock"}
    assert rows[4]["role"] == ""


def test_names_scales_and_units_are_taken_over():
    typed = {
        "role-0": "day", "role-2": "value:symptom", "called-2": " lower back ", "scale-2": "2",
        "role-3": "value:drink", "unit-3": "ml", "role-4": "value:note", "name": " My log ",
        "order": "mdy", "comma": "comma", "carry": "yes",
    }  # fmt: skip
    mapping = mapped(typed)
    assert mapping.things == (
        Thing("symptom", "lower back", "Back", factor=2.0),
        Thing("drink", "eaten", "Eaten", "ml"),
        Thing("note", column="Said"),
    )
    assert (mapping.name, mapping.order, mapping.decimal_comma) == ("My log", "mdy", True)
    assert mapping.carry_day
    shown = column_rows(look(*NAMES).columns, mapping)
    assert (shown[2]["called"], shown[2]["scale"]) == ("lower back", "2")
    assert shown[3]["unit"] == "ml"


def test_a_row_an_entry_may_have_a_scale_and_a_column_for_the_kind():
    typed = {"role-0": "day", "role-1": "row:kind", "role-2": "row:column", "scale-2": "0.1",
             "role-3": "row:name", "role-4": "row:note", "row_kind": "symptom"}  # fmt: skip
    (thing,) = mapped(typed).things
    assert (thing.kind, thing.kind_column, thing.factor) == ("", "Time", 0.1)
    del typed["role-1"]
    (thing,) = mapped(typed).things
    assert (thing.kind, thing.name_column, thing.note_column) == ("symptom", "Eaten", "Said")


@pytest.mark.parametrize(
    ("typed", "field", "expected"),
    [
        ({"scale-2": "1e9"}, "factor", 1.0),
        ({"scale-2": "soon"}, "factor", 1.0),
        ({"called-2": ""}, "name", "back"),
    ],
)
def test_what_the_form_cannot_have_sent_is_passed_over(typed, field, expected):
    (thing,) = mapped({"role-0": "day", "role-2": "value:symptom", **typed}).things
    assert getattr(thing, field) == expected
    odd = mapped({"order": "ydm", "comma": "?", "carry": "no", "role-0": "nothing"})
    assert (odd.order, odd.decimal_comma, odd.carry_day, odd.day) == ("", None, False, "")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"role-0": "day", "role-1": "day"}, "Day, or day and time"),
        ({"role-0": "day", "role-1": "row:name", "role-2": "row:name"}, "Name"),
        ({"role-0": "day", "role-1": "value:symptom", "role-2": "value:symptom"}, ""),
        ({"role-0": "day", "role-1": "", "role-2": ""}, ""),
    ],
)
def test_what_only_one_column_can_hold_is_not_taken_twice(typed, told):
    assert said_twice(MappingForm(typed, look(*NAMES), 60)) == told


def test_columns_beyond_the_most_are_not_read():
    typed: dict[str, Any] = {"role-0": "day", "role-1": "value:symptom", "role-2": "value:mood"}
    mapping = mapping_from(MappingForm(typed, look(*NAMES), 2))
    assert [thing.column for thing in mapping.things] == ["Time"]


def test_the_choices_fit_into_one_form():
    assert len(set(ROLES)) == len(ROLES)
    assert {kind for kind, _ in ROW_KINDS} >= {"food", "symptom", "supplement"}
    assert {"g", "ml", "kg", "steps"} <= set(UNITS)
    assert [text for text, _ in SCALES if float(text) <= 0] == []


def test_a_guess_is_shown_as_it_is_read():
    text = "Date,Back pain,Breakfast,Comments\n2026-03-01,3,egg,well\n2026-03-02,4,tea,ill\n"
    from gutline.importers.mapping_guess import guess_mapping

    seen = look_at(ImportFile("log.csv", data=text.encode()))
    rows = column_rows(seen.columns, guess_mapping(seen, "log"))
    assert [row["role"] for row in rows] == ["day", "value:symptom", "names:food", "value:note"]
    assert rows[1]["examples"] == ("3", "4")

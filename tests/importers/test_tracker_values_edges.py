"""Values of trackers: nothing of a figure is lost, whatever kind the name makes of it."""

from __future__ import annotations

from datetime import date

import pytest

from gutline.diary.entries import Entry
from gutline.importers.entry_making import EntryMaker, Said
from gutline.importers.source import ImportSettings, Problem
from gutline.importers.tracker_values import TURNED, Scale, Tracked, said_of

MAKER = EntryMaker("made", ImportSettings("UTC"))
MOMENT = MAKER.local(date(2026, 6, 10))
FIVE = Scale(1, 5)


def _said(name: str, value: float | None = None, unit: str = "", **more) -> Said:
    return said_of(Tracked(name, value, unit, **more), MOMENT)


@pytest.mark.parametrize(
    ("low", "high", "value", "ten"),
    [
        (0, 10, 7, 7), (0, 4, 0, 0), (0, 4, 4, 10), (0, 4, 3, 7.5), (1, 5, 1, 0), (1, 5, 3, 5),
        (1, 5, 0, -2.5), (0, 3, 1, 3.3333), (0, 100, 55, 5.5), (-5, 5, 0, 5), (-5, 5, -5, 0),
        (0, 1, 1, 10), (1, 10, 1, 0),
    ],
)  # fmt: skip
def test_a_scale_is_stretched_from_its_lowest_to_its_highest(low, high, value, ten):
    assert Scale(low, high).to_ten(value) == ten


@pytest.mark.parametrize("name", sorted(TURNED))
def test_what_is_better_the_more_is_turned_at_both_ends_and_in_the_middle(name: str):
    values = [_said(name, value).value for value in (0, 5, 10)]
    assert values == [10, 5, 0]
    assert _said(name, 5).kind == "symptom"
    assert _said(name, 5).name == TURNED[name]


@pytest.mark.parametrize("value", [-1, 10.01, 11, 100, 1e300, float("nan"), float("inf")])
@pytest.mark.parametrize("name", ["Back pain", "Energy", "Stress", "Mood", "Physical exertion"])
def test_a_rating_off_its_scale_is_a_note_with_the_figure(name: str, value: float):
    said = _said(name, value)
    assert said.kind == "note"
    assert said.value is None
    assert said.note


@pytest.mark.parametrize(
    ("name", "value", "unit", "kind", "note"),
    [
        ("Zorp", 12_345_678.0, "", "note", "12345678"),
        ("Zorp", 123.4567, "ppm", "note", "123.4567 ppm"),
        ("Zorp", 0.0, "", "note", "0"),
        ("Zorp", -3.0, "", "note", "-3"),
        ("Zorp", None, "", "note", ""),
        ("Stretching", 3.0, "", "practice", "3"),
        ("Stretching", 1.0, "", "practice", ""),
        ("Stretching", 1.0, "rounds", "practice", "1 rounds"),
        ("Walk", 30.0, "laps", "movement", "30 laps"),
        ("Poop", 12.0, "", "stool", "12"),
        ("Period", 3.0, "", "cycle", "3"),
        ("Travel", 4.0, "", "travel", "4"),
    ],
)
def test_a_figure_that_the_kind_has_no_place_for_stands_in_the_note(
    name: str, value: float | None, unit: str, kind: str, note: str
):
    said = _said(name, value, unit, otherwise="note")
    assert (said.kind, said.value, said.note) == (kind, None, note)


@pytest.mark.parametrize("note", ["", "after lunch", "😀" * 100])
@pytest.mark.parametrize("value", [None, 0.0, 4.0, 77.0])
@pytest.mark.parametrize("name", ["Back pain", "Energy", "Sleep", "Weight", "Poop", "Steps", "Zorp",
                                  "Coffee", "Yoga", "Period", "Stress", "Sitting", "ibuprofen"])  # fmt: skip
def test_a_note_is_never_lost_and_every_said_thing_becomes_an_entry_or_a_problem(
    name: str, value: float | None, note: str
):
    said = _said(name, value, note=note)
    assert note in said.note
    (read,) = MAKER.made(1, said)
    assert isinstance(read, (Entry, Problem))
    if isinstance(read, Problem):
        assert read.field in {"value", "unit"}


@pytest.mark.parametrize(
    ("value", "unit", "kind", "hours"),
    [
        (0, "", "sleep", 0), (24, "", "sleep", 24), (25, "", "sleep", 0.4167),
        (1440, "", "sleep", 24), (28_800, "", "sleep", 8), (8, "Hours", "sleep", 8),
        (480, " minutes ", "sleep", 8), (28_800, "seconds", "sleep", 8), (8, "hrs", "sleep", 8),
        (85, "%", "note", None), (3, "mg", "note", None), (4, "points", "sleep", 4),
    ],
)  # fmt: skip
def test_a_night_is_in_hours_unless_its_unit_is_no_time(value, unit, kind, hours):
    said = _said("Sleep", value, unit)
    assert (said.kind, said.value) == (kind, hours)


@pytest.mark.parametrize(
    ("name", "value", "unit", "kind", "kept", "kept_unit"),
    [
        ("Coffee", 2, "cups", "drink", 2, "serving"), ("Coffee", 250, "ML", "drink", 250, "ml"),
        ("Coffee", 0, "", "drink", 0, "serving"), ("ibuprofen", 400, "mg", "medicine", 400, "mg"),
        ("Weight", 70, "", "weight", 70, "kg"), ("Weight", 154, "pounds", "weight", 154, "lb"),
        ("steps", 0, "", "movement", 0, "steps"), ("Walk", 2000, "", "movement", 2000, "steps"),
        ("Run", 5, "KM", "movement", 5, "km"), ("Yoga", 1, "hour", "movement", 1, "h"),
        ("back_pain", 0, "", "symptom", 0, "nrs"), ("Poop", 1, "", "stool", 1, "bristol"),
        ("Poop", 7, "", "stool", 7, "bristol"), ("Yoga", 0, "", "movement", 0, "min"),
    ],
)  # fmt: skip
def test_units_are_read_in_every_case(name, value, unit, kind, kept, kept_unit):
    said = _said(name, value, unit)
    assert (said.kind, said.value, said.unit) == (kind, kept, kept_unit)


def test_a_scale_of_five_turns_energy_too():
    assert [_said("Energy", v, scale=FIVE).value for v in (1, 3, 5)] == [10, 5, 0]


def test_a_name_of_underscores_alone_makes_no_entry_without_a_name():
    (read,) = MAKER.made(1, _said("___", 3))
    assert isinstance(read, Problem)
    assert read.field == "name"

"""MyFitnessPal: tables of every language, steps, amounts behind commas, pages cut in pieces."""

from __future__ import annotations

import io

import pytest

from gutline.importers.errors import ImporterError
from gutline.importers.myfitnesspal_report import ReportRow, report_rows
from gutline.importers.source import ImportFile
from tests.importers.source_texts import got, score

MEALS = "Date,Meal,Time,Calories,Fat (g),Sodium (mg),Note\n"
EXERCISES = "Date,Exercise,Type,Exercise Calories,Exercise Minutes,Sets,Steps,Note\n"


def _page(body: str) -> str:
    return f'<html class="printable"><h1 class="main-title-2">MyFitnessPal</h1>{body}</html>'


def _foods(*foods: str, day: str = "June 10, 2026", meal: str = "Breakfast") -> str:
    rows = "".join(f"<tr><td>{food}</td><td>90</td></tr>" for food in foods)
    return _page(
        f'<h2>{day}</h2><table id="food"><thead><tr><td>Foods</td></tr></thead><tbody>'
        f'<tr class="title"><td>{meal}</td></tr>{rows}</tbody>'
        "<tfoot><tr><td>TOTAL</td><td>90</td></tr></tfoot></table>"
    )


@pytest.mark.parametrize(
    ("written", "name", "value", "unit"),
    [
        ("Rye bread, 80 g", "Rye bread", 80.0, "g"),
        ("Rye - Rye bread, dark, 80 g", "Rye - Rye bread, dark", 80.0, "g"),
        ("Oats - oats, 0,5 cup", "oats", 0.5, "serving"),
        ("Milk, ½ cup", "Milk", 0.5, "serving"),
        ("Cod, 4 oz, cooked", "Cod", 113.4, "g"),
        ("Kale", "Kale", None, ""),
        ("Omega 3", "Omega 3", None, ""),
        ("Soup &amp; bread &lt;new&gt;, 1 bowl", "Soup & bread <new>", 1.0, "serving"),
        ("🍎 apple, 1 medium", "🍎 apple", 1.0, "serving"),
        ("Rice, 0 g", "Rice", 0.0, "g"),
    ],
)
def test_a_food_of_the_report_is_split_from_its_amount(written, name, value, unit):
    entry = got("myfitnesspal", _foods(written), "report.html").one()
    assert (entry.name, entry.value, entry.unit) == (name, value, unit)


@pytest.mark.parametrize("day", ["", "Someday", "February 30, 2026", "June 10, 1926"])
def test_foods_below_no_day_are_reported(day: str):
    found = got("myfitnesspal", _foods("Kale", "Rice", day=day), "report.html")
    assert not found.entries
    assert len(found.refused) == 2
    assert found.left_out == {"totals": 1}


@pytest.mark.parametrize("pieces", [1, 7, 65_536])
def test_letters_that_lie_across_two_pieces_stay_whole(pieces: int, monkeypatch):
    monkeypatch.setattr("gutline.importers.myfitnesspal_report._PIECE", pieces)
    page = _foods("Müsli 🍎 à l’ancienne, 80 g").encode("utf-8-sig")
    rows = [row for row in report_rows(io.BytesIO(page), "a.html") if not row.total]
    assert [row.cells[0] for row in rows] == ["Müsli 🍎 à l’ancienne, 80 g"]


@pytest.mark.parametrize(
    ("body", "rows"),
    [
        ("", 0), ("<h2>June 10, 2026", 0), ("<table id=food><tr><td>x</table>", 0),
        ("<tr><td>x</td></tr>", 0), ('<table id="food"><tr></tr></table>', 0),
        ('<table id="food"><tr><td></td></tr></table>', 1),
        ('<table id="food"><tr><td>x</td></tr></table></table></td>', 1),
        ('<p class="notes">a note</p>', 1), ('<p class="notes"></p><p>other</p>', 0),
        ("<script>document.write('<tr><td>x</td></tr>')</script>", 0),
        ("<!-- <table id=food><tr><td>x</td></tr></table> -->", 0),
    ],
)  # fmt: skip
def test_pages_that_are_broken_are_read_as_far_as_they_go(body: str, rows: int):
    found = list(report_rows(io.BytesIO(_page(body).encode()), "a.html"))
    assert all(isinstance(row, ReportRow) for row in found)
    assert len(found) == rows


def test_a_tag_without_an_end_is_refused_and_not_kept_in_memory():
    with pytest.raises(ImporterError, match=r"a\.html holds a tag without an end"):
        list(report_rows(io.BytesIO(b"<table id='" + b"x" * 3_000_000), "a.html"))


@pytest.mark.parametrize(
    ("time", "at"), [("8:15 AM", "08:15"), ("20:05", "20:05"), ("12:10 AM", "00:10"), ("", "08:00"),
                     ("late", "08:00")]
)  # fmt: skip
def test_a_report_takes_its_times_from_the_table_beside_it(time: str, at: str):
    beside = ImportFile("meals.csv", data=f"{MEALS}2026-06-10,Breakfast,{time},1,1,1,\n".encode())
    found = got("myfitnesspal", _foods("Kale, 1 cup"), "report.html", beside=[beside])
    assert f"{found.one().at:%H:%M}" == at


@pytest.mark.parametrize(
    "head",
    ["Datum,Mahlzeit,Uhrzeit,Kalorien,Fett (g),Notiz", "Fecha,Comida,Hora,Calorías,Grasas (g),Nota",
     "Date,Repas,Heure,Calories,Lipides (g),Remarque"],
)  # fmt: skip
def test_tables_of_meals_in_other_languages(head: str):
    text = head + "\n2026-06-10,x,08:15,300,10,satt\n"
    assert score("myfitnesspal", text) > 0.8
    found = got("myfitnesspal", text)
    assert found.one().note == "satt"
    assert f"{found.one().at:%H:%M}" == "08:15"


@pytest.mark.parametrize("row", ["Totals,,,9,9,9,", ",,,9,9,9,", "Gesamt,,,9,9,9,"])
def test_totals_of_meals_are_left_out(row: str):
    assert got("myfitnesspal", MEALS + row + "\n").left_out == {"totals": 1}


@pytest.mark.parametrize(
    ("row", "said", "note"),
    [
        ("2026-06-10,Yoga,Cardio,80,30,,,", ("movement", "Yoga", 30.0, "min"), ""),
        ("2026-06-10,Walk,Cardio,80,0,,4321,", ("movement", "Walk", 0.0, "min"), "4321 steps"),
        ("2026-06-10,Walk,Cardio,80,,,0,fine", ("movement", "Walk", None, ""), "fine"),
        ("2026-06-10,Squat,Strength,,3,3,,", ("movement", "Squat", None, ""), ""),
    ],
)
def test_exercise_with_its_steps(row: str, said: tuple, note: str):
    found = got("myfitnesspal", EXERCISES + row + "\n")
    assert found.said() == [said]
    assert found.one().note == note


@pytest.mark.parametrize("cell", ["-5", "9999", "an hour", "NaN"])
def test_exercise_of_no_possible_length_is_reported(cell: str):
    found = got("myfitnesspal", EXERCISES + f"2026-06-10,Yoga,Cardio,80,{cell},,,\n")
    assert [one.line for one in found.refused] == [2]


@pytest.mark.parametrize(("cell", "value"), [("70.5", 70.5), ("70,5", 70.5), ("154", 154.0)])
def test_weights_are_kept_with_a_doubt_about_their_unit(cell: str, value: float):
    found = got("myfitnesspal", f'Date,Weight\n2026-06-10,"{cell}"\n', "Measurement-Summary.csv")
    assert found.one().value == value
    assert len(found.doubts) == 1


@pytest.mark.parametrize("cell", ["0", "-70", "1000", "heavy"])
def test_weights_that_nobody_has_are_reported(cell: str):
    found = got("myfitnesspal", f"Date,Weight\n2026-06-10,{cell}\n", "Measurement-Summary.csv")
    assert not found.entries
    assert len(found.refused) == 1

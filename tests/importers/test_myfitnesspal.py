"""MyFitnessPal: times in one file and foods in another, joined on day and meal."""

from __future__ import annotations

import pytest

from gutline.importers.finding import recognised
from gutline.importers.source import ImporterError, ImportFile
from tests.importers.source_texts import got, got_of, sample, score

MEALS = (
    "\ufeffDate,Meal,Time,Calories,Fat (g),Note\n"
    '2026-06-10,Frühstück,08:14,452,13,\n2026-06-10,Dinner,,"1,830",30,sore after\n'
)
REPORT = (
    "<html><title>Printable Nutrition Report</title><body>"
    '<h2 class="main-title-2" id="date">June 10, 2026</h2>'
    '<table id="food"><thead><tr><td>Foods</td><td>Calories</td></tr></thead><tbody>'
    '<tr class="title"><td>Breakfast</td></tr><tr><td>Oats &amp; bran, 80 g</td><td>303</td></tr>'
    '<tr class="title"><td>Dinner</td></tr><tr><td>Onions, raw, 0.5 cup, chopped</td><td>3</td></tr>'
    "</tbody><tfoot><tr><td>TOTAL:</td><td>1,949</td></tr></tfoot></table>"
    '<h4 class="notes">Food Notes</h4><p class="notes">Bloated</p></body></html>'
)


def _report(text: str = REPORT) -> ImportFile:
    return ImportFile("diary.htm", data=text.encode())


def _meals(text: str = MEALS) -> ImportFile:
    return ImportFile("nutrition.csv", data=text.encode())


def test_the_report_gets_the_times_of_the_table_beside_it():
    found = got_of("myfitnesspal", _report(), beside=[_meals()])
    oats = found.entries[0]
    assert (oats.name, oats.value, oats.unit) == ("Oats & bran", 80.0, "g")
    assert oats.at.isoformat() == "2026-06-10T08:14:00+02:00"


def test_without_the_table_meals_get_their_usual_hours_and_say_so():
    found = got_of("myfitnesspal", _report())
    assert [e.at.hour for e in found.entries if e.kind == "food"] == [8, 19]
    assert found.doubts == [
        "breakfast without a time is kept at 08:00", "dinner without a time is kept at 19:00",
    ]  # fmt: skip


def test_ids_are_the_same_with_and_without_the_table_beside():
    alone = got_of("myfitnesspal", _report())
    joined = got_of("myfitnesspal", _report(), beside=[_meals()])
    assert [e.id for e in alone.entries] == [e.id for e in joined.entries]


def test_the_table_alone_names_no_foods_and_says_what_to_do():
    found = got_of("myfitnesspal", _meals())
    assert found.said() == [("note", "note", None, "")]
    assert found.left_out["meals without names of foods"] == 2
    assert "printable report" in found.doubts[0]
    assert not got_of("myfitnesspal", _meals(), beside=[_report()]).doubts


def test_the_last_comma_with_a_number_parts_food_and_amount():
    found = got_of("myfitnesspal", _report())
    assert found.entries[1].name == "Onions, raw"
    assert (found.entries[1].value, found.entries[1].note) == (0.5, "0.5 cup, chopped")


def test_totals_are_counted_and_notes_kept():
    found = got_of("myfitnesspal", _report())
    assert found.left_out["totals"] == 1
    assert found.entries[-1].note == "Bloated"
    total = got("myfitnesspal", MEALS + 'Total,,,"2,282",43,\n')
    assert total.left_out["totals"] == 1


def test_a_day_that_cannot_be_read_costs_its_rows_only():
    broken = REPORT.replace("June 10, 2026", "June 99, 2026")
    found = got_of("myfitnesspal", _report(broken))
    assert not found.entries
    assert {p.field for p in found.refused} == {"date"}


def test_a_tag_without_an_end_is_refused():
    with pytest.raises(ImporterError, match="without an end"):
        got_of("myfitnesspal", _report(REPORT + "<p " + "x" * 2_000_000))


def test_both_files_are_recognised():
    assert recognised(_report()).ID == "myfitnesspal"
    assert recognised(_meals()).ID == "myfitnesspal"
    assert score("myfitnesspal", "<html><body>shopping list</body></html>") == 0.0


def test_weights_and_exercises_have_tables_of_their_own():
    weights = got(
        "myfitnesspal", "Date,Weight\n2026-06-10,71.4\n2026-06-11,\n", "Measurement-Summary.csv"
    )
    assert weights.said() == [("weight", "weight", 71.4, "kg")]
    assert weights.doubts
    text = "Date,Exercise,Type,Exercise Calories,Exercise Minutes,Sets,Steps\n2026-06-10,Walk,Cardio,1,20,,\n"
    assert got("myfitnesspal", text).said() == [("movement", "Walk", 20.0, "min")]


def test_the_real_report_is_read_whole():
    found = got_of("myfitnesspal", sample("myfitnesspal", "demo_diary.htm"))
    assert len(found.entries) > 100
    assert not found.refused
    assert found.entries[0].name == "Baked Cod"
    assert found.entries[0].value == pytest.approx(136.08)


def test_the_real_report_and_its_parsed_table_agree_on_the_foods():
    report = got_of("myfitnesspal", sample("myfitnesspal", "demo_diary.htm"))
    table = got_of("myfitnesspal", sample("myfitnesspal", "food_demo_diary.csv"))
    # That table repeats a day's foods for every meal of the day.
    in_report = {(e.at.date(), e.name.split(",")[0]) for e in report.entries if e.kind == "food"}
    last = max(day for day, _ in in_report)
    in_table = {(e.at.date(), e.name.split(",")[0]) for e in table.entries}
    assert in_report == {(day, name) for day, name in in_table if day <= last}


def test_exercises_of_a_parsed_report_are_no_foods():
    file = sample("myfitnesspal", "exercise_demo_diary.csv")
    found = got_of("myfitnesspal", file)
    assert {e.kind for e in found.entries} == {"movement"}
    assert found.entries[0].value == 20.0
    assert found.entries[1].value is None

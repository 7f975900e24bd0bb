"""StudyU, Track & Graph, Visible and SparkyFitness: cells that are empty, odd or beyond a scale."""

from __future__ import annotations

import pytest

from gutline.importers.source import ImporterError
from tests.importers.source_texts import got, score

TRACKED = "FeatureName,Timestamp,Value,Label,Note\n"
VISIBLE = "observation_date,tracker_name,tracker_category,observation_value\n"
SPARKY = "Date,Meal,Food,Brand,Quantity,Unit,Calories (kcal)\n"
SURVEY = ("measurement_time,measurement_id,measurement_name,participant_id,current_intervention_name,"
          "survey1_question1_text,survey1_question1_response\n")  # fmt: skip
TASKS = ("intervention_task_time,intervention_task_id,intervention_task_name,is_completed,"
         "participant_id,current_intervention_name\n")  # fmt: skip
NOON = "2026-06-10T12:00:00.000+02:00"


@pytest.mark.parametrize(
    ("source", "head"),
    [("track_and_graph", TRACKED), ("visible", VISIBLE), ("sparkyfitness", SPARKY), ("studyu", SURVEY),
     ("studyu", TASKS)],
)  # fmt: skip
def test_a_header_alone_is_known_and_a_header_cut_short_is_refused(source: str, head: str):
    assert score(source, head) > 0.7
    found = got(source, head)
    assert (found.entries, found.problems) == ([], [])
    for text in ("", head.split(",", maxsplit=1)[0] + "\n"):
        with pytest.raises(ImporterError, match="names the columns"):
            got(source, text)


@pytest.mark.parametrize(
    ("name", "value", "said", "note"),
    [
        ("Back pain", "0", ("symptom", "Back pain", 0.0, "nrs"), ""),
        ("Back pain", "7.0", ("symptom", "Back pain", 7.0, "nrs"), ""),
        ("Stretching", "0:20:00", ("practice", "Stretching", 20.0, "min"), ""),
        ("Stretching", "100:00:00", None, ""),
        ("Coffee", "2.0:Large", ("drink", "Coffee", 2.0, "serving"), "Large"),
        ("Sleep", "7:30:00", ("sleep", "sleep", 7.5, "h"), ""),
        ("Zorp", "12345678", ("note", "Zorp", None, ""), "12345678"),
    ],
)
def test_track_and_graph_values(name: str, value: str, said: tuple | None, note: str):
    found = got("track_and_graph", TRACKED + f"{name},{NOON},{value},,\n")
    assert found.said() == ([said] if said else [])
    assert len(found.refused) == (not said)
    assert [e.note for e in found.entries] == ([note] if said else [])


@pytest.mark.parametrize("value", ["", "NaN", "x", "-1:30:00", "inf", ":", "🙂"])
def test_track_and_graph_reports_values_that_are_none(value: str):
    text = TRACKED + f"Back pain,{NOON},{value},,\nBack pain,{NOON},4,,\n"
    found = got("track_and_graph", text)
    assert [one.line for one in found.refused] == [2]
    assert found.one().value == 4.0


@pytest.mark.parametrize(
    "time",
    [
        "2026-06-10T12:00:00.123456789+02:00",
        "2026-06-10T10:00:00Z",
        "2026-06-10T12:00",
        "2026-06-10 12:00:00",
    ],
)
def test_track_and_graph_times_to_the_billionth_of_a_second(time: str):
    assert got("track_and_graph", TRACKED + f"Back pain,{time},4,,\n").one().at.hour == 12


def test_the_same_moment_twice_makes_two_entries_and_an_edited_value_keeps_its_id():
    row = f"Back pain,{NOON},{{}},,\n"
    twice = got("track_and_graph", TRACKED + row.format(3) + row.format(4)).entries
    assert len({entry.id for entry in twice}) == 2
    assert got("track_and_graph", TRACKED + row.format(9)).one().id == twice[0].id


@pytest.mark.parametrize(
    ("name", "category", "value", "kind", "number"),
    [
        ("Fatigue", "symptoms", "0", "symptom", 0.0), ("Fatigue", "symptoms", "3", "symptom", 10.0),
        ("Fatigue", "symptoms", "1", "symptom", 3.3333), ("Sleep", "sleep", "3", "symptom", 0.0),
        ("Resting HR", "measures", "62", "measurement", 62.0), ("HRV", "measures", "0", "measurement", 0.0),
        ("Physical exertion", "exertion", "3", "stress", 10.0), ("Note", "note", "long\ntext 😀", "note", None),
        ("Period", "menstruation", "3", "note", None), ("Fatigue", "symptoms", "4", "note", None),
    ],
)  # fmt: skip
def test_visible_ratings(name: str, category: str, value: str, kind: str, number):
    entry = got("visible", VISIBLE + f'2026-06-10,{name},{category},"{value}"\n').one()
    assert (entry.kind, entry.value) == (kind, number)
    if number is None:
        assert value in entry.note or entry.note == value


@pytest.mark.parametrize(
    ("row", "left", "refused"),
    [
        ("2026-06-10,Fatigue,symptoms,", 1, 0), ("2026-06-10,Stability score,scores,80", 1, 0),
        ("2026-06-10,Fatigue,symptoms,high", 0, 1), ("2026-06-10,HRV,measures,-4", 0, 1),
        ("2026-06-10,HRV,measures,NaN", 0, 1), ("soon,Fatigue,symptoms,1", 0, 1),
        ("2027-06-10,Fatigue,symptoms,1", 0, 1),
    ],
)  # fmt: skip
def test_visible_counts_or_reports_every_other_row(row: str, left: int, refused: int):
    found = got("visible", VISIBLE + row + "\n")
    assert (found.entries, found.left_out.total(), len(found.refused)) == ([], left, refused)


@pytest.mark.parametrize(
    ("amount", "unit", "value", "kept", "note"),
    [
        ("80", "g", 80.0, "g", ""), ('"1,5"', "cup", 1.5, "serving", "1.5 cup"), ("0", "g", 0.0, "g", ""),
        ("", "g", None, "", ""), ("2", "Scheiben (45 g)", 90.0, "g", "2 Scheiben (45 g)"),
        ("1", "🍚", 1.0, "serving", "1 🍚"), ("250", "ml", 250.0, "ml", ""),
    ],
)  # fmt: skip
def test_sparkyfitness_amounts(amount: str, unit: str, value, kept: str, note: str):
    entry = got("sparkyfitness", SPARKY + f"2026-06-10,Lunch,Rice,,{amount},{unit},100\n").one()
    assert (entry.value, entry.unit, entry.note) == (value, kept, note)


@pytest.mark.parametrize(
    "row",
    ["2026-06-10,Lunch,,,80,g,1", "2026-06-10,Lunch,Rice,,x,g,1", "03/04/2026,Lunch,Rice,,1,g,1",
     "2026-06-10,Lunch,Rice,,-1,g,1", "2026-06-10,Lunch,Rice,,99999,g,1", ",Lunch,Rice,,1,g,1"],
)  # fmt: skip
def test_sparkyfitness_reports_rows_that_cannot_be(row: str):
    found = got("sparkyfitness", SPARKY + row + "\n2026-06-11,Dinner,Kale,,1,g,1\n")
    assert [one.line for one in found.refused] == [2]
    assert found.one().name == "Kale"


@pytest.mark.parametrize(
    ("question", "answer", "said", "note"),
    [
        ("Pain today?", "3", ("symptom", "Pain today?", 3.0, "nrs"), ""),
        ("Pain today?", "0", ("symptom", "Pain today?", 0.0, "nrs"), ""),
        ("", "3", ("symptom", "Evening", 3.0, "nrs"), ""),
        ("Zorp?", "4321", ("note", "Zorp?", None, ""), "4321"),
        ("Zorp?", "yes & no", ("note", "Zorp?", None, ""), "yes & no"),
        ("Zorp?", "NaN", ("note", "Zorp?", None, ""), "NaN"),
    ],
)
def test_studyu_answers(question: str, answer: str, said: tuple, note: str):
    found = got("studyu", SURVEY + f"{NOON},1,Evening,me,tea,{question},{answer}\n")
    assert found.said() == [said]
    assert found.one().note == note


def test_studyu_surveys_without_an_answer_and_other_people_are_counted():
    rows = f"{NOON},1,Evening,me,tea,Pain?,\n{NOON},1,Evening,you,tea,Pain?,3\n"
    found = got("studyu", SURVEY + rows)
    assert found.left_out == {"surveys without an answer": 1, "rows of other people": 1}


@pytest.mark.parametrize(
    ("done", "values"), [("true", [None]), ("TRUE", [None]), ("1", [None]), ("false", [0.0]), ("No", [0.0]), ("0", [0.0]), ("", [])]
)  # fmt: skip
def test_studyu_tasks_done_not_done_and_not_known_are_three_things(done: str, values: list):
    found = got("studyu", TASKS + f"{NOON},1,Stretching,{done},me,tea\n")
    assert [entry.value for entry in found.entries] == values
    assert found.left_out.total() == (not values)

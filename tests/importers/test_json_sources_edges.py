"""Open mHealth, Perfice and Waistline: JSON of any shape, zero and nothing, times of every sort."""

from __future__ import annotations

import json

import pytest

from gutline.importers.source import ImporterError
from tests.importers.source_texts import Got, got

NOON = 1_781_085_600_000
ODD: list[object] = [None, 7, "x", [], True, 1.5]
NIGHT = {"time_interval": {"start_date_time": "2026-06-09T23:00:00+02:00",
                           "end_date_time": "2026-06-10T06:00:00+02:00"}}  # fmt: skip
AT = {"date_time": "2026-06-10T08:00:00+02:00"}


def _point(body: object, ident: str = "") -> dict[str, object]:
    return {"header": {"uuid": ident} if ident else {}, "body": body}


def _points(*bodies: object) -> Got:
    return got("open_mhealth", json.dumps([_point(body) for body in bodies]), "a.json")


def _amount(value: object, unit: str) -> dict[str, object]:
    return {"value": value, "unit": unit}


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"total_sleep_time": _amount(0, "h"), "sleep_duration": _amount(7, "h")}, ("sleep", "sleep", 0.0, "h")),
        ({"total_sleep_time": _amount(420, "min")}, ("sleep", "sleep", 7.0, "h")),
        ({"sleep_duration": _amount("25200", "sec")}, ("sleep", "sleep", 7.0, "h")),
        ({"sleep_duration": _amount(7, "zorp")}, ("sleep", "sleep", 7.0, "h")),
        ({"is_main_sleep": False}, ("sleep", "sleep", 7.0, "h")),
        ({"step_count": 0}, ("movement", "steps", 0.0, "steps")),
        ({"step_count": _amount(5000, "steps")}, ("movement", "steps", 5000.0, "steps")),
        ({"body_weight": _amount(70_500, "g")}, ("weight", "weight", 70.5, "kg")),
        ({"activity_name": "HKWorkoutActivityTypeYoga"}, ("movement", "Yoga", 420.0, "min")),
        ({"activity_name": "Walk", "duration": _amount(0, "min")}, ("movement", "Walk", 0.0, "min")),
        ({"activity_name": ""}, ("movement", "movement", 420.0, "min")),
    ],
)  # fmt: skip
def test_a_data_point_says_what_it_says(body: dict, said: tuple):
    assert _points(body | {"effective_time_frame": NIGHT}).said() == [said]


@pytest.mark.parametrize(
    "body",
    [
        {"sleep_duration": _amount(1e300, "h")}, {"sleep_duration": _amount(-1, "h")},
        {"sleep_duration": _amount("x", "h")}, {"sleep_duration": _amount(30, "h")},
        {"step_count": None}, {"step_count": "many"}, {"step_count": _amount(-5, "steps")},
        {"step_count": _amount(1e9, "steps")}, {"body_weight": _amount(70, "stone")},
        {"body_weight": _amount(None, "kg")}, {"body_weight": 70}, {"body_weight": _amount(5, "kg")},
        {"activity_name": "Walk", "duration": _amount(1e300, "wk")},
    ],
    ids=repr,
)  # fmt: skip
def test_a_data_point_that_cannot_be_is_reported_and_the_next_one_read(body: dict):
    found = _points(
        body | {"effective_time_frame": NIGHT}, {"step_count": 7, "effective_time_frame": AT}
    )
    assert [one.line for one in found.refused] == [1]
    assert found.one().value == 7.0


@pytest.mark.parametrize(
    "frame",
    [
        None, 7, {}, {"date_time": "soon"}, {"date_time": 2026}, {"time_interval": []},
        {"time_interval": {"start_date_time": "2026-06-10T08:00:00Z", "duration": _amount(1e300, "h")}},
        {"time_interval": {"end_date_time": "1970-01-01T00:00:00Z", "duration": _amount(24, "h")}},
        {"time_interval": {"date": "2026-02-30"}}, {"time_interval": {"date": "0001-01-01"}},
        {"date_time": "9999-12-31T23:59:59Z"},
    ],
    ids=repr,
)  # fmt: skip
def test_a_time_that_cannot_be_is_reported(frame: object):
    found = _points({"step_count": 5, "effective_time_frame": frame})
    assert len(found.refused) == 1


@pytest.mark.parametrize("part", ["morning", "zorp", None, 7])
def test_a_part_of_a_day_is_its_middle_or_only_the_day(part: object):
    frame = {"time_interval": {"date": "2026-06-10", "part_of_day": part}}
    entry = _points({"step_count": 5, "effective_time_frame": frame}).one()
    assert (entry.at.hour, entry.day_only) == ((9, False) if part == "morning" else (12, True))


@pytest.mark.parametrize("point", ODD, ids=repr)
def test_what_is_no_data_point_is_reported(point: object):
    found = got("open_mhealth", json.dumps([point]), "a.json")
    assert [one.field for one in found.refused] == ["data point"]


@pytest.mark.parametrize(
    "body", [*ODD, {}, {"zorp": 1}, {"descriptive_statistic": "average", "step_count": 5}], ids=repr
)
def test_a_body_of_another_kind_is_counted(body: object):
    found = _points(body)
    assert (found.entries, found.left_out.total()) == ([], 1)


def test_points_without_a_number_are_told_apart_by_what_they_say():
    found = _points(*({"step_count": n, "effective_time_frame": AT} for n in (1, 2, 1)))
    assert len({e.id for e in found.entries}) == 2


FORM = ["Pain", "Food", "Done", "Zorp"]


def _form(*answers: object, stamp: object = NOON) -> Got:
    document = {"questions": FORM, "entries": [{"timestamp": stamp, "answers": list(answers)}]}
    return got("perfice", json.dumps(document), "a.json")


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ([3], [("symptom", "Pain", 3.0, "nrs")]),
        ([0], [("symptom", "Pain", 0.0, "nrs")]),
        (["3"], [("symptom", "Pain", 3.0, "nrs")]),
        ([None, ["Rice", "Tea"]], [("food", "Rice", None, ""), ("drink", "Tea", None, "")]),
        ([None, None, True], [("practice", "Done", None, "")]),
        ([None, None, False], [("practice", "Done", 0.0, "min")]),
        ([None, None, None, "words"], [("note", "Zorp", None, "")]),
        ([None, None, None, 4321], [("note", "Zorp", None, "")]),
        ([1, None, None, None, "beyond"], [("symptom", "Pain", 1.0, "nrs")]),
    ],
)
def test_answers_of_every_type_are_read(answers: list, said: list):
    assert _form(*answers).said() == said


@pytest.mark.parametrize("answers", [[], [None], ["", None], [[], None]], ids=repr)
def test_an_entry_without_answers_is_counted(answers: list):
    assert _form(*answers).left_out == {"entries without answers": 1}


@pytest.mark.parametrize("answer", [{}, {"a": 1}, [[1]], [{"a": 1}]], ids=repr)
def test_an_answer_of_no_known_type_is_reported(answer: object):
    found = _form(answer, None, True)
    assert [(one.line, one.field) for one in found.refused] == [(1, "Pain")]
    assert found.one().kind == "practice"


@pytest.mark.parametrize("stamp", [None, "", "soon", -1, 1e300, {}, True])
def test_an_entry_without_a_time_is_reported(stamp: object):
    assert len(_form(3, stamp=stamp).refused) == 1


@pytest.mark.parametrize("entry", ODD, ids=repr)
def test_an_entry_that_is_none_is_reported(entry: object):
    document = {"questions": FORM, "entries": [entry]}
    assert len(got("perfice", json.dumps(document), "a.json").refused) == 1


@pytest.mark.parametrize("document", [{}, {"questions": []}, {"questions": 7}, {"entries": []}])
def test_a_form_without_questions_is_refused(document: dict):
    with pytest.raises(ImporterError, match="no questions"):
        got("perfice", json.dumps(document), "a.json")


@pytest.mark.parametrize(
    ("cells", "entries", "left"),
    [
        (",", 0, 1),
        ("3,", 1, 0),
        (",Rice|||Tea|||", 2, 0),
        ("0,|||", 1, 0),
        ('"words, more",', 1, 0),
    ],
)
def test_a_form_as_a_table(cells: str, entries: int, left: int):
    found = got("perfice", f"Timestamp,Pain,Food\n{NOON},{cells}\n")
    assert (len(found.entries), found.left_out.total()) == (entries, left)


def _waistline(*items: object, day: object = "2026-06-10T00:00:00.000Z", **more: object) -> Got:
    foods = [{"id": 1, "name": "Rice", "portion": "100", "unit": "g"}, {"name": "Nameless number"}]
    diary = [{"dateTime": day, "items": list(items)} | more]
    return got("waistline", json.dumps({"foodList": foods, "diary": diary}), "a.json")


@pytest.mark.parametrize(
    ("item", "said"),
    [
        ({"id": 1, "quantity": 2}, ("food", "Rice", 200.0, "g")),
        ({"id": 1, "quantity": 0}, ("food", "Rice", 0.0, "g")),
        ({"id": 1, "portion": "50"}, ("food", "Rice", 50.0, "g")),
        ({"id": "1"}, ("food", "Rice", 100.0, "g")),
        ({"id": 9, "name": "Kale", "quantity": 2, "unit": "g"}, ("food", "Kale", 2.0, "serving")),
        ({"name": "Kale"}, ("food", "Kale", None, "")),
        ({"id": 1, "type": "recipe", "name": "Stew"}, ("food", "Stew", None, "")),
    ],
)
def test_foods_are_found_by_their_number_only(item: dict, said: tuple):
    assert _waistline(item).said() == [said]


@pytest.mark.parametrize(
    "change", [{"quantity": "x"}, {"portion": "NaN"}, {"quantity": -2}, {"quantity": 1e308}, {"dateTime": "2026-06-10T99:99"}],
    ids=repr,
)  # fmt: skip
def test_an_item_that_cannot_be_is_reported_and_the_next_one_read(change: dict):
    found = _waistline({"id": 1} | change, {"name": "Kale"})
    assert len(found.refused) == 1
    assert found.one().name == "Kale"


@pytest.mark.parametrize("day", [None, "", "soon", "2026-02-30T00:00:00Z", 7])
def test_a_day_that_is_none_is_reported(day: object):
    assert len(_waistline({"id": 1}, day=day).refused) == 1


@pytest.mark.parametrize("record", ODD, ids=repr)
def test_a_record_of_the_diary_that_is_none_is_reported(record: object):
    found = got("waistline", json.dumps({"foodList": [], "diary": [record]}), "a.json")
    assert len(found.refused) == 1


@pytest.mark.parametrize(
    ("category", "hour", "day_only"),
    [
        (0, 8, False),
        (1, 13, False),
        (2, 19, False),
        (3, 12, True),
        (99, 12, True),
        (-1, 12, True),
        ("1", 13, False),
    ],
)
def test_a_meal_by_its_place_is_kept_at_its_usual_hour(category: object, hour: int, day_only: bool):
    entry = _waistline({"id": 1, "category": category}).one()
    assert (entry.at.hour, entry.day_only) == (hour, day_only)


@pytest.mark.parametrize(
    ("stats", "entries", "refused"),
    [({"weight": 70}, 1, 0), ({"weight": "70.5"}, 1, 0), ({"weight": 0}, 0, 1), ({"weight": "x"}, 0, 1),
     ({}, 0, 0), (None, 0, 0), ([], 0, 0), ({"weight": None}, 0, 0)],
    ids=repr,
)  # fmt: skip
def test_weights(stats: object, entries: int, refused: int):
    found = _waistline(stats=stats)
    assert (len(found.entries), len(found.refused)) == (entries, refused)

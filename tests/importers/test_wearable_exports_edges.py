"""Fitbit, Oura, Withings, Garmin: wrong types, zeros and nothing, long numbers, damaged parts."""

from __future__ import annotations

import io
import json
import zipfile

import pytest

from gutline.importers.source import ImporterError
from tests.importers.source_texts import Got, got

ODD: list[object] = [None, 7, "x", [], True, 1.5]


def _json(source: str, *records: object, key: str = "") -> Got:
    document: object = {key: list(records)} if key else list(records)
    return got(source, json.dumps(document), f"{source}.json")


def _zip(source: str, **members: str | bytes) -> Got:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/"), data)
    return got(source, packed.getvalue(), "export.zip")


NIGHT = {
    "logId": 1,
    "dateOfSleep": "2026-06-10",
    "endTime": "2026-06-10T06:20:00.000",
    "minutesAsleep": 420,
}
BOUT = {
    "logId": 2,
    "activityName": "Yoga",
    "startTime": "06/10/26 18:00:00",
    "activeDuration": 1_800_000,
}
SCALE = {"logId": 3, "weight": 154.3, "date": "06/10/26", "time": "07:00:00"}
STEPS = {"dateTime": "06/10/26 08:00:00", "value": "50"}


@pytest.mark.parametrize(
    ("record", "change"),
    [
        (NIGHT, {"endTime": None}), (NIGHT, {"endTime": "late"}), (NIGHT, {"minutesAsleep": "x"}),
        (NIGHT, {"minutesAsleep": 2000}), (NIGHT, {"endTime": "2026-02-30T06:00"}),
        (BOUT, {"startTime": ""}), (BOUT, {"activeDuration": "NaN"}), (SCALE, {"weight": None}),
        (SCALE, {"weight": 5}), (SCALE, {"date": "2026-06-10"}), (SCALE, {"time": "7 am"}),
        (STEPS, {"dateTime": "x"}), (STEPS, {"value": "-5"}), (STEPS, {"value": "inf"}),
    ],
)  # fmt: skip
def test_fitbit_reports_what_cannot_be_and_reads_on(record: dict, change: dict):
    found = _json("fitbit", record | change, NIGHT | {"logId": 9})
    assert [one.line for one in found.refused] == [1]
    assert found.one().value == 7.0


@pytest.mark.parametrize("minutes", [None, 0, -3])
def test_fitbit_leaves_a_night_without_sleep_out(minutes: object):
    found = _json("fitbit", NIGHT | {"minutesAsleep": minutes})
    assert found.left_out == {"nights without a time asleep": 1}


def test_fitbit_numbers_of_nineteen_digits_stay_apart():
    first, second = 5_734_817_123_456_789_012, 5_734_817_123_456_789_013
    found = _json("fitbit", BOUT | {"logId": first}, BOUT | {"logId": second})
    assert [e.id.rsplit("/", 1)[-1] for e in found.entries] == [str(first), str(second)]


@pytest.mark.parametrize(("length", "value"), [(0, 0.0), (None, None), (86_400_000, 1440.0)])
def test_fitbit_keeps_zero_and_nothing_apart(length: object, value):
    assert _json("fitbit", BOUT | {"activeDuration": length}).one().value == value


@pytest.mark.parametrize("length", [-1, 10**12])
def test_fitbit_says_when_a_length_cannot_be(length: int):
    found = _json("fitbit", BOUT | {"activeDuration": length})
    assert found.one().value is None
    assert "without its length" in found.doubts[0]


@pytest.mark.parametrize("source", ["fitbit", "garmin"])
@pytest.mark.parametrize("record", ODD, ids=repr)
def test_a_record_of_the_wrong_type_is_reported(source: str, record: object):
    assert [one.field for one in _json(source, record).refused] == ["record"]


@pytest.mark.parametrize(
    ("source", "good", "bad"),
    [("fitbit", "sleep-2026-06-01.json", "sleep-2026-05-01.json"),
     ("garmin", "b_sleepData.json", "a_sleepData.json")],
)  # fmt: skip
@pytest.mark.parametrize("data", [b"", b"[", b"[{}, {", b"{}", b"\x89PNG\r\n", b"[NaN]"])
def test_one_damaged_file_of_a_zip_costs_no_other(source: str, good: str, bad: str, data: bytes):
    night = NIGHT if source == "fitbit" else GARMIN
    found = _zip(source, **{bad: data, good: json.dumps([night])})
    assert found.one().value == 7.0
    assert any(one.field == "file" and one.value == bad for one in found.refused)


@pytest.mark.parametrize("source", ["fitbit", "garmin", "oura"])
@pytest.mark.parametrize("text", ["", "[", "nonsense", '{"a": 1', "[1e999]"])
def test_a_single_file_that_is_damaged_is_refused(source: str, text: str):
    with pytest.raises(ImporterError):
        got(source, text, "x.json")


def test_steps_before_the_damage_are_kept():
    data = json.dumps([STEPS])[:-1] + ", {"
    found = _zip("fitbit", **{"steps-2026-06-01.json": data, "sleep-2026-06-01.json": "[]"})
    assert found.one().value == 50.0


GARMIN = {
    "sleepEndTimestampGMT": "2026-06-10T04:31:00.0",
    "deepSleepSeconds": 3600,
    "lightSleepSeconds": 21_600,
}
DAY = {"calendarDate": "2026-06-10", "totalSteps": 5000}


@pytest.mark.parametrize(
    "written", ["2026-06-10T04:31:00.0", "2026-06-10T04:31:00Z", "2026-06-10 04:31:00"]
)
def test_garmin_nights_end_in_utc_however_that_is_written(written: str):
    found = _json("garmin", GARMIN | {"sleepEndTimestampGMT": written})
    assert found.times() == ["2026-06-10T06:31:00+02:00"]


def test_garmin_days_without_the_watch_are_counted():
    found = _json("garmin", {"sleepEndTimestampGMT": None}, DAY | {"totalSteps": None}, {"x": 1})
    assert not found.entries
    assert not found.problems
    assert found.left_out.total() == 3


def test_garmin_exports_that_overlap_count_a_day_once():
    found = _zip("garmin", UDSFile_1=b"", **{"UDSFile_a.json": json.dumps([DAY]),
                 "UDSFile_b.json": json.dumps([DAY | {"totalSteps": 6000}])})  # fmt: skip
    assert found.one().value == 6000.0


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "1969-12-31", "2026-12-31"])
def test_a_day_that_no_diary_holds_costs_only_itself(day: str):
    found = _json("garmin", DAY | {"calendarDate": day}, DAY)
    assert found.one().value == 5000.0
    assert len(found.refused) == 1


@pytest.mark.parametrize(
    ("length", "minutes", "doubts"),
    [("01:02:30", 62.5, 0), ("45:30", 45.5, 0), ("00:00:00", 0.0, 0), ("1:02:30.5", 62.5, 0),
     ("--", None, 0), ("", None, 0), ("an hour", None, 1), ("99:99:99:99", None, 1)],
)  # fmt: skip
def test_garmin_activities(length: str, minutes, doubts: int):
    text = f"Activity Type,Date,Favorite,Title,Distance,Time\nYoga,2026-06-10 18:00:00,false,Y,0,{length}\n"
    found = got("garmin", text)
    assert found.one().value == minutes
    assert len(found.doubts) == doubts


OURA = {"id": "s", "bedtime_end": "2026-06-10T06:31:00+02:00", "total_sleep_duration": 25_200}
WORKOUT = {"id": "w", "activity": "strength_training", "start_datetime": "2026-06-10T18:00:00+02:00",
           "end_datetime": "2026-06-10T18:30:00+02:00"}  # fmt: skip


@pytest.mark.parametrize("record", ODD, ids=repr)
def test_oura_reports_what_is_no_record(record: object):
    found = _json("oura", record, OURA, key="data")
    assert len(found.refused) == 1
    assert found.one().value == 7.0


@pytest.mark.parametrize("value", [None, 7, "x", {}, {"id": 1}], ids=repr)
def test_oura_reports_what_is_no_list(value: object):
    found = got("oura", json.dumps({"data": value, "sleep": [OURA]}), "o.json")
    assert [one.field for one in found.refused] == ["data"]
    assert found.one().value == 7.0


@pytest.mark.parametrize(
    "change",
    [{"bedtime_end": None}, {"bedtime_end": "late"}, {"bedtime_end": {}}, {"total_sleep_duration": "x"},
     {"total_sleep_duration": 10**6}],
)  # fmt: skip
def test_oura_reports_nights_that_cannot_be(change: dict):
    assert len(_json("oura", OURA | change, key="data").refused) == 1


@pytest.mark.parametrize(("end", "value", "doubts"), [
    ("2026-06-10T18:30:00+02:00", 30.0, 0), ("2026-06-10T18:00:00+02:00", 0.0, 0),
    ("2026-06-10T17:00:00+02:00", None, 1), ("2026-06-12T18:00:00+02:00", None, 1),
])  # fmt: skip
def test_oura_workouts_last_from_start_to_end(end: str, value, doubts: int):
    found = _json("oura", WORKOUT | {"end_datetime": end}, key="workout")
    assert (found.one().name, found.one().value) == ("strength training", value)
    assert len(found.doubts) == doubts


def test_oura_days_of_two_lists_count_once():
    day = {"day": "2026-06-10", "steps": 4000}
    found = got("oura", json.dumps({"data": [day], "daily_activity": [day]}), "o.json")
    assert found.one().value == 4000.0


SLEEP = 'from,to,"light (s)","deep (s)","rem (s)","awake (s)"\n'
WEIGHT = 'Date,"Weight (kg)","Fat mass (kg)",Comments\n'
MOVED = "from,to,Activity type,Data\n"


@pytest.mark.parametrize(
    ("name", "text", "left", "refused"),
    [
        ("sleep.csv", SLEEP + "2026-06-09T23:00,2026-06-10T06:00,,,,\n", 1, 0),
        ("sleep.csv", SLEEP + "2026-06-09T23:00,2026-06-10T06:00,0,0,0,0\n", 1, 0),
        ("sleep.csv", SLEEP + "2026-06-09T23:00,soon,60,0,0,0\n", 0, 1),
        ("sleep.csv", SLEEP + "2026-06-09T23:00,2026-06-10T06:00,x,0,0,0\n", 0, 1),
        ("sleep.csv", SLEEP + "2026-06-09T23:00,2026-06-10T06:00,999999,0,0,0\n", 0, 1),
        ("weight.csv", WEIGHT + "2026-06-10 07:00:00,,12,\n", 1, 0),
        ("weight.csv", WEIGHT + "2026-06-10 07:00:00,0,12,\n", 0, 1),
        ("weight.csv", WEIGHT + ",70,12,\n", 0, 1),
        ("activities.csv", MOVED + "2026-06-10T07:00,2026-06-10T06:00,Yoga,\n", 0, 1),
        ("activities.csv", MOVED + "2026-06-10T07:00,2026-06-10T08:00,,\n", 1, 0),
        ("activities.csv", MOVED + "2026-06-10T07:00,2026-06-10T08:00,Unknown,\n", 1, 0),
        ("aggregates_steps.csv", "date,value\n2026-06-10,-5\n", 0, 1),
        ("aggregates_steps.csv", "date,value\nsoon,5\n", 0, 1),
    ],
)
def test_withings_counts_or_reports_every_row(name: str, text: str, left: int, refused: int):
    found = got("withings", text, name)
    assert not found.entries
    assert (found.left_out.total(), len(found.refused)) == (left, refused)


@pytest.mark.parametrize("day", ["2026-06-10", "2026-06-10 00:00:00", "2026-06-10T00:00:00+02:00"])
def test_withings_days_may_have_a_time_behind_them(day: str):
    found = got("withings", f"date,value\n{day},0\n", "aggregates_steps.csv")
    assert (found.one().value, found.one().at.day) == (0.0, 10)

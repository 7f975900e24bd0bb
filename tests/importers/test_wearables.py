"""Watches, rings and phones: Fitbit, Oura, Withings, Garmin and Health Connect."""

from __future__ import annotations

import io
import json
import sqlite3
import zipfile
from datetime import date
from pathlib import Path

import pytest

from gutline.importers.entry_making import EntryMaker
from gutline.importers.source import ImporterError, ImportFile, ImportSettings, LeftOut
from gutline.importers.wearables import DaySteps
from tests.importers.reading_tools import GOLDEN
from tests.importers.source_texts import got, got_of, sample, score, score_of

HEALTH_CONNECT = GOLDEN / "health_connect" / "health_connect_export.db"


def _zip(**members: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in members.items():
            archive.writestr(name.replace("__", "/"), text)
    return packed.getvalue()


def test_of_two_devices_the_one_that_counted_more_is_taken():
    sums = DaySteps()
    for steps, device in ((100, "watch"), (200, "watch"), (250, "phone")):
        sums.add(date(2026, 6, 10), steps, device)
    sums.add(date(2026, 6, 11), 0)
    left, first, second = sums.entries(EntryMaker("fitbit", ImportSettings("UTC")))
    assert left == LeftOut("steps that a second device counted too", 1)
    assert (first.value, second.value) == (300.0, 0.0)
    assert first.day_only


def test_fitbit_counts_steps_in_utc_and_a_day_is_the_persons():
    text = json.dumps([{"dateTime": "06/10/26 22:30:00", "value": "10"}])
    entry = got("fitbit", text, "steps-2026-06-01.json").one()
    assert (entry.at.date().isoformat(), entry.value) == ("2026-06-11", 10.0)


def test_fitbit_weighs_in_pounds_and_says_so():
    text = json.dumps([{"logId": 9, "weight": 157.4, "date": "06/10/26", "time": "07:01:02"}])
    found = got("fitbit", text, "weight-2026-06-01.json")
    assert found.one().value == pytest.approx(71.4)
    assert "pounds" in found.doubts[0]


def test_fitbit_takeout_is_read_from_its_zip():
    night = {"logId": 1, "dateOfSleep": "2026-06-10", "endTime": "2026-06-10T06:20:00.000",
             "minutesAsleep": 392}  # fmt: skip
    packed = _zip(**{"Takeout__Fitbit__sleep-2026-06-01.json": json.dumps([night]),
                     "Takeout__Fitbit__Profile.csv": "a,b"})  # fmt: skip
    file = ImportFile("takeout.zip", data=packed)
    assert score_of("fitbit", file) > 0.8
    assert got_of("fitbit", file).said() == [("sleep", "sleep", 6.5333, "h")]


@pytest.mark.parametrize("source", ["fitbit", "garmin", "withings", "health_connect"])
def test_a_zip_of_something_else_is_refused_with_a_sentence(source: str):
    file = ImportFile("photos.zip", data=_zip(a="b"))
    assert score_of(source, file) == 0.0
    with pytest.raises(ImporterError, match=r"photos\.zip holds no"):
        got_of(source, file)


def test_a_record_that_is_none_is_reported_and_the_next_one_read():
    text = json.dumps([7, {"dateOfSleep": "x", "endTime": "soon"}, {"what": 1},
                       {"dateTime": "06/10/26 08:00:00", "value": "5"}])  # fmt: skip
    found = got("fitbit", text, "steps-2026-06-01.json")
    assert len(found.refused) == 2
    assert found.left_out["records of other kinds"] == 1
    assert found.one().value == 5.0


def test_oura_leaves_rest_and_unknown_sleep_out():
    night = {"id": "s", "bedtime_end": "2026-06-10T06:31:00+02:00", "total_sleep_duration": 23_520}
    rest = night | {"id": "r", "type": "rest"}
    unknown = night | {"id": "u", "total_sleep_duration": None}
    found = got("oura", json.dumps({"data": [night, rest, unknown]}), "o.json")
    assert found.said() == [("sleep", "sleep", 6.5333, "h")]
    assert found.left_out["times of rest that were no sleep"] == 1
    assert found.left_out["nights without a time asleep"] == 1


def test_oura_days_of_zero_steps_are_zero():
    days = [{"day": "2026-06-10", "steps": 0}, {"day": "2026-06-11", "steps": None}]
    found = got("oura", json.dumps({"daily_activity": days}), "o.json")
    assert [e.value for e in found.entries] == [0.0]
    with pytest.raises(ImporterError, match="no sleep"):
        got("oura", "{}", "o.json")


def test_withings_adds_its_stages_up():
    text = 'from,to,"light (s)","deep (s)","rem (s)","awake (s)"\n'
    text += "2026-06-09T22:58:00+02:00,2026-06-10T06:31:00+02:00,14400,3720,5400,2160\n"
    assert got("withings", text, "sleep.csv").said() == [("sleep", "sleep", 6.5333, "h")]


def test_withings_steps_are_known_by_the_name_of_their_file():
    text = "date,value\n2026-06-10,8123\n2026-06-11,0\n2026-06-12,\n"
    assert score("withings", text, "aggregates_steps.csv") > 0.8
    assert score("withings", text, "numbers.csv") == 0.0
    found = got("withings", text, "aggregates_steps.csv")
    assert [e.value for e in found.entries] == [8123.0, 0.0]
    assert found.left_out["days without a count of steps"] == 1


def test_withings_is_read_from_its_zip():
    packed = _zip(**{"aggregates_steps.csv": "date,value\n2026-06-10,8123\n",
                     "weight.csv": 'Date,"Weight (lb)","Fat mass (lb)"\n2026-06-10 07:00:00,157,1\n',
                     "blood.csv": "a\n"})  # fmt: skip
    found = got("withings", packed, "data.zip")
    assert {e.unit for e in found.entries} == {"steps", "lb"}
    assert found.left_out["files of other measurements"] == 1


def test_garmin_nights_end_in_utc_and_days_are_as_written():
    night = {"sleepEndTimestampGMT": "2026-06-10T04:31:00.0", "deepSleepSeconds": 3600,
             "lightSleepSeconds": 3600}  # fmt: skip
    found = got("garmin", json.dumps([night]), "x_sleepData.json")
    assert found.times() == ["2026-06-10T06:31:00+02:00"]
    days = [{"calendarDate": "2026-06-10", "totalSteps": 0}]
    assert got("garmin", json.dumps(days), "UDSFile_1.json").one().value == 0.0


def test_garmin_activities_last_as_long_as_their_time_says():
    text = "Activity Type,Date,Favorite,Title,Distance,Calories,Time\n"
    text += "Running,2026-06-10 18:01:22,false,Run,5,310,01:02:30\nYoga,2026-06-11 07:00:00,false,Y,0,1,--\n"
    assert got("garmin", text).said() == [
        ("movement", "running", 62.5, "min"), ("movement", "yoga", None, ""),
    ]  # fmt: skip


def test_health_connect_takes_time_awake_away_and_each_night_once():
    file = ImportFile.at(HEALTH_CONNECT)
    assert score_of("health_connect", file) > 0.9
    found = got_of("health_connect", file)
    nights = [e for e in found.entries if e.kind == "sleep"]
    assert [e.value for e in nights] == [7.5, 7.0]
    assert nights[1].at.isoformat() == "2026-06-11T13:00:00+09:00"
    assert found.left_out["nights that a second app recorded too"] == 1


def test_health_connect_is_read_from_its_zip_alike():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(HEALTH_CONNECT, "health_connect_export.db")
    file = ImportFile("Health Connect.zip", data=packed.getvalue())
    assert score_of("health_connect", file) > 0.9
    alone = got_of("health_connect", ImportFile.at(HEALTH_CONNECT))
    assert got_of("health_connect", file).entries == alone.entries


def test_health_connect_without_stages_says_that_time_in_bed_is_taken(tmp_path: Path):
    path = tmp_path / "health_connect_export.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE sleep_session_record_table (start_time, end_time)")
        connection.execute(
            "INSERT INTO sleep_session_record_table VALUES (1781038800000, 1781067600000)"
        )
    connection.close()
    found = got_of("health_connect", ImportFile.at(path))
    assert found.one().value == 8.0
    assert "time in bed" in found.doubts[0]


@pytest.mark.parametrize(
    ("source", "name"),
    [("fitbit", "fitbit_takeout_sleep-2026-06-01.json"), ("oura", "oura_v2_sleep.json"),
     ("withings", "withings_sleep.csv")],
)  # fmt: skip
def test_the_made_samples_all_tell_of_one_night(source: str, name: str):
    assert got_of(source, sample("synthetic", name)).said() == [("sleep", "sleep", 6.5333, "h")]

"""Open mHealth and IEEE 1752.1: what a body says, and of which time."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gutline.importers.source import ImportFile
from tests.importers.source_texts import SAMPLES, got, got_of, sample, score

AT = {"date_time": "2026-06-10T07:00:00+02:00"}
NIGHT = {"time_interval": {"start_date_time": "2026-06-09T23:00:00+02:00",
                           "end_date_time": "2026-06-10T07:00:00+02:00"}}  # fmt: skip


def _body(frame: dict | None = None, **body) -> str:
    return json.dumps({**body, **({"effective_time_frame": frame} if frame else {})})


def test_a_night_ends_at_the_end_of_its_frame():
    text = _body(NIGHT, total_sleep_time={"value": 410, "unit": "min"})
    entry = got("open_mhealth", text, "p.json").one()
    assert (entry.value, entry.at.isoformat()) == (6.8333, "2026-06-10T07:00:00+02:00")


def test_a_start_and_a_duration_give_the_end():
    frame = {"time_interval": {"start_date_time": "2026-06-09T23:00:00+09:00",
                               "duration": {"value": 8, "unit": "h"}}}  # fmt: skip
    entry = got(
        "open_mhealth", _body(frame, sleep_duration={"value": 8, "unit": "h"}), "p.json"
    ).one()
    assert entry.at.isoformat() == "2026-06-10T07:00:00+09:00"


@pytest.mark.parametrize(
    ("amount", "value", "unit"),
    [({"value": 70, "unit": "kg"}, 70.0, "kg"), ({"value": 157, "unit": "lb"}, 157.0, "lb"),
     ({"value": 70_000, "unit": "g"}, 70.0, "kg")],
)  # fmt: skip
def test_weights_are_in_kilograms_or_pounds(amount: dict, value: float, unit: str):
    entry = got("open_mhealth", _body(AT, body_weight=amount), "p.json").one()
    assert (entry.value, entry.unit) == (value, unit)


def test_steps_of_a_whole_day_are_known_by_the_day_and_zero_is_zero():
    frame = {"time_interval": {"start_date_time": "2026-06-10T00:00:00+02:00",
                               "duration": {"value": 1, "unit": "d"}}}  # fmt: skip
    entry = got(
        "open_mhealth", _body(frame, step_count={"value": 0, "unit": "steps"}), "p.json"
    ).one()
    assert (entry.value, entry.day_only) == (0.0, True)


def test_averages_are_left_out():
    text = _body(AT, step_count={"value": 1, "unit": "steps"}, descriptive_statistic="average")
    assert got("open_mhealth", text, "p.json").left_out["averages and other statistics"] == 1


def test_a_body_without_a_time_is_reported():
    found = got("open_mhealth", _body(body_weight={"value": 70, "unit": "kg"}), "p.json")
    assert "no time" in found.refused[0].reason


def test_the_headers_number_is_the_id_and_without_one_the_body_is():
    point = {"header": {"uuid": "u-1", "schema_id": {"name": "body-weight"}},
             "body": json.loads(_body(AT, body_weight={"value": 70, "unit": "kg"}))}  # fmt: skip
    assert got("open_mhealth", json.dumps(point), "p.json").one().id == "open_mhealth:u-1"
    bare = json.dumps(point["body"])
    ids = {got("open_mhealth", bare, "p.json").one().id for _ in range(2)}
    assert len(ids) == 1


def test_other_points_are_counted_by_their_name():
    point = {"header": {"schema_id": {"name": "heart-rate"}}, "body": {"heart_rate": 61}}
    found = got("open_mhealth", json.dumps([point, 7]), "p.json")
    assert found.left_out["data points of heart-rate"] == 1
    assert len(found.refused) == 1


def test_other_json_is_not_taken_for_it():
    assert score("open_mhealth", '{"a": 1}', "p.json") == 0.0
    assert score("open_mhealth", "a,b\n", "p.csv") == 0.0


def _published() -> list[Path]:
    return sorted((SAMPLES / "openmhealth").glob("**/*.json"))


@pytest.mark.parametrize("path", _published(), ids=lambda path: "/".join(path.parts[-4:]))
def test_every_published_example_is_read_or_said_to_be_left_out(path: Path):
    found = got_of("open_mhealth", ImportFile.at(path))
    said = len(found.entries) + len(found.problems) + sum(found.left_out.values())
    assert said >= (0 if path.name == "empty-array.json" else 1)


def test_the_published_night_is_eight_and_a_half_hours():
    file = sample(
        "openmhealth", "omh", "sleep-episode", "1.1", "shouldPass", "valid-sleep-episode.json"
    )
    entry = got_of("open_mhealth", file).one()
    assert (entry.kind, entry.value) == ("sleep", 8.5)

"""Track & Graph: times with their offset, durations, trackers of any kind."""

from __future__ import annotations

from tests.importers.source_texts import got, got_of, sample, score

HEAD = "FeatureName,Timestamp,Value,Label,Note\n"


def _row(
    name: str, value: str, time: str = "2026-06-10T08:00:00.000+02:00", label: str = ""
) -> str:
    return f"{name},{time},{value},{label},\n"


def test_a_time_keeps_its_offset():
    entry = got(
        "track_and_graph", HEAD + _row("Back pain", "6.0", "2026-06-10T20:00:00.000+09:00")
    ).one()
    assert entry.at.isoformat() == "2026-06-10T20:00:00+09:00"


def test_durations_are_minutes_and_seconds_of_sleep_are_hours():
    text = HEAD + _row("Stretch routine", "0:25:30") + _row("Sleep", "24300.0")
    assert got("track_and_graph", text).said() == [
        ("practice", "Stretch routine", 25.5, "min"), ("sleep", "sleep", 6.75, "h"),
    ]  # fmt: skip


def test_a_tracker_with_values_beyond_ten_is_no_rating_on_any_day():
    text = HEAD + _row("Zorp", "3.0") + _row("Zorp", "95.0", "2026-06-11T08:00:00.000+02:00")
    found = got("track_and_graph", text)
    assert [e.kind for e in found.entries] == ["note", "note"]
    assert [e.note for e in found.entries] == ["3", "95"]


def test_a_tracker_within_ten_is_taken_for_a_rating():
    assert got("track_and_graph", HEAD + _row("Zorp", "3.0")).said() == [
        ("symptom", "Zorp", 3.0, "nrs")
    ]


def test_labels_go_into_the_note():
    entry = got("track_and_graph", HEAD + _row("Stretch routine", "1.0", label="Done")).one()
    assert (entry.kind, entry.value, entry.note) == ("practice", None, "Done")
    old = got("track_and_graph", HEAD + _row("Tiredness", "2:Very")).one()
    assert (old.value, old.note) == (2.0, "Very")


def test_values_and_times_that_are_none_are_reported():
    found = got("track_and_graph", HEAD + _row("Back pain", "3", "soon") + _row("Back pain", "x"))
    assert [p.line for p in found.refused] == [2, 3]


def test_the_made_sample_is_read_whole():
    file = sample("synthetic", "track_and_graph.csv")
    assert score("track_and_graph", HEAD) > 0.8
    assert len(got_of("track_and_graph", file).entries) == 4

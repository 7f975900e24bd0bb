"""A schedule that was made elsewhere is read, or refused with what to mend."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from gutline.trials.errors import TrialError
from gutline.trials.schedule_file import has_local_times, read_schedule

HEAD = "start,end,condition,pair\n"


@pytest.fixture
def written(tmp_path):
    def write(text: str | bytes):
        path = tmp_path / "schedule.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


def test_local_times_are_on_the_clock_of_the_zone(written):
    path = written(
        HEAD + "2026-03-01T08:00,2026-03-04T08:00,A,1\n2026-03-04 08:00,2026-03-07 08:00,B,1\n"
    )
    first, second = read_schedule(path, "Europe/Berlin")
    assert first.start.astimezone(UTC) == datetime(2026, 3, 1, 7, tzinfo=UTC)
    assert (second.condition, second.pair) == ("B", "1")
    assert first.end == second.start


def test_a_clock_change_makes_a_day_shorter(written):
    path = written(HEAD + "2026-03-29,2026-03-29,A,1\n2026-03-30,2026-03-30,B,1\n")
    first, _ = read_schedule(path, "Europe/Berlin")
    assert (first.end.astimezone(UTC) - first.start.astimezone(UTC)).total_seconds() == 23 * 3600


def test_days_alone_mean_whole_days(written):
    path = written(HEAD + "2026-03-01,2026-03-03,A,1\n2026-03-04,2026-03-06,B,1\n")
    first, second = read_schedule(path, "UTC")
    assert first.end == second.start == datetime(2026, 3, 4, tzinfo=UTC)


def test_days_that_meet_end_where_the_next_begins(written):
    path = written(HEAD + "2026-03-01,2026-03-04,A,1\n2026-03-04,2026-03-07,B,1\n")
    first, second = read_schedule(path, "UTC")
    assert first.end == second.start == datetime(2026, 3, 4, tzinfo=UTC)


@pytest.mark.parametrize("midnight", ["T00:00", " 00:00:00", "T0:00", "T00:00Z"])
def test_days_meet_a_start_at_midnight_too(written, midnight):
    path = written(
        f"{HEAD}2026-03-01{midnight},2026-03-04,A,1\n2026-03-04{midnight},2026-03-07,B,1\n"
    )
    first, second = read_schedule(path, "UTC")
    assert first.end == second.start == datetime(2026, 3, 4, tzinfo=UTC)


def test_columns_may_stand_in_any_order_and_pair_may_be_missing(written):
    path = written("﻿Condition;End;Start\nA;2026-03-02;2026-03-01\n")
    (only,) = read_schedule(path, "UTC")
    assert (only.condition, only.pair) == ("A", "")


def test_times_with_offsets_are_known_without_a_zone(written):
    local = written(HEAD + "2026-03-01T08:00,2026-03-04T08:00,A,1\n")
    assert has_local_times(local)
    aware = written(HEAD + "2026-03-01T08:00+01:00,2026-03-04T08:00Z,A,1\n")
    assert not has_local_times(aware)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("", "empty"),
        (HEAD, "no periods"),
        ("start,end,pair\n2026-03-01,2026-03-02,1\n", "'condition' is missing"),
        (HEAD + "2026-03-01,,A,1\n", "line 2: end is empty"),
        (HEAD + "2026-03-01,2026-03-02,,1\n", "line 2: condition is empty"),
        (HEAD + "1/3/2026,2026-03-02,A,1\n", "line 2, start '1/3/2026'"),
        (HEAD + "2026-02-30,2026-03-02,A,1\n", "no such time"),
        (HEAD + f"2026-03-01,2026-03-02,{'A' * 140_000},1\n", "line 2: not a row of a table"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b"a\x00b", "not a schedule"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(written, text, word):
    with pytest.raises(TrialError, match=word):
        read_schedule(written(text), "UTC")


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(TrialError, match="cannot be read"):
        read_schedule(tmp_path / "none.csv", "UTC")

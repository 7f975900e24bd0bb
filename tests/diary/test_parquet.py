"""Parquet in and out through pyarrow, and a clear word where it is missing."""

from __future__ import annotations

import io
import sys
from datetime import UTC, datetime

import pytest

from gutline.diary import (
    DiaryError,
    Entry,
    parse_csv,
    read,
    read_parquet,
    write_parquet,
)

arrow = pytest.importorskip("pyarrow", reason="the optional extra parquet is not installed")
parquet = pytest.importorskip(
    "pyarrow.parquet", reason="the optional extra parquet is not installed"
)

DIARY = parse_csv("# zone: Europe/Berlin\ntime,kind,name,value\n2026-03-01 08:00,food,milk,2\n")
EIGHT = datetime(2026, 3, 1, 8, tzinfo=UTC)


def written(columns, metadata=None):
    """Return a Parquet file of these columns as a stream."""
    stream = io.BytesIO()
    parquet.write_table(arrow.table(columns).replace_schema_metadata(metadata), stream)
    stream.seek(0)
    return stream


def test_other_programs_see_the_instant_and_numbers(tmp_path):
    path = tmp_path / "me.parquet"
    write_parquet(DIARY, path)
    table = parquet.read_table(path)
    assert table.column_names == [
        "time",
        "kind",
        "name",
        "value",
        "unit",
        "note",
        "source",
        "id",
        "at",
    ]
    assert table["value"].to_pylist() == [2.0]
    assert table["at"].to_pylist() == [datetime(2026, 3, 1, 7, tzinfo=UTC)]
    assert read(path) == DIARY
    assert read_parquet(path).zone == "Europe/Berlin"


@pytest.mark.parametrize(
    "times",
    [
        ["2026-03-01 08:00"],
        [datetime(2026, 3, 1, 8)],
        [datetime(2026, 3, 1, 8, tzinfo=UTC)],
    ],
)
def test_files_of_other_programs(times):
    diary = read_parquet(written({"time": times, "kind": ["food"], "name": ["milk"]}))
    assert diary.entries == (Entry(EIGHT, "food", "milk"),)
    assert diary.zone == "UTC"


def test_rows_that_cannot_be_used_are_reported():
    columns = {
        "time": ["2026-03-01", None, "2026-03-01 09:00", "2026-03-01 10:00"],
        "kind": ["food", "food", "symptom", "food"],
        "name": ["milk", "rice", "back pain", "tea"],
        "value": [None, 1.0, 14.0, float("nan")],
    }
    diary = read_parquet(written(columns))
    assert [e.name for e in diary.entries] == ["milk"]
    assert [(p.line, p.field) for p in diary.problems] == [(2, "time"), (3, "value"), (4, "value")]
    with pytest.raises(DiaryError, match="line 2"):
        read_parquet(written(columns), strict=True)


def test_zone_and_tags_given_beside_the_file():
    stream = written({"time": ["2026-03-01 08:00"], "kind": ["food"], "name": ["milk"]})
    diary = read_parquet(stream, zone="Asia/Tokyo", tags={"milk": ["dairy"]})
    assert diary.zone == "Asia/Tokyo"
    assert diary.tags == {"milk": ("dairy",)}


def test_a_missing_column_is_named():
    with pytest.raises(DiaryError, match="the column 'name' is missing"):
        read_parquet(written({"time": ["2026-03-01"], "kind": ["food"]}))


@pytest.mark.parametrize(
    "data", [b"", b"PAR1", b"PAR1" + b"\x00" * 50 + b"PAR1", b"time,kind,name\n"]
)
def test_a_file_that_is_not_parquet(tmp_path, data):
    path = tmp_path / "me.parquet"
    path.write_bytes(data)
    with pytest.raises(DiaryError, match=r"me\.parquet"):
        read(path)


def test_a_file_cut_short(tmp_path):
    path = tmp_path / "me.parquet"
    write_parquet(DIARY, path)
    data = path.read_bytes()
    for cut in range(0, len(data), 97):
        path.write_bytes(data[:cut])
        with pytest.raises(DiaryError):
            read_parquet(path)


@pytest.mark.parametrize(
    "metadata", [{"gutline": "{"}, {"gutline": "[]"}, {"gutline": '{"zone": []}'},
                 {"gutline": '{"zone": "Mars"}'}, {"gutline": '{"tags": {"milk": 3}}'}]
)  # fmt: skip
def test_settings_that_make_no_sense(metadata):
    columns = {"time": ["2026-03-01"], "kind": ["food"], "name": ["milk"]}
    with pytest.raises(DiaryError):
        read_parquet(written(columns, metadata))


def test_a_stream_of_text_is_refused():
    with pytest.raises(DiaryError, match="open it as bytes"):
        read_parquet(io.StringIO("PAR1"))


def test_without_pyarrow_it_is_said_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    with pytest.raises(DiaryError, match=r"pip install 'gutline\[parquet\]'"):
        write_parquet(DIARY, tmp_path / "me.parquet")
    with pytest.raises(DiaryError, match=r"pip install 'gutline\[parquet\]'"):
        read(io.BytesIO(b"PAR1"))

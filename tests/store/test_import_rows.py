"""Imported entries on their way into the table: their times, the private file, and what is new."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from gutline.diary.entries import Entry, RowError
from gutline.importers.source import Placed
from gutline.store import queries
from gutline.store.services import import_rows
from gutline.store.services.import_rows import IDENT, RowMaker, Stage, count_known, insert_new
from gutline.store.services.people import add_person
from gutline.store.writing import changing
from tests.store.conftest import NOW

BERLIN, TOKYO = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Tokyo")
AT = datetime(2026, 3, 1, 8, tzinfo=BERLIN)
ENTRY = Entry(AT, "symptom", "bloating", 4.0, "nrs", source="made", id="made:1")
FIELDS = import_rows._FIELDS


def row(entry: Entry, zone: str = "Europe/Berlin", **placed: object) -> dict[str, object]:
    cells = RowMaker(zone).row(Placed(entry, **placed))  # type: ignore[arg-type]
    return dict(zip(FIELDS, cells, strict=True))


@pytest.mark.parametrize(
    ("at", "zone", "wall"),
    [
        (AT, "Europe/Berlin", "2026-03-01T08:00:00+01:00"),
        (datetime(2026, 3, 1, 7, tzinfo=UTC), "Europe/Berlin", "2026-03-01T08:00:00+01:00"),
        (datetime(2026, 3, 1, 8, tzinfo=TOKYO), "Asia/Tokyo", "2026-03-01T08:00:00+09:00"),
        (datetime(2026, 3, 1, 8, tzinfo=timezone(timedelta(hours=1))), "Europe/Berlin",
         "2026-03-01T08:00:00+01:00"),
        (datetime(2026, 3, 1, 8, tzinfo=timezone(timedelta(hours=-5))), "Europe/Berlin",
         "2026-03-01T08:00:00-05:00"),
    ],
)  # fmt: skip
def test_the_clock_of_an_entry_stays_as_it_was_read(at, zone, wall):
    made = row(replace(ENTRY, at=at))
    assert (made["zone"], made["wall"]) == (zone, wall)
    assert made["at"] == at
    assert getattr(made["at"], "tzinfo", None) is UTC
    assert made["day"] == date.fromisoformat(wall[:10])


def test_the_local_day_counts_and_not_that_of_greenwich():
    made = row(replace(ENTRY, at=datetime(2026, 3, 1, 23, 30, tzinfo=UTC)))
    assert made["day"] == date(2026, 3, 2)


def test_an_entry_of_a_day_is_at_noon_of_its_own_zone():
    made = row(replace(ENTRY, at=datetime(2026, 3, 1, 0, 5, tzinfo=TOKYO), day_only=True))
    assert made["wall"] == "2026-03-01T12:00:00+09:00"
    assert made["day_only"] is True


def test_a_zone_that_was_said_beside_the_entry_is_kept():
    made = row(replace(ENTRY, at=AT.astimezone(UTC)), zone="Asia/Tokyo")
    assert made["zone"] == "Asia/Tokyo"


def test_details_are_checked():
    assert row(ENTRY, detail={"sites": ["knee_left"]})["detail"] == {"sites": ["knee_left"]}
    assert row(ENTRY, detail={"sites": []})["detail"] == {}
    for wrong in ({"mood": 1}, {"sites": ["wing"]}, {"stiffness_min": -1}, {"sites": "knee_left"}):
        with pytest.raises(RowError) as refused:
            row(ENTRY, detail=wrong)
        assert refused.value.field.startswith("detail.")


def test_values_are_passed_on_as_they_are():
    made = row(replace(ENTRY, value=None, unit="", note="a\nb", kind="food", name="rice"))
    assert (made["value"], made["unit"], made["note"]) == (None, "", "a\nb")
    assert (made["kind"], made["name"], made["client_id"]) == ("food", "rice", "made:1")


def entry(number: int) -> Entry:
    return replace(ENTRY, at=AT + timedelta(hours=number), id=f"made:{number}")


def staged(stage: Stage, count: int) -> None:
    maker = RowMaker("Europe/Berlin")
    for number in range(count):
        stage.add(maker.row(Placed(entry(number))))


@pytest.mark.parametrize("count", [0, 1, 3, 4, 9])
def test_what_was_set_aside_comes_back_in_order_as_often_as_wanted(tmp_path, monkeypatch, count):
    monkeypatch.setattr(import_rows, "CHUNK", 4)
    with Stage(tmp_path) as stage:
        staged(stage, count)
        for _ in range(2):
            chunks = list(stage.chunks())
            assert all(len(chunk) <= 4 for chunk in chunks)
            assert [one[IDENT] for rows in chunks for one in rows] == [
                f"made:{n}" for n in range(count)
            ]
        assert stage.count == count


def test_the_private_file_is_in_the_folder_and_gone_afterwards(tmp_path, monkeypatch):
    monkeypatch.setattr(import_rows, "CHUNK", 1)
    with Stage(tmp_path) as stage:
        staged(stage, 3)
        assert len(list(stage.chunks())) == 3
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(ValueError, match="closed"):
        list(stage.chunks())


@pytest.fixture
def somebody(sqlite_store):
    return add_person("Europe/Berlin", NOW).key


@changing
def insert(person: int, batch: str, rows: list[import_rows.Row]) -> int:
    return insert_new(person, batch, NOW, rows)


def rows_of(*numbers: int) -> list[import_rows.Row]:
    maker = RowMaker("Europe/Berlin")
    return [maker.row(Placed(entry(number))) for number in numbers]


def test_only_rows_with_new_ids_are_inserted(somebody):
    assert insert(somebody, "first", rows_of(1, 2)) == 2
    assert insert(somebody, "second", rows_of(2, 3)) == 1
    assert insert(somebody, "third", rows_of(1, 2, 3)) == 0
    found = queries.read_diary(somebody).entries
    assert [one.id for one in found] == ["made:1", "made:2", "made:3"]


def test_one_id_twice_in_a_batch_is_one_row(somebody):
    assert insert(somebody, "first", rows_of(1, 1, 1)) == 1


def test_nothing_is_no_row(somebody):
    assert insert(somebody, "first", []) == 0


def test_ids_are_counted_as_known_by_person(sqlite_store, somebody, monkeypatch):
    monkeypatch.setattr(import_rows, "_ASKED", 2)
    other = add_person("Asia/Tokyo", NOW, account="other").key
    insert(somebody, "first", rows_of(*range(5)))
    idents = [f"made:{number}" for number in range(3, 9)]
    assert count_known(somebody, idents) == 2
    assert count_known(other, idents) == 0
    assert count_known(somebody, []) == 0
    assert insert(other, "first", rows_of(1)) == 1

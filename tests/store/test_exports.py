"""Exports: everything, readable by any program, and back again without a loss."""

from __future__ import annotations

import csv
import json
from datetime import datetime, timedelta

import pytest

from gutline.diary import parse_csv
from gutline.store import queries
from gutline.store.drafts import Draft
from gutline.store.errors import NotEmptyError, NotThereError, StoreError
from gutline.store.services.exports import export_csv, export_json, import_json
from gutline.store.services.log import delete, edit, log_many, undo
from gutline.store.services.people import add_person, choose
from tests.store.conftest import NOW


@pytest.fixture
def full(person):
    drafts = [
        Draft("symptom", "back pain", value=6, at=datetime(2026, 2, 1, 21), id="a1",
              detail={"sites": ["knee_left"], "stiffness_min": 20}),
        Draft("food", '=HYPERLINK("x")', at=datetime(2026, 2, 1, 8), value=-0.0, id="a2"),
        Draft("food", "rye, bread", at=datetime(2026, 2, 1, 9), note='two\n"lines"', id="a3"),
        Draft("stool", value=4, at=datetime(2025, 10, 26, 2, 30, fold=1), id="a4"),
        Draft("sleep", value=7.1, at=datetime(2026, 2, 3, 7), zone="Asia/Tokyo", id="a5"),
        Draft("food", "none", at=datetime(2026, 2, 4), day_only=True, source="+49 phone", id="a6"),
        Draft("drink", "coffee", at=datetime(2026, 2, 5, 8), id="a7"),
    ]  # fmt: skip
    keys = [record.key for record in log_many(person, drafts, NOW).records]
    edit(person, keys[0], {"value": 3}, NOW + timedelta(hours=1))
    edit(person, keys[0], {"name": "knee pain"}, NOW + timedelta(hours=2))
    undo(person, keys[0], NOW + timedelta(hours=3))
    delete(person, keys[6], NOW + timedelta(hours=4))
    choose(person, "theme", {"dark": True}, NOW)
    return person


def test_the_csv_reads_back_as_the_diary(full):
    text = export_csv(full)
    read = parse_csv(text)
    assert read == queries.read_diary(full)
    assert read.refused == 0
    assert "columns that are not read" in [p.reason for p in read.problems]


def test_the_csv_holds_zone_and_detail_too(full):
    lines = export_csv(full).splitlines(keepends=True)
    assert lines[0] == "# zone: Europe/Berlin\n"
    rows = {row["id"]: row for row in csv.DictReader(lines[1:])}
    assert json.loads(rows["a1"]["detail"]) == {"sites": ["knee_left"], "stiffness_min": 20.0}
    assert rows["a5"]["zone"] == "Asia/Tokyo"
    assert rows["a5"]["time"] == "2026-02-03T07:00+09:00"
    assert rows["a4"]["time"] == "2025-10-26T02:30+01:00"
    assert "a7" not in rows


def test_a_csv_for_spreadsheets_runs_no_formula(full):
    plain, harmless = export_csv(full), export_csv(full, for_spreadsheet=True)
    assert '"=HYPERLINK' in plain
    rows = list(csv.reader(harmless.splitlines(keepends=True)))[2:]
    cells = [cell for row in rows for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))]
    assert '\'=HYPERLINK("x")' in cells
    assert "'+49 phone" in cells


def test_the_json_holds_deleted_entries_and_earlier_versions(full):
    told = json.loads(export_json(full))
    entries = {entry["id"]: entry for entry in told["entries"]}
    assert len(entries) == 7
    assert entries["a7"]["deleted_at"] is not None
    assert [v["change"] for v in entries["a1"]["versions"]] == ["edit", "edit", "undo"]
    assert told["choices"] == {"theme": {"dark": True}}
    assert "NaN" not in export_json(full)


def test_the_json_comes_back_without_a_loss(full):
    text = export_json(full)
    other = add_person("Europe/Berlin", NOW).key
    assert import_json(other, text, NOW) == 7
    back = json.loads(export_json(other))
    assert back["entries"] == json.loads(text)["entries"]
    assert back["choices"] == json.loads(text)["choices"]
    assert queries.read_diary(other) == queries.read_diary(full)
    (symptom,) = [
        r for r in queries.month_timeline(other, 2026, 2)[0].records if r.entry.id == "a1"
    ]
    assert len(queries.history(other, symptom.key)) == 3
    assert undo(other, symptom.key, NOW).entry.value == 6.0


def test_an_export_is_not_mixed_into_a_diary(full):
    with pytest.raises(NotEmptyError, match="empty diary"):
        import_json(full, export_json(full), NOW)


def damaged(text, **changes):
    told = json.loads(text)
    told["entries"][3].update(changes)
    return json.dumps(told)


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda text: "", "not JSON"),
        (lambda text: "[" * 100_000, "not JSON"),
        (lambda text: "[]", "no export"),
        (lambda text: '{"format": "other"}', "no export"),
        (lambda text: text.replace('"version": 2', '"version": 3', 1), "newer"),
        (lambda text: '{"format": "gutline-export", "version": 1}', "damaged"),
        (lambda text: damaged(text, value=99), "between"),
        (lambda text: damaged(text, wall="soon"), "damaged"),
        (lambda text: damaged(text, created_at=None), "damaged"),
        (lambda text: damaged(text, versions=[{}]), "damaged"),
        (lambda text: damaged(text, versions=7), "damaged"),
    ],
)
def test_a_damaged_export_is_refused_as_a_whole(full, spoil, reason):
    text = export_json(full)
    other = add_person("UTC", NOW).key
    with pytest.raises(StoreError, match=reason):
        import_json(other, spoil(text), NOW)
    assert queries.read_diary(other).entries == ()
    assert queries.choices(other) == {}


def test_nobody_exports_a_stranger(store):
    for export in (export_csv, export_json):
        with pytest.raises(NotThereError):
            export(77)

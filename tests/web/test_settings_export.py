"""Settings: the journal in every format, of all days or of some."""

from __future__ import annotations

import io
import json
from datetime import datetime

import pytest

from gutline.reports.exchange.formats import FORMATS
from tests.web.conftest import NOW


@pytest.fixture
def full(person):
    from gutline.store.drafts import Draft
    from gutline.store.services.log import log_many

    drafts = [
        Draft("symptom", "back pain", datetime(2026, 3, 1, 21), 6, id="a1",
              detail={"sites": ["knee_left"]}),
        Draft("food", "=1+1", datetime(2026, 3, 2, 8), id="a2"),
        Draft("weight", "", datetime(2026, 3, 3, 8), 70, "kg", id="a3"),
    ]  # fmt: skip
    log_many(person, drafts, NOW)
    return person


@pytest.mark.parametrize("format_id", list(FORMATS))
def test_every_format_is_handed_out_as_a_file(client, full, format_id):
    answer = client.get("/settings/export/", {"format": format_id})
    assert answer.status_code == 200, answer.content.decode()
    assert answer["Content-Type"] == FORMATS[format_id].content_type
    assert f'-2026-03-10.{FORMATS[format_id].ending}"' in answer["Content-Disposition"]
    assert answer.content


def test_a_span_holds_its_days_only(client, full):
    asked = {"format": "csv", "since": "2026-03-02", "until": "2026-03-02"}
    text = client.get("/settings/export/", asked).content.decode()
    assert text.startswith("# zone: Europe/Berlin\n")
    assert ",a2" in text
    assert ",a1" not in text
    told = json.loads(client.get("/settings/export/", {**asked, "format": "json"}).content)
    assert [entry["id"] for entry in told["entries"]] == ["a2"]
    told = json.loads(client.get("/settings/export/", {**asked, "format": "fhir"}).content)
    assert len(told["entry"]) == 2


def test_a_workbook_says_where_it_hurt(client, full):
    from openpyxl import load_workbook

    data = client.get("/settings/export/", {"format": "xlsx"}).content
    rows = list(load_workbook(io.BytesIO(data))["Diary"].iter_rows(values_only=True))
    assert "knee, left" in rows[1]
    assert rows[2][4] == "=1+1"


@pytest.mark.parametrize("asked", [{"format": "doc"}, {"format": "csv", "since": "soon"}, {}])
def test_what_cannot_be_exported_is_said_on_the_page(client, full, asked):
    answer = client.get("/settings/export/", asked)
    assert answer.status_code == 422
    assert b'id="export-wrong"' in answer.content

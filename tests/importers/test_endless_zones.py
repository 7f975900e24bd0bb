"""A zone whose name has folders without end, which Python's lookup of zones cannot bear."""

from __future__ import annotations

import json

import pytest

from gutline.importers import finding
from gutline.importers.finding import load_sources, recognised
from gutline.importers.reading import Checked, Item, read_files
from gutline.importers.source import ImporterError, ImportFile, Problem
from tests.importers.reading_tools import SETTINGS, fixtures

ENDLESS = "Asia" + "/aa" * 1_500


def _read(name: str, text: str, source: str) -> list[Item]:
    return list(read_files([ImportFile(name, data=text.encode())], SETTINGS, source=source))


def test_a_diary_as_text_is_not_recognised_by_it_nor_read():
    text = f"zone {ENDLESS}\n2026-03-01 08:00 ate rice\n"
    with pytest.raises(ImporterError, match="not recognised"):
        recognised(ImportFile("diary.txt", data=text.encode()))
    with pytest.raises(ImporterError, match=r"no time zone|time zone that there is not"):
        _read("diary.txt", text, "gutline_diary")


def test_an_entry_of_the_export_of_everything_is_reported():
    text = json.dumps({"format": "gutline-export", "version": 1, "entries": [
        {"id": "a", "wall": "2026-03-01T08:00:00+01:00", "zone": ENDLESS, "day_only": False,
         "kind": "symptom", "name": "pain", "value": 4, "unit": "nrs", "note": "", "source": "",
         "detail": {}, "deleted_at": None, "versions": []},
    ]})  # fmt: skip
    (item,) = _read("all.json", text, "gutline_json")
    assert isinstance(item, Problem)
    assert "damaged" in item.reason


def test_a_record_of_apple_keeps_its_offset():
    (path,) = fixtures("apple_health")
    text = path.read_text("utf-8")
    assert 'value="Europe/' in text
    items = _read(
        "export.xml", text.replace('value="Europe/', f'value="{ENDLESS}/'), "apple_health"
    )
    assert sum(isinstance(item, Checked) for item in items) > 20


def test_a_source_that_stumbles_over_a_file_does_not_know_it(monkeypatch):
    class Stumbling:
        ID, NAME, EXPERIMENTAL = "stumbling", "Stumbling", True

        def score(self, head: object) -> float:
            raise RecursionError

    known = {**load_sources(), "stumbling": Stumbling()}
    monkeypatch.setattr(finding, "load_sources", lambda: known)
    assert recognised(ImportFile.at(fixtures("daylio")[0])).ID == "daylio"

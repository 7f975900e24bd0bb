"""The bench of importing: what it makes up is a real export, and what it measures is there."""

from __future__ import annotations

import re

import pytest

from bench.importing import Many, main, write_apple_export
from gutline.importers.reading import Checked
from gutline.importers.source import ImportFile, LeftOut
from tests.importers.reading_tools import items_of


def test_the_made_up_export_is_read_as_one(tmp_path):
    path = tmp_path / "export.zip"
    size = write_apple_export(path, 900_000)
    assert 800_000 < size < 1_600_000
    assert path.stat().st_size < size / 4
    items = items_of([ImportFile.at(path)])
    kinds = {item.placed.entry.kind for item in items if isinstance(item, Checked)}
    assert {"symptom", "sleep", "movement", "measurement", "drink"} <= kinds
    left_out = {item.what: item.count for item in items if isinstance(item, LeftOut)}
    assert left_out["records of heart rate"] >= 330


def test_the_source_of_many_entries_gives_so_many_different_ones():
    items = items_of([ImportFile("x", data=b"x")], Many(500))
    assert len({item.placed.entry.id for item in items if isinstance(item, Checked)}) == 500


@pytest.mark.slow
def test_both_measurements_are_made_and_told(capsys):
    assert main(["--megabytes", "1", "--entries", "200"]) == 0
    told = capsys.readouterr().out
    assert re.search(r"read from the zip +[\d.]+ s CPU +\d+ MB", told)
    assert re.search(r"200 entries into SQLite +[\d.]+ s CPU", told)

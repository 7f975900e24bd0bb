"""The program that fuzzes importers: it finds faults when there are some, and says where."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from gutline.diary.entries import Entry
from gutline.importers.source import Head, ImporterError, ImportFile, ImportSettings, LeftOut, Read
from gutline.importers.sources import spreadsheet
from gutline.importers.table_reading import TableReading
from scripts import fuzz_importers
from scripts.fuzz_importers import (
    SETTINGS,
    TABLES,
    FoundError,
    GuessedTable,
    damaged_bytes,
    main,
    try_one,
)


class Made:
    """A source that does what it is told with every file."""

    ID, NAME, EXPERIMENTAL = "made", "Made up", True

    def __init__(self, what: object, score: float = 1.0) -> None:
        self._what = what
        self._score = score

    def score(self, head: Head) -> float:
        return self._score

    def read(self, file: ImportFile, settings: ImportSettings) -> Iterator[Read]:
        if isinstance(self._what, Exception):
            raise self._what
        if self._what == "slow":
            time.sleep(0.05)
        yield self._what if isinstance(self._what, LeftOut) else LeftOut("rows")
        if self._what == "odd":
            yield "a text"  # type: ignore[misc]


@pytest.fixture
def try_made(monkeypatch, tmp_path):
    """Try one input on a source that does as it is told."""
    monkeypatch.chdir(tmp_path)

    def tried(what: object, score: float = 1.0) -> None:
        monkeypatch.setattr(fuzz_importers, "source_named", lambda _: Made(what, score))
        try_one("made", "a.csv", b"a,b")

    return tried


@pytest.mark.parametrize("what", [LeftOut("x"), ImporterError("no export")])
def test_entries_and_refusals_are_no_faults(try_made, tmp_path, what):
    try_made(what)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("what", [KeyError("x"), RecursionError(), MemoryError(), "odd"])
def test_any_other_end_is_a_fault_and_its_input_is_kept(try_made, tmp_path, what):
    with pytest.raises(FoundError):
        try_made(what)
    (kept,) = tmp_path.iterdir()
    assert kept.read_bytes() == b"a,b"


def test_an_impossible_score_is_a_fault(try_made):
    with pytest.raises(FoundError):
        try_made(LeftOut("x"), score=1.5)


def test_a_slow_answer_is_a_fault(try_made, monkeypatch):
    monkeypatch.setattr(fuzz_importers, "LONGEST_S", 0.01)
    with pytest.raises(FoundError, match="took"):
        try_made("slow")


def test_damage_is_the_same_for_the_same_seed_and_does_damage():
    whole = Path(__file__).read_bytes()
    damaged = [damaged_bytes(whole, random.Random(n), (b"x",)) for n in range(20)]
    assert damaged == [damaged_bytes(whole, random.Random(n), (b"x",)) for n in range(20)]
    assert sum(one != whole for one in damaged) > 15


def test_the_exit_code_says_whether_there_are_faults(monkeypatch, tmp_path, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("resource.setrlimit", lambda *_: None)
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    monkeypatch.setattr(fuzz_importers, "_seeds", lambda _: [("a.csv", b"a,b")])
    for what, code in ((LeftOut("x"), 0), (KeyError("x"), 1)):
        monkeypatch.setattr(fuzz_importers, "source_named", lambda _, what=what: Made(what))
        assert main(["made", "--runs", "50"]) == code
    assert "faults in made" in capsys.readouterr().out


@pytest.mark.parametrize(("name", "data"), TABLES, ids=[name for name, _ in TABLES])
def test_tables_of_ones_own_are_read_to_their_entries(name, data):
    read = [*GuessedTable().read(ImportFile(name, data=data), SETTINGS)]
    assert sum(isinstance(one, Entry) for one in read) >= 2


def test_a_table_without_a_day_is_read_all_the_same():
    read = [*GuessedTable().read(ImportFile("a.csv", data=b"a,b\n1,2\n3,4\n"), SETTINGS)]
    assert read != []


def test_damage_to_a_table_reaches_the_reader(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    reached = []

    def broken(*_: object) -> None:
        reached.append(1)
        raise KeyError("a fault")

    monkeypatch.setattr(TableReading, "entries", broken)
    with pytest.raises(FoundError, match="KeyError"):
        try_one(spreadsheet.ID, *TABLES[0])
    assert reached == [1]
    assert [path.name for path in tmp_path.iterdir()] == ["fuzz-spreadsheet-KeyError.bin"]


@pytest.mark.parametrize(("name", "data"), TABLES, ids=[name for name, _ in TABLES])
def test_some_damage_to_tables_is_refused_or_reported(name, data, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    rng = random.Random(7)
    for _ in range(40):
        try_one(spreadsheet.ID, name, damaged_bytes(data, rng, fuzz_importers.TOKENS))
    assert list(tmp_path.iterdir()) == []

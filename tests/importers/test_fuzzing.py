"""The program that fuzzes importers: it finds faults when there are some, and says where."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from gutline.diary.entries import Entry
from gutline.importers.source import Head, ImporterError, ImportFile, ImportSettings, LeftOut, Read
from gutline.importers.sources import spreadsheet
from gutline.importers.table_reading import TableReading
from scripts.fuzzing import drawn, running, trying
from scripts.fuzzing.damage import damaged
from scripts.fuzzing.running import Ran, main, run
from scripts.fuzzing.tables import TABLES, GuessedTable
from scripts.fuzzing.trying import SETTINGS, FoundError, Tally, random_of, seeds_of, try_one


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
def made(monkeypatch, tmp_path):
    """Tally one input of a source that does as it is told, in a folder of the test's own."""
    monkeypatch.chdir(tmp_path)

    def tried(what: object, score: float = 1.0) -> Tally:
        monkeypatch.setattr(trying, "source_named", lambda _: Made(what, score))
        tally = Tally("made")
        tally.one("a.csv", b"a,b")
        return tally

    return tried


@pytest.mark.parametrize("what", [LeftOut("x"), ImporterError("this is no export")])
def test_answers_and_refusals_are_no_faults(made, tmp_path, what):
    tally = made(what)
    assert (tally.inputs, tally.read, tally.faults) == (1, 0, {})
    assert tally.refused == isinstance(what, ImporterError)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("what", [KeyError("x"), RecursionError(), MemoryError(), "odd"])
def test_any_other_end_is_a_fault_and_its_input_is_kept(made, tmp_path, what):
    (kept,) = made(what).faults.values()
    assert (tmp_path / kept).read_bytes() == b"a,b"


@pytest.mark.parametrize("message", ["no", "far too long " * 100])
def test_a_refusal_that_tells_nothing_is_a_fault(made, message):
    (fault,) = made(ImporterError(message)).faults
    assert fault.startswith("a refusal of")


def test_nothing_left_out_is_a_fault(made):
    assert list(made(LeftOut("rows", 0)).faults) == ["nothing left out: rows"]


def test_an_impossible_score_is_a_fault(made):
    assert list(made(LeftOut("x"), score=1.5).faults) == ["an impossible score"]


def test_a_slow_answer_is_a_fault(made, monkeypatch):
    monkeypatch.setattr(trying, "LONGEST_S", 0.01)
    tally = made("slow")
    assert list(tally.faults) == ["took more than 0 s"]
    assert tally.longest_s >= 0.05


def test_a_fault_is_told_once_with_its_place(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(trying, "source_named", lambda _: Made(KeyError("x")))
    tally = Tally("made")
    for _ in range(3):
        tally.one("a.csv", b"a,b")
    assert tally.inputs == 3
    assert len(tally.faults) == len(list(tmp_path.iterdir())) == 1
    assert next(iter(tally.faults)).startswith("KeyError at ")


def test_damage_is_the_same_for_the_same_seed_and_does_damage():
    for ident in ("daylio", "oura", "apple_health", "loop_habits", spreadsheet.ID):
        for _, whole in seeds_of(ident):
            results = [damaged(whole, random_of(n)) for n in range(30)]
            assert results == [damaged(whole, random_of(n)) for n in range(30)]
            assert sum(one != whole for one in results) > 20


def test_what_was_damaged_before_is_damaged_again():
    data, rng = b'{"a": [1, {"b": "c"}]}', random_of(5)
    for _ in range(300):
        data = damaged(data, rng)[:4000] or b'{"a": 1}'
    assert isinstance(data, bytes)


def test_drawn_inputs_are_as_many_as_asked_for(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    told = tmp_path / "tally.json"
    tally = drawn.draw("oura", 120, told)
    assert tally.inputs == 120
    assert tally.read > 0
    assert tally.refused > 0
    assert json.loads(told.read_text())["inputs"] == 120


def test_the_exit_code_says_whether_there_are_faults(monkeypatch, capsys):
    told = {"good": Ran("good", 1_500), "bad": Ran("bad", 3, faults={"KeyError at a.py:1": "x"})}
    monkeypatch.setattr(running, "run", lambda ident, _: told[ident])
    assert main(["good"]) == 0
    assert main(["good", "bad"]) == 1
    said = capsys.readouterr().out
    assert "| good | 1,500 |" in said
    assert "fault: KeyError at a.py:1; the input is in x" in said
    assert "faults in bad" in said


@pytest.mark.slow
def test_an_engine_that_ends_early_is_a_fault(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    assert next(iter(run("no_such_source", 50).faults)).startswith("drawn ended after 0")


@pytest.mark.slow
def test_both_engines_run_in_processes_of_their_own(monkeypatch, tmp_path):
    pytest.importorskip("atheris")
    monkeypatch.chdir(tmp_path)
    ran = run("oura", 100)
    assert (ran.inputs, ran.faults) == (100, {})
    assert 0 < ran.read < 100
    assert 20 < ran.megabytes < running.MOST_MB
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("name", "data"), TABLES, ids=[name for name, _ in TABLES])
def test_tables_of_ones_own_are_read_to_their_entries(name, data):
    read = [*GuessedTable().read(ImportFile(name, data=data), SETTINGS)]
    assert sum(isinstance(one, Entry) for one in read) >= 2


@pytest.mark.parametrize("ident", ["apple_health", "loop_habits", "daylio", "spreadsheet"])
def test_whole_files_give_entries(ident):
    assert all(try_one(ident, *seed) > 0 for seed in seeds_of(ident))


def test_a_table_without_a_day_is_read_all_the_same():
    read = [*GuessedTable().read(ImportFile("a.csv", data=b"a,b\n1,2\n3,4\n"), SETTINGS)]
    assert read != []


def test_damage_to_a_table_reaches_the_reader(monkeypatch):
    def broken(*_: object) -> None:
        raise KeyError("a fault")

    monkeypatch.setattr(TableReading, "entries", broken)
    with pytest.raises(FoundError, match="KeyError"):
        try_one(spreadsheet.ID, *TABLES[0])


@pytest.mark.parametrize(("name", "data"), TABLES, ids=[name for name, _ in TABLES])
def test_some_damage_to_tables_is_refused_or_reported(name, data):
    rng = random_of(7)
    outcomes = {min(try_one(spreadsheet.ID, name, damaged(data, rng)), 1) for _ in range(40)}
    assert {-1, 1} <= outcomes


def test_the_program_is_run_from_its_file():
    text = (Path(trying.__file__).parents[1] / "fuzz_importers.py").read_text()
    assert "from scripts.fuzzing.running import main" in text

"""From files to checked entries: recognised, named, passed through the gate, counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from gutline.diary.entries import Entry, RowError
from gutline.importers import checking, finding, preview
from gutline.importers.checking import EntryCheck
from gutline.importers.finding import load_sources, recognised, source_named
from gutline.importers.names import NameRule, NameTable
from gutline.importers.preview import MOST_PROBLEMS, Previewer
from gutline.importers.reading import Checked, read_files
from gutline.importers.source import (
    Head,
    ImporterError,
    ImportFile,
    ImportSettings,
    LeftOut,
    Placed,
    Problem,
    Read,
)
from gutline.importers.stable_ids import StableIds

AT = datetime(2026, 3, 1, 9, tzinfo=UTC)
SETTINGS = ImportSettings("Europe/Berlin", today=date(2026, 3, 2))
GOOD = Entry(AT, "symptom", "bloating", 3.0, "nrs", source="made", id="made:1")
FILE = ImportFile("made.txt", data=b"made")


class Made:
    """A source that yields what it is told, and fails where it is told."""

    ID, NAME, EXPERIMENTAL = "made", "Made up", True

    def __init__(self, *reads: Read | Exception) -> None:
        self.reads = reads
        self.beside: list[str] = []

    def score(self, head: Head) -> float:
        return 1.0 if head.data.startswith(b"made") else 0.0

    def read(self, file: ImportFile, settings: ImportSettings) -> Iterator[Read]:
        self.beside.append(f"{file.name} beside {sorted(settings.beside)}")
        for one in self.reads:
            if isinstance(one, Exception):
                raise one
            yield one


def read(*reads: Read | Exception, names: NameTable | None = None) -> list[Any]:
    return list(read_files([FILE], SETTINGS, source=Made(*reads), names=names))


def test_a_good_entry_comes_through_as_it_is():
    (item,) = read(GOOD)
    assert isinstance(item, Checked)
    assert item.placed.entry is GOOD
    assert item.named_as == "bloating"


def test_an_entry_without_an_id_gets_one_that_stays():
    nameless = replace(GOOD, id="")
    first, second = read(nameless, nameless)
    again, _ = read(Placed(nameless), GOOD)
    assert first.placed.entry.id == again.placed.entry.id
    assert second.placed.entry.id == first.placed.entry.id + ":2"
    assert first.placed.entry.id.startswith("made:")


def test_names_units_and_notes_are_tidied():
    odd = replace(GOOD, name=" BLOATED  ", unit="/10", note=" hm ")
    (item,) = read(odd)
    assert item.placed.entry == replace(GOOD, note="hm")
    assert item.named_as == " BLOATED  "


def test_zone_and_detail_stay_with_their_entry():
    placed = Placed(replace(GOOD, name="bloated"), "Asia/Tokyo", {"sites": ["x"]})
    (item,) = read(placed)
    assert item.placed == replace(placed, entry=GOOD)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"value": 14.0}, "value"), ({"value": None, "unit": ""}, "value"),
        ({"unit": "kg"}, "unit"), ({"kind": "mystery"}, "kind"), ({"name": ""}, "name"),
        ({"name": "x" * 501}, "name"), ({"note": "x" * 20_001}, "note"),
        ({"at": AT.replace(year=1900)}, "time"), ({"at": AT + timedelta(days=9)}, "time"),
        ({"at": AT.replace(tzinfo=None)}, "time"), ({"value": float("nan")}, "value"),
        ({"id": "a\x00b"}, "id"), ({"kind": "complete", "name": "half", "value": None}, "name"),
    ],
)  # fmt: skip
def test_impossible_entries_become_problems(change: dict[str, object], field: str):
    first, second = read(replace(GOOD, **change), GOOD)
    assert isinstance(first, Problem)
    assert first.field == field
    assert not first.used
    assert isinstance(second, Checked)


def test_zero_none_and_missing_stay_three_things():
    zero, none, missing = read(
        replace(GOOD, value=0.0),
        replace(GOOD, name="none", value=None, unit=""),
        replace(GOOD, value=None, unit=""),
    )
    assert zero.placed.entry.value == 0.0
    assert (none.placed.entry.name, none.placed.entry.value) == ("none", None)
    assert isinstance(missing, Problem)


def test_problems_and_what_is_left_out_pass_through():
    told = Problem(3, "time", "x" * 500 + "\x1b", "not a time; check it")
    found = read(told, LeftOut("totals", 2))
    assert found[0].line == 3
    assert len(found[0].value) <= 80
    assert found[1] == LeftOut("totals", 2)


def test_a_rule_that_leaves_out_is_counted():
    table = NameTable([NameRule("symptom", "bloating", "", "")])
    (item,) = read(GOOD, names=table)
    assert isinstance(item, LeftOut)
    assert "bloating" in item.what


@pytest.mark.parametrize(
    "error", [KeyError("x"), ValueError("y"), RecursionError(), IndexError(), TypeError(),
              OverflowError(), AttributeError("z"), OSError("disk")],
)  # fmt: skip
def test_a_surprise_in_a_source_is_a_refusal(error: Exception):
    with pytest.raises(ImporterError, match=r"made\.txt cannot be read as a file of Made up"):
        read(GOOD, error)


def test_a_refusal_of_a_source_is_told_as_it_is():
    with pytest.raises(ImporterError, match="made of stone"):
        read(ImporterError("made of stone"))


def test_files_know_what_was_given_beside_them():
    source = Made()
    files = [ImportFile(name, data=b"made") for name in ("a", "b")]
    assert list(read_files(files, SETTINGS, source=source)) == []
    assert source.beside == ["a beside ['b']", "b beside ['a']"]


def test_no_file_and_no_such_source_are_refused():
    with pytest.raises(ImporterError, match="no file to import"):
        list(read_files([], SETTINGS))
    with pytest.raises(ImporterError, match="no source 'mystery'"):
        list(read_files([FILE], SETTINGS, source="mystery"))


def test_unknown_and_empty_files_are_refused():
    with pytest.raises(ImporterError, match=r"a\.txt is not recognised"):
        recognised(ImportFile("a.txt", data=b"nothing that anybody knows"))
    with pytest.raises(ImporterError, match=r"a\.txt is empty"):
        recognised(ImportFile("a.txt"))


def test_sources_of_other_packages_are_found(monkeypatch):
    class Point:
        name = "made"

        def load(self) -> object:
            return Made(GOOD)

    monkeypatch.setattr(finding, "entry_points", lambda group: [Point()] if group else [])
    found = load_sources.__wrapped__()
    assert found["made"].NAME == "Made up"
    assert list(found) == sorted(found)


@pytest.mark.parametrize(
    ("ident", "lacking"), [("apple_health", "two sources have the id"), ("odd", "has no score")]
)
def test_sources_that_clash_or_lack_a_part_are_refused(monkeypatch, ident: str, lacking: str):
    class Odd:
        ID, NAME, EXPERIMENTAL = ident, "Odd", False

    class Point:
        name = ident

        def load(self) -> object:
            if ident == "apple_health":
                return source_named("apple_health")
            return Odd()

    monkeypatch.setattr(finding, "entry_points", lambda group: [Point()] if group else [])
    with pytest.raises(ImporterError, match=lacking):
        load_sources.__wrapped__()


def test_ids_are_stable_and_told_apart():
    first, again = StableIds("made"), StableIds("made")
    ids = [first.of("2026-03-01", "coffee", 1), first.of("2026-03-01", "coffee", 1)]
    assert ids == [again.of("2026-03-01", "coffee", 1), again.of("2026-03-01", "coffee", 1)]
    assert ids[1] == f"{ids[0]}:2"
    assert first.of("a", "bc") != first.of("ab", "c")
    assert first.of("a", None) == again.of("a", "")
    assert first.own(17) == "made:17"


def test_the_check_forgets_before_it_grows_too_large(monkeypatch):
    monkeypatch.setattr(checking, "_MOST_REMEMBERED", 3)
    check = EntryCheck()
    for number in range(9):
        name = f"x{number}"
        assert check.checked(replace(GOOD, name=name, value=number)).name == name
    with pytest.raises(RowError):
        check.checked(replace(GOOD, value=11.0))


def test_a_preview_counts_everything():
    table = NameTable()
    other = replace(GOOD, name="wobbly knees", at=AT + timedelta(days=1))
    doubt = Problem(2, "time", "06:00", "after 12:45: pm?", used=True)
    bad = Problem(4, "value", "x", "not a number")
    items = read(GOOD, other, other, doubt, bad, LeftOut("totals", 3), LeftOut("totals"))
    found = Previewer(table).add_all(items)
    assert (found.entries, dict(found.kinds)) == (3, {"symptom": 3})
    assert (found.first_day, found.last_day) == (date(2026, 3, 1), date(2026, 3, 2))
    assert (found.problems, found.problem_count) == ((bad,), 1)
    assert (found.doubts, found.doubt_count) == ((doubt,), 1)
    assert dict(found.left_out) == {"totals": 4}
    (unmapped,) = found.unmapped
    assert (unmapped.name, unmapped.count, unmapped.source) == ("wobbly knees", 2, "made")
    assert [placed.entry for placed in found.samples] == [GOOD]


def test_a_preview_keeps_some_problems_and_counts_all():
    previewer = Previewer(NameTable())
    for number in range(MOST_PROBLEMS + 50):
        previewer.add(Problem(number, "x", "", "y"))
    found = previewer.result()
    assert len(found.problems) == MOST_PROBLEMS
    assert found.problem_count == MOST_PROBLEMS + 50
    assert (found.entries, found.first_day) == (0, None)


def test_foods_that_nobody_knows_are_told_and_others_are_not():
    previewer = Previewer(NameTable())
    foods = [replace(GOOD, kind="food", value=None, unit="", name=name, id=f"made:{name}")
             for name in ("Haferflocken", "none", "xqzzy", "rye bread with butter")]  # fmt: skip
    found = previewer.add_all(read(*foods))
    assert [(one.kind, one.name) for one in found.unmapped] == [("food", "xqzzy")]


def test_only_the_most_frequent_foods_are_looked_up(monkeypatch):
    asked: list[str] = []

    def known(name: str) -> bool:
        asked.append(name)
        return True

    monkeypatch.setattr(preview, "is_known_food", known)
    monkeypatch.setattr(preview, "MOST_FOODS", 2)
    foods = [replace(GOOD, kind="food", value=None, unit="", name=f"x{n}") for n in range(5)]
    Previewer(NameTable()).add_all(read(*foods))
    assert len(asked) == 2


def test_names_that_were_logged_before_are_known():
    previewer = Previewer(NameTable())
    previewer.add_all(read(replace(GOOD, name="wobbly knees")))
    assert previewer.result({"symptom": ["wobbly knees"]}).unmapped == ()
    assert previewer.result(suggesting=False).unmapped == ()


def test_heads_show_text_in_any_encoding():
    assert "date" in Head("x", "date".encode("utf-16")).text
    assert Head("x", b"\xef\xbb\xbfdate").text == "date"
    assert Head("x", b"\xff").text == "\ufffd"


def test_the_wall_clock_of_an_entry_stays(tmp_path):
    local = replace(GOOD, at=AT.astimezone(ZoneInfo("Asia/Tokyo")))
    (item,) = read(local)
    assert item.placed.entry.at.tzinfo == ZoneInfo("Asia/Tokyo")

"""A diary with columns of somebody else's before, between and behind its own reads the same."""

from __future__ import annotations

import itertools

import pytest

from gutline.diary import parse_csv
from gutline.diary.csv_layout import COLUMNS

CELLS = {
    "time": "2026-03-01T08:00",
    "kind": "food",
    "name": "rye bread",
    "value": "2",
    "unit": "serving",
    "note": "toasted",
    "source": "phone",
    "id": "a1",
}


def text_of(header: list[str]) -> str:
    return ",".join(header) + "\n" + ",".join(CELLS.get(name, "theirs") for name in header) + "\n"


@pytest.fixture(scope="module")
def plain():
    return parse_csv(text_of(list(COLUMNS)))


@pytest.mark.parametrize("more", [1, 2, 50, 92])
def test_columns_behind_all_of_ours_are_left_out(plain, more):
    diary = parse_csv(text_of([*COLUMNS, *(f"theirs {n}" for n in range(more))]))
    assert diary.entries == plain.entries
    (told,) = diary.problems
    assert told.reason == "columns that are not read"


@pytest.mark.parametrize("place", range(len(COLUMNS) + 1))
def test_a_column_anywhere_is_left_out(plain, place):
    header = list(COLUMNS)
    header.insert(place, "mood")
    assert parse_csv(text_of(header)).entries == plain.entries


@pytest.mark.parametrize("kept", range(3, len(COLUMNS) + 1))
def test_any_first_columns_of_ours_are_enough(kept):
    for more in ([], ["mood"], ["mood", ""]):
        (entry,) = parse_csv(text_of([*COLUMNS[:kept], *more])).entries
        assert (entry.name, entry.id) == ("rye bread", "a1" if kept == 8 else "")


def test_any_order_of_the_needed_columns_reads_the_same():
    for order in itertools.permutations(("time", "kind", "name")):
        (entry,) = parse_csv(text_of([*order, "mood"])).entries
        assert (entry.kind, entry.name, entry.at.hour) == ("food", "rye bread", 8)


@pytest.mark.parametrize("more", [["mood", "mood"], ["", ""], ["", "mood", "mood", ""]])
def test_a_column_of_theirs_may_stand_there_twice(plain, more):
    assert parse_csv(text_of([*COLUMNS, *more])).entries == plain.entries


def test_cells_behind_the_last_column_of_ours_are_nobodys(plain):
    header = ",".join([*COLUMNS, "mood"])
    row = ",".join(CELLS[name] for name in COLUMNS)
    for end in ("", ",", ",good", ",good,", ',"a,b"'):
        assert parse_csv(f"{header}\n{row}{end}\n").entries == plain.entries

"""The answers for phrases nobody looked at: every row can be used, and no text is in it."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping

import pytest

from bench.foods.figures import read_rows
from bench.foods.unseen import COLUMNS, GOLD, name_of
from gutline.catalog.foods import load_foods
from gutline.catalog.tags import load_tags

A_HASH = re.compile(r"[0-9a-f]{64}")
FEWEST = 300
GOOD = {"sha256": name_of("bread"), "accept_ids": "bread;butter", "tags": "dairy", "not_tags": ""}


def parts(text: str) -> list[str]:
    """Return the ids of a field that may hold several foods and alternatives."""
    return [one for one in re.split(r"[;|]", text) if one or text]


def faults(rows: Iterable[Mapping[str, str]]) -> list[str]:
    """Say what is wrong with the rows of a gold file."""
    foods, tags = set(load_foods()), set(load_tags())
    wrong: list[str] = []
    names: set[str] = set()
    for row in rows:
        name = row["sha256"]
        if not A_HASH.fullmatch(name):
            wrong.append(f"{name}: not a hash")
        if name in names:
            wrong.append(f"{name}: twice")
        names.add(name)
        surely, not_there = set(parts(row["tags"])), set(parts(row["not_tags"]))
        strange = (set(parts(row["accept_ids"])) - foods) | ((surely | not_there) - tags)
        wrong += [f"{name}: unknown {one!r}" for one in sorted(strange)]
        wrong += [f"{name}: {one} in and out" for one in sorted(surely & not_there)]
        if not any(row[column] for column in COLUMNS[1:]):
            wrong.append(f"{name}: says nothing")
    return wrong


def test_every_answer_names_foods_and_tags_we_have():
    assert faults(read_rows(GOLD, COLUMNS)) == []


def test_there_are_enough_answers_and_most_name_a_food():
    rows = list(read_rows(GOLD, COLUMNS))
    assert len(rows) >= FEWEST
    assert sum(bool(row["accept_ids"]) for row in rows) >= 0.95 * len(rows)
    assert sum(bool(row["tags"] or row["not_tags"]) for row in rows) >= 0.5 * len(rows)


def test_no_phrase_can_be_read_from_the_file_or_from_the_order_of_its_rows():
    with GOLD.open(encoding="utf-8", newline="") as file:
        header, *rows = list(csv.reader(file))
    assert header == list(COLUMNS)
    assert [row[0] for row in rows] == sorted(row[0] for row in rows)


def test_alternatives_of_one_food_are_named_once():
    for row in read_rows(GOLD, COLUMNS):
        for food in row["accept_ids"].split(";"):
            ids = food.split("|")
            assert len(ids) == len(set(ids)), row["sha256"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"sha256": "rye bread"}, "not a hash"),
        ({"accept_ids": "blorfle|bread"}, "unknown 'blorfle'"),
        ({"accept_ids": "bread;"}, "unknown ''"),
        ({"tags": "glutenous"}, "unknown 'glutenous'"),
        ({"not_tags": "dairy"}, "dairy in and out"),
        ({"accept_ids": "", "tags": ""}, "says nothing"),
    ],
)
def test_a_row_that_cannot_be_used_is_found(change, said):
    assert faults([GOOD]) == []
    assert len(wrong := faults([GOOD | change])) == 1
    assert said in wrong[0]


def test_a_phrase_answered_twice_is_found():
    assert faults([GOOD, GOOD]) == [f"{GOOD['sha256']}: twice"]

"""The bench of reading meals: it counts what is right, and can say that something is wrong."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

import pytest

from bench.foods.__main__ import main
from bench.foods.cost import measure_cost
from bench.foods.figures import Count, FoodDataError, called, descriptions, read_rows
from bench.foods.phrases import judge_phrases, judge_real
from bench.foods.unseen import is_development, judge_unseen, logged, name_of, parts_of
from gutline.meals import read_meal
from tests.meals.kitchen import food, read

SHARED = Path(__file__).parents[2].parent / "shared"
REACH_PHRASES, REACH_MS, REACH_MIB = 0.97, 1.0, 60.0
needs_shared = pytest.mark.skipif(
    not (SHARED / "data" / "parser_eval").exists(),
    reason="the folder of public data is not beside the repository",
)


def write(path, rows):
    path.parent.mkdir(parents=True, exist_ok=True)
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "wt", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


@pytest.fixture
def data(tmp_path):
    """Public data in miniature."""
    folder = tmp_path / "data"
    write(
        folder / "foods" / "fndds_2021_2023_foods.csv.gz",
        [["fdc_id", "description"], ["1", "Bread, rye"], ["2", "Butter, NFS"]],
    )
    write(
        folder / "parser_eval" / "phrases40_gold.csv",
        [
            ["phrase_id", "phrase", "component", "quantity", "unit", "accept_regex_fndds"],
            [
                "1",
                "2 slices rye bread with butter",
                "rye bread",
                "2",
                "slice",
                "rye bread|bread.*rye",
            ],
            ["1", "2 slices rye bread with butter", "butter", "", "", "^butter"],
            ["2", "3 eggs", "eggs", "2", "", "^eggs"],
            ["3", "tea", "wine", "", "", "^wine"],
        ],
    )
    write(
        folder / "parser_eval" / "real_phrases110_judged.csv",
        [
            ["n", "phrase", "bm25_alias_top1", "top1_acceptable"],
            ["1", "rye bread", "Bread, rye", "1"],
            ["2", "blorfle", "Wine", "0"],
            ["3", "playing golf", "", "noise"],
        ],
    )
    write(
        folder / "diaries" / "treets_food_logs.csv.gz",
        [
            ["person", "logged_at_utc", "food_type", "desc_text"],
            ["P01", "", "f", "Rye Bread"],
            ["P01", "", "f", "Rye Bread"],
            ["P04", "", "f", "wine"],
        ],
    )
    return tmp_path  # fmt: skip


def test_a_count_knows_its_share_and_what_was_wrong():
    count = Count()
    count.add(True, "this")
    count.add(False, "that")
    assert (str(count), count.wrong) == ("0.500 (1 of 2)", ["that"])
    assert str(Count()) == "nan (0 of 0)"


def test_phrases_are_judged_by_food_quantity_and_unit(data):
    figures = judge_phrases(data, read)
    assert str(figures.top_1) == "0.750 (3 of 4)"
    assert str(figures.quantities) == "0.500 (1 of 2)"
    assert str(figures.units) == "1.000 (2 of 2)"
    assert "wine in 'tea'" in figures.top_1.wrong[0]


def test_real_lines_are_compared_with_what_was_accepted(data):
    figures = judge_real(data, read)
    assert (figures.same.all, figures.unknown.all) == (1, 2)
    assert "blorfle: unknown" in figures.other


def test_a_food_is_called_by_its_table_or_by_its_own_names(data):
    known = descriptions(data)
    assert called(food("rye bread"), known) == ["rye bread", "bread, rye"]
    bread = food("rye bread")
    object.__setattr__(bread, "code", "fndds:1")
    assert called(bread, known) == ["Bread, rye", "rye bread"]


def test_unseen_phrases_are_judged_without_their_text(tmp_path):
    gold = tmp_path / "gold.csv"
    write(gold, [
        ["sha256", "accept_ids", "tags", "not_tags"],
        [name_of("Rye  bread and wine"), "bread|rye_bread;wine", "gluten|alcohol", "dairy"],
        [name_of("pizza"), "lasagne", "gluten", ""],
        [name_of("butter"), "butter", "", "dairy"],
        [name_of("never typed"), "x", "", ""],
    ])  # fmt: skip
    figures = judge_unseen(["rye bread and wine", "pizza", "butter", "no answer"], read, gold)
    assert str(figures.top_1) == "0.667 (2 of 3)"
    assert str(figures.foods_1) == "0.750 (3 of 4)"
    assert str(figures.tags) == "0.667 (2 of 3)"
    assert figures.tags.wrong == [name_of("butter")[:12]]


def test_parts_of_longer_lines_are_judged_each_once(tmp_path):
    gold = tmp_path / "gold.csv"
    write(gold, [
        ["sha256", "accept_ids", "tags", "not_tags"],
        [name_of("rye bread with butter"), "rye_bread;butter", "gluten", ""],
        [name_of("tea"), "wine", "", "alcohol"],
        [name_of("never typed"), "x", "", ""],
    ])  # fmt: skip
    lines = ["Eggs, rye bread with butter and tea", "tea, eggs"]
    figures = judge_unseen(lines, read, gold)
    assert (str(figures.top_1), figures.unasked) == ("0.500 (1 of 2)", 1)
    assert str(figures.single.top_1) == "0.000 (0 of 1)"
    assert str(figures.several.top_1) == "1.000 (1 of 1)"
    assert figures.single.tags.share == 1.0


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("tea", ["tea"]),
        ("tea, milk", ["tea, milk", "tea", "milk"]),
        ("a and b w/ c", ["a and b w/ c", "a and b", "b w/ c", "a", "b", "c"]),
        ("sandwich n chips", ["sandwich n chips", "sandwich", "chips"]),
        ("brandy", ["brandy"]),
        (" , ", [","]),
        ("", []),
    ],
)
def test_a_line_is_offered_whole_and_in_parts(line, parts):
    assert list(parts_of(line)) == parts


def test_a_phrase_is_named_by_its_plain_form():
    assert name_of(" Rye   BREAD ") == name_of("rye bread") != name_of("rye breads")


def test_lines_are_split_by_person(data):
    assert logged(data, is_development) == ["Rye Bread"]
    assert logged(data, lambda person: not is_development(person)) == ["wine"]


def test_a_missing_file_or_column_is_refused(data, capsys):
    with pytest.raises(FoodDataError, match="is missing"):
        list(read_rows(data / "nothing.csv", ()))
    with pytest.raises(FoodDataError, match="lacks the columns colour"):
        list(read_rows(data / "data" / "parser_eval" / "phrases40_gold.csv", ("colour",)))
    assert main(["--shared", str(data / "nowhere")]) == 1
    assert "is missing" in capsys.readouterr().out


def test_the_tables_say_every_figure(data, capsys):
    assert main(["--shared", str(data), "--wrong"]) == 0
    said = capsys.readouterr().out
    for figure in ("right at first", "quantities", "ms, longest", "MiB", "wrong first", "judged"):
        assert figure in said


def test_cost_is_measured_in_a_process_of_its_own():
    cost = measure_cost(["rye bread", "2 eggs, tea"], repeats=1)
    assert 0.0 < cost.mean_ms <= cost.longest_ms
    assert 0.0 < cost.import_s <= cost.first_s
    assert 5.0 < cost.memory_mib < REACH_MIB
    assert cost.heavy == ""


@needs_shared
def test_the_forty_phrases_are_read_as_well_as_promised():
    figures = judge_phrases(SHARED, read_meal)
    assert figures.top_1.all == 75
    assert figures.top_1.share >= REACH_PHRASES, figures.top_1.wrong
    assert figures.quantities.share >= REACH_PHRASES, figures.quantities.wrong


@needs_shared
def test_a_phrase_is_read_in_less_than_a_millisecond():
    lines = logged(SHARED, is_development)[:400]
    assert measure_cost(lines, repeats=1).mean_ms < 2.0 * REACH_MS

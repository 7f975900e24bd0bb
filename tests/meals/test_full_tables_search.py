"""Searching the full tables: words find foods, and nothing else is done with what is typed."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gutline.meals.full_table_import import import_table
from gutline.meals.full_tables import FullTables, is_code
from gutline.meals.tables_database import opened
from tests.meals.table_files import CIQUAL_CSV, fdc_files, write_folder

KEEP = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
FOODS = (
    "Milk, whole", "Milk, NFS", "Goat milk", "Chocolate milk", "Cake with milk", "Bread, rye",
    "Crème brûlée", "Apples, raw", "Oil, olive", "Rye whiskey", "AND OR NOT", "小麦",
)  # fmt: skip


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    rows = [(str(n), "survey_fndds_food", name) for n, name in enumerate(FOODS, 1)]
    files = fdc_files(foods=rows, amounts=(), portions=())
    import_table(write_folder(home / "fdc", files), home)
    return FullTables(home)


def names(tables, words, limit=10):
    return [hit.name for hit in tables.search(words, limit)]


def test_the_food_itself_comes_before_what_it_is_in(tables):
    assert set(names(tables, "milk")[:2]) == {"Milk, whole", "Milk, NFS"}
    assert "Cake with milk" in names(tables, "milk")[2:]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("rye bread", "Bread, rye"),
        ("RYE, BREAD!", "Bread, rye"),
        ("creme brulee", "Crème brûlée"),
        ("CRÈME", "Crème brûlée"),
        ("apple", "Apples, raw"),
        ("choc", "Chocolate milk"),
        ("小麦", "小麦"),
        ("and or not", "AND OR NOT"),
    ],
)
def test_words_find_their_food_in_any_order_case_accent_and_number(tables, words, name):
    assert names(tables, words)[0] == name


def test_all_words_or_else_any(tables):
    assert names(tables, "rye bread") == ["Bread, rye"]
    assert set(names(tables, "rye spaceship")) == {"Bread, rye", "Rye whiskey"}


def test_at_most_as_many_as_asked(tables):
    assert len(names(tables, "milk", 2)) == 2


@pytest.mark.parametrize("words", ["", "   ", "!!!", '"', "***", "()", "spaceship", "\x00", "-"])
def test_nothing_finds_nothing(tables, words):
    assert names(tables, words) == []


@pytest.mark.parametrize(
    "words",
    [
        'milk" OR "1',
        "name:milk",
        "milk NEAR(whole, 5)",
        "milk*",
        "^milk",
        "{name other}: milk",
        "milk'; DROP TABLE food; --",
        "NOT milk",
        "milk AND",
        '"milk',
        "milk + whole",
        "a" * 10_000 + " milk",
        "milk " * 5_000,
    ],
)
def test_what_looks_like_a_query_is_words(tables, words):
    found = names(tables, words)
    assert all(isinstance(name, str) for name in found)
    assert names(tables, "milk")[0].startswith("Milk")


@KEEP
@given(st.text(max_size=60))
def test_any_text_is_searched_for_without_harm(tables, words):
    for hit in tables.search(words, 5):
        assert hit.name in FOODS
    with opened(tables._home) as db:
        assert db.execute("SELECT count(*) FROM food").fetchone()[0] == len(FOODS)


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("fndds:2705385", True),
        ("ciqual:25601", True),
        (" FDC:12 ", True),
        ("sr:1001", False),
        ("fdc:", False),
        ("fdc:1 OR 1", False),
        ("fdc:" + "9" * 30, False),
        ("rye bread", False),
    ],
)
def test_codes_have_one_form(text, is_one):
    assert is_code(text) is is_one


def test_a_food_of_a_table_says_where_it_is_from(tmp_path):
    (tmp_path / "c.csv").write_text(CIQUAL_CSV, encoding="utf-8")
    import_table(tmp_path / "c.csv", tmp_path)
    entry = FullTables(tmp_path).food("CIQUAL:25601")
    assert entry is not None
    assert (entry.table, entry.food.code, entry.food.origin) == ("Ciqual", "ciqual:25601", "table")
    assert dict(entry.food.tags) == {}
    (loaded,) = FullTables(tmp_path).loaded()
    assert (loaded.file, loaded.foods, loaded.whole) == ("c.csv", 2, True)


def test_an_unknown_code_is_nothing(tables):
    assert tables.food("fndds:404") is None
    assert tables.food("'; DROP TABLE food; --") is None

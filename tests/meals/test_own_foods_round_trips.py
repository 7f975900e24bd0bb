"""Own foods out and in again: nothing is lost, nothing is doubled, whichever way they go."""

from __future__ import annotations

import shutil
import zipfile
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gutline.catalog import Amount
from gutline.meals.own_foods import OwnFoods
from gutline.meals.own_foods_changes import (
    add_alias,
    add_food,
    add_recipe,
    add_tags,
    remember_choice,
    remove,
)
from gutline.meals.own_foods_exchange import export_own, import_own, is_own_file
from gutline.meals.own_foods_file import read_records, records_of, texts_of, write_records
from gutline.meals.own_records import (
    ALIASES,
    CHOICES,
    FOODS,
    HEADERS,
    RECIPES,
    TAGS,
    Choice,
    OwnFoodsError,
    OwnRecords,
    PartRow,
)
from gutline.meals.recipes import Part
from tests.meals.own_samples import GROATS, KVARG, certain, food, perhaps

DAY = date(2026, 3, 1)
FEW = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=6)
MANY = settings(max_examples=80)

ids = st.from_regex(r"[a-z0-9][a-z0-9_]{0,20}", fullmatch=True)
# Quotes, commas, formulas and other scripts included; what cannot be printed is refused elsewhere.
phrases = (
    st.text(st.characters(codec="utf-8"), min_size=1, max_size=40)
    .filter(str.isprintable)
    .filter(str.strip)
)
sizes = st.floats(0.001, 1000.0).map(lambda value: float(f"{value:.6g}"))
days = st.dates(date(1990, 1, 1), date(2100, 1, 1))
records = st.builds(
    OwnRecords,
    parts=st.lists(
        st.builds(PartRow, ids, sizes, sizes, ids, sizes, phrases), max_size=4
    ).map(tuple),
    aliases=st.dictionaries(phrases, ids, max_size=4),
    tags=st.lists(st.tuples(ids, ids), max_size=4, unique=True).map(tuple),
    choices=st.lists(
        st.builds(Choice, phrases, ids, st.integers(1, 999_999_999), days), max_size=4
    ).map(tuple),
)  # fmt: skip


def fill(home: Path) -> Path:
    """A home with one of everything."""
    add_food(home, KVARG)
    add_food(home, GROATS)
    add_food(home, food("d3", kind="supplement", actives={"vitamin_d": Amount(25, "ug")}))
    parts = [Part("own_groats_of_ours", 200.0, "200 g groats"), Part("butter", 50.0, "50 g butter")]
    add_recipe(home, "granola, ours", parts, serves=5)
    add_alias(home, 'the "usual", please', "own_kvarg")
    add_tags(home, "own_kvarg", ["village mill"])
    remember_choice(home, "white stuff", "own_kvarg", DAY)
    return home


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    """A full home, to be copied."""
    return fill(tmp_path_factory.mktemp("made") / "home")


@pytest.fixture
def full(made, tmp_path) -> Path:
    shutil.copytree(made, tmp_path / "full")
    return tmp_path / "full"


# --- records and texts ----------------------------------------------------------------------------


@MANY
@given(records)
def test_any_records_read_back_as_they_were_written(given_records):
    read = records_of(texts_of(given_records), Path("there"))
    assert read == given_records


@MANY
@given(records)
def test_the_texts_of_records_are_a_fixed_point(given_records):
    texts = texts_of(given_records)
    assert texts_of(records_of(texts, Path("there"))) == texts


@MANY
@given(phrases)
def test_any_phrase_that_can_be_printed_stays_on_its_row(phrase):
    aliases = {phrase: "butter", "after it": "milk"}
    read = records_of(texts_of(OwnRecords(aliases=aliases)), Path("there"))
    assert list(read.aliases.items()) == list(aliases.items())


@pytest.mark.parametrize(
    "phrase",
    ["=1+1", "+SUM(A1)", "-2", "@cmd", '"', '""', ",", ",,", "#zone: x", "sep=;"],
)
def test_what_a_spreadsheet_would_run_stays_the_words_they_are(tmp_path, phrase):
    write_records(OwnRecords(aliases={f"{phrase} x": "butter"}), tmp_path)
    assert OwnFoods.load(tmp_path).aliases == {f"{phrase} x": "butter"}


@pytest.mark.parametrize("name", sorted(HEADERS))
def test_an_empty_file_with_its_header_holds_nothing(tmp_path, name):
    read = records_of({name: ",".join(HEADERS[name]) + "\n"}, tmp_path)
    assert read == OwnRecords()


@pytest.mark.parametrize("name", sorted(HEADERS))
@pytest.mark.parametrize("end", ["\r\n", "\n\n", "\r"])
def test_line_ends_of_other_systems_and_blank_lines_are_read(full, name, end):
    texts = texts_of(read_records(full))
    changed = {**texts, name: texts[name].replace("\n", end)}
    assert records_of(changed, full) == read_records(full)


@pytest.mark.parametrize("name", sorted(HEADERS))
def test_a_byte_order_mark_is_no_part_of_the_header(full, name):
    path = full / "catalog" / name
    before = read_records(full)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert read_records(full) == before


# --- export and import ----------------------------------------------------------------------------


def test_an_export_of_an_import_is_the_same_bytes(full, tmp_path):
    export_own(full, tmp_path / "one.zip")
    import_own(tmp_path / "one.zip", tmp_path / "other")
    export_own(tmp_path / "other", tmp_path / "two.zip")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


def test_an_import_that_may_replace_changes_nothing_where_nothing_differs(full, tmp_path):
    export_own(full, tmp_path / "one.zip")
    before = read_records(full)
    added = import_own(tmp_path / "one.zip", full, replacing=True)
    assert (added.foods, added.recipes, added.aliases, added.tags, added.choices) == (0, 0, 0, 0, 0)
    assert read_records(full) == before


def test_an_export_holds_the_five_files_and_nothing_of_the_folder(full, tmp_path):
    (full / "tables.db").write_bytes(b"large and public")
    (full / "catalog" / "private.txt").write_text("a diary")
    export_own(full, tmp_path / "one.ZIP")
    with zipfile.ZipFile(tmp_path / "one.ZIP") as packed:
        assert packed.namelist() == list(HEADERS)
        assert {info.date_time for info in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert packed.testzip() is None


@pytest.mark.parametrize("name", [FOODS, ALIASES, TAGS, CHOICES, RECIPES])
def test_one_file_alone_is_taken_in_where_its_foods_are_known(full, tmp_path, name):
    other = tmp_path / "other"
    import_own_of(full, FOODS, other, tmp_path)
    added = import_own_of(full, name, other, tmp_path)
    counts = (added.recipes, added.aliases, added.tags, added.choices)
    wanted = {RECIPES: (1, 0, 0, 0), ALIASES: (0, 1, 0, 0), TAGS: (0, 0, 1, 0)}
    assert counts == wanted.get(name, (0, 0, 0, 1) if name == CHOICES else (0, 0, 0, 0))


def import_own_of(home: Path, name: str, other: Path, folder: Path):
    copied = folder / f"{Path(name).stem}-alone.csv"
    shutil.copyfile(home / "catalog" / name, copied)
    assert is_own_file(copied)
    return import_own(copied, other)


@pytest.mark.parametrize("name", [ALIASES, TAGS, CHOICES, RECIPES])
def test_a_file_that_names_foods_which_are_not_here_is_refused_whole(full, tmp_path, name):
    copied = tmp_path / "alone.csv"
    shutil.copyfile(full / "catalog" / name, copied)
    with pytest.raises(OwnFoodsError, match="there is no food 'own_"):
        import_own(copied, tmp_path / "other")
    assert read_records(tmp_path / "other") == OwnRecords()


def test_two_homes_joined_either_way_know_the_same(tmp_path):
    for name, one in (("a", KVARG), ("b", GROATS)):
        home = tmp_path / name
        add_food(home, one)
        remember_choice(home, "the same words", "butter", DAY + timedelta(len(name)))
        add_alias(home, f"usual of {name}", "milk")
        export_own(home, tmp_path / f"{name}.zip")
    import_own(tmp_path / "a.zip", tmp_path / "b")
    import_own(tmp_path / "b.zip", tmp_path / "a")
    here, there = OwnFoods.load(tmp_path / "a"), OwnFoods.load(tmp_path / "b")
    assert (here.foods, here.choices, here.recent) == (there.foods, there.choices, there.recent)
    assert set(here.foods) == {"own_kvarg", "own_groats_of_ours"}


def test_choices_joined_many_times_are_not_counted_twice(tmp_path):
    home = tmp_path / "a"
    for _ in range(3):
        remember_choice(home, "my usual", "butter", DAY)
    export_own(home, tmp_path / "a.zip")
    for _ in range(3):
        import_own(tmp_path / "a.zip", home)
    (choice,) = read_records(home).choices
    assert choice == Choice("my usual", "butter", 3, DAY)


def test_the_later_choice_of_two_computers_is_the_one_that_counts(tmp_path):
    remember_choice(tmp_path / "a", "my usual", "butter", DAY)
    remember_choice(tmp_path / "b", "my usual", "milk", DAY + timedelta(1))
    export_own(tmp_path / "a", tmp_path / "a.zip")
    export_own(tmp_path / "b", tmp_path / "b.zip")
    import_own(tmp_path / "a.zip", tmp_path / "b")
    import_own(tmp_path / "b.zip", tmp_path / "a")
    assert OwnFoods.load(tmp_path / "a").choices == {"my usual": "milk"}
    assert OwnFoods.load(tmp_path / "b").choices == {"my usual": "milk"}


def test_a_difference_is_refused_and_named_for_each_kind_of_thing(full, tmp_path):
    export_own(full, tmp_path / "mine.zip")
    other = tmp_path / "other"
    import_own(tmp_path / "mine.zip", other)
    add_alias(other, 'the "usual", please', "butter")
    with pytest.raises(OwnFoodsError, match=r"aliases\.csv: .*usual.* differs; --replace"):
        import_own(tmp_path / "mine.zip", other)
    import_own(tmp_path / "mine.zip", other, replacing=True)
    assert OwnFoods.load(other).aliases == OwnFoods.load(full).aliases


names = st.text(
    st.sampled_from("abcdefgh äöü éèê жзи 飯茶 '-&/()%.,;:!?=+@#\""), min_size=1, max_size=20
).map(lambda text: " ".join(("x " + text).split()))
figures = st.dictionaries(
    st.sampled_from(["protein_g", "fibre_g", "magnesium_mg"]),
    st.floats(0, 20).map(lambda value: float(f"{value:.5g}")),
)
tags = st.dictionaries(
    st.sampled_from(["gluten", "dairy", "soy"]),
    st.sampled_from([certain(), perhaps(), certain(12.5), perhaps(0.25)]),
)
own_foods = st.builds(
    lambda name, nutrients, held, serving: food(
        name, nutrients=nutrients, tags=held, serving_g=serving
    ),
    names, figures, tags, st.one_of(st.none(), st.integers(1, 1000).map(float)),
)  # fmt: skip


@FEW
@given(st.lists(own_foods, min_size=1, max_size=4, unique_by=lambda f: f.name.casefold()), phrases)
def test_whatever_is_ones_own_comes_through_an_export(tmp_path_factory, given_foods, phrase):
    folder = tmp_path_factory.mktemp("through")
    kept = []
    for one in given_foods:
        try:
            kept.append(add_food(folder / "a", one))
        except OwnFoodsError as error:
            assert "already" in str(error) or "cannot be a name" in str(error)  # noqa: PT017
    if kept:
        add_alias(folder / "a", f"a {phrase}", kept[0].id)
        export_own(folder / "a", folder / "a.zip")
        import_own(folder / "a.zip", folder / "b")
        assert OwnFoods.load(folder / "b") == OwnFoods.load(folder / "a")
        assert read_records(folder / "b") == read_records(folder / "a")


def test_adding_and_removing_leaves_what_was_there(full):
    before = read_records(full)
    add_food(full, food("for a moment", serving_g=5.0))
    add_alias(full, "this moment", "own_for_a_moment")
    add_tags(full, "own_for_a_moment", ["short lived"])
    remove(full, "for a moment")
    assert read_records(full) == before


def test_replacing_a_food_by_itself_changes_nothing(full):
    own = OwnFoods.load(full)
    before = read_records(full)
    add_food(full, own.foods["own_groats_of_ours"], replacing=True)
    assert read_records(full) == before


def test_a_food_renamed_by_case_keeps_its_id_and_what_names_it(full):
    add_food(full, replace(KVARG, name="KVARG"), replacing=True)
    own = OwnFoods.load(full)
    assert own.foods["own_kvarg"].name == "KVARG"
    assert own.aliases == {'the "usual", please': "own_kvarg"}

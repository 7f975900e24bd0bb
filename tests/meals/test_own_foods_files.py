"""Files of one's own: the same out and in, refused when wrong, by hand or by export."""

from __future__ import annotations

import contextlib
import os
import stat
import zipfile
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gutline.catalog import Amount
from gutline.meals.home import HomeError
from gutline.meals.own_food_rows import new_id, row_of
from gutline.meals.own_foods import HALF_LIFE_DAYS, OwnFoods, with_choice
from gutline.meals.own_foods_changes import (
    add_alias,
    add_food,
    add_recipe,
    add_tags,
    remember_choice,
)
from gutline.meals.own_foods_exchange import export_own, import_own, is_own_file
from gutline.meals.own_foods_file import read_records, write_records
from gutline.meals.own_records import OwnFoodsError, OwnRecords
from gutline.meals.private_files import write_private
from gutline.meals.recipes import Part
from gutline.meals.table_records import TableError
from tests.meals.own_samples import GROATS, KVARG, certain, food, perhaps
from tests.meals.table_files import fdc_files, write_zip

DAY = date(2026, 3, 1)
KEEP = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)


@pytest.fixture
def full_home(tmp_path):
    """A home with one of everything."""
    home = tmp_path / "full"
    add_food(home, KVARG)
    add_food(home, GROATS)
    add_food(home, food("d3", kind="supplement", actives={"vitamin_d": Amount(25, "ug")}))
    parts = [
        Part("own_groats_of_ours", 200.0, '200 g "groats", ours'),
        Part("own_kvarg", 50.0, "50 g"),
    ]
    add_recipe(home, "granola, ours", parts, serves=5)
    add_alias(home, 'the "usual", please', "own_kvarg")
    add_tags(home, "own_kvarg", ["village mill"])
    remember_choice(home, "white stuff", "own_kvarg", DAY)
    remember_choice(home, "white stuff", "own_groats_of_ours", DAY)
    return home


def files_of(home):
    catalog = home / "catalog"
    return {str(p.relative_to(catalog)): p.read_bytes() for p in catalog.rglob("*.csv")}


def test_export_and_import_give_the_same_files_and_the_same_foods(full_home, tmp_path):
    export_own(full_home, tmp_path / "mine.zip")
    assert is_own_file(tmp_path / "mine.zip")
    added = import_own(tmp_path / "mine.zip", tmp_path / "other")
    assert (added.foods, added.recipes, added.aliases, added.tags, added.choices) == (4, 1, 1, 2, 2)
    assert files_of(tmp_path / "other") == files_of(full_home)
    assert OwnFoods.load(tmp_path / "other") == OwnFoods.load(full_home)


def test_the_same_foods_export_to_the_same_bytes(full_home, tmp_path):
    for name in ("a.zip", "b.zip"):
        export_own(full_home, tmp_path / name)
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


@pytest.mark.skipif(os.name == "nt", reason="permissions are others there")
def test_an_export_is_its_owners_alone(full_home, tmp_path):
    export_own(full_home, tmp_path / "mine.zip")
    assert stat.S_IMODE((tmp_path / "mine.zip").stat().st_mode) == 0o600


def test_importing_twice_adds_nothing(full_home, tmp_path):
    export_own(full_home, tmp_path / "mine.zip")
    before = files_of(full_home)
    added = import_own(tmp_path / "mine.zip", full_home)
    assert (added.foods, added.recipes, added.aliases, added.tags, added.choices) == (0,) * 5
    assert files_of(full_home) == before


def test_what_differs_is_refused_unless_it_may_replace(full_home, tmp_path):
    export_own(full_home, tmp_path / "mine.zip")
    add_food(full_home, replace(KVARG, serving_g=1.0), replacing=True)
    before = files_of(full_home)
    with pytest.raises(OwnFoodsError, match="'own_kvarg' is there already and differs; --replace"):
        import_own(tmp_path / "mine.zip", full_home)
    assert files_of(full_home) == before
    import_own(tmp_path / "mine.zip", full_home, replacing=True)
    assert OwnFoods.load(full_home).foods["own_kvarg"].serving_g == 150.0


def test_choices_of_two_computers_are_joined(full_home, tmp_path):
    export_own(full_home, tmp_path / "mine.zip")
    other = tmp_path / "other"
    import_own(tmp_path / "mine.zip", other)
    remember_choice(other, "white stuff", "own_kvarg", DAY + timedelta(days=3))
    export_own(other, tmp_path / "theirs.zip")
    import_own(tmp_path / "theirs.zip", full_home)
    own = OwnFoods.load(full_home)
    assert own.choices["white stuff"] == "own_kvarg"
    assert {(c.food, c.times) for c in own.learned} == {("own_kvarg", 2), ("own_groats_of_ours", 1)}


def test_nothing_of_ones_own_is_not_exported(tmp_path):
    with pytest.raises(OwnFoodsError, match="nothing of your own to export yet"):
        export_own(tmp_path / "none", tmp_path / "x.zip")


@pytest.mark.parametrize("name", ["x.csv", "none/x.zip"])
def test_an_export_needs_a_place(full_home, tmp_path, name):
    with pytest.raises(OwnFoodsError, match=r"should end in \.zip|cannot be written"):
        export_own(full_home, tmp_path / name)


def test_a_table_written_by_hand_needs_only_names(tmp_path):
    path = tmp_path / "ours.csv"
    path.write_text(
        "name,serving_g,tags,protein_g\nkefir of ours,200,+dairy,3.4\nпельмени,250,,9\n"
    )
    assert is_own_file(path)
    assert import_own(path, tmp_path / "home").foods == 2
    foods = OwnFoods.load(tmp_path / "home").foods
    assert foods["own_kefir_of_ours"].tags == {"dairy": certain()}
    assert sorted(f.name for f in foods.values()) == ["kefir of ours", "пельмени"]
    assert import_own(path, tmp_path / "home").foods == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name,tags\nfine,\n\nbad one,+glutn\n", "ours.csv, line 4: tags: the tag 'glutn' is not"),
        ("name,serving_g\nfine,10\nbad,much\n", "ours.csv, line 3: serving_g: 'much' must be"),
        ("name,kind\nbad,stone\n", "ours.csv, line 2: kind: 'stone' must be one of"),
        ("name,serving_g\nbad,1,2\n", "ours.csv, line 2: 3 fields where the header has 2"),
        ('name,serving_g\n"bad,1\n', "ours.csv, line 2: is no CSV"),
        ("name,measures\nbad,bathtub=4\n", "the measure 'bathtub' is not known"),
        ("name,protein_g\nbad,800\n", "protein_g"),
        ("name,name\na,b\n", "line 1: a column stands there twice"),
    ],
)
def test_a_broken_table_is_refused_whole_with_file_line_and_field(tmp_path, text, said):
    home = tmp_path / "home"
    add_food(home, GROATS)
    before = files_of(home)
    path = tmp_path / "ours.csv"
    path.write_text(text)
    with pytest.raises(OwnFoodsError) as caught:
        import_own(path, home)
    assert said in str(caught.value)
    assert files_of(home) == before


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        (
            "recipes.csv",
            "recipe,serves,weight_g,food,grams,text\nown_x,0,1,a,1,t\n",
            "line 2, serves",
        ),
        (
            "recipes.csv",
            "recipe,serves,weight_g,food,grams,text\nown_x,1,1,a,nan,t\n",
            "line 2, grams",
        ),
        ("aliases.csv", "phrase,food\nusual,Own Kvarg\n", "line 2, food: 'Own Kvarg'"),
        ("aliases.csv", "phrase,food\nusual,nothing\n", "there is no food 'nothing'"),
        ("tags.csv", "food,tag\nown_groats_of_ours,a tag\n", "line 2, tag: 'a tag'"),
        ("choices.csv", "phrase,food,count,last_day\np,own_groats_of_ours,0,2026-01-01\n", "count"),
        ("choices.csv", "phrase,food,count,last_day\np,own_groats_of_ours,1,soon\n", "last_day"),
        ("choices.csv", "phrase,food,count,last_day\n,own_groats_of_ours,1,2026-01-01\n", "phrase"),
    ],
)
def test_every_file_is_checked_and_its_row_named(tmp_path, file, text, said):
    home = tmp_path / "home"
    add_food(home, GROATS)
    before = files_of(home)
    path = tmp_path / file
    path.write_text(text)
    with pytest.raises(OwnFoodsError) as caught:
        import_own(path, home)
    assert said in str(caught.value)
    assert file in str(caught.value)
    assert files_of(home) == before


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"phrase,food\nb\xff,own_kvarg\n", "is not UTF-8"),
        (b"phrase,food\nb\x00,own_kvarg\n", "holds a NUL byte"),
        (b"other,header\n", "the header must begin with phrase,food"),
        (b"phrase,food\na\n", "1 fields where the header has 2"),
    ],
)
def test_own_files_that_were_damaged_are_told_of_when_read(full_home, content, said):
    (full_home / "catalog" / "aliases.csv").write_bytes(content)
    with pytest.raises(OwnFoodsError, match=said) as caught:
        OwnFoods.load(full_home)
    assert "aliases.csv" in str(caught.value)


def test_a_table_of_own_foods_that_was_damaged_is_told_of(full_home):
    path = full_home / "catalog" / "foods" / "own.csv"
    path.write_text(path.read_text().replace("+dairy", "+diary"))
    with pytest.raises(
        OwnFoodsError, match=r"own\.csv, line 2: tags: the tag 'diary' is not known"
    ):
        OwnFoods.load(full_home)
    before = files_of(full_home)
    with pytest.raises(OwnFoodsError, match=r"catalog.foods.own\.csv, line 2"):
        add_food(full_home, food("new"))
    assert files_of(full_home) == before


def test_what_names_a_food_that_is_gone_is_passed_over_when_read(full_home):
    path = full_home / "catalog" / "aliases.csv"
    path.write_text("phrase,food\nold,own_gone\n")
    assert OwnFoods.load(full_home).aliases == {}


@pytest.mark.parametrize(
    "name", ["../evil.csv", "/abs/aliases.csv", "a/../../aliases.csv", "c:\\aliases.csv"]
)
def test_a_zip_that_points_outside_is_refused(full_home, tmp_path, name):
    path = tmp_path / "bad.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr(name, "phrase,food\nusual,own_kvarg\n")
    before = files_of(full_home)
    assert not is_own_file(path)
    with pytest.raises(ValueError, match="points outside it"):
        import_own(path, full_home)
    assert files_of(full_home) == before


def test_other_zips_and_tables_are_not_own_foods(tmp_path):
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as packed:
        packed.writestr("food.csv", '"fdc_id","data_type","description"\n')
    (tmp_path / "diary.csv").write_text("time,kind,name\n")
    (tmp_path / "empty.csv").write_text("")
    (tmp_path / "measure_unit.csv").write_text('"id","name"\n"1000","cup"\n')
    write_zip(tmp_path / "fdc.zip", fdc_files())
    others = ["other.zip", "diary.csv", "empty.csv", "missing.csv", "measure_unit.csv"]
    for name in [*others, "fdc.zip"]:
        assert not is_own_file(tmp_path / name)
    with pytest.raises(OwnFoodsError, match="holds no own foods"):
        import_own(tmp_path / "diary.csv", tmp_path / "home")


def test_a_crash_between_two_files_leaves_foods_that_can_be_read(full_home, monkeypatch):
    written: list[str] = []

    def once(path, data):
        if written:
            raise KeyboardInterrupt
        written.append(path.name)
        write_private(path, data)

    monkeypatch.setattr("gutline.meals.own_foods_file.write_private", once)
    with pytest.raises(KeyboardInterrupt):
        add_recipe(full_home, "mix", [Part("own_kvarg", 1.0, "1 g")], serves=1)
    assert written == ["own.csv"]
    own = OwnFoods.load(full_home)
    assert "own_mix" in own.foods
    assert "own_mix" not in own.recipes


def test_records_that_are_the_same_are_not_written_again(full_home):
    path = full_home / "catalog" / "foods" / "own.csv"
    before = path.stat().st_mtime_ns
    write_records(read_records(full_home), full_home)
    assert path.stat().st_mtime_ns == before


def test_an_empty_home_is_empty_and_is_not_made(tmp_path):
    own = OwnFoods.load(tmp_path / "none")
    assert own == OwnFoods()
    assert read_records(tmp_path / "none") == OwnRecords()
    assert not (tmp_path / "none").exists()


def test_what_was_eaten_lately_weighs_more():
    own = OwnFoods().with_choice("old", "a", DAY)
    own = own.with_choice("new", "b", DAY + timedelta(days=int(HALF_LIFE_DAYS)))
    assert own.recent == {"a": 0.5, "b": 1.0}
    assert own.with_choice("new", "b", DAY).learned[-1].last_day == DAY + timedelta(30)


def test_a_choice_needs_a_word():
    with pytest.raises(OwnFoodsError, match="has no word"):
        with_choice((), "!?", "a", DAY)


def test_ids_of_ones_own_are_new():
    taken: dict[str, object] = {"own_a_b": 1, "own_a_b_2": 1}
    assert new_id("A  b!", taken) == "own_a_b_3"
    assert new_id("飯", {}) != new_id("茶", {})


names = st.text(
    st.characters(
        codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp", "Cn"), exclude_characters="|"
    ),
    min_size=1,
    max_size=30,
).map(lambda text: " ".join(text.split()) + " a")
figures = st.dictionaries(
    st.sampled_from(["protein_g", "fibre_g", "caffeine_mg", "alcohol_g"]),
    st.floats(0, 20).map(lambda value: float(f"{value:.5g}")),
)
known = st.sampled_from([certain(), perhaps(), certain(12.5), perhaps(0.25)])
there = st.sampled_from([certain(), perhaps()])
shares = st.builds(
    lambda counted, only_there: counted | only_there,
    st.dictionaries(st.sampled_from(["gluten", "dairy", "soy"]), known),
    # The dose of these is a nutrient, so grams of them are not kept.
    st.dictionaries(st.sampled_from(["alcohol", "caffeine"]), there),
)


@KEEP
@given(names, figures, shares, st.one_of(st.none(), st.integers(1, 4)))
def test_any_food_reads_back_as_it_was(tmp_path_factory, name, nutrients, tags, nova):
    home = tmp_path_factory.mktemp("home")
    given_food = food(name, nutrients=nutrients, tags=tags, nova=nova)
    if not name.isprintable():
        with pytest.raises(OwnFoodsError):
            add_food(home, given_food)
        return
    added = add_food(home, given_food)
    assert (added.name, dict(added.nutrients), dict(added.tags)) == (name, nutrients, tags)
    assert added.nova == nova
    assert row_of(added)["name"] == name


@KEEP
@given(st.binary(max_size=200))
def test_any_bytes_are_refused_in_a_sentence(tmp_path_factory, content):
    folder = tmp_path_factory.mktemp("bytes")
    (folder / "x.csv").write_bytes(b"name,serving_g,tags\n" + content)
    with contextlib.suppress(OwnFoodsError, TableError, HomeError):
        import_own(folder / "x.csv", folder / "home")
    own = OwnFoods.load(folder / "home")
    assert all(f.origin == "own" for f in own.foods.values())

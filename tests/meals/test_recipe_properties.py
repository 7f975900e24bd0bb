"""Recipes: linear in their parts, worked out anew with them, and never a part of themselves."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gutline.catalog import Food, TagShare, load_foods
from gutline.meals.own_foods import OwnFoods
from gutline.meals.own_foods_changes import add_food, add_recipe, add_tags, remove
from gutline.meals.own_foods_exchange import import_own
from gutline.meals.own_foods_file import read_records, write_records
from gutline.meals.own_records import OwnFoodsError
from gutline.meals.recipes import Mixture, Part, RecipeError, mixed
from tests.meals.own_samples import GROATS, KVARG, certain, food, perhaps

KEEP = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
FEW = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=8)

NUTRIENTS = ("protein_g", "fibre_g", "magnesium_mg")
TAGS = ("gluten", "dairy", "soy")
grams = st.floats(0.5, 2_000.0)
shares = st.builds(TagShare, st.one_of(st.none(), st.floats(0.1, 100.0)), possible=st.booleans())
foods = st.builds(
    lambda name, nutrients, tags: food(name, nutrients=nutrients, tags=tags),
    st.sampled_from(["one", "two", "three", "four"]),
    st.dictionaries(st.sampled_from(NUTRIENTS), st.floats(0.0, 30.0)),
    st.dictionaries(st.sampled_from(TAGS), shares),
)
parts_lists = st.lists(st.tuples(foods, grams), min_size=1, max_size=6)


def whole_of(parts: list[tuple[Food, float]]) -> Mixture:
    return mixed(parts, sum(amount for _, amount in parts))


def same(one: Mixture, other: Mixture) -> None:
    assert dict(one.nutrients) == pytest.approx(dict(other.nutrients))
    assert dict(one.at_least) == pytest.approx(dict(other.at_least))
    assert set(one.tags) == set(other.tags)
    for tag, share in one.tags.items():
        assert share.possible == other.tags[tag].possible
        assert share.grams == pytest.approx(other.tags[tag].grams)


# --- one mixture ----------------------------------------------------------------------------------


@KEEP
@given(parts_lists, st.floats(0.1, 50.0))
def test_more_of_everything_is_the_same_food(parts, factor):
    same(whole_of([(one, amount * factor) for one, amount in parts]), whole_of(parts))


@KEEP
@given(parts_lists, st.randoms(use_true_random=False))
def test_the_order_of_the_parts_does_not_matter(parts, chance):
    mixed_up = parts.copy()
    chance.shuffle(mixed_up)
    same(whole_of(mixed_up), whole_of(parts))


@KEEP
@given(parts_lists, st.integers(0, 5), st.floats(0.1, 0.9))
def test_a_part_in_two_goes_is_the_part_at_once(parts, which, share):
    one, amount = parts[which % len(parts)]
    rest = [part for n, part in enumerate(parts) if n != which % len(parts)]
    twice = [*rest, (one, amount * share), (one, amount * (1 - share))]
    same(whole_of(twice), whole_of([*rest, (one, amount)]))


@KEEP
@given(parts_lists)
def test_what_is_known_is_what_every_part_knows_and_the_rest_is_a_lower_bound(parts):
    found = whole_of(parts)
    every = set.intersection(*(set(one.nutrients) for one, _ in parts))
    some = set().union(*(set(one.nutrients) for one, _ in parts))
    assert set(found.nutrients) == every
    assert set(found.at_least) == some - every == set(found.unknown_of)
    for nutrient, names in found.unknown_of.items():
        assert set(names) == {one.name for one, _ in parts if nutrient not in one.nutrients}


@KEEP
@given(parts_lists)
def test_no_mixture_is_richer_or_poorer_than_its_parts(parts):
    for nutrient, value in whole_of(parts).nutrients.items():
        held = [one.nutrients[nutrient] for one, _ in parts]
        assert min(held) - 1e-9 <= value <= max(held) + 1e-9


@KEEP
@given(parts_lists, st.floats(0.2, 5.0))
def test_figures_go_with_the_weight_when_it_is_done(parts, factor):
    raw = sum(amount for _, amount in parts)
    done = mixed(parts, raw * factor)
    for nutrient, value in whole_of(parts).nutrients.items():
        assert done.nutrients[nutrient] == pytest.approx(value / factor)


@KEEP
@given(parts_lists)
def test_a_tag_is_certain_when_it_is_in_one_part(parts):
    for tag, share in whole_of(parts).tags.items():
        held = [one.tags[tag] for one, _ in parts if tag in one.tags]
        assert share.possible == all(own.possible for own in held)
        assert (share.grams is None) == any(own.grams is None for own in held)


@KEEP
@given(parts_lists, parts_lists)
def test_a_mixture_of_mixtures_is_the_mixture_of_all(first, second):
    known = [
        {"protein_g": 1.0, "fibre_g": 2.0, "magnesium_mg": 3.0, **f.nutrients} for f, _ in first
    ]
    first = [
        (replace(one, nutrients=own), amount)
        for (one, amount), own in zip(first, known, strict=True)
    ]
    inner = whole_of(first)
    made = food("inner", nutrients=inner.nutrients, tags=inner.tags)
    weight = sum(amount for _, amount in first)
    nested, flat = whole_of([(made, weight), *second]), whole_of([*first, *second])
    for nutrient, value in flat.nutrients.items():
        assert nested.nutrients[nutrient] == pytest.approx(value)
    assert set(nested.tags) == set(flat.tags)


@pytest.mark.parametrize("weight", [0.0, -1.0, math.nan, math.inf])
def test_a_whole_that_weighs_nothing_that_can_be_is_refused(weight):
    with pytest.raises(RecipeError, match="a weight above 0"):
        mixed([(GROATS, 10.0)], weight)


@pytest.mark.parametrize("amount", [0.0, -5.0, math.nan, math.inf, -math.inf])
def test_a_part_that_weighs_nothing_that_can_be_is_refused(amount):
    with pytest.raises(RecipeError, match="parts that weigh something"):
        mixed([(GROATS, 10.0), (KVARG, amount)], 100.0)


def test_a_mixture_cannot_be_changed_by_whoever_reads_it():
    found = whole_of([(GROATS, 50.0), (KVARG, 50.0)])
    for mapping in (found.nutrients, found.at_least, found.tags, found.unknown_of):
        with pytest.raises(TypeError):
            mapping["fibre_g"] = 1.0


def test_a_part_that_is_perhaps_there_beside_one_that_is_adds_to_its_grams():
    sure = food("sure", tags={"gluten": certain(50.0)})
    unsure = food("unsure", tags={"gluten": perhaps(10.0)})
    share = whole_of([(sure, 100.0), (unsure, 100.0)]).tags["gluten"]
    assert (share.grams, share.possible) == (30.0, False)


# --- recipes that are kept ------------------------------------------------------------------------


def part(ident: str, amount: float = 100.0) -> Part:
    return Part(ident, amount, f"{amount:g} g of it")


def agree(home) -> None:
    """Every recipe of a home says what its parts say now."""
    own = OwnFoods.load(home)
    everything = {**load_foods(), **own.foods}
    for ident, recipe in own.recipes.items():
        whole = mixed([(everything[p.food], p.grams) for p in recipe.parts], recipe.weight_g)
        held = {name: float(f"{value:.6g}") for name, value in whole.nutrients.items()}
        assert dict(own.foods[ident].nutrients) == pytest.approx(held, rel=1e-4), ident
        assert set(own.foods[ident].tags) >= set(whole.tags), ident


def test_a_recipe_follows_a_food_that_reaches_it_by_two_ways(tmp_path):
    add_food(tmp_path, GROATS)
    add_recipe(tmp_path, "short", [part("own_groats_of_ours")], serves=1)
    add_recipe(tmp_path, "long", [part("own_short")], serves=1)
    both = [part("own_groats_of_ours"), part("own_long")]
    add_recipe(tmp_path, "both", both, serves=1)
    add_food(tmp_path, replace(GROATS, nutrients={"fibre_g": 20.0}), replacing=True)
    foods_now = OwnFoods.load(tmp_path).foods
    assert {i: f.nutrients["fibre_g"] for i, f in foods_now.items()} == dict.fromkeys(
        ("own_groats_of_ours", "own_short", "own_long", "own_both"), 20.0
    )


def test_a_recipe_that_is_made_anew_reaches_those_it_is_in(tmp_path):
    add_food(tmp_path, GROATS)
    add_food(tmp_path, KVARG)
    add_recipe(tmp_path, "inner", [part("own_groats_of_ours")], serves=1)
    add_recipe(tmp_path, "outer", [part("own_inner"), part("own_kvarg")], serves=1)
    add_recipe(tmp_path, "inner", [part("own_kvarg")], serves=1, replacing=True)
    add_food(tmp_path, replace(KVARG, nutrients={"protein_g": 20.0}), replacing=True)
    assert OwnFoods.load(tmp_path).foods["own_outer"].nutrients == {"protein_g": 20.0}
    agree(tmp_path)


@FEW
@given(st.data())
def test_recipes_agree_with_their_parts_whatever_is_changed(tmp_path_factory, data):
    home = tmp_path_factory.mktemp("home")
    add_food(home, GROATS)
    add_food(home, KVARG)
    names = ["own_groats_of_ours", "own_kvarg"]
    for number in range(data.draw(st.integers(1, 4), "recipes")):
        chosen = data.draw(st.lists(st.sampled_from(names), min_size=1, max_size=3, unique=True))
        name = f"mix {number}"
        add_recipe(home, name, [part(one, 50.0 + number) for one in chosen], serves=2)
        names.append(f"own_mix_{number}")
    fibre = data.draw(st.integers(0, 30).map(float))
    add_food(home, replace(GROATS, nutrients={"fibre_g": fibre, "protein_g": 9.0}), replacing=True)
    agree(home)
    add_tags(home, "own_kvarg", ["from the hill"])
    agree(home)


def test_a_recipe_can_not_be_a_part_of_itself_by_way_of_another(tmp_path):
    add_food(tmp_path, GROATS)
    add_recipe(tmp_path, "inner", [part("own_groats_of_ours")], serves=1)
    add_recipe(tmp_path, "outer", [part("own_inner")], serves=1)
    before = read_records(tmp_path)
    with pytest.raises(OwnFoodsError, match="cannot be a part of itself"):
        add_recipe(tmp_path, "inner", [part("own_outer")], serves=1, replacing=True)
    assert read_records(tmp_path) == before
    assert remove(tmp_path, "outer") == "the food 'outer'"
    assert remove(tmp_path, "inner") == "the food 'inner'"


def test_a_file_whose_recipes_go_in_a_circle_is_not_written(tmp_path):
    add_food(tmp_path, GROATS)
    add_recipe(tmp_path, "a", [part("own_groats_of_ours")], serves=1)
    add_recipe(tmp_path, "b", [part("own_a")], serves=1)
    records = read_records(tmp_path)
    circle = replace(
        records,
        parts=tuple(
            row._replace(food="own_b") if row.recipe == "own_a" else row for row in records.parts
        ),
    )
    with pytest.raises(OwnFoodsError, match=r"'own_[ab]' cannot be a part of itself, by way of"):
        write_records(circle, tmp_path)
    assert read_records(tmp_path) == records


def test_an_import_cannot_close_a_circle(tmp_path):
    add_food(tmp_path, GROATS)
    add_recipe(tmp_path, "a", [part("own_groats_of_ours")], serves=1)
    add_recipe(tmp_path, "b", [part("own_a")], serves=1)
    before = read_records(tmp_path)
    (tmp_path / "r.csv").write_text(
        'recipe,serves,weight_g,food,grams,text\nown_a,1,100,own_b,100,"100 g of it"\n'
    )
    with pytest.raises(OwnFoodsError, match="cannot be a part of itself"):
        import_own(tmp_path / "r.csv", tmp_path, replacing=True)
    assert read_records(tmp_path) == before


@pytest.mark.parametrize("serves", [0, -1, math.nan, math.inf, 1001])
def test_a_recipe_serves_a_number_of_people_that_can_be(tmp_path, serves):
    add_food(tmp_path, GROATS)
    with pytest.raises(OwnFoodsError, match=r"serves .*; give from 1 to 1000"):
        add_recipe(tmp_path, "mix", [part("own_groats_of_ours")], serves=serves)
    assert set(OwnFoods.load(tmp_path).foods) == {"own_groats_of_ours"}


def test_a_recipe_of_no_parts_is_refused(tmp_path):
    with pytest.raises(RecipeError, match="needs parts"):
        add_recipe(tmp_path, "air", [], serves=1)
    assert not (tmp_path / "catalog").exists()


def test_the_same_food_may_be_two_parts(tmp_path):
    add_food(tmp_path, GROATS)
    twice = [part("own_groats_of_ours", 30.0), part("own_groats_of_ours", 70.0)]
    made, _ = add_recipe(tmp_path, "twice", twice, serves=4)
    assert (made.serving_g, made.nutrients["fibre_g"]) == (25.0, 10.0)
    assert len(OwnFoods.load(tmp_path).recipes[made.id].parts) == 2


def test_a_recipe_of_the_catalogs_foods_has_what_they_have(tmp_path):
    parts = [part("rye_bread", 60.0), part("butter", 10.0)]
    made, _ = add_recipe(tmp_path, "our toast", parts, serves=1)
    bread, butter = load_foods()["rye_bread"], load_foods()["butter"]
    wanted = (bread.nutrients["protein_g"] * 60 + butter.nutrients["protein_g"] * 10) / 70
    assert made.nutrients["protein_g"] == pytest.approx(wanted, rel=1e-5)
    assert {"gluten", "dairy"} <= set(made.tags)


def test_a_part_taken_from_a_file_is_in_the_recipes_that_have_it(tmp_path):
    add_food(tmp_path, GROATS)
    add_recipe(tmp_path, "mix", [part("own_groats_of_ours")], serves=1)
    (tmp_path / "x.csv").write_text("name,fibre_g\ngroats of ours,20\n")
    import_own(tmp_path / "x.csv", tmp_path, replacing=True)
    own = OwnFoods.load(tmp_path)
    assert own.foods["own_mix"].nutrients == {"fibre_g": 20.0}
    assert set(own.recipes) == {"own_mix"}


def test_a_food_taken_from_a_file_is_no_longer_made_of_its_parts(tmp_path):
    add_food(tmp_path, GROATS)
    add_recipe(tmp_path, "mix", [part("own_groats_of_ours")], serves=1)
    (tmp_path / "x.csv").write_text("name,fibre_g\nmix,3\n")
    import_own(tmp_path / "x.csv", tmp_path, replacing=True)
    own = OwnFoods.load(tmp_path)
    assert (dict(own.recipes), own.foods["own_mix"].nutrients) == ({}, {"fibre_g": 3.0})

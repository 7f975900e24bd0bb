"""What the food commands print, letter by letter: foods by hand, so that no table changes it."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gutline.catalog import Amount
from gutline.cli.food_screen import food_lines, mixture_lines, own_lines, search_lines
from gutline.cli.meal_screen import meal_json, meal_lines, tag_name, tag_unit
from gutline.cli.screen import Screen
from gutline.meals import Item, Match, Meal, TagAmount
from gutline.meals.food_search import Found
from gutline.meals.full_tables import TableEntry, TableHit
from gutline.meals.own_foods import OwnFoods
from gutline.meals.recipes import Part, Recipe, mixed
from tests.meals import kitchen
from tests.meals.foods_by_hand import CountingReader
from tests.meals.own_samples import GROATS, KVARG, certain, food, perhaps
from tests.reports.conftest import compare_golden

GOLDEN = Path(__file__).parents[1] / "golden" / "cli"
PLAIN = Screen(80, ascii_only=False, colour=False)
BREAD = food(
    "rye bread", id="rye_bread", aliases=("roggenbrot", "rye"), serving_g=64.0, group="bread",
    measures={"slice": 32.0, "piece": 45.5}, code="fndds:2707755", origin="catalog", nova=3,
    nutrients={"fibre_g": 5.8, "protein_g": 8.5, "energy_kcal": 259.0, "vitamin_d_ug": 0.04},
    tags={"gluten": certain(61.2), "soy": perhaps(2.0), "fermented_live": perhaps()},
)  # fmt: skip
PILL = food(
    "vitamin D3", id="vitamin_d3", kind="supplement", origin="catalog",
    actives={"vitamin_d": Amount(25.0, "ug"), "vitamin_k2": Amount(100.0, "ug")},
)  # fmt: skip
FROM_TABLE = food(
    "Milk, whole", id="fndds:2705385", code="fndds:2705385", origin="table", serving_g=250.0,
    nutrients={"protein_g": 3.27, "lactose_g": 4.8},
)  # fmt: skip
MIX = food(
    "our mix", id="own_our_mix", serving_g=50.0, tags={"oats": certain(66.7), "hill": certain()}
)
OWN = OwnFoods(
    foods={"own_our_mix": MIX, "rye_bread": BREAD},
    aliases={"my usual": "rye_bread"},
    tags={"own_our_mix": ("hill",)},
    recipes={
        "own_our_mix": Recipe(
            "own_our_mix", 6.0, 300.0,
            (Part("oats", 200.0, "200 g oats"), Part("honey", 100.0, "100 g honey")),
        )
    },
)  # fmt: skip


def page(*parts: list[str]) -> str:
    return "\n\n".join("\n".join(line.rstrip() for line in part) for part in parts) + "\n"


def test_foods_are_shown_as_in_the_golden_file():
    entry = TableEntry(FROM_TABLE, "FNDDS", (("1 cup", 244.0), ("1 fl oz", 30.5)))
    shown = [
        food_lines(BREAD, OWN, PLAIN, entry=None, everything=False),
        food_lines(BREAD, OWN, PLAIN, entry=None, everything=True),
        food_lines(PILL, OWN, PLAIN, entry=None, everything=False),
        food_lines(FROM_TABLE, OWN, PLAIN, entry=entry, everything=False),
        food_lines(MIX, OWN, PLAIN, entry=None, everything=False),
        food_lines(
            food("nothing known", id="own_x"), OwnFoods(), PLAIN, entry=None, everything=False
        ),
        mixture_lines(mixed([(GROATS, 200.0), (KVARG, 50.0)], 250.0), PLAIN),
    ]
    compare_golden(GOLDEN / "foods.txt", page(*shown))


def test_what_is_found_and_what_is_ones_own_are_listed_as_in_the_golden_file():
    found = [Found(BREAD, "roggenbrot"), Found(MIX), Found(PILL)]
    hits = [
        TableHit("fndds:2705385", "Milk, whole", "", "FNDDS"),
        TableHit("ciqual:1", "x" * 120, "", "Ciqual"),
    ]
    lists = [
        search_lines(found, hits, PLAIN),
        search_lines([], hits, PLAIN),
        search_lines([], [], PLAIN),
        own_lines(OWN, {"ciqual.csv": 3_186}, PLAIN),
        own_lines(OwnFoods(), {}, PLAIN),
    ]
    compare_golden(GOLDEN / "lists.txt", page(*lists))


def test_meals_are_told_as_in_the_golden_file():
    lines = [
        "2 rye bread and 20 g butter, soup",
        "decaf coffee, grumph with garlic",
        "pumpernickel and onion soup, 400 mg magnesium",
        "",
    ]
    read = CountingReader()
    compare_golden(GOLDEN / "meals.txt", page(*(meal_lines(read(line), PLAIN) for line in lines)))


@pytest.mark.parametrize("width", [1, 40, 60, 80, 200])
def test_every_screen_fits_whatever_its_width(width):
    screen = Screen(width, ascii_only=False, colour=False)
    entry = TableEntry(FROM_TABLE, "FNDDS", tuple((f"portion {n}" * 5, 1.0) for n in range(9)))
    lines = [
        *food_lines(BREAD, OWN, screen, entry=None, everything=True),
        *food_lines(FROM_TABLE, OWN, screen, entry=entry, everything=True),
        *search_lines([Found(food("y" * 80, id="own_y"))], [], screen),
        *own_lines(OWN, {"t" * 90: 1}, screen),
        *meal_lines(kitchen.read("2 slices rye toast w/ butter, grumph " + "z" * 90), screen),
    ]
    assert max(map(len, lines)) <= max(width, 40)


def test_colour_is_around_the_words_and_never_in_them():
    coloured = Screen(80, ascii_only=False, colour=True)
    for make in (
        lambda screen: food_lines(BREAD, OWN, screen, entry=None, everything=True),
        lambda screen: meal_lines(kitchen.read("2 eggs, grumph, rye bred"), screen),
        lambda screen: search_lines([Found(BREAD)], [], screen),
    ):
        bare = "\n".join(make(coloured))
        for code in ("\x1b[1m", "\x1b[2m", "\x1b[0m"):
            bare = bare.replace(code, "")
        assert bare == "\n".join(make(PLAIN))
        assert "\x1b[1m" in "\n".join(make(coloured))


def test_a_lower_bound_says_whose_figures_are_missing():
    text = " ".join(mixture_lines(mixed([(GROATS, 200.0), (KVARG, 50.0)], 250.0), PLAIN))
    assert "as not known of groats of ours: lactose at least" in " ".join(text.split())


def test_a_tag_of_ones_own_goes_by_its_words_and_grams():
    assert (tag_name("stone_milled"), tag_unit("stone_milled")) == ("stone milled", "g")
    assert (tag_unit("caffeine"), tag_unit("gluten")) == ("mg", "g")


# --- JSON -----------------------------------------------------------------------------------------

NUMBER_OR_NULL = {"type": ["number", "null"], "minimum": 0}
TAGS = {
    "type": "object",
    "additionalProperties": {
        "type": "object",
        "required": ["grams", "possible", "source"],
        "additionalProperties": False,
        "properties": {
            "grams": NUMBER_OR_NULL,
            "possible": {"type": "boolean"},
            "source": {"enum": ["table", "words"]},
        },
    },
}
NUTRIENTS = {"type": "object", "additionalProperties": {"type": "number", "minimum": 0}}
MATCH = {
    "type": "object",
    "required": ["food", "name", "score", "how"],
    "additionalProperties": False,
    "properties": {
        "food": {"type": "string"},
        "name": {"type": "string"},
        "score": {"type": "number", "minimum": 0, "maximum": 1},
        "how": {"enum": ["own", "name", "alias", "search", "spelling"]},
    },
}
ITEM: dict[str, object] = {
    "text": {"type": "string"},
    "name": {"type": "string"},
    "food": {"type": ["string", "null"]},
    "kind": {"enum": ["food", "drink", "supplement", "medicine", None]},
    "quantity": NUMBER_OR_NULL,
    "quantity_high": NUMBER_OR_NULL,
    "unit": {"type": "string"},
    "grams": NUMBER_OR_NULL,
    "assumed": {"type": "boolean"},
    "without": {"type": "array", "items": {"type": "string"}},
    "tags": TAGS,
    "nutrients": NUTRIENTS,
    "matches": {"type": "array", "maxItems": 3, "items": MATCH},
}
MEAL_SCHEMA = {
    "type": "object",
    "required": ["schema", "text", "items", "tags", "nutrients", "problems", "written"],
    "additionalProperties": False,
    "properties": {
        "schema": {"const": 1},
        "text": {"type": "string"},
        "items": {
            "type": "array",
            "items": {
                "type": "object",
                "required": list(ITEM),
                "additionalProperties": False,
                "properties": ITEM,
            },
        },
        "tags": TAGS,
        "nutrients": NUTRIENTS,
        "problems": {"type": "array", "items": {"type": "string"}},
        "written": {"type": "integer", "minimum": 0},
    },
}

words = st.lists(
    st.sampled_from([
        *(one.name for one in kitchen.KITCHEN), "2", "200 g", "half a", "a cup of", "without", "no",
        "and", ",", "grumph", "🍎", "\u202e", "rye bred", "2-3", "1/2", "0", "-1", "1e9 g", "飯",
    ]),
    max_size=8,
).map(" ".join)  # fmt: skip


@settings(max_examples=80)
@given(words, st.integers(0, 9))
def test_json_of_any_meal_keeps_to_its_form(text, written):
    meal = kitchen.read(text)
    rendered = meal_json(meal, written)
    document = json.loads(rendered)
    jsonschema.Draft202012Validator(MEAL_SCHEMA).validate(document)
    assert rendered.isascii()
    assert rendered == meal_json(meal, written)
    assert (document["text"], len(document["items"]), document["written"]) == (
        meal.text, len(meal.items), written,
    )  # fmt: skip
    assert document["nutrients"] == pytest.approx(dict(meal.nutrients))


@settings(max_examples=80)
@given(words)
def test_any_meal_is_shown_item_by_item_without_marks_that_move_the_screen(text):
    meal = kitchen.read(text)
    lines = meal_lines(meal, PLAIN)
    assert sum(line[:4].strip().isdigit() for line in lines) >= len(meal.items)
    assert all(line.isprintable() for line in lines)


def test_what_is_not_known_is_null_in_json_and_said_on_the_screen():
    item = Item(
        "x", "x", None, (), None, None, "", None, assumed=True, without=(), tags={}, nutrients={}
    )
    meal = Meal("x", (item,), ("'x' is no food.",))
    (given_item,) = json.loads(meal_json(meal, 0))["items"]
    assert [given_item[key] for key in ("food", "kind", "quantity", "grams")] == [None] * 4
    assert "amount not known" in meal_lines(meal, PLAIN)[0]


def test_a_tag_of_some_versions_is_an_upper_bound_on_the_screen():
    tags = {
        "gluten": TagAmount(12.5, possible=True, source="table"),
        "allium": TagAmount(None, possible=False, source="words"),
        "caffeine": TagAmount(80.0, possible=False, source="table"),
    }
    match = Match(BREAD, 1.0, "name")
    item = Item(
        "rye bread", "rye bread", BREAD, (match,), 2.0, 3.0, "g", 80.0, assumed=False, without=(),
        tags=tags, nutrients={},
    )  # fmt: skip
    text = " ".join(" ".join(meal_lines(Meal("", (item,), ()), PLAIN)).split())
    assert "2–3 g, 80 g" in text
    assert text.endswith(
        "onion family (by its words) · caffeine 80 mg · gluten up to 12.5 g (possible)"
    ) or ("(by its words) · caffeine 80 mg · gluten up to 12.5 g (possible)" in text)

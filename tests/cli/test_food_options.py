"""The options of `gutline foods add` become a food; lines of any text fit and can be printed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gutline.catalog import Food, load_foods
from gutline.cli.food_options import NewFood, food_of
from gutline.cli.lines import amount, in_ascii, listed, printable, wrapped
from gutline.cli.refusal import RefusalError
from tests.meals.own_samples import KVARG

# --- options --------------------------------------------------------------------------------------


def asked(name: str = "mine", **given: object) -> NewFood:
    said: dict[str, object] = {
        "kind": None, "serving": None, "like": None, "alias": (), "tag": (), "no_tag": (),
        "nutrient": (), "measure": (), "nova": None, "per_serving": False, "replace": False,
    }  # fmt: skip
    return NewFood(name=name, **{**said, **given})


def test_what_is_not_said_is_not_known():
    made = food_of(asked("  my   soup "), None)
    assert (made.name, made.kind, made.serving_g, made.nova) == ("my soup", "food", None, None)
    assert (dict(made.nutrients), dict(made.tags), dict(made.measures)) == ({}, {}, {})
    assert (made.origin, made.group, made.code, made.id) == ("own", "own", "", "")


def test_a_food_like_another_takes_over_what_is_not_said_and_nothing_else():
    made = food_of(
        asked(serving=10.0, nutrient=("protein_g=1",), tag=("nut",), no_tag=("soy",)), KVARG
    )
    assert made.nutrients == {**KVARG.nutrients, "protein_g": 1.0}
    assert set(made.tags) == {"dairy", "fermented_live", "nut"}
    assert (made.serving_g, made.measures, made.aliases) == (10.0, KVARG.measures, ())


def test_a_food_like_one_of_a_table_keeps_its_source_until_a_figure_is_changed():
    bread = load_foods()["rye_bread"]
    assert food_of(asked(), bread).code == bread.code != ""
    assert food_of(asked(nutrient=("fibre_g=7",)), bread).code == ""


def test_a_tag_that_follows_from_a_figure_is_there_unless_it_is_denied():
    strong = ("alcohol_g=12",)
    assert "alcohol" in food_of(asked(nutrient=strong), None).tags
    assert "alcohol" not in food_of(asked(nutrient=strong, no_tag=("alcohol",)), None).tags
    assert "ultra_processed" in food_of(asked(nova=4), None).tags


@given(st.floats(1.0, 1000.0), st.floats(0.0, 50.0))
def test_figures_of_a_serving_are_turned_into_those_of_100_g(serving, value):
    given_food = asked(serving=serving, per_serving=True, nutrient=(f"protein_g={value!r}",))
    made = food_of(given_food, None)
    assert made.nutrients["protein_g"] * serving / 100.0 == pytest.approx(value)


@pytest.mark.parametrize(
    ("given_options", "words"),
    [
        ({"nutrient": ("protein_g",)}, "write it as protein_g=12"),
        ({"nutrient": ("=1",)}, "write it as protein_g=12"),
        ({"nutrient": ("protein_g=-1",)}, "write it as protein_g=12"),
        ({"nutrient": ("protein_g=1e13",)}, "write it as protein_g=12"),
        ({"nutrient": ("protien_g=1",)}, "did you mean protein_g"),
        ({"nutrient": ("zzz=1",)}, "there are "),
        ({"measure": ("slice=x",)}, "slice=40, in grams"),
        ({"measure": ("slize=1",)}, "did you mean slice"),
        ({"tag": ("gluten=x",)}, "gluten=12, in grams in 100 g"),
        ({"per_serving": True, "nutrient": ("protein_g=1",)}, "--per-serving needs --serving"),
    ],
)
def test_an_option_that_is_wrong_is_told_with_its_form_or_the_nearest(given_options, words):
    with pytest.raises(RefusalError) as refusal:
        food_of(asked(**given_options), None)
    assert words in refusal.value.message


def test_the_last_figure_given_for_a_nutrient_counts():
    made = food_of(asked(nutrient=("protein_g=1", "protein_g=2")), None)
    assert isinstance(made, Food)
    assert made.nutrients == {"protein_g": 2.0}


# --- lines ----------------------------------------------------------------------------------------


@given(st.text(max_size=200), st.integers(-5, 120), st.sampled_from(["", "  ", "    "]))
def test_any_text_fits_and_can_be_printed(text, width, indent):
    lines = wrapped(text, width, indent)
    assert lines
    assert all(len(line) <= max(width, 40) for line in lines)
    assert all(printable(line) == line for line in lines)


@given(st.text(max_size=100))
def test_making_harmless_twice_is_once_and_keeps_the_length(text):
    assert printable(printable(text)) == printable(text)
    assert len(printable(text)) == len(text)
    assert in_ascii(in_ascii(text)) == in_ascii(text)


@given(st.floats(1e-6, 1e9))
def test_an_amount_is_near_its_number_in_few_letters(value):
    text = amount(value)
    assert len(text) <= 13
    assert float(text.replace(",", "")) == pytest.approx(value, rel=0.5 if value < 0.001 else 0.006)


def test_a_list_of_nothing_is_nothing():
    assert (listed([]), listed(["a"]), listed(["a", "b"])) == ("", "a", "a · b")
    assert wrapped("", 80, "  ") == [""]

"""Words typed wrong, together or apart, in other spellings and other scripts."""

from __future__ import annotations

import pytest

from gutline.meals.correcting import allowed_edits
from gutline.meals.words import fold, phrase_key, plain, scan, skeleton, tidy
from tests.meals.kitchen import SHELF, names, one, read


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("porrige", "porridge"),
        ("chcolate", "dark chocolate"),
        ("brocolli", "broccoli"),
        ("samlon", "salmon"),
        ("avacado", "avocado"),
        ("tomatoe", "tomato"),
        ("mushrooom", "mushrooms"),
        ("carot", "carrot"),
        ("anchovys", "anchovies"),
        ("cornflaks", "cornflakes"),
        ("sandwi", "sandwich"),
        ("amitryptiline", "amitriptyline"),
    ],
)
def test_a_slip_is_put_right(typed, name):
    item = one(typed)
    assert item.name == name
    assert item.text == typed


def test_a_corrected_word_is_said_to_be_one():
    match = one("porrige").matches[0]
    assert match.how == "spelling"
    assert match.score < 1.0


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("hamcheese sandwich", ["sandwich"]),
        ("ricebean", ["rice", "beans"]),
        ("brusselsprtanchovies", ["brussels sprouts", "anchovies"]),
        ("eggbroccoli", ["eggs", "broccoli"]),
        ("carrotsonionmushroom", ["carrot", "onion", "mushrooms"]),
        ("rawveganchocolate", ["raw vegan chocolate"]),
        ("darkchocolate", ["dark chocolate"]),
        ("corn flakes", ["cornflakes"]),
        ("ice-cream", ["ice cream"]),
        ("icecream", ["ice cream"]),
        ("fishandchips", ["fish and chips"]),
    ],
)
def test_words_run_together_or_torn_apart_are_put_right(typed, expected):
    assert names(typed) == expected


def test_words_taken_apart_share_the_typed_letters():
    assert [item.text for item in read("eggbroccoli").items] == ["egg", "broccoli"]


@pytest.mark.parametrize(
    "word", ["zevia", "sopapilla", "kolache", "bang", "bold", "work", "golf", "wagyu", "kirkland"]
)
def test_a_word_that_is_no_slip_is_left_alone(word):
    assert [part.key for part in SHELF.speller.correct(word, fold(word))] == [fold(word)]


@pytest.mark.parametrize(
    ("one_way", "other"),
    [
        ("tomatoes", "tomato"),
        ("berries", "berry"),
        ("cookies", "cookie"),
        ("sandwiches", "sandwich"),
        ("yoghurt", "yogurt"),
        ("yoghurts", "yogurt"),
        ("omelettes", "omelet"),
        ("chillies", "chili"),
        ("lasagna", "lasagne"),
        ("courgettes", "zucchini"),
        ("shrimps", "prawn"),
        ("hummus", "houmous"),
        ("veggies", "vegetable"),
        ("fibre", "fiber"),
        ("whiskey", "whisky"),
    ],
)
def test_spellings_of_one_word_are_equal(one_way, other):
    assert fold(one_way) == fold(other)


@pytest.mark.parametrize(
    ("one_word", "another"),
    [("fries", "fried"), ("chips", "chop"), ("sweets", "sweet"), ("pea", "pear"), ("gas", "ga")],
)
def test_different_words_stay_different(one_word, another):
    assert fold(one_word) != fold(another)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("CRÈME", "creme"),
        ("Jalapeño", "jalapeno"),
        ("shepherd's", "shepherds"),
        ("ＲＩＣＥ", "rice"),
    ],
)
def test_case_accents_and_apostrophes_do_not_matter(typed, kept):
    assert plain(typed) == kept


def test_a_phrase_is_remembered_in_one_form():
    assert phrase_key("  Eggs N  BACON ") == phrase_key("egg & bacon") == "egg and bacon"
    assert phrase_key("") == ""


@pytest.mark.parametrize(("a", "b"), [("kiwee", "kiwi"), ("catsu", "katsu")])
def test_words_that_sound_alike_have_one_skeleton(a, b):
    assert skeleton(a) == skeleton(b)


def test_short_words_may_hardly_be_wrong():
    assert [allowed_edits("a" * n) for n in (1, 3, 4, 7, 8, 20)] == [0, 0, 1, 1, 2, 2]


@pytest.mark.parametrize("text", ["寿司", "рис", "أرز", "🍕", "ख़ीर", "ข้าว"])
def test_other_scripts_and_pictures_are_kept_by_their_name(text):
    item = one(text)
    assert item.text == text
    assert item.food is None


def test_a_picture_beside_a_food_does_not_hide_it():
    assert one("🍕 pizza").name == "pizza"


def test_what_cannot_be_printed_counts_as_space():
    assert tidy("rye\x00bread\u200b\r\nmilk") == "rye bread \nmilk"


def test_tokens_say_where_they_stand():
    line = "½ cup Rice,x2"
    assert [line[t.start : t.end] for t in scan(line)] == ["½", "cup", "Rice", ",", "x", "2"]
    assert [t.value for t in scan(line) if t.kind == "number"] == [0.5, 2.0]

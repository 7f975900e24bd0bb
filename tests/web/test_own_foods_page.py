"""Foods, recipes and words of one's own, made on a page."""

from __future__ import annotations

import pytest

PAGE = "/settings/foods/"


def page(client, query=""):
    answer = client.get(PAGE + query)
    assert answer.status_code == 200
    return answer.content.decode()


def own(home):
    from gutline.meals.own_foods import OwnFoods

    return OwnFoods.load(home)


def add(client, **fields):
    return client.post(PAGE + "add/", {"name": "", **fields})


def test_a_food_is_added_with_what_is_ticked_and_typed(client, home):
    answer = add(
        client, name="our bread", serving="45", tag=["gluten", "no such"], tags="sourdough"
    )
    assert answer.headers["Location"] == PAGE + "?done=food"
    food = next(iter(own(home).foods.values()))
    assert (food.name, food.serving_g) == ("our bread", 45.0)
    assert set(food.tags) == {"gluten", "sourdough"}
    assert "our bread" in page(client, "?done=food")


def test_a_food_like_another_takes_over_what_is_known_of_it(client, home):
    add(client, name="skyr", like="greek yoghurt", serving="150")
    food = next(iter(own(home).foods.values()))
    assert "dairy" in food.tags
    assert food.nutrients


def test_what_was_added_is_understood_on_today(client):
    add(client, name="grandma's zoodle bake", tag=["dairy"])
    answer = client.post("/eat/understood/", {"text": "grandma's zoodle bake"})
    assert "zoodle bake" in answer.content.decode()
    assert "not known" not in answer.content.decode()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"name": " "}, "needs a name"),
        ({"name": "x" * 101}, "shorten it"),
        ({"name": "bread", "serving": "much"}, "no number"),
        ({"name": "bread", "serving": "-5"}, "more than nothing"),
        ({"name": "bread", "serving": "0"}, "more than nothing"),
        ({"name": "bread", "like": "xyzzyq"}, "xyzzyq"),
    ],
)
def test_a_food_that_cannot_be_is_refused_and_what_was_typed_stays(client, home, fields, said):
    answer = add(client, tag=["gluten"], **fields)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert said in text
    assert 'value="gluten" checked' in text
    assert own(home).foods == {}


def test_a_second_food_of_a_name_replaces_the_first_only_when_told(client, home):
    add(client, name="our bread", tag=["gluten"])
    refused = add(client, name="Our  bread", tag=["nut"])
    assert refused.status_code == 422
    assert "Replace it" in refused.content.decode()
    assert {*next(iter(own(home).foods.values())).tags} == {"gluten"}
    add(client, name="our bread", tag=["nut"], replace="yes")
    assert {*next(iter(own(home).foods.values())).tags} == {"nut"}


def test_a_recipe_has_the_tags_of_its_parts(client, home):
    form = {"name": "my granola", "parts": "200 g oats\n\n50 g honey\n30 g almonds", "serves": "8"}
    assert client.post(PAGE + "recipe/", form).headers["Location"] == PAGE + "?done=recipe"
    food = next(iter(own(home).foods.values()))
    assert food.serving_g == pytest.approx(280 / 8)
    assert "nut" in food.tags
    assert "recipe" in page(client)


@pytest.mark.parametrize(
    ("parts", "serves", "said"),
    [
        ("", "1", "from 1 to 60 parts"),
        ("oats", "1", "does not say how much"),
        ("200 g xyzzyq", "1", "not one food"),
        ("200 g oats and 10 g honey", "1", "not one food"),
        ("200 g oats", "0", "serves 0"),
        ("200 g oats", "many", "no number"),
        ("\n".join(["1 g oats"] * 61), "1", "from 1 to 60 parts"),
    ],
)
def test_a_recipe_that_cannot_be_is_refused(client, home, parts, serves, said):
    form = {"name": "my granola", "parts": parts, "serves": serves}
    answer = client.post(PAGE + "recipe/", form)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert own(home).foods == {}


def test_a_word_means_a_food_from_then_on(client, home):
    form = {"phrase": "my usual", "food": "flat white"}
    assert client.post(PAGE + "word/", form).headers["Location"] == PAGE + "?done=word"
    assert list(own(home).aliases) == ["my usual"]
    assert "“my usual” is flat white" in page(client)
    client.post(PAGE + "remove/", {"name": "my usual"})
    assert own(home).aliases == {}


@pytest.mark.parametrize(
    ("phrase", "food"), [("", "coffee"), ("my usual", "xyzzyq"), ("x" * 200, "coffee")]
)
def test_a_word_for_nothing_is_refused(client, home, phrase, food):
    answer = client.post(PAGE + "word/", {"phrase": phrase, "food": food})
    assert answer.status_code == 422
    assert own(home).aliases == {}


def test_what_is_typed_is_shown_as_text(client):
    answer = add(client, name="<script>alert(1)</script>", like="xyzzyq")
    assert "<script>alert(1)" not in answer.content.decode()


def test_a_person_who_shares_the_home_has_foods_of_their_own(client, home, person):
    from gutline.store.home import foods_place, make_foods_place

    add(client, name="our bread")
    assert foods_place(home, person) == home
    make_foods_place(home, person)
    apart = foods_place(home, person)
    assert apart.stat().st_mode & 0o077 == 0
    assert "our bread" not in page(client)
    add(client, name="my own bread")
    assert [f.name for f in own(apart).foods.values()] == ["my own bread"]
    assert [f.name for f in own(home).foods.values()] == ["our bread"]

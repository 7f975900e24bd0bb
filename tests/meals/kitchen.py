"""A kitchen of some fifty foods made by hand, and meals read with nothing else."""

from __future__ import annotations

from types import MappingProxyType

from gutline.catalog import Amount, Food, TagShare
from gutline.meals import Item, Meal
from gutline.meals.foods_index import Foods
from gutline.meals.reading import read_with

CERTAIN = TagShare(None, possible=False)
POSSIBLE = TagShare(None, possible=True)


def food(
    name: str,
    *aliases: str,
    kind: str = "food",
    group: str = "dishes",
    serving_g: float | None = 100.0,
    measures: dict[str, float] | None = None,
    tags: dict[str, TagShare] | None = None,
    popularity: float = 0.5,
    actives: dict[str, Amount] | None = None,
    origin: str = "catalog",
    **nutrients: float,
) -> Food:
    """A food; nutrients per 100 g."""
    return Food(
        id=name.replace(" ", "_").replace("-", "_"), name=name, aliases=aliases, kind=kind,
        group=group, serving_g=serving_g, measures=MappingProxyType(measures or {}),
        nutrients=nutrients, tags=tags or {}, nova=None, code="", popularity=popularity,
        actives=actives or {}, origin=origin,
    )  # fmt: skip


def grams(value: float) -> TagShare:
    return TagShare(value, possible=False)


GLUTEN = {"gluten": grams(60.0)}
DAIRY = {"dairy": grams(100.0)}
VEG = {"group": "vegetables"}
DRINK = {"kind": "drink", "group": "drinks"}

KITCHEN = [
    food("rye bread", tags=GLUTEN, measures={"slice": 40.0}, group="bread"),
    food("bread", tags=GLUTEN, measures={"slice": 30.0}, serving_g=60.0, popularity=1.0),
    food("rye toast", tags=GLUTEN, measures={"slice": 30.0}),
    food("toast", tags=GLUTEN, measures={"slice": 30.0}, serving_g=60.0, popularity=0.9),
    food("bread roll", "white roll", tags=GLUTEN, measures={"piece": 50.0}),
    food("butter", tags=DAIRY, measures={"tbsp": 14.0}, serving_g=10.0, group="dairy"),
    food("milk", "cow's milk", tags=DAIRY, serving_g=200.0, lactose_g=4.8, **DRINK),
    food("oat milk", tags={"oats": CERTAIN}, serving_g=200.0, **DRINK),
    food("cheese", tags=DAIRY, measures={"slice": 20.0}, serving_g=30.0, popularity=0.8),
    food("yoghurt", tags=DAIRY, serving_g=150.0, measures={"cup": 240.0}),
    food("porridge", "oatmeal", tags={"oats": CERTAIN}, measures={"bowl": 250.0}, serving_g=240.0),
    food("cornflakes", measures={"bowl": 35.0}, serving_g=30.0),
    food("eggs", tags={"egg": CERTAIN}, measures={"piece": 50.0, "large": 60.0}, popularity=0.9),
    food("scrambled eggs", tags={"egg": CERTAIN}, measures={"piece": 60.0}),
    food("bacon", tags={"red_meat": CERTAIN}, measures={"rasher": 25.0}, group="meat"),
    food("sausage", tags={"red_meat": CERTAIN}, measures={"piece": 60.0}, group="meat"),
    food("ham", tags={"red_meat": CERTAIN}, group="meat"),
    food("chicken", "hen", group="meat", popularity=0.9),
    food("salmon", tags={"oily_fish": CERTAIN}, group="fish"),
    food("anchovies", group="fish"),
    food("tomato", tags={"nightshade": CERTAIN}, measures={"piece": 80.0}, **VEG),
    food("pepper", tags={"nightshade": CERTAIN}, **VEG),
    food("onion", tags={"allium": grams(100.0)}, **VEG),
    food("garlic", tags={"allium": grams(100.0)}, measures={"clove": 4.0}, **VEG),
    food("carrot", **VEG),
    food("broccoli", **VEG),
    food("brussels sprouts", **VEG),
    food("mushrooms", tags={"polyols": CERTAIN}, **VEG),
    food("potato", tags={"nightshade": CERTAIN}, **VEG),
    food("avocado", measures={"piece": 150.0}, **VEG),
    food("vegetables", **VEG),
    food("beans", tags={"legume": CERTAIN}, **VEG),
    food("rice", measures={"cup": 160.0}, popularity=0.9, group="grains"),
    food("almonds", tags={"nut": CERTAIN}, measures={"handful": 28.0, "piece": 1.2}),
    food("banana", measures={"piece": 118.0}, group="fruit"),
    food("apple", measures={"piece": 180.0, "small": 120.0}, group="fruit"),
    food("dark chocolate", "chocolate", tags={"caffeine": CERTAIN}, measures={"square": 10.0}),
    food("raw vegan chocolate"),
    food("ice cream", tags=DAIRY, measures={"scoop": 60.0}),
    food("vanilla ice cream", tags=DAIRY, measures={"scoop": 60.0}),
    food("sandwich", tags=GLUTEN, serving_g=180.0),
    food("chicken sandwich", tags=GLUTEN, serving_g=190.0),
    food("salad", tags={"raw_leafy": CERTAIN}, popularity=0.8),
    food("side salad"),
    food("caesar salad", tags=DAIRY | {"gluten": grams(10.0)}),
    food("croutons", tags={"gluten": grams(90.0), "egg": POSSIBLE}),
    food("burger", tags=GLUTEN | {"red_meat": CERTAIN}),
    food("pizza", "pizza pie", tags=GLUTEN | DAIRY, measures={"slice": 110.0}),
    food("pepperoni pizza", tags=GLUTEN | DAIRY, measures={"slice": 115.0}),
    food("lasagne", tags=GLUTEN | DAIRY),
    food("soup", serving_g=300.0, measures={"bowl": 300.0, "mug": 250.0}),
    food("tomato soup", serving_g=300.0, tags={"nightshade": CERTAIN}),
    food("fish and chips", "fish 'n' chips", tags={"fried": CERTAIN}),
    food("chips", "fries", tags={"fried": CERTAIN}, popularity=0.8),
    food("macaroni cheese", "mac and cheese", "macaroni and cheese", tags=GLUTEN | DAIRY),
    food("beans on toast", tags=GLUTEN),
    food("gin and tonic", tags={"alcohol": CERTAIN}, alcohol_g=8.0, **DRINK),
    food("coffee", tags={"caffeine": CERTAIN}, serving_g=240.0, caffeine_mg=40.0, **DRINK),
    food("latte", tags=DAIRY | {"caffeine": CERTAIN}, caffeine_mg=30.0, serving_g=300.0, **DRINK),
    food("tea", "pint of tea", tags={"caffeine": CERTAIN}, serving_g=240.0, **DRINK),
    food("water", serving_g=250.0, popularity=1.0, **DRINK),
    food("cider", tags={"alcohol": CERTAIN}, serving_g=500.0, alcohol_g=4.0, **DRINK),
    food("wine", tags={"alcohol": CERTAIN}, serving_g=150.0, measures={"glass": 175.0}, **DRINK),
    food("red wine", tags={"red_wine": grams(100.0)}, measures={"glass": 175.0}, **DRINK),
    food("7 up", kind="drink", group="drinks"),
    food("sugar", serving_g=4.0, measures={"tsp": 4.0, "piece": 4.0}),
    food("vitamin d", kind="supplement", group="supplements", serving_g=None,
         actives={"vitamin_d": Amount(25.0, "ug")}),
    food("vitamin b12", "b12", kind="supplement", group="supplements", serving_g=None),
    food("omega-3", "omega 3", kind="supplement", group="supplements", serving_g=1.0,
         measures={"capsule": 1.0}, actives={"epa_dha": Amount(600.0, "mg")}),
    food("amitriptyline", "amitriptyline 10 mg", kind="medicine", group="medicines",
         serving_g=None, actives={"amitriptyline": Amount(10.0, "mg")}),
]  # fmt: skip

SHELF = Foods({one.id: one for one in KITCHEN})


def read(text: str) -> Meal:
    """Read a meal with the foods of the kitchen."""
    return read_with(text, SHELF)


def one(text: str) -> Item:
    """Read a line that holds one food."""
    items = read(text).items
    assert len(items) == 1, [item.text for item in items]
    return items[0]


def names(text: str) -> list[str]:
    """Read a line and return what the foods are called, "?" before what is not known."""
    return [("" if item.food else "?") + item.name for item in read(text).items]

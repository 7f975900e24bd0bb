"""Which tags an ingredient has: the public table's, with our corrections by name.

The public table tags ingredients by words of their names, and misses what a name does not say
("Pie, blueberry" has flour) or says misleadingly ("sesame butter" is no dairy).
"""

from __future__ import annotations

import functools
import re

from scripts.foods_build.tables import Leaf, Tables

# Our tag id -> the name it has in the public table.
COLUMNS = {
    "gluten": "gluten_grain", "oats": "oats", "dairy": "dairy", "allium": "allium",
    "legume": "legume", "polyols": "polyol_food", "crucifer": "crucifer",
    "nightshade": "nightshade", "leafy_green": "leafy_green", "red_wine": "red_wine",
    "fermented_live": "live_probiotic_likely", "turmeric": "turmeric", "ginger": "ginger",
    "bone_broth": "bone_broth", "cured_meat": "cured_meat", "histamine_prone": "histamine_likely",
    "nut": "nut", "soy": "soy", "egg": "egg", "sweetener": "artificial_sweetener",
}  # fmt: skip

_MIXED_FAST_FOOD = (
    r"sandwich|burger|biscuit|croissant|muffin|bagel|pizza|pancake|griddle|french toast|"
    r"breadstick|taco.*soft|burrito|quesadilla|fajita|hush pupp|breaded|nugget|tenders?\b|"
    r"corn ?dog|onion rings|submarine|wrap"
)
ALSO = {
    "gluten": r"^(?:crackers|cookies?|sweet rolls|bread|rolls|cakes?|danish|doughnuts|muffins|"
    r"coffeecake|english muffins|biscuits|pancakes?|waffles?),|^pie, (?!fillings)|^tart,|phyllo|"
    r"strudel|lasagna|ravioli|tortellini|pot pie|noodle|ramen|lo mein|potsticker|wonton|"
    r"egg rolls?,|empanada|pita|breakfast bar|nutri-grain|special k|grape-nuts|shredded|"
    r"golden crisp|crisp.?rice|rice krispies|corn flakes|frosted flakes|mueslix|smart start|"
    r"cinnamon toast|golean|froot loops|chex mix|clif bar|mozzarella sticks|general tso|"
    r"orange chicken|sweet and sour chicken|vermicelli|rice-a-roni|worcestershire|"
    r"sauce, (?:hoisin|teriyaki|oyster)|beef stroganoff|gravy|taquitos.*flour|uncle sam|"
    r"frozen novelties.*(?:sandwich|cone)|hot pockets|"
    rf"(?:fast foods?|restaurant|school lunch).*(?:{_MIXED_FAST_FOOD})",
    "oats": r"cheerios|clif bar|mueslix|lucky charms|alpha-bits|tasteeos|oatcake|quaker oat",
    "egg": r"mayonnaise(?!.*tofu)|salad dressing, (?:caesar|mayonnaise)|meringue|custard|quiche|"
    r"noodles, egg|sponge|tartar|french toast|eggnog|sauce, hollandaise",
    "nightshade": r"ketchup|catsup|pizza|marinara|spaghetti sauce|pasta sauce|barbecue|lasagna|"
    r"sauce, cocktail|minestrone|worcestershire|chili|ravioli.*tomato|french fries|home fries|"
    r"vegetable juice|gnocchi|hash brown|paprika|pepper sauce",
    "oily_fish": r"salmon|mackerel|sardine|herring|anchov|trout|sprat|pilchard|\beel\b|caviar|"
    r"fish, tuna, fresh, bluefin|sablefish|butterfish|shad\b",
    "dairy": r"pizza, cheese|quesadilla|mozzarella|puddings?, .*ready-to-eat|sherbet|"
    r"new england|lasagna|nougat|caramels?\b|fudge|toppings, butterscotch|stroganoff|"
    r"whey|cheese sauce|alfredo|crepe|eggnog",
    "soy": r"sauce, (?:hoisin|teriyaki|duck)|general tso|lo mein|kung pao|soy ?milk",
    "cured_meat": r"bratwurst|knackwurst|pickle and pimiento loaf|beef, cured|scrapple|pate,|"
    r"turkey breast, sliced|\bdeli\b|liver cheese|beerwurst|cervelat|thuringer|braunschweiger|"
    r"summer sausage|pancetta",
    "nut": r"marzipan|nougat|snickers|reese|butterfinger|almond joy|praline|nutella|"
    r"chocolate-flavored hazelnut|peanut",
    "allium": r"salsa|\bcurry\b|pasta sauce|spaghetti sauce|marinara|garlic|onion",
    "caffeine": r"chocolate",
    "sweetener": r"no sugar added",
    "polyols": r"sugar.?free|sugarless|applesauce|plums|prune",
    "crucifer": r"coleslaw|sauerkraut|cabbage|mustard greens",
    "legume": r"split pea|refried|chickpea|papad|burrito.*bean|chili.*bean|"
    r"minestrone",
    "ginger": r"^spices, ginger",
    "turmeric": r"^spices, (?:turmeric|curry)",
}  # fmt: skip
NEVER = {
    "gluten": r"root beer|ginger beer|^syrups|^potato|^pie fill|corn tortilla|rice cake|buckwheat|"
    r"rice cracker|gluten.free|fruit butters|^cheese puffs|snacks, corn|taco shell|squash|"
    r"cheesecake filling|puffed? rice|rice, puffed|malted milk(?! powder)|cornmeal|corn cake|"
    r"potato roll-?ups|puffs? or twists|snacks, fruit|fruit leather|popcorn|roll-?ups?, fruit|"
    r"egg rolls?, filling|cream puff, filling|wheat grass|candy rolls|fish, roll|rice noodle|"
    r"noodles, (?:chinese, cellophane|rice|japanese, soba)|corn pops|spaghetti/marinara|"
    r"^sauce, (?:pasta|tomato|spaghetti)|spaghetti sauce",
    "dairy": r"tahini|sesame|butterhead|cream style|bread and butter|without milk|nuts, |"
    r"peanut|cashew|almond|soy ?milk|soybean|tofu|cream soda|fruit butters|marshmallow|"
    r"confection fat|butter replacement|head ?cheese|cream of rice|cream of wheat|butterfinger|"
    r"popcorn, microwave|butterscotch candies|milk thistle|^oil,|margarine|"
    r"non.?dairy|cocoa butter|soy protein|cream puff shell|crackers, milk substitute|"
    r"ice cream cones|cookies?, butter or sugar|cream-filled|coconut|powder, without|"
    r"for milk, powder|liquid dairy substitute|cream substitute|dairy substitute",
    "legume": r"yogurt|lecithin|\boil\b|soy sauce|shoyu|tamari|protein isolate|sauce made from soy|"
    r"peas, edible-podded|sprout|bean curd, fried|string|carob|formulated bar|soy ?milk|"
    r"vanilla bean|green, raw|yardlong|winged|crackers|\bbran\b",
    "allium": r"^(?:rolls|bagels|crackers|bread),",
    "nightshade": r"pepper, (?:black|white)|sweet ?potato|"
    r"pepper(?:s|), pickle|peppermint|pepperoni|potato(?:es)? pancake mix",
    "leafy_green": r"parsley|cilantro|coriander|cabbage, (?:green|red|savoy|common)",
    "bone_broth": r"no broth|bone removed|wing|drumstick|vegetable broth|mushroom with|"
    r"turkey, light|canned, no",
    "cured_meat": r"roast beef, deli|turkey and gravy|meatless|poultry salad|hamburger|bacon bits|"
    r"beef, ground|pork, fresh|graham|meat extender|vegetarian|fresh,|"
    r"chicken breast, deli, rotisserie",
    "nut": r"nutmeg|coconut|doughnut|butternut|chestnut|squash|without (?:nuts|peanuts)|pine, ",
    "soy": r"\boil\b|semisoft|lecithin|worcestershire|margarine",
    "egg": r"eggplant|egg substitute|noodles|eggless|egg rolls?,",
    "turmeric": r"mustard",
    "red_wine": r"cooking",
    "histamine_prone": r"root beer|ginger beer",
    "sweetener": r"syrup, table",
    "oily_fish": r"^fish oil|imitation|dressing|^soup",
    "crucifer": r"\boil\b|mustard, prepared|spices|watercress, oil",
    "fermented_live": r"frozen|coated|covered|\bbar\b|cereal|candy|tofu|parfait|smoothie",
    "polyols": r"juice drink|apple cider|\bpies?\b|\bcake|\bbars?\b|cereal|babyfood|custard-apple|"
    r"pineapple|crab ?apple|rose-?apple|soup",
}  # fmt: skip

_SAVOURY = re.compile(
    r"^(?!rolls|bagels|crackers|bread|taco shell|syrup).*(?:soup|chili|stew|lasagna|ravioli|"
    r"tortellini|burrito|enchilada|tamale|pupusa|empanada|taco|pizza|hot pockets|hamburger|"
    r"cheeseburger|pasta mix|sauce, (?:barbecue|salsa|pizza|pasta)|gravy|pot pie|meatball|"
    r"restaurant, (?:chinese|latino)|stuffing|sausage|bratwurst|salad dressing|rice mix|"
    r"rice-a-roni|ramen|potsticker|entree)",
    re.IGNORECASE,
)
# Groups that the public table calls mixtures although most of their members are one thing.
_ONE_THING = re.compile(
    r"^cereals, (?!.*(?:maple|fruit|apple|raisin))|^sweeteners?|^syrups?|^honey|^sugars?|"
    r"^(?!fast|school|restaurant|turnover|pizza|sausage, egg).*sausage|^molasses|^cocoa|^jams|"
    r"^jellies|^leavening|^soup, stock|broth|bouillon|^salami|^bacon|ham\b|^frankfurter|^bologna|"
    r"^pepperoni|^gelatins?, dry|^vinegar|^snacks, (?:popcorn|pork skins)|^catsup|^tomato|"
    r"^sauce, (?:fish|soy)|^yogurt|^kefir|^milk\b|^popcorn|^cream\b",
    re.IGNORECASE,
)
_MIXED = re.compile(
    r"fast foods?|school lunch|restaurant|pizza|^cookies?|bar\b|^turnover|^dumpling|^candies",
    re.IGNORECASE,
)


@functools.cache
def _rules(tag: str) -> tuple[re.Pattern[str] | None, re.Pattern[str] | None]:
    also, never = ALSO.get(tag), NEVER.get(tag)
    return (
        re.compile(also, re.IGNORECASE) if also else None,
        re.compile(never, re.IGNORECASE) if never else None,
    )


def leaf_has(tables: Tables, leaf: Leaf, tag: str) -> bool:
    """Return whether an ingredient has a tag."""
    return _has(tables.leaf_tags.get(leaf.code, {}).get(COLUMNS.get(tag, ""), ""), leaf.name, tag)


@functools.cache
def _has(flag: str, name: str, tag: str) -> bool:
    also, never = _rules(tag)
    if never and never.search(name):
        return False
    return flag == "1" or bool(also and also.search(name))


def is_mixture(tables: Tables, leaf: Leaf) -> bool:
    """Return whether an ingredient is itself made of several, in amounts that are not known."""
    if _ONE_THING.search(leaf.name):
        return False
    flag = tables.leaf_tags.get(leaf.code, {}).get("is_composite", "")
    return flag == "1" or bool(_MIXED.search(leaf.name))


def is_savoury_mixture(tables: Tables, leaf: Leaf) -> bool:
    """Return whether an ingredient is a dish or sauce that usually has onion or garlic in it."""
    return is_mixture(tables, leaf) and bool(_SAVOURY.search(leaf.name))


def is_raw(leaf: Leaf) -> bool:
    """Return whether an ingredient went in raw; whether it was eaten raw is another question."""
    return bool(re.search(r"\braw\b|lettuce", leaf.name, re.IGNORECASE))

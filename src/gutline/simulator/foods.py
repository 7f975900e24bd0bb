"""The foods of simulated people: names, tags and the meals they belong to."""

from __future__ import annotations

from dataclasses import dataclass

SLOTS = ("breakfast", "lunch", "snack", "dinner")

# From eaten by most people on most days to rare; the meals are the slots by their first letter.
_TABLE = """
coffee: caffeine; b b s
rye bread: gluten, fructans; b b d
butter: dairy; b b d
milk: dairy, lactose; b b s
apple: fructose; s s l
banana: ; b s s
tomato: nightshade; l d
yoghurt: dairy, lactose; b s
cheese: dairy; b l d
potato: nightshade; l d d
onion: fructans; l d
olive oil: ; l d
egg: ; b b l
chicken: ; l d
pasta: gluten, fructans; l d
rice: ; l d
porridge: gluten; b b
orange: citrus; b s
wheat roll: gluten, fructans; b l
chocolate: dairy, histamine; s s d
carrot: ; l d s
salad leaves: ; l d
ham: histamine; b l d
bell pepper: nightshade; l d
garlic: fructans; l d
black tea: caffeine; b s s
biscuits: gluten; s s
almonds: nuts; s s b
beef: ; l d
honey: fructose; b s
cucumber: ; l d
salami: histamine; b d
broccoli: ; l d
cream: dairy, lactose; l s d
mushrooms: polyols; l d
lentils: legumes, galactans; l d
salmon: fish; l d
wine: alcohol, histamine; d d
beer: alcohol, gluten; d d
pizza: gluten, dairy; l d
chickpeas: legumes, galactans; l d
spinach: histamine; l d
crisps: ; s s d
ice cream: dairy, lactose; s d
pear: fructose, polyols; s s
tofu: soy; l d
pork: ; l d
grapes: fructose; s
walnuts: nuts; b s
tuna: fish, histamine; l d
muesli: gluten, fructans; b
jam: fructose; b b
peas: legumes; l d
courgette: ; l d
cake: gluten, dairy; s s
avocado: polyols; b l
orange juice: citrus, fructose; b b
cottage cheese: dairy, lactose; b d
kefir: dairy, lactose; b s
sauerkraut: histamine, fermented; l d
aubergine: nightshade; l d
beans: legumes, galactans; l d
leek: fructans; l d
cauliflower: polyols; l d
bacon: histamine; b
strawberries: histamine; b s
blueberries: ; b s
cola: caffeine; l s
green tea: caffeine; b s
peanut butter: nuts; b s
couscous: gluten, fructans; l d
shrimp: shellfish; l d
sweet potato: ; l d
quinoa: ; l d
soy sauce: soy, gluten, histamine; l d
croissant: gluten, dairy; b
mango: fructose; s
asparagus: fructans; l d
sausage: histamine; l d
popcorn: ; s
"""


@dataclass(frozen=True, slots=True)
class Food:
    """A food, the tags it carries, and its share of each slot of `SLOTS`, adding up to 1.

    `strengths` says for each tag how much of it a serving holds, as a multiple of the usual; 1 for
    all where it is empty.
    """

    name: str
    tags: tuple[str, ...]
    slots: tuple[float, ...]
    strengths: tuple[float, ...] = ()

    def strength_of(self, tag: str) -> float:
        """Return how much of a tag one serving holds, as a multiple of the usual."""
        if tag not in self.tags:
            return 0.0
        return self.strengths[self.tags.index(tag)] if self.strengths else 1.0


def known_foods() -> tuple[Food, ...]:
    """Return the table of foods, from those most people eat daily to rare ones."""
    return tuple(_food(line) for line in _TABLE.strip().splitlines())


def foods_for(count: int) -> tuple[Food, ...]:
    """Return `count` foods; beyond the table the same foods come again as further kinds."""
    table = known_foods()
    listed = []
    for index in range(count):
        kind, food = index // len(table) + 1, table[index % len(table)]
        name = food.name if kind == 1 else f"{food.name}, kind {kind}"
        listed.append(Food(name, food.tags, food.slots))
    return tuple(listed)


def _food(line: str) -> Food:
    name, _, rest = line.partition(":")
    tags, _, meals = rest.partition(";")
    letters = meals.split()
    share = tuple(letters.count(slot[0]) / len(letters) for slot in SLOTS)
    return Food(name, tuple(t.strip() for t in tags.split(",") if t.strip()), share)

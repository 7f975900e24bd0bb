"""Tags of each food from what it is made of, with grams in 100 g where they can be told.

Two sources are put together: the ingredients of the FNDDS recipe with their tags, and the food
patterns (FPED), which tell the grain, dairy, egg, nut, cured meat, tomato and potato in 100 g for
mixtures too. Rules:

- Below a tag's `certain` grams it is no more than possible, below its `possible` grams nothing.
- Grams of a mixture are an upper bound. Where the food patterns bound them, they count as known;
  elsewhere the tag is possible.
- Onion and garlic, pulses, fructan grains and polyols are there or not: no public table has grams
  of what matters in them.
- Dairy is grams of milk: one cup equivalent is 244 g; butter and cream, which the food patterns do
  not count, by their protein.
- Gluten is the grain of the food patterns, less the part of rice, maize, oats and their like. Grain
  counts dry: as flour in what is baked, as dry pasta or oats in what is cooked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from gutline.catalog import TagShare
from scripts.foods_build.leaf_rules import (
    is_mixture,
    is_raw,
    is_savoury_mixture,
    leaf_has,
)
from scripts.foods_build.tables import Leaf, Row, Tables

MILK_CUP_G = 244.0
MILK_PROTEIN_G = 3.3
OUNCE_G = 28.35
FLOUR_OUNCE_G = 16.0
EGG_OUNCE_EQUIVALENT_G = 50.0
EGG_PROTEIN_G = 12.6
NUT_OUNCE_EQUIVALENT_G = 14.2
TOMATO_CUP_G = 180.0
POTATO_CUP_G = 150.0
PULSE_CUP_G = 175.0
POWDERED_ALLIUM = 8.0


@dataclass(frozen=True, slots=True)
class Least:
    """From how many grams in 100 g a tag is certain, and from how many possible."""

    certain: float
    possible: float


INGREDIENT_TAGS: Mapping[str, Least] = {
    "bone_broth": Least(20.0, 5.0),
    "crucifer": Least(3.0, 0.5),
    "cured_meat": Least(3.0, 1.0),
    "egg": Least(3.0, 1.0),
    "fermented_live": Least(10.0, 3.0),
    "ginger": Least(0.3, 0.05),
    "histamine_prone": Least(10.0, 3.0),
    "leafy_green": Least(2.0, 0.5),
    "nightshade": Least(3.0, 0.4),
    "nut": Least(1.0, 0.3),
    "oats": Least(3.0, 1.0),
    "oily_fish": Least(5.0, 1.0),
    "polyols": Least(10.0, 3.0),
    "red_wine": Least(20.0, 5.0),
    "soy": Least(1.0, 0.3),
    "sweetener": Least(0.01, 0.01),
    "turmeric": Least(0.2, 0.05),
}
GRAIN = Least(3.0, 1.0)
GLUTEN = Least(2.0, 0.4)
FRUCTAN_GRAIN = Least(5.0, 1.0)
DAIRY = Least(5.0, 1.5)
DAIRY_INGREDIENT = Least(2.0, 0.5)
ALLIUM = Least(0.8, 0.1)
LEGUME = Least(3.0, 0.5)
MUCH_OF_A_MIXTURE_G = 10.0
RAW_LEAVES = Least(2.0, 0.5)
# What the food patterns count by itself, so that it is there whatever the ingredients are called.
TOLD_BY_PATTERNS = frozenset({"egg", "cured_meat", "nightshade"})
_OTHER_GRAIN = re.compile(
    r"\brice\b|\bcorn\b(?!.*(?:sweet|syrup|starch))|cornmeal|\boats?\b|oatmeal|cheerios|quinoa|"
    r"millet|buckwheat|popcorn|hominy|masa|sorghum|amaranth|tamale|pupusa|taco shell|chex|kix",
    re.IGNORECASE,
)
_DRY_GRAIN = re.compile(
    r"pasta|macaroni|spaghetti|noodle|lasagna|ravioli|tortellini|\brice\b(?! flour)|couscous|"
    r"bulgur|cereals|granola|\boats\b|popcorn|quinoa|barley|millet|wheat germ|\bbran\b|kernel|"
    r"semolina|"
    r"amaranth|buckwheat groats|grits|vermicelli|ramen|lo mein",
    re.IGNORECASE,
)
_NO_GRAIN = re.compile(r"\boil\b|syrup|starch|vinegar|milk", re.IGNORECASE)
_INULIN = re.compile(r"inulin|chicory root", re.IGNORECASE)
_NO_SALAD_LEAF = re.compile(r"parsley|cilantro|cabbage", re.IGNORECASE)
_MALTED = re.compile(
    r"kellogg.*(?:corn flakes|rice krispies|frosted flakes|crispix)|crisp rice", re.IGNORECASE
)
_SOY_MILK = re.compile(r"soy ?milk|soymilk", re.IGNORECASE)
_POWDER = re.compile(r"powder|dehydrated", re.IGNORECASE)
_EATEN_RAW = re.compile(
    r"\braw\b|salad|lettuce|slaw|sandwich|burger|taco|wrap\b|\bsub\b|\bblt\b|gyro|burrito|"
    r"smoothie|spring roll",
    re.IGNORECASE,
)
_COOKED_CATEGORY = re.compile(
    r"mixed dish|soup|bread|cake|cookie|pizza|pasta|muffin|pancake|meat|chicken|rolls|sauce",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Made:
    """What one food is made of.

    Attributes
    ----------
    tables : Tables
        The public tables.
    leaves : sequence of Leaf
        Its ingredients.
    patterns : Mapping of str to str
        Its food patterns; empty when there are none.
    description, category : str
        The words of the public table.
    """

    tables: Tables
    leaves: Sequence[Leaf]
    patterns: Row
    description: str
    category: str

    def grams(self, wanted: Callable[[Leaf], bool]) -> float:
        """Return grams of the ingredients that are wanted."""
        return sum(leaf.grams for leaf in self.leaves if wanted(leaf))

    def tagged(self, tag: str, *, mixed: bool) -> float:
        """Return grams of the ingredients with a tag, mixtures or others."""
        return self.grams(
            lambda leaf: leaf_has(self.tables, leaf, tag) and self.mixed(leaf) is mixed
        )

    def mixed(self, leaf: Leaf) -> bool:
        """Return whether an ingredient is itself a mixture."""
        return is_mixture(self.tables, leaf)

    def pattern(self, *names: str) -> float:
        """Return the sum of some food patterns, in their own equivalents."""
        return sum(float(self.patterns[name]) for name in names if self.patterns)


def tags_of(made: Made) -> dict[str, TagShare]:
    """Return the tags of a food, by id in order."""
    found: dict[str, TagShare | None] = {
        tag: _ingredient(made, tag, least) for tag, least in INGREDIENT_TAGS.items()
    }
    gluten = _gluten(made)
    found |= {
        "gluten": gluten,
        "fructan_grain": _fructan_grain(made, gluten),
        "whole_grain": _share(_grain(made, "g_whole"), GRAIN),
        "refined_grain": _share(_grain(made, "g_refined"), GRAIN),
        "dairy": _dairy(made),
        "allium": _allium(made),
        "legume": _legume(made),
        "raw_leafy": _raw(made, lambda leaf: _column(made, leaf, "raw_leafy")),
        "crucifer_raw": _raw(made, lambda leaf: leaf_has(made.tables, leaf, "crucifer")),
    }
    if _COOKED_CATEGORY.search(made.category):
        found["fermented_live"] = None
    return {tag: share for tag, share in sorted(found.items()) if share}


def _share(grams: float, least: Least, *, possible: bool = False) -> TagShare | None:
    """Return the share of so many grams, when they are enough to be told."""
    if grams < least.possible:
        return None
    return TagShare(grams, possible=possible or grams < least.certain)


def _without_grams(share: TagShare | None) -> TagShare | None:
    return TagShare(None, possible=share.possible) if share else None


def _ingredient(made: Made, tag: str, least: Least) -> TagShare | None:
    """Return the share of a tag that ingredients have or have not."""
    plain, mixed = made.tagged(tag, mixed=False), made.tagged(tag, mixed=True)
    bound = _bound(made, tag)
    if tag in TOLD_BY_PATTERNS and bound >= least.possible:
        share = _share(max(plain, bound) if tag != "egg" else bound, least)
    elif tag == "egg":
        share = _share(min(plain + mixed, _egg_by_protein(made)), least)
    elif tag == "nut" and made.patterns:
        share = _share(min(plain + mixed, bound), least)
    elif mixed and bound:
        share = _share(max(plain, min(mixed, bound)), least)
    else:
        share = _share(plain + mixed, least, possible=plain < least.certain)
    return share


def _bound(made: Made, tag: str) -> float:
    """Return the most grams that the food patterns allow; 0 where they do not tell."""
    if tag == "nightshade":
        tomato = made.pattern("v_redor_tomato") * TOMATO_CUP_G
        return tomato + made.pattern("v_starchy_potato") * POTATO_CUP_G
    patterns = {
        "egg": ("pf_eggs", EGG_OUNCE_EQUIVALENT_G),
        "cured_meat": ("pf_curedmeat", OUNCE_G),
        "nut": ("pf_nutsds", NUT_OUNCE_EQUIVALENT_G),
        "oats": ("g_whole", OUNCE_G),
    }
    name, grams = patterns.get(tag, ("", 0.0))
    return made.pattern(name) * grams if name else 0.0


def _egg_by_protein(made: Made) -> float:
    """Return the most egg that the protein of its ingredients allows: a tenth of mayonnaise."""
    protein = 0.0
    for leaf in made.leaves:
        if leaf_has(made.tables, leaf, "egg"):
            nutrients = made.tables.leaf_nutrients.get(leaf.code, {})
            protein += leaf.grams * float(nutrients.get("Protein", EGG_PROTEIN_G)) / 100.0
    return protein / EGG_PROTEIN_G * 100.0


def _grain(made: Made, *patterns: str) -> float:
    """Return grams of dry grain: an ounce equivalent is 28.35 g of pasta or oats, 16 g of flour."""
    dry = made.grams(lambda leaf: bool(_DRY_GRAIN.search(leaf.name)))
    flour = made.grams(lambda leaf: _is_gluten(made, leaf) and not _DRY_GRAIN.search(leaf.name))
    share = dry / (dry + flour) if dry + flour else 0.0
    return made.pattern(*patterns) * (OUNCE_G * share + FLOUR_OUNCE_G * (1.0 - share))


def _gluten(made: Made) -> TagShare | None:
    grain = _grain(made, "g_whole", "g_refined")
    wheat = made.grams(lambda leaf: _is_gluten(made, leaf))
    other = made.grams(
        lambda leaf: (
            bool(_OTHER_GRAIN.search(leaf.name))
            and not _NO_GRAIN.search(leaf.name)
            and not _is_gluten(made, leaf)
        )
    )
    malted = made.grams(lambda leaf: bool(_MALTED.search(leaf.name)))
    if wheat and grain:
        return _share(grain * wheat / (wheat + other), GLUTEN)
    if malted or wheat:
        # Beer, soy sauce and malted cereals: there, but little of the weight is grain.
        return _without_grams(_share(malted + wheat, Least(10.0, 1.0)))
    if not other and any(map(made.mixed, made.leaves)):
        return _share(grain, GRAIN, possible=True)
    return None


def _is_gluten(made: Made, leaf: Leaf) -> bool:
    return leaf_has(made.tables, leaf, "gluten") and not _MALTED.search(leaf.name)


def _fructan_grain(made: Made, gluten: TagShare | None) -> TagShare | None:
    inulin = made.grams(lambda leaf: bool(_INULIN.search(leaf.name)))
    if inulin >= LEGUME.possible:
        return TagShare(None, possible=inulin < LEGUME.certain)
    grams = gluten.grams if gluten and gluten.grams else 0.0
    return _without_grams(_share(grams, FRUCTAN_GRAIN, possible=bool(gluten and gluten.possible)))


def _dairy(made: Made) -> TagShare | None:
    """Return grams of milk; soy milk, which the food patterns count as dairy, is not dairy."""
    plain, mixed = made.tagged("dairy", mixed=False), made.tagged("dairy", mixed=True)
    soy_milk = made.grams(lambda leaf: bool(_SOY_MILK.search(leaf.name)))
    milk = 0.0 if soy_milk else made.pattern("d_total") * MILK_CUP_G
    if not (plain or mixed or any(map(made.mixed, made.leaves))):
        return None
    if milk >= DAIRY.possible:
        return _share(
            milk, DAIRY, possible=milk < DAIRY.certain and plain < DAIRY_INGREDIENT.certain
        )
    if plain >= DAIRY_INGREDIENT.possible:
        return TagShare(_by_protein(made), possible=plain < DAIRY_INGREDIENT.certain)
    return TagShare(None, possible=True) if mixed >= DAIRY.certain else None


def _by_protein(made: Made) -> float | None:
    """Return grams of milk with as much protein as the dairy ingredients have."""
    protein = 0.0
    for leaf in made.leaves:
        if leaf_has(made.tables, leaf, "dairy") and not made.mixed(leaf):
            nutrients = made.tables.leaf_nutrients.get(leaf.code)
            if nutrients is None:
                return None
            protein += leaf.grams * float(nutrients["Protein"]) / 100.0
    return protein / MILK_PROTEIN_G * 100.0 or None


def _allium(made: Made) -> TagShare | None:
    """Return onion and garlic; powders count as what they were made from."""
    tagged = [leaf for leaf in made.leaves if leaf_has(made.tables, leaf, "allium")]
    plain = [leaf for leaf in tagged if not made.mixed(leaf)]
    fresh = sum(
        leaf.grams * (POWDERED_ALLIUM if _POWDER.search(leaf.name) else 1) for leaf in plain
    )
    named = sum(leaf.grams for leaf in tagged if made.mixed(leaf))
    if fresh >= ALLIUM.certain or named >= MUCH_OF_A_MIXTURE_G:
        return TagShare(None, possible=False)
    usual = made.grams(lambda leaf: is_savoury_mixture(made.tables, leaf))
    possible = fresh >= ALLIUM.possible or usual >= MUCH_OF_A_MIXTURE_G
    return TagShare(None, possible=True) if possible else None


def _legume(made: Made) -> TagShare | None:
    plain, mixed = made.tagged("legume", mixed=False), made.tagged("legume", mixed=True)
    pulses = made.pattern("v_legumes") * PULSE_CUP_G
    if any(map(made.mixed, made.leaves)) and pulses >= LEGUME.possible:
        return _without_grams(_share(max(plain, pulses), LEGUME))
    if mixed >= MUCH_OF_A_MIXTURE_G:
        return TagShare(None, possible=False)
    return _without_grams(_share(plain, LEGUME))


def _raw(made: Made, wanted: Callable[[Leaf], bool]) -> TagShare | None:
    """Return what goes in raw, in foods that are eaten so."""
    if not _EATEN_RAW.search(made.description):
        return None
    return _share(made.grams(lambda leaf: is_raw(leaf) and wanted(leaf)), RAW_LEAVES)


def _column(made: Made, leaf: Leaf, column: str) -> bool:
    row: Mapping[str, str] = made.tables.leaf_tags.get(leaf.code, {})
    return row.get(column) == "1" and not _NO_SALAD_LEAF.search(leaf.name)

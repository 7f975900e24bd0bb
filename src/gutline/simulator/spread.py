"""People of whom a tag is known by the gram: it lies in many foods, and it or one food acts."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from gutline.diary import Contents
from gutline.simulator.body import draw_body
from gutline.simulator.menu import Menu, draw_menu
from gutline.simulator.person import live
from gutline.simulator.scenario import Effects, Scenario
from gutline.simulator.truth import SimulatedPerson

TAG = "gluten"
DECOYS = ("alpha", "beta", "gamma", "delta")
GRAMS = 20.0
_STRENGTH_SPREAD = 0.6
# Points a dose at the peak. A tag is eaten about twice a day, so that even a weak one may show.
POINTS = {"tag": (0.6, 2.5), "weak tag": (0.2, 0.9), "food": (0.6, 2.5)}
# Servings a day of all carriers together: more, and there is no day without the tag.
_MOST_SERVINGS = 2.0


def draw_spread_person(
    truth: str,
    *,
    days: int,
    rng: np.random.Generator,
    foods: int = 90,
    carriers: int = 30,
    outcomes: int = 2,
) -> SimulatedPerson:
    """Draw a person whose diary says what its foods hold.

    Parameters
    ----------
    truth : {"tag", "weak tag", "food"}
        What acts on every outcome: the grams of a tag that lies in many foods, the same with a
        small effect, or one of those foods for a reason of its own.
    days : int
    rng : numpy.random.Generator
    foods, carriers, outcomes : int
        Foods of the menu, how many of them carry the tag, and symptoms.

    Raises
    ------
    ValueError
        When the truth is none of these.
    """
    if truth not in POINTS:
        raise ValueError(f"The truth is one of {', '.join(POINTS)}, not {truth!r}.")
    weakest, strongest = POINTS[truth]
    effects = Effects(least=1, most=1, weakest=weakest, strongest=strongest, tag=truth != "food")
    knobs = Scenario(story="A tag lies in many foods.", effects=effects)
    menu = _tagged(draw_menu(foods, rng), (TAG,), carriers, rng)
    body = draw_body(knobs, _of_carriers(menu), outcomes, rng)
    menu = _tagged(menu, DECOYS, carriers // 2, rng)
    person = live(f"spread {truth}", knobs, menu, body, days=days, rng=rng)
    diary = replace(person.diary, tags={}, contents=_contents(menu))
    return replace(person, diary=diary)


def _tagged(menu: Menu, tags: tuple[str, ...], count: int, rng: np.random.Generator) -> Menu:
    """Give each tag to some foods at random, in strengths of its own."""
    given = [
        dict(zip(food.tags, food.strengths, strict=True)) if food.strengths else {}
        for food in menu.foods
    ]
    shares = menu.day_shares.copy()
    for tag in tags:
        chosen = rng.permutation(len(menu.foods))[:count]
        for index in chosen.tolist():
            given[index][tag] = float(np.exp(rng.normal(0.0, _STRENGTH_SPREAD)))
        if tag == TAG:
            shares[chosen] *= min(1.0, _MOST_SERVINGS / float(shares[chosen].sum()))
    foods = tuple(
        replace(food, tags=tuple(own), strengths=tuple(own.values()))
        for food, own in zip(menu.foods, given, strict=True)
    )
    return Menu(foods, shares)


def _of_carriers(menu: Menu) -> Menu:
    """Return the foods that carry the tag, of which what acts is drawn."""
    own = [index for index, food in enumerate(menu.foods) if TAG in food.tags]
    return Menu(tuple(menu.foods[index] for index in own), menu.day_shares[own])


def _contents(menu: Menu) -> dict[str, Contents]:
    return {
        food.name: Contents(100.0, {tag: GRAMS * food.strength_of(tag) for tag in food.tags}, {})
        for food in menu.foods
        if food.tags
    }

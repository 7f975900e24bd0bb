"""What a simulated person eats: which foods, how often, at which meals, how much."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from gutline.simulator.foods import Food, foods_for, known_foods

if TYPE_CHECKING:
    from collections.abc import Mapping

FloatArray = NDArray[np.float64]

MOST_SHARE, LEAST_SHARE = 0.97, 0.02
# A Zipf-like fall from the favourite food to the rarest; see tests/simulator/test_calibration.py.
FAVOURITE, FALL = 1.6, 0.8
DOSE_SPREAD = 0.45
LEAST_DOSE, MOST_DOSE, DOSE_STEP = 0.5, 2.0, 0.25


@dataclass(frozen=True, slots=True, eq=False)
class Menu:
    """A person's foods and habits.

    Attributes
    ----------
    foods : tuple of Food
    day_shares : ndarray of shape (foods,)
        Probability that a food is eaten on a day.
    """

    foods: tuple[Food, ...]
    day_shares: FloatArray

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the foods."""
        return tuple(food.name for food in self.foods)

    @property
    def tags(self) -> dict[str, tuple[str, ...]]:
        """Return the tags of every food that has any."""
        return {food.name: food.tags for food in self.foods if food.tags}

    def carriers(self, tag: str) -> tuple[str, ...]:
        """Return the foods that carry a tag."""
        return tuple(food.name for food in self.foods if tag in food.tags)

    def share_of(self, name: str) -> float:
        """Return the probability that a food is eaten on a day."""
        return float(self.day_shares[self.names.index(name)])

    def slot_chances(self) -> FloatArray:
        """Return the probability of each food (columns) at each slot of a day (rows).

        Slots are independent, and the chance of at least one serving a day is the day share.
        """
        slots = np.array([food.slots for food in self.foods]).T
        return np.asarray(1.0 - (1.0 - self.day_shares) ** slots)


@dataclass(frozen=True, slots=True)
class Company:
    """Which foods come with which: food to companion, and how reliably (see `Eating`)."""

    of: Mapping[str, str] = field(default_factory=dict)
    company: float = 0.0
    alone: float = 0.0


def draw_menu(foods: int, rng: np.random.Generator) -> Menu:
    """Draw a person's foods, each with its own habitual share of days.

    Raises
    ------
    ValueError
        When `foods` is below 1.
    """
    if foods < 1:
        raise ValueError(f"A simulated person eats at least 1 food, not {foods}.")
    listed = foods_for(max(len(known_foods()), foods))
    chosen = np.sort(rng.permutation(min(len(listed), 2 * foods))[:foods])
    kept = tuple(listed[index] for index in chosen.tolist())
    rank = 1 + np.argsort(np.argsort(np.arange(foods) + rng.normal(0.0, 0.15 * foods, foods)))
    usual = FAVOURITE / rank**FALL * np.exp(rng.normal(0.0, 0.2, foods))
    return Menu(kept, np.clip(usual, LEAST_SHARE, MOST_SHARE))


def draw_doses(shape: tuple[int, int], rng: np.random.Generator) -> FloatArray:
    """Draw servings, log-normal around one and rounded to quarters."""
    dose = np.exp(rng.normal(0.0, DOSE_SPREAD, shape))
    stepped = np.round(dose / DOSE_STEP) * DOSE_STEP
    return np.asarray(np.clip(stepped, LEAST_DOSE, MOST_DOSE))


def logit(chance: FloatArray) -> FloatArray:
    """Return the log odds of chances strictly between 0 and 1."""
    return np.log(chance) - np.log1p(-chance)


def chance(odds: FloatArray) -> FloatArray:
    """Return the chances of log odds."""
    return np.asarray(1.0 / (1.0 + np.exp(-odds)))


def keep_company(
    servings: FloatArray,
    doses: FloatArray,
    names: tuple[str, ...],
    company: Company,
    rng: np.random.Generator,
) -> FloatArray:
    """Put companions on the plate: a companion's own habit gives way to its food's."""
    together = servings.copy()
    for food, companion in company.of.items():
        eaten = servings[:, names.index(food)] > 0
        column = names.index(companion)
        with_it = eaten & (rng.random(eaten.size) < company.company)
        spare = company.alone * company.company * eaten.mean() / max(1.0 - eaten.mean(), 1e-9)
        without = ~eaten & (rng.random(eaten.size) < spare)
        together[:, column] = np.where(with_it | without, doses[:, column], 0.0)
    return together

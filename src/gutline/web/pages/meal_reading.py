"""How a typed meal is understood: foods as chips, each with what else it may be."""

from __future__ import annotations

import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from gutline.catalog import load_measures
from gutline.diary.measures import number_text

if TYPE_CHECKING:
    from django.http import QueryDict

    from gutline.diary.entries import Entry
    from gutline.meals import Item, Meal
    from gutline.meals.own_foods import OwnFoods

EATEN = frozenset({"food", "drink", "supplement", "medicine"})
_FIELD = re.compile(r"food-(\d{1,3})")
_MOST_PICKED = 60
# Two threads that load the same modules at once can meet one that is half loaded.
_LOADING = threading.RLock()


@dataclass(frozen=True, slots=True)
class Meant:
    """A food that a phrase may mean."""

    id: str
    name: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Chip:
    """One food of a meal as it was understood.

    Attributes
    ----------
    phrase : str
        The words that name it.
    name : str
        The food; "" when it is not known.
    amount : str
        How much, in words.
    guessed : bool
        Whether a word was corrected or the food only looked for.
    meant : tuple of Meant
        What it may be instead.
    picked : str
        The food that was picked for the phrase, else "".
    """

    phrase: str
    name: str
    amount: str
    guessed: bool
    meant: tuple[Meant, ...]
    picked: str


@dataclass(frozen=True, slots=True)
class Chips:
    """A meal as it was understood, and what was not."""

    chips: tuple[Chip, ...]
    problems: tuple[str, ...] = ()


def picked_of(form: QueryDict) -> dict[str, str]:
    """Return what was picked on the page: the phrase and the food it means."""
    picked: dict[str, str] = {}
    for name, food in form.items():
        match = _FIELD.fullmatch(name)
        phrase = form.get(f"phrase-{match[1]}", "") if match else ""
        first = form.get(f"first-{match[1]}", "") if match else ""
        if phrase and food and food != first and len(picked) < _MOST_PICKED:
            picked[phrase[:200]] = str(food)[:100]
    return picked


def read_chips(text: str, picked: Mapping[str, str], home: Path) -> Chips:
    """Return how a text is understood."""
    if not text.strip():
        return Chips(())
    with _LOADING:
        own = _own_foods(home)
        meant = _as_meant(text, picked, own)
    meal = _read(meant.text, own)
    chips = tuple(_chip(item, own, meant) for item in meal.items)
    unknown = [repr(chip.phrase) for chip in chips if not chip.name]
    # What the chip of an unknown food says need not be said twice.
    problems = (p for p in meal.problems if not any(p.startswith(phrase) for phrase in unknown))
    return Chips(chips, tuple(problems))


@dataclass(frozen=True, slots=True)
class _AsMeant:
    """A text with the foods that were picked in the place of what was typed.

    `typed` has the typed phrase of each food that was put in, `picked` the foods by phrase.
    """

    text: str
    typed: Mapping[str, str]
    picked: Mapping[str, str]


def _as_meant(text: str, picked: Mapping[str, str], own: OwnFoods) -> _AsMeant:
    from gutline.catalog import load_foods  # noqa: PLC0415 - the foods are loaded when needed
    from gutline.meals.words import phrase_key  # noqa: PLC0415 - the same

    foods = {**load_foods(), **own.foods}
    typed: dict[str, str] = {}
    good = {phrase: ident for phrase, ident in picked.items() if ident in foods and phrase.strip()}
    for phrase, ident in good.items():
        words = r"\s+".join(map(re.escape, phrase.split()))
        name = foods[ident].name
        pattern = re.compile(rf"(?<!\w){words}(?!\w)", re.IGNORECASE)
        text, count = pattern.subn(name.replace("\\", r"\\"), text)
        if count:
            typed[phrase_key(name)] = phrase
    return _AsMeant(text, typed, good)


def _read(text: str, own: OwnFoods) -> Meal:
    from gutline.meals import read_meal  # noqa: PLC0415 - the foods are loaded when needed

    return read_meal(text, own)


def warm_up() -> None:
    """Load the foods, so that the first meal is understood as fast as the others."""
    with _LOADING:
        from gutline.meals.meal_entries import entries_of  # noqa: F401, PLC0415 - as above
        from gutline.meals.own_foods import OwnFoods  # noqa: PLC0415 - the same

        _read("rye bread", OwnFoods())


def _chip(item: Item, own: OwnFoods, meant: _AsMeant) -> Chip:
    from gutline.meals.meal_entries import SURE, spoken_name  # noqa: PLC0415 - as above
    from gutline.meals.words import phrase_key  # noqa: PLC0415 - the same

    spoken = spoken_name(item, own)
    phrase = meant.typed.get(phrase_key(spoken), spoken)
    name = item.name if item.food else ""
    if name and item.without:
        name = _("%(food)s without %(what)s") % {"food": name, "what": ", ".join(item.without)}
    chosen = item.food.id if item.food else ""
    return Chip(
        phrase=phrase,
        name=name,
        amount=_amount(item),
        guessed=bool(item.matches) and item.matches[0].how not in SURE,
        meant=tuple(Meant(m.food.id, m.food.name, m.food.id == chosen) for m in item.matches),
        picked=meant.picked.get(phrase, ""),
    )


def _amount(item: Item) -> str:
    if item.assumed or item.quantity is None:
        return ""
    number = number_text(round(item.quantity, 2))
    if item.quantity_high is not None:
        number += f"–{number_text(round(item.quantity_high, 2))}"
    said = f"{number} {_unit_words(item)}".strip()
    if item.grams is None or item.unit == "g":
        return said
    return _("%(said)s, about %(grams)s g") % {"said": said, "grams": f"{item.grams:.0f}"}


def _unit_words(item: Item) -> str:
    """Return the unit of an item as it is said of its quantity: "slice" of one, "slices" of two."""
    measure = load_measures().get(item.unit)
    if measure is None:
        return item.unit
    many = f"{measure.name}s"
    return many if (item.quantity or 0) > 1 and many in measure.words else measure.name


def _own_foods(home: Path) -> OwnFoods:
    from gutline.meals.own_foods import OwnFoods  # noqa: PLC0415 - the foods are loaded when needed

    return OwnFoods.load(home)


def entries_typed(
    text: str, picked: Mapping[str, str], home: Path, at: datetime
) -> tuple[Entry, ...]:
    """Return a typed meal as entries of a diary."""
    with _LOADING:
        from gutline.meals.meal_entries import entries_of  # noqa: PLC0415 - as above

        own = _own_foods(home)
        meant = _as_meant(text, picked, own)
    return entries_of(_read(meant.text, own), at, own)


def learn(picked: Mapping[str, str], home: Path, day: date) -> None:
    """Remember what was picked, so that it is not asked again; what cannot be is left."""
    from gutline.meals.home import HomeError  # noqa: PLC0415 - as above
    from gutline.meals.own_foods_changes import remember_choice  # noqa: PLC0415 - the same
    from gutline.meals.own_records import OwnFoodsError  # noqa: PLC0415 - the same

    for phrase, food in picked.items():
        try:
            remember_choice(home, phrase, food, day)
        except (OwnFoodsError, HomeError):
            continue

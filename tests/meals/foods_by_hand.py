"""A small catalog made by hand, and a reader of it whose every answer can be worked out."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from gutline.catalog import Amount, Food, TagShare
from gutline.diary import Contents, Diary, Entry
from gutline.meals.meal import Item, Match, Meal, TagAmount
from gutline.meals.quantities import Amount as Said
from gutline.meals.weighing import nutrients_of, weigh

START = datetime(2026, 3, 1, 8, tzinfo=UTC)


def food(
    name: str,
    *aliases: str,
    serving_g: float | None = 100.0,
    kind: str = "food",
    tags: dict[str, TagShare] | None = None,
    active: Amount | None = None,
    **nutrients: float,
) -> Food:
    """A food, with nutrients per 100 g; a supplement has one active in one piece."""
    return Food(
        id=name.replace(" ", "_"), name=name, aliases=aliases, kind=kind, group="by hand",
        serving_g=serving_g, measures={}, nutrients=nutrients, tags=tags or {}, nova=None, code="",
        popularity=0.5, actives={name: active} if active else {},
    )  # fmt: skip


CERTAIN = TagShare(None, possible=False)
FOODS = [
    food("rye bread", "pumpernickel", serving_g=40.0, fibre_g=6.0, water_g=40.0, protein_g=8.0,
         tags={"gluten": TagShare(50.0, possible=False), "whole_grain": CERTAIN}),
    food("butter", serving_g=10.0, fibre_g=0.0, water_g=16.0, protein_g=0.8,
         tags={"dairy": TagShare(100.0, possible=False)}),
    food("milk", "cow's milk", "whole milk", serving_g=200.0, kind="drink", fibre_g=0.0,
         water_g=88.0, protein_g=3.5, tags={"dairy": TagShare(100.0, possible=False)}),
    food("soup", serving_g=300.0, fibre_g=1.0, tags={"allium": TagShare(5.0, possible=True)}),
    food("coffee", "cuppa joe", serving_g=240.0, kind="drink", water_g=99.0, caffeine_mg=40.0,
         fibre_g=0.0, protein_g=0.1, tags={"caffeine": CERTAIN}),
    food("magnesium", serving_g=None, kind="supplement", active=Amount(100.0, "mg")),
    food("ibuprofen", serving_g=None, kind="medicine"),
]  # fmt: skip
_NAMED = {name: (f, how) for f in FOODS for name, how in
          [(f.name, "name"), *((alias, "alias") for alias in f.aliases)]}  # fmt: skip
_AMOUNT = re.compile(r"(?P<n>\d+)\s*(?P<unit>g|mg)?\s+(?P<rest>.+)")
_DOSES = {"caffeine": "caffeine_mg"}


class CountingReader:
    """Reads names of the catalog above: "2 rye bread and 20 g butter"; counts what it read."""

    def __init__(self, **choices: str) -> None:
        self.read: list[str] = []
        self._choices = choices

    def __call__(self, text: str) -> Meal:
        self.read.append(text)
        parts = re.split(r",| and | with ", text)
        return Meal(text, tuple(self._item(part.strip()) for part in parts if part.strip()), ())

    def _item(self, text: str) -> Item:
        found = _AMOUNT.fullmatch(text)
        words = found["rest"] if found else text
        quantity = float(found["n"]) if found else None
        unit = (found["unit"] or "") if found else ""
        plain, without = (words[6:], ("caffeine",)) if words[:6] == "decaf " else (words, ())
        match = self._match(plain)
        return item(text, words, match, quantity, unit, without)

    def _match(self, words: str) -> Match | None:
        if words in self._choices:
            return Match(_NAMED[self._choices[words]][0], 1.0, "own")
        if words in _NAMED:
            return Match(_NAMED[words][0], 1.0, _NAMED[words][1])
        last = words.rsplit(" ", maxsplit=1)[-1]
        return Match(_NAMED[last][0], 0.6, "search") if last in _NAMED else None


def item(
    text: str,
    words: str,
    match: Match | None,
    quantity: float | None,
    unit: str,
    without: tuple[str, ...],
) -> Item:
    """An item as the real reader makes it."""
    if match is None:
        tags = (
            {"allium": TagAmount(None, possible=False, source="words")} if "garlic" in text else {}
        )
        return Item(
            text, words, None, (), quantity, None, unit, None, quantity is None, (), tags, {}
        )
    known = match.food
    weight = weigh(known, Said(quantity, unit=unit))
    nutrients, scale = nutrients_of(known, weight), (weight.grams or 0.0) / 100.0
    tags = {
        tag: TagAmount(
            nutrients.get(_DOSES.get(tag, ""), share.grams and share.grams * scale),
            share.possible, "table",
        )
        for tag, share in known.tags.items() if tag not in without
    }  # fmt: skip
    return Item(
        text, known.name, known, (match,), quantity, None, unit, weight.grams, weight.assumed, without,
        tags, nutrients,
    )  # fmt: skip


def eaten(*names: str, kind: str = "food", **fields: object) -> list[Entry]:
    """Entries an hour apart on the first day."""
    return [
        Entry(START + timedelta(hours=hour), kind, name, **fields)  # type: ignore[arg-type]
        for hour, name in enumerate(names)
    ]


def days_of(
    *names: str, days: int, marked: bool = True, kind: str = "food", extra: int = 0
) -> list[Entry]:
    """The same food on every day, each day marked complete; `extra` days more without a mark."""
    entries = []
    for day in range(days + extra):
        at = START + timedelta(days=day)
        entries += [Entry(at + timedelta(hours=n), kind, name) for n, name in enumerate(names)]
        if marked and day < days:
            entries.append(Entry(at, "complete", "all"))
    return entries


def described(entries: list[Entry], **contents: Contents) -> Diary:
    """A diary with contents given by hand; names are written with _ for a space."""
    own = {name.replace("_", " "): held for name, held in contents.items()}
    return Diary(tuple(entries), contents=own)

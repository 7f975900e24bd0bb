"""A meal as it was understood: for people in a terminal, and as JSON for programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from gutline.cli.lines import amount, bold, dim, listed, printable, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gutline.catalog import Measure
    from gutline.cli.screen import Screen
    from gutline.meals import Item, Meal, TagAmount

SCHEMA = 1
_INDENT = "    "
_TOTALS = ("fibre_g", "protein_g", "alcohol_g", "caffeine_mg")


def meal_lines(meal: Meal, screen: Screen) -> list[str]:
    """Return what was understood, item by item."""
    lines: list[str] = []
    for number, item in enumerate(meal.items, 1):
        lines += _item_lines(number, item, screen)
    for problem in meal.problems:
        lines += wrapped(problem, screen.width)
    return lines


def _item_lines(number: int, item: Item, screen: Screen) -> list[str]:
    lead = f"{number:>2}  "
    name = printable(item.name)
    head = wrapped(f"{name}  {_amount(item)}".rstrip(), screen.width, lead, _INDENT)
    if head[0].startswith(lead + name):
        head[0] = lead + bold(name, screen) + head[0][len(lead + name) :]
    said = printable(item.text)
    lines = head
    if said.casefold() != name.casefold():
        lines += [dim(line, screen) for line in wrapped(f"from: {said}", screen.width, _INDENT)]
    if item.tags:
        lines += wrapped(listed(_tags(item.tags)), screen.width, _INDENT)
    if item.without:
        lines += wrapped("without " + ", ".join(item.without), screen.width, _INDENT)
    others = [f"{m.food.name} ({m.food.id})" for m in item.matches[1:]]
    if others:
        words = "or: " + listed(others)
        lines += [dim(line, screen) for line in wrapped(words, screen.width, _INDENT)]
    return lines


def _amount(item: Item) -> str:
    said = _quantity(item)
    dosed = item.food is not None and item.food.kind in {"supplement", "medicine"}
    grams = "" if item.grams is None or (dosed and said) else f"{amount(item.grams)} g"
    if item.assumed and grams:
        grams += ", assumed"
    known = ", ".join(filter(None, (said if said != grams else "", grams)))
    if known:
        return known
    return "amount not known"


def _quantity(item: Item) -> str:
    if item.quantity is None:
        return ""
    from gutline.catalog import load_measures

    number = amount(item.quantity)
    if item.quantity_high is not None:
        number += f"–{amount(item.quantity_high)}"
    measure = load_measures().get(item.unit)
    if measure is None:
        return f"{number} {item.unit}".rstrip() if item.unit else f"{number} ×"
    if measure.grams is not None or measure.ml == 1.0:
        return f"{number} {measure.id}"
    return f"{number} {measure.name if number == '1' else _plural(measure)}"


def _plural(measure: Measure) -> str:
    """Return the word for several of a measure: "slices", "glasses"."""
    start = measure.name[:3]
    plurals = (w for w in measure.words if w.startswith(start) and w.endswith("s"))
    return next((word for word in plurals if word != measure.name), measure.name)


def _tags(tags: Mapping[str, TagAmount]) -> Iterable[str]:
    """Yield each tag with its dose, those that are only possible last."""
    for tag, eaten in sorted(tags.items(), key=lambda item: (item[1].possible, item[0])):
        words = f"{tag_name(tag)}{_dose(tag, eaten)}"
        marks = [
            m
            for m, is_so in (("possible", eaten.possible), ("by its words", _said(eaten)))
            if is_so
        ]
        yield f"{words} ({', '.join(marks)})" if marks else words


def _said(eaten: TagAmount) -> bool:
    return eaten.source == "words"


def tag_name(tag: str) -> str:
    """Return the name of a tag for people; one of their own is its id."""
    from gutline.catalog import load_tags

    known = load_tags().get(tag)
    return known.name if known else tag.replace("_", " ")


def tag_unit(tag: str) -> str:
    """Return the unit of a tag's dose."""
    from gutline.catalog import load_nutrients, load_tags

    known = load_tags().get(tag)
    if known is None or known.dose == "grams":
        return "g"
    return load_nutrients()[known.dose].unit.replace("ug", "µg")


def _dose(tag: str, eaten: TagAmount) -> str:
    if not eaten.grams:
        return ""
    most = "up to " if eaten.possible else ""
    return f" {most}{amount(eaten.grams)} {tag_unit(tag)}"


def meal_json(meal: Meal, entries: int) -> str:
    """Return the meal as JSON: ASCII only, so that every terminal and program takes it.

    Parameters
    ----------
    meal : Meal
    entries : int
        How many entries were written into a diary.
    """
    document = {
        "schema": SCHEMA,
        "text": meal.text,
        "items": [_item_json(item) for item in meal.items],
        "tags": _tags_json(meal.tags),
        "nutrients": dict(meal.nutrients),
        "problems": list(meal.problems),
        "written": entries,
    }
    return json.dumps(document, indent=2, allow_nan=False) + "\n"


def _item_json(item: Item) -> dict[str, object]:
    return {
        "text": item.text,
        "name": item.name,
        "food": item.food.id if item.food else None,
        "kind": item.food.kind if item.food else None,
        "quantity": item.quantity,
        "quantity_high": item.quantity_high,
        "unit": item.unit,
        "grams": item.grams,
        "assumed": item.assumed,
        "without": list(item.without),
        "tags": _tags_json(item.tags),
        "nutrients": dict(item.nutrients),
        "matches": [
            {"food": m.food.id, "name": m.food.name, "score": round(m.score, 4), "how": m.how}
            for m in item.matches
        ],
    }


def _tags_json(tags: Mapping[str, TagAmount]) -> dict[str, dict[str, object]]:
    return {
        tag: {"grams": eaten.grams, "possible": eaten.possible, "source": eaten.source}
        for tag, eaten in tags.items()
    }

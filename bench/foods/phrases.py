"""Forty phrases as people type them, with the foods, quantities and units that are right."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bench.foods.figures import Count, Row, called, descriptions, read_rows
from gutline.meals import Item, Meal

Read = Callable[[str], Meal]
GOLD = Path("data") / "parser_eval" / "phrases40_gold.csv"
JUDGED = Path("data") / "parser_eval" / "real_phrases110_judged.csv"
# The gold says "bag" where we say packet.
_SAME_UNIT = {"bag": "packet"}


@dataclass(slots=True)
class PhraseFigures:
    """What was right in the forty phrases."""

    top_1: Count = field(default_factory=Count)
    top_3: Count = field(default_factory=Count)
    quantities: Count = field(default_factory=Count)
    units: Count = field(default_factory=Count)


def judge_phrases(shared: Path, read: Read) -> PhraseFigures:
    """Judge the forty phrases: every component must be the first of an item's three foods."""
    figures = PhraseFigures()
    known = descriptions(shared)
    by_phrase: dict[str, list[Row]] = defaultdict(list)
    for row in read_rows(shared / GOLD, ("phrase", "component", "accept_regex_fndds")):
        by_phrase[row["phrase"]].append(row)
    for phrase, rows in by_phrase.items():
        items = read(phrase).items
        for row in rows:
            _judge(row, items, known, figures)
    return figures


def _judge(
    row: Row, items: tuple[Item, ...], known: Mapping[str, str], figures: PhraseFigures
) -> None:
    accepted = re.compile(row["accept_regex_fndds"], re.IGNORECASE)

    def fits(item: Item, most: int) -> bool:
        names = [n for m in item.matches[:most] for n in called(m.food, known)]
        return any(accepted.search(name) for name in names)

    first = [item for item in items if fits(item, 1)]
    what = f"{row['component']} in {row['phrase']!r}: {[item.name for item in items]}"
    figures.top_1.add(bool(first), what)
    figures.top_3.add(any(fits(item, 3) for item in items), what)
    if first and row["quantity"]:
        said = [(i.quantity, i.unit) for i in first]
        figures.quantities.add(
            any(_quantity(q) == float(row["quantity"]) for q, _ in said), f"{what} {said}"
        )
        unit = _SAME_UNIT.get(row["unit"], row["unit"])
        figures.units.add(any(u == unit for _, u in said), f"{what} {said}")


def _quantity(said: float | None) -> float:
    return 1.0 if said is None else said


@dataclass(slots=True)
class JudgedFigures:
    """What became of 110 parts of real lines whose first hit in a plain search was judged."""

    same: Count = field(default_factory=Count)
    unknown: Count = field(default_factory=Count)
    other: list[str] = field(default_factory=list)


def judge_real(shared: Path, read: Read) -> JudgedFigures:
    """Compare with the hits that were accepted; what differs is listed, for a person to judge."""
    figures = JudgedFigures()
    known = descriptions(shared)
    columns = ("phrase", "bm25_alias_top1", "top1_acceptable")
    for row in read_rows(shared / JUDGED, columns):
        if row["top1_acceptable"] == "noise":
            continue
        foods = [m.food for item in read(row["phrase"]).items for m in item.matches[:1]]
        figures.unknown.add(bool(foods), row["phrase"])
        names = [name for food in foods for name in called(food, known)]
        same = row["top1_acceptable"] == "1" and row["bm25_alias_top1"] in names
        if row["top1_acceptable"] == "1":
            figures.same.add(same, row["phrase"])
        if not same:
            ours = " + ".join(f"{food.name} [{known.get(food.code, food.code)}]" for food in foods)
            figures.other.append(f"{row['phrase']}: {ours or 'unknown'}")
    return figures

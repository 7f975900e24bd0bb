"""A food of one's own as a row of the table of foods, in the form the loader reads."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

from gutline.catalog import Food, TagShare
from gutline.catalog.food_rows import ACTIVES, COLUMNS, TABLES
from gutline.catalog.food_tags import tags_of_nova, tags_of_nutrients, write_share
from gutline.diary.measures import number_text
from gutline.meals.own_records import OwnFoodsError
from gutline.meals.table_nutrients import plain

PREFIX = "own_"
"""Ids of own foods begin with it, so that no later food of the catalog can have the same."""


def row_of(food: Food) -> dict[str, str]:
    """Return the row of a food; reading it gives the food back.

    Raises
    ------
    OwnFoodsError
        When a name holds the mark that stands between names.
    """
    row = dict.fromkeys(COLUMNS, "")
    row.update(
        id=food.id,
        name=food.name,
        aliases=_joined("alias", food.aliases),
        kind=food.kind,
        code=food.code if food.code.partition(":")[0] in TABLES else "",
        serving_g=_text(food.serving_g),
        measures="|".join(f"{name}={_text(grams)}" for name, grams in food.measures.items()),
        nova="" if food.nova is None else str(food.nova),
        tags="|".join(_corrections(food)),
        popularity=_text(food.popularity * 100.0),
    )
    row.update({name: _text(value) for name, value in sorted(food.nutrients.items())})
    if food.actives:
        amounts = food.actives.items()
        row[ACTIVES] = "|".join(f"{name}={_text(a.value)} {a.unit}" for name, a in amounts)
    return row


def _corrections(food: Food) -> Iterable[str]:
    """Yield the tags, and the denial of those that would follow from the figures."""
    shares = {tag: _rounded(share) for tag, share in food.tags.items()}
    yield from (write_share(tag, share) for tag, share in sorted(shares.items()))
    follow = {**tags_of_nutrients(food.nutrients), **tags_of_nova(food.nova)}
    yield from (f"-{tag}" for tag in sorted(set(follow) - set(shares)))


def _rounded(share: TagShare) -> TagShare:
    grams = None if share.grams is None else float(f"{share.grams:.4g}")
    return TagShare(grams or None, share.possible)


def _joined(what: str, names: Iterable[str]) -> str:
    for name in names:
        if "|" in name:
            raise OwnFoodsError(f"the {what} {name[:80]!r} holds '|'; leave it out")
    return "|".join(names)


def _text(value: float | None) -> str:
    """Return a number with six figures, more than any food is known to."""
    return "" if value is None else number_text(float(f"{value:.6g}"))


def new_id(name: str, taken: Mapping[str, object]) -> str:
    """Return an id for a food of one's own that no other food has."""
    letters = "_".join(plain(name).split())[:60].strip("_")
    digits = hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()[:8]
    ident = PREFIX + (letters or digits)
    number = 2
    while ident in taken:
        ident = f"{PREFIX}{letters or digits}_{number}"
        number += 1
    return ident

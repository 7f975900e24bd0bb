"""Foods of one's own for the tests, and a home to keep them in."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from gutline.catalog import Food, TagShare

NOTHING: Mapping[str, Any] = MappingProxyType({})


def food(name: str, **given: object) -> Food:
    """A food of one's own that says little."""
    said: dict[str, object] = {
        "id": "", "name": name, "aliases": (), "kind": "food", "group": "own", "serving_g": None,
        "measures": NOTHING, "nutrients": NOTHING, "tags": NOTHING, "nova": None, "code": "",
        "popularity": 0.5, "origin": "own",
    }  # fmt: skip
    return Food(**{**said, **given})


def certain(grams: float | None = None) -> TagShare:
    return TagShare(grams, possible=False)


def perhaps(grams: float | None = None) -> TagShare:
    return TagShare(grams, possible=True)


KVARG = food(
    "kvarg",
    aliases=("svensk kvarg", "quark of ours"),
    serving_g=150.0,
    measures={"cup": 240.0, "spoon": 30.0},
    nutrients={"protein_g": 11.5, "lactose_g": 3.2, "fibre_g": 0.0},
    tags={"dairy": certain(140.0), "fermented_live": certain(), "soy": perhaps()},
    nova=1,
)
GROATS = food(
    "groats of ours",
    serving_g=60.0,
    nutrients={"protein_g": 13.0, "fibre_g": 10.0},
    tags={"oats": certain(100.0)},
)

"""Tags of a food: how they are written in a table, and which of them follow from its figures."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from gutline.catalog.data_files import CatalogError, told
from gutline.catalog.food import TagShare

# A tag whose dose is a nutrient is there from this much in 100 g: what decaffeinated coffee, fruit
# juice that fermented a little, or a pinch of sugar in bread hold stays below.
LEAST_PER_100_G: Mapping[str, tuple[str, float]] = {
    "added_sugar": ("added_sugar_g", 1.0),
    "alcohol": ("alcohol_g", 0.5),
    "caffeine": ("caffeine_mg", 5.0),
    "excess_fructose": ("excess_fructose_g", 1.0),
    "polyols": ("polyols_g", 0.2),
}
ULTRA_PROCESSED_NOVA = 4
# There or not: what matters in them (fructans, galactans, polyols) is measured by no open table,
# and a gram of garlic is not a gram of onion.
PRESENCE_ONLY = frozenset(
    {"allium", "excess_fructose", "fructan_grain", "legume", "polyols", "sweetener"}
)
# Parmesan holds as much as 700 g of milk; powders a little more than 1,000.
GRAMS_MAX = 1200.0

_CERTAIN = TagShare(None, possible=False)
_NONE: Mapping[str, TagShare] = MappingProxyType({})
_ULTRA_PROCESSED: Mapping[str, TagShare] = MappingProxyType({"ultra_processed": _CERTAIN})


@functools.lru_cache(maxsize=8192)
def read_share(text: str) -> tuple[str, TagShare | None]:
    """Return the tag and the share that one word of a `tags` field means; None takes it away.

    `+tag` is there, `+tag=12` with 12 g in 100 g, `?tag` possible, `-tag` not there. Grams of a tag
    that is only there or not, or whose dose is a nutrient, are left out.

    Raises
    ------
    CatalogError
        When the word does not have that form.
    """
    tag, equals, grams = text[1:].partition("=")
    if text[:1] not in {"+", "?", "-"} or not tag or (equals and text[0] == "-"):
        raise CatalogError(
            f"tags: {told(text)} is not understood; write +tag, +tag=12, ?tag or -tag, with | "
            "between"
        )
    if text[0] == "-":
        return tag, None
    value = _grams(text, grams) if equals else None
    counted = tag not in PRESENCE_ONLY and tag not in LEAST_PER_100_G
    return tag, TagShare(value if counted else None, possible=text[0] == "?")


def _grams(text: str, grams: str) -> float:
    try:
        value = float(grams)
    except ValueError:
        value = -1.0
    if not 0 < value <= GRAMS_MAX:
        raise CatalogError(f"tags: {told(text)}: grams in 100 g are a number above 0")
    return value


def write_share(tag: str, share: TagShare) -> str:
    """Return the word that `read_share` understands."""
    sign = "?" if share.possible else "+"
    return f"{sign}{tag}" if share.grams is None else f"{sign}{tag}={share.grams:g}"


def read_shares(text: str, known: frozenset[str]) -> dict[str, TagShare]:
    """Return the tags of a field that only says what is there, in its order.

    Raises
    ------
    CatalogError
        When a word is not understood, takes a tag away, or names one that is not known.
    """
    if not text:
        return {}
    shares = dict(map(read_share, text.split("|")))
    wrong = sorted(shares.keys() - known) or [tag for tag in shares if shares[tag] is None]
    if wrong:
        raise CatalogError(f"tags: the tag {told(wrong[0])} is not known or taken away")
    return {tag: share for tag, share in shares.items() if share is not None}


def tags_of_nutrients(nutrients: Mapping[str, float]) -> dict[str, TagShare]:
    """Return the tags that follow from nutrients per 100 g."""
    return {
        tag: _CERTAIN
        for tag, (nutrient, least) in LEAST_PER_100_G.items()
        if nutrients.get(nutrient, 0.0) >= least
    }


def tags_of_nova(nova: int | None) -> Mapping[str, TagShare]:
    """Return the tags that follow from the NOVA group."""
    return _ULTRA_PROCESSED if nova == ULTRA_PROCESSED_NOVA else _NONE


def corrected(
    tags: Mapping[str, TagShare],
    words: Sequence[str],
    known: frozenset[str],
    more: Mapping[str, TagShare] = MappingProxyType({}),
) -> dict[str, TagShare]:
    """Return the tags after the corrections of a row, in order of id.

    A correction without grams keeps the grams that were there; `more` are further tags from the
    start.

    Raises
    ------
    CatalogError
        When a word is not understood, names a tag that is not known, or names one twice.
    """
    result = {**tags, **more}
    if not words:
        return dict(sorted(result.items())) if more else result
    shares = dict(map(read_share, words))
    if not shares.keys() <= known:
        tag = min(shares.keys() - known)
        raise CatalogError(f"tags: the tag {told(tag)} is not known; correct it or leave it out")
    if len(shares) != len(words):
        raise CatalogError(f"tags: one of {'|'.join(words)} stands there twice; keep one of them")
    for tag, share in shares.items():
        _correct(result, tag, share)
    return dict(sorted(result.items()))


def _correct(tags: dict[str, TagShare], tag: str, share: TagShare | None) -> None:
    if share is None:
        tags.pop(tag, None)
    elif share.grams is None and tag in tags:
        tags[tag] = TagShare(tags[tag].grams, share.possible)
    else:
        tags[tag] = share

"""A food of one's own, from what the options of `gutline foods add` say."""

from __future__ import annotations

import difflib
import math
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from gutline.cli.refusal import RefusalError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gutline.catalog import Food, TagShare

_MOST = 1e12


@dataclass(frozen=True, slots=True)
class NewFood:
    """What the options say of a food."""

    name: str
    kind: str | None
    serving: float | None
    like: str | None
    alias: tuple[str, ...]
    tag: tuple[str, ...]
    no_tag: tuple[str, ...]
    nutrient: tuple[str, ...]
    measure: tuple[str, ...]
    nova: int | None
    per_serving: bool
    replace: bool


def food_of(asked: NewFood, like: Food | None) -> Food:
    """Return the food that the options describe; its id is given when it is added.

    Parameters
    ----------
    asked : NewFood
    like : Food or None
        A food that is the same but for what the options say.

    Raises
    ------
    RefusalError
        When an option does not have its form or names something that is not known.
    """
    from gutline.catalog.food_tags import tags_of_nova, tags_of_nutrients

    start = like or _blank()
    serving = asked.serving if asked.serving is not None else start.serving_g
    given = _nutrients(asked, serving)
    figures = {**start.nutrients, **given}
    nova = asked.nova if asked.nova is not None else start.nova
    found = {} if like and not given else {**tags_of_nutrients(figures), **tags_of_nova(nova)}
    return replace(
        start,
        id="",
        name=" ".join(asked.name.split()),
        aliases=tuple(" ".join(alias.split()) for alias in asked.alias),
        kind=asked.kind or start.kind,
        group="own",
        serving_g=serving,
        measures=MappingProxyType({**start.measures, **_measures(asked.measure)}),
        nutrients=MappingProxyType(figures),
        tags=_tags(asked, {**found, **start.tags}),
        nova=nova,
        code="" if given else start.code,
        popularity=0.5,
        origin="own",
    )


def _tags(asked: NewFood, before: Mapping[str, TagShare]) -> Mapping[str, TagShare]:
    gone = {_tag(text)[0] for text in asked.no_tag}
    tags = {**before, **dict(map(_tag, asked.tag))}
    return MappingProxyType({tag: share for tag, share in tags.items() if tag not in gone})


def _blank() -> Food:
    from gutline.catalog import Food

    nothing: Mapping[str, float] = MappingProxyType({})
    return Food(
        id="", name="", aliases=(), kind="food", group="own", serving_g=None, measures=nothing,
        nutrients=nothing, tags=MappingProxyType({}), nova=None, code="", popularity=0.5,
        origin="own",
    )  # fmt: skip


def _pair(option: str, text: str, example: str) -> tuple[str, float]:
    name, equals, number = text.partition("=")
    try:
        value = float(number) if equals else math.nan
    except ValueError:
        value = math.nan
    if not name.strip() or not 0 <= value < _MOST:
        raise RefusalError(f"{option} {text!r} is not understood; write it as {example}.")
    return name.strip(), value


def _known(option: str, name: str, known: Iterable[str]) -> str:
    every = list(known)
    if name in every:
        return name
    close = difflib.get_close_matches(name, every, n=3, cutoff=0.5)
    hint = f"did you mean {' or '.join(close)}?" if close else f"there are {', '.join(every)}."
    raise RefusalError(f"{option}: there is no {name!r}; {hint}")


def _nutrients(asked: NewFood, serving: float | None) -> dict[str, float]:
    from gutline.catalog import load_nutrients

    if asked.per_serving and not serving:
        raise RefusalError("--per-serving needs --serving GRAMS, to know what a serving is.")
    factor = 100.0 / serving if asked.per_serving and serving else 1.0
    pairs = [_pair("--nutrient", text, "protein_g=12") for text in asked.nutrient]
    return {_known("--nutrient", name, load_nutrients()): value * factor for name, value in pairs}


def _measures(texts: Iterable[str]) -> dict[str, float]:
    from gutline.catalog import load_measures

    pairs = [_pair("--measure", text, "slice=40, in grams") for text in texts]
    return {_known("--measure", name, load_measures()): value for name, value in pairs}


def _tag(text: str) -> tuple[str, TagShare]:
    """Return a tag: "gluten", "gluten=12" with grams in 100 g, "?gluten" for one that may be."""
    from gutline.catalog import TagShare, load_tags
    from gutline.meals.own_foods_changes import tag_id

    possible = text.startswith("?")
    bare = text.lstrip("?+")
    grams = None
    if "=" in bare:
        bare, grams = _pair("--tag", bare, "gluten or gluten=12, in grams in 100 g")
    tag = tag_id(bare)
    if tag not in load_tags() and (possible or grams):
        raise RefusalError(f"--tag {text!r}: a tag of your own is there or not; write {tag!r}.")
    return tag, TagShare(grams or None, possible=possible)

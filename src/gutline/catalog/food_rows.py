"""One row of a food table: every field read and checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from gutline.catalog.data_files import CatalogError, told
from gutline.catalog.figures import Figures
from gutline.catalog.food import KINDS, Amount, Food
from gutline.catalog.food_tags import corrected, tags_of_nova, tags_of_nutrients

COLUMNS = (
    "id", "name", "aliases", "kind", "code", "tags_code", "serving_g", "measures", "nova", "tags",
    "popularity",
)  # fmt: skip
ACTIVES = "actives"
TABLES = frozenset({"fndds", "sr", "ciqual"})
ACTIVE_UNITS = frozenset({"g", "mg", "ug", "iu", "cfu", "ml"})
SERVING_MAX_G = 1500.0
MEASURE_MIN_G, MEASURE_MAX_G = 0.001, 5000.0
NAME_MAX = 80
TAGS_CODE_DIGITS = 8
ENERGY_MAX_KCAL = 905.0
# Rounding of five figures, and tables that count fibre within carbohydrate or beside it.
WHOLE_MAX_G = 105.0
_WHOLE = ("protein_g", "carbohydrate_g", "fat_g", "alcohol_g", "water_g")
_ORDINARY = 0.5


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The ids that rows may name."""

    tags: frozenset[str]
    measures: frozenset[str]
    nutrients: frozenset[str]


@dataclass(frozen=True, slots=True)
class Source:
    """Where rows come from: the stem of their file, and whose they are."""

    group: str
    origin: str


_NO_ACTIVES: Mapping[str, Amount] = MappingProxyType({})


def food_of_row(
    cells: Sequence[str],
    more: Mapping[str, str],
    figures: Figures,
    words: Vocabulary,
    source: Source,
) -> Food:
    """Return the food of one row.

    Parameters
    ----------
    cells : sequence of str
        The fields, those of `COLUMNS` first.
    more : Mapping of str to str
        The other fields, by column: nutrients per 100 g, and actives.
    figures : Figures
        What public tables say of it.
    words : Vocabulary
        The ids that the row may name.
    source : Source
        Where the row comes from.

    Raises
    ------
    CatalogError
        When a field is wrong; the message begins with the name of the field.
    """
    food, name, aliases, kind, code, tags_code, serving, measures, nova, tags, popular = cells[:11]
    own = _nutrients(more, words) if more else {}
    group = _nova(nova) or figures.nova
    found = {**tags_of_nutrients(own), **tags_of_nova(group)} if own else tags_of_nova(group)
    return Food(
        id=_id(food),
        name=_name("name", name),
        aliases=_aliases(aliases, name),
        kind=_kind(kind),
        group=source.group,
        serving_g=_serving(serving),
        measures=MappingProxyType(_measures(measures, words.measures)),
        nutrients=MappingProxyType({**figures.nutrients, **own}) if own else figures.nutrients,
        tags=MappingProxyType(corrected(figures.tags, split(tags), words.tags, found)),
        nova=group,
        code=_code(code, tags_code),
        popularity=_popularity(popular),
        actives=MappingProxyType(_actives(more[ACTIVES])) if more.get(ACTIVES) else _NO_ACTIVES,
        origin=source.origin,
    )


def split(text: str) -> list[str]:
    """Return the parts of a field that holds several."""
    return text.split("|") if text else []


def _id(text: str) -> str:
    plain = text.replace("_", "")
    if not (plain.isalnum() and text.isascii() and text == text.lower()) or text[0] == "_":
        raise CatalogError(
            f"id: {told(text)} must be lower-case letters, digits and _ ('rye_bread')"
        )
    return text


def _name(field: str, text: str) -> str:
    if not text or text != text.strip() or not text.isprintable() or len(text) > NAME_MAX:
        raise CatalogError(
            f"{field}: {told(text)} must be a text of at most {NAME_MAX} characters, without "
            "spaces around it"
        )
    return text


def _aliases(text: str, name: str) -> tuple[str, ...]:
    if not text:
        return ()
    aliases = tuple(text.split("|"))
    # One look at the whole field; only where something is amiss are its parts looked at.
    spaced = text != text.strip() or " |" in text or "| " in text
    if spaced or not text.isprintable() or not all(aliases) or max(map(len, aliases)) > NAME_MAX:
        for alias in aliases:
            _name("aliases", alias)
    plain = f"{name}|{text}".casefold().split("|")
    if len(set(plain)) != len(plain):
        raise CatalogError("aliases: a name stands there twice, or is the name itself; drop it")
    return aliases


def _kind(text: str) -> str:
    if text not in KINDS:
        raise CatalogError(f"kind: {told(text)} must be one of {', '.join(KINDS)}")
    return text


def _code(text: str, tags_code: str) -> str:
    table, _, number = text.partition(":")
    if text and (table not in TABLES or not (number.isascii() and number.isdigit())):
        raise CatalogError(f"code: {told(text)} must be like 'fndds:2705385', or empty")
    if tags_code and not (len(tags_code) == TAGS_CODE_DIGITS and tags_code.isdigit()):
        raise CatalogError(f"tags_code: {told(tags_code)} must have {TAGS_CODE_DIGITS} digits")
    return text


def _number(field: str, text: str, highest: float, lowest: float = 0.0) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not lowest <= value <= highest:
        raise CatalogError(f"{field}: {told(text)} must be a number from {lowest:g} to {highest:g}")
    return value


def _serving(text: str) -> float | None:
    return _number("serving_g", text, SERVING_MAX_G, 0.001) if text else None


def _measures(text: str, known: frozenset[str]) -> dict[str, float]:
    if not text:
        return {}
    parts = [part.partition("=") for part in text.split("|")]
    try:
        measures = {measure: float(grams) for measure, _, grams in parts}
    except ValueError:
        measures = {}
    # One look at all of them; only where something is amiss are they looked at one by one.
    well = measures and measures.keys() <= known and len(measures) == len(parts)
    if (
        not well
        or not MEASURE_MIN_G <= min(measures.values()) <= sum(measures.values()) < MEASURE_MAX_G
    ):
        _find_wrong_measure(parts, known)
    return measures


def _find_wrong_measure(parts: Sequence[tuple[str, str, str]], known: frozenset[str]) -> None:
    seen: set[str] = set()
    for measure, _, grams in parts:
        if measure not in known:
            raise CatalogError(
                f"measures: the measure {told(measure)} is not known; correct it or leave it out"
            )
        if measure in seen:
            raise CatalogError(f"measures: {told(measure)} stands there twice; keep one of them")
        seen.add(measure)
        _number("measures", grams, MEASURE_MAX_G, MEASURE_MIN_G)


def _nova(text: str) -> int | None:
    if text not in {"", "1", "2", "3", "4"}:
        raise CatalogError(f"nova: {told(text)} must be 1, 2, 3 or 4, or empty")
    return int(text) if text else None


def _popularity(text: str) -> float:
    return _number("popularity", text, 100.0) / 100.0 if text else _ORDINARY


def _actives(text: str) -> dict[str, Amount]:
    actives: dict[str, Amount] = {}
    for part in split(text):
        active, _, amount = part.partition("=")
        value, _, unit = amount.partition(" ")
        if not active or unit not in ACTIVE_UNITS or active in actives:
            raise CatalogError(
                f"actives: {told(part)} is not understood; write each active once, as "
                f"'name=200 mg', in one of {', '.join(sorted(ACTIVE_UNITS))}"
            )
        actives[active] = Amount(_number("actives", value, 1e13, 1e-6), unit)
    return actives


def _nutrients(more: Mapping[str, str], words: Vocabulary) -> dict[str, float]:
    """Return the nutrients that a row gives itself, in columns of its own."""
    given = {n: text for n, text in more.items() if text and n in words.nutrients}
    nutrients = {n: _number(n, text, 1e6) for n, text in given.items()}
    for problem in impossible(nutrients):
        raise CatalogError(problem)
    return nutrients


def impossible(nutrients: Mapping[str, float]) -> Sequence[str]:
    """Return what 100 g of a food cannot hold, as sentences."""
    problems = [
        f"{n}: {value:g} g is more than the 100 g it is in"
        for n, value in nutrients.items()
        if n.endswith("_g") and value > 100.0
    ]
    whole = sum(nutrients.get(n, 0.0) for n in _WHOLE)
    if whole > WHOLE_MAX_G:
        problems.append(
            f"protein_g: with {', '.join(_WHOLE[1:])} it sums to {whole:.0f} g in 100 g"
        )
    if nutrients.get("energy_kcal", 0.0) > ENERGY_MAX_KCAL:
        problems.append(f"energy_kcal: {nutrients['energy_kcal']:g} is more than pure fat has")
    return problems

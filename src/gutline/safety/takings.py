"""What a person takes: names sorted into medicines and substances, and doses a day."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from gutline.catalog.foods import Amount, Food, load_foods
from gutline.catalog.takings import (
    MedicineClass,
    Substance,
    load_medicine_classes,
    load_substances,
)
from gutline.diary import Entry
from gutline.safety.answers import Known, Seen

_WORD = re.compile(r"[a-z0-9#+.-]+")
_UG_A_UNIT = {"mg": 1e3, "g": 1e6, "ug": 1.0}
_TAKEN = frozenset({"supplement", "medicine"})
_IU_A_UG = 40.0
"""International units of vitamin D in a microgram."""


@dataclass(frozen=True, slots=True)
class Taken:
    """Something taken, or planned.

    Attributes
    ----------
    name : str
    value : float or None
        How much; None is one of what it comes in.
    unit : str
        A unit of the diary; "serving" or empty for one capsule, tablet or scoop.
    """

    name: str
    value: float | None = None
    unit: str = ""


def medicines_in(name: str) -> tuple[MedicineClass, ...]:
    """Return the classes of medicines that a name means."""
    said = spelled(name)
    classes = load_medicine_classes().values()
    return tuple(one for one in classes if _says(said, one.words))


def substances_in(name: str, tags: Iterable[str] = ()) -> tuple[Substance, ...]:
    """Return the substances that a name means, by its words, what the product holds, or tags."""
    said, product = spelled(name), _product(name)
    held = set(product.actives) if product else set()
    own = {*tags, *(product.tags if product else ())}
    return tuple(
        one
        for one in load_substances().values()
        if _says(said, one.words) or held & set(one.actives) or own & set(one.tags)
    )


def substances_taken(name: str) -> tuple[Substance, ...]:
    """Return the substances of something that is taken: "turmeric" is the spice only in a meal."""
    said = spelled(f"{name} supplement")
    by_word = (one for one in load_substances().values() if _says(said, one.words))
    return substances_in(name) or tuple(by_word)


def _says(said: str, words: Sequence[str]) -> bool:
    return any(spelled(word) in said for word in words)


@functools.lru_cache(maxsize=10_000)
def spelled(text: str) -> str:
    """Return a name in the form in which names are compared: small letters, spaces around words."""
    plain = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    return " " + " ".join(_WORD.findall(plain)) + " "


@functools.cache
def _products() -> Mapping[str, Food]:
    foods = [f for f in load_foods().values() if f.kind in {"supplement", "medicine"}]
    named = {spelled(alias): food for food in foods for alias in food.aliases}
    return {**named, **{spelled(food.name): food for food in foods}}


def _product(name: str) -> Food | None:
    return _products().get(spelled(name))


def is_known(name: str) -> bool:
    """Whether the catalog knows what a name is, as a medicine, a substance or a product."""
    return bool(medicines_in(name) or _product(name) or substances_taken(name))


def dose_words(dose: float, unit: str) -> str:
    """Return a dose as people write it: "4,000 IU", "350 mg"."""
    return f"{dose:,.6g} {'IU' if unit == 'iu' else unit}"


def dose_of(taken: Taken, substance: Substance) -> float | None:
    """Return how much of a substance something holds, in the substance's unit; None: not known."""
    if not substance.unit:
        return None
    amount = 1.0 if taken.value is None else taken.value
    product = _product(taken.name)
    if taken.unit in {"", "serving"}:
        return _held(product, substance, amount)
    if substance.weighed == "substance":
        return _converted(amount, taken.unit, substance.unit)
    grams = _converted(amount, taken.unit, "g")
    if grams is None or product is None or not product.serving_g:
        return None
    return _held(product, substance, grams / product.serving_g)


def _held(product: Food | None, substance: Substance, pieces: float) -> float | None:
    if product is None:
        return None
    held: list[Amount] = [product.actives[a] for a in substance.actives if a in product.actives]
    parts = [_converted(amount.value, amount.unit, substance.unit) for amount in held]
    known = [part for part in parts if part is not None]
    return pieces * sum(known) if known else None


def _converted(value: float, unit: str, to: str) -> float | None:
    if unit == to:
        return value
    if "iu" in {unit, to}:
        micrograms = value / _IU_A_UG if unit == "iu" else value * _UG_A_UNIT.get(unit, 0.0)
        return micrograms * _IU_A_UG if to == "iu" else micrograms / _UG_A_UNIT[to]
    if unit not in _UG_A_UNIT or to not in _UG_A_UNIT:
        return None
    return value * _UG_A_UNIT[unit] / _UG_A_UNIT[to]


def taken_facts(taken: Iterable[Taken], origin: str = "your list") -> Known:
    """Return what a list of things taken in one day makes known: uses, medicines and doses."""
    known: Known = {}
    doses: dict[str, float] = defaultdict(float)
    for one in taken:
        substances = substances_taken(one.name)
        known.update(_used(one.name, substances, f"{origin}: {one.name}"))
        for substance in substances:
            dose = dose_of(one, substance)
            if dose is not None:
                doses[substance.id] += dose
    known.update(_dose_facts(doses, origin))
    return known


def _used(name: str, substances: Iterable[Substance], words: str) -> Iterator[tuple[str, Seen]]:
    facts = [one.fact for one in medicines_in(name)]
    facts += [one.fact for one in substances]
    for fact in facts:
        yield fact, Seen(True, "diary", words)


def _dose_facts(doses: Mapping[str, float], origin: str) -> Iterator[tuple[str, Seen]]:
    for ident, dose in doses.items():
        substance = load_substances()[ident]
        words = f"{origin}: {dose_words(dose, substance.unit)} of {substance.name} a day"
        yield substance.dose_fact, Seen(dose, "diary", words)


def logged_facts(
    entries: Iterable[Entry], days: Mapping[int, date], tags: Mapping[str, Sequence[str]]
) -> Known:
    """Return what entries of medicines, supplements and foods make known.

    Parameters
    ----------
    entries : iterable of Entry
    days : Mapping of int to date
        Local day of each entry, by the entry's place.
    tags : Mapping of str to sequence of str
        Tags of foods.
    """
    known: Known = {}
    doses: dict[str, dict[date, float]] = defaultdict(lambda: defaultdict(float))
    for place, entry in enumerate(entries):
        eaten = substances_in(entry.name, tags.get(entry.name, ()))
        substances = eaten or substances_taken(entry.name) if entry.kind in _TAKEN else eaten
        known.update(_used(entry.name, substances, f"you logged {entry.name}"))
        if entry.kind != "supplement":
            continue
        taken = Taken(entry.name, entry.value, entry.unit)
        for substance in substances:
            dose = dose_of(taken, substance)
            if dose is not None:
                doses[substance.id][days[place]] += dose
    highest = {ident: max(by_day.values()) for ident, by_day in doses.items()}
    known.update(_dose_facts(highest, "your diary"))
    return known

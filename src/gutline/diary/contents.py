"""What is in a food of a diary: tags and nutrients of one serving, as far as they are known."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from gutline.diary.entries import DiaryError
from gutline.diary.texts import same_name, tidy_name

_GRAMS = {"g": 1.0, "ml": 1.0, "l": 1000.0}
_MILLIGRAMS = {"mg": 1.0, "ug": 0.001}
_UG_OF_IU = {"vitamin_d_ug": 0.025}
_SUFFIXES = {"_g": 1000.0, "_mg": 1.0, "_ug": 0.001}


@dataclass(frozen=True, slots=True)
class Contents:
    """What one serving of a food, drink, supplement or medicine holds. What is absent is not known.

    Attributes
    ----------
    serving_g : float or None
        Grams of one serving; None when not known.
    tags : Mapping of str to float or None
        Grams of each tagged ingredient in one serving (for a tag whose dose is a nutrient, the
        amount of that nutrient); None when it is present in an unknown amount.
    nutrients : Mapping of str to float
        Amount of each nutrient in one serving, in the unit that its id ends in.
    possible : frozenset of str
        Those of the tags which only some versions of the food carry.
    """

    serving_g: float | None = None
    tags: Mapping[str, float | None] = field(default_factory=dict)
    nutrients: Mapping[str, float] = field(default_factory=dict)
    possible: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        """Check every amount, tidy every name, and freeze."""
        if self.serving_g is not None and not _amount("serving_g", self.serving_g) > 0:
            raise DiaryError("serving_g is 0; give the grams of one serving, or None")
        tags = {
            tidy_name(tag, "tag"): None if dose is None else _amount(tag, dose)
            for tag, dose in self.tags.items()
        }
        nutrients = {
            tidy_name(name, "nutrient"): _amount(name, dose)
            for name, dose in self.nutrients.items()
        }
        possible = frozenset(tidy_name(tag, "tag") for tag in self.possible)
        _check_names(tags, nutrients, possible)
        serving_g = None if self.serving_g is None else float(self.serving_g)
        object.__setattr__(self, "serving_g", serving_g)
        object.__setattr__(self, "tags", MappingProxyType(dict(sorted(tags.items()))))
        object.__setattr__(self, "nutrients", MappingProxyType(dict(sorted(nutrients.items()))))
        object.__setattr__(self, "possible", possible)

    def __hash__(self) -> int:
        """Return a hash that equal contents share."""
        return hash((self.serving_g, tuple(self.tags.items()), tuple(self.nutrients.items())))

    def __reduce__(self) -> tuple[object, ...]:
        """Support pickling."""
        return Contents, (self.serving_g, dict(self.tags), dict(self.nutrients), self.possible)

    def servings(self, value: float | None, unit: str) -> float | None:
        """Return how many servings an entry's amount is; None when that cannot be told.

        Parameters
        ----------
        value : float or None
            The entry's value; None is one serving.
        unit : str
            Its unit. A millilitre counts as a gram. Milligrams, micrograms and international units
            are of the one active nutrient where there is just one, else of the whole product.
        """
        if value is None:
            return 1.0
        if unit in {"serving", ""}:
            return value
        whole = self._serving_in(unit)
        return None if whole is None else value / whole

    def _serving_in(self, unit: str) -> float | None:
        """Return one serving in this unit."""
        if unit in _GRAMS:
            return None if self.serving_g is None else self.serving_g / _GRAMS[unit]
        active = self._one_active()
        if unit == "iu":
            dose = self.nutrients.get(active, 0.0)
            return dose / _UG_OF_IU[active] if dose and active in _UG_OF_IU else None
        if unit not in _MILLIGRAMS:
            return None
        milligrams = self.nutrients.get(active, 0.0) * _milligrams_of(active)
        if not milligrams and self.serving_g is not None:
            milligrams = self.serving_g * 1000.0
        return milligrams / _MILLIGRAMS[unit] or None

    def _one_active(self) -> str:
        """Return the one nutrient of a supplement; empty when it has none or several."""
        found = [name for name, dose in self.nutrients.items() if dose > 0]
        return found[0] if len(found) == 1 else ""


def _milligrams_of(nutrient: str) -> float:
    return next((mg for end, mg in _SUFFIXES.items() if nutrient.endswith(end)), 0.0)


def _amount(name: str, value: object) -> float:
    """Return an amount as a plain number, after checking it."""
    number = math.nan if isinstance(value, str | bool) else _plain_float(value)
    if not math.isfinite(number) or number < 0:
        raise DiaryError(
            f"{name!r} is {value!r}; an amount is a finite number from 0 up, and what is not"
            " known is left out"
        )
    return number + 0.0


def _plain_float(value: object) -> float:
    try:
        return float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError):
        return math.nan


def _check_names(
    tags: Mapping[str, object], nutrients: Mapping[str, object], possible: frozenset[str]
) -> None:
    if "" in tags or "" in nutrients:
        raise DiaryError("a tag or nutrient of the contents has no name; give it one")
    missing = sorted(possible - set(tags))
    if missing:
        raise DiaryError(f"{missing[0]!r} is possible but not among the tags; add it to them")


def tidy_contents(
    contents: Mapping[str, Contents], names: Iterable[str] = ()
) -> Mapping[str, Contents]:
    """Return contents in order of name, each name spelled as the diary spells it.

    Raises
    ------
    DiaryError
        When one name is given twice with different contents.
    """
    spelled = {same_name(name): name for name in names} if contents else {}
    tidied: dict[str, Contents] = {}
    for name, own in contents.items():
        clean = tidy_name(name)
        clean = spelled.get(same_name(clean), clean)
        if tidied.setdefault(clean, own) != own:
            raise DiaryError(f"{clean!r} has two different contents; keep one of them")
    return MappingProxyType(dict(sorted(tidied.items())))


def contents_text(contents: Mapping[str, Contents]) -> str:
    """Return contents as text that is equal only for equal contents, for a digest."""
    return "".join(
        json.dumps([
            name, own.serving_g, dict(own.tags), dict(own.nutrients), sorted(own.possible),
        ]) + "\n"
        for name, own in sorted(contents.items())
    )  # fmt: skip

"""What the title of a column says beside its name: the scale, the unit, that foods stand there."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from gutline.catalog.kinds import load_kinds, load_units

MOST_OF_SCALE = 10.0
_RANGE = re.compile(
    r"[\s_]*[(\[]?(?:(?<!\d)[01]\s*(?:-|–|—|\.\.|to|bis|a|à)|/|\bout of|\bvon)\s*"
    r"(?P<most>3|4|5|10|100)\s*[)\]]?\s*$",
    re.IGNORECASE,
)
_UNIT = re.compile(r"[\s_]*[(\[]\s*(?P<unit>[^()\[\]]{1,12}?)\s*[)\]]\s*$")
_EATEN = re.compile(
    r"\b(ate|eaten|foods?|meals?|snacked|gegessen|essen|mahlzeit(en)?|lebensmittel|comidas?|comí|"
    r"alimentos?|repas|aliments?|mangé)\b"
)
_DRUNK = re.compile(r"\b(drank|drunk|drinks?|beverages?|getrunken|getränke?|bebidas?|boissons?)\b")


@dataclass(frozen=True, slots=True)
class Title:
    """The title of a column, taken apart.

    Attributes
    ----------
    name : str
        What it is about, without scale and unit.
    most : float
        The upper end of the scale it gives; 0 where it gives none.
    unit : str
        The unit it gives in brackets, as it spells it; empty where it gives none.
    """

    name: str
    most: float = 0.0
    unit: str = ""

    def factor(self, kind: str) -> float:
        """Return by what its numbers are multiplied to lie between 0 and 10."""
        if not self.most or "nrs" not in load_kinds()[kind].units:
            return 1.0
        return float(f"{MOST_OF_SCALE / self.most:.11g}")

    def unit_of(self, kind: str) -> str:
        """Return its unit where things of a kind are measured in it; otherwise nothing."""
        unit = load_units().get(self.unit.casefold(), self.unit)
        return unit if unit in load_kinds()[kind].units else ""


def title_of(text: str) -> Title:
    """Take the title of a column apart.

    Parameters
    ----------
    text : str
        As the table spells it: "Bloating (0-5)", "Weight [kg]".
    """
    for pattern in (_RANGE, _UNIT):
        found = pattern.search(text)
        name = text[: found.start()].strip(" ,;:-_") if found else ""
        if found and name:
            parts = found.groupdict()
            return Title(name, float(parts.get("most") or 0), parts.get("unit") or "")
    return Title(text)


def listed_in(text: str) -> str:
    """Return "food" or "drink" where a title says that such things are listed in its column."""
    word = text.casefold()
    if _EATEN.search(word):
        return "food"
    return "drink" if _DRUNK.search(word) else ""


def separator_in(examples: Iterable[str]) -> str:
    """Return what stands between the names in the cells of a column: a comma, where none does."""
    told = " ".join(examples)
    return ";" if ";" in told and "," not in told else ","

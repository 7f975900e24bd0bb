"""Amounts as other apps write them: "1,5", "3,436mg", "1.00 bar - 60g", "2 serving(s)"."""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from gutline.catalog.kinds import load_units
from gutline.catalog.measures import load_measures
from gutline.diary.entries import RowError, shown

_GAPS = re.compile("[\u00a0\u2009\u202f\u2019]")
_GROUPED = re.compile(r"([+-]?[1-9]\d{0,2})((?:[ '`]\d{3})+)(?!\d)", re.ASCII)
_THOUSANDS = {
    ",": re.compile(r"[+-]?[1-9]\d{0,2}(,\d{2,3})*,\d{3}", re.ASCII),
    ".": re.compile(r"[+-]?[1-9]\d{0,2}(\.\d{3})+", re.ASCII),
}
_PLAIN = re.compile(r"[+-]?(\d{1,18}(\.\d{0,18})?|\.\d{1,18})([eE][+-]?\d{1,3})?", re.ASCII)
_FRACTION = re.compile(r"(?:(\d{1,4}) )?(\d{1,3})/(\d{1,3})", re.ASCII)
_VULGAR = {"½": "1/2", "⅓": "1/3", "⅔": "2/3", "¼": "1/4", "¾": "3/4", "⅛": "1/8",
           "⅜": "3/8", "⅝": "5/8", "⅞": "7/8", "⅕": "1/5"}  # fmt: skip
_START = re.compile(
    "([+-]?(?:\\d+ \\d+/\\d+|\\d+/\\d+|[\\d.,]+(?:[\u00a0\u202f ']\\d{3})*(?:[.,]\\d+)?))\\s*(.*)",
    re.ASCII | re.DOTALL,
)
_INNER = re.compile(r"[-–(,\s]\s*(\d+(?:[.,]\d+)?)\s*([^\d()]{1,12}?)\.?\)?\s*$", re.ASCII)
_TIMES = re.compile(r"[x×]\s*(?=\d)", re.IGNORECASE)
_RANGE = re.compile(r"(?:[-–—]|to\b|bis\b)\s*\d", re.IGNORECASE)
_FIRST_WORD = re.compile(r"([^\W\d]+)(?=[\s,;/(.])", re.UNICODE)
_WEIGHED = frozenset({"g", "kg", "mg", "ml", "oz", "lb"})
_LONGEST = 200
# "3/4" is a fraction, "120/80" a blood pressure.
_LARGEST_PART = 16
# Containers hold very different weights of different foods: one of them counts as one serving.
_CONTAINERS = frozenset({"cup", "glass", "mug", "can", "bottle", "carton", "jug", "flute"})
_OTHER_WORDS: Mapping[str, str] = MappingProxyType({
    "gram": "g", "gramm": "g", "gramos": "g", "gramo": "g", "grammi": "g", "grs": "g",
    "mililitros": "ml", "mililitro": "ml", "milliliter(s)": "ml", "litros": "l", "kilogramm": "kg",
    "onzas": "oz", "ounce": "oz", "ounces": "oz", "onces": "oz", "unzen": "oz",
    "el": "tbsp", "esslöffel": "tbsp", "tl": "tsp",
    "teelöffel": "tsp", "cucharada": "tbsp", "cucharadas": "tbsp", "cucharadita": "tsp",
    "cucharaditas": "tsp", "cuillère à soupe": "tbsp", "cuillères à soupe": "tbsp", "c. à s.":
    "tbsp", "cuillère à café": "tsp", "cuillères à café": "tsp", "c. à c.": "tsp", "tasse": "cup",
    "tassen": "cup", "tasses": "cup", "taza": "cup", "tazas": "cup", "c": "cup", "glas": "glass",
    "vaso": "glass", "vasos": "glass", "verre": "glass", "verres": "glass",
})  # fmt: skip
_DOSES = frozenset({"supplement", "medicine"})
_DOSE_UNITS = frozenset({"mg", "g", "ug", "iu", "ml", "serving"})


@dataclass(frozen=True, slots=True)
class Portion:
    """How much of something.

    Attributes
    ----------
    value : float or None
        The number; None when none was given.
    unit : str
        A unit that the kind allows: "g", "ml", "mg", "serving".
    note : str
        The amount as the app wrote it, where the unit cannot say it: "2 cups".
    """

    value: float | None
    unit: str = ""
    note: str = ""


def read_figure(text: str, *, decimal_comma: bool | None = None) -> float:
    """Return a number, whatever marks its thousands and decimals.

    Parameters
    ----------
    text : str
        Such as "1,5", "1.234,5", "3,436", "1 1/2" or "½".
    decimal_comma : bool, optional
        Whether "1,500" is one and a half. When it is not known, three digits behind a comma are
        thousands.

    Raises
    ------
    RowError
        When it is not a finite number.
    """
    fraction = _fraction(text)
    if fraction is not None:
        return fraction
    plain = _without_marks(_joined(text), decimal_comma=decimal_comma)
    if len(text) > _LONGEST or not _PLAIN.fullmatch(plain):
        raise RowError("value", text, "not a number; write it as 7.5, or leave it empty")
    number = float(plain)
    if not math.isfinite(number):
        raise RowError("value", text, "the number is too large; check it")
    return number + 0.0


def _fraction(text: str) -> float | None:
    parts = _FRACTION.fullmatch(_spelled_out(text))
    if parts is None or not int(parts[2]) < int(parts[3]) <= _LARGEST_PART:
        return None
    return int(parts[1] or 0) + int(parts[2]) / int(parts[3])


def _spelled_out(text: str) -> str:
    """Return a text with "½" as "1/2"."""
    for sign, spelled in _VULGAR.items():
        if sign in text:
            text = " ".join(text.replace(sign, f" {spelled}").split())
    return text.strip()


def _joined(text: str) -> str:
    """Return a number with its thousands together: "1 234" and "1'234", but never "7 8"."""
    plain = _GAPS.sub(lambda gap: "'" if gap[0] == "\u2019" else " ", text[:_LONGEST]).strip()
    plain = plain.replace("\u2212", "-")
    return _GROUPED.sub(lambda found: found[1] + re.sub(r"\D", "", found[2]), plain, count=1)


def _without_marks(text: str, *, decimal_comma: bool | None) -> str:
    comma, point = text.rfind(","), text.rfind(".")
    if comma >= 0 and point >= 0:
        mark = "." if comma > point else ","
        whole, rest = text[: max(comma, point)], text[max(comma, point) + 1 :]
        return f"{whole.replace(mark, '')}.{rest}" if _THOUSANDS[mark].fullmatch(whole) else text
    # One mark can be a decimal one; of several, all are for thousands.
    comma_groups = decimal_comma is not True or text.count(",") > 1
    if comma >= 0 and comma_groups and _THOUSANDS[","].fullmatch(text):
        return text.replace(",", "")
    point_groups = decimal_comma is True or text.count(".") > 1
    if point >= 0 and point_groups and _THOUSANDS["."].fullmatch(text):
        return text.replace(".", "")
    return text.replace(",", ".") if text.count(",") == 1 else text


def figure_or_none(text: str, *, decimal_comma: bool | None = None) -> float | None:
    """Return a number, or None for an empty cell: what is missing is not zero.

    Raises
    ------
    RowError
        When something stands there that is no number.
    """
    return read_figure(text, decimal_comma=decimal_comma) if text.strip() else None


def read_portion(text: str, kind: str = "food", *, decimal_comma: bool | None = None) -> Portion:
    """Return an amount with its unit, in a unit that entries of this kind have.

    Parameters
    ----------
    text : str
        Such as "80.00 g", "2.00 glass - 5 fl oz", "1 c", "400 mg"; may be empty.
    kind : str
        Id of the entry kind.
    decimal_comma : bool, optional
        As in `read_figure`.
    """
    start = _START.fullmatch(_spelled_out(text[:_LONGEST]))
    if start is None:
        return Portion(None, note=text.strip()[:_LONGEST])
    try:
        count = read_figure(start[1], decimal_comma=decimal_comma)
    except RowError:
        return Portion(None, note=text.strip()[:_LONGEST])
    if _RANGE.match(start[2]):
        return Portion(None, note=text.strip()[:_LONGEST])
    times = _TIMES.match(start[2])
    if times is not None:
        each = read_portion(start[2][times.end() :], kind, decimal_comma=decimal_comma)
        if each.value is not None:
            return Portion(_rounded(count * each.value), each.unit, text.strip()[:_LONGEST])
    return portion_of(count, start[2].strip(), kind, decimal_comma=decimal_comma)


def portion_of(
    count: float, words: str, kind: str = "food", *, decimal_comma: bool | None = None
) -> Portion:
    """Return so many of a unit, as an app spells it, in a unit that the kind has."""
    if kind in _DOSES:
        return _dose(count, words)
    exact = _exact(words, kind)
    if exact is not None:
        return Portion(_rounded(count * exact[0]), exact[1])
    inner = _INNER.search(words)
    if inner is not None:
        inside = _exact(inner[2].strip(), kind)
        if inside is not None:
            one = read_figure(inner[1], decimal_comma=decimal_comma) * inside[0]
            return Portion(
                _rounded(count * one), inside[1], "" if count == 1 else _said(count, words)
            )
    first = _FIRST_WORD.match(words)
    if first is not None and _measure_named(first[1].casefold()) in _WEIGHED:
        return replace(portion_of(count, first[1], kind), note=_said(count, words))
    return Portion(count, "serving", "" if _is_serving(words) else _said(count, words))


def _rounded(amount: float) -> float:
    """Return an amount without the dust of a conversion."""
    return float(f"{amount:.6g}")


def _said(count: float, words: str) -> str:
    return f"{count:g} {shown(words)}"


def _is_serving(words: str) -> bool:
    word = words.casefold().replace("(s)", "").strip(" .")
    return not word or load_units().get(word) == "serving" or word in {"ración", "porción", "x"}


def _dose(count: float, words: str) -> Portion:
    word = words.casefold().replace("(s)", "").strip(" .")
    unit = load_units().get(word)
    if unit in _DOSE_UNITS:
        return Portion(count, unit)
    first = _FIRST_WORD.match(word)
    unit = load_units().get(first[1]) if first else None
    if unit in _DOSE_UNITS:
        return Portion(count, unit, _said(count, words))
    return Portion(count, "serving", _said(count, words) if word else "")


def _exact(words: str, kind: str) -> tuple[float, str] | None:
    """Return what one of a measure is in grams or millilitres; None where that is not fixed."""
    measure = _measure_named(words.casefold().replace("(s)", "").strip(" "))
    if measure is None or (measure in _CONTAINERS and kind != "drink"):
        return None
    known = load_measures()[measure]
    if known.grams is not None:
        return known.grams, "g"
    return None if known.ml is None else (known.ml, "ml")


def _measure_named(word: str) -> str | None:
    return _OTHER_WORDS.get(word) or _words().get(word)


@functools.cache
def _words() -> Mapping[str, str]:
    return MappingProxyType(
        {
            word.casefold(): measure.id
            for measure in load_measures().values()
            for word in measure.words
        }
    )

"""How much: numbers, fractions, ranges, sizes and units, read from the tokens of a line."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from gutline.catalog.measures import Measure, load_measures
from gutline.meals.language import (
    ARTICLES,
    CLOCK,
    CLOCK_BEFORE,
    FRACTIONS,
    NO_FRACTION_BEFORE,
    NUMBERS,
    PLAIN,
    TIMES_SIGNS,
    UNITS_BEFORE,
    UNITS_BEHIND,
)
from gutline.meals.words import Token, plain

# Units of supplements and medicines that no food is weighed in.
_DOSES = {
    word: Measure(unit, unit.upper(), (word,), None, None, None)
    for unit, words in {"iu": ("iu", "ie", "ius"), "cfu": ("cfu", "cfus")}.items()
    for word in words
}
SIZES = frozenset({"small", "medium", "large"})
_LONGEST_UNIT = 3
# "3 quarters", but no "12 halves".
_MOST_PARTS = 4


@dataclass(frozen=True, slots=True)
class Amount:
    """What was said of how much.

    Attributes
    ----------
    quantity, high : float or None
        A number, and the upper end of a range.
    unit, size : str
        Ids of measures, or "".
    """

    quantity: float | None = None
    high: float | None = None
    unit: str = ""
    size: str = ""

    @property
    def given(self) -> bool:
        """Whether anything was said."""
        return self != Amount()

    def times(self, factor: float) -> Amount:
        """Return the amount so many times."""
        high = None if self.high is None else self.high * factor
        return replace(self, quantity=(self.quantity or 1.0) * factor, high=high)


@functools.cache
def unit_words() -> Mapping[tuple[str, ...], Measure]:
    """Return every spelling of a measure, as its words, with the measure."""
    return {
        tuple(plain(word).replace("-", " ").replace(".", " ").split()): measure
        for measure in load_measures().values()
        for word in (measure.name, *measure.words)
    }


def read_amount(tokens: Sequence[Token], start: int) -> tuple[Amount, int] | None:
    """Return the amount that begins at a token, and where it ends; None when there is none."""
    number = _read_range(tokens, start)
    if number is None:
        return _read_bare(tokens, start)
    low, high, end = number
    if _is_clock(tokens, start, end):
        return None
    amount = Amount(low, high)
    if end < len(tokens) and tokens[end].word in TIMES_SIGNS:
        return _times(amount, tokens, end + 1)
    return _with_unit(amount, tokens, end)


def read_clock(tokens: Sequence[Token], start: int) -> int:
    """Return where a number that tells the time ends; the start itself when there is none."""
    number = _read_range(tokens, start)
    return number[2] if number is not None and _is_clock(tokens, start, number[2]) else start


def read_times(tokens: Sequence[Token], start: int) -> tuple[float, int] | None:
    """Return the number of "x 2", and where it ends."""
    if start + 1 < len(tokens) and tokens[start].word in TIMES_SIGNS:
        number = _read_number(tokens, start + 1)
        if number is not None:
            return number
    return None


def _times(amount: Amount, tokens: Sequence[Token], start: int) -> tuple[Amount, int]:
    """Read what follows "2 x": another amount, or the food itself."""
    inner = read_amount(tokens, start)
    if inner is None or amount.quantity is None:
        return amount, start
    return inner[0].times(amount.quantity), inner[1]


def _read_bare(tokens: Sequence[Token], start: int) -> tuple[Amount, int] | None:
    """Read a size or a unit without a number: "large glass of", "bowl cornflakes"."""
    size, end = _read_size(tokens, start)
    unit = _read_unit(tokens, end)
    if unit is not None and (unit[0].id in UNITS_BEFORE or _is_of(tokens, unit[1])):
        if unit[1] == len(tokens) or tokens[unit[1]].word in PLAIN - {"of"}:
            return None
        return Amount(1.0, None, unit[0].id, size), _after_of(tokens, unit[1])
    if size and end < len(tokens):
        return Amount(None, None, "", size), end
    return None


def read_unit_behind(tokens: Sequence[Token], start: int) -> tuple[Amount, int] | None:
    """Return a bare unit that ends the tokens: "pizza slice"."""
    unit = _read_unit(tokens, start)
    if unit is None or unit[1] != len(tokens) or unit[0].id not in UNITS_BEHIND:
        return None
    several = tokens[start].word.endswith("s")
    return Amount(None if several else 1.0, None, unit[0].id), unit[1]


def _with_unit(amount: Amount, tokens: Sequence[Token], start: int) -> tuple[Amount, int]:
    size, end = _read_size(tokens, _after_of(tokens, start))
    unit = _read_unit(tokens, end)
    if unit is None:
        return replace(amount, size=size), end
    return replace(amount, size=size, unit=unit[0].id), _after_of(tokens, unit[1])


def _read_range(tokens: Sequence[Token], start: int) -> tuple[float, float | None, int] | None:
    """Read a number, or two with "-", "to" or "or" between them."""
    first = _read_number(tokens, start)
    if first is None:
        return None
    low, end = first
    if end + 1 < len(tokens) and tokens[end].word in {"-", "–", "to", "or"}:
        second = _read_number(tokens, end + 1)
        if second is not None and second[0] > low:
            return low, second[0], second[1]
    return low, None, end


def _read_number(tokens: Sequence[Token], start: int) -> tuple[float, int] | None:
    """Read "2", "1/2", "1 1/2", "½", "one and a half", "half a dozen", "a couple of"."""
    first = _read_simple(tokens, start)
    if first is None:
        return None
    value, end = first
    more = _read_fraction_behind(tokens, end)
    if more is not None:
        return value + more[0], more[1]
    while value < 1 or tokens[end - 1].word in {"a", "an"}:
        after = _read_simple(tokens, _after_of(tokens, end))
        if after is None:
            break
        value, end = value * after[0], after[1]
    return value, _after_of(tokens, end)


def _read_simple(tokens: Sequence[Token], start: int) -> tuple[float, int] | None:
    if start >= len(tokens):
        return None
    token = tokens[start]
    if token.kind == "number":
        return _read_digits(tokens, start)
    if token.key in FRACTIONS and not _begins_word(tokens, start):
        return FRACTIONS[token.key], start + 1
    if token.word in NUMBERS:
        value, end = NUMBERS[token.word], start + 1
        if end < len(tokens) and tokens[end].key in FRACTIONS and token.word not in {"a", "an"}:
            return value * FRACTIONS[tokens[end].key], end + 1
        return value, end
    return None


def _read_digits(tokens: Sequence[Token], start: int) -> tuple[float, int]:
    value, end = tokens[start].value, start + 1
    slash = end + 1 < len(tokens) and tokens[end].word == "/" and tokens[end + 1].kind == "number"
    if slash and tokens[end].glued and tokens[end + 1].value > 0:
        return value / tokens[end + 1].value, end + 2
    several = 1 <= value <= _MOST_PARTS and end < len(tokens) and tokens[end].key in FRACTIONS
    if several and not _begins_word(tokens, end):
        return value * FRACTIONS[tokens[end].key], end + 1
    return value, end


def _begins_word(tokens: Sequence[Token], start: int) -> bool:
    """Return whether a fraction belongs to the word after it: "half fat", "quarter pounder"."""
    after = tokens[start + 1].word if start + 1 < len(tokens) else ""
    return after in NO_FRACTION_BEFORE or (after == "-" and tokens[start + 1].glued)


def _read_fraction_behind(tokens: Sequence[Token], start: int) -> tuple[float, int] | None:
    """Read the rest of "1 1/2", "1½", "2 and 1/2", "one and a half"."""
    place = start
    while place < len(tokens) and tokens[place].word in {"and", "&", "a", "an"}:
        place += 1
    if place >= len(tokens):
        return None
    if tokens[place].kind == "number":
        value, end = _read_digits(tokens, place)
        is_fraction = end - place == 3 or not tokens[place].word[0].isdecimal()
        return (value, end) if is_fraction and value < 1 else None
    if place > start and tokens[place - 1].word == "a" and tokens[place].key in FRACTIONS:
        return FRACTIONS[tokens[place].key], place + 1
    return None


def _read_size(tokens: Sequence[Token], start: int) -> tuple[str, int]:
    size, place = "", start
    while place < len(tokens) and place < start + 2:
        measure = unit_words().get((tokens[place].word,))
        if measure is None or measure.id not in SIZES:
            break
        size, place = size or measure.id, place + 1
    return size, place


def _read_unit(tokens: Sequence[Token], start: int) -> tuple[Measure, int] | None:
    if start < len(tokens) and tokens[start].word in _DOSES:
        return _DOSES[tokens[start].word], start + 1
    for length in range(min(_LONGEST_UNIT, len(tokens) - start), 0, -1):
        words = tuple(t.word for t in tokens[start : start + length])
        measure = unit_words().get(words)
        if measure is not None and measure.id not in SIZES and measure.id not in FRACTIONS:
            return measure, start + length
    return None


def _is_of(tokens: Sequence[Token], place: int) -> bool:
    return place < len(tokens) and tokens[place].word == "of"


def _after_of(tokens: Sequence[Token], place: int) -> int:
    if not _is_of(tokens, place):
        return place
    article = place + 1 < len(tokens) and tokens[place + 1].word in ARTICLES
    return place + 2 if article and tokens[place + 1].word not in {"a", "an"} else place + 1


def _is_clock(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Return whether a number tells the time: "2 hours ago", "at 2000"."""
    before = tokens[start - 1].word if start else ""
    after = tokens[end].key if end < len(tokens) else ""
    next_but_one = tokens[end + 1].key if end + 1 < len(tokens) else ""
    far = {"an", "a"} if tokens[start].word == "half" else set()
    return before in CLOCK_BEFORE or after in CLOCK or (after in far and next_but_one in CLOCK)

"""Days and times as other apps write them, and doubts about them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from typing import Literal

from gutline.diary.entries import RowError

Order = Literal["dmy", "mdy", ""]

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:(?:T|\s+\d).*)?", re.ASCII)
_NUMBERS = re.compile(r"(\d{1,2})[-/. ]{1,2}(\d{1,2})[-/. ]{1,2}(\d{4})", re.ASCII)
_NAMED = (
    re.compile(
        r"(?:\w+, )?(?P<d>\d{1,2})(?:st|nd|rd|th|\.|er)? (?:de )?"
        r"(?P<m>[^\W\d]+)\.?(?: de)?,? (?P<y>\d{4})"
    ),
    re.compile(r"(?:\w+, )?(?P<m>[^\W\d]+)\.? (?P<d>\d{1,2})(?:st|nd|rd|th)?,? (?P<y>\d{4})"),
)  # fmt: skip
_CLOCK = re.compile(
    r"(\d{1,2})[:.h](\d{2})(?::(\d{2})(?:\.\d{1,6})?)?\s*(?:([ap])?\.?\s?m?\.?|uhr|h)",
    re.IGNORECASE | re.ASCII,
)
_GAPS = re.compile("[\u00a0\u2009\u202f]")
_HOUR = re.compile(r"(\d{1,2})\s*([ap])\.?\s?m\.?", re.IGNORECASE | re.ASCII)
_MONTHS = (
    ("jan", "january", "januar", "janvier", "enero", "janv", "ene", "jän", "jänner"),
    ("feb", "february", "februar", "février", "febrero", "févr"),
    ("mar", "march", "märz", "mars", "marzo", "mär", "mrz"),
    ("apr", "april", "avril", "abril", "avr", "abr"),
    ("may", "mai", "mayo"),
    ("jun", "june", "juni", "juin", "junio"),
    ("jul", "july", "juli", "juillet", "julio", "juil"),
    ("aug", "august", "août", "agosto", "ago"),
    ("sep", "sept", "september", "septembre", "septiembre"),
    ("oct", "october", "oktober", "octobre", "octubre", "okt"),
    ("nov", "november", "novembre", "noviembre"),
    ("dec", "december", "dezember", "décembre", "diciembre", "dez", "déc", "dic"),
)
_MONTH_OF = {word: number for number, words in enumerate(_MONTHS, start=1) for word in words}

Meal = Literal["breakfast", "lunch", "dinner", "snack", "drink"]
_MEAL_WORDS: Mapping[Meal, tuple[str, ...]] = MappingProxyType({
    "breakfast": (
        "breakfast", "desayuno", "frühstück", "petit-déjeuner", "petit déjeuner", "colazione",
        "café da manhã", "ontbijt", "brunch", "morning", "śniadanie", "frukost",
    ),
    "lunch": (
        "lunch", "almuerzo", "comida", "mittagessen", "déjeuner", "pranzo", "almoço", "midday",
        "mittag", "obiad",
    ),
    "dinner": (
        "dinner", "supper", "tea", "cena", "abendessen", "dîner", "abendbrot", "jantar",
        "avondeten", "evening", "souper", "middag", "kolacja",
    ),
    "snack": (
        "snack", "snacks", "aperitivos", "aperitivo", "merienda", "tentempié", "zwischenmahlzeit",
        "zwischenmahlzeiten", "goûter", "collation", "collations", "en-cas", "spuntino", "lanche",
        "tussendoortje", "anytime",
    ),
    "drink": ("drink", "drinks", "bebida", "bebidas", "getränk", "getränke", "boisson", "boissons"),
})  # fmt: skip
_MEAL_OF = {word: meal for meal, words in _MEAL_WORDS.items() for word in words}
USUAL_TIMES: Mapping[str, time] = MappingProxyType(
    {"breakfast": time(8), "lunch": time(13), "dinner": time(19)}
)
"""When a meal without a time is taken to have been."""
PARTS_OF_DAY: Mapping[str, time] = MappingProxyType({
    "pre": time(3), "am": time(9), "mid": time(15), "pm": time(21),
    "night": time(3), "morning": time(9), "afternoon": time(15), "evening": time(20),
    "midday": time(13), "overnight": time(3),
})  # fmt: skip
"""The middle of each part of a day, for apps that know no hours."""

END_OF_DAY = time(0, fold=1)
"""24:00, which is the next day's midnight: `EntryMaker.local` moves it on by its fold."""

_JUMP = timedelta(hours=3)
"""So far back in one day is no mere disorder of the rows."""


def order_of(texts: Iterable[str]) -> Order:
    """Return which of day and month comes first in some dates; "" when they do not tell."""
    for text in texts:
        parts = _NUMBERS.match(text.strip())
        if parts is None:
            continue
        if "." in text[:5]:
            return "dmy"
        if int(parts[1]) > 12:
            return "dmy"
        if int(parts[2]) > 12:
            return "mdy"
    return ""


def read_day(text: str, order: Order = "") -> date:
    """Return a day: "2026-06-10", "9th May 2021", "January 1, 2019", "06/10/2026" by `order`.

    Raises
    ------
    RowError
        When it is not one, or day and month cannot be told apart.
    """
    short = unicodedata.normalize("NFC", text.strip()[:60])
    iso = _ISO.fullmatch(short)
    try:
        if iso is not None:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        return _day_by_numbers(short, order) or _day_by_name(short) or _no_day(text)
    except ValueError as error:
        if isinstance(error, RowError):
            raise
        raise RowError("date", text, "there is no such day; check it") from None


def _day_by_numbers(text: str, order: Order) -> date | None:
    parts = _NUMBERS.fullmatch(text)
    if parts is None:
        return None
    first, second, year = int(parts[1]), int(parts[2]), int(parts[3])
    if first > 12 or "." in text or (order == "dmy" and second <= 12):
        return date(year, second, first)
    if second > 12 or order == "mdy" or first == second:
        return date(year, first, second)
    reason = "day and month cannot be told apart; write it as 2026-03-01"
    raise RowError("date", text, reason)


def _day_by_name(text: str) -> date | None:
    for pattern in _NAMED:
        parts = pattern.fullmatch(text)
        month = parts and _MONTH_OF.get(parts["m"].casefold())
        if parts is not None and month:
            return date(int(parts["y"]), month, int(parts["d"]))
    return None


def _no_day(text: str) -> date:
    reason = "not a day; write it as 2026-03-01" if text.strip() else "the day is missing"
    raise RowError("date", text, reason)


def read_clock(text: str) -> time | None:
    """Return a time of day: "7:30", "19:05:10", "7:00 AM", "8 pm"; None for an empty text.

    24:00 is `END_OF_DAY`.

    Raises
    ------
    RowError
        When it is not one.
    """
    short = _GAPS.sub(" ", text.strip())[:40]
    if not short:
        return None
    parts = _CLOCK.fullmatch(short)
    hour_alone = None if parts else _HOUR.fullmatch(short)
    try:
        if parts is not None:
            if parts[1] == "24" and not parts[4] and int(parts[2]) == int(parts[3] or 0) == 0:
                return END_OF_DAY
            hour = _hour_of(int(parts[1]), parts[4])
            return time(hour, int(parts[2]), int(parts[3] or 0))
        if hour_alone is not None:
            return time(_hour_of(int(hour_alone[1]), hour_alone[2]))
    except ValueError:
        pass
    raise RowError("time", text, "not a time of day; write it as 07:30")


def _hour_of(hour: int, half: str | None) -> int:
    if not half:
        return hour
    if not 1 <= hour <= 12:
        raise ValueError
    return hour % 12 + (12 if half in "pP" else 0)


def meal_named(text: str) -> Meal | None:
    """Return which meal a name means, in any of some languages; None when it is not known."""
    word = re.sub(r"\s*\d+$", "", text.strip().casefold())
    return _MEAL_OF.get(word)


class OrderWatch:
    """Notices times that look like the wrong half of the day.

    A file that goes forward through each day and then jumps back from 12:45 to 06:00 probably
    means six in the evening. Nothing is changed: it is said, and the person decides.
    """

    def __init__(self) -> None:
        self._day = date.min
        self._clock: time | None = None
        self._newest_first = False

    def doubt(self, day: date, clock: time | None, meal: Meal | None = None) -> str:
        """Return what is doubtful about a time that comes next in the file; "" for nothing."""
        before = self._clock if day == self._day else None
        self._newest_first |= day < self._day != date.min
        self._day = day
        if clock is None:
            return ""
        self._clock = clock
        if meal == "dinner" and 3 <= clock.hour < 11:
            return f"dinner at {clock:%H:%M}: pm?"
        if meal == "lunch" and clock.hour < 6:
            return f"lunch at {clock:%H:%M}: pm?"
        if before is None or self._newest_first or meal == "breakfast" or clock.fold:
            return ""
        now, last = datetime.combine(day, clock), datetime.combine(day, before)
        if now + _JUMP <= last < now + timedelta(hours=12) and clock.hour < 12:
            return f"{clock:%H:%M} after {before:%H:%M}: pm?"
        return ""

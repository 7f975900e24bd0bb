"""Numbers, dates and lists in the words people use, and names made harmless to show."""

from __future__ import annotations

import math
import re
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gutline.discovery.findings import Needs

NBSP = "\u00a0"
NEVER = "more of the same will hardly decide it"
NEVER_DAYS = 3650
MINUS = "\u2212"

# Control characters move a terminal's cursor; the others turn the reading direction of what
# follows them or cannot be seen.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]+")
_HIDDEN = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")


def harmless(text: object) -> str:
    """Return text on one line, without control characters and hidden direction marks."""
    return _HIDDEN.sub("", _CONTROL.sub(" ", str(text)))


def plain(text: object) -> str:
    """Return harmless text without space around it."""
    return harmless(text).strip()


def short(text: object, width: int) -> str:
    """Return plain text of at most `width` characters, an ellipsis in place of the rest."""
    words = plain(text)
    return words if len(words) <= width else words[: max(width - 1, 1)].rstrip() + "…"


def finite(value: float | None) -> float | None:
    """Return the value, or None where it is missing, not a number or infinite."""
    return value if value is not None and math.isfinite(value) else None


def number(value: float | None, digits: int = 1) -> str:
    """Return a number with a true minus sign; a dash when it is not known."""
    known = finite(value)
    if known is None:
        return "–"
    words = f"{known:,.{digits}f}"
    is_zero = not words.strip("-0.,")
    return words.lstrip("-") if is_zero else words.replace("-", MINUS)


def signed(value: float | None, digits: int = 1) -> str:
    """Return a number with its sign: "+1.3", "−0.4", "0.0"."""
    words = number(value, digits)
    known = finite(value)
    return f"+{words}" if known is not None and known > 0 and words.strip("0.,") else words


def between(interval: tuple[float, float] | None, digits: int = 1) -> str:
    """Return "0.8 to 1.8"; a dash when the interval is not known."""
    if interval is None or finite(interval[0]) is None or finite(interval[1]) is None:
        return "–"
    return f"{number(interval[0], digits)} to {number(interval[1], digits)}"


def percent(share: float | None) -> str:
    """Return a share as a whole percentage, never rounded to certainty."""
    known = finite(share)
    if known is None:
        return "–"
    if known > 0.99:
        return f"over 99{NBSP}%"
    if 0 < known < 0.01:
        return f"under 1{NBSP}%"
    return f"{round(known * 100)}{NBSP}%"


def peak(hours: float | None) -> str:
    """Return when a lag curve peaks: "about 14 hours later"."""
    known = finite(hours)
    if known is None:
        return "not known"
    if known == 0:
        return "at the same time"
    if known < 1:
        return "within the hour"
    if known > 96:
        return f"about {round(known / 24)} days later"
    return f"about {plural(round(known), 'hour')} later"


def plural(count: int, word: str, words: str = "") -> str:
    """Return a count with its noun: "1 day", "1,204 entries"."""
    return f"{count:,} {word if count == 1 else words or word + 's'}"


def often(count: int, days: int) -> str:
    """Return how often something was logged: "37 times on 35 days"."""
    if count == days:
        return f"on {plural(days, 'day')}"
    return f"{plural(count, 'time')} on {plural(days, 'day')}"


def listing(names: Iterable[str], word: str = "and") -> str:
    """Return "a", "a and b" or "a, b and c"."""
    *rest, last = [plain(name) for name in names] or [""]
    return f"{', '.join(rest)} {word} {last}" if rest else last


def shortened_listing(names: Sequence[str], most: int, word: str = "and") -> str:
    """Return a listing of at most `most` names and the number of those left out."""
    if len(names) <= most:
        return listing(names, word)
    return f"{', '.join(plain(name) for name in names[:most])} and {len(names) - most} more"


def needed(needs: Needs | None) -> str:
    """Return what is still needed: "about 26 more days, 9 more times"; empty when not known."""
    days = (needs and needs.days) or 0
    times = (needs and needs.exposures) or 0
    if days >= NEVER_DAYS:
        return NEVER
    parts = [plural(days, "more day", "more days")] if days else []
    if times and times != days:
        parts.append(plural(times, "more time", "more times"))
    return f"about {', '.join(parts)}" if parts else ""


def needed_days(needs: Needs | None) -> str:
    """Return the days still needed, short: "26 more days"; empty when not known."""
    days = (needs and needs.days) or 0
    return plural(days, "more day", "more days") if 0 < days < NEVER_DAYS else ""


def day(iso: object) -> str:
    """Return an ISO date as "3 January 2026"; the text itself when it is no date."""
    try:
        known = date.fromisoformat(str(iso)[:10])
    except ValueError:
        return plain(iso)
    return f"{known.day} {known:%B} {known.year}"


def capital(sentence: str) -> str:
    """Return a sentence with its first letter large."""
    return sentence[:1].upper() + sentence[1:]

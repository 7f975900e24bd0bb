"""What a diary already allows to be known, before any analysis: for `gutline check`."""

from __future__ import annotations

import math
import textwrap
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gutline.catalog import load_kinds
from gutline.diary import completeness
from gutline.discovery.settings import Settings
from gutline.reports.sentences import diary_span, no_ratings, refused_rows
from gutline.reports.verdicts import in_ascii
from gutline.reports.wording import listing, plain, plural, short

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gutline.diary import Completeness, DayCounts, Diary

_NAMED = 8
_GAPS_NAMED = 3
_HEAD = 24


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something logged too seldom: its name, times so far, and days to go at that pace."""

    name: str
    count: int
    days: int


def render_readiness(diary: Diary, width: int = 80, *, ascii_only: bool = False) -> str:
    """Return, as text, whether a diary is complete and what it still needs to be tested.

    Parameters
    ----------
    diary : Diary
    width : int
        Columns of the terminal.
    ascii_only : bool
        Whether to keep to ASCII in all that Gutline itself says.
    """
    whole = completeness(diary)
    lines = [*_span(diary, whole), ""]
    if whole.days:
        lines += [*_days(whole), "", *_outcomes(whole), "", *_exposures(diary, whole)]
    else:
        lines.append(no_ratings())
    text = "\n".join(_wrapped(line, width) for line in lines).rstrip() + "\n"
    return in_ascii(text) if ascii_only else text


def _wrapped(line: str, width: int) -> str:
    indent = " " * (_HEAD if line[:_HEAD].endswith("  ") else 2)
    return textwrap.fill(line, width, subsequent_indent=indent, drop_whitespace=True)


def _span(diary: Diary, whole: Completeness) -> Iterator[str]:
    about: dict[str, object] = {
        "days": whole.days,
        "entries": whole.entries,
        "first_day": whole.first_day,
        "last_day": whole.last_day,
    }
    yield f"Your diary: {diary_span(about)}, times in {plain(diary.zone)}"
    yield refused_rows(diary.refused)


def _days(whole: Completeness) -> Iterator[str]:
    yield _counts("Food", whole.food)
    yield _counts("Symptoms", whole.symptoms)
    if not whole.gaps:
        yield f"{'Gaps':<{_HEAD}}none: something was logged on every day"
        return
    longest = sorted(whole.gaps, key=lambda gap: -gap.days)[:_GAPS_NAMED]
    named = [f"{plural(gap.days, 'day')} from {gap.first_day}" for gap in longest]
    words = f"{plural(len(whole.gaps), 'gap')}, the longest {listing(named)}"
    yield f"{'Gaps':<{_HEAD}}{words}"


def _counts(name: str, counts: DayCounts) -> str:
    parts = (
        (counts.complete, "marked complete"),
        (counts.logged, "logged"),
        (counts.none, "said to be none"),
        (counts.unlogged, "unknown"),
    )
    words = ", ".join(f"{plural(count, 'day')} {word}" for count, word in parts if count)
    return f"{name:<{_HEAD}}{words}"


def _outcomes(whole: Completeness) -> Iterator[str]:
    if not whole.ratings:
        yield no_ratings()
    for name, ratings in whole.ratings.items():
        days = whole.rating_days[name]
        words = f"{plural(ratings, 'rating')} on {plural(days, 'day')}: "
        head = f"{short(name, _HEAD - 2):<{_HEAD}}"
        yield head + words + _missing(ratings, days, whole.days)


def _missing(ratings: int, days: int, span: int) -> str:
    """Return what an outcome lacks, in days at the pace kept so far."""
    settings = Settings()
    by_ratings = (settings.least_ratings - ratings) / ratings * span
    by_days = (settings.least_days - days) / days * span
    more = math.ceil(max(by_ratings, by_days))
    if more <= 0:
        return "enough to look for suspects"
    return f"nothing to say yet; about {plural(more, 'more day', 'more days')}"


def _exposures(diary: Diary, whole: Completeness) -> Iterator[str]:
    least = Settings().least_count
    counts = _logged(diary)
    ready = sum(count >= least for count in counts.values())
    things = f"{plural(ready, 'thing')} you logged" if ready else "Nothing you logged"
    verb = "have" if ready > 1 else "has"
    yield f"{things} {verb} the {least} times it takes to be tested."
    waiting = sorted(_waiting(counts, least, whole.days), key=lambda w: (w.days, w.name))
    for item in waiting[:_NAMED]:
        words = f"{plural(item.count, 'time')}; about {plural(item.days, 'more day', 'more days')}"
        yield f"{short(item.name, _HEAD - 2):<{_HEAD}}{words}"
    if len(waiting) > _NAMED:
        yield f"and {len(waiting) - _NAMED:,} more, logged less often"


def _logged(diary: Diary) -> Counter[tuple[str, str]]:
    kinds = [kind.id for kind in load_kinds().values() if "exposure" in kind.roles]
    logged = ((entry.kind, entry.name) for entry in diary.of_kind(*kinds))
    return Counter(pair for pair in logged if pair[1] != "none")


def _waiting(counts: Counter[tuple[str, str]], least: int, span: int) -> Iterable[Waiting]:
    for (_, name), count in counts.items():
        if count < least:
            yield Waiting(plain(name), count, math.ceil((least - count) / count * span))

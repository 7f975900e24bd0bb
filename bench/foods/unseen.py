"""Phrases nobody looked at while the reader was written, judged without keeping their text.

A phrase is a line as it was logged, or a part of it between separators.

A gold file names each phrase by the SHA-256 of its plain form. Columns: `sha256`; `accept_ids`,
ids of our foods with `|` between alternatives and `;` between several foods of one phrase; `tags`
that are surely in it, and `not_tags` that surely are not, with `|` between them.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bench.foods.figures import Count, Row, read_rows
from gutline.meals import Meal

LOGS = Path("data") / "diaries" / "treets_food_logs.csv.gz"
GOLD = Path(__file__).parent / "unseen_gold.csv"
DEVELOPMENT = frozenset({"P01", "P03", "P06", "P07", "P10"})
COLUMNS = ("sha256", "accept_ids", "tags", "not_tags")
_SEPARATORS = re.compile(r"\s*[,;+&/\n()]\s*|\s+(?:and|with|w|n|plus)(?:\s+|/)", re.IGNORECASE)


@dataclass(slots=True)
class Right:
    """What was right of some phrases: all their foods at first, among the first three; the tags.

    `foods_1` and `foods_3` count every food by itself, as of the 40 phrases.
    """

    top_1: Count = field(default_factory=Count)
    top_3: Count = field(default_factory=Count)
    foods_1: Count = field(default_factory=Count)
    foods_3: Count = field(default_factory=Count)
    tags: Count = field(default_factory=Count)


@dataclass(slots=True)
class UnseenFigures(Right):
    """What was right of all phrases, and of those that name one food and those of several.

    Attributes
    ----------
    single, several : Right
    unasked : int
        Answers for which there was no phrase.
    """

    single: Right = field(default_factory=Right)
    several: Right = field(default_factory=Right)
    unasked: int = 0


def name_of(phrase: str) -> str:
    """Return the name of a phrase in a gold file."""
    plain = " ".join(phrase.casefold().split())
    return hashlib.sha256(plain.encode()).hexdigest()


def logged(shared: Path, people: Callable[[str], bool]) -> list[str]:
    """Return the distinct lines some people logged, in order of the log."""
    rows = read_rows(shared / LOGS, ("person", "desc_text"))
    return list(dict.fromkeys(row["desc_text"] for row in rows if people(row["person"])))


def is_development(person: str) -> bool:
    """Return whether a person's lines may be looked at while the reader is written."""
    return person in DEVELOPMENT


def judge_unseen(
    phrases: Iterable[str], read: Callable[[str], Meal], gold: Path = GOLD
) -> UnseenFigures:
    """Judge those of the phrases that the gold file has an answer for."""
    answers = {row["sha256"]: row for row in read_rows(gold, COLUMNS)}
    figures = UnseenFigures()
    for line in phrases:
        for phrase in parts_of(line):
            answer = answers.pop(name_of(phrase), None)
            if answer is not None:
                meal = read(phrase)
                _judge(answer, meal, figures)
                several = ";" in answer["accept_ids"]
                _judge(answer, meal, figures.several if several else figures.single)
    figures.unasked = len(answers)
    return figures


def parts_of(line: str) -> Iterator[str]:
    """Yield a line, and what stands between its separators: words in a row, from long to short."""
    cuts = [(found.start(), found.end()) for found in _SEPARATORS.finditer(line)]
    starts = [0, *(end for _, end in cuts)]
    ends = [*(start for start, _ in cuts), len(line)]
    for length in range(len(starts), 0, -1):
        for first in range(len(starts) - length + 1):
            part = line[starts[first] : ends[first + length - 1]].strip()
            if part:
                yield part


def _judge(answer: Row, meal: Meal, figures: Right) -> None:
    name = answer["sha256"][:12]
    wanted = [set(one.split("|")) for one in answer["accept_ids"].split(";") if one]
    for count, each, most in (
        (figures.top_1, figures.foods_1, 1),
        (figures.top_3, figures.foods_3, 3),
    ):
        found = [{m.food.id for m in item.matches[:most]} for item in meal.items]
        right = [any(w & f for f in found) for w in wanted]
        count.add(all(right), name)
        for one in right:
            each.add(one, name)
    figures.tags.add(_tags_right(answer, meal), name)


def _tags_right(answer: Mapping[str, str], meal: Meal) -> bool:
    there = meal.tags
    surely = {tag for tag in answer["tags"].split("|") if tag}
    not_there = {tag for tag in answer["not_tags"].split("|") if tag}
    certain = {tag for tag, amount in there.items() if not amount.possible}
    return surely <= set(there) and not (not_there & certain)

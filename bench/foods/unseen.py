"""Phrases nobody looked at while the reader was written, judged without keeping their text.

A gold file names each phrase by the SHA-256 of its plain form. Columns: `sha256`; `accept_ids`,
ids of our foods with `|` between alternatives and `;` between several foods of one phrase; `tags`
that are surely in it, and `not_tags` that surely are not, with `|` between them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bench.foods.figures import Count, Row, read_rows
from gutline.meals import Meal

LOGS = Path("data") / "diaries" / "treets_food_logs.csv.gz"
GOLD = Path(__file__).parent / "unseen_gold.csv"
DEVELOPMENT = frozenset({"P01", "P03", "P06", "P07", "P10"})
COLUMNS = ("sha256", "accept_ids", "tags", "not_tags")


@dataclass(slots=True)
class UnseenFigures:
    """What was right of some phrases."""

    top_1: Count = field(default_factory=Count)
    top_3: Count = field(default_factory=Count)
    tags: Count = field(default_factory=Count)


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
    for phrase in phrases:
        answer = answers.pop(name_of(phrase), None)
        if answer is not None:
            _judge(answer, read(phrase), figures)
    return figures


def _judge(answer: Row, meal: Meal, figures: UnseenFigures) -> None:
    name = answer["sha256"][:12]
    wanted = [set(one.split("|")) for one in answer["accept_ids"].split(";") if one]
    for count, most in ((figures.top_1, 1), (figures.top_3, 3)):
        found = [{m.food.id for m in item.matches[:most]} for item in meal.items]
        count.add(all(any(w & f for f in found) for w in wanted), name)
    figures.tags.add(_tags_right(answer, meal), name)


def _tags_right(answer: Mapping[str, str], meal: Meal) -> bool:
    there = meal.tags
    surely = {tag for tag in answer["tags"].split("|") if tag}
    not_there = {tag for tag in answer["not_tags"].split("|") if tag}
    certain = {tag for tag, amount in there.items() if not amount.possible}
    return surely <= set(there) and not (not_there & certain)

"""Practices: breathing at a set pace, and guided quiet with own-worded prompts."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from gutline.catalog.data_files import (
    id_problems,
    name_problems,
    read_checked,
    read_folder,
    text_problems,
)
from gutline.catalog.evidence import card_problems

Counts = tuple[int, int, int, int]
PHASES = ("in", "hold", "out", "rest")
"""The four parts of a breath, in order."""
MOST_COUNT, MOST_MINUTES = 20, 60
_TEXTS = ("id", "name", "helps", "how", "rates", "stop_if", "card")
_OPTIONAL = {"counts", "prompts"}


@dataclass(frozen=True, slots=True)
class Prompt:
    """One thing said in a guided practice.

    Attributes
    ----------
    say : str
    share : float
        How much of the whole time follows it, as a weight among all prompts.
    """

    say: str
    share: float


@dataclass(frozen=True, slots=True)
class Practice:
    """One practice.

    Attributes
    ----------
    id, name : str
        The id is the stem of the file, the name what it is logged as.
    helps : str
        What it is for.
    how : str
        How to sit or lie, and how to begin.
    rates : str
        What may be rated before and after: "tension", "pain".
    minutes : int
        How long it is by default.
    lengths : tuple of int
        Lengths that are offered, in minutes.
    counts : (int, int, int, int) or None
        Seconds of breathing in, holding, breathing out and resting; None where breath is free.
    prompts : tuple of Prompt
        What is said; empty where the breath alone guides.
    stop_if : str
    card : str
        Id of the evidence card it rests on.
    words : tuple of str
        Further words it is found by.
    """

    id: str
    name: str
    helps: str
    how: str
    rates: str
    minutes: int
    lengths: tuple[int, ...]
    counts: Counts | None
    prompts: tuple[Prompt, ...]
    stop_if: str
    card: str
    words: tuple[str, ...]


@functools.cache
def load_practices() -> Mapping[str, Practice]:
    """Return every practice by its id, in order of id.

    Raises
    ------
    CatalogError
        When a file does not hold a valid practice.
    """
    return read_folder("practices", read_practice)


def read_practice(path: Path) -> Practice:
    """Read and check one practice's file.

    Raises
    ------
    CatalogError
        When the file is not TOML, or something in it is missing, unknown or wrong.
    """
    fields = read_checked(path, _problems)
    texts = {name: str(fields[name]) for name in _TEXTS}
    counts = cast("list[int] | None", fields.get("counts"))
    said = cast("list[Mapping[str, object]]", fields.get("prompts", []))
    return Practice(
        **texts,
        minutes=cast("int", fields["minutes"]),
        lengths=tuple(cast("list[int]", fields["lengths"])),
        counts=(counts[0], counts[1], counts[2], counts[3]) if counts else None,
        prompts=tuple(Prompt(str(p["say"]), float(cast("float", p["share"]))) for p in said),
        words=tuple(cast("list[str]", fields["words"])),
    )


def count_problem(counts: object) -> str:
    """Return what is wrong with the counts of a breath; "" when nothing is."""
    whole = isinstance(counts, (list, tuple)) and all(type(c) is int for c in counts)
    if not whole or len(cast("list[int]", counts)) != len(PHASES):
        return f"counts must be {len(PHASES)} whole numbers: {', '.join(PHASES)}"
    breath = cast("list[int]", counts)
    if not all(0 <= count <= MOST_COUNT for count in breath):
        return f"counts must lie between 0 and {MOST_COUNT} seconds"
    if breath[0] < 2 or breath[2] < 2:
        return "breathing in and out must each take 2 seconds or more"
    return ""


def _problems(stem: str, fields: Mapping[str, object]) -> Iterator[str]:
    """Yield what is wrong with one file, most basic first; the caller stops at the first."""
    needed = {*_TEXTS, "minutes", "lengths", "words"}
    yield from name_problems(fields, needed, _OPTIONAL)
    yield from text_problems(fields, _TEXTS)
    yield from id_problems(stem, fields)
    yield from card_problems(fields)
    yield from _length_problems(fields)
    yield from _guide_problems(fields)


def _length_problems(fields: Mapping[str, object]) -> Iterator[str]:
    lengths, words = fields["lengths"], fields["words"]
    if not isinstance(lengths, list) or not all(
        type(n) is int and 1 <= n <= MOST_MINUTES for n in lengths
    ):
        yield f"lengths must be a list of whole minutes from 1 to {MOST_MINUTES}"
    elif fields["minutes"] not in lengths or lengths != sorted(set(lengths)):
        yield "lengths must rise, and minutes must be one of them"
    if not isinstance(words, list) or not all(isinstance(w, str) and w for w in words):
        yield "words must be a list of texts"


def _guide_problems(fields: Mapping[str, object]) -> Iterator[str]:
    if ("counts" in fields) == ("prompts" in fields):
        yield "a practice has either counts of a breath or prompts"
    if "counts" in fields and count_problem(fields["counts"]):
        yield count_problem(fields["counts"])
    prompts = fields.get("prompts", [])
    if not isinstance(prompts, list):
        yield "prompts must be tables of say and share"
        return
    for prompt in prompts:
        if not isinstance(prompt, dict) or set(prompt) != {"say", "share"}:
            yield "prompts must be tables of say and share"
        elif not isinstance(prompt["say"], str) or not prompt["say"].strip():
            yield "say must be a text that is not empty"
        elif type(prompt["share"]) not in {int, float} or not 0 < prompt["share"] <= 10:
            yield "share must be a number above 0, at most 10"

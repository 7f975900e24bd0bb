"""The short check: its pages, in order, and when each of them is asked."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from gutline.catalog.conditions import Condition, read_condition
from gutline.catalog.data_files import (
    DATA,
    id_problems,
    name_problems,
    read_checked,
    read_folder,
)
from gutline.catalog.facts import load_facts, when_problems


@dataclass(frozen=True, slots=True)
class Page:
    """One page of questions that are asked together.

    Attributes
    ----------
    id : str
    order : int
        Pages are asked in rising order.
    question : str
        What stands above; the facts follow as things to tick.
    facts : tuple of str
    when : Condition or None
        Asked only when this is so; None is always.
    """

    id: str
    order: int
    question: str
    facts: tuple[str, ...]
    when: Condition | None


@functools.cache
def load_interview() -> tuple[Page, ...]:
    """Return the pages in order."""
    pages = read_folder("interview", read_page).values()
    return tuple(sorted(pages, key=lambda page: page.order))


@functools.cache
def load_weekly_question() -> Page:
    """Return the one question of every week."""
    return read_page(DATA / "weekly_question.toml")


def read_page(path: Path) -> Page:
    """Read and check one page.

    Raises
    ------
    CatalogError
        When the file is not TOML, or a field is missing or wrong.
    """
    fields = read_checked(path, _problems)
    return Page(
        id=str(fields["id"]),
        order=cast("int", fields["order"]),
        question=str(fields["question"]),
        facts=tuple(cast("list[str]", fields["facts"])),
        when=read_condition(fields["when"]) if "when" in fields else None,
    )


def _problems(stem: str, fields: Mapping[str, object]) -> Iterator[str]:
    needed = {"id", "order", "question", "facts"}
    yield from name_problems(fields, needed, ("when",))
    yield from id_problems(stem, fields)
    if type(fields["order"]) is not int:
        yield "order must be a whole number"
    facts = fields["facts"]
    if not isinstance(facts, list) or not facts:
        yield "facts must be a list of ids"
        return
    for fact in facts:
        if fact not in load_facts() or load_facts()[fact].computed:
            yield f"{fact!r} is no fact that can be asked"
    if "when" in fields:
        yield from when_problems(fields["when"])

"""The short check on a terminal: page after page, ticked by number."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from gutline.catalog.facts import Fact
    from gutline.catalog.interview import Page
    from gutline.safety.answers import Value

_HOW = "Numbers of what is so, or Enter for none"
_LEAVE_OUT = "Enter leaves it out"


def ask_all() -> dict[str, Value]:
    """Ask page after page and return the answers; an emergency ends it at once."""
    from gutline.safety.interview import next_page
    from gutline.safety.screening import screen

    answers: dict[str, Value] = {}
    shown: list[str] = []
    while (page := next_page(answers, shown)) is not None:
        answers |= _ask(page)
        shown.append(page.id)
        if any(one.stops_everything for one in screen(answers)):
            break
    return answers


def _ask(page: Page) -> dict[str, Value]:
    from gutline.catalog.facts import load_facts
    from gutline.safety.interview import answer_page

    facts = [load_facts()[name] for name in page.facts]
    click.echo(f"\n{page.question}")
    ticked = _ticks([fact for fact in facts if fact.kind == "yes_no"])
    values = {fact.id: _value(fact) for fact in facts if fact.kind != "yes_no"}
    return answer_page(page, ticked, {k: v for k, v in values.items() if v is not None})


def _ticks(facts: list[Fact]) -> list[str]:
    if not facts:
        return []
    for number, fact in enumerate(facts, 1):
        click.echo(f"  {number:>2}  {fact.ask}")
    while True:
        said = click.prompt(_HOW, default="", show_default=False)
        numbers = [int(word) for word in re.findall(r"\d+", said)]
        if all(1 <= number <= len(facts) for number in numbers) and not _words(said):
            return [facts[number - 1].id for number in numbers]
        click.echo(f"Please give numbers from 1 to {len(facts)}.")


def _words(said: str) -> bool:
    return bool(re.sub(r"[\d\s,;.]+", "", said))


def _value(fact: Fact) -> Value | None:
    if fact.kind == "choice":
        hint = f"{fact.ask} ({', '.join(fact.choices)}; {_LEAVE_OUT})"
    else:
        hint = f"{fact.ask} in {fact.unit} ({_LEAVE_OUT})" if fact.unit else fact.ask
    while True:
        said = click.prompt(hint[0].upper() + hint[1:], default="", show_default=False).strip()
        if not said:
            return None
        value = _read(fact, said.lower())
        if value is not None:
            return value
        click.echo("That cannot be read; please give it again.")


def _read(fact: Fact, said: str) -> Value | None:
    if fact.kind == "choice":
        fitting = [choice for choice in fact.choices if choice.startswith(said)]
        return fitting[0] if len(fitting) == 1 else None
    try:
        number = float(said.replace(",", "."))
    except ValueError:
        return None
    return number if fact.lowest <= number <= fact.highest else None

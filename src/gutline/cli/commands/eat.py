"""`gutline eat`: what a line of food was understood to be, before anything is stored."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from gutline.cli.lines import say, wrapped
from gutline.cli.own_home import kept_food, own_folder, own_foods, own_place
from gutline.cli.refusal import RefusalError
from gutline.cli.screen import screen

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from gutline.cli.diary_appending import Target
    from gutline.meals import Item, Meal
    from gutline.meals.own_foods import OwnFoods

LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line asked for."""

    words: tuple[str, ...]
    choose: tuple[str, ...]
    to: str | None
    at: str | None
    zone: str | None
    json: bool


@click.command("eat", short_help="See what a meal was understood to be, before it is stored.")
@click.argument("words", nargs=-1, required=True)
@click.option(
    "--choose",
    multiple=True,
    metavar="N=FOOD",
    help="Item N is this food; remembered for the same words (repeatable).",
)
@click.option("--to", metavar="DIARY", help="Add the meal to this CSV diary.")
@click.option("--at", metavar="TIME", help="When it was eaten: 2026-03-01 08:00. Now, if left out.")
@click.option("--zone", metavar="ZONE", help="Time zone of a new diary, such as Europe/Berlin.")
@click.option("--json", is_flag=True, help="Print JSON and nothing else on standard output.")
def command(**asked: object) -> None:
    """Show what WORDS are understood to be: foods, amounts, tags, and what else was near.

    \b
    gutline eat "2 slices rye toast w/ butter, large red wine"

    Nothing is stored, unless --to names a diary.
    """  # noqa: D301 - click's mark for a line that is not to be filled
    _eat(Asked(**asked))  # type: ignore[arg-type]  # click checked the types


def _eat(asked: Asked) -> None:
    text = " ".join(asked.words)
    if len(text) > LONGEST:
        raise RefusalError(f"that is {len(text):,} characters; a meal has at most {LONGEST:,}.")
    if asked.at and not asked.to:
        raise RefusalError("--at says when for a diary; name the diary with --to.")
    target = _target(asked)
    own = own_foods()
    meal = _read(text, own)
    if asked.choose:
        own = _learned(meal, own, asked.choose)
        meal = _read(text, own)
    written = _written(meal, own, asked, target)
    _show(meal, asked, written)


def _read(text: str, own: OwnFoods) -> Meal:
    from gutline.meals import read_meal

    return read_meal(text, own)


def _target(asked: Asked) -> Target | None:
    if asked.to is None:
        return None
    from gutline.cli.diary_appending import target_at

    return target_at(asked.to)


def _learned(meal: Meal, own: OwnFoods, choices: tuple[str, ...]) -> OwnFoods:
    """Remember what the person says each item is, after all of it was understood."""
    from gutline.cli.clock import now
    from gutline.meals.meal_entries import spoken_name
    from gutline.meals.own_foods_changes import remember_choice

    chosen = [_choice(meal, own, text) for text in choices]
    for item, food in chosen:
        own = remember_choice(own_folder(), spoken_name(item, own), food, now().date())
    return own


def _choice(meal: Meal, own: OwnFoods, text: str) -> tuple[Item, str]:
    number, equals, wanted = text.partition("=")
    if not equals or not number.strip().isdecimal() or not wanted.strip():
        raise RefusalError(f"--choose {text!r}: write the item's number and a food: 1=rye_bread.")
    place = int(number) if len(number) < 9 else 0
    if not 1 <= place <= len(meal.items):
        known = "is 1 item" if len(meal.items) == 1 else f"are {len(meal.items)} items"
        raise RefusalError(f"--choose {text!r}: there {known}.")
    item = meal.items[place - 1]
    near = wanted.strip()
    if near.isdecimal() and len(near) == 1 and 1 <= int(near) <= len(item.matches):
        return item, item.matches[int(near) - 1].food.id
    return item, kept_food(wanted, own).id


def _written(meal: Meal, own: OwnFoods, asked: Asked, target: Target | None) -> int:
    """Write the meal into the diary that was named; return how many entries that made."""
    if target is None or not meal.items:
        return 0
    from gutline.cli.diary_appending import append
    from gutline.meals.meal_entries import entries_of

    zone = _zone(asked, target)
    at, day_only = _moment(asked, target, zone)
    entries = entries_of(meal, at, own, day_only=day_only)
    append(target.file, entries, zone)
    return len(entries)


def _zone(asked: Asked, target: Target) -> str:
    from gutline.cli.clock import now
    from gutline.cli.local_zone import local_zone

    if target.diary is not None:
        return target.diary.zone
    return asked.zone or local_zone(os.environ, now())


def _moment(asked: Asked, target: Target, zone: str) -> tuple[datetime, bool]:
    """Return when it was eaten, in the diary's zone."""
    from gutline.cli.clock import now
    from gutline.diary.zones import LocalClock, located, settled, zone_named

    tz: tzinfo = zone_named(zone)
    if asked.at is not None:
        moment = LocalClock(tz).read(asked.at.strip())
        return moment.at, moment.day_only
    here = now()
    if target.diary is not None and not target.names_zone:
        # Times of a diary that names no zone are those of the wall.
        return located(here.replace(tzinfo=None), tz)[0], False
    return settled(here.astimezone(tz), tz), False


def _show(meal: Meal, asked: Asked, written: int) -> None:
    from gutline.cli.meal_screen import meal_json, meal_lines

    if asked.json:
        click.echo(meal_json(meal, written), nl=False)
        return
    seen = screen()
    say(meal_lines(meal, seen), seen)
    say(["", *wrapped(_closing(meal, asked, written), seen.width)], seen)


def _closing(meal: Meal, asked: Asked, written: int) -> str:
    if not meal.items:
        return "Nothing was stored."
    if written:
        return f"{written} {'entry was' if written == 1 else 'entries were'} added to {asked.to}."
    if asked.choose:
        return f"Remembered for next time, in {own_place()}. No diary was changed."
    return (
        "Nothing was stored. Add --to DIARY.csv to keep it, or correct an item with --choose "
        "NUMBER=FOOD."
    )

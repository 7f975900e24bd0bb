"""`gutline foods`: foods, recipes, aliases and tags of one's own; full tables; looking foods up."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from gutline.cli.diary_file import existing
from gutline.cli.lines import printable, say, wrapped
from gutline.cli.own_home import kept_food, named_food, own_folder, own_foods, own_place
from gutline.cli.refusal import RefusalError
from gutline.cli.screen import progress, screen

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gutline.catalog import Food
    from gutline.meals.full_table_import import ImportReport
    from gutline.meals.full_tables import LoadedTable
    from gutline.meals.own_foods import OwnFoods
    from gutline.meals.recipes import Part

PROBLEMS_SHOWN = 20
_KINDS = ("food", "drink", "supplement", "medicine")


@click.group("foods", short_help="Look foods up, add your own, load public tables.")
def command() -> None:
    """Look foods up, add foods, recipes, aliases and tags of your own, load public tables."""


@command.command("search")
@click.argument("words", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(1, 100), default=10, show_default=True)
def search(words: tuple[str, ...], limit: int) -> None:
    """Find foods by WORDS: yours, the catalog's and those of the tables you loaded."""
    from gutline.cli.food_screen import search_lines
    from gutline.meals.food_search import search_foods
    from gutline.meals.full_tables import FullTables

    text = " ".join(words)[:1000]
    tables = FullTables(own_place())
    found = search_foods(text, own_foods(), limit)
    hits = tables.search(text, limit)
    seen = screen()
    say(search_lines(found, hits, seen), seen)
    if not found and not hits:
        more = "" if tables.there else " or load a public table with gutline foods import"
        words_said = f"Nothing is called like {text[:60]!r}. Try fewer words{more}."
        say(wrapped(words_said, seen.width), seen)
    _warn_of_cut_imports(tables.loaded())


def _warn_of_cut_imports(tables: Iterable[LoadedTable]) -> None:
    for table in tables:
        if not table.whole:
            words = f"{table.file!r} was not loaded to its end; import it again to go on."
            click.echo(words, err=True)


@command.command("show")
@click.argument("food", nargs=-1, required=True)
@click.option("--all", "everything", is_flag=True, help="Show every nutrient.")
def show(food: tuple[str, ...], everything: bool) -> None:  # noqa: FBT001
    """Show what is known of FOOD: an id, a name, or the code of a table's food."""
    own = own_foods()
    found = named_food(" ".join(food), own)
    _show(found, own, everything=everything)


def _show(food: Food, own: OwnFoods, *, everything: bool = False) -> None:
    from gutline.cli.food_screen import food_lines
    from gutline.meals.full_tables import FullTables

    entry = FullTables(own_place()).food(food.code) if food.origin == "table" else None
    seen = screen()
    say(food_lines(food, own, seen, entry=entry, everything=everything), seen)


@command.command("list")
def list_own() -> None:
    """List all that is your own: foods, aliases, tags, what was learned, tables."""
    from gutline.cli.food_screen import own_lines
    from gutline.meals.full_tables import FullTables

    tables = FullTables(own_place()).loaded()
    seen = screen()
    say(own_lines(own_foods(), {t.file: t.foods for t in tables}, seen), seen)
    _warn_of_cut_imports(tables)


@command.command("add")
@click.argument("name")
@click.option("--serving", type=click.FloatRange(min=0, min_open=True), help="Usual serving in g.")
@click.option("--like", metavar="FOOD", help="Take over what is not said here from this food.")
@click.option("--kind", type=click.Choice(_KINDS), help="What it is; food, if left out.")
@click.option("--alias", multiple=True, help="Another name of it (repeatable).")
@click.option("--tag", multiple=True, help="gluten, gluten=12 (g in 100 g) or ?gluten (possible).")
@click.option("--no-tag", multiple=True, metavar="TAG", help="A tag it does not have.")
@click.option("--nutrient", multiple=True, metavar="ID=VALUE", help="In 100 g: protein_g=12.")
@click.option("--per-serving", is_flag=True, help="Nutrients are those of one serving.")
@click.option("--measure", multiple=True, metavar="NAME=G", help="Grams of one: slice=40.")
@click.option("--nova", type=click.IntRange(1, 4), help="How processed it is, 1 to 4.")
@click.option("--replace", is_flag=True, help="Take the place of your food of this name.")
def add(**asked: object) -> None:
    """Add a food of your own called NAME.

    \b
    gutline foods add "skyr" --serving 150 --like "greek yogurt"
    gutline foods add "our bread" --tag gluten --measure slice=45
    """  # noqa: D301 - click's mark for a line that is not to be filled
    from gutline.cli.food_options import NewFood, food_of
    from gutline.meals.own_foods_changes import add_food

    new = NewFood(**asked)  # type: ignore[arg-type]  # click checked the types
    own = own_foods()
    like = named_food(new.like, own) if new.like is not None else None
    added = add_food(own_folder(), food_of(new, like), replacing=new.replace)
    _show(added, own_foods())


@command.command("recipe")
@click.argument("name")
@click.argument("parts", nargs=-1, required=True)
@click.option(
    "--serves", type=click.FloatRange(min=0, min_open=True), default=1.0, show_default=True
)
@click.option(
    "--weight", type=click.FloatRange(min=0, min_open=True), help="Grams when it is done."
)
@click.option("--replace", is_flag=True, help="Take the place of your food of this name.")
def recipe(
    name: str,
    parts: tuple[str, ...],
    serves: float,
    weight: float | None,
    replace: bool,  # noqa: FBT001
) -> None:
    """Add a food called NAME that is made of PARTS.

    \b
    gutline foods recipe "my granola" "200 g oats" "50 g honey" --serves 8
    """  # noqa: D301 - click's mark for a line that is not to be filled
    from gutline.cli.food_screen import mixture_lines
    from gutline.meals.own_foods_changes import add_recipe

    own = own_foods()
    settled = [_part(text, own) for text in parts]
    food, mixture = add_recipe(
        own_folder(), name, settled, serves=serves, weight_g=weight, replacing=replace
    )
    _show(food, own_foods())
    seen = screen()
    say(mixture_lines(mixture, seen), seen)


def _part(text: str, own: OwnFoods) -> Part:
    """Return one part of a recipe; an amount that was assumed is said to be."""
    from gutline.meals import read_meal
    from gutline.meals.recipes import Part

    items = read_meal(text, own).items
    if len(items) != 1:
        what = ", ".join(item.name for item in items) or "nothing"
        raise RefusalError(f"the part {text!r} was read as {what}; give one food in each part.")
    item = items[0]
    if item.food is None:
        raise RefusalError(
            f"the part {text!r} is not known; add it with gutline foods add, or name another."
        )
    if not item.grams:
        raise RefusalError(f"the part {text!r} does not say how much; write it as '200 g oats'.")
    if item.assumed:
        click.echo(f"{text}: taken as {item.grams:g} g of {item.food.name}.", err=True)
    return Part(item.food.id, item.grams, " ".join(text.split()))


@command.command("alias")
@click.argument("phrase")
@click.argument("food")
def alias(phrase: str, food: str) -> None:
    """Let PHRASE mean FOOD: gutline foods alias "my usual" "flat white"."""
    from gutline.meals.own_foods_changes import add_alias

    found = kept_food(food, own_foods())
    add_alias(own_folder(), phrase, found.id)
    click.echo(f"{phrase!r} means {found.name} from now on.")


@command.command("tag")
@click.argument("food")
@click.argument("tags", nargs=-1, required=True)
def tag(food: str, tags: tuple[str, ...]) -> None:
    """Give FOOD tags of your own: gutline foods tag "rye bread" sourdough."""
    from gutline.cli.meal_screen import tag_name
    from gutline.meals.own_foods_changes import add_tags, tag_id

    found = kept_food(food, own_foods())
    add_tags(own_folder(), found.id, tags)
    click.echo(f"{found.name} has {', '.join(tag_name(tag_id(t)) for t in tags)} from now on.")


@command.command("remove")
@click.argument("name")
def remove(name: str) -> None:
    """Remove your food, alias, own tags or what was learned under NAME."""
    from gutline.meals.own_foods_changes import remove as taken

    click.echo(f"Removed {taken(own_folder(), name)}.")


@command.command("export")
@click.argument("file")
def export(file: str) -> None:
    """Write all that is your own into FILE, a zip of CSV files."""
    from gutline.meals.own_foods_exchange import export_own

    records = export_own(own_place(), Path(file))
    counts = f"{len(records.foods)} foods, {len(records.aliases)} aliases"
    click.echo(
        f"{counts}, {len(records.tags)} tags, {len(records.choices)} choices: {printable(file)}"
    )


@command.command("import")
@click.argument("file")
@click.option("--replace", is_flag=True, help="Where a food of yours differs, take the file's.")
@click.option("--all-problems", is_flag=True, help="List every row with a problem.")
def import_file(file: str, replace: bool, all_problems: bool) -> None:  # noqa: FBT001
    """Take in FILE: own foods, or a public table.

    Own foods are a zip that `gutline foods export` wrote or a CSV with a column `name`. Public
    tables are FoodData Central's CSV downloads (zip or folder), Ciqual (folder of XML, or CSV),
    and any CSV of one row a food with a column fdc_id, Food code or alim_code.
    """
    path = existing(file)
    from gutline.meals.own_foods_exchange import import_own, is_own_file

    if path.is_file() and is_own_file(path):
        added = import_own(path, own_folder(), replacing=replace)
        click.echo(
            f"Added {added.foods} foods, {added.recipes} recipes, {added.aliases} aliases, "
            f"{added.tags} tags, {added.choices} choices."
        )
        return
    _import_table(path, every=all_problems)


def _import_table(path: Path, *, every: bool) -> None:
    from gutline.meals.full_table_import import import_table

    home = own_folder()
    with progress(f"reading {printable(path.name)}") as tell:
        report = import_table(path, home, progress=tell)
    _tell_refusals(home, report, every=every)
    seen = screen()
    say(wrapped(_said(report), seen.width), seen)


def _said(report: ImportReport) -> str:
    if report.already:
        return f"{report.file} was loaded before, with {report.foods:,} foods; nothing was added."
    resumed = " went on where it was cut off and" if report.resumed else ""
    refused = "; 1 row or field was refused" if report.refused == 1 else ""
    if report.refused > 1:
        refused = f"; {report.refused:,} rows or fields were refused"
    return (
        f"{report.file}{resumed} gave {report.foods:,} foods with {report.figures:,} figures"
        f"{refused}."
    )


def _tell_refusals(home: Path, report: ImportReport, *, every: bool) -> None:
    from gutline.meals.full_table_import import refusals

    if report.already or not report.refused:
        return
    for number, refusal in enumerate(refusals(home, report.digest)):
        if number >= PROBLEMS_SHOWN and not every:
            rest = report.refused - number
            click.echo(f"and {rest:,} more; --all-problems shows them all", err=True)
            return
        click.echo(f"refused: {refusal}", err=True)

"""`gutline coverage`: intake of a few nutrients beside reference intakes, from a diary file."""

from __future__ import annotations

import os
from dataclasses import dataclass

import click

from gutline import reports
from gutline.cli.diary_file import read_diary, tell_problems, tell_refused
from gutline.cli.screen import screen


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line asked for."""

    file: str
    sex: str | None
    age: int | None
    life_stage: str | None
    weight: float | None
    days: int
    json: bool
    zone: str | None
    strict: bool
    all_problems: bool


@click.command("coverage", short_help="See what the days' food covers of a few nutrients.")
@click.argument("file")
@click.option("--sex", metavar="SEX", help="female or male: reference intakes differ.")
@click.option("--age", type=int, metavar="YEARS", help="Age in years, for the same reason.")
@click.option("--life-stage", metavar="STAGE", help="pregnancy or lactation.")
@click.option("--weight", type=float, metavar="KG", help="For protein by weight; not needed.")
@click.option(
    "--days", type=click.IntRange(min=1), default=28, show_default=True, help="The last days."
)
@click.option("--json", is_flag=True, help="Print JSON and nothing else on standard output.")
@click.option("--zone", metavar="ZONE", help="Time zone of local times, such as Europe/Berlin.")
@click.option("--strict", is_flag=True, help="Stop at the first row that cannot be read.")
@click.option("--all-problems", is_flag=True, help="List every row with a problem.")
def command(**asked: object) -> None:
    """See what food and supplements of the diary in FILE (`-` reads standard input) add up to.

    Fibre, protein, magnesium, vitamin D, omega-3 and water a day, beside the reference intakes for
    your age and sex. Days that are not logged in full are left out.
    """
    _coverage(Asked(**asked))  # type: ignore[arg-type]  # click checked the types


def _coverage(asked: Asked) -> None:
    from gutline.meals.contents import describe
    from gutline.meals.coverage import coverage
    from gutline.meals.home import home_place
    from gutline.meals.own_foods import OwnFoods
    from gutline.meals.reference import Person

    person = Person(asked.sex, asked.age, asked.life_stage, asked.weight)
    diary = read_diary(asked.file, zone=asked.zone, strict=asked.strict)
    tell_problems(diary, every=asked.all_problems)
    own = OwnFoods.load(home_place(os.environ))
    found = coverage(describe(diary, own), person, days=asked.days)
    if asked.json:
        click.echo(reports.render_coverage_json(found), nl=False)
    else:
        seen = screen()
        text = reports.render_coverage(found, seen.width, ascii_only=seen.ascii_only)
        click.echo(text, nl=False)
    tell_refused(diary)

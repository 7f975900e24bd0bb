"""`gutline demo`: a drawn diary, what the engine finds in it, and the page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from gutline import reports
from gutline.cli.commands.discover import find, show
from gutline.cli.diary_file import described
from gutline.cli.page_file import write_page
from gutline.cli.refusal import RefusalError

if TYPE_CHECKING:
    from gutline import Diary

DAYS = 180


@click.command("demo", short_help="Draw a demo diary and show what is found in it.")
@click.option(
    "--folder",
    default="gutline-demo",
    show_default=True,
    metavar="DIR",
    help="Where the diary and the page are written.",
)
@click.option("--seed", type=click.IntRange(min=0), help="Draw another person with this seed.")
def command(folder: str, seed: int | None) -> None:
    """Draw the diary of a person who does not exist, and show what is found in it."""
    from gutline.diary import write_csv

    home = _made(Path(folder))
    diary = _drawn(seed)
    write_csv(diary, home / "diary.csv")
    diary = described(diary)
    findings = find(diary, None)
    show(findings)
    write_page(reports.render_page(findings, diary), str(home / "page.html"))
    click.echo(f"\nThe diary is in {home / 'diary.csv'}\nThe page is in  {home / 'page.html'}")


def _made(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        raise RefusalError(f"{str(folder)!r} is a file; name a folder.") from None
    return folder


def _drawn(seed: int | None) -> Diary:
    from gutline import simulator

    if seed is None:
        return simulator.demo_diary().diary
    import numpy as np

    return simulator.draw_person("plain", days=DAYS, rng=np.random.default_rng(seed)).diary

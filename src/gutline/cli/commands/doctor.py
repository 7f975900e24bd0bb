"""`gutline doctor`: what is wrong with where the diary is kept."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from gutline.cli.journal import point_at_home

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gutline.store.doctor import Check

_MARKS = {"good": "good   ", "warning": "look   ", "bad": "BAD    "}


@click.command("doctor", short_help="Say what is wrong with where the diary is kept.")
@click.pass_context
def command(ctx: click.Context) -> None:
    """Look at everything the safety of the diary depends on, and say in plain words what is wrong.

    Changes nothing. Ends with exit code 1 when something is bad.
    """
    home = point_at_home()
    from gutline.store.doctor import examine

    checks = examine(datetime.now(UTC))
    click.echo(f"The diary in {home}")
    for check in checks:
        for line in _lines(check):
            click.echo(line)
    if any(check.state == "bad" for check in checks):
        ctx.exit(1)


def _lines(check: Check) -> Iterator[str]:
    yield f"  {_MARKS[check.state]}{check.name}: {check.words}"
    if check.remedy:
        yield f"         -> {check.remedy}"

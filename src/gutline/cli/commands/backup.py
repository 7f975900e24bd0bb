"""`gutline backup`: the whole diary in one encrypted file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from gutline.cli.journal import open_journal
from gutline.cli.passphrase import passphrase


@click.command("backup", short_help="Write the whole diary to one encrypted file.")
@click.argument("file")
@click.option("--passphrase-file", metavar="TEXT", help="Read the passphrase from this file.")
def command(file: str, passphrase_file: str | None) -> None:
    """Write the whole diary to FILE, encrypted, and read it back to be sure of it.

    The passphrase is asked for, or taken from the environment (GUTLINE_PASSPHRASE) or a file. It
    is kept nowhere: without it the backup cannot be opened by anybody.
    """
    now = datetime.now(UTC)
    open_journal(now)
    from gutline.store.services.backups import back_up

    made = back_up(Path(file), passphrase(passphrase_file, twice=True), now)
    size = f"{made.size / 1e6:,.1f} MB"
    click.echo(f"{made.path}: {made.entries:,} entries, {size}, read back and found whole.")
    click.echo("Keep the passphrase where you will find it: nobody can open the file without it.")

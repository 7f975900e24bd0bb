"""`gutline restore`: the diary back from a backup."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from gutline.cli.journal import open_journal
from gutline.cli.passphrase import passphrase


@click.command("restore", short_help="Bring the diary back from a backup.")
@click.argument("file")
@click.option("--passphrase-file", metavar="TEXT", help="Read the passphrase from this file.")
@click.option("--replace", is_flag=True, help="Replace the diary that is here.")
def command(file: str, passphrase_file: str | None, replace: bool) -> None:  # noqa: FBT001
    """Bring back the diary in FILE, as a whole or not at all.

    A diary that is here is replaced with --replace only, and a copy of it is kept.
    """
    now = datetime.now(UTC)
    open_journal(now)
    from gutline.store.services.backups import refuse_to_overwrite, restore_backup

    refuse_to_overwrite(replace=replace)
    word = passphrase(passphrase_file, twice=False)
    back = restore_backup(Path(file), word, now, replace=replace)
    click.echo(f"{back.entries:,} entries are back, as of {back.manifest.made_at[:10]}.")

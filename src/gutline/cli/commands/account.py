"""`gutline account`: who may sign in where several people share a server."""

from __future__ import annotations

import os
import secrets
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from gutline.cli.journal import DATABASE_VARIABLE
from gutline.cli.local_zone import local_zone

if TYPE_CHECKING:
    from gutline.store.accounts import AccountRecord

# Without letters and digits that are mistaken for each other.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP = 4, 5


@click.group("account", short_help="Accounts of a server that several people share.")
def command() -> None:
    """Make and remove the accounts of `gutline serve --accounts`; nobody else can."""


@command.command("add")
@click.argument("name")
@click.option("--zone", metavar="ZONE", help="Where the person lives, such as Europe/Berlin.")
@click.option(
    "--take-diary", is_flag=True, help="Give them the diary that was kept here without an account."
)
def add(name: str, zone: str | None, take_diary: bool) -> None:  # noqa: FBT001 - click's way
    """Make an account NAME, and print a password to sign in with the first time."""
    now = datetime.now(UTC)
    _open(now)
    from gutline.store.services.accounts import add_account

    password = _drawn()
    home_zone = zone or local_zone(os.environ, now)
    add_account(name, password, home_zone, now, take_diary=take_diary)
    click.echo(f"The account {name} is there. Its password, shown this once:\n\n    {password}\n")
    click.echo("Hand it over in private; they change it, or add a passkey, under Settings.")


@command.command("list")
def list_accounts() -> None:
    """Print every account, when it was last used, and what it asks for beside the password."""
    _open(datetime.now(UTC))
    from gutline.store.queries.accounts import accounts

    found = accounts()
    for account in found:
        click.echo(_line(account))
    if not found:
        click.echo("No accounts yet: gutline account add NAME")


def _line(account: AccountRecord) -> str:
    last = account.last_sign_in
    used = f"last signed in {last:%Y-%m-%d}" if last else "never signed in"
    factors = ", ".join(dict.fromkeys(account.factors)) or "password alone"
    return f"{account.name}  {used}  {factors}"


@command.command("password")
@click.argument("name")
@click.option(
    "--forget-keys", is_flag=True, help="Forget passkeys, app and recovery codes: a lost phone."
)
def password(name: str, forget_keys: bool) -> None:  # noqa: FBT001 - click's way
    """Draw a new password for NAME; whoever is signed in with the old one is signed out."""
    _open(datetime.now(UTC))
    from gutline.store.services.accounts import set_password

    drawn = _drawn()
    set_password(name, drawn, forget_keys=forget_keys)
    click.echo(f"The new password of {name}, shown this once:\n\n    {drawn}")


@command.command("remove")
@click.argument("name")
@click.option("--yes", is_flag=True, help="Do not ask.")
def remove(name: str, yes: bool) -> None:  # noqa: FBT001 - click's way
    """Remove the account NAME, and erase its diary for good."""
    _open(datetime.now(UTC))
    from gutline.store.services.accounts import remove_account

    if not yes:
        click.confirm(f"Erase {name} and everything in their diary for good?", abort=True)
    remove_account(name)
    click.echo(f"The account {name} is gone, and its diary with it.")


def _drawn() -> str:
    groups = ("".join(secrets.choice(_LETTERS) for _ in range(_GROUP)) for _ in range(_GROUPS))
    return "-".join(groups)


def _open(now: datetime) -> None:
    """Open this computer's diaries, with the tables that accounts need."""
    from gutline.meals.home import home_place
    from gutline.web.settings import configure

    configure(home_place(os.environ), os.environ.get(DATABASE_VARIABLE), accounts=True)
    from gutline.store.opening import open_store

    open_store(now)

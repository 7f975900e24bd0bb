"""Which shape the tables have: older ones are brought up to date, newer ones are refused."""

from __future__ import annotations

import pkgutil
from importlib import import_module
from typing import TYPE_CHECKING

from django.apps import apps
from django.core.management import call_command
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder

from gutline.store.errors import NewerSchemaError

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

Step = tuple[str, str]
"""An app and the name of one of its migrations."""


def known_steps() -> frozenset[Step]:
    """Return every migration this program has."""
    found = set()
    for app in apps.get_app_configs():
        try:
            package = import_module(f"{app.name}.migrations")
        except ModuleNotFoundError:
            continue
        found |= {(app.label, m.name) for m in pkgutil.iter_modules(package.__path__)}
    return frozenset(found)


def applied_steps(alias: str = "default") -> frozenset[Step]:
    """Return every migration a database has been through; none for an empty one."""
    connection = connections[alias]
    recorder = MigrationRecorder(connection)
    if not recorder.has_table():
        return frozenset()
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations")
        return frozenset((app, name) for app, name in cursor.fetchall())


def missing_steps(alias: str = "default") -> frozenset[Step]:
    """Return the migrations a database still needs.

    Raises
    ------
    NewerSchemaError
        When the database has been through migrations this program does not know.
    """
    known, applied = known_steps(), applied_steps(alias)
    refuse_newer(applied, known)
    return known - applied


def refuse_newer(applied: AbstractSet[Step], known: AbstractSet[Step]) -> None:
    """Refuse a database that a newer Gutline has changed.

    Steps of apps that are not installed here say nothing: the command line opens a database whose
    pages it does not have.

    Raises
    ------
    NewerSchemaError
    """
    ours = {app for app, _ in known}
    newer = sorted(name for app, name in applied - known if app in ours)
    if newer:
        raise NewerSchemaError(
            f"this diary was last opened by a newer Gutline (it knows the step {newer[-1]!r}); "
            "install that version again, nothing has been changed"
        )


def bring_up_to_date(alias: str = "default") -> None:
    """Apply every missing migration, each as a whole or not at all."""
    call_command("migrate", database=alias, verbosity=0, interactive=False)

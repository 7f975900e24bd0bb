"""Copying every row from one database to another, whatever kinds of database they are."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.core.management.color import no_style
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connections, transaction

from gutline.store.database_url import sqlite_database

if TYPE_CHECKING:
    from django.db.models import Model

SIDE = "side"
_BATCH = 1_000
# Who is signed in on which device is worth nothing on another machine.
_LEFT_OUT = frozenset({"sessions.Session"})


@contextmanager
def side_database(path: Path) -> Iterator[str]:
    """Open a second SQLite file beside the configured database; yields its alias."""
    wanted = {"default": {}, SIDE: sqlite_database(path)}
    connections.settings[SIDE] = connections.configure_settings(wanted)[SIDE]
    try:
        yield SIDE
    finally:
        connections[SIDE].close()
        del connections[SIDE]
        del connections.settings[SIDE]


def kept_models() -> list[type[Model]]:
    """Return every table's model, those of the web included where it is installed."""
    found = apps.get_models(include_auto_created=True)
    return [m for m in found if m._meta.managed and m._meta.label not in _LEFT_OUT]  # noqa: SLF001 - Django's documented way to ask a model


def copy_rows(source: str, target: str) -> None:
    """Replace every row of one database by those of another, as a whole or not at all."""
    with transaction.atomic(using=source), transaction.atomic(using=target):
        _see_one_instant(source)
        for model in reversed(kept_models()):
            model._base_manager.using(target).all()._raw_delete(target)  # noqa: SLF001 - no signals, no cascade
        for model in kept_models():
            _copy_table(model, source, target)
        _reset_sequences(target)


def _see_one_instant(alias: str) -> None:
    if connections[alias].vendor == "postgresql":
        with connections[alias].cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")


def _copy_table(model: type[Model], source: str, target: str) -> None:
    rows: list[Model] = []
    for row in model._base_manager.using(source).order_by("pk").iterator(_BATCH):  # noqa: SLF001 - as above
        rows.append(row)
        if len(rows) >= _BATCH:
            model._base_manager.using(target).bulk_create(rows)  # noqa: SLF001 - as above
            rows = []
    model._base_manager.using(target).bulk_create(rows)  # noqa: SLF001 - as above


def _reset_sequences(alias: str) -> None:
    """Let new rows get numbers above those that were copied."""
    connection = connections[alias]
    with connection.cursor() as cursor:
        for command in connection.ops.sequence_reset_sql(no_style(), kept_models()):
            cursor.execute(command)


def table_digests(alias: str = "default") -> dict[str, tuple[int, str]]:
    """Return for every table how many rows it has, and the SHA-256 of all they say."""
    return {model._meta.db_table: _digest(model, alias) for model in kept_models()}  # noqa: SLF001 - as above


def _digest(model: type[Model], alias: str) -> tuple[int, str]:
    names = sorted(field.attname for field in model._meta.concrete_fields)  # noqa: SLF001 - as above
    summed, count = hashlib.sha256(), 0
    rows: Any = model._base_manager.using(alias).order_by("pk").values_list(*names)  # noqa: SLF001 - as above
    for row in rows.iterator(_BATCH):
        text = json.dumps(row, cls=DjangoJSONEncoder, sort_keys=True)
        summed.update(text.encode("utf-8") + b"\n")
        count += 1
    return count, summed.hexdigest()

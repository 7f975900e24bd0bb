"""The first tables: people, entries with their earlier versions, choices, receipts."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import migrations, models
from django.db.migrations.operations.base import Operation
from django.db.models import Q

Fields = list[tuple[str, "models.Field[Any, Any]"]]


def _number() -> models.Field[Any, Any]:
    return models.BigAutoField(
        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
    )


def _owner(table: str, related_name: str) -> models.Field[Any, Any]:
    return models.ForeignKey(
        db_index=False,
        on_delete=models.CASCADE,
        related_name=related_name,
        to=f"store.{table}",
    )


PERSON: Fields = [
    ("id", _number()),
    ("name", models.CharField(blank=True, max_length=200)),
    ("zone", models.CharField(max_length=64)),
    ("account", models.CharField(blank=True, max_length=64, null=True, unique=True)),
    ("revision", models.PositiveBigIntegerField(default=0)),
    ("created_at", models.DateTimeField()),
]
ENTRY: Fields = [
    ("id", _number()),
    ("kind", models.CharField(max_length=40)),
    ("name", models.CharField(max_length=500)),
    ("value", models.FloatField(null=True)),
    ("unit", models.CharField(blank=True, max_length=20)),
    ("at", models.DateTimeField()),
    ("zone", models.CharField(max_length=64)),
    ("wall", models.CharField(max_length=40)),
    ("day", models.DateField()),
    ("day_only", models.BooleanField(default=False)),
    ("detail", models.JSONField(default=dict)),
    ("note", models.TextField(blank=True)),
    ("source", models.CharField(blank=True, max_length=500)),
    ("client_id", models.CharField(max_length=500)),
    ("version", models.PositiveIntegerField(default=0)),
    ("created_at", models.DateTimeField()),
    ("edited_at", models.DateTimeField(null=True)),
    ("deleted_at", models.DateTimeField(null=True)),
    ("person", _owner("person", "entries")),
]
ENTRY_VERSION: Fields = [
    ("id", _number()),
    ("number", models.PositiveIntegerField()),
    ("change", models.CharField(max_length=20)),
    ("state", models.JSONField()),
    ("undone", models.BooleanField(default=False)),
    ("replaced_at", models.DateTimeField()),
    ("entry", _owner("entry", "versions")),
]
CHOICE: Fields = [
    ("id", _number()),
    ("key", models.CharField(max_length=80)),
    ("value", models.JSONField()),
    ("changed_at", models.DateTimeField()),
    ("person", _owner("person", "choices")),
]
RECEIPT: Fields = [
    ("id", _number()),
    ("key", models.CharField(max_length=200)),
    ("body", models.CharField(max_length=64)),
    ("answer", models.JSONField()),
    ("created_at", models.DateTimeField(db_index=True)),
    ("person", _owner("person", "receipts")),
]


class Migration(migrations.Migration):
    """Make the first tables."""

    initial = True
    dependencies: ClassVar[list[tuple[str, str]]] = []
    operations: ClassVar[list[Operation]] = [
        migrations.CreateModel("Person", PERSON),
        migrations.CreateModel("Entry", ENTRY),
        migrations.CreateModel("EntryVersion", ENTRY_VERSION),
        migrations.CreateModel("Choice", CHOICE),
        migrations.CreateModel("Receipt", RECEIPT),
        migrations.AddIndex(
            "entry",
            models.Index(
                fields=["person", "day", "at"],
                condition=Q(deleted_at__isnull=True),
                name="entry_days",
            ),
        ),
        migrations.AddIndex(
            "entry",
            models.Index(
                fields=["person", "deleted_at"],
                condition=Q(deleted_at__isnull=False),
                name="entry_deleted",
            ),
        ),
        migrations.AddConstraint(
            "entry", models.UniqueConstraint(fields=["person", "client_id"], name="entry_once")
        ),
        migrations.AddConstraint(
            "entryversion", models.UniqueConstraint(fields=["entry", "number"], name="version_once")
        ),
        migrations.AddConstraint(
            "choice", models.UniqueConstraint(fields=["person", "key"], name="choice_once")
        ),
        migrations.AddConstraint(
            "receipt", models.UniqueConstraint(fields=["person", "key"], name="receipt_once")
        ),
    ]

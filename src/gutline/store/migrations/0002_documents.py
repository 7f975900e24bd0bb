"""Documents with their earlier versions, and the import an entry came with."""

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


DOCUMENT: Fields = [
    ("id", _number()),
    ("kind", models.CharField(max_length=40)),
    ("key", models.CharField(max_length=200)),
    ("body", models.JSONField()),
    ("version", models.PositiveIntegerField(default=0)),
    ("created_at", models.DateTimeField()),
    ("changed_at", models.DateTimeField()),
    ("deleted_at", models.DateTimeField(null=True)),
    ("person", _owner("person", "documents")),
]
DOCUMENT_VERSION: Fields = [
    ("id", _number()),
    ("number", models.PositiveIntegerField()),
    ("body", models.JSONField()),
    ("deleted_at", models.DateTimeField(null=True)),
    ("replaced_at", models.DateTimeField()),
    ("document", _owner("document", "versions")),
]


class Migration(migrations.Migration):
    """Add two tables and a column; what is there stays as it is."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("store", "0001_initial")]
    operations: ClassVar[list[Operation]] = [
        migrations.CreateModel("Document", DOCUMENT),
        migrations.CreateModel("DocumentVersion", DOCUMENT_VERSION),
        migrations.AddConstraint(
            "document",
            models.UniqueConstraint(fields=["person", "kind", "key"], name="document_once"),
        ),
        migrations.AddConstraint(
            "documentversion",
            models.UniqueConstraint(fields=["document", "number"], name="document_version_once"),
        ),
        migrations.AddField(
            "entry", "batch", models.CharField(blank=True, default="", max_length=40)
        ),
        migrations.AddIndex(
            "entry",
            models.Index(fields=["person", "batch"], condition=~Q(batch=""), name="entry_batch"),
        ),
    ]

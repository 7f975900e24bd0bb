"""The tables. Everything a person logs is one row of one table."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Person(models.Model):
    """Whose diary it is."""

    name = models.CharField(max_length=200, blank=True)
    zone = models.CharField(max_length=64)
    account = models.CharField(max_length=64, unique=True, null=True, blank=True)
    revision = models.PositiveBigIntegerField(default=0)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        """Return the name, or a number where there is none."""
        return self.name or f"person {self.pk}"


class Entry(models.Model):
    """One thing that was logged.

    `at` is the instant; `zone` the zone that was in force and `wall` the local time with its offset
    as it was seen, since rules of zones change and clocks show some times twice; `day` is the local
    date of `wall`, by which pages and analyses ask. `batch` names the import it came with, if any.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="entries", db_index=False)
    kind = models.CharField(max_length=40)
    name = models.CharField(max_length=500)
    value = models.FloatField(null=True)
    unit = models.CharField(max_length=20, blank=True)
    at = models.DateTimeField()
    zone = models.CharField(max_length=64)
    wall = models.CharField(max_length=40)
    day = models.DateField()
    day_only = models.BooleanField(default=False)
    detail = models.JSONField(default=dict)
    note = models.TextField(blank=True)
    source = models.CharField(max_length=500, blank=True)
    client_id = models.CharField(max_length=500)
    batch = models.CharField(max_length=40, blank=True, default="")
    version = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        """Every question is asked of one person and a span of days."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "client_id"], name="entry_once"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["person", "day", "at"],
                name="entry_days",
                condition=models.Q(deleted_at__isnull=True),
            ),
            models.Index(
                fields=["person", "deleted_at"],
                name="entry_deleted",
                condition=models.Q(deleted_at__isnull=False),
            ),
            models.Index(
                fields=["person", "batch"],
                name="entry_batch",
                condition=~models.Q(batch=""),
            ),
        ]

    def __str__(self) -> str:
        """Return what was logged, and when."""
        return f"{self.wall} {self.kind} {self.name}"


class EntryVersion(models.Model):
    """What an entry said before it was changed. Rows are added and never changed, but for `undone`.

    `undone` marks states that an undo has gone back to or has left, so that the next undo goes one
    step further back.
    """

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="versions", db_index=False)
    number = models.PositiveIntegerField()
    change = models.CharField(max_length=20)
    state = models.JSONField()
    undone = models.BooleanField(default=False)
    replaced_at = models.DateTimeField()

    class Meta:
        """Numbered from 0, the state in which it was first logged."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["entry", "number"], name="version_once"),
        ]

    def __str__(self) -> str:
        """Return which version of which entry it is."""
        return f"entry {self.entry_id}, version {self.number}"


class Document(models.Model):
    """Anything else of a person's that has a shape of its own: a trial, a plan, answers.

    What a kind of document must look like is said by its module in `gutline.store.documents`.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="documents", db_index=False)
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=200)
    body = models.JSONField()
    version = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        """A key is used once for a kind by a person."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "kind", "key"], name="document_once"),
        ]

    def __str__(self) -> str:
        """Return the kind and the key."""
        return f"{self.kind} {self.key}"


class DocumentVersion(models.Model):
    """What a document said before it was changed. Rows are added and never changed."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="versions", db_index=False)
    number = models.PositiveIntegerField()
    body = models.JSONField()
    deleted_at = models.DateTimeField(null=True)
    replaced_at = models.DateTimeField()

    class Meta:
        """Numbered from 0, as it was first kept."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document", "number"], name="document_version_once"),
        ]

    def __str__(self) -> str:
        """Return which version of which document it is."""
        return f"document {self.document_id}, version {self.number}"


class Choice(models.Model):
    """One thing a person has set: what to show, the units, when the day ends."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="choices", db_index=False)
    key = models.CharField(max_length=80)
    value = models.JSONField()
    changed_at = models.DateTimeField()

    class Meta:
        """One value for a key."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "key"], name="choice_once"),
        ]

    def __str__(self) -> str:
        """Return the key."""
        return self.key


class Receipt(models.Model):
    """The answer that a request was given, so that the same request sent again gets it too."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="receipts", db_index=False)
    key = models.CharField(max_length=200)
    body = models.CharField(max_length=64)
    answer = models.JSONField()
    created_at = models.DateTimeField(db_index=True)

    class Meta:
        """A key is used once by a person."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "key"], name="receipt_once"),
        ]

    def __str__(self) -> str:
        """Return the key."""
        return self.key

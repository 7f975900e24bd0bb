"""The clock of the pages: read here and handed on, nowhere else."""

from __future__ import annotations

from datetime import UTC, datetime


def present() -> datetime:
    """Return the time now, aware, in UTC."""
    return _read()


def _read() -> datetime:
    return datetime.now(UTC)

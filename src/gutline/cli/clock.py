"""The clock of this computer: read here and handed on, nowhere else."""

from __future__ import annotations

from datetime import datetime


def now() -> datetime:
    """Return the time now on this computer's clock, to the minute, aware."""
    return datetime.now().astimezone().replace(second=0, microsecond=0)

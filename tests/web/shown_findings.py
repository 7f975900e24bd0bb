"""Findings for the pages, made by hand or left there as a run leaves them."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from gutline.diary.entries import Entry
from gutline.discovery.findings import Findings, Needs
from gutline.discovery.forecasting import ExposureForecast, Forecast
from gutline.reports import json_document
from gutline.store.drafts import Draft
from gutline.web.findings_file import findings_path, written
from gutline.web.pages.findings_shaping import shape
from tests.reports import samples

OUTLOOK = Forecast(
    exposures=(
        ExposureForecast("ice cream", "food", 5, Needs(9, 3)),
        ExposureForecast("coffee", "drink", 120, None),
    )
)


def leave(
    home: Path, person: int, findings: Findings, *, revision: int | None = None, days: int = 120
) -> None:
    """Put findings where a run leaves them, for a diary of this or of another revision."""
    from gutline.store import queries

    owner = queries.person(person)
    head: dict[str, Any] = {
        "person": person,
        "since": owner.created_at.isoformat(),
        "revision": owner.revision if revision is None else revision,
        "soon": "ice cream testable in about 9 days",
        "took_s": 1.4,
    }
    view = asdict(shape(findings, samples.diary(days), OUTLOOK))
    path = findings_path(home, person)
    path.parent.mkdir(mode=0o700, exist_ok=True)
    path.write_bytes(written(head, view, json_document(findings)))


def log(person: int, entries: list[Entry] | tuple[Entry, ...], now: datetime) -> None:
    """Log a diary's entries for somebody."""
    from gutline.store.services.log import log_many

    drafts = [
        Draft(kind=e.kind, name=e.name, at=e.at, value=e.value, unit=e.unit, note=e.note,
              day_only=e.day_only)
        for e in entries
    ]  # fmt: skip
    log_many(person, drafts, now)

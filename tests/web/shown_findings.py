"""Findings for the pages, made by hand or left there as a run leaves them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
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

    head = {
        "revision": queries.person(person).revision if revision is None else revision,
        "soon": "ice cream testable in about 9 days",
    }
    view = asdict(shape(findings, samples.diary(days), OUTLOOK))
    write_run(home, person, head, view=view, document=json_document(findings))


def write_run(
    home: Path,
    person: int,
    head: Mapping[str, Any],
    beside: Mapping[str, Any] | None = None,
    *,
    view: Mapping[str, Any] = MappingProxyType({}),
    document: Mapping[str, Any] = MappingProxyType({}),
) -> None:
    """Write the file of a run; without more, one that found nothing."""
    from gutline.store import queries

    since = queries.person(person).created_at.isoformat()
    usual = {"person": person, "since": since, "revision": 0, "soon": "", "took_s": 1.4}
    path = findings_path(home, person)
    path.parent.mkdir(mode=0o700, exist_ok=True)
    path.write_bytes(written({**usual, **head}, {**view}, {**document}, beside))


def log(person: int, entries: list[Entry] | tuple[Entry, ...], now: datetime) -> None:
    """Log a diary's entries for somebody."""
    from gutline.store.services.log import log_many

    drafts = [
        Draft(kind=e.kind, name=e.name, at=e.at, value=e.value, unit=e.unit, note=e.note,
              day_only=e.day_only)
        for e in entries
    ]  # fmt: skip
    log_many(person, drafts, now)

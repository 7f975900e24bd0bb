"""Part of an export: the entries of some days, everything else as it is."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

_DAY = len("2026-03-01")


def csv_between(text: str, first: date | None, last: date | None) -> str:
    """Return a diary in CSV with only the entries of these local days, both included."""
    lines = text.splitlines(keepends=True)
    head = next((n for n, line in enumerate(lines) if not line.startswith("#")), len(lines))
    rows = csv.reader(io.StringIO("".join(lines[head:]), newline=""))
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    for number, row in enumerate(rows):
        if number == 0 or _within(row[0][:_DAY], first, last):
            writer.writerow(row)
    return "".join(lines[:head]) + written.getvalue()


def json_between(text: str, first: date | None, last: date | None) -> str:
    """Return an export in JSON with only the entries of these local days, both included."""
    told = json.loads(text)
    told["entries"] = [
        entry for entry in told["entries"] if _within(entry["wall"][:_DAY], first, last)
    ]
    return json.dumps(told, ensure_ascii=False, allow_nan=False, indent=1)


def _within(day: str, first: date | None, last: date | None) -> bool:
    """Return whether a day as text lies between; ISO days are in order as texts are."""
    return (first is None or day >= first.isoformat()) and (last is None or day <= last.isoformat())

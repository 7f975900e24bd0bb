"""What tests of sources share: their fixtures, what is read from them, and how it is shown."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from gutline.importers.finding import load_sources
from gutline.importers.reading import Checked, Item, read_files
from gutline.importers.source import Answered, ImportFile, ImportSettings, LeftOut, Source

GOLDEN = Path(__file__).parent.parent / "golden" / "importers"
SETTINGS = ImportSettings("Europe/Berlin", today=date(2026, 7, 1))
ASKS_FOR_A_MAPPING = {"spreadsheet"}
_BESIDE = {"expected.json", "inert.txt"}


def sources() -> list[str]:
    """Ids of all sources that recognise files by themselves."""
    return sorted(set(load_sources()) - ASKS_FOR_A_MAPPING)


def fixtures(ident: str) -> list[Path]:
    """The input files of a source."""
    folder = GOLDEN / ident
    return sorted(path for path in folder.glob("*") if path.name not in _BESIDE)


def files_of(ident: str) -> list[ImportFile]:
    return [ImportFile.at(path) for path in fixtures(ident)]


def items_of(files: Sequence[ImportFile], source: str | Source = "") -> list[Item]:
    return list(read_files(files, SETTINGS, source=source))


def told(items: Iterable[Item]) -> dict[str, Any]:
    """Everything that was read, as plain data."""
    entries, problems, answers = [], [], []
    left_out: Counter[str] = Counter()
    for item in items:
        if isinstance(item, Checked):
            entries.append(_entry(item))
        elif isinstance(item, Answered):
            answers.append([item.questionnaire, item.day.isoformat(), dict(item.answers)])
        elif isinstance(item, LeftOut):
            left_out[item.what] += item.count
        else:
            problems.append(
                {"line": item.line, "field": item.field, "value": item.value,
                 "reason": item.reason, "used": item.used}
            )  # fmt: skip
    found = {"entries": entries, "problems": problems, "left_out": dict(sorted(left_out.items()))}
    return {**found, "answers": answers} if answers else found


def _entry(item: Checked) -> dict[str, object]:
    entry = item.placed.entry
    shown: dict[str, object] = {
        "at": entry.at.isoformat(), "zone": str(entry.at.tzinfo), "kind": entry.kind,
        "name": entry.name, "value": entry.value, "unit": entry.unit, "note": entry.note,
        "day_only": entry.day_only, "source": entry.source, "id": entry.id,
    }  # fmt: skip
    if item.named_as != entry.name:
        shown["named_as"] = item.named_as
    if item.placed.zone or item.placed.detail:
        shown |= {"placed": item.placed.zone, "detail": dict(item.placed.detail)}
    return shown


def written(items: Iterable[Item]) -> str:
    return json.dumps(told(items), indent=1, ensure_ascii=False) + "\n"


def ids(items: Iterable[Item]) -> list[str]:
    return [item.placed.entry.id for item in items if isinstance(item, Checked)]

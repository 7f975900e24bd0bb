"""The formats a journal can be taken away in: what each is called, and what it does not hold."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, cast

from gutline.diary.parquet import write_parquet
from gutline.reports.exchange.fhir import bundle
from gutline.reports.exchange.open_mhealth import data_points
from gutline.reports.exchange.spreadsheet import workbook

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gutline.reports.exchange.journal import Journal


@dataclass(frozen=True, slots=True)
class Format:
    """One format.

    Attributes
    ----------
    id, name : str
        The word on the command line, and the name for people.
    ending, content_type : str
        Of its files.
    loses : str
        What it does not hold, one sentence; empty where it reads back without a loss.
    binary : bool
        Whether it is no text.
    """

    id: str
    name: str
    ending: str
    content_type: str
    loses: str
    binary: bool = False


FORMATS: Mapping[str, Format] = {
    one.id: one
    for one in (
        Format(
            "csv", "Diary as CSV", "csv", "text/csv; charset=utf-8",
            "It holds every entry with zone and detail, and reads back as the same diary; earlier"
            " versions, deleted entries, trials, plans and answers are in JSON only.",
        ),
        Format("json", "Everything as JSON", "json", "application/json", ""),
        Format(
            "xlsx", "Workbook", "xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "Fractions of a second, earlier versions, trials, plans and answers are not in it. It"
            " is for looking at; what is to come back one day is kept as CSV or JSON.",
            binary=True,
        ),
        Format(
            "parquet", "Parquet", "parquet", "application/vnd.apache.parquet",
            "It reads back as the same diary; body sites, earlier versions, trials, plans and"
            " answers are not in it.",
            binary=True,
        ),
        Format(
            "fhir", "FHIR R4", "fhir.json", "application/fhir+json",
            "Tags, earlier versions, trials and plans are not in it.",
        ),
        Format(
            "omh", "Open mHealth", "omh.json", "application/json",
            "Only weight, sleep and movement are in it, since Open mHealth has no schemas for"
            " meals, symptoms and stools.",
        ),
        Format(
            "ics", "Plan as a calendar", "ics", "text/calendar; charset=utf-8",
            "Only the plan's reminders of the coming two weeks are in it.",
        ),
    )
}  # fmt: skip
"""Every format by its id."""


@cache
def export_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of the export of everything, as shipped with the package."""
    path = files("gutline.reports").joinpath("data", "gutline-export.schema.json")
    return cast("dict[str, Any]", json.loads(path.read_text("utf-8")))


def render(journal: Journal, format_id: str) -> bytes:
    """Return a journal in one of the formats that are made of it: xlsx, parquet, fhir or omh.

    Raises
    ------
    DiaryError
        For parquet, when pyarrow is not installed.
    """
    return {"xlsx": _xlsx, "parquet": _parquet, "fhir": _fhir, "omh": _omh}[format_id](journal)


def _xlsx(journal: Journal) -> bytes:
    return workbook(journal)


def _parquet(journal: Journal) -> bytes:
    target = io.BytesIO()
    write_parquet(journal.diary, target)
    return target.getvalue()


def _fhir(journal: Journal) -> bytes:
    return _json(bundle(journal))


def _omh(journal: Journal) -> bytes:
    return _json(list(data_points(journal).points))


def _json(told: object) -> bytes:
    text = json.dumps(told, ensure_ascii=False, allow_nan=False, indent=1)
    return text.encode("utf-8") + b"\n"

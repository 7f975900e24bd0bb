"""A person's journal as a file of any format."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from gutline.diary.entries import DiaryError
from gutline.reports.exchange.formats import FORMATS, Format, render
from gutline.reports.exchange.spans import csv_between, json_between
from gutline.store.errors import StoreError
from gutline.store.queries.diaries import Span
from gutline.store.queries.exchange import journal_of
from gutline.store.queries.people import person as person_of
from gutline.store.queries.reminders import coming_reminders
from gutline.store.services.exports import export_csv, export_json

_WHOLE = Span()


@dataclass(frozen=True, slots=True)
class ExportFile:
    """A file to be handed out.

    Attributes
    ----------
    format : Format
        What it is.
    data : bytes
        What it holds.
    stem : str
        Its name without the ending.
    """

    format: Format
    data: bytes
    stem: str

    @property
    def name(self) -> str:
        """The file's name."""
        return f"{self.stem}.{self.format.ending}"


def export_file(
    person: int,
    format_id: str,
    now: datetime,
    *,
    span: Span = _WHOLE,
    for_spreadsheet: bool = False,
) -> ExportFile:
    """Return a person's journal as a file.

    Parameters
    ----------
    person : int
    format_id : str
        An id of `gutline.reports.exchange.formats.FORMATS`.
    now : datetime
        The present, aware.
    span : Span, optional
        Local days; by default all of them.
    for_spreadsheet : bool
        For CSV: make texts harmless that a spreadsheet would run. It does not read back exactly.

    Raises
    ------
    StoreError
        When there is no such format, or it needs something that is not installed.
    NotThereError
        When there is no such person.
    """
    if format_id not in FORMATS:
        known = ", ".join(FORMATS)
        raise StoreError(f"there is no format {format_id[:40]!r}; use one of {known}")
    if format_id == "ics":
        return ExportFile(FORMATS[format_id], _calendar(person, now, span), _named("plan", now))
    if format_id in {"csv", "json"}:
        data = _own_format(person, format_id, span, for_spreadsheet=for_spreadsheet)
    else:
        try:
            data = render(journal_of(person, now, span), format_id)
        except DiaryError as error:
            raise StoreError(str(error)) from None
    what = {"json": "everything", "csv": "diary"}.get(format_id, "journal")
    return ExportFile(
        FORMATS[format_id], data, _named("spreadsheet" if for_spreadsheet else what, now)
    )


def _named(what: str, now: datetime) -> str:
    return f"gutline-{what}-{now:%Y-%m-%d}"


def _calendar(person: int, now: datetime, span: Span) -> bytes:
    # Calendars are large to load, and no other format needs them.
    from gutline.reports.plan_calendar import render_plan_calendar  # noqa: PLC0415

    if span != _WHOLE:
        raise StoreError("a calendar holds the coming two weeks; leave the days out")
    person_of(person)
    return render_plan_calendar(coming_reminders(person, now), now)


def _own_format(person: int, format_id: str, span: Span, *, for_spreadsheet: bool) -> bytes:
    if format_id == "csv":
        text = export_csv(person, for_spreadsheet=for_spreadsheet)
        cut = csv_between
    else:
        text, cut = export_json(person), json_between
    if span != _WHOLE:
        text = cut(text, span.first, span.last)
    return text.encode("utf-8")

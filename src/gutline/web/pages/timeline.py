"""The Timeline page: days as rows of what was eaten, felt and done, and one thing over another."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from gutline.diary.zones import zone_named
from gutline.store.queries import Span, read_diary
from gutline.store.queries.days import timeline as records_of_days
from gutline.web.diaries import open_person
from gutline.web.pages.timeline_asked import GROUPS, Asked, read_asked
from gutline.web.pages.timeline_plot import plot_view
from gutline.web.pages.timeline_rows import (
    RowView,
    rows_of_days,
    rows_of_entries,
    rows_of_months,
)
from gutline.web.pages.timeline_series import Series, offered, series_of
from gutline.web.pages.timeline_span import Zoom
from gutline.web.present import present

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from gutline.diary import Entry
    from gutline.store.records import Record

GROUP_WORDS = {"ate": _("Ate"), "felt": _("Felt"), "did": _("Did"), "noted": _("Noted")}
ZOOM_WORDS = {
    Zoom.DAY: _("Day"), Zoom.WEEK: _("Week"), Zoom.MONTH: _("Month"), Zoom.YEAR: _("Year"),
}  # fmt: skip
_SINGLE = frozenset({Zoom.DAY, Zoom.WEEK})


@gzip_page
@require_safe
def timeline(request: HttpRequest) -> HttpResponse:
    """Show a stretch of days."""
    owner = open_person(request)
    today = present().astimezone(zone_named(owner.zone)).date()
    asked = read_asked(request.GET.dict(), today)
    records = _records(owner.key, asked) if asked.stretch.zoom in _SINGLE else ()
    entries = [r.entry for r in records] or _entries(owner.key, asked)
    rows = _rows(records, entries, asked)
    chosen = [key for key in dict.fromkeys((asked.one, asked.two)) if key]
    series = [one for one in (series_of(entries, key) for key in chosen) if one]
    shown = {
        "asked": asked,
        "single": asked.stretch.zoom in _SINGLE,
        "rows": [(row, _row_url(row, asked)) for row in rows],
        "entries": sum(row.entries for row in rows),
        "plot": plot_view(series, asked.stretch),
        "offered": _by_group(entries, chosen),
        "chosen_words": _chosen_words(asked, series),
        "chosen_series": [("one", asked.one), ("two", asked.two)],
        "group_words": GROUP_WORDS,
        **_ways(asked, today),
    }
    return render(request, "timeline/timeline.html", shown)


def _records(person: int, asked: Asked) -> tuple[Record, ...]:
    pages = records_of_days(person, asked.stretch.first, asked.stretch.last)
    return tuple(record for page in pages for record in page.records)


def _entries(person: int, asked: Asked) -> list[Entry]:
    if asked.stretch.zoom in _SINGLE:
        return []
    return list(read_diary(person, Span(asked.stretch.first, asked.stretch.last)).entries)


def _rows(records: Sequence[Record], entries: Sequence[Entry], asked: Asked) -> tuple[RowView, ...]:
    if asked.stretch.zoom in _SINGLE:
        return rows_of_entries(records, asked)
    made = rows_of_days if asked.stretch.zoom is Zoom.MONTH else rows_of_months
    return made(entries, asked)


def _row_url(row: RowView, asked: Asked) -> str:
    """Return where a row leads: a day to Today, where it is changed; a month to its days."""
    if asked.stretch.zoom is Zoom.YEAR:
        return asked.address(zoom=str(Zoom.MONTH), at=row.first.isoformat())
    return day_url(row.first)


def day_url(day: date) -> str:
    """Return the address of a day on Today."""
    try:
        return reverse("today-day", args=[day.isoformat()])
    except NoReverseMatch:
        return f"/day/{day.isoformat()}/"


def _by_group(
    entries: Sequence[Entry], chosen: Sequence[str]
) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return what can be plotted as options: a group in words, then key and words of each."""
    options = offered(entries, chosen)
    return [
        (
            str(GROUP_WORDS[group]),
            [(o.key, f"{o.name} ({o.count})") for o in options if o.group == group],
        )
        for group in GROUPS
        if any(o.group == group for o in options)
    ]


def _chosen_words(asked: Asked, series: Sequence[Series]) -> str:
    """Return what is filtered and plotted: "felt, “back”, back pain against milk"."""
    said = [str(GROUP_WORDS[asked.show]).lower()] if asked.show else []
    said += [f"“{asked.text}”"] if asked.text else []
    plotted = gettext(" against ").join(one.name for one in series)
    return ", ".join([*said, *([plotted] if plotted else [])])


def _ways(asked: Asked, today: date) -> dict[str, object]:
    """Return the links to other days and other zooms."""
    earlier, later = asked.stretch.earlier(), asked.stretch.later()
    return {
        "earlier": asked.address(at=earlier.isoformat()) if earlier else "",
        "later": asked.address(at=later.isoformat()) if later else "",
        "now": asked.address(at=today.isoformat()),
        "zooms": [
            (words, asked.address(zoom=str(zoom)), zoom is asked.stretch.zoom)
            for zoom, words in ZOOM_WORDS.items()
        ],
        "without_filter": asked.unfiltered().address(),
    }

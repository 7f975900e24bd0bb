"""Imports in words: spans, counts, what is odd."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gutline.catalog import load_kinds
from gutline.diary.measures import number_text
from gutline.diary.zones import zone_named
from gutline.importers.finding import load_sources
from gutline.importers.preview import QUESTIONNAIRES

if TYPE_CHECKING:
    from datetime import date

    from gutline.diary.entries import Entry
    from gutline.importers.source import Problem
    from gutline.store.import_records import ImportBatch, ImportPreview, Progress

_LONGEST_NOTE = 60


def span_words(first: date | None, last: date | None) -> str:
    """Return a span of days in words."""
    if first is None or last is None:
        return ""
    if first == last:
        return _day(first)
    return _("%(first)s to %(last)s") % {"first": _day(first), "last": _day(last)}


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def count_words(kinds: Mapping[str, int]) -> list[str]:
    """Return how many entries of each kind there are, in words."""
    told = []
    for kind, count in kinds.items():
        known = load_kinds().get(kind)
        word = kind if known is None else (known.one if count == 1 else known.many)
        if kind == QUESTIONNAIRES:
            word = ngettext("answered questionnaire", "answered questionnaires", count)
        told.append(f"{count:,} {word}")
    return told


def problem_rows(problems: tuple[Problem, ...]) -> list[dict[str, str]]:
    """Return problems as rows for a table."""
    return [
        {
            "line": "" if one.line is None else str(one.line),
            "field": one.field,
            "value": one.value[:80],
            "reason": one.reason,
        }
        for one in problems
    ]


def batch_row(batch: ImportBatch, zone: str) -> dict[str, object]:
    """Return what the list of imports shows of one."""
    known = load_sources()
    names = [known[ident].NAME if ident in known else ident for ident in batch.sources]
    here = zone_named(zone)
    return {
        "key": batch.key,
        "names": ", ".join(names),
        "files": ", ".join(batch.files),
        "made_at": f"{batch.made_at.astimezone(here):%d %B %Y, %H:%M}".lstrip("0"),
        "span": span_words(batch.first_day, batch.last_day),
        "counts": count_words(batch.kinds),
        "added": batch.added,
        "known": batch.known,
        "problems": batch.problems,
        "undone": batch.undone_at is not None,
        "removed": batch.removed,
        "kept": batch.kept,
    }


def preview_told(found: ImportPreview, most_names: int) -> dict[str, object]:
    """Return what the page of a preview shows."""
    seen = found.preview
    return {
        "sources": ", ".join(found.sources),
        "experimental": found.experimental,
        "span": span_words(seen.first_day, seen.last_day),
        "counts": count_words(seen.kinds),
        "entries": seen.entries,
        "samples": [_sample(one.entry) for one in seen.samples],
        "new": found.new,
        "known": found.known,
        "problems": problem_rows(seen.problems),
        "problem_count": seen.problem_count,
        "doubts": problem_rows(seen.doubts),
        "doubt_count": seen.doubt_count,
        "left_out": [f"{count:,} {what}" for what, count in seen.left_out.items()],
        "unmapped": [
            {"place": place, "name": one.name, "count": one.count, "suggestions": one.suggestions,
             "kind": load_kinds()[one.kind].name}
            for place, one in enumerate(seen.unmapped[:most_names])
        ],
        "more_unmapped": max(len(seen.unmapped) - most_names, 0),
    }  # fmt: skip


def _sample(entry: Entry) -> str:
    """Return an entry in words."""
    when = _day(entry.at.date()) if entry.day_only else f"{_day(entry.at.date())}, {entry.at:%H:%M}"
    kind = load_kinds()[entry.kind]
    name = entry.name if entry.name == kind.default_name else f"{kind.one} {entry.name}"
    note = f" “{entry.note[:_LONGEST_NOTE]}”" if entry.note else ""
    return f"{when}: {name}{_amount(entry)}{note}"


def _amount(entry: Entry) -> str:
    if entry.value is None:
        return ""
    value = number_text(entry.value)
    words = {"nrs": _("%s of 10"), "bristol": _("form %s")}.get(entry.unit)
    return ", " + (words % value if words else f"{value} {entry.unit}")


def progress_words(progress: Progress | None) -> dict[str, object]:
    """Return how far a job is, for a line and a bar."""
    if progress is None:
        return {"words": _("Starting …")}
    if progress.phase == "reading" or not progress.total:
        return {"words": _("%s rows read") % f"{progress.done:,}"}
    told = {"done": f"{progress.done:,}", "total": f"{progress.total:,}"}
    words = _("%(done)s of %(total)s entries kept") % told
    return {"words": words, "value": progress.done, "total": progress.total}

"""What an import would bring and brought, as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from gutline.diary.entries import shown

if TYPE_CHECKING:
    from gutline.importers.preview import Preview, Unmapped
    from gutline.importers.source import Problem
    from gutline.store.import_records import ImportBatch, ImportPreview, Undone

MOST_SHOWN = 8


def preview_lines(found: ImportPreview) -> Iterator[str]:
    """Yield what an import would bring."""
    preview = found.preview
    yield f"from     {', '.join(found.sources)}{span_words(preview)}"
    if found.experimental:
        yield "         this format is known only from descriptions: look closely at what was read"
    yield f"entries  {preview.entries:,}: {found.new:,} new, {found.known:,} here already"
    yield from _counted("", preview.kinds)
    yield from _unmapped_lines(preview.unmapped)
    yield from _problem_lines("doubtful", preview.doubts, preview.doubt_count)
    yield from _problem_lines("not read", preview.problems, preview.problem_count)
    yield from _counted("left out", preview.left_out)


def span_words(preview: Preview) -> str:
    """Return the span of what was read: ", 2026-03-01 to 2026-05-30"."""
    if preview.first_day is None:
        return ""
    if preview.first_day == preview.last_day:
        return f", {preview.first_day}"
    return f", {preview.first_day} to {preview.last_day}"


def _counted(title: str, counts: Mapping[str, int]) -> Iterator[str]:
    for place, (what, count) in enumerate(counts.items()):
        if place == MOST_SHOWN:
            yield f"         and {len(counts) - MOST_SHOWN} more"
            return
        yield f"{title if place == 0 else '':<8} {count:>8,}  {shown(what)}"


def _unmapped_lines(unmapped: tuple[Unmapped, ...]) -> Iterator[str]:
    for place, one in enumerate(unmapped[:MOST_SHOWN]):
        like = f"; is it {' or '.join(map(repr, one.suggestions))}?" if one.suggestions else ""
        title = "own name" if place == 0 else ""
        yield f"{title:<8} {one.count:>8,}  {one.kind} {shown(one.name)!r}{like}"
    if len(unmapped) > MOST_SHOWN:
        yield f"         and {len(unmapped) - MOST_SHOWN} more names, kept as they are"


def _problem_lines(title: str, problems: tuple[Problem, ...], count: int) -> Iterator[str]:
    if not count:
        return
    yield f"{title} {count:>8,}  {'row' if count == 1 else 'rows'}:"
    for problem in problems[:MOST_SHOWN]:
        line = "" if problem.line is None else f"line {problem.line}, "
        value = f" {shown(problem.value)!r}" if problem.value else ""
        yield f"           {line}{problem.field}{value}: {problem.reason}"
    if count > MOST_SHOWN:
        yield f"           and {count - MOST_SHOWN:,} more"


def batch_line(batch: ImportBatch) -> str:
    """Return one import as a line of a list."""
    span = f"{batch.first_day} to {batch.last_day}" if batch.first_day else ""
    kept = entries_words(batch.added)
    state = f"undone {batch.undone_at:%Y-%m-%d}" if batch.undone_at else kept
    return "  ".join(filter(None, (batch.key, state, span, ", ".join(batch.files))))


def entries_words(count: int) -> str:
    """Return how many entries, in words."""
    return f"{count:,} {'entry' if count == 1 else 'entries'}"


def undone_lines(undone: Undone) -> Iterator[str]:
    """Yield what became of an import that was undone."""
    edited = len(undone.kept) + len(undone.kept_answers)
    if not undone.removed and not edited:
        yield f"nothing of {undone.batch.key} was left: it was taken back before."
        return
    verb = "was" if undone.removed == 1 else "were"
    yield f"{entries_words(undone.removed)} of {undone.batch.key} {verb} removed."
    if not edited:
        return
    some = "was kept (--edited-too removes it):" if edited == 1 else (
        "were kept (--edited-too removes them):"
    )  # fmt: skip
    yield f"{edited:,} that you have edited since {some}"
    for record in undone.kept[:MOST_SHOWN]:
        yield f"  {record.day}  {record.entry.kind} {shown(record.entry.name)}"
    for key in undone.kept_answers[: max(MOST_SHOWN - len(undone.kept), 0)]:
        name, _, day = key.rpartition(":")
        yield f"  {day}  questionnaire {name}"
    if edited > MOST_SHOWN:
        yield f"  and {edited - MOST_SHOWN:,} more"

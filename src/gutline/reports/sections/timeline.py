"""The diary's line: every rating, and when the found exposures were logged."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from gutline.reports.charts.drawing import draw
from gutline.reports.charts.ratings import FEW, Marks, Rating, ratings_spec, thinned
from gutline.reports.markup import Html, details, table, tag
from gutline.reports.section import OutcomeReport, OutcomeSection
from gutline.reports.wording import finite, listing, number, plain, plural

if TYPE_CHECKING:
    from gutline.diary import Diary
    from gutline.discovery.findings import Finding

_MOST_ROWS = 4
_MOST_WEEKS = 60


def render(outcome: OutcomeReport) -> Html:
    """Return the plot with its table, or nothing when there is not one rating."""
    ratings = _ratings(outcome)
    if not ratings:
        return Html("")
    marks = _marks(outcome)
    shown = thinned(ratings)
    figure = tag(
        "figure",
        draw(ratings_spec(shown.points, marks), _label(outcome, ratings, marks)),
        tag("figcaption", _caption(shown.days, len(ratings)), class_="soft"),
    )
    behind = details("The numbers behind this plot", _table(ratings, marks))
    title = tag("h3", "Your diary's line")
    return tag("div", title, figure, behind, class_="card side")


def _ratings(outcome: OutcomeReport) -> list[Rating]:
    summary = outcome.summary
    pairs = zip(summary.times, summary.values, strict=True)
    known = [Rating(_local(at), value) for at, value in pairs if finite(value) is not None]
    return sorted(known, key=lambda rating: rating.at)


def _local(iso: str) -> datetime:
    return datetime.fromisoformat(iso).replace(tzinfo=None)


def _marks(outcome: OutcomeReport) -> list[Marks]:
    found = [finding for group in outcome.found for finding in group][:_MOST_ROWS]
    diary = outcome.report.diary
    return [Marks(plain(f.name), str(f.verdict), logged_at(diary, f)) for f in found]


def logged_at(diary: Diary, finding: Finding) -> tuple[datetime, ...]:
    """Return the local times at which an exposure was logged."""
    name = finding.name.casefold()
    held_in = {food.casefold() for food in finding.foods}
    return tuple(
        entry.at.replace(tzinfo=None)
        for entry in diary.entries
        if (entry.kind == finding.level and entry.name.casefold() == name)
        or (entry.kind in {"food", "drink"} and entry.name.casefold() in held_in)
        or (finding.level == "tag" and finding.name in diary.tags.get(entry.name, ()))
    )


def _label(outcome: OutcomeReport, ratings: list[Rating], marks: list[Marks]) -> str:
    values = [rating.value for rating in ratings]
    words = (
        f"Your {plain(outcome.summary.name)} over time: {plural(len(values), 'rating')}"
        f" between {number(min(values))} and {number(max(values))},"
        f" on average {number(sum(values) / len(values))}."
    )
    return f"{words} Marked below: {listing(row.name for row in marks)}." if marks else words


def _caption(days: int, ratings: int) -> str:
    if ratings < FEW:
        return "Each point is one rating."
    if days == 0:
        return "Each point is one rating. The line is their average over two weeks."
    span = "a day" if days == 1 else plural(days, "day")
    return (
        f"Each point is the average of {span}, because {ratings:,} ratings are too many to draw."
        " The line is the average over two weeks."
    )


def _table(ratings: list[Rating], marks: list[Marks]) -> Html:
    weeks = (ratings[-1].at - ratings[0].at).days / 7
    by_month = weeks > _MOST_WEEKS
    cells: dict[str, list[float]] = defaultdict(list)
    for rating in ratings:
        cells[_cell(rating.at, by_month=by_month)].append(rating.value)
    logged = [_counts(row, by_month=by_month) for row in marks]
    rows = (
        (
            cell,
            str(len(values)),
            number(min(values)),
            number(sum(values) / len(values)),
            number(max(values)),
            *(str(counts.get(cell, 0)) for counts in logged),
        )
        for cell, values in cells.items()
    )
    span = "Month" if by_month else "Week from"
    head = (span, "Ratings", "Lowest", "Average", "Highest", *(row.name for row in marks))
    return table(f"Ratings by {'month' if by_month else 'week'}, and times logged", head, rows)


def _cell(at: datetime, *, by_month: bool) -> str:
    if by_month:
        return f"{at:%Y-%m}"
    return (at.date() - timedelta(days=at.weekday())).isoformat()


def _counts(row: Marks, *, by_month: bool) -> dict[str, int]:
    counts: dict[str, int] = defaultdict(int)
    for at in row.times:
        counts[_cell(at, by_month=by_month)] += 1
    return counts


SECTION = OutcomeSection(order=20, render=render)

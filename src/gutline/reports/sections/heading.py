"""The name of an outcome and how it was rated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gutline.reports.markup import Html, name_of, tag
from gutline.reports.section import OutcomeReport, OutcomeSection
from gutline.reports.sentences import nothing_found, rated, silent

if TYPE_CHECKING:
    from gutline.reports.markup import Child


def render(outcome: OutcomeReport) -> Html:
    """Return the heading, with what to say first where nothing was found."""
    summary = outcome.summary
    title = tag("h2", name_of(summary.name), id=outcome.anchor)
    parts: list[Child] = [title, tag("p", rated(summary), class_="soft")]
    quiet = silent(summary)
    if not quiet and not outcome.found:
        quiet = nothing_found(outcome.findings, summary.name)
    if quiet:
        parts.append(tag("p", quiet, class_="sentence"))
    return tag("div", *parts)


SECTION = OutcomeSection(order=0, render=render)

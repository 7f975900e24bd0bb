"""What to keep in mind about one outcome's ratings."""

from __future__ import annotations

from gutline.reports.markup import Html, bullets, tag
from gutline.reports.section import OutcomeReport, OutcomeSection


def render(outcome: OutcomeReport) -> Html:
    """Return the engine's cautions about this outcome, or nothing."""
    notes = outcome.summary.notes
    if not notes:
        return Html("")
    return tag("div", tag("h3", "To keep in mind"), bullets(notes), class_="card cautions")


SECTION = OutcomeSection(order=60, render=render)

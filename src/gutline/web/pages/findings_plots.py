"""The plots of the Findings page, drawn by the reports' charts, each with its table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gutline.discovery.findings import Verdict
from gutline.reports.charts.drawing import draw
from gutline.reports.charts.lag_curve import curve_rows, lag_curve_spec
from gutline.reports.sections import timeline
from gutline.reports.wording import between, peak, plain, signed
from gutline.web.pages.findings_records import PlotView, TableView

if TYPE_CHECKING:
    from gutline.discovery.findings import Finding
    from gutline.reports.section import OutcomeReport

_TABLE_ROWS = 13


def lag_plot(finding: Finding) -> PlotView | None:
    """Return the lag curve of a finding; None where it has none."""
    curve = finding.lag_curve
    rows = curve_rows(curve, _TABLE_ROWS) if curve else []
    if curve is None or len(rows) < 2:
        return None
    colour = "helper" if finding.verdict is Verdict.HELPER else "suspect"
    after = f"Your {plain(finding.outcome)} in the hours after {plain(finding.name)}"
    label = (
        f"{after}: {signed(finding.effect)} points at the peak"
        f" ({between(finding.interval)}), {peak(finding.peak_hours)}."
    )
    cells = tuple(
        (f"{row['hours']:g}", signed(row["estimate"]), between((row["lower"], row["upper"])))
        for row in rows
    )
    return PlotView(
        svg=draw(lag_curve_spec(curve, signed(finding.effect)), label, colour),
        caption=f"After {plain(finding.dose)}. The band shows where the true curve may lie.",
        table=TableView(after, ("Hours afterwards", "Points higher or lower", "Between"), cells),
    )


def line_card(outcome: OutcomeReport) -> str:
    """Return the markup of every rating over time, as the report shows it; "" without a rating."""
    return str(timeline.SECTION.render(outcome))

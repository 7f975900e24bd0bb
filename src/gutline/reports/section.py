"""What a section of the page is given, and how it declares itself."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from gutline.reports.verdicts import grouped, of_verdict

if TYPE_CHECKING:
    from collections.abc import Callable

    from gutline.diary import Diary
    from gutline.discovery.findings import Finding, Findings, OutcomeSummary, Verdict
    from gutline.reports.markup import Html


@dataclass(frozen=True)
class Report:
    """Everything the page tells of: the engine's answer and the diary it was given."""

    findings: Findings
    diary: Diary

    @cached_property
    def outcomes(self) -> tuple[OutcomeReport, ...]:
        """Return one report per outcome, in the engine's order."""
        summaries = self.findings.outcomes.values()
        return tuple(OutcomeReport(self, s, f"outcome-{n}") for n, s in enumerate(summaries, 1))

    @property
    def refused(self) -> int:
        """Return how many rows of the file could not be read."""
        known = self.findings.diary.get("refused", 0)
        return known if isinstance(known, int) else 0


@dataclass(frozen=True)
class OutcomeReport:
    """One outcome of a report: its summary, its findings and its anchor in the page."""

    report: Report
    summary: OutcomeSummary
    anchor: str

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """Return the findings of this outcome."""
        return self.report.findings.of(self.summary.name)

    @cached_property
    def found(self) -> tuple[tuple[Finding, ...], ...]:
        """Return the findings on the list, the members of one credible set together."""
        return grouped(self.findings)

    def of_verdict(self, verdict: Verdict) -> tuple[Finding, ...]:
        """Return the findings with one verdict, ordered by certainty."""
        return of_verdict(self.findings, verdict)


@dataclass(frozen=True, slots=True)
class PageSection:
    """A part of the page that stands once: below 50 before the outcomes, above after them."""

    order: int
    render: Callable[[Report], Html]


@dataclass(frozen=True, slots=True)
class OutcomeSection:
    """A part that stands once for every outcome."""

    order: int
    render: Callable[[OutcomeReport], Html]

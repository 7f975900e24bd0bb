"""The method in three sentences."""

from __future__ import annotations

from gutline.reports.markup import Html, bullets, join, tag
from gutline.reports.section import PageSection, Report

SENTENCES = """\
Every rating is compared with what you logged in the three days before it, after allowing for slow
drifts, the hour, the weekday, the sleep, stress and illness you logged, and the way one rating
resembles the last.
All exposures compete to explain the ratings at every delay at once, so that what is merely eaten
alongside something else is not blamed for it.
The list of findings is kept so short that at most one in ten of them is expected to be a false
alarm, and what is too small to matter, undecided or not to be known is said as plainly as what is
found."""


def render(report: Report) -> Html:
    """Return the method, with the checks of the whole run."""
    whole = [c.sentence for c in report.findings.checks if c.outcome not in _names(report)]
    parts = [tag("h2", "How this was worked out", id="method"), tag("p", SENTENCES)]
    return tag("section", join(parts), bullets(whole), aria_labelledby="method")


def _names(report: Report) -> set[str]:
    return set(report.findings.outcomes)


SECTION = PageSection(order=80, render=render)

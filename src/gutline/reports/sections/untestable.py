"""What cannot be known from this diary, and what to change to find out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gutline.discovery.findings import Finding, Verdict
from gutline.reports.markup import Html, bullets, details, join, name_of, tag
from gutline.reports.section import OutcomeReport, OutcomeSection
from gutline.reports.verdicts import FACES
from gutline.reports.wording import capital

if TYPE_CHECKING:
    from collections.abc import Sequence

_NAMED = 5


def render(outcome: OutcomeReport) -> Html:
    """Return the list, or nothing when everything can be tested."""
    untestable = outcome.of_verdict(Verdict.UNTESTABLE)
    if not untestable:
        return Html("")
    face = FACES[Verdict.UNTESTABLE]
    mark = tag("span", face.mark, class_="mark", aria_hidden="true")
    title = tag("h3", mark, " Cannot be known from this diary yet")
    rest = untestable[_NAMED:]
    more = details(f"{len(rest)} more", _rows(rest)) if rest else None
    return tag("div", title, _rows(untestable[:_NAMED]), more, class_="card untestable")


def _rows(findings: Sequence[Finding]) -> Html:
    return bullets([_row(finding) for finding in findings], class_="reasons")


def _row(finding: Finding) -> Html:
    words = tag("span", capital(finding.reason), class_="soft")
    step = tag("span", finding.next_step) if finding.next_step else None
    return join([name_of(finding.name), words, step])


SECTION = OutcomeSection(order=50, render=render)

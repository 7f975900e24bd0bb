"""Undecided exposures: what each still needs, the soonest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gutline.discovery.findings import Finding, Verdict
from gutline.reports.markup import Html, bullets, details, join, name_of, tag
from gutline.reports.section import OutcomeReport, OutcomeSection
from gutline.reports.sentences import waiting_days
from gutline.reports.verdicts import FACES
from gutline.reports.wording import between, capital, needed, plural

if TYPE_CHECKING:
    from collections.abc import Sequence

_NAMED = 6


def render(outcome: OutcomeReport) -> Html:
    """Return the list, or nothing when all is decided."""
    waiting = sorted(outcome.of_verdict(Verdict.UNDECIDED), key=waiting_days)
    if not waiting:
        return Html("")
    mark = tag("span", FACES[Verdict.UNDECIDED].mark, class_="mark", aria_hidden="true")
    title = tag("h3", mark, " Undecided")
    intro = tag("p", "Too little is known of these to call them a suspect or to clear them.")
    first = _rows(waiting[:_NAMED])
    rest = waiting[_NAMED:]
    more = details(f"{plural(len(rest), 'more', 'more')}", _rows(rest)) if rest else None
    return tag("div", title, intro, first, more, class_="card undecided")


def _rows(findings: Sequence[Finding]) -> Html:
    return bullets([_row(finding) for finding in findings], class_="rows")


def _row(finding: Finding) -> Html:
    parts = [name_of(finding.name)]
    if finding.interval is not None:
        parts.append(tag("span", f"{between(finding.interval)} points so far", class_="soft"))
    parts.append(tag("span", needed(finding.needs) or capital(finding.reason), class_="needs"))
    return join(parts)


SECTION = OutcomeSection(order=40, render=render)

"""Cleared exposures: a list to be glad about, at the top when there are any."""

from __future__ import annotations

from gutline.discovery.findings import Finding, Verdict
from gutline.reports.markup import Html, details, join, name_of, names_of, table, tag
from gutline.reports.section import OutcomeReport, OutcomeSection
from gutline.reports.verdicts import FACES
from gutline.reports.wording import between, often, plain

_NAMED = 12


def render(outcome: OutcomeReport) -> Html:
    """Return the list, or nothing when nothing is cleared."""
    cleared = outcome.of_verdict(Verdict.CLEARED)
    if not cleared:
        return Html("")
    mark = tag("span", FACES[Verdict.CLEARED].mark, class_="mark", aria_hidden="true")
    title = tag("h3", mark, " Cleared")
    words = tag(
        "p",
        "You can stop worrying about ",
        _names(cleared),
        f". Whatever they do to your {plain(outcome.summary.name)} is too small to matter.",
    )
    return tag("div", title, words, details("How small?", _table(cleared)), class_="card cleared")


def _names(cleared: tuple[Finding, ...]) -> Html:
    names = [finding.name for finding in cleared]
    if len(names) <= _NAMED:
        return names_of(names)
    first = Html(", ".join(map(name_of, names[:_NAMED])))
    return join([first, f" and {len(names) - _NAMED} more"])


def _table(cleared: tuple[Finding, ...]) -> Html:
    head = ("Cleared", "Logged", "Points at most, for one dose", "Dose")
    rows = ((name_of(f.name), often(f.count, f.days), between(f.interval), f.dose) for f in cleared)
    return table("What was cleared, and how small its effect is", head, rows)


SECTION = OutcomeSection(order=10, render=render)

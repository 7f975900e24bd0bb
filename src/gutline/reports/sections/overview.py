"""The top of the page: what was read, and what each outcome has to say."""

from __future__ import annotations

from gutline.reports.markup import Html, bullets, join, name_of, tag
from gutline.reports.section import OutcomeReport, PageSection, Report
from gutline.reports.sentences import counted, diary_span, no_ratings, refused_rows, silent


def render(report: Report) -> Html:
    """Return the title, the span of the diary and a way to every outcome."""
    parts = [
        tag("h1", "What your diary says"),
        tag("p", diary_span(report.findings.diary), class_="soft"),
    ]
    if report.refused:
        parts.append(tag("p", tag("a", refused_rows(report.refused), href="#refused")))
    if not report.outcomes:
        parts.append(tag("p", no_ratings(), class_="sentence"))
    else:
        words = (
            "What a diary shows is a suspicion, not proof: things change together for many"
            " reasons. To be sure of a suspect, test it."
        )
        parts += [tag("p", words), _ways(report)]
    return tag("header", *parts)


def _ways(report: Report) -> Html:
    links = bullets([_way(outcome) for outcome in report.outcomes])
    return tag("nav", links, aria_label="Outcomes")


def _way(outcome: OutcomeReport) -> Html:
    words = "nothing to say yet" if silent(outcome.summary) else counted(outcome.findings)
    link = tag("a", name_of(outcome.summary.name), href=f"#{outcome.anchor}")
    return join([link, tag("span", f" {words}", class_="soft")])


SECTION = PageSection(order=10, render=render)

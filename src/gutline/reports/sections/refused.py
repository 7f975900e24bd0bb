"""Rows of the file that could not be read: none is dropped in silence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gutline.reports.markup import Html, details, table, tag
from gutline.reports.section import PageSection, Report
from gutline.reports.sentences import refused_rows

if TYPE_CHECKING:
    from gutline.diary import Problem

_SHOWN = 200


def render(report: Report) -> Html:
    """Return how many rows were refused, and each with its reason."""
    problems = report.diary.problems
    parts = [tag("h2", "What could not be read", id="refused"), tag("p", _count(report))]
    if problems:
        head = ("Line", "Field", "Value", "Why")
        rows = [_row(problem) for problem in problems[:_SHOWN]]
        listed = table("Rows with a problem", head, rows)
        if len(problems) > _SHOWN:
            rest = f"And {len(problems) - _SHOWN:,} more; `gutline check` lists them all."
            parts.append(details("Show them", listed, tag("p", rest)))
        else:
            parts.append(details("Show them", listed))
    return tag("section", *parts, aria_labelledby="refused")


def _count(report: Report) -> str:
    return refused_rows(report.refused)


def _row(problem: Problem) -> tuple[str, str, str, str]:
    line = "–" if problem.line is None else str(problem.line)
    warning = "" if problem.severity == "refused" else "(used) "
    return line, problem.field, problem.value, f"{warning}{problem.reason}"


SECTION = PageSection(order=70, render=render)

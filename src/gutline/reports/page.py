"""The page: one self-contained HTML file without scripts, network or anything to install."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING

from gutline.reports.markup import Html, join, tag
from gutline.reports.section import OutcomeReport, Report
from gutline.reports.sections import outcome_sections, page_sections

if TYPE_CHECKING:
    from gutline.diary import Diary
    from gutline.discovery.findings import Findings

_BEFORE_OUTCOMES = 50


def render_page(findings: Findings, diary: Diary) -> str:
    """Return the whole page.

    Parameters
    ----------
    findings : Findings
        The engine's answer.
    diary : Diary
        The diary it was given: for the times of exposures and the rows that were refused.
    """
    report = Report(findings, diary)
    sections = page_sections()
    before = [s.render(report) for s in sections if s.order < _BEFORE_OUTCOMES]
    after = [s.render(report) for s in sections if s.order >= _BEFORE_OUTCOMES]
    outcomes = [_outcome(outcome) for outcome in report.outcomes]
    body = tag("body", tag("main", *before, *outcomes, *after))
    return f"<!doctype html>\n{tag('html', _head(), body, lang='en-GB')}\n"


def _outcome(outcome: OutcomeReport) -> Html:
    parts = [section.render(outcome) for section in outcome_sections()]
    return tag("section", *parts, class_="outcome", aria_labelledby=outcome.anchor)


def _head() -> Html:
    style = _style()
    digest = b64encode(sha256(style.encode()).digest()).decode()
    policy = (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:;"
        " base-uri 'none'; form-action 'none'"
    )
    return join(
        [
            Html("<head>"),
            tag("meta", charset="utf-8"),
            tag("meta", http_equiv="Content-Security-Policy", content=policy),
            tag("meta", name_="viewport", content="width=device-width, initial-scale=1"),
            tag("meta", name_="color-scheme", content="light dark"),
            tag("meta", name_="referrer", content="no-referrer"),
            tag("link", rel="icon", href="data:,"),
            tag("title", "What your diary says · Gutline"),
            Html(f"<style>{style}</style>"),
            Html("</head>"),
        ]
    )


@cache
def _style() -> str:
    return files("gutline.reports").joinpath("data", "page.css").read_text("utf-8")

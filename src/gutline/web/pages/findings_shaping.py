"""From the engine's answer to what the Findings page shows; runs in the background run only."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from gutline.discovery.findings import Verdict
from gutline.reports.section import OutcomeReport, Report
from gutline.reports.sections.method import SENTENCES
from gutline.reports.sentences import (
    counted,
    diary_span,
    no_ratings,
    nothing_found,
    rated,
    said,
    silent,
    waiting_days,
)
from gutline.reports.verdicts import FACES
from gutline.reports.wording import (
    NEVER_DAYS,
    between,
    capital,
    needed,
    often,
    percent,
    plain,
    plural,
)
from gutline.web.pages.findings_plots import lag_plot, line_card
from gutline.web.pages.findings_records import (
    CardView,
    FactView,
    FindingsView,
    HeldView,
    MemberView,
    OutcomeView,
    ReadinessView,
    RowView,
    WaitingView,
)
from gutline.web.pages.findings_words import facts_of, reasons_of

if TYPE_CHECKING:
    from gutline.diary import Diary
    from gutline.discovery.findings import Finding, Findings
    from gutline.discovery.forecasting import ExposureForecast, Forecast

MOST_CURVES = 8
MOST_WAITING = 40
_MOST_FOODS = 12
_OLDER = (
    "Older days are left out here, because bodies change and looking through all of them takes "
    "long; export the diary and run gutline discover on it to look at all."
)


def shape(findings: Findings, diary: Diary, forecast: Forecast) -> FindingsView:
    """Return what the page shows.

    Parameters
    ----------
    findings : Findings
        The engine's answer.
    diary : Diary
        The diary it was given.
    forecast : Forecast
        What that diary still needs.
    """
    report = Report(findings, diary)
    named = set(findings.outcomes)
    return FindingsView(
        span=_span(findings, diary),
        quiet=_quiet(findings, diary),
        outcomes=tuple(_outcome(outcome) for outcome in report.outcomes),
        readiness=_readiness(forecast),
        method=" ".join(SENTENCES.split()),
        checks=tuple(c.sentence for c in findings.checks if c.outcome not in named),
        provenance=tuple(_flat(findings.provenance)),
    )


def _span(findings: Findings, diary: Diary) -> str:
    """Return what was read, and that days before it were left out where some were."""
    if not diary.entries:
        return ""
    read = diary_span(findings.diary)
    first = findings.diary["first_day"]
    if first is None or diary.days[0].isoformat() >= str(first):
        return read
    return f"{read}. {_OLDER}"


def _quiet(findings: Findings, diary: Diary) -> str:
    if not diary.entries:
        return "Nothing to say yet, because nothing was logged."
    return "" if findings.outcomes else no_ratings()


def _outcome(outcome: OutcomeReport) -> OutcomeView:
    summary = outcome.summary
    quiet = silent(summary)
    shown = "" if quiet else counted(outcome.findings)
    if not quiet and not outcome.found:
        quiet = nothing_found(outcome.findings, summary.name)
    waiting = sorted(outcome.of_verdict(Verdict.UNDECIDED), key=waiting_days)
    return OutcomeView(
        name=plain(summary.name),
        anchor=outcome.anchor,
        rated=rated(summary),
        counted=shown or "nothing to say yet",
        quiet=quiet,
        cards=tuple(_card(group, outcome, n) for n, group in enumerate(outcome.found)),
        cleared=tuple(_cleared(f) for f in outcome.of_verdict(Verdict.CLEARED)),
        undecided=tuple(_undecided(f) for f in waiting),
        untestable=tuple(_untestable(f) for f in outcome.of_verdict(Verdict.UNTESTABLE)),
        cautions=tuple(map(plain, summary.notes)),
        line=line_card(outcome),
    )


def _card(group: Sequence[Finding], outcome: OutcomeReport, place: int) -> CardView:
    """Return one card; of foods that cannot be told apart the likeliest stands for all."""
    first = group[0]
    face = FACES[first.verdict]
    checks = [c for c in outcome.report.findings.checks if c.outcome == outcome.summary.name]
    level = plain(first.level)
    return CardView(
        verdict=str(first.verdict),
        mark=face.mark,
        word=face.word,
        level="" if level == plain(first.name) else level,
        members=tuple(MemberView(plain(f.name), percent(f.probability)) for f in group),
        sentences=tuple(dict.fromkeys(map(said, group))),
        held=tuple(_held(f) for f in group if f.foods),
        plot=lag_plot(first) if place < MOST_CURVES else None,
        facts=facts_of(first),
        next_steps=tuple(dict.fromkeys(plain(f.next_step) for f in group if f.next_step)),
        reasons=reasons_of(group, checks),
    )


def _held(finding: Finding) -> HeldView:
    foods = tuple(map(plain, finding.foods[:_MOST_FOODS]))
    return HeldView(capital(plain(finding.name)), foods, len(finding.foods) - len(foods))


def _cleared(finding: Finding) -> RowView:
    known = f"{between(finding.interval)} points for {plain(finding.dose)}"
    return RowView(plain(finding.name), known, often(finding.count, finding.days))


def _undecided(finding: Finding) -> RowView:
    known = "" if finding.interval is None else f"{between(finding.interval)} points so far"
    then = needed(finding.needs) or capital(plain(finding.reason))
    return RowView(plain(finding.name), known, then)


def _untestable(finding: Finding) -> RowView:
    return RowView(
        plain(finding.name), f"{capital(plain(finding.reason))}.", plain(finding.next_step)
    )


def _readiness(forecast: Forecast) -> ReadinessView:
    ready = sum(exposure.testable for exposure in forecast.exposures)
    waiting = sorted((e for e in forecast.exposures if not e.testable), key=_soonest)
    things = f"{plural(ready, 'thing')} you logged" if ready else "Nothing you logged"
    verb = "have" if ready > 1 else "has"
    words = f"{things} {verb} been logged often enough to be tested."
    return ReadinessView(ready, words, tuple(_waiting(e) for e in waiting[:MOST_WAITING]))


def soonest_words(forecast: Forecast) -> str:
    """Return what can be tested next, in half a sentence; empty when nothing is under way."""
    waiting = sorted((e for e in forecast.exposures if not e.testable), key=_soonest)
    days = waiting[0].needs.days if waiting and waiting[0].needs else None
    if days is None or days >= NEVER_DAYS:
        return ""
    return f"{plain(waiting[0].name)} testable in about {plural(days, 'day')}"


def _soonest(exposure: ExposureForecast) -> tuple[float, str]:
    days = exposure.needs.days if exposure.needs else None
    return (float("inf") if days is None else days, plain(exposure.name))


def _waiting(exposure: ExposureForecast) -> WaitingView:
    return WaitingView(
        name=plain(exposure.name),
        level=plain(exposure.level),
        count=exposure.count,
        words=needed(exposure.needs),
        days=exposure.needs.days if exposure.needs else None,
    )


def _flat(values: Mapping[str, object], prefix: str = "") -> list[FactView]:
    rows: list[FactView] = []
    for key, value in values.items():
        name = f"{prefix}{key}".replace("_", " ")
        if isinstance(value, Mapping):
            rows += _flat(value, f"{name}: ")
        else:
            words = value if isinstance(value, str) else json.dumps(value, default=str)
            rows.append(FactView(name, words))
    return rows

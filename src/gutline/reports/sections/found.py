"""Findings as cards: the sentence first, then the curve, four small facts and what to do."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from gutline.discovery.findings import Finding, Verdict
from gutline.reports.charts.drawing import draw
from gutline.reports.charts.lag_curve import curve_rows, lag_curve_spec
from gutline.reports.finding_words import facts_of, reasons_of
from gutline.reports.markup import Html, bullets, details, join, name_of, names_of, table, tag, text
from gutline.reports.section import OutcomeReport, OutcomeSection
from gutline.reports.sentences import said
from gutline.reports.verdicts import FACES
from gutline.reports.wording import (
    between,
    capital,
    peak,
    percent,
    plain,
    signed,
)

if TYPE_CHECKING:
    from gutline.reports.markup import Child

_MOST_CURVES = 12
_TABLE_ROWS = 13
_MOST_FOODS = 12


def render(outcome: OutcomeReport) -> Html:
    """Return one card for every finding, or nothing."""
    places = count()
    return join(_card(group, outcome, places) for group in outcome.found)


def _card(group: tuple[Finding, ...], outcome: OutcomeReport, places: count[int]) -> Html:
    """Return one card; of foods that cannot be told apart the likeliest stands for all."""
    first = group[0]
    curve = _figure(first, outcome) if next(places) < _MOST_CURVES else Html("")
    next_steps = dict.fromkeys(plain(f.next_step) for f in group if f.next_step)
    return tag(
        "article",
        _title(group),
        *[tag("p", words, class_="sentence") for words in dict.fromkeys(map(said, group))],
        *_carried(group),
        tag("div", curve, _facts(first), class_="evidence"),
        *[tag("p", tag("strong", "Next: "), step, class_="next") for step in next_steps],
        _why(group, outcome),
        class_=f"card {first.verdict}",
    )


def _carried(group: tuple[Finding, ...]) -> list[Html]:
    """Return for each tag or nutrient which foods of the diary hold it."""
    said = []
    for finding in group:
        foods = finding.foods[:_MOST_FOODS]
        if foods:
            names: list[Child] = [f"{capital(plain(finding.name))} is in: ", names_of(foods)]
            more = len(finding.foods) - len(foods)
            names.append(f" (and {more} more)." if more > 0 else ".")
            said.append(tag("p", *names, class_="soft"))
    return said


def _title(group: tuple[Finding, ...]) -> Html:
    face = FACES[group[0].verdict]
    mark = tag("span", face.mark, class_="mark", aria_hidden="true")
    if group[0].verdict is Verdict.ONE_OF:
        sure = [join([name_of(f.name), f" ({percent(f.probability)})"]) for f in group]
        names = Html(f"{', '.join(sure[:-1])} or {sure[-1]}") if len(sure) > 1 else sure[0]
        return tag("h3", mark, " One of these: ", names)
    level = plain(group[0].level)
    kind = "" if level == plain(group[0].name) else f", {level}"
    word = tag("span", f" {face.word}{kind}", class_="soft")
    return tag("h3", mark, " ", name_of(group[0].name), word)


def _figure(finding: Finding, outcome: OutcomeReport) -> Html:
    curve = finding.lag_curve
    rows = curve_rows(curve, _TABLE_ROWS) if curve else []
    if curve is None or len(rows) < 2:
        return Html("")
    colour = "helper" if finding.verdict is Verdict.HELPER else "suspect"
    after = f"Your {plain(outcome.summary.name)} in the hours after {plain(finding.name)}"
    label = (
        f"{after}: {signed(finding.effect)} points at the peak"
        f" ({between(finding.interval)}), {peak(finding.peak_hours)}."
    )
    head = ("Hours afterwards", "Points higher or lower", "Between")
    numbers = (
        (f"{row['hours']:g}", signed(row["estimate"]), between((row["lower"], row["upper"])))
        for row in rows
    )
    caption = f"After {plain(finding.dose)}. The band shows where the true curve may lie."
    return tag(
        "figure",
        draw(lag_curve_spec(curve, signed(finding.effect)), label, colour),
        tag("figcaption", caption, class_="soft"),
        details("The numbers behind this plot", table(after, head, numbers)),
    )


def _facts(finding: Finding) -> Html:
    terms = facts_of(finding)
    return tag("dl", *[tag("div", tag("dt", term), tag("dd", fact)) for term, fact in terms])


def _why(group: tuple[Finding, ...], outcome: OutcomeReport) -> Html:
    checks = outcome.report.findings.checks
    reasons: list[Child] = []
    for finding in group:
        reasons += [*reasons_of(finding), _not_apart(finding), *finding.notes]
    reasons += [check.sentence for check in checks if check.outcome == outcome.summary.name]
    unique = {str(text(reason)): reason for reason in reasons if reason}
    return details("Why do you say so?", bullets(unique.values()))


def _not_apart(finding: Finding) -> Html | None:
    others = [name for name in finding.credible_set if name != finding.name]
    if not others:
        return None
    return join([name_of(finding.name), " cannot be told apart from ", names_of(others, "or"), "."])


SECTION = OutcomeSection(order=30, render=render)

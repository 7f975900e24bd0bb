"""A trial as a report in the order of CENT 2015, the checklist for trials in single persons.

Vohra and others (2015), CONSORT extension for reporting N-of-1 trials (CENT) 2015 statement,
BMJ 350.
What the program cannot know, such as a diagnosis, is said to be not recorded instead of left out.
Numbers 1a to 5 were compared with the published table; those after it follow CONSORT 2010, which
the checklist extends item by item, with its parts for periods (6a.1, 8c, 12c, 17a.1 and so on).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gutline.reports.markup import Html, join, tag
from gutline.reports.trial_cent_results import result_items
from gutline.reports.wording import plain
from gutline.trials.running import is_over
from gutline.trials.units import amount

if TYPE_CHECKING:
    from datetime import date

    from gutline.trials.result import TrialResult
    from gutline.trials.trial import Trial

NOT_RECORDED = "Not recorded by this program."


@dataclass(frozen=True, slots=True)
class CentItem:
    """One item of the checklist.

    Attributes
    ----------
    number : str
        As in the checklist: "7a".
    section, title, text : str
    """

    number: str
    section: str
    title: str
    text: str


def cent_items(trial: Trial, result: TrialResult | None, today: date) -> tuple[CentItem, ...]:
    """Return every item of the checklist, in its order.

    Parameters
    ----------
    trial : Trial
    result : TrialResult, optional
        None while there is nothing to analyse.
    today : date
    """
    found = [
        *_front(trial, result), *_methods(trial), *_drawing(trial, today), *_analysis(trial),
        *(CentItem(*item) for item in result_items(trial, result, today)), *_other(trial),
    ]  # fmt: skip
    return tuple(found)


def _front(trial: Trial, result: TrialResult | None) -> list[CentItem]:
    plan = trial.plan
    said = "No result yet." if result is None else " ".join(result.text.split("\n"))
    return [
        CentItem("1a", "Title and abstract", "Title",
                 f"An N-of-1 trial of {plan.exposure} and {plan.outcome} in one person."),
        CentItem("1b", "Title and abstract", "Summary", said),
        CentItem("2a.1", "Introduction", "Background",
                 f"The person's diary or their own question made {plan.exposure} a suspect or a "
                 "helper."),
        CentItem("2a.2", "Introduction", "Why an N-of-1 trial",
                 "Only randomising when it is met can tell for this person."),
        CentItem("2b", "Introduction", "Objective",
                 f"{plan.estimand} Active: {plan.active}. Reference: {plan.reference}. "
                 f"Outcome: {plan.outcome}."),
    ]  # fmt: skip


def _methods(trial: Trial) -> list[CentItem]:
    plan, first = trial.plan, trial.versions[0]
    units = 2 * plan.pairs
    shape = (
        f"{units} periods of {plan.period_days} days ({plan.pairs} for each condition), run-in of "
        f"{plan.run_in_days} days, {plan.washout_days} days between periods; {plan.days} days in "
        "all."
    )
    return [
        CentItem("3a", "Methods", "Trial design", shape),
        CentItem("3b", "Methods", "Changes after it began", _changes(trial)),
        CentItem("4a", "Methods", "Participant", "One person. Diagnosis: " + NOT_RECORDED.lower()),
        CentItem("4b", "Methods", "Setting", "Daily life, own ratings in a diary."),
        CentItem("4c", "Methods", "Research or own use",
                 "For the person's own use; no ethics committee was asked. Safety gates asked "
                 f"before it began: {', '.join(trial.gates) or 'none on record'}."),
        CentItem("5", "Methods", "Interventions",
                 f"{plan.active}{_portions(trial)}, against {plan.reference}."),
        CentItem("6a.1", "Methods", "Outcome",
                 f"{plan.outcome}, rated by the person; the smallest difference that matters is "
                 f"{amount(plan.smallest_difference, plan.unit)}. "
                 f"{'More' if plan.higher_is_better else 'Less'} is better."),
        CentItem("6a.2", "Methods", "Properties of the measure", NOT_RECORDED),
        CentItem("6b", "Methods", "Changes of the outcome", "None: the outcome cannot be changed."),
        CentItem("7a", "Methods", "Sample size",
                 f"{plan.pairs} pairs, locked on {first.locked_at:%Y-%m-%d %H:%M} before day 1."),
        CentItem("7b", "Methods", "Looks and stopping", plan.stopping_rule),
    ]  # fmt: skip


def _portions(trial: Trial) -> str:
    return f" ({', '.join(trial.plan.portions)})" if trial.plan.portions else ""


def _changes(trial: Trial) -> str:
    lines = [
        f"{version.locked_at:%Y-%m-%d}: {version.reason} ({_what(trial, number)})"
        for number, version in enumerate(trial.versions)
        if number
    ]
    return "; ".join(lines) + "." if lines else "None."


def _what(trial: Trial, number: int) -> str:
    """Return which fields a version changed, from what to what."""
    before, after = trial.versions[number - 1].plan.as_dict(), trial.versions[number].plan.as_dict()
    changed = [f"{n}: {before.get(n)} to {after[n]}" for n in after if before.get(n) != after[n]]
    return ", ".join(changed) or "no field"


def _drawing(trial: Trial, today: date) -> list[CentItem]:
    plan, drawn = trial.plan, trial.allocation
    limit = "" if plan.longest_run is None else f", at most {plan.longest_run} equal ones in a row"
    how = (
        "a coin for each pair, the first pair too"
        if plan.layout == "pairs"
        else "a fixed number in any order"
    )
    order = "concealed until the trial is over" if drawn is not None else "sealed"
    if drawn is not None and is_over(trial, today):
        order = " ".join("active" if unit else "reference" for unit in drawn.assignment)
    algorithm = "sealed" if drawn is None else drawn.algorithm
    return [
        CentItem("8a", "Randomisation", "Sequence generation",
                 f"Drawn once by the program ({algorithm}); seed and salt are kept with it."),
        CentItem("8b", "Randomisation", "Type", f"{how}{limit}."),
        CentItem("8c", "Randomisation", "Intended sequence", order + "."),
        CentItem("9", "Randomisation", "Concealment",
                 f"SHA-256 of the schedule, shown before day 1: {trial.commitment}. Periods are "
                 "told two days ahead and no sooner."),
        CentItem("10", "Randomisation", "Who did what",
                 "The program drew and told; the person carried out and rated."),
        CentItem("11a", "Blinding", "Who was blinded",
                 "The person did not know the condition." if plan.blinded else "Nobody."),
        CentItem("11b", "Blinding", "Likeness of the conditions", NOT_RECORDED),
    ]  # fmt: skip


def _analysis(trial: Trial) -> list[CentItem]:
    plan = trial.plan
    carried = "the lag curve of the diary" if plan.lag_curve else f"{plan.carry_over_hours:g} hours"
    return [
        CentItem("12a", "Analysis", "Statistical methods", f"{plan.analysis} {plan.decision_rule}"),
        CentItem("12b", "Analysis", "Further analyses",
                 "Assignment as instrument for what was kept to; tipping point of missing days."),
        CentItem("12c", "Analysis", "Carry-over, time and dependence",
                 f"Carry-over by {carried}; slow drift and time of day as covariates; "
                 "autocorrelation modelled and filtered out."),
    ]  # fmt: skip


def _other(trial: Trial) -> list[CentItem]:
    digest = trial.versions[0].plan.digest()
    return [
        CentItem("23", "Other", "Registration", "None; the hashes stand in its place."),
        CentItem("24", "Other", "Protocol", f"Hash of the plan: {digest}."),
        CentItem("25", "Other", "Funding", "None."),
    ]  # fmt: skip


def render_cent_markdown(trial: Trial, result: TrialResult | None, today: date) -> str:
    """Return the report as Markdown, one section after the other, items numbered as in CENT."""
    lines = [f"# N-of-1 trial: {_one_line(trial.plan.exposure)}", ""]
    section = ""
    for item in cent_items(trial, result, today):
        if item.section != section:
            section = item.section
            lines += [f"## {section}", ""]
        lines += [f"**{item.number} {item.title}.** {_one_line(item.text)}", ""]
    return "\n".join(lines)


def _one_line(text: str) -> str:
    """Return text without what Markdown would take for its own."""
    kept = plain(text)
    for sign in "\\`*_<>|[]#":
        kept = kept.replace(sign, f"\\{sign}")
    return kept


def render_cent_html(trial: Trial, result: TrialResult | None, today: date) -> Html:
    """Return the report as a part of a page: a heading and a list for each section."""
    parts: list[Html] = []
    items = cent_items(trial, result, today)
    for section in dict.fromkeys(item.section for item in items):
        rows = [
            tag("div", tag("dt", f"{item.number} {item.title}"), tag("dd", plain(item.text)))
            for item in items
            if item.section == section
        ]
        parts.append(tag("section", tag("h2", section), tag("dl", *rows), class_="card cent"))
    return join(parts)

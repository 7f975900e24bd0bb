"""Sentences the terminal and the page share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gutline.discovery.findings import Verdict
from gutline.discovery.settings import Settings
from gutline.reports.verdicts import FACES, of_verdict
from gutline.reports.wording import capital, day, needed, needed_days, number, plain, plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gutline.discovery.findings import Finding, OutcomeSummary

_PLURALS = {Verdict.SUSPECT: "suspects", Verdict.HELPER: "helpers"}


def no_ratings() -> str:
    """Return what to say of a diary without one rating, and how long a first answer takes."""
    days = max(Settings().least_ratings, Settings().least_days)
    return (
        "Nothing to say yet, because there is no symptom rating in this diary; rate one a day,"
        f" 0 when there is none, for about {plural(days, 'more day', 'more days')}."
    )


def diary_span(diary: Mapping[str, object]) -> str:
    """Return what was read: "181 days, 3 January to 2 July 2026, 1,204 entries"."""
    days, entries = diary.get("days", 0), diary.get("entries", 0)
    parts = [plural(days, "day")] if isinstance(days, int) else []
    if diary.get("first_day") and diary.get("last_day"):
        parts.append(_from_to(day(diary["first_day"]), day(diary["last_day"])))
    if isinstance(entries, int):
        parts.append(plural(entries, "entry", "entries"))
    return ", ".join(parts)


def _from_to(first: str, last: str) -> str:
    if first == last:
        return first
    same_year = first[-5:] == last[-5:]
    return f"{first[:-5] if same_year else first} to {last}"


def rated(summary: OutcomeSummary) -> str:
    """Return how an outcome was rated: "176 ratings on 170 days, on average 3.4"."""
    words = f"{plural(summary.ratings, 'rating')} on {plural(summary.days, 'day')}"
    return words if summary.mean is None else f"{words}, on average {number(summary.mean)}"


def silent(summary: OutcomeSummary) -> str:
    """Return why nothing can be said of an outcome yet; empty when something can."""
    if summary.status == "ok":
        return ""
    why = plain(summary.status)
    words = capital(why) if why.lower().startswith("nothing") else f"Nothing to say yet: {why}"
    more = needed(summary.needs)
    said = not more or "more day" in why or "more time" in why
    return _stop(words) if said else f"{_stop(words)} {capital(more)}."


def nothing_found(findings: Iterable[Finding], outcome: str) -> str:
    """Return what to say where no exposure is on the list, with what is decided next."""
    words = f"Nothing you logged goes with your {plain(outcome)} more than chance allows so far."
    first = soonest(findings)
    more = needed_days(first.needs) if first else ""
    return (
        f"{words} Decided next: {plain(first.name)}, after about {more}."
        if first and more
        else words
    )


def soonest(findings: Iterable[Finding]) -> Finding | None:
    """Return the undecided finding that needs the fewest further days."""
    waiting = [f for f in findings if f.verdict is Verdict.UNDECIDED and f.needs and f.needs.days]
    return min(waiting, key=waiting_days, default=None)


def waiting_days(finding: Finding) -> float:
    """Return the days until an exposure is decided; infinite when not known."""
    days = finding.needs.days if finding.needs else None
    return float("inf") if days is None else float(days)


def counted(findings: Iterable[Finding]) -> str:
    """Return how many of each verdict: "2 suspects, 1 helper, 5 cleared, 12 undecided"."""
    listed = tuple(findings)
    parts = []
    for verdict, face in FACES.items():
        count = len(of_verdict(listed, verdict))
        if count and verdict is Verdict.ONE_OF:
            parts.append(f"one of {count}")
        elif count:
            word = _PLURALS.get(verdict, face.word) if count != 1 else face.word
            parts.append(f"{count} {word}")
    return ", ".join(parts)


def said(finding: Finding) -> str:
    """Return the finding's sentence, or the reason where it has none."""
    return _stop(plain(finding.sentence) or plain(finding.reason) or plain(finding.name))


def refused_rows(count: int) -> str:
    """Return how many rows were refused, as a sentence."""
    if count == 0:
        return "Every row of the diary could be read."
    return f"{plural(count, 'row')} of the diary could not be read and {_were(count)} left out."


def _were(count: int) -> str:
    return "was" if count == 1 else "were"


def _stop(sentence: str) -> str:
    return sentence if sentence.endswith((".", "?", "…")) else f"{sentence}."

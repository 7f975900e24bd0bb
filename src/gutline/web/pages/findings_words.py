"""The words of one finding: four small facts, and why it says what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gutline.reports.wording import (
    NBSP,
    between,
    capital,
    finite,
    listing,
    number,
    often,
    peak,
    percent,
    plain,
    signed,
)
from gutline.web.pages.findings_records import FactView

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gutline.discovery.findings import Check, Finding

_HIDDEN_CAUSE = "a hidden cause"


def facts_of(finding: Finding) -> tuple[FactView, ...]:
    """Return how sure, how often, when it peaks, and whether a hidden cause would do."""
    return (
        FactView("How sure", percent(finding.probability)),
        FactView("How often", often(finding.count, finding.days)),
        FactView("When it peaks", peak(finding.peak_hours)),
        FactView("Would a hidden cause do?", _hidden(finding)),
    )


def _hidden(finding: Finding) -> str:
    if finding.robustness_words:
        words = plain(finding.robustness_words).removesuffix(" to undo this")
        return capital(words.replace(_HIDDEN_CAUSE, "it", 1))
    if finite(finding.robustness) is None:
        return "not known"
    return f"Only one that explains {percent(finding.robustness)} of what is left of both"


def reasons_of(group: Sequence[Finding], checks: Iterable[Check]) -> tuple[str, ...]:
    """Return why a finding, or a group that cannot be told apart, is said; each reason once.

    Parameters
    ----------
    group : sequence of Finding
    checks : iterable of Check
        Those of the same outcome.
    """
    said = [reason for finding in group for reason in _reasons(finding)]
    said += [check.sentence for check in checks]
    return tuple(dict.fromkeys(_stopped(words) for words in said if words))


def _reasons(finding: Finding) -> list[str]:
    return [
        capital(finding.reason),
        _size(finding),
        _lead_check(finding),
        _split_half(finding),
        _not_apart(finding),
        *finding.notes,
    ]


def _size(finding: Finding) -> str:
    if finite(finding.effect) is None:
        return ""
    words = (
        f"{capital(plain(finding.name))}: at its peak {signed(finding.effect)} points"
        f" ({between(finding.interval)}) for {plain(finding.dose)}"
    )
    if finite(finding.total) is None:
        return words
    total = number(finding.total)
    return f"{words}; over three days {total} points{NBSP}×{NBSP}hours altogether"


def _lead_check(finding: Finding) -> str:
    check = finding.lead_check
    if check is None:
        return ""
    if check.reversed:
        return (
            f"Your {plain(finding.outcome)} also changes how often {plain(finding.name)} is logged"
            " afterwards, so part of this may run the other way"
        )
    return (
        f"{capital(plain(finding.name))} is not logged more or less often after a bad rating,"
        " so this does not seem to run the other way"
    )


def _split_half(finding: Finding) -> str:
    halves = finding.split_half
    if halves is None:
        return ""
    verb = "agree" if halves.agrees else "do not agree"
    return (
        f"For {plain(finding.name)} the two halves of the diary {verb}:"
        f" {signed(halves.first)} points in the first, {signed(halves.second)} in the second"
    )


def _not_apart(finding: Finding) -> str:
    others = [name for name in finding.credible_set if name != finding.name]
    words = listing(others, "or") if others else ""
    return f"{capital(plain(finding.name))} cannot be told apart from {words}" if words else ""


def _stopped(words: str) -> str:
    tidy = plain(words)
    return tidy if tidy.endswith((".", "?", "…")) else f"{tidy}."

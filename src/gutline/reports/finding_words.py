"""What is said of one finding beside its sentence: four small facts, and why it is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gutline.reports.wording import (
    NBSP,
    between,
    capital,
    finite,
    number,
    often,
    peak,
    percent,
    plain,
    signed,
)

if TYPE_CHECKING:
    from gutline.discovery.findings import Finding

_HIDDEN_CAUSE = "a hidden cause"


def facts_of(finding: Finding) -> tuple[tuple[str, str], ...]:
    """Return how sure, how often, when it peaks, and whether a hidden cause would do."""
    return (
        ("How sure", percent(finding.probability)),
        ("How often", often(finding.count, finding.days)),
        ("When it peaks", peak(finding.peak_hours)),
        ("Would a hidden cause do?", _hidden(finding)),
    )


def _hidden(finding: Finding) -> str:
    if finding.robustness_words:
        said = plain(finding.robustness_words).removesuffix(" to undo this")
        return capital(said.replace(_HIDDEN_CAUSE, "it", 1))
    if finite(finding.robustness) is None:
        return "not known"
    return f"Only one that explains {percent(finding.robustness)} of what is left of both"


def reasons_of(finding: Finding) -> list[str]:
    """Return why a finding is said: its own reason, and what each check of it came to."""
    said = [
        capital(finding.reason),
        _size(finding),
        _lead_check(finding),
        _split_half(finding),
    ]
    return [words for words in said if words]


def _size(finding: Finding) -> str:
    if finite(finding.effect) is None:
        return ""
    words = (
        f"{capital(plain(finding.name))}: at its peak {signed(finding.effect)} points"
        f" ({between(finding.interval)}) for {plain(finding.dose)}"
    )
    if finite(finding.total) is None:
        return f"{words}."
    total = number(finding.total)
    return f"{words}; over three days {total} points{NBSP}×{NBSP}hours altogether."


def _lead_check(finding: Finding) -> str:
    check = finding.lead_check
    if check is None:
        return ""
    if check.reversed:
        return (
            f"Your {plain(finding.outcome)} also changes how often {plain(finding.name)} is logged"
            " afterwards, so part of this may run the other way."
        )
    return (
        f"{capital(plain(finding.name))} is not logged more or less often after a bad rating,"
        " so this does not seem to run the other way."
    )


def _split_half(finding: Finding) -> str:
    halves = finding.split_half
    if halves is None:
        return ""
    verb = "agree" if halves.agrees else "do not agree"
    return (
        f"For {plain(finding.name)} the two halves of the diary {verb}:"
        f" {signed(halves.first)} points in the first, {signed(halves.second)} in the second."
    )

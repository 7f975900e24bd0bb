"""The words of one finding: four small facts, and why it says what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gutline.reports import finding_words
from gutline.reports.wording import capital, listing, plain
from gutline.web.pages.findings_records import FactView

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gutline.discovery.findings import Check, Finding


def facts_of(finding: Finding) -> tuple[FactView, ...]:
    """Return how sure, how often, when it peaks, and whether a hidden cause would do."""
    return tuple(FactView(term, words) for term, words in finding_words.facts_of(finding))


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
    return [*finding_words.reasons_of(finding), _not_apart(finding), *finding.notes]


def _not_apart(finding: Finding) -> str:
    others = [name for name in finding.credible_set if name != finding.name]
    words = listing(others, "or") if others else ""
    return f"{capital(plain(finding.name))} cannot be told apart from {words}" if words else ""


def _stopped(words: str) -> str:
    tidy = plain(words)
    return tidy if tidy.endswith((".", "?", "…")) else f"{tidy}."

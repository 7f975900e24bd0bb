"""How each verdict is shown everywhere: its mark, its words, its place in the order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gutline.discovery.findings import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gutline.discovery.findings import Finding


@dataclass(frozen=True, slots=True)
class Face:
    """How one verdict looks.

    Attributes
    ----------
    mark, ascii_mark : str
        One sign that works without colour, and where only ASCII can be shown.
    word : str
        The verdict in words.
    colour : str
        A terminal colour; the page takes its colours from the style sheet by the verdict's name.
    """

    mark: str
    ascii_mark: str
    word: str
    colour: str


FACES = {
    Verdict.SUSPECT: Face("▲", "^", "suspect", "yellow"),
    Verdict.HELPER: Face("▼", "v", "helper", "cyan"),
    Verdict.ONE_OF: Face("◆", "*", "one of these", "yellow"),
    Verdict.CLEARED: Face("✓", "+", "cleared", "green"),
    Verdict.UNDECIDED: Face("○", "o", "undecided", ""),
    Verdict.UNTESTABLE: Face("–", "-", "cannot be known yet", ""),
}
_ASCII = str.maketrans(
    {face.mark: face.ascii_mark for face in FACES.values()}
    | {"−": "-", "–": "-", "…": "...", "×": "x", "\u00a0": " ", "─": "-"}
)
_ORDER = {verdict: place for place, verdict in enumerate(FACES)}


def in_ascii(text: str) -> str:
    """Return text with the marks and signs Gutline itself writes put into ASCII."""
    return text.translate(_ASCII)


def ordered(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings by verdict, then certainty, then name."""
    return tuple(
        sorted(findings, key=lambda f: (_ORDER[f.verdict], -(f.probability or 0.0), f.name))
    )


def of_verdict(findings: Iterable[Finding], *verdicts: Verdict) -> tuple[Finding, ...]:
    """Return the findings that have one of these verdicts, ordered."""
    return ordered(f for f in findings if f.verdict in verdicts)


def grouped(findings: Iterable[Finding]) -> tuple[tuple[Finding, ...], ...]:
    """Return what was found, the members of one credible set together.

    Only "one of" findings are put together: a suspect stands for itself even when others
    cannot be ruled out.
    """
    groups: dict[object, list[Finding]] = {}
    for finding in ordered(f for f in findings if f.verdict.found):
        is_set = finding.verdict is Verdict.ONE_OF and len(finding.credible_set) > 1
        key: object = frozenset(finding.credible_set) if is_set else (finding.name, finding.level)
        groups.setdefault(key, []).append(finding)
    return tuple(tuple(group) for group in groups.values())

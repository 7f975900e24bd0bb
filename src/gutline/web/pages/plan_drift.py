"""What the background run found of drifting, as pages show it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gutline.web import findings_run

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gutline.store.records import PersonRecord


@dataclass(frozen=True, slots=True)
class DriftView:
    """What to say of drifting.

    Attributes
    ----------
    sentences : tuple of str
        With their figures; empty when nothing moved.
    lasting : bool
        Whether the questions of the safety check come first.
    quiet : str
        Why nothing is said; empty where something is, or before the first run.
    """

    sentences: tuple[str, ...] = ()
    lasting: bool = False
    quiet: str = ""


def drift_view(owner: PersonRecord) -> DriftView:
    """Return what the last background run found; nothing before the first."""
    latest = findings_run.latest_findings(owner)
    if latest is None:
        return DriftView()
    said: Mapping[str, Any] = latest.beside.get("drift") or {}
    sentences = tuple(map(str, said.get("sentences", ())))
    return DriftView(sentences, bool(said.get("lasting")), str(said.get("quiet", "")))

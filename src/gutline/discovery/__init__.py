"""NOTICE: which exposures drive which outcome, when, how much, and how surely."""

from gutline.discovery.engine import discover
from gutline.discovery.findings import (
    Check,
    Finding,
    Findings,
    LagCurve,
    LeadCheck,
    Needs,
    OutcomeSummary,
    SplitHalf,
    Verdict,
)
from gutline.discovery.settings import Settings

__all__ = [
    "Check",
    "Finding",
    "Findings",
    "LagCurve",
    "LeadCheck",
    "Needs",
    "OutcomeSummary",
    "Settings",
    "SplitHalf",
    "Verdict",
    "discover",
]
